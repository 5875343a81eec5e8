//! The tree as plain text, and plain text as Markdown.

use super::{Block, Inline, List};

/// All of it, with the addresses of links.
pub(super) fn text(blocks: &[Block]) -> String {
    joined(blocks, "\n\n")
}

/// The words alone.
pub(super) fn words_of(inlines: &[Inline]) -> String {
    let mut text = String::new();
    write(&mut text, inlines, false);
    text
}

/// `before_list` parts a list from the paragraph before it.
fn joined(blocks: &[Block], before_list: &str) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str(if matches!(block, Block::List(_)) { before_list } else { "\n\n" });
        }
        text.push_str(&of_block(block));
    }
    text
}

fn of_block(block: &Block) -> String {
    match block {
        Block::Heading(_, inlines) | Block::Paragraph(inlines) => {
            let mut text = String::new();
            write(&mut text, inlines, true);
            text
        }
        Block::List(List { first, items }) => {
            let item = |(place, blocks): (u64, &Vec<Block>)| {
                let mark = first.map_or("• ".to_owned(), |first| format!("{}. ", first.saturating_add(place)));
                mark_lines(&joined(blocks, "\n"), &mark, &" ".repeat(mark.chars().count()))
            };
            (0..).zip(items).map(item).collect::<Vec<_>>().join("\n")
        }
        Block::Quotation(blocks) => mark_lines(&joined(blocks, "\n\n"), "> ", "> "),
        Block::Picture(picture) => format!("[{}]", picture.alternative_text),
    }
}

/// Puts a mark before the first line and one before each of the others. No line ends with a space.
fn mark_lines(text: &str, first: &str, others: &str) -> String {
    let marks = std::iter::once(first).chain(std::iter::repeat(others));
    let lines = text.split('\n').zip(marks).map(|(line, mark)| format!("{mark}{line}").trim_end_matches(' ').to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

fn write(text: &mut String, inlines: &[Inline], addresses: bool) {
    for inline in inlines {
        match inline {
            Inline::Text(part) => text.push_str(part),
            Inline::Strong(inlines) | Inline::Emphasis(inlines) => write(text, inlines, addresses),
            Inline::Link(link) => {
                write(text, &link.text, addresses);
                let (words, address) = (words_of(&link.text), link.target.shown());
                if addresses && words != address && words != link.target.as_str() {
                    text.push_str(" (");
                    text.push_str(address);
                    text.push(')');
                }
            }
            Inline::LineBreak => text.push('\n'),
        }
    }
}

/// The Markdown that reads as this mended text does: a backslash before each sign that would be a mark.
pub(super) fn escaped(text: &str) -> String {
    text.split('\n').map(escaped_line).collect::<Vec<_>>().join("\n")
}

fn escaped_line(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    let start = mark_at_start(line);
    let mut before = None;
    for (at, c) in line.char_indices() {
        let after = &line[at + c.len_utf8()..];
        let is_mark = match c {
            '\\' | '*' | '`' | '[' | '|' => true,
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)),
            '<' => after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)),
            '&' => is_entity(after),
            _ => Some(at) == start,
        };
        if is_mark {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

/// Where in a line the sign is that makes it a heading, an item of a list, a quotation, a line across the page, or the heading's
/// underline.
fn mark_at_start(line: &str) -> Option<usize> {
    let ends_or_space = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let is_mark = match rest.chars().next()? {
        '.' | ')' if digits > 0 => ends_or_space(&rest[1..]),
        _ if digits > 0 => false,
        '#' => ends_or_space(rest.trim_start_matches('#')),
        '-' => ends_or_space(rest.trim_start_matches('-')),
        '+' => ends_or_space(&rest[1..]),
        '=' | '>' => true,
        '~' => rest.starts_with("~~~"),
        _ => false,
    };
    is_mark.then_some(digits)
}

/// Whether a `&` before this stands for a character.
fn is_entity(after: &str) -> bool {
    let name = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() < after.len() && name.starts_with(';')
}
