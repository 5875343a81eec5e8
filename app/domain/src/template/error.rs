//! Why a template is refused.

use std::fmt;

use super::{MergeField, only};
use crate::{language::Language, treaty::Status};

/// Why a template was refused, for the organiser who wrote it. For people it is put into words by the package `words`; the
/// English here is for the command line and for logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("{{{{{0}}}}} is not a field. {nearest}These are: {known}.", nearest = Meant(MergeField::nearest(.0)), known = Known)]
    UnknownField(String),
    #[error("[[{0}]] is not a blank. Write [[your reason]] or [[your reason|200]], at most 1,000 characters.")]
    NotABlank(String),
    /// With the brackets.
    #[error("“{0}” is opened and never closed.")]
    NeverClosed(&'static str),
    #[error("[[{label}]] takes {first} characters at its first place and {other} here. Write the same number at both.")]
    TwoLimits { label: String, first: usize, other: usize },
    #[error("The subject must be one line.")]
    SubjectLines,
    #[error("{{{{note}}}} must stand once at most, in a paragraph of its own, and not in the subject.")]
    Note,
    /// After `only` stands this, which is nothing or no status.
    #[error(
        "“{0}” is not a status. Write {example}, with one or several of these: {statuses}.",
        example = only::example(.0),
        statuses = Status::ALL.map(Status::as_str).join(", ")
    )]
    OnlyStatus(String),
    #[error("{{{{only …}}}} must stand alone on the first line of a paragraph, and not in the subject.")]
    OnlyPlace,
    #[error("{{{{only …}}}} stands in front of nothing. Write the paragraph on the next line, without an empty line between.")]
    OnlyNothing,
    #[error("We have no words for {{{{{field}}}}} in the language “{language}”. Write {instead} in the template.", field = .field.as_str())]
    NotInLanguage { field: MergeField, language: Language, instead: Instead },
}

impl TemplateError {
    /// What could be written instead, as it stands in a template: the field that was meant, a mark, closing brackets.
    pub fn suggestion(&self) -> Option<String> {
        match self {
            Self::UnknownField(typed) => MergeField::nearest(typed).map(MergeField::written),
            Self::NeverClosed(open) => Some(if *open == "[[" { "]]" } else { "}}" }.to_owned()),
            Self::OnlyStatus(typed) => Some(only::example(typed)),
            Self::NotInLanguage { instead: Instead::Request, .. } => Some(MergeField::TreatyRequest.written()),
            Self::NotABlank(_)
            | Self::TwoLimits { .. }
            | Self::SubjectLines
            | Self::Note
            | Self::OnlyPlace
            | Self::OnlyNothing
            | Self::NotInLanguage { .. } => None,
        }
    }
}

/// What to write in a template in the place of a field that we cannot fill in in its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    Greeting,
    ClosingWords,
    CountryName,
    TreatyName,
    WhatIsAsked,
    /// `{{treaty.request}}`.
    Request,
}

impl fmt::Display for Instead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Greeting => "the greeting",
            Self::ClosingWords => "the closing words",
            Self::CountryName => "the country’s name",
            Self::TreatyName => "the treaty’s name",
            Self::WhatIsAsked => "what is asked",
            Self::Request => "{{treaty.request}}",
        })
    }
}

/// "Perhaps you mean {{target.name}}. "
struct Meant(Option<MergeField>);
impl fmt::Display for Meant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |field| write!(f, "Perhaps you mean {{{{{}}}}}. ", field.as_str()))
    }
}

/// All fields, as they are written.
struct Known;
impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&MergeField::ALL.map(MergeField::written).join(", "))
    }
}
