//! All that is wrong with a template at once, each with its place. A template is refused by the same code.

use std::ops::Range;

use super::{
    At, Blank, MergeField, Piece, TemplateError, Text, only,
    pieces::{cut, is_too_long},
    spot::Typed,
};
use crate::language::Language;

/// What is wrong, and where.
pub type Fault = At<TemplateError>;

/// All that is wrong with a template as it was typed, in the order of reading. Without a fault it is one that
/// [`Template::parse`](super::Template::parse) takes and that its language can fill in.
pub fn check(subject: &str, body: &str, language: Language) -> Vec<Fault> {
    let texts = [(Text::Subject, Typed::subject(subject)), (Text::Body, Typed::body(body))];
    let [(_, subject), (_, body)] = &texts;
    let mut wrong = wrong(&subject.mended, &body.mended);
    wrong.extend(lacking(&subject.mended, &body.mended, language));
    wrong.sort_by_key(|wrong| (wrong.text, wrong.range.start));
    let fault = |wrong: Wrong| {
        let (text, typed) = &texts[wrong.text as usize];
        Fault { spot: typed.spot(*text, &wrong.range), what: wrong.error }
    };
    wrong.into_iter().map(fault).collect()
}

/// What is wrong, and where in the mended text. Of an end of line where none may be, the range is all after it.
#[derive(Debug)]
pub(super) struct Wrong {
    text: Text,
    range: Range<usize>,
    pub(super) error: TemplateError,
    /// Whether templates with it were taken once. They are still read where they are stored.
    pub(super) was_taken: bool,
}

/// What is wrong with mended texts in any language, in the order of reading.
pub(super) fn wrong(subject: &str, body: &str) -> Vec<Wrong> {
    let mut found = Vec::new();
    let mut add = |text: Text, range: &Range<usize>, error: TemplateError, was_taken: bool| {
        found.push(Wrong { text, range: range.clone(), error, was_taken });
    };
    let mut blanks: Vec<Blank> = Vec::new();
    let mut notes = 0;
    for (text, whole) in [(Text::Subject, subject), (Text::Body, body)] {
        for (range, piece) in cut(whole) {
            match piece {
                Err(error) => add(text, &range, error, false),
                Ok(Piece::Field(MergeField::Note)) => {
                    notes += usize::from(text == Text::Body);
                    if text == Text::Subject || notes > 1 || !is_paragraph(whole, &range) {
                        add(text, &range, TemplateError::Note, false);
                    }
                }
                Ok(Piece::Only(_)) => {
                    if let Some(error) = misplaced(text, whole, &range) {
                        add(text, &range, error, false);
                    }
                }
                Ok(Piece::Blank(blank)) => {
                    let inner = &whole[range.start + 2..range.end - 2];
                    if is_too_long(inner) {
                        add(text, &(range.start..range.start + 2), TemplateError::NeverClosed("[["), true);
                    } else if inner.contains(['[', ']', '{', '}']) {
                        add(text, &range, TemplateError::NotABlank(inner.to_owned()), true);
                    }
                    match blanks.iter().find(|known| known.name == blank.name) {
                        Some(first) if first.max != blank.max => {
                            let error = TemplateError::TwoLimits { label: blank.label, first: first.max, other: blank.max };
                            add(text, &range, error, true);
                        }
                        Some(_) => {}
                        None => blanks.push(blank),
                    }
                }
                Ok(Piece::Text(_) | Piece::Field(_)) => {}
            }
        }
    }
    if let Some(end) = subject.find('\n') {
        add(Text::Subject, &(end..subject.len()), TemplateError::SubjectLines, false);
    }
    found.sort_by_key(|wrong| (wrong.text, wrong.range.start));
    found
}

