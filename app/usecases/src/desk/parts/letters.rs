//! Letters: the text to targets, in one language, for all kinds of targets or for one.

use domain::{
    campaign::{Document, Letter, Part},
    checked::{FieldError, TextError, mended},
    form::Field,
    language::Language,
    problem::Problem,
    template::{self, Fault, Template, Text},
};

use super::{At, PartForm, edition};

domain::form! {
    /// A letter, and where wanted a shorter text for cards.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct LettersForm {
        subject: String = Subject,
        body: String = Body,
        card_body: String = CardBody,
    }
}

/// The longest text of a letter, in characters.
pub const BODY_MAX: usize = 10_000;
/// The longest subject, in characters.
pub const SUBJECT_MAX: usize = 200;

impl PartForm for LettersForm {
    const PART: Part = Part::Letters;

    fn of(document: &Document, at: At) -> Self {
        let letter = document.edition(at.language).and_then(|edition| match at.kind {
            None => Some(&edition.letter),
            Some(kind) => edition.letters.get(&kind),
        });
        letter.map_or_else(Self::default, |Letter { template, card }| Self {
            subject: template.subject().to_owned(),
            body: template.body().to_owned(),
            card_body: card.as_ref().map(|card| card.body().to_owned()).unwrap_or_default(),
        })
    }

    /// A letter without any text is no letter yet. The one to a kind of targets is then the one to all.
    fn put(&self, document: &mut Document, at: At) -> Result<(), Vec<FieldError>> {
        let letter = self.letter(at.language)?;
        let edition = edition(document, at)?;
        let mut changed = edition.clone();
        match (at.kind, letter) {
            (None, letter) => changed.letter = letter.unwrap_or_default(),
            (Some(kind), Some(letter)) => {
                changed.letters.insert(kind, letter);
            }
            (Some(kind), None) => {
                changed.letters.remove(&kind);
            }
        }
        // Everybody is asked for the blanks of the first letter, whatever targets they choose.
        let asked = changed.letter.template.blanks();
        let of_kinds = changed.letters.values().flat_map(|letter| letter.template.blanks());
        if let Some(blank) = of_kinds.into_iter().find(|blank| !asked.iter().any(|known| known.name == blank.name)) {
            return Err(vec![FieldError::new(Field::Body, Problem::BlanksOfKind(blank.label))]);
        }
        *edition = changed;
        Ok(())
    }
}

impl LettersForm {
    /// The letter; `None` if nothing is written.
    fn letter(&self, language: Language) -> Result<Option<Letter>, Vec<FieldError>> {
        let is_blank = |text: &str| mended(text).trim().is_empty();
        let mut errors = Vec::new();
        if is_blank(&self.subject) && is_blank(&self.body) && is_blank(&self.card_body) {
            return Ok(None);
        }
        let template = self.template(&mut errors, language, &self.body, &Field::Body);
        let card = if is_blank(&self.card_body) {
            Some(None)
        } else {
            self.template(&mut errors, language, &self.card_body, &Field::CardBody).map(Some)
        };
        if let (Some(letter), Some(Some(card))) = (&template, &card) {
            let names = |template: &Template| {
                let mut names: Vec<String> = template.blanks().into_iter().map(|blank| blank.name).collect();
                names.sort();
                (names, template.takes_note())
            };
            if names(letter) != names(card) {
                errors.push(FieldError::new(Field::CardBody, Problem::CardBlanks));
            }
        }
        match (template, card) {
            (Some(template), Some(card)) if errors.is_empty() => Ok(Some(Letter { template, card })),
            _ => Err(errors),
        }
    }

    fn template(&self, errors: &mut Vec<FieldError>, language: Language, body: &str, at: &Field) -> Option<Template> {
        let count = |text: &str| text.chars().count();
        for (field, text, limit) in [(Field::Subject, self.subject.as_str(), SUBJECT_MAX), (at.clone(), body, BODY_MAX)] {
            let over = count(text).saturating_sub(limit);
            if over > 0 {
                errors.push(FieldError::new(field, TextError::TooLong { limit, over }));
                return None;
            }
            if mended(text).trim().is_empty() {
                errors.push(FieldError::new(field, TextError::Empty));
                return None;
            }
        }
        let faults = template::check(&self.subject, body, language);
        let place = |fault: &Fault| match fault.spot.text {
            Text::Subject => Field::Subject,
            Text::Body => at.clone(),
        };
        // The card has the letter's subject, whose faults are named once.
        for fault in &faults {
            let error = FieldError::new(place(fault), Problem::Template(fault.clone()));
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
        if faults.is_empty() { Template::parse(&self.subject, body).ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use domain::target::TargetKind;

    use super::*;

    const ALL: At = At { language: Language::EN, kind: None };
    const MISSIONS: At = At { kind: Some(TargetKind::Mission), ..ALL };

    fn document() -> Document {
        crate::starter::campaigns().unwrap().remove(0).document
    }

    fn form(body: &str, card: &str) -> LettersForm {
        LettersForm { subject: "A subject".to_owned(), body: body.to_owned(), card_body: card.to_owned() }
    }

    #[test]
    fn a_kind_of_targets_has_its_letter_until_it_is_emptied() {
        let mut document = document();
        form("I [[your reason]]", "").put(&mut document, ALL).unwrap();
        form("Excellency, I [[your reason]]", "").put(&mut document, MISSIONS).unwrap();
        let edition = document.edition(Language::EN).unwrap();
        assert_eq!(edition.letter_to(TargetKind::Mission).template.body(), "Excellency, I [[your reason]]");
        assert_eq!(edition.letter_to(TargetKind::Congress).template.body(), "I [[your reason]]");
        LettersForm::default().put(&mut document, MISSIONS).unwrap();
        assert!(document.edition(Language::EN).unwrap().letters.is_empty());
    }

    #[test]
    fn what_a_supporter_fills_in_is_asked_for_and_printed_on_every_paper() {
        let mut changed = document();
        let at = |field, problem| Err(vec![FieldError::new(field, problem)]);
        let refused = form("I [[why]]\n\n{{note}}", "I [[why]]").put(&mut changed, ALL);
        assert_eq!(refused, at(Field::CardBody, Problem::CardBlanks));
        let refused = form("I [[why]]", "I [[how]]").put(&mut changed, ALL);
        assert_eq!(refused, at(Field::CardBody, Problem::CardBlanks));
        let refused = form("I [[how]]", "").put(&mut changed, MISSIONS);
        assert_eq!(refused, at(Field::Body, Problem::BlanksOfKind("how".to_owned())));
        assert_eq!(changed, document());
    }

    #[test]
    fn each_fault_is_named_at_its_field() {
        let mut changed = document();
        for (form, field, lines) in [
            (LettersForm { subject: "{{x}}".to_owned(), ..form("b", "") }, Field::Subject, vec![1]),
            (form("{{y}}\n\n{{z}}", ""), Field::Body, vec![1, 3]),
            (form("b", "a\n{{z}}"), Field::CardBody, vec![2]),
        ] {
            let errors = form.put(&mut changed, ALL).unwrap_err();
            let found: Vec<_> = errors
                .iter()
                .map(|error| match &error.problem {
                    Problem::Template(fault) if error.field == field => fault.spot.line,
                    other => panic!("{other:?}"),
                })
                .collect();
            assert_eq!(found, lines);
        }
    }
}
