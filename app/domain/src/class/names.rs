//! Pasted first names. A list from a letter, a table or a mail becomes one name for each card, or is sent back with
//! what to do. Otherwise a card that greets from "Ana, Ben, Chloe" is noticed only when it is printed.

use crate::checked::{TextError, is_blank, one_line, with_line_feeds};

/// The longest first name, in characters: a card's return address has a line for it.
pub const NAME_MAX: usize = 40;

/// Why a list of first names cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NamesError {
    #[error("There are {names} names and {cards} {}. Ask for more cards, or take names out.", if *cards == 1 { "card" } else { "cards" })]
    TooMany { names: usize, cards: u8 },
    #[error("Line {line}: {error}")]
    Name { line: usize, error: TextError },
    #[error("Line {line} holds several names: {}. Write each name on a line of its own, first names only.", quoted(parts))]
    Several { line: usize, parts: Vec<String> },
    #[error(
        "Line {line} holds two names: {}. Write one name a line; if they are the first and the last name of one child, write the first name alone.",
        quoted(parts)
    )]
    Two { line: usize, parts: Vec<String> },
    #[error("Line {line} has {} columns: {}. Copy the column with the first names alone, one name a line.", parts.len(), quoted(parts))]
    Columns { line: usize, parts: Vec<String> },
    #[error("Line {line}, \u{201c}{typed}\u{201d}, is the heading of a column. Take it out.")]
    Heading { line: usize, typed: String },
}

impl NamesError {
    /// As [`Problem::code`](crate::problem::Problem::code).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooMany { .. } => "names-too-many",
            Self::Name { error, .. } => error.code(),
            Self::Several { .. } => "names-several",
            Self::Two { .. } => "names-two",
            Self::Columns { .. } => "names-columns",
            Self::Heading { .. } => "names-heading",
        }
    }
}

/// The first few of several names.
fn quoted(parts: &[String]) -> String {
    let first: Vec<String> = parts.iter().take(3).map(|part| format!("\u{201c}{}\u{201d}", cut(part))).collect();
    let and = if parts.len() > first.len() { " and others" } else { "" };
    first.join(", ") + and
}

/// The beginning of a text that is quoted.
pub fn cut(text: &str) -> String {
    text.chars().take(NAME_MAX).collect()
}

/// First names, pasted one a line. Empty lines do not count, nor do the numbers and the dots of a list. There may be
/// fewer names than cards: the other cards stay blank.
pub fn parse_names(text: &str, cards: u8) -> Result<Vec<String>, NamesError> {
    let text = with_line_feeds(text);
    let names = lines(&text).count();
    if names > usize::from(cards) {
        return Err(NamesError::TooMany { names, cards });
    }
    lines(&text).enumerate().map(|(index, (line, name))| parse_name(line, name, index == 0 && names > 1)).collect()
}

fn parse_name(line: usize, name: &str, may_head: bool) -> Result<String, NamesError> {
    if may_head && HEADINGS.contains(&name.to_lowercase().as_str()) {
        return Err(NamesError::Heading { line, typed: name.to_owned() });
    }
    let columns = parts(name, is_between_columns);
    if columns.len() > 1 {
        return Err(NamesError::Columns { line, parts: columns });
    }
    let parts = parts(name, is_between_names);
    match parts.len() {
        0 | 1 => one_line(name, NAME_MAX).map_err(|error| NamesError::Name { line, error }),
        2 => Err(NamesError::Two { line, parts }),
        _ => Err(NamesError::Several { line, parts }),
    }
}

/// The list with each name on a line of its own, to be shown to the person who pasted it. `None` where it is a list
/// already, and where two names on a line may be first and last name.
pub fn names_apart(text: &str) -> Option<String> {
    let text = with_line_feeds(text);
    let lines: Vec<Vec<String>> =
        lines(&text).map(|(_, line)| parts(line, |c| is_between_names(c) || is_between_columns(c))).collect();
    let is_list = |parts: &Vec<String>| parts.len() > 2 || (parts.len() == 1 && lines.len() > 1);
    let found = lines.iter().all(is_list) && lines.iter().any(|parts| parts.len() > 2);
    found.then(|| lines.concat().join("\n"))
}

/// The lines that are not empty, counted from 1, without the marks of a list.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter_map(|(index, line)| {
        let line = bare(line);
        (!line.is_empty()).then_some((index + 1, line))
    })
}

/// The line without the number or the dot in front and the comma at the end.
fn bare(line: &str) -> &str {
    let line = line.trim_matches(is_blank);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let line = match rest.strip_prefix(['.', ')', ':', ']']) {
        Some(rest) if (1..=3).contains(&digits) => rest,
        _ if (1..=3).contains(&digits) && (rest.is_empty() || rest.starts_with(char::is_whitespace)) => rest,
        _ => line,
    };
    let line = line.trim_start().trim_start_matches(DOTS);
    // A hyphen alone begins a list only where a space follows it.
    let line = line
        .strip_prefix(['-', '*', '+', '\u{2013}', '\u{2014}'])
        .filter(|rest| rest.starts_with(char::is_whitespace))
        .unwrap_or(line);
    line.trim_end_matches(|c: char| is_blank(c) || matches!(c, ',' | ';')).trim_start_matches(is_blank)
}

