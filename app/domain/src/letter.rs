//! The one renderer: it fills a template and makes the letter that is previewed, printed and sent.
//!
//! The server renders with it, and so does the island in the browser while a supporter types.

use std::{collections::BTreeMap, ops::Range};

use serde::{Deserialize, Serialize};

use crate::{
    checked::{FieldError, PersonName, Shape, TextError, Town, collect, mended, mended_line, several_lines},
    form::Field,
    forms_of_address::forms,
    language::{Grammar, Language},
    sender,
    state::Iso2,
    target::Target,
    template::{Blank, MergeField, Piece, Template, is_note, marked, paragraphs, pieces},
    treaty::{Ask, TreatyName},
};

crate::form! {
    /// The letter's form: the fields as the supporter typed them. The interface takes the same fields, with the
    /// descriptions that stand here.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(default)]
    pub struct Draft {
        name: String = Name,
        place: String = Place,
        /// The country or place that the supporter posts from, ISO 3166-1 alpha-2 or XK. The United States where it is left out.
        country: String = Country,
        /// The supporter's own postal address, at most five lines. Their name is printed above it, unless it begins with it.
        address: String = Address,
        /// A paragraph of the supporter's own.
        note: String = Note,
        /// The supporter's time zone, for the day on a letter: one of their country's, as `America/Denver`. That of its capital
        /// where it is left out, or another country's.
        zone: String = Zone,
        .. blanks: BTreeMap<String, String>,
    }
}

/// A draft that has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub name: PersonName,
    pub place: Town,
    pub country: Iso2,
    pub address: Vec<String>,
    pub blanks: BTreeMap<String, String>,
    pub note: String,
}

impl Draft {
    /// The most characters of an own paragraph.
    pub const NOTE_MAX: usize = 600;
    /// The most characters and lines of a return address.
    pub const ADDRESS_MAX: usize = 200;
    pub const ADDRESS_LINES: usize = 5;

    /// The country the supporter posts from.
    pub fn country(&self) -> Result<Iso2, TextError> {
        match mended_line(&self.country).as_str() {
            "" => Ok(Iso2::us()),
            country => Iso2::parse(country),
        }
    }

    /// The field to shorten when a supporter has written too much: their own paragraph, or a blank if one is longer.
    /// `None` where they have filled in neither.
    pub fn longest(&self, template: &Template) -> Option<Field> {
        let note = template.takes_note().then(|| (Field::Note, self.note.trim()));
        let blanks = template.blanks().into_iter().map(|blank| {
            let typed = self.blanks.get(&blank.name).map_or("", |typed| typed.trim());
            (Field::Blank(blank.name), typed)
        });
        let longest = note.into_iter().chain(blanks).rev().max_by_key(|(_, typed)| typed.chars().count());
        longest.filter(|(_, typed)| !typed.is_empty()).map(|(field, _)| field)
    }

    /// The lines of the supporter's own postal address, as they were typed so far, for the preview. They are not
    /// checked: checking composes characters, and its tables are larger than the rest of the island.
    pub fn address_lines(&self) -> Vec<String> {
        lines(&mended(&self.address))
    }

    /// The lines of the return address as they will be printed, unchecked as above.
    pub fn sender_lines(&self) -> Vec<String> {
        sender::lines(&self.name, self.address_lines())
    }

    /// The lines of the supporter's own postal address, checked.
    pub fn return_address(&self) -> Result<Vec<String>, TextError> {
        let text = several_lines(&self.address, Self::ADDRESS_MAX)?;
        let lines = lines(&text);
        if lines.len() > Self::ADDRESS_LINES {
            Err(TextError::Malformed(Shape::AddressLines(Self::ADDRESS_LINES)))
        } else {
            Ok(lines)
        }
    }

