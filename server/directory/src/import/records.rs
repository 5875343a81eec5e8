//! Tables as others write them: separated by commas, semicolons, tabs or vertical bars, with columns in any order and
//! more of them than we ask for.

use std::{
    collections::BTreeSet,
    io::{self, Cursor, Read},
};

use csv::{Reader, ReaderBuilder, StringRecord, Terminator};
use domain::{
    checked::{TextError, one_line},
    grid::{Fault, Unreadable},
};

use super::{
    error::{ImportError, Refused},
    made::Mend,
    sort::Likely,
    spreadsheet,
    watch::{Watch, Watched, fault},
};
use crate::table::{Row, malformed, parse_date, uneven};

/// A table of which it is known how its cells are separated.
pub(crate) struct Begun<'a> {
    pub(crate) reader: Reader<io::Chain<Cursor<Vec<u8>>, Watched<'a>>>,
    pub(crate) separator: char,
    /// On which line its first row stands.
    pub(crate) line: u64,
}

impl<'a> Begun<'a> {
    /// Looks at the first row. `header` says whether it holds the names of the columns.
    pub(crate) fn new(watch: &'a Watch, input: impl Read + 'a, header: bool) -> Result<Self, Unreadable> {
        let mut input = watch.reader(input)?;
        if let Some(fault) = Likely::of(&input.start).instead_of_table() {
            return Err(fault.into());
        }
        let mut line = 1;
        let mut named = None;
        let (first, separator) = loop {
            let first = first_row(&mut input).map_err(|error| Unreadable { line, ..fault(&error) })?;
            let text = String::from_utf8_lossy(&first);
            if let Some(separator) = says_separator(&text) {
                named = Some(separator);
            } else if first.is_empty() || text.contains(|c: char| !c.is_whitespace() && !SEPARATORS.contains(&c)) {
                let found = separator_of(&first);
                break (first, named.unwrap_or(found));
            }
            line += 1;
        };
        // With its own rule for line ends, the reader would count a line too few where they are those of Windows.
        let reader = ReaderBuilder::new()
            .delimiter(u8::try_from(separator).unwrap_or(b','))
            .terminator(Terminator::Any(b'\n'))
            .has_headers(header)
            .flexible(true)
            .from_reader(Cursor::new(first).chain(input));
        Ok(Self { reader, separator, line })
    }
}

/// A table whose header was read.
pub(crate) struct Records<'a> {
    reader: Reader<io::Chain<Cursor<Vec<u8>>, Watched<'a>>>,
    header: StringRecord,
    /// How many fields the header has with the empty ones at its end.
    width: usize,
    /// On which line the header stands.
    line: u64,
    watch: &'a Watch,
}

impl<'a> Records<'a> {
    pub(crate) fn open(watch: &'a Watch, input: impl Read + 'a) -> Result<Self, ImportError> {
        let Begun { mut reader, separator, line } = Begun::new(watch, input, true)?;
        if let Some((_, name)) = SEPARATORS.iter().zip(NAMES).find(|(sign, _)| **sign == separator)
            && separator != ','
        {
            watch.made.say(format!("Columns are separated by {name}."));
        }
        let header = reader.headers().map_err(|error| malformed(&error))?;
        let mut header: Vec<String> = header.iter().map(|name| name.trim_matches(around).to_owned()).collect();
        let width = header.len();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        if let [one] = &header[..]
            && one.contains(SEPARATORS)
        {
            return Err(ImportError::whole(line, Fault::OneCell));
        }
        Ok(Self { reader, header: StringRecord::from(header), width, line, watch })
    }

