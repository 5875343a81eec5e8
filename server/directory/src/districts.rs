//! Which congressional districts each ZIP code touches: 33,774 ZIP Code Tabulation Areas of the Census, by the map of
//! the 119th Congress.
//!
//! The table is a line for each three-digit prefix, in the form of [`Districts::lines`]; lines that begin with `#`
//! say where it is from. Post office boxes and offices with a ZIP code of their own are no areas, and are not in it.

use domain::district::Districts;

use crate::table::TableError;

const NAME: &str = "zip-districts.txt";
const TEXT: &str = include_str!("../tables/zip-districts.txt");

pub(crate) fn read() -> Result<Districts, TableError> {
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(TEXT.lines()).filter(|(_, line)| !line.starts_with('#')) {
        let (prefix, areas) = line
            .split_once(' ')
            .and_then(|(prefix, areas)| Some((prefix.parse().ok()?, areas)))
            .ok_or_else(|| malformed(number))?;
        if Districts::parse_lines([(prefix, areas)]).is_none() {
            return Err(malformed(number));
        }
        lines.push((prefix, areas));
    }
    Districts::parse_lines(lines).ok_or_else(|| malformed(0))
}

fn malformed(line: u64) -> TableError {
    let reason = "this is not a prefix and its areas, as in `301 AL-3 GA-14:65|GA-14:04 05`".to_owned();
    TableError { table: NAME, line, column: "all".to_owned(), reason }
}
