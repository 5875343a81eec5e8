//! Reads one table: a header that must be as expected, and rows whose every field is checked as it is taken.

use std::fmt;

use csv::{ErrorKind, ReaderBuilder, StringRecord, Trim};
use domain::{
    Date,
    address::{Address, LINE_MAX, PostalParts, postcode_of},
    checked::is_web_page,
    state::{Iso2, UsState},
};

use crate::import::{
    ImportError,
    made::{Made, Mend},
    spreadsheet::whole_zip,
};

/// Where in a table something is wrong, and what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}, line {line}, column {column}: {reason}")]
pub struct TableError {
    /// The file's name.
    pub table: &'static str,
    /// Counted from 1; the header is line 1.
    pub line: u64,
    pub column: String,
    pub reason: String,
}

/// A table in CSV: RFC 4180, UTF-8, with a header.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    pub(crate) columns: &'static [&'static str],
}

/// One line of a table.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) header: &'a StringRecord,
    pub(crate) line: u64,
    pub(crate) record: &'a StringRecord,
    /// Where to note how an imported file is read, for its report.
    pub(crate) made: Option<&'a Made>,
    /// The column at which a file ends without a line break: what stands in it may have been longer.
    pub(crate) open: Option<&'a str>,
}

impl Table {
    /// Makes something of each row.
    pub(crate) fn rows<T>(self, mut make: impl FnMut(&Row) -> Result<T, ImportError>) -> Result<Vec<T>, TableError> {
        let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(self.text.as_bytes());
        let header = reader.headers().map_err(|error| self.error(malformed(&error)))?.clone();
        if header != *self.columns {
            return Err(self.error(ImportError::new(
                1,
                "header",
                format_args!("the columns must be {}", self.columns.join(",")),
            )));
        }
        reader
            .into_records()
            .map(|record| {
                let record = record.map_err(|error| malformed(&error))?;
                let line = record.position().map_or(0, csv::Position::line);
                make(&Row { header: &header, line, record: &record, made: None, open: None })
            })
            .collect::<Result<_, _>>()
            .map_err(|error| self.error(error))
    }

    fn error(self, ImportError { line, column, reason }: ImportError) -> TableError {
        TableError { table: self.name, line, column, reason }
    }
}

/// The error of a line that is no row.
pub(crate) fn malformed(error: &csv::Error) -> ImportError {
    let line = error.position().map_or(0, csv::Position::line);
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => uneven(line, *len, *expected_len),
        ErrorKind::Utf8 { .. } => ImportError::whole(line, "this is not UTF-8; save the file in UTF-8"),
        _ => ImportError::whole(line, error),
    }
}

/// A line that has not as many fields as the header.
pub(crate) fn uneven(line: u64, fields: impl fmt::Display, header: impl fmt::Display) -> ImportError {
    let reason = format_args!(
        "this line has {fields} fields and the header {header}; write each field, empty or not, and put one that holds a separator in quotation marks; if it is the last line, the file was cut short"
    );
    ImportError::whole(line, reason)
}