/// The fields of mended texts that cannot be filled in in a language.
pub(super) fn lacking<'a>(subject: &'a str, body: &'a str, language: Language) -> impl Iterator<Item = Wrong> + use<'a> {
    let fields = [(Text::Subject, subject), (Text::Body, body)].into_iter().flat_map(|(text, whole)| {
        cut(whole).filter_map(move |(range, piece)| match piece {
            Ok(Piece::Field(field)) => Some((text, range, field)),
            _ => None,
        })
    });
    fields.filter_map(move |(text, range, field)| {
        let instead = field.instead(language)?;
        Some(Wrong { text, range, error: TemplateError::NotInLanguage { field, language, instead }, was_taken: false })
    })
}

/// The lines of a piece's paragraph that stand above it, and before it on its own line.
fn above<'a>(body: &'a str, piece: &Range<usize>) -> &'a str {
    body[..piece.start].rsplit("\n\n").next().unwrap_or_default().trim_start_matches('\n')
}

fn ends_paragraph(after: &str) -> bool {
    after.is_empty() || after.starts_with("\n\n")
}

/// Whether a piece is a paragraph of its own, or what a mark stands above.
fn is_paragraph(body: &str, piece: &Range<usize>) -> bool {
    let above = above(body, piece);
    (above.is_empty() || above.strip_suffix('\n').is_some_and(only::is_mark)) && ends_paragraph(&body[piece.end..])
}

