//! A template cut into its pieces.

use std::ops::Range;

use super::{Blank, MergeField, TemplateError, only};
use crate::treaty::Status;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Field(MergeField),
    Blank(Blank),
    /// The mark of a paragraph that stands for these statuses alone.
    Only(Vec<Status>),
}

/// Paragraphs are separated by blank lines.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(|paragraph| paragraph.trim_matches('\n')).filter(|paragraph| !paragraph.trim().is_empty())
}

pub(crate) fn is_note(paragraph: &str) -> bool {
    let inner = paragraph.trim().strip_prefix("{{").and_then(|inner| inner.strip_suffix("}}"));
    inner.is_some_and(|inner| inner.trim() == MergeField::Note.as_str())
}

/// The pieces of a text.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Result<Piece<'_>, TemplateError>> {
    cut(text).map(|(_, piece)| piece)
}

/// The two kinds of brackets.
#[derive(Debug, Clone, Copy)]
enum Brackets {
    Field,
    Blank,
}

impl Brackets {
    const fn open(self) -> &'static str {
        match self {
            Self::Field => "{{",
            Self::Blank => "[[",
        }
    }

    const fn close(self) -> &'static str {
        match self {
            Self::Field => "}}",
            Self::Blank => "]]",
        }
    }

    fn opened_by(text: &str) -> Option<Self> {
        [Self::Field, Self::Blank].into_iter().find(|brackets| text.starts_with(brackets.open()))
    }

    fn read(self, inner: &str) -> Result<Piece<'static>, TemplateError> {
        match self {
            Self::Field => match only::read(inner) {
                Some(statuses) => statuses.map(Piece::Only),
                None => {
                    MergeField::parse(inner.trim()).map(Piece::Field).ok_or_else(|| TemplateError::UnknownField(inner.to_owned()))
                }
            },
            Self::Blank => Blank::parse(inner).map(Piece::Blank).ok_or_else(|| TemplateError::NotABlank(inner.to_owned())),
        }
    }
}

/// Where the next brackets open, from a place on.
fn next_open(text: &str, from: usize) -> Option<usize> {
    text.as_bytes()[from..].windows(2).position(|two| two == b"{{" || two == b"[[").map(|at| from + at)
}

/// Whether what stands between brackets shows that the closing one belongs to others: further ones open in it, or its line
/// ends.
pub(super) fn is_too_long(inner: &str) -> bool {
    inner.contains('\n') || next_open(inner, 0).is_some()
}

/// Cuts a text into its pieces, each with its bytes. What is wrong is a piece, too; brackets that are never closed are one
/// of their own, and what stands after them is read on.
pub(super) fn cut(text: &str) -> impl Iterator<Item = (Range<usize>, Result<Piece<'_>, TemplateError>)> {
    let mut at = 0;
    // Where each kind is closed next: looked for once for all that open before it.
    let mut closes = [Some(0); 2];
    std::iter::from_fn(move || {
        let start = at;
        let Some(brackets) = Brackets::opened_by(&text[start..]) else {
            at = next_open(text, start).unwrap_or(text.len());
            return (at > start).then(|| (start..at, Ok(Piece::Text(&text[start..at]))));
        };
        let inside = start + brackets.open().len();
        let next = &mut closes[brackets as usize];
        if next.is_some_and(|next| next < inside) {
            *next = text[inside..].find(brackets.close()).map(|at| inside + at);
        }
        let read = next.map(|end| (end, &text[inside..end])).map(|(end, inner)| (end, inner, brackets.read(inner)));
        match read {
            Some((end, inner, piece)) if piece.is_ok() || !is_too_long(inner) => {
                at = end + brackets.close().len();
                Some((start..at, piece))
            }
            _ => {
                at = inside;
                Some((start..at, Err(TemplateError::NeverClosed(brackets.open()))))
            }
        }
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
    fn what_is_never_closed_does_not_hide_what_comes_after_it() {
        let found: Vec<_> = cut("a {{b [[c]] {{note}} [[d\n\n[[e]]").collect();
        let blank = |label: &str| Ok(Piece::Blank(Blank { name: label.into(), label: label.into(), max: Blank::MAX }));
        assert_eq!(
            found,
            [
                (0..2, Ok(Piece::Text("a "))),
                (2..4, Err(TemplateError::NeverClosed("{{"))),
                (4..6, Ok(Piece::Text("b "))),
                (6..11, blank("c")),
                (11..12, Ok(Piece::Text(" "))),
                (12..20, Ok(Piece::Field(MergeField::Note))),
                (20..21, Ok(Piece::Text(" "))),
                (21..31, Ok(Piece::Blank(Blank { name: "d-e".into(), label: "d\n\n[[e".into(), max: Blank::MAX }))),
            ],
            "a label with brackets in it was taken once; it is a fault, and is read"
        );
    }

    proptest! {
        #[test]
        fn the_pieces_lie_side_by_side_from_the_first_byte_to_the_last(text in "[a-z{}\\[\\]|. \n]{0,60}") {
            let mut end = 0;
            for (range, _) in cut(&text) {
                prop_assert!(range.start == end && range.end > end);
                end = range.end;
            }
            prop_assert_eq!(end, text.len());
        }

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