impl Row<'_> {
    /// The field of a column that may be empty.
    pub(crate) fn optional(&self, column: &str) -> Result<Option<&str>, ImportError> {
        let index = self.header.iter().position(|name| name == column);
        match index.and_then(|index| self.record.get(index)) {
            Some("") => Ok(None),
            Some(text) => Ok(Some(text)),
            None => Err(self.error(column, "there is no such column")),
        }
    }

    /// The field of a column that must be filled in.
    pub(crate) fn text(&self, column: &str) -> Result<&str, ImportError> {
        self.optional(column)?.ok_or_else(|| self.error(column, "this must be filled in"))
    }

    /// A column that must be filled in, checked.
    pub(crate) fn parse<T, E: fmt::Display>(
        &self,
        column: &str,
        check: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, ImportError> {
        check(self.text(column)?).map_err(|error| self.error(column, error))
    }

    /// A column that may be empty, checked where it is not.
    pub(crate) fn parse_optional<T, E: fmt::Display>(
        &self,
        column: &str,
        check: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ImportError> {
        self.optional(column)?.map(check).transpose().map_err(|error| self.error(column, error))
    }

    /// A day, `2026-06-15`.
    pub(crate) fn date(&self, column: &str) -> Result<Date, ImportError> {
        self.parse(column, parse_date)
    }

    /// A day, a month or a year: `2026-02-20`, `2023-08`, `2026`. It is kept as written, since that says how exactly the
    /// source knows it.
    pub(crate) fn date_or_part(&self, column: &str) -> Result<String, ImportError> {
        self.parse(column, |text| {
            if self.open == Some(column) && text.len() < "2026-06-15".len() {
                return Err(
                    "the file ends at this day, of which a part may be missing; write a line break at its end if it is whole",
                );
            }
            let whole = match text.len() {
                4 => format!("{text}-01-01"),
                7 => format!("{text}-01"),
                _ => text.to_owned(),
            };
            parse_date(&whole).map(|_| text.to_owned())
        })
    }

    /// A ZIP code. A spreadsheet takes the zeros at its front away; they are put back if that gives a ZIP code of a state
    /// that fits.
    pub(crate) fn zip(&self, column: &str, is_there: impl Fn(&UsState) -> bool) -> Result<String, ImportError> {
        let text = self.text(column)?;
        let whole = whole_zip(text).filter(|whole| UsState::of_zip(whole).is_some_and(&is_there));
        let (Some(made), Some(whole)) = (self.made, whole) else { return Ok(text.to_owned()) };
        made.read_as(Mend::Zip, self.line, text, &whole);
        Ok(whole)
    }

    /// A page that a browser may be sent to.
    pub(crate) fn web_page(&self, column: &str) -> Result<Option<String>, ImportError> {
        self.parse_optional(column, |text| parse_web_page(text).map(str::to_owned))
    }

    /// The lines of a postal address, separated by `|` or by line breaks.
    pub(crate) fn address(&self, column: &str, country: &Iso2, country_name: &str) -> Result<Option<Address>, ImportError> {
        let Some(text) = self.optional(column)? else {
            return Ok(None);
        };
        let cells: Vec<&str> = text.split(['|', '\n']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let lines = if cells.iter().any(|cell| part(cell).is_some()) {
            let parts = in_parts(&cells).map_err(|error| self.error(column, error))?;
            let lines = parts.lines_for(country).map_err(|error| self.error(column, error))?;
            let written = postcode_of(country, &parts.postcode);
            if let (Some(made), Some(written)) = (self.made, written.filter(|written| *written != parts.postcode.to_uppercase()))
            {
                made.read_as(Mend::Postcode, self.line, &parts.postcode, &written);
            }
            lines
        } else {
            cells.into_iter().map(str::to_owned).collect()
        };
        if lines.len() < 2 {
            return Err(self.error(column, "an address has at least two lines, with | between them"));
        }
        if let Some(line) = lines.iter().find(|line| line.chars().count() > LINE_MAX) {
            return Err(self.error(column, format_args!("\u{201c}{line}\u{201d} is longer than {LINE_MAX} characters")));
        }
        Ok(Some(Address { lines, country: country.clone(), country_name: country_name.to_owned() }))
    }

    pub(crate) fn error(&self, column: &str, reason: impl fmt::Display) -> ImportError {
        ImportError::new(self.line, column, reason)
    }
}

/// A part of an address with its name in front: `town=Ottawa`. In capitals, with spaces or with a colon it is meant alike.
fn part(cell: &str) -> Option<(String, &str)> {
    let (name, value) = cell
        .split_once('=')
        .or_else(|| cell.split_once(':').filter(|(name, _)| PARTS.contains(&name.trim().to_lowercase().as_str())))?;
    let name = name.trim();
    let is_word = !name.is_empty() && name.chars().all(char::is_alphabetic);
    is_word.then(|| (name.to_lowercase(), value.trim()))
}

const PARTS: [&str; 3] = ["town", "region", "postcode"];

/// An address of which the order of town, region and postcode is left to its country.
fn in_parts(cells: &[&str]) -> Result<PostalParts, String> {
    let mut parts = PostalParts::default();
    for cell in cells {
        let Some((name, value)) = part(cell) else {
            parts.lines.push((*cell).to_owned());
            continue;
        };
        let place = match name.as_str() {
            "town" => &mut parts.town,
            "region" => &mut parts.region,
            "postcode" => &mut parts.postcode,
            _ => {
                return Err(format!(
                    "\u{201c}{cell}\u{201d} names no part of an address: write town=, region= or postcode=, and the lines above the town as they are"
                ));
            }
        };
        if !place.is_empty() {
            return Err(format!("{name}= stands twice; keep one of them"));
        }
        value.clone_into(place);
    }
    Ok(parts)
}

/// A day, `2026-06-15`, that exists.
pub(crate) fn parse_date(text: &str) -> Result<Date, &'static str> {
    let date = if text.len() == "2026-06-15".len() { text.parse().ok() } else { None };
    date.ok_or("this must be a day that exists, written as in 2026-06-15")
}

/// A page that a browser may be sent to.
pub(crate) fn parse_web_page(text: &str) -> Result<&str, &'static str> {
    if is_web_page(text) { Ok(text) } else { Err("this must be a plain https:// address") }
}