    /// Checks every field against a template, and reports all that is wrong at once.
    pub fn check(&self, template: &Template) -> Result<Filled, Vec<FieldError>> {
        let mut errors = Vec::new();
        let blanks: BTreeMap<String, String> = template
            .blanks()
            .into_iter()
            .filter_map(|blank| {
                let typed = self.blanks.get(&blank.name).map_or("", String::as_str);
                let checked = several_lines(typed, blank.max)
                    .and_then(|text| if text.is_empty() { Err(TextError::Empty) } else { Ok(text) })
                    // A blank stands inside a sentence: a line end in it would break the paragraph.
                    .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
                collect(&mut errors, Field::Blank(blank.name.clone()), checked).map(|text| (blank.name, text))
            })
            .collect();
        let note = collect(&mut errors, Field::Note, several_lines(&self.note, Self::NOTE_MAX));
        let name = collect(&mut errors, Field::Name, PersonName::parse(&self.name));
        let place = collect(&mut errors, Field::Place, Town::parse(&self.place));
        let address = collect(&mut errors, Field::Address, self.return_address());
        let country = collect(&mut errors, Field::Country, self.country());
        match (name, place, country, address, note) {
            (Some(name), Some(place), Some(country), Some(address), Some(note)) if errors.is_empty() => {
                Ok(Filled { name, place, country, address, blanks, note })
            }
            _ => Err(errors),
        }
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The words that we fill in for one target, in one language, on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Knows how a name is joined to the words before it.
    language: Language,
    fields: BTreeMap<MergeField, String>,
}

impl Merge {
    /// `treaty` is the treaty's name and what is asked of this target's state under it.
    pub fn new(
        target: &Target,
        country: Country<'_>,
        treaty: Option<(&TreatyName, Option<Ask>)>,
        (language, grammar): (Language, Grammar),
    ) -> Self {
        let forms = forms(target, grammar);
        let mut fields = BTreeMap::from([
            (MergeField::TargetName, target.name()),
            (MergeField::TargetSalutation, forms.salutation),
            (MergeField::TargetClose, forms.close),
            (MergeField::TargetCountry, country.in_sentence.to_owned()),
            (MergeField::TargetCountryObject, country.as_object.to_owned()),
        ]);
        if let Some((name, ask)) = treaty {
            fields.insert(MergeField::TreatyName, name.in_sentence.clone());
            let verb = ask.and_then(|ask| ask.verb(grammar)).map(str::to_owned);
            fields.extend(verb.map(|verb| (MergeField::TreatyAsk, verb)));
            let request = ask.and_then(|ask| ask.request(grammar, name));
            fields.extend(request.map(|request| (MergeField::TreatyRequest, request)));
        }
        Self { language, fields }
    }

    /// In a language whose grammar we do not know, only the target's name is filled in: a template in it has the other words
    /// itself, and is refused if it asks for them ([`Template::check_language`]).
    pub fn without_grammar(target: &Target, language: Language) -> Self {
        Self { language, fields: BTreeMap::from([(MergeField::TargetName, target.name())]) }
    }

    fn get(&self, field: MergeField) -> &str {
        self.fields.get(&field).map_or("", String::as_str)
    }
}

/// What a target's country is called in the language of a letter.
#[derive(Debug, Clone, Copy)]
pub struct Country<'a> {
    pub in_sentence: &'a str,
    pub as_object: &'a str,
}

/// A run of letters in a rendered letter, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    Text(String),
    /// Filled in by the supporter, in that field.
    Typed {
        field: Field,
        text: String,
    },
    /// Still to be filled in; the label says with what.
    Unfilled {
        field: Field,
        label: String,
    },
}

impl Span {
    /// The span as plain text; a blank that is not filled stands in brackets.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::Typed { text, .. } => text.clone(),
            Self::Unfilled { label, .. } => format!("[{label}]"),
        }
    }
}

/// A letter as it will read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub subject: Vec<Span>,
    /// Each paragraph a row of spans; a `\n` inside a span is a line end.
    pub paragraphs: Vec<Vec<Span>>,
}

impl Rendered {
    pub fn subject_text(&self) -> String {
        self.subject.iter().map(Span::plain).collect()
    }

    /// Paragraphs separated by a blank line: the text that is printed, sent and copied.
    pub fn body_text(&self) -> String {
        self.paragraphs.iter().map(|spans| spans.iter().map(Span::plain).collect::<String>()).collect::<Vec<_>>().join("\n\n")
    }

    /// The spans of the body, each with the byte at which it begins in [`body_text`](Self::body_text).
    fn places(&self) -> impl Iterator<Item = (usize, &Span)> {
        let mut at = 0;
        self.paragraphs.iter().flat_map(move |spans| {
            let first = at;
            at = spans.iter().fold(first, |at, span| at + span.plain().len()) + "\n\n".len();
            spans.iter().scan(first, |at, span| {
                let place = (*at, span);
                *at += span.plain().len();
                Some(place)
            })
        })
    }

