//! The address of an office as an organiser types it: the lines of its envelope.

use super::LINE_MAX;
use crate::checked::{TextError, length, several_lines};

/// Why lines are no address of an office.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinesError {
    #[error(transparent)]
    Text(#[from] TextError),
    #[error("An address has at least two lines.")]
    OneLine,
    #[error("An address has at most {most} lines.")]
    TooMany { most: usize },
    /// The line is counted from 1.
    #[error("Line {line} of the address is {over} characters too long.")]
    Long { line: usize, over: usize },
}

impl LinesError {
    /// As [`Problem::code`](crate::problem::Problem::code).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Text(error) => error.code(),
            Self::OneLine => "address-of-one-line",
            Self::TooMany { .. } => "address-of-too-many-lines",
            Self::Long { .. } => "address-line-too-long",
        }
    }
}

/// The most lines of an office's address, without the country. A card has no room for more.
pub const LINES_MAX: usize = 7;

/// The lines of an address, which end with a line end or with a `|`. None where the text is empty.
pub fn lines(text: &str) -> Result<Vec<String>, LinesError> {
    let text = several_lines(&text.replace('|', "\n"), 2 * LINES_MAX * LINE_MAX)?;
    let lines: Vec<String> = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if lines.len() == 1 {
        return Err(LinesError::OneLine);
    }
    if lines.len() > LINES_MAX {
        return Err(LinesError::TooMany { most: LINES_MAX });
    }
    let long = lines.iter().zip(1..).find_map(|(text, line)| Some((line, length(text).checked_sub(LINE_MAX + 1)? + 1)));
    long.map_or(Ok(lines), |(line, over)| Err(LinesError::Long { line, over }))
}

/// The lines of an address that stands on one, parted at its commas. A house number stays with its street: "12, rue de
/// l’Exemple".
pub fn parted(line: &str) -> String {
    let mut parted = String::new();
    for part in line.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let number = |line: &str| line.chars().filter(|c| c.is_alphabetic()).count() < 2;
        let after_number = parted.rsplit('\n').next().is_some_and(|last| !last.is_empty() && number(last));
        if !parted.is_empty() {
            parted.push_str(if after_number { ", " } else { "\n" });
        }
        parted.push_str(part);
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_an_envelope_are_read_as_they_are_typed() {
        assert_eq!(lines(" 1 Road \r\n\r\nTown | 12345"), Ok(vec!["1 Road".into(), "Town".into(), "12345".into()]));
        assert_eq!(lines(" \n|"), Ok(Vec::new()));
        assert_eq!(lines("1 Road, Town"), Err(LinesError::OneLine));
        assert_eq!(lines(&"x\n".repeat(8)), Err(LinesError::TooMany { most: 7 }));
        assert_eq!(lines(&format!("a\n{}", "ł".repeat(LINE_MAX + 3))), Err(LinesError::Long { line: 2, over: 3 }));
        assert!(lines(&format!("a\n{}", "ł".repeat(LINE_MAX))).is_ok());
        assert!(matches!(lines("a\u{202E}b\nc"), Err(LinesError::Text(TextError::Unseen(_)))));
    }

    #[test]
    fn one_line_is_parted_at_its_commas() {
        for (line, lines) in [
            ("12, rue de l’Exemple, 75007 Paris", "12, rue de l’Exemple\n75007 Paris"),
            ("Sample Tower, 1 Road, Springfield, IL 62701", "Sample Tower\n1 Road\nSpringfield\nIL 62701"),
            ("Beispielweg 3; 10115 Berlin", "Beispielweg 3\n10115 Berlin"),
            ("Town Hall", "Town Hall"),
            (", ,", ""),
        ] {
            assert_eq!(parted(line), lines);
        }
    }
}
