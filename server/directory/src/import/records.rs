//! Tables as others write them: separated by commas or by vertical bars, with columns in any order and more of them
//! than we ask for.

use std::io::{self, Cursor, Read};

use csv::{Reader, ReaderBuilder, StringRecord, Terminator, Trim};
use domain::checked::one_line;

use super::{
    error::{ImportError, Refused},
    watch::{Watch, Watched},
};
use crate::table::{Row, malformed, uneven};

/// A table whose header was read.
pub(crate) struct Records<'a, R> {
    reader: Reader<io::Chain<Cursor<Vec<u8>>, Watched<'a, R>>>,
    header: StringRecord,
    watch: &'a Watch,
}

impl<'a, R: Read> Records<'a, R> {
    pub(crate) fn open(watch: &'a Watch, input: R) -> Result<Self, ImportError> {
        let unreadable = |error: io::Error| ImportError::whole(1, error);
        let mut input = watch.reader(input).map_err(unreadable)?;
        let first = first_line(&mut input).map_err(unreadable)?;
        let separator = if first.contains(&b'|') { b'|' } else { b',' };
        // With its own rule for line ends, the reader would count a line too few where they are those of Windows.
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .terminator(Terminator::Any(b'\n'))
            .flexible(true)
            .trim(Trim::All)
            .from_reader(Cursor::new(first).chain(input));
        let header = reader.headers().map_err(|error| malformed(&error))?.clone();
        Ok(Self { reader, header, watch })
    }

    pub(crate) fn header(&self) -> &StringRecord {
        &self.header
    }

    /// Hands over each record with the columns that are asked for, which must be there. What stands in them is on
    /// one line, composed, and no longer than [`FIELD_MAX`]; nobody looks into the others.
    pub(crate) fn each(mut self, columns: &[&str], refused: &mut Refused, mut take: impl FnMut(&Row) -> Result<(), ImportError>) {
        let Some(places) = refused.check(self.places(columns)) else { return };
        let header = StringRecord::from(columns);
        let mut whole = StringRecord::new();
        let mut line = 1;
        loop {
            match self.reader.read_record(&mut whole) {
                Ok(true) => {}
                Ok(false) if self.watch.ends_with_a_line() => return,
                Ok(false) => return refused.add(ImportError::whole(line, CUT_SHORT)),
                Err(error) => {
                    let ImportError { line: at, column, reason } = malformed(&error);
                    refused.add(ImportError { line: if at == 0 { line + 1 } else { at }, column, reason });
                    if error.is_io_error() {
                        return;
                    }
                    continue;
                }
            }
            line = whole.position().map_or(line + 1, csv::Position::line);
            if whole.iter().all(str::is_empty) {
                self.watch.renew();
                continue;
            }
            if let Err(reason) = self.watch.record() {
                return refused.add(ImportError::whole(line, reason));
            }
            if whole.len() != self.header.len() {
                refused.add(uneven(line, whole.len(), self.header.len()));
                continue;
            }
            let mut record = StringRecord::new();
            let errors: Vec<ImportError> = columns
                .iter()
                .zip(&places)
                .filter_map(|(column, place)| {
                    let text = whole.get(*place).unwrap_or_default();
                    match clean(text) {
                        Ok(text) => record.push_field(&text),
                        Err(reason) => return Some(ImportError::new(line, *column, reason)),
                    }
                    None
                })
                .collect();
            if errors.is_empty() {
                refused.check(take(&Row { header: &header, line, record: &record }));
            } else {
                for error in errors {
                    refused.add(error);
                }
            }
        }
    }

    fn places(&self, columns: &[&str]) -> Result<Vec<usize>, ImportError> {
        columns
            .iter()
            .map(|column| {
                let mut places = self.header.iter().enumerate().filter(|(_, name)| name == column).map(|(place, _)| place);
                match (places.next(), places.next()) {
                    (Some(place), None) => Ok(place),
                    (None, _) => {
                        let needed = columns.join(", ");
                        Err(ImportError::new(
                            1,
                            "header",
                            format_args!("there is no column {column}; the file must have {needed}"),
                        ))
                    }
                    (Some(_), Some(_)) => Err(ImportError::new(1, "header", format_args!("there are two columns {column}"))),
                }
            })
            .collect()
    }
}

/// One line of text, composed, or nothing.
pub(crate) fn clean(text: &str) -> Result<String, domain::checked::TextError> {
    if text.trim().is_empty() { Ok(String::new()) } else { one_line(text, FIELD_MAX) }
}

fn first_line(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line.last() != Some(&b'\n') && input.read(&mut byte)? == 1 {
        line.push(byte[0]);
    }
    Ok(line)
}

/// The longest field that is taken, in characters.
const FIELD_MAX: usize = 500;

const CUT_SHORT: &str = "the file ends in the middle of a line: it was cut short, and has to be fetched again, or only the line break at its end is missing";