    /// Where in [`body_text`](Self::body_text) the text typed in a field first stands; of the own paragraph, its whole
    /// range.
    pub fn range_of(&self, of: &Field) -> Option<Range<usize>> {
        let typed = self.places().filter_map(|(at, span)| match span {
            Span::Typed { field, text } if field == of => Some(at..at + text.len()),
            _ => None,
        });
        // A blank that stands in two places is counted in one of them.
        let mut ranges = typed.take(if *of == Field::Note { usize::MAX } else { 1 });
        let first = ranges.next()?;
        Some(first.start..ranges.last().map_or(first.end, |last| last.end))
    }

    /// Where in [`body_text`](Self::body_text) the letter is signed: above the last line that is the sender's name alone.
    pub fn signature(&self) -> Option<usize> {
        let body = self.body_text();
        let name = self.places().filter_map(|(at, span)| match span {
            Span::Typed { field: Field::Name, text } => Some(at..at + text.len()),
            _ => None,
        });
        let alone = |place: &Range<usize>| {
            (place.start == 0 || body[..place.start].ends_with('\n'))
                && (place.end == body.len() || body[place.end..].starts_with('\n'))
        };
        name.filter(alone).last().map(|place| place.start)
    }

    /// The fields that are still empty, in the order of reading, each once.
    pub fn unfilled(&self) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for span in self.subject.iter().chain(self.paragraphs.iter().flatten()) {
            if let Span::Unfilled { field, .. } = span
                && !fields.contains(field)
            {
                fields.push(field.clone());
            }
        }
        fields
    }
}

/// Renders a letter from what was typed so far. It never fails: missing text shows as unfilled. Of a template in which it
/// is not decided for whom marked paragraphs stand ([`Template::for_status`]), they are left out.
pub fn render(template: &Template, merge: &Merge, draft: &Draft) -> Rendered {
    let note = mended(&draft.note);
    Rendered {
        subject: spans(template.subject(), merge, draft),
        paragraphs: paragraphs(template.body())
            .filter(|paragraph| marked(paragraph).is_none())
            .flat_map(|paragraph| {
                if is_note(paragraph) {
                    paragraphs(&note).map(|own| vec![Span::Typed { field: Field::Note, text: own.to_owned() }]).collect()
                } else {
                    vec![spans(paragraph, merge, draft)]
                }
            })
            .collect(),
    }
}

fn spans(text: &str, merge: &Merge, draft: &Draft) -> Vec<Span> {
    let typed = |field: Field, label: &str, value: &str| {
        let value = mended_line(value).split_whitespace().collect::<Vec<_>>().join(" ");
        if value.is_empty() { Span::Unfilled { field, label: label.to_owned() } } else { Span::Typed { field, text: value } }
    };
    let mut spans: Vec<Span> = Vec::new();
    for piece in pieces(text).flatten() {
        let span = match piece {
            Piece::Text(text) => Span::Text(text.to_owned()),
            Piece::Field(MergeField::SenderName) => typed(Field::Name, "your name", &draft.name),
            Piece::Field(MergeField::SenderPlace) => typed(Field::Place, "your town", &draft.place),
            Piece::Field(MergeField::Note) | Piece::Only(_) => Span::Text(String::new()),
            Piece::Field(field) => Span::Text(merge.get(field).to_owned()),
            Piece::Blank(Blank { name, label, .. }) => {
                let value = draft.blanks.get(&name).map_or("", String::as_str);
                typed(Field::Blank(name), &label, value)
            }
        };
        match (spans.last_mut(), span) {
            (Some(Span::Text(so_far)), Span::Text(more)) => merge.language.join(so_far, &more),
            (_, span) => spans.push(span),
        }
    }
    spans
}