    /// Whether there is a column of this name, in capitals or not.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.header.iter().any(|name| plain(name) == plain(column))
    }

    pub(crate) fn header(&self) -> &StringRecord {
        &self.header
    }

    /// Hands over each record with the columns that are asked for. Others are not looked at. A field is composed (Unicode
    /// NFC) and no longer than [`FIELD_MAX`]. It is on one line, but for addresses, and a day is written as we write it. A
    /// column that may be empty may be missing, and so may the last fields of a row.
    pub(crate) fn each(mut self, columns: &[&str], refused: &mut Refused, mut take: impl FnMut(&Row) -> Result<(), ImportError>) {
        let Some(places) = refused.check(self.places(columns)) else { return };
        let header = StringRecord::from(columns);
        let last = self.header.len() - 1;
        let mut whole = StringRecord::new();
        let mut line = self.line;
        // How many fields the rows so far have.
        let mut widths = BTreeSet::new();
        loop {
            match self.reader.read_record(&mut whole) {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    let ImportError { line: at, column, reason } = malformed(&error);
                    let at = if at == 0 { line + 1 } else { at + self.line - 1 };
                    refused.add(self.watch.fault().map_or(ImportError { line: at, column, reason }, ImportError::from));
                    if error.is_io_error() {
                        return;
                    }
                    continue;
                }
            }
            line = whole.position().map_or(line + 1, |at| at.line() + self.line - 1);
            // Only the end of the file ends it: its line break is missing, or a quotation mark is not closed.
            let is_open = self.watch.has_ended();
            if !(is_open && self.watch.is_quoting()) && whole.iter().all(|field| field.trim().is_empty()) {
                self.watch.renew();
                continue;
            }
            if let Err(fault) = self.watch.record() {
                return refused.add(ImportError::whole(line, fault));
            }
            if is_open && self.watch.ends_with_a_line() {
                return refused.add(ImportError::whole(line, Fault::NotClosed));
            }
            let is_like_all = widths.len() == 1 && widths.contains(&whole.len()) && self.ends_with_a_day(&whole);
            if is_open && (self.watch.is_quoting() || (whole.len() < self.header.len() && !is_like_all)) {
                return refused.add(ImportError::whole(line, CUT_SHORT));
            }
            widths.insert(whole.len());
            let open = columns.iter().zip(&places).find(|(_, place)| is_open && **place == Some(last)).map(|(column, _)| *column);
            let taken = self.fields(&whole, columns, &places, line).and_then(|record| {
                let row = Row { header: &header, line, record: &record, made: Some(&self.watch.made), open };
                take(&row).map_err(|error| vec![error])
            });
            match taken {
                Ok(()) => self.say_what_is_missing(&whole, line, is_open),
                // In a row that lacks a field, it is not known which.
                Err(_) if whole.len() < self.header.len() => refused.add(uneven(line, whole.len(), self.header.len())),
                Err(errors) => {
                    let more = (whole.len() > self.width).then(|| uneven(line, whole.len(), self.header.len()));
                    let more = more.filter(|more| !errors.contains(more));
                    let cut = is_open.then(|| ImportError::whole(line, CUT_SHORT));
                    more.into_iter().chain(errors).chain(cut).for_each(|error| refused.add(error));
                }
            }
        }
    }

    /// Whether the last field of a row is a day, and all of it: there the row was not cut off.
    fn ends_with_a_day(&self, row: &StringRecord) -> bool {
        let column = row.len().checked_sub(1).and_then(|last| self.header.get(last)).unwrap_or_default();
        DAYS.contains(&plain(column).as_str()) && parse_date(row.iter().next_back().unwrap_or_default().trim()).is_ok()
    }

    fn say_what_is_missing(&self, whole: &StringRecord, line: u64, is_open: bool) {
        let made = &self.watch.made;
        if let Some(first) = self.header.get(whole.len()) {
            made.mend(Mend::Short, line, format_args!(" ends before {first}"));
        }
        if is_open {
            let end = whole.iter().next_back().unwrap_or_default().trim();
            let end = if end.is_empty() { "an empty field".to_owned() } else { format!("\u{201c}{end}\u{201d}") };
            made.say(format!(
                "The last line, {line}, has no line break at its end; it was taken as whole, as all its fields are there, and ends with {end}."
            ));
        }
    }

    /// The fields in the columns that are asked for, or all that is wrong with them.
    fn fields(
        &self,
        whole: &StringRecord,
        columns: &[&str],
        places: &[Option<usize>],
        line: u64,
    ) -> Result<StringRecord, Vec<ImportError>> {
        if whole.iter().skip(self.header.len()).any(|field| !field.trim().is_empty()) {
            return Err(vec![uneven(line, whole.len(), self.header.len())]);
        }
        if let [one] = &whole.iter().collect::<Vec<_>>()[..]
            && self.header.len() > 1
            && one.contains(SEPARATORS)
        {
            return Err(vec![ImportError::whole(line, OTHERWISE)]);
        }
        let mut record = StringRecord::new();
        let mut errors = Vec::new();
        for (column, place) in columns.iter().zip(places) {
            match self.field(column, place.and_then(|place| whole.get(place)).unwrap_or_default(), line) {
                Ok(text) => record.push_field(&text),
                Err(reason) => errors.push(ImportError::new(line, *column, reason)),
            }
        }
        if errors.is_empty() { Ok(record) } else { Err(errors) }
    }

    fn field(&self, column: &str, text: &str, line: u64) -> Result<String, String> {
        let text = text.trim();
        let made = &self.watch.made;
        if spreadsheet::is_error(text) {
            return Err(format!("{text} is what a spreadsheet writes where it has a fault; write the value itself"));
        }
        if SEVERAL_LINES.contains(&column) && text.contains(LINE_ENDS) {
            let lines = text.split(LINE_ENDS).map(clean).collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
            let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
            made.mend(Mend::Breaks, line, "");
            return Ok(lines.join("\n"));
        }
        if DAYS.contains(&column)
            && let Some(day) = spreadsheet::day(text)?
        {
            made.read_as(Mend::Day, line, text, &day);
            return Ok(day);
        }
        clean(text).map_err(|error| error.to_string())
    }

    /// Where the columns stand, by their names; `None` for one that is not there and may be empty.
    fn places(&self, columns: &[&str]) -> Result<Vec<Option<usize>>, ImportError> {
        let error = |reason: String| ImportError::new(self.line, "header", reason);
        let mut loosely = false;
        let mut places = Vec::new();
        for column in columns {
            let mut at: Vec<usize> =
                self.header.iter().enumerate().filter(|(_, name)| name == column).map(|(at, _)| at).collect();
            if at.is_empty() {
                let meant = plain(column);
                at = self.header.iter().enumerate().filter(|(_, name)| plain(name) == meant).map(|(at, _)| at).collect();
                loosely |= !at.is_empty();
            }
            match at[..] {
                [] => places.push(None),
                [at] => places.push(Some(at)),
                _ => return Err(error(format!("there are two columns {column}"))),
            }
        }
        let missing: Vec<&str> = columns.iter().zip(&places).filter(|(_, at)| at.is_none()).map(|(column, _)| *column).collect();
        let unknown =
            self.header.iter().enumerate().filter(|(at, name)| !name.is_empty() && !places.contains(&Some(*at))).count();
        if let Some(column) = missing.iter().find(|column| unknown > 0 || !MAY_BE_MISSING.contains(column)) {
            return Err(error(format!("there is no column {column}; the file must have {}", columns.join(", "))));
        }
        if !missing.is_empty() {
            self.watch.made.say(format!("Columns that are not in the file were taken as empty: {}.", missing.join(", ")));
        }
        if loosely {
            self.watch.made.say("The header\u{2019}s words were read without regard to capitals, spaces and hyphens.");
        }
        Ok(places)
    }
}

