//! Reads how many tests passed from what the suites print, while a person reads it too.

use std::io::{BufRead, BufReader, Read, Write};

use anyhow::{Context, Result};

use crate::report::Counts;

/// Copies everything from a suite to the terminal, line by line, and adds up what the lines say.
pub fn stream(from: impl Read, to: &mut impl Write, count: fn(&str) -> Option<Counts>) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).context("could not read what the tests print")? > 0 {
        to.write_all(&line)?;
        to.flush()?;
        if let Some(more) = count(&without_colours(&String::from_utf8_lossy(&line))) {
            counts.add(more);
        }
        line.clear();
    }
    Ok(counts)
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`
pub fn of_cargo_line(line: &str) -> Option<Counts> {
    let (_, sums) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = Counts::default();
    for sum in sums.split("; ") {
        match number_and_word(sum) {
            Some((number, "passed")) => counts.passed = number,
            Some((number, "failed")) => counts.failed = number,
            Some((number, "ignored")) => counts.ignored = number,
            _ => {}
        }
    }
    Some(counts)
}

/// Playwright's closing lines: `2 failed`, `1 flaky`, `3 skipped`, `40 passed (12.3s)`.
///
/// A test that passed only when it was tried again is flaky, and a flaky test is a failed one.
pub fn of_playwright_line(line: &str) -> Option<Counts> {
    let line = line.trim();
    let (number, rest) = line.split_once(' ')?;
    let number = number.parse().ok()?;
    let word = rest.split(" (").next()?;
    match word {
        "passed" => Some(Counts { passed: number, ..Counts::default() }),
        "failed" | "flaky" | "interrupted" | "did not run" => Some(Counts { failed: number, ..Counts::default() }),
        "skipped" => Some(Counts { ignored: number, ..Counts::default() }),
        _ => None,
    }
}

fn number_and_word(text: &str) -> Option<(u32, &str)> {
    let (number, word) = text.trim().split_once(' ')?;
    Some((number.parse().ok()?, word))
}

/// Takes out what colours the text (`ESC [ ... m`).
fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, text)| text));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u32, failed: u32, ignored: u32) -> Counts {
        Counts { passed, failed, ignored }
    }

    #[test]
    fn the_lines_of_cargo_test_add_up_and_pass_through_unchanged() {
        let printed = "running 3 tests\ntest a ... ok\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0.01s\n";
        let mut shown = Vec::new();
        assert_eq!(stream(printed.as_bytes(), &mut shown, of_cargo_line).unwrap(), counts(4, 2, 1));
        assert_eq!(String::from_utf8(shown).unwrap(), printed);
    }

    #[test]
    fn playwrights_closing_lines_add_up_and_flaky_is_failed() {
        let printed = "  \u{1b}[31m2 failed\u{1b}[39m\n    [js] › a.spec.ts:3:1 › 40 passed\n  1 flaky\n  3 skipped\n  4 did not run\n\
            \u{1b}[32m  40 passed\u{1b}[39m\u{1b}[2m (12.3s)\u{1b}[22m\n";
        assert_eq!(stream(printed.as_bytes(), &mut Vec::new(), of_playwright_line).unwrap(), counts(40, 7, 3));
    }

    #[test]
    fn a_tests_own_words_are_not_counted() {
        assert_eq!(of_cargo_line("this test result: ok. 3 passed"), None);
        assert_eq!(of_playwright_line("Running 40 tests using 2 workers"), None);
        assert_eq!(of_playwright_line("40 letters passed"), None);
    }
}
