//! A template cut into its pieces.

use super::{Blank, MergeField, TemplateError};

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Field(MergeField),
    Blank(Blank),
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
