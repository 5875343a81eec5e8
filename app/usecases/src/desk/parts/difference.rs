//! What differs between two revisions of a campaign, field by field, as the forms name the fields.

use std::collections::BTreeSet;

use domain::{
    artwork::Artwork,
    campaign::{Document, Part},
    checked::FieldError,
    form::Field,
    language::Language,
    target::TargetKind,
};

use super::{At, DatesForm, LettersForm, LookForm, PaceForm, PartForm, ShareForm, StoryForm, WaysForm};

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub part: Part,
    pub field: Field,
    /// The edition, if the field is in words.
    pub language: Option<Language>,
    /// The kind of targets whose own letter it is.
    pub kind: Option<TargetKind>,
    /// As the form shows them.
    pub before: String,
    pub after: String,
}

impl Difference {
    /// Whether both are about the same field of the same edition.
    pub fn is_at(&self, other: &Self) -> bool {
        (&self.field, self.language, self.kind) == (&other.field, other.language, other.kind)
    }
}

/// Whether a field has a value in each edition.
const fn is_in_words(field: &Field) -> bool {
    !matches!(field, Field::Colour | Field::Header | Field::Contact)
}

/// Every field that differs, in the order of the parts.
pub fn difference(before: &Document, after: &Document) -> Vec<Difference> {
    let mut found = Vec::new();
    let languages: Vec<Language> = {
        let new = after.languages().filter(|language| before.edition(*language).is_none());
        before.languages().chain(new).collect()
    };
    compare(&mut found, Part::Story, Field::Languages, names(before), names(after));
    for language in &languages {
        of_part::<StoryForm>(&mut found, before, after, At { language: *language, kind: None });
    }
    for language in &languages {
        of_part::<LettersForm>(&mut found, before, after, At { language: *language, kind: None });
        for kind in kinds(before, *language).union(&kinds(after, *language)) {
            of_part::<LettersForm>(&mut found, before, after, At { language: *language, kind: Some(*kind) });
        }
    }
    compare(&mut found, Part::Targets, Field::Audience, audience(before), audience(after));
    for language in &languages {
        of_part::<LookForm>(&mut found, before, after, At { language: *language, kind: None });
    }
    compare(&mut found, Part::Look, Field::Artwork, artworks(before), artworks(after));
    let any = At { language: Language::EN, kind: None };
    of_whole::<DatesForm>(&mut found, before, after, any);
    of_whole::<WaysForm>(&mut found, before, after, any);
    of_whole::<PaceForm>(&mut found, before, after, any);
    for language in &languages {
        of_part::<ShareForm>(&mut found, before, after, At { language: *language, kind: None });
    }
    found
}

/// Makes a document say of these fields what they came to say.
pub fn carry_over(document: &mut Document, changes: &[Difference]) -> Result<(), Vec<FieldError>> {
    let Some(first) = document.languages().next() else { return Ok(()) };
    let mut places: Vec<(Part, At)> = Vec::new();
    for change in changes {
        let place = (change.part, At { language: change.language.unwrap_or(first), kind: change.kind });
        if !places.contains(&place) {
            places.push(place);
        }
    }
    for (part, at) in places {
        let here = changes
            .iter()
            .filter(|change| change.part == part && change.language.unwrap_or(first) == at.language && change.kind == at.kind);
        match part {
            Part::Story => put::<StoryForm>(document, at, here),
            Part::Letters => put::<LettersForm>(document, at, here),
            Part::Look => put::<LookForm>(document, at, here),
            Part::Dates => put::<DatesForm>(document, at, here),
            Part::Ways => put::<WaysForm>(document, at, here),
            Part::Pace => put::<PaceForm>(document, at, here),
            Part::Share => put::<ShareForm>(document, at, here),
            // Its form is read with the directory. It changes nothing of the other parts, nor they of it.
            Part::Targets => Ok(()),
        }?;
    }
    Ok(())
}

fn put<'a, F: PartForm>(
    document: &mut Document,
    at: At,
    changes: impl Iterator<Item = &'a Difference>,
) -> Result<(), Vec<FieldError>> {
    // Of an edition that went, nothing is to be said any more.
    if document.edition(at.language).is_none() {
        return Ok(());
    }
    let mut form = F::of(document, at);
    for change in changes {
        form.set(&change.field, &change.after);
    }
    form.put(document, at)
}

fn of_part<F: PartForm>(found: &mut Vec<Difference>, before: &Document, after: &Document, at: At) {
    for ((field, before), (_, after)) in F::of(before, at).pairs().into_iter().zip(F::of(after, at).pairs()) {
        if before == after {
            continue;
        }
        let language = is_in_words(&field).then_some(at.language);
        // An edition that comes or goes brings its fields along, which are nobody's change of the whole campaign.
        let new = Difference { part: F::PART, field, language, kind: at.kind, before, after };
        if !found.iter().any(|known| known.is_at(&new)) {
            found.push(new);
        }
    }
}

fn of_whole<F: PartForm>(found: &mut Vec<Difference>, before: &Document, after: &Document, at: At) {
    for ((field, before), (_, after)) in F::of(before, at).pairs().into_iter().zip(F::of(after, at).pairs()) {
        compare(found, F::PART, field, before, after);
    }
}

fn compare(found: &mut Vec<Difference>, part: Part, field: Field, before: String, after: String) {
    if before != after {
        found.push(Difference { part, field, language: None, kind: None, before, after });
    }
}

fn names(document: &Document) -> String {
    document.languages().map(|language| language.to_string()).collect::<Vec<_>>().join(" ")
}

fn kinds(document: &Document, language: Language) -> BTreeSet<TargetKind> {
    document.edition(language).into_iter().flat_map(|edition| edition.letters.keys().copied()).collect()
}

fn audience(document: &Document) -> String {
    serde_json::to_string(&(&document.treaty, &document.audience)).unwrap_or_default()
}

fn artworks(document: &Document) -> String {
    let line = |artwork: &Artwork| format!("{}: {}", artwork.credit, artwork.alternative_text);
    document.look.artworks.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use domain::campaign::{Colour, Edition};

    use super::*;

    fn document() -> Document {
        crate::starter::campaigns().unwrap().remove(0).document
    }

    #[test]
    fn equal_documents_do_not_differ() {
        assert_eq!(difference(&document(), &document()), []);
    }

    #[test]
    fn every_changed_field_is_named_with_its_language() {
        let before = document();
        let mut after = before.clone();
        after.goal = 7;
        after.look.colour = Colour::Teal;
        after.editions[0].title = "Another title".to_owned();
        after.editions.push(Edition { title: "Ein Titel".to_owned(), ..Edition::new(Language::DE) });
        let found: Vec<_> = difference(&before, &after).into_iter().map(|found| (found.field, found.language)).collect();
        let expected = [
            (Field::Languages, None),
            (Field::Title, Some(Language::EN)),
            (Field::Title, Some(Language::DE)),
            (Field::Colour, None),
            (Field::Goal, None),
        ];
        assert_eq!(found, expected);
    }
}