/// A column's name without what people and programs do to it: capitals, quotation marks, spaces, hyphens.
fn plain(name: &str) -> String {
    let sign = |c: char| if c.is_whitespace() || c == '-' { '_' } else { c };
    name.trim_matches(around).chars().flat_map(char::to_lowercase).map(sign).collect()
}

/// Whether a character may stand around a column's name.
fn around(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '\u{2018}'..='\u{201F}' | '\u{200B}' | '\u{FEFF}')
}

/// One line of text, composed, or nothing.
pub(crate) fn clean(text: &str) -> Result<String, TextError> {
    if text.trim().is_empty() { Ok(String::new()) } else { one_line(text, FIELD_MAX) }
}

/// The first line, and those after it on which a cell of it goes on.
fn first_row(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut row = Vec::new();
    let mut byte = [0];
    let mut quoted = false;
    while (quoted || row.last() != Some(&b'\n')) && input.read(&mut byte)? == 1 {
        quoted ^= byte[0] == b'"';
        row.push(byte[0]);
    }
    Ok(row)
}

/// The separator that a line of its own says, for Excel: `sep=;`.
fn says_separator(line: &str) -> Option<char> {
    let line = line.trim_end_matches('\n').trim_matches('"');
    let (word, sign) = line.split_once('=')?;
    let mut signs = sign.chars();
    let sign =
        signs.next().filter(|sign| SEPARATORS.contains(sign) && signs.all(|rest| rest == *sign || rest.is_whitespace()))?;
    word.trim().eq_ignore_ascii_case("sep").then_some(sign)
}

/// The separator by which a row falls into the most cells. Those inside of quotation marks do not count.
fn separator_of(row: &[u8]) -> char {
    let bare: Vec<&[u8]> = row.split(|byte| *byte == b'"').step_by(2).collect();
    let count = |separator: char| bare.iter().flat_map(|part| part.iter()).filter(|byte| char::from(**byte) == separator).count();
    SEPARATORS.into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(',')
}

pub(crate) const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
const NAMES: [&str; 4] = ["commas", "semicolons", "tabs", "vertical bars"];

/// The line ends inside a cell: those of tables, and those that are pasted from office programs.
const LINE_ENDS: [char; 6] = ['\n', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Columns of which a cell may have several lines, each a line of the address.
const SEVERAL_LINES: [&str; 2] = ["address", "street"];

/// Columns with days.
const DAYS: [&str; 5] = ["signed_on", "joined_on", "left_on", "as_of", "valid_until"];

/// Columns that may be empty in every row, so that a file may do without them.
const MAY_BE_MISSING: [&str; 17] = [
    "role",
    "title",
    "of_name",
    "full_name",
    "last_name",
    "address",
    "address_country",
    "street",
    "street_country",
    "email",
    "phone",
    "web_form",
    "note",
    "valid_until",
    "signed_on",
    "joined_on",
    "left_on",
];

/// The longest field that is taken, in characters.
const FIELD_MAX: usize = 500;

const CUT_SHORT: &str = "the file ends in the middle of this line: it was cut short, and has to be fetched again; or, if the line is whole, write its empty fields and a line break at its end";

const OTHERWISE: &str = "this line is not separated as the header is; save the file as CSV again";
