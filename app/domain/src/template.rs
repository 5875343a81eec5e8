//! Templates: a letter's subject and body with merge fields `{{target.salutation}}`, which we fill, and
//! blanks `[[your reason]]`, which the supporter fills.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    checked::{mended, mended_line},
    language::Language,
    treaty::Ask,
};

/// The fields that we fill in. The list is the whole vocabulary: a template that names another field is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MergeField {
    #[serde(rename = "target.name")]
    TargetName,
    #[serde(rename = "target.salutation")]
    TargetSalutation,
    #[serde(rename = "target.close")]
    TargetClose,
    /// The state whose decision it is, in the letter's language.
    #[serde(rename = "target.country")]
    TargetCountry,
    /// The same as it follows "I ask", in a language with cases: "den Sudan", "Украину".
    #[serde(rename = "target.country.object")]
    TargetCountryObject,
    /// "the Convention on Cluster Munitions".
    #[serde(rename = "treaty.name")]
    TreatyName,
    /// "accede to", "ratify" or "rejoin", by the target's status on the day.
    #[serde(rename = "treaty.ask")]
    TreatyAsk,
    /// Both in one, in the order and the case of the language: "accede to the Convention on Cluster Munitions", "dem Übereinkommen
    /// über Streumunition beizutreten".
    #[serde(rename = "treaty.request")]
    TreatyRequest,
    #[serde(rename = "sender.name")]
    SenderName,
    #[serde(rename = "sender.place")]
    SenderPlace,
    /// The supporter's own paragraph; a paragraph of a template that is left out when there is none.
    #[serde(rename = "note")]
    Note,
}

impl MergeField {
    pub const ALL: [Self; 11] = [
        Self::TargetName,
        Self::TargetSalutation,
        Self::TargetClose,
        Self::TargetCountry,
        Self::TargetCountryObject,
        Self::TreatyName,
        Self::TreatyAsk,
        Self::TreatyRequest,
        Self::SenderName,
        Self::SenderPlace,
        Self::Note,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TargetName => "target.name",
            Self::TargetSalutation => "target.salutation",
            Self::TargetClose => "target.close",
            Self::TargetCountry => "target.country",
            Self::TargetCountryObject => "target.country.object",
            Self::TreatyName => "treaty.name",
            Self::TreatyAsk => "treaty.ask",
            Self::TreatyRequest => "treaty.request",
            Self::SenderName => "sender.name",
            Self::SenderPlace => "sender.place",
            Self::Note => "note",
        }
    }

    /// What stands in the template in its place where the language has no [`Grammar`](crate::language::Grammar). `None` for
    /// a field that is filled in in any language.
    const fn by_grammar(self) -> Option<&'static str> {
        match self {
            Self::TargetSalutation => Some("the greeting"),
            Self::TargetClose => Some("the closing words"),
            Self::TargetCountry | Self::TargetCountryObject => Some("the country’s name"),
            Self::TreatyName => Some("the treaty’s name"),
            Self::TreatyAsk | Self::TreatyRequest => Some("what is asked"),
            Self::TargetName | Self::SenderName | Self::SenderPlace | Self::Note => None,
        }
    }
}

/// A blank: `[[label]]`, or `[[label|limit]]` with a limit of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The label with everything but letters and digits made hyphens: `your-reason`.
    pub name: String,
    /// As it stands in the template: "your reason".
    pub label: String,
    /// The most characters it takes.
    pub max: usize,
}

impl Blank {
    /// The limit of a blank for which the template names none.
    pub const MAX: usize = 200;

    fn parse(text: &str) -> Option<Self> {
        let (label, max) = match text.rsplit_once('|') {
            Some((label, max)) => (label.trim(), max.trim().parse().ok().filter(|max| (1..=1000).contains(max))?),
            None => (text.trim(), Self::MAX),
        };
        let name: String = label
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
            .join("-");
        (!name.is_empty() && label.chars().count() <= 80).then(|| Self { name, label: label.to_owned(), max })
    }
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Field(MergeField),
    Blank(Blank),
}

