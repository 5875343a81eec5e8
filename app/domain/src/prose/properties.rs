//! What holds for any text.

use proptest::prelude::*;

use super::{Inline::*, *};

const ID: &str = "0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b";

/// Marks, and what stands between them.
const MARKS: &str = "*|**|_|[|]|](|(|)|<|>|> |- |+ |1. |#|## |=|\\|!|;|:|\"|'| |    |\t|\n|\n\n|  \n|a|b c|é|שלום|https://|un.example|\
    https://un.example/x|[d](https://un.example)|mailto:|@";
/// What is refused, and what some readers of Markdown take for more than it is.
const MORE: &str = "`|~~~|![|---|-:-|&|&amp;|&#x202e;|[^|]: |javascript:|<b>|</b>|<!--|-->|artwork:";

fn of(pieces: Vec<&'static str>, most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(pieces), 0..most).prop_map(|pieces| pieces.concat())
}

fn marked() -> impl Strategy<Value = String> {
    of(MARKS.split('|').collect(), 16)
}

fn anything() -> impl Strategy<Value = String> {
    let pieces = MARKS.split('|').chain(MORE.split('|')).chain(["|", "|-|-", ID]).collect();
    prop_oneof![of(pieces, 40), any::<String>()]
}

/// The inlines of paragraphs and headings, with how many lists and quotations stand around them.
fn inlines_of<'a>(blocks: &'a [Block], depth: usize, found: &mut Vec<(usize, &'a Inline)>) {
    for block in blocks {
        match block {
            Block::Heading(_, inlines) | Block::Paragraph(inlines) => found.extend(inlines.iter().map(|inline| (depth, inline))),
            Block::List(list) => list.items.iter().for_each(|item| inlines_of(item, depth + 1, found)),
            Block::Quotation(blocks) => inlines_of(blocks, depth + 1, found),
            Block::Picture(_) => {}
        }
    }
}

/// Every inline of a tree, with how many stand around it.
fn all_inlines(blocks: &[Block]) -> Vec<(usize, &Inline)> {
    let mut found = Vec::new();
    inlines_of(blocks, 0, &mut found);
    let mut at = 0;
    while let Some((depth, inline)) = found.get(at).copied() {
        let inner: &[Inline] = match inline {
            Strong(inlines) | Emphasis(inlines) => inlines,
            Link(link) => &link.text,
            Text(_) | LineBreak => &[],
        };
        found.extend(inner.iter().map(|inline| (depth + 1, inline)));
        at += 1;
    }
    found
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_what_is_read_is_within_its_bounds(source in anything()) {
        match Prose::parse(&source) {
            Ok(prose) => {
                for (depth, inline) in all_inlines(prose.blocks()) {
                    prop_assert!(depth <= Prose::NESTING_MAX);
                    if let Link(link) = inline {
                        let target = link.target.as_str().to_lowercase();
                        prop_assert!(["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme)), "{target}");
                        prop_assert!(link.text.iter().all(|inline| !matches!(inline, Link(_))));
                    }
                }
                prop_assert_eq!(Prose::parse(prose.source()), Ok(prose));
            }
            Err(problems) => {
                prop_assert!((1..=Prose::PROBLEMS_MAX).contains(&problems.len()));
                let lines = source.split(['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}']).count();
                for problem in problems {
                    if let Problem::Prose(ProseProblem { line, near, .. }) = problem {
                        prop_assert!((1..=lines).contains(&line) && !near.is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn no_letter_of_what_is_read_is_left_out(source in marked()) {
        if let Ok(prose) = Prose::parse(&source) {
            let without = |text: &str| letters(&text.replace("mailto:", ""));
            prop_assert_eq!(without(&prose.to_text()), without(prose.source()), "{:?}", prose.source());
        }
    }

    #[test]
    fn paragraphs_of_plain_text_read_the_same(paragraphs in proptest::collection::vec(anything(), 0..4)) {
        let mended: Result<Vec<String>, _> = paragraphs.iter().map(|text| several_lines(text, Prose::MAX)).collect();
        match (mended, Prose::from_paragraphs(&paragraphs)) {
            (Ok(mended), Ok(prose)) => {
                // Empty lines part paragraphs, however many they are.
                let parts = |text: &str| -> Vec<String> {
                    let lines: Vec<&str> = text.split('\n').collect();
                    lines.split(|line| line.is_empty()).filter(|part| !part.is_empty()).map(|part| part.join("\n")).collect()
                };
                prop_assert_eq!(parts(&prose.to_text()), parts(&mended.join("\n\n")), "{:?}", prose.source());
            }
            (mended, prose) => prop_assert!(mended.is_err() && prose.is_err()),
        }
    }
}
