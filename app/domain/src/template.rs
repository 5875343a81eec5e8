//! Templates: a letter's subject and body with merge fields `{{target.salutation}}`, which we fill, and
//! blanks `[[your reason]]`, which the supporter fills.

mod blank;
mod error;
mod field;
mod pieces;

use serde::{Deserialize, Serialize};

pub(crate) use self::pieces::{is_note, paragraphs, pieces};
pub use self::{blank::Blank, error::TemplateError, field::MergeField, pieces::Piece};
use crate::{
    checked::{mended, mended_line},
    language::Language,
    treaty::Ask,
};

/// A letter's text before it is filled in, checked: every field is known, every blank well formed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Template {
    subject: String,
    body: String,
}

impl Template {
    pub fn parse(subject: &str, body: &str) -> Result<Self, TemplateError> {
        let (subject, body) = (mended_line(subject), mended(body));
        let in_subject = pieces(&subject).collect::<Result<Vec<_>, _>>()?;
        if subject.contains('\n') || in_subject.contains(&Piece::Field(MergeField::Note)) {
            return Err(TemplateError::Subject);
        }
        let notes = pieces(&body)
            .collect::<Result<Vec<_>, _>>()?
            .iter()
            .filter(|piece| **piece == Piece::Field(MergeField::Note))
            .count();
        let own_paragraph = paragraphs(&body).filter(|paragraph| is_note(paragraph)).count();
        if notes > 1 || notes != own_paragraph {
            return Err(TemplateError::Note);
        }
        Ok(Self { subject, body })
    }

    pub fn subject(&self) -> &str {
        &self.subject
    }

    pub fn body(&self) -> &str {
        &self.body
    }

    /// The blanks in the order in which a reader meets them, each once.
    pub fn blanks(&self) -> Vec<Blank> {
        let mut blanks: Vec<Blank> = Vec::new();
        for piece in pieces(&self.subject).chain(pieces(&self.body)).flatten() {
            if let Piece::Blank(blank) = piece
                && !blanks.iter().any(|known| known.name == blank.name)
            {
                blanks.push(blank);
            }
        }
        blanks
    }

    /// Refuses a field that we cannot fill in in the language of the letter: it would leave a hole in it.
    pub fn check_language(&self, language: Language) -> Result<(), TemplateError> {
        // Where nouns decline, the verb alone would be followed by a name in the wrong case.
        let declines = language.grammar().is_some_and(|grammar| Ask::Accede.verb(grammar).is_none());
        if language.grammar().is_some() && !declines {
            return Ok(());
        }
        let instead = |field: MergeField| match language.grammar() {
            None => field.by_grammar(),
            Some(_) if declines && field == MergeField::TreatyAsk => Some("{{treaty.request}}"),
            Some(_) => None,
        };
        for piece in pieces(&self.subject).chain(pieces(&self.body)).flatten() {
            if let Piece::Field(field) = piece
                && let Some(instead) = instead(field)
            {
                return Err(TemplateError::NotInLanguage { field, language, instead });
            }
        }
        Ok(())
    }

    /// Whether the supporter may add a paragraph of their own.
    pub fn takes_note(&self) -> bool {
        paragraphs(&self.body).any(is_note)
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw {
            subject: String,
            body: String,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::parse(&raw.subject, &raw.body).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_may_bring_its_limit_and_is_listed_once() {
        let template = Template::parse("On [[your town]]", "[[your reason|120]] [[your town]]").unwrap();
        let blanks: Vec<_> = template.blanks().into_iter().map(|blank| (blank.name, blank.max)).collect();
        assert_eq!(blanks, [("your-town".to_owned(), 200), ("your-reason".to_owned(), 120)]);
    }

    #[test]
    fn what_is_misspelt_is_refused_with_what_would_be_right() {
        let error = Template::parse("s", "{{target.nmae}}").unwrap_err();
        assert!(error.to_string().starts_with("{{target.nmae}} is not a field. These are: {{target.name}}, "), "{error}");
        assert_eq!(Template::parse("s", "a {{b"), Err(TemplateError::NeverClosed("{{")));
        assert_eq!(Template::parse("s", "a [[b"), Err(TemplateError::NeverClosed("[[")));
        for blank in ["[[]]", "[[ ]]", "[[a|0]]", "[[a|1001]]", "[[a|x]]"] {
            assert!(matches!(Template::parse("s", blank), Err(TemplateError::NotABlank(_))), "{blank}");
        }
    }

    #[test]
    fn a_field_that_the_language_lacks_is_refused_with_what_to_write_in_its_place() {
        let jarai = Language::parse("jra").unwrap();
        for (field, instead) in [
            ("target.salutation", "Write the greeting in the template."),
            ("target.close", "Write the closing words in the template."),
            ("target.country", "Write the country’s name in the template."),
            ("treaty.name", "Write the treaty’s name in the template."),
            ("treaty.ask", "Write what is asked in the template."),
            ("treaty.request", "Write what is asked in the template."),
            ("target.country.object", "Write the country’s name in the template."),
        ] {
            let text = format!("a {{{{{field}}}}}");
            for template in [Template::parse(&text, "b"), Template::parse("s", &text)].map(Result::unwrap) {
                let error = template.check_language(jarai).unwrap_err().to_string();
                assert_eq!(error, format!("We have no words for {{{{{field}}}}} in the language “jra”. {instead}"));
                assert_eq!(template.check_language(Language::parse("es-419").unwrap()), Ok(()));
                // In another script than our words are written in.
                template.check_language(Language::parse("fr-Arab").unwrap()).unwrap_err();
            }
        }
        // Where names decline, the whole request is one field.
        let ask = Template::parse("s", "{{treaty.ask}} {{treaty.name}}").unwrap();
        assert_eq!(ask.check_language(Language::PT), Ok(()));
        let error = ask.check_language(Language::DE).unwrap_err().to_string();
        assert_eq!(error, "We have no words for {{treaty.ask}} in the language “de”. Write {{treaty.request}} in the template.");
        let own = "{{target.name}} [[why]]\n\n{{note}}\n\n{{sender.name}} {{sender.place}}";
        assert_eq!(Template::parse("s", own).unwrap().check_language(jarai), Ok(()));
    }

    #[test]
    fn the_own_paragraph_stands_alone_and_once() {
        assert!(Template::parse("s", "a\n\n{{note}}\n\nb").unwrap().takes_note());
        assert!(!Template::parse("s", "a\n\nb").unwrap().takes_note());
        assert_eq!(Template::parse("s", "a {{note}}"), Err(TemplateError::Note));
        assert_eq!(Template::parse("s", "{{note}}\n\n{{note}}"), Err(TemplateError::Note));
        assert_eq!(Template::parse("{{note}}", "a"), Err(TemplateError::Subject));
        assert_eq!(Template::parse("a\nb", "a"), Err(TemplateError::Subject));
    }
}