/// The parts of a text between such signs, trimmed.
fn parts(line: &str, is_between: impl Fn(char) -> bool) -> Vec<String> {
    // Two spaces are what is left of a column that was copied from a page.
    let line = line.replace("  ", "\t");
    line.split(is_between).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn is_between_columns(c: char) -> bool {
    matches!(c, '\t' | '|')
}

fn is_between_names(c: char) -> bool {
    matches!(c, ',' | ';' | '/' | '\u{FF0C}' | '\u{3001}' | '\u{60C}' | '\u{FF1B}' | '\u{61B}')
}

/// Signs with which office programs begin a line of a list; the last is Word's.
const DOTS: [char; 10] = ['•', '●', '○', '▪', '◦', '‣', '·', '☐', '\u{A7}', '\u{F0B7}'];

/// Words that stand above a column of names.
const HEADINGS: [&str; 14] = [
    "name",
    "names",
    "first name",
    "first names",
    "firstname",
    "given name",
    "given names",
    "student",
    "students",
    "pupil",
    "pupils",
    "vorname",
    "prénom",
    "nombre",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_come_one_a_line_and_no_more_than_cards() {
        assert_eq!(parse_names("Ada\r\n\n  Łucja \n毛利\n", 3).unwrap(), ["Ada", "Łucja", "毛利"]);
        assert_eq!(parse_names(" \n", 3).unwrap(), [""; 0]);
        let many = "Ada\n".repeat(5000);
        assert_eq!(parse_names(&many, 30), Err(NamesError::TooMany { names: 5000, cards: 30 }));
        let error = parse_names("Ada\nB\u{202e}ob", 2).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Line 2: There is an invisible character (right-to-left override) after “B”: delete it, or type that part again."
        );
        assert!(parse_names(&"a".repeat(2000), 1).unwrap_err().to_string().starts_with("Line 1: This is 1960 characters"));
    }

    #[test]
    fn names_in_one_line_or_in_columns_are_noticed() {
        let said = |text: &str| parse_names(text, 30).unwrap_err().to_string();
        let several =
            "Line 1 holds several names: “Ana”, “Ben”, “Chloe”. Write each name on a line of its own, first names only.";
        for text in ["Ana, Ben, Chloe", "Ana; Ben; Chloe", "Ana,Ben,Chloe,", "Ana、Ben，Chloe", "Ana / Ben / Chloe"] {
            assert_eq!(said(text), several, "{text}");
        }
        assert!(said("Ana, Ben, Chloe, Dan").contains("“Chloe” and others"));
        let two = "Line 2 holds two names: “Black”, “Ana”. Write one name a line; if they are the first and the last name of one child, write the first name alone.";
        assert_eq!(said("Zoe\nBlack, Ana"), two);
        let columns = "Line 1 has 2 columns: “Ana”, “Black”. Copy the column with the first names alone, one name a line.";
        for text in ["Ana\tBlack", "1.\tAna\tBlack", "Ana | Black", "Ana   Black", "Ana\tBlack\nBen\tWhite"] {
            assert_eq!(said(text), columns, "{text}");
        }
        assert_eq!(said("First name\nAna"), "Line 1, “First name”, is the heading of a column. Take it out.");
    }

    #[test]
    fn the_marks_of_a_list_are_no_part_of_a_name() {
        for text in [
            "1. Ana\n2. Ben\n3. Chloe",
            "1) Ana\n2) Ben\n3) Chloe",
            "1\tAna\n2\tBen\n3\tChloe",
            "• Ana\n• Ben\n• Chloe",
            "\u{F0B7}\tAna\n\u{F0B7} Ben\n\u{F0B7}Chloe",
            "- Ana\n- Ben\n– Chloe",
            "Ana,\nBen,\nChloe",
            "Ana\rBen\r\rChloe",
            "Ana\u{2028}Ben\u{B}Chloe",
            "\u{FEFF}Ana\u{85}\u{200B}Ben\u{2029}\u{200B}\rChloe\u{A0}",
        ] {
            assert_eq!(parse_names(text, 3).unwrap(), ["Ana", "Ben", "Chloe"], "{text}");
        }
        for name in ["Anna Maria", "Jean-Luc", "O’Neil", "Mary Ann", "J.", "-"] {
            assert_eq!(parse_names(name, 1).unwrap(), [name]);
        }
        assert_eq!(parse_names("Ana\nBen", 1), Err(NamesError::TooMany { names: 2, cards: 1 }));
    }

    #[test]
    fn a_list_in_one_line_can_be_put_apart() {
        for text in ["Ana, Ben, Chloe", "Ana; Ben; Chloe", "Ana\tBen\tChloe", "1. Ana, Ben, Chloe\n"] {
            assert_eq!(names_apart(text).as_deref(), Some("Ana\nBen\nChloe"), "{text}");
            assert_eq!(parse_names(&names_apart(text).unwrap(), 3).unwrap(), ["Ana", "Ben", "Chloe"]);
        }
        assert_eq!(names_apart("Ana, Ben, Chloe\nDan").as_deref(), Some("Ana\nBen\nChloe\nDan"));
        for text in ["", "Ana", "Ana\nBen", "Black, Ana", "Ana\tBlack\nBen\tWhite", "Black, Ana\nWhite, Ben"] {
            assert_eq!(names_apart(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_there_are_no_more_names_than_cards(text in any::<String>(), cards in 1_u8..=60) {
            if let Ok(names) = parse_names(&text, cards) {
                prop_assert!(names.len() <= usize::from(cards));
                prop_assert!(names.iter().all(|name| !name.is_empty() && name.chars().count() <= NAME_MAX));
            }
        }
    }
}
