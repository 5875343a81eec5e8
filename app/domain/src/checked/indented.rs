//! Text in which the space before a line says something, as in Markdown.

use unicode_normalization::UnicodeNormalization;

use super::{
    TextError, at_most,
    signs::is_blank,
    typed::{Lines, mend, refuse, with_line_feeds},
};

/// A tab leads to the next of these columns, as in Markdown.
const TAB: usize = 4;

/// Several lines as [`several_lines`](super::several_lines) gives them, but each with its indentation, in spaces. None is taken
/// away, not even an empty one at the beginning: the number of a line is the one that its writer sees.
pub(crate) fn indented_lines(text: &str, limit: usize) -> Result<String, TextError> {
    let lines: Vec<String> = with_line_feeds(text).split('\n').map(indented).collect();
    let text: String = lines.join("\n").nfc().collect();
    refuse(&text, Lines::Several)?;
    at_most(text, limit)
}

fn indented(line: &str) -> String {
    let rest = line.trim_start_matches(is_blank);
    let columns = line[..line.len() - rest.len()].chars().fold(0, |column, c| match c {
        ' ' => column + 1,
        '\t' => (column / TAB + 1) * TAB,
        _ => column,
    });
    let rest = mend(rest, Lines::Several);
    if rest.is_empty() { rest } else { " ".repeat(columns) + &rest }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_keeps_its_indentation_and_its_number() {
        assert_eq!(indented_lines("\n\n  a \r\n\tb\n  \tc\n \t\n\u{3000}d", 99).as_deref(), Ok("\n\n  a\n    b\n    c\n\nd"));
    }

    #[test]
    fn what_must_go_and_what_is_too_long_is_said() {
        assert!(matches!(indented_lines("a\n b\u{202E}c", 99), Err(TextError::Unseen(_))));
        assert_eq!(indented_lines("  abc", 3), Err(TextError::TooLong { limit: 3, over: 2 }));
    }

    proptest! {
        #[test]
        fn what_survives_survives_again(text in "[ \t\n\r\u{A0}\u{FEFF}\u{301}\u{F0B7}ae•]{0,24}") {
            if let Ok(lines) = indented_lines(&text, 99) {
                prop_assert_eq!(indented_lines(&lines, 99), Ok(lines));
            }
        }
    }
}
