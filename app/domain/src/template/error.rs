//! Why a template is refused.

use std::{borrow::Cow, fmt};

use super::MergeField;
use crate::language::Language;

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