/// Why a template was refused, for the organiser who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("{{{{{0}}}}} is not a field. These are: {known}.", known = Known)]
    UnknownField(String),
    #[error("[[{0}]] is not a blank. Write [[your reason]] or [[your reason|200]], at most 1,000 characters.")]
    NotABlank(String),
    #[error("\u{201c}{0}\u{201d} is opened and never closed.")]
    NeverClosed(&'static str),
    #[error("The subject must be one line without {{{{note}}}}.")]
    Subject,
    #[error("{{{{note}}}} must stand once at most, in a paragraph of its own.")]
    Note,
    #[error("We have no words for {{{{{field}}}}} in the language “{language}”. Write {instead} in the template.", field = .field.as_str())]
    NotInLanguage {
        field: MergeField,
        language: Language,
        /// What to write in place of the field.
        instead: &'static str,
    },
}

struct Known;
impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<Cow<'_, str>> = MergeField::ALL.iter().map(|field| format!("{{{{{}}}}}", field.as_str()).into()).collect();
        f.write_str(&names.join(", "))
    }
}

/// A letter's text before it is filled in, checked: every field is known, every blank well formed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
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

/// Paragraphs are separated by blank lines.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(|paragraph| paragraph.trim_matches('\n')).filter(|paragraph| !paragraph.trim().is_empty())
}

pub(crate) fn is_note(paragraph: &str) -> bool {
    paragraph.trim() == "{{note}}"
}

/// Cuts a text into its pieces.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Result<Piece<'_>, TemplateError>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (open, close) = match (rest.find("{{"), rest.find("[[")) {
            (Some(field), Some(blank)) if blank < field => (blank, "]]"),
            (Some(field), _) => (field, "}}"),
            (None, Some(blank)) => (blank, "]]"),
            (None, None) => return Some(Ok(Piece::Text(std::mem::take(&mut rest)))),
        };
        if open > 0 {
            let (text, after) = rest.split_at(open);
            rest = after;
            return Some(Ok(Piece::Text(text)));
        }
        let Some(end) = rest.find(close) else {
            rest = "";
            return Some(Err(TemplateError::NeverClosed(if close == "}}" { "{{" } else { "[[" })));
        };
        let inner = &rest[2..end];
        rest = &rest[end + 2..];
        Some(if close == "}}" {
            MergeField::ALL
                .into_iter()
                .find(|field| field.as_str() == inner.trim())
                .map(Piece::Field)
                .ok_or_else(|| TemplateError::UnknownField(inner.to_owned()))
        } else {
            Blank::parse(inner).map(Piece::Blank).ok_or_else(|| TemplateError::NotABlank(inner.to_owned()))
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_template_is_text_fields_and_blanks() {
        let pieces: Vec<_> = pieces("Dear {{target.name}}, because [[your reason]].").map(Result::unwrap).collect();
        let blank = Blank { name: "your-reason".into(), label: "your reason".into(), max: Blank::MAX };
        assert_eq!(
            pieces,
            [
                Piece::Text("Dear "),
                Piece::Field(MergeField::TargetName),
                Piece::Text(", because "),
                Piece::Blank(blank),
                Piece::Text(".")
            ]
        );
    }

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

    proptest! {
        #[test]
        fn any_text_is_either_cut_into_pieces_or_refused(text in "[a-z{}\\[\\]|. \n]{0,60}") {
            for piece in pieces(&text) {
                if let Ok(Piece::Text(text)) = piece {
                    prop_assert!(!text.is_empty());
                }
            }
        }

        #[test]
        fn text_without_brackets_is_one_piece(text in "[^\\[{]{1,60}") {
            prop_assert_eq!(pieces(&text).collect::<Vec<_>>(), vec![Ok(Piece::Text(&text))]);
        }
    }
}
