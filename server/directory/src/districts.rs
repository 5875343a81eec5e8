//! Where ZIP codes are: which congressional districts each touches (33,774 ZIP Code Tabulation Areas of the Census, by the map
//! of the 119th Congress), and in which state the post says that it is.
//!
//! A table has a line for each three-digit prefix. Lines that begin with `#` say where it is from. Post office boxes, and
//! post offices with a ZIP code of their own, cover no area: they are in the post's list alone. The table of districts has
//! gaps: where an area lies in two states that each have a district of the same number, its source kept one of the two.

use std::collections::BTreeMap;

use domain::district::{Congress, Districts, PostalStates};

use crate::table::TableError;

/// A table of lines by prefix.
struct Lines {
    name: &'static str,
    text: &'static str,
    /// A line as it must be.
    form: &'static str,
}

/// In the form of [`Districts::lines`].
const DISTRICTS: Lines = Lines {
    name: "zip-districts.txt",
    text: include_str!("../tables/zip-districts.txt"),
    form: "`301 AL-3 GA-14:65|GA-14:04 05`",
};

/// The Congress on whose map they are.
const CONGRESS: Congress = Congress::new(119);

const STATES: Lines =
    Lines { name: "zip-states.txt", text: include_str!("../tables/zip-states.txt"), form: "`834 ID:01-03 06|WY:14`" };

pub(crate) fn read() -> Result<BTreeMap<Congress, Districts>, TableError> {
    Ok(BTreeMap::from([(CONGRESS, DISTRICTS.read(Districts::parse_lines)?)]))
}

pub(crate) fn read_states() -> Result<PostalStates, TableError> {
    STATES.read(PostalStates::parse_lines)
}

impl Lines {
    fn read<T>(&self, parse: impl Fn(Vec<(u32, &'static str)>) -> Option<T>) -> Result<T, TableError> {
        let mut lines = Vec::new();
        for (number, line) in (1..).zip(self.text.lines()).filter(|(_, line)| !line.starts_with('#')) {
            let split = |(prefix, areas): (&str, &'static str)| Some((prefix.parse().ok()?, areas));
            lines.push(line.split_once(' ').and_then(split).ok_or_else(|| self.malformed(number))?);
        }
        // All at once, as a line alone is read in the same way: only where something is wrong is it asked which one.
        parse(lines.clone()).ok_or_else(|| {
            let wrong = lines.iter().position(|line| parse(vec![*line]).is_none());
            let number =
                wrong.and_then(|place| self.text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')).nth(place));
            self.malformed(number.map_or(0, |(number, _)| number as u64 + 1))
        })
    }

    fn malformed(&self, line: u64) -> TableError {
        let reason = format!("this is not a prefix and its areas, as in {}", self.form);
        TableError { table: self.name, line, column: "all".to_owned(), reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_wrong_is_named() {
        let table = |text| Lines { name: "zip-states.txt", text, form: STATES.form };
        for (text, line) in [("# Head\n576 SD:38\n577 ZZ:17", 3), ("576", 1), ("x SD:38", 1), ("576 SD:38\n576 ND:38", 0)] {
            let error = table(text).read(PostalStates::parse_lines).unwrap_err();
            assert_eq!((error.table, error.line), ("zip-states.txt", line), "{text}");
        }
        assert_eq!(table("# Head\n576 SD:38-40").read(PostalStates::parse_lines).unwrap().len(), 3);
    }
}