fn misplaced(text: Text, whole: &str, mark: &Range<usize>) -> Option<TemplateError> {
    let after = &whole[mark.end..];
    if text == Text::Subject || !above(whole, mark).is_empty() {
        Some(TemplateError::OnlyPlace)
    } else if ends_paragraph(after) {
        Some(TemplateError::OnlyNothing)
    } else {
        (!after.starts_with('\n')).then_some(TemplateError::OnlyPlace)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::Template, *};

    /// The faults of a body: what is marked, its line and column, and the error.
    fn of_body(body: &str) -> Vec<(&str, usize, usize, TemplateError)> {
        let place = |Fault { spot, what }: Fault| {
            assert_eq!(spot.text, Text::Body);
            (&body[spot.range], spot.line, spot.column, what)
        };
        check("s", body, Language::EN).into_iter().map(place).collect()
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_with_its_place() {
        use TemplateError::{NeverClosed, NotABlank, Note, TwoLimits, UnknownField};
        let body =
            "Estimado {{target.nmae}}: {{note}}\r\n\r\n  Él dijo [[]] y [[why|20]],\u{2028}\t[[why]] {{sender.name\r\n[[x[0]]";
        let two = TwoLimits { label: "why".into(), first: 20, other: 200 };
        assert_eq!(
            of_body(body),
            [
                ("{{target.nmae}}", 1, 10, UnknownField("target.nmae".into())),
                ("{{note}}", 1, 27, Note),
                ("[[]]", 3, 11, NotABlank(String::new())),
                ("[[why]]", 4, 2, two),
                ("{{", 4, 10, NeverClosed("{{")),
                ("[[x[0]]", 5, 1, NotABlank("x[0".into())),
            ]
        );
    }

    #[test]
    fn the_subject_is_one_line_and_its_faults_come_first() {
        let found = check(" Über {{trety.name}}\r\nund {{note}} {{only party}} ", "[[a", Language::EN);
        let places: Vec<_> = found.iter().map(|fault| (fault.spot.text, fault.spot.line, fault.spot.column)).collect();
        let subject = Text::Subject;
        assert_eq!(places, [(subject, 1, 7), (subject, 1, 21), (subject, 2, 5), (subject, 2, 14), (Text::Body, 1, 1)]);
        assert_eq!(found[1].what, TemplateError::SubjectLines);
        assert_eq!(found[1].spot.range, 21..50, "all after the first line");
        assert_eq!((&found[2].what, &found[3].what), (&TemplateError::Note, &TemplateError::OnlyPlace));
    }

    #[test]
    fn a_mark_stands_on_the_first_line_of_a_paragraph_with_something_below_it() {
        use TemplateError::{OnlyNothing, OnlyPlace};
        for (body, errors) in [
            ("{{only party}}\na", vec![]),
            ("a\n\n\n {{only not party, withdrawn}} \nb\nc\n\nd", vec![]),
            ("{{only party}}\n{{note}}\n\na", vec![]),
            ("{{only party}}\n\na", vec![OnlyNothing]),
            ("a\n\n{{only party}}\n", vec![OnlyNothing]),
            ("{{only party}} a", vec![OnlyPlace]),
            ("a {{only party}}\nb", vec![OnlyPlace]),
            ("a\n{{only party}}\nb", vec![OnlyPlace]),
            ("{{only party}}\n{{only signatory}}\nb", vec![OnlyPlace]),
            ("{{only party}} {{only signatory}}\nb", vec![OnlyPlace, OnlyPlace]),
            ("{{only friend}}\nb", vec![TemplateError::OnlyStatus("friend".into())]),
            ("{{only party}}\na\n{{note}}", vec![TemplateError::Note]),
        ] {
            let found: Vec<_> = of_body(body).into_iter().map(|(.., error)| error).collect();
            assert_eq!(found, errors, "{body}");
        }
    }

    #[test]
    fn a_field_that_the_language_lacks_is_a_fault_at_its_place() {
        let found = check("{{treaty.ask}}", "{{target.close}} {{target.name}}", Language::parse("jra").unwrap());
        assert_eq!(found.iter().map(|fault| fault.spot.range.clone()).collect::<Vec<_>>(), [0..14, 0..16]);
        assert_eq!(check("{{treaty.ask}}", "{{target.close}}", Language::DE).len(), 1);
    }

    /// Pieces of templates, right and wrong.
    fn typed() -> impl Strategy<Value = String> {
        let parts = [
            "{{",
            "}}",
            "[[",
            "]]",
            "[",
            "}",
            "{{note}}",
            "{{only party}}",
            "{{only x}}",
            "[[a]]",
            "[[a|9]]",
            "{{target.name}}",
            "{{treaty.ask}}",
            "x",
            "é",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\n\n",
            "\u{2028}",
            "\u{200B}",
            "\u{F0B7}",
            "|",
        ];
        proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..16).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn a_template_is_taken_if_and_only_if_nothing_is_wrong_with_it(subject in typed(), body in typed()) {
            for language in [Language::EN, Language::DE, Language::parse("jra").unwrap()] {
                let faults = check(&subject, &body, language);
                let parsed = Template::parse(&subject, &body);
                let taken = parsed.clone().and_then(|template| template.check_language(language));
                prop_assert_eq!(taken.is_ok(), faults.is_empty(), "{:?} {:?}", taken, faults);
                let mut general = faults.iter().map(|fault| &fault.what).filter(|what| !matches!(what, TemplateError::NotInLanguage { .. }));
                let first = parsed.err();
                prop_assert_eq!(first.as_ref(), general.next(), "the first is said where only one is");
            }
        }

        #[test]
        fn each_fault_marks_brackets_as_they_were_typed(subject in typed(), body in typed()) {
            for Fault { spot, what } in check(&subject, &body, Language::parse("jra").unwrap()) {
                let typed = if spot.text == Text::Subject { &subject } else { &body };
                let marked = &typed[spot.range.clone()];
                match what {
                    TemplateError::NeverClosed(open) => prop_assert_eq!(marked, open),
                    TemplateError::SubjectLines => prop_assert!(marked.starts_with(['\n', '\r']), "{:?}", marked),
                    TemplateError::NotABlank(_) | TemplateError::TwoLimits { .. } => {
                        prop_assert!(marked.starts_with("[[") && marked.ends_with("]]"), "{marked:?}");
                    }
                    _ => prop_assert!(marked.starts_with("{{") && marked.ends_with("}}"), "{marked:?}"),
                }
            }
        }

        #[test]
        fn what_was_stored_with_a_fault_that_is_new_is_read(body in typed()) {
            let stored = serde_json::json!({ "subject": "s", "body": body }).to_string();
            let hard = wrong("s", &crate::checked::mended(&body)).into_iter().any(|wrong| !wrong.was_taken);
            prop_assert_eq!(serde_json::from_str::<Template>(&stored).is_ok(), !hard);
        }
    }
}