impl From<&Filled> for Draft {
    /// A checked draft, ready to be rendered.
    fn from(filled: &Filled) -> Self {
        Self {
            name: filled.name.to_string(),
            place: filled.place.to_string(),
            country: filled.country.to_string(),
            address: filled.address.join("\n"),
            blanks: filled.blanks.clone(),
            note: filled.note.clone(),
            zone: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::treaty::Status;

    fn template() -> Template {
        Template::parse(
            "Please {{treaty.ask}} {{treaty.name}}",
            "{{target.salutation}}\n\nI write because [[your reason]].\n\n{{note}}\n\n{{target.close}}\n{{sender.name}}\n{{sender.place}}",
        )
        .unwrap()
    }

    fn merge() -> Merge {
        let fields = BTreeMap::from([
            (MergeField::TargetSalutation, "Your Excellency:".into()),
            (MergeField::TargetClose, "Respectfully,".into()),
            (MergeField::TreatyAsk, "accede to".into()),
            (MergeField::TreatyName, "the Convention".into()),
        ]);
        Merge { language: Language::EN, fields }
    }

    /// A French sentence about a state and a treaty, filled in.
    fn french(sentence: &str, country: &str, ask: Ask, treaty: &str) -> String {
        let fields = BTreeMap::from([
            (MergeField::TargetCountry, country.into()),
            (MergeField::TreatyAsk, ask.verb(Grammar::Fr).unwrap().into()),
            (MergeField::TreatyName, treaty.into()),
        ]);
        let template = Template::parse("s", sentence).unwrap();
        render(&template, &Merge { language: Language::FR, fields }, &draft()).body_text()
    }

    fn draft() -> Draft {
        Draft {
            name: "Łucja Żak".into(),
            place: "Łódź".into(),
            blanks: BTreeMap::from([("your-reason".into(), "my uncle lost a leg".into())]),
            ..Draft::default()
        }
    }

    #[test]
    fn a_filled_letter_reads_as_it_will_be_printed() {
        let letter = render(&template(), &merge(), &draft());
        assert_eq!(letter.subject_text(), "Please accede to the Convention");
        assert_eq!(
            letter.body_text(),
            "Your Excellency:\n\nI write because my uncle lost a leg.\n\nRespectfully,\nŁucja Żak\nŁódź"
        );
        assert!(letter.unfilled().is_empty());
    }

    #[test]
    fn what_we_fill_in_is_joined_as_french_wants_it() {
        let sentence = "J’invite {{target.country}} à {{treaty.ask}} {{treaty.name}}.";
        for (country, ask, treaty, expected) in [
            ("le Japon", Ask::Accede, "le Traité", "J’invite le Japon à adhérer au Traité."),
            ("l’Angola", Ask::Ratify, "le Traité", "J’invite l’Angola à ratifier le Traité."),
            ("Cuba", Ask::Accede, "la Convention", "J’invite Cuba à adhérer à la Convention."),
            ("les Bahamas", Ask::Rejoin, "le Traité", "J’invite les Bahamas à redevenir partie au Traité."),
        ] {
            assert_eq!(french(sentence, country, ask, treaty), expected);
        }
        let request = "Une demande de {{treaty.ask}} {{treaty.name}}, à {{target.country}}";
        assert_eq!(
            french(request, "les États-Unis", Ask::Accede, "le Traité"),
            "Une demande d’adhérer au Traité, aux États-Unis"
        );
    }

    #[test]
    fn what_a_supporter_typed_is_not_joined_to_what_stands_before_it() {
        let template = Template::parse("s", "Je parle de [[your reason]] à {{treaty.name}}").unwrap();
        let merge = Merge { language: Language::FR, fields: BTreeMap::from([(MergeField::TreatyName, "le Traité".into())]) };
        let draft = Draft { blanks: BTreeMap::from([("your-reason".into(), "le deuil".into())]), ..draft() };
        assert_eq!(render(&template, &merge, &draft).body_text(), "Je parle de le deuil au Traité");
    }

    #[test]
    fn an_own_paragraph_stands_where_the_template_wants_it() {
        let letter = render(&template(), &merge(), &Draft { note: "One.\r\n\r\nTwo.".into(), ..draft() });
        assert!(letter.body_text().contains("leg.\n\nOne.\n\nTwo.\n\nRespectfully,"), "{}", letter.body_text());
    }

    #[test]
    fn a_paragraph_for_some_states_alone_reads_like_any_other_and_its_mark_is_never_seen() {
        let body = "{{target.salutation}}\n\n{{only signatory}}\nYou signed, [[your reason]].\nRatify.\n\n{{only party}}\n[[thanks]]\n\nYours";
        let template = Template::parse("s", body).unwrap();
        let said = |status| render(&template.for_status(status), &merge(), &draft());
        let letter = said(Some(Status::Signatory));
        assert_eq!(letter.body_text(), "Your Excellency:\n\nYou signed, my uncle lost a leg.\nRatify.\n\nYours");
        assert!(letter.unfilled().is_empty(), "what is not in the letter is not asked for");
        assert_eq!(draft().check(&template.for_status(Some(Status::Party))).unwrap_err().len(), 1);
        let others = "Your Excellency:\n\nYours";
        for status in [None, Some(Status::NotParty), Some(Status::Withdrawn)] {
            assert_eq!(said(status).body_text(), others, "{status:?}");
        }
        assert_eq!(render(&template, &merge(), &draft()).body_text(), others, "where nobody has decided");
    }

    #[test]
    fn what_is_missing_is_named_in_the_order_of_reading() {
        let letter = render(&template(), &merge(), &Draft::default());
        assert_eq!(letter.unfilled(), [Field::Blank("your-reason".to_owned()), Field::Name, Field::Place]);
        assert!(letter.body_text().contains("because [your reason]."));
    }

    #[test]
    fn what_can_be_shortened_is_the_longest_of_what_was_typed_and_never_the_name() {
        let with = |reason: &str, note: &str| {
            let blanks = BTreeMap::from([("your-reason".to_owned(), reason.to_owned()), ("other".to_owned(), "z".repeat(90))]);
            Draft { blanks, note: note.to_owned(), name: "n".repeat(80), ..draft() }
        };
        let longest = |draft: &Draft| draft.longest(&template());
        let reason = Some(Field::Blank("your-reason".to_owned()));
        assert_eq!(longest(&with("a reason", "a word")), reason);
        assert_eq!(longest(&with("a reason", "a longer word")), Some(Field::Note));
        assert_eq!(longest(&with(" ", "")), None, "nothing of it is the supporter's");
        let bare = Template::parse("s", "[[your reason]]").unwrap();
        assert_eq!(with("a", "a longer word").longest(&bare), reason, "no place for a note");
    }

    #[test]
    fn what_was_typed_is_found_in_the_text_and_so_is_the_place_of_the_signature() {
        let draft = Draft { note: "One.\n\nTwo é.".into(), ..draft() };
        let letter = render(&template(), &merge(), &draft);
        let body = letter.body_text();
        let text = |field: &str| letter.range_of(&Field::parse(field).unwrap()).map(|range| &body[range]);
        assert_eq!(text("note"), Some("One.\n\nTwo é."));
        assert_eq!(text("blanks.your-reason"), Some("my uncle lost a leg"));
        assert_eq!((text("name"), text("blanks.other")), (Some("Łucja Żak"), None));
        assert_eq!(letter.signature().map(|at| &body[at..]), Some("Łucja Żak\nŁódź"));
        for (template, signed) in [
            ("I, {{sender.name}}, write.\n\nYours,\n\n{{sender.name}}", true),
            ("I, {{sender.name}}, write.", false),
            ("Yours, {{sender.name}}", false),
            ("{{sender.name}}", true),
        ] {
            let letter = render(&Template::parse("s", template).unwrap(), &merge(), &draft);
            let last = letter.signature().map(|at| letter.body_text()[at..].to_owned());
            assert_eq!(last.as_deref(), signed.then_some("Łucja Żak"), "{template}");
        }
        assert_eq!(render(&template(), &merge(), &Draft::default()).signature(), None, "nobody has signed yet");
    }

    #[test]
    fn what_was_typed_is_never_read_as_a_template() {
        let sly = Draft { name: "{{target.close}}".into(), note: "[[x]] {{note}}".into(), ..draft() };
        let letter = render(&template(), &merge(), &sly);
        assert!(letter.body_text().contains("{{target.close}}") && letter.body_text().contains("[[x]] {{note}}"));
        assert!(letter.unfilled().is_empty());
    }

    #[test]
    fn checking_reports_everything_that_is_wrong_at_once() {
        let errors = Draft { name: "a\nb".into(), note: "x".repeat(601), address: "a\n".repeat(6), ..Draft::default() }
            .check(&template())
            .unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.name()).collect();
        assert_eq!(fields, ["blanks.your-reason", "note", "name", "place", "address"]);
        assert_eq!(errors[1].problem, TextError::TooLong { limit: 600, over: 1 }.into());
    }

    #[test]
    fn a_checked_draft_renders_as_the_draft_did() {
        let draft = draft();
        let filled = draft.check(&template()).unwrap();
        assert_eq!(render(&template(), &merge(), &Draft::from(&filled)), render(&template(), &merge(), &draft));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_passes_the_check_only_if_nothing_is_left_unfilled(
            name in "\\PC{0,90}", place in "\\PC{0,20}", reason in "\\PC{0,210}", note in "[\\PC\n]{0,40}",
        ) {
            let draft = Draft { name, place, note, blanks: BTreeMap::from([("your-reason".into(), reason)]), ..Draft::default() };
            if let Ok(filled) = draft.check(&template()) {
                let letter = render(&template(), &merge(), &Draft::from(&filled));
                prop_assert!(letter.unfilled().is_empty());
                let body = letter.body_text();
                // Every line stands there; of several empty ones between two paragraphs one is left.
                prop_assert!(filled.note.lines().all(|line| body.contains(line.trim())), "{body}");
            }
        }
    }
}