/// The United States on the last line of an envelope from abroad.
pub(crate) const UNITED_STATES: &str = "United States of America";

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &'static str) -> Table {
        Table { name: "test.csv", text, columns: &["name", "on"] }
    }

    fn read(text: &'static str) -> Result<Vec<(String, Date)>, TableError> {
        table(text).rows(|row| Ok((row.text("name")?.to_owned(), row.date("on")?)))
    }

    #[test]
    fn a_row_that_is_wrong_is_named_by_table_line_and_column() {
        let error = read("name,on\na,2026-01-01\n\"b\nb\",2026-01-02\nc,2026-02-30\n").unwrap_err();
        assert_eq!((error.table, error.line, error.column.as_str()), ("test.csv", 5, "on"));
        assert!(error.to_string().starts_with("test.csv, line 5, column on: "), "{error}");
    }

    #[test]
    fn an_empty_field_that_must_be_filled_in_is_refused() {
        let error = read("name,on\n ,2026-01-01\n").unwrap_err();
        assert_eq!(error.to_string(), "test.csv, line 2, column name: this must be filled in");
    }

    #[test]
    fn another_header_or_another_number_of_columns_is_refused() {
        assert_eq!(read("on,name\n").unwrap_err().reason, "the columns must be name,on");
        assert_eq!(read("name,on\na\n").unwrap_err().line, 2);
    }

    #[test]
    fn a_day_may_be_known_by_its_month_or_year_only() {
        let read = |text| table(text).rows(|row| row.date_or_part("on"));
        assert_eq!(read("name,on\na,2026\na,2026-02\na,2026-02-20\n").unwrap(), ["2026", "2026-02", "2026-02-20"]);
        for text in ["name,on\na,26\n", "name,on\na,2026-13\n", "name,on\na,2026-02-30\n", "name,on\na,soon\n"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_web_page_is_plain_and_encrypted() {
        let read = |text| table(text).rows(|row| row.web_page("name"));
        assert_eq!(read("name,on\nhttps://a.example/b?c=d,\n").unwrap(), [Some("https://a.example/b?c=d".to_owned())]);
        for text in ["name,on\nhttp://a.example,\n", "name,on\njavascript:alert(1),\n", "name,on\n\"https://a.example/\"\"x\",\n"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
