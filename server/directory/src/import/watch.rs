//! Bounds on reading a file: a reader that fails, with the reason, before too much is held.

use std::{
    cell::{Cell, RefCell},
    io::{self, Cursor, Read},
};

use domain::grid::{Fault, Unreadable};

use super::{error::Wrong, made::Made, opened, sort::START};

/// The longest file, in bytes. The longest that is published has a hundredth of it.
pub const FILE_MAX: u64 = 256 << 20;

/// The longest record, in bytes: a line of a table, a member with all of his or her terms. The longest that is
/// published has a thirtieth of it.
pub const RECORD_MAX: u64 = 256 << 10;

/// The state of a file while it is read. It is shared by the reader, which a parser owns, and by the code that asks about
/// it.
///
/// The bounds hold for the text, as it is after it was unpacked and decoded.
#[derive(Debug)]
pub(crate) struct Watch {
    /// How the file was read where it is written otherwise than we ask for, for the report.
    pub(crate) made: Made,
    file_max: u64,
    file_left: Cell<u64>,
    record_left: Cell<u64>,
    records_max: u64,
    records: Cell<u64>,
    breaks: Cell<u64>,
    last: Cell<u8>,
    marks: Cell<u64>,
    ended: Cell<bool>,
    fault: RefCell<Option<Unreadable>>,
}

impl Watch {
    /// For a file that may have so many records.
    pub(crate) fn new(records_max: u64) -> Self {
        Self::with(FILE_MAX, records_max)
    }

    /// For a file that may have so many bytes and records.
    pub(crate) fn with(file_max: u64, records_max: u64) -> Self {
        Self {
            made: Made::default(),
            file_max,
            file_left: Cell::new(file_max),
            record_left: Cell::new(RECORD_MAX),
            records_max,
            records: Cell::new(0),
            breaks: Cell::new(0),
            last: Cell::new(b'\n'),
            marks: Cell::new(0),
            ended: Cell::new(false),
            fault: RefCell::default(),
        }
    }

    /// A reader of the file's text: unpacked, in UTF-8, its lines ending with a line feed.
    pub(crate) fn reader<'a>(&'a self, input: impl Read + 'a) -> Result<Watched<'a>, Unreadable> {
        let mut rest = opened::text(input, &self.made).map_err(|error| fault(&error))?;
        let mut start = Vec::new();
        rest.by_ref().take(START as u64).read_to_end(&mut start).map_err(|error| fault(&error))?;
        Ok(Watched { start: start.clone(), inner: Cursor::new(start).chain(rest), watch: self })
    }

    /// The reason why the file cannot be read any further, if there is one: in our words, where a parser has words of its
    /// own.
    pub(crate) fn fault(&self) -> Option<Unreadable> {
        self.fault.borrow().clone()
    }

    /// Begins the count of a record's bytes anew: what was read last was no record.
    pub(crate) fn renew(&self) {
        self.record_left.set(RECORD_MAX);
    }

    /// A record begins, which may take up to [`RECORD_MAX`] bytes. Says no after too many.
    pub(crate) fn record(&self) -> Result<(), Fault> {
        self.renew();
        self.records.set(self.records.get() + 1);
        let most = self.records_max;
        if self.records.get() > most { Err(Fault::TooManyRows { most }) } else { Ok(()) }
    }

    /// Why no more is read, if it is so: for a parser that keeps the error of its reader to itself.
    pub(crate) fn over(&self) -> Option<Fault> {
        if self.file_left.get() == 0 {
            return Some(Fault::TooLong { megabytes: self.file_max >> 20 });
        }
        (self.record_left.get() == 0).then_some(Fault::LongRow { kilobytes: RECORD_MAX >> 10 })
    }

    /// The line at which the reader stands, counted from 1. It is exact for a parser that reads byte by byte.
    pub(crate) fn line(&self) -> u64 {
        self.breaks.get() + 1
    }

    /// Whether what was read so far ends with a line, as a whole file does.
    pub(crate) fn ends_with_a_line(&self) -> bool {
        self.last.get() == b'\n'
    }

    /// Whether the end of the file was seen.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended.get()
    }

    /// Whether a quotation mark was opened that is not closed, in what was read so far.
    pub(crate) fn is_quoting(&self) -> bool {
        self.marks.get() % 2 == 1
    }
}

/// A reader that fails when a record or the file takes more than it may.
pub(crate) struct Watched<'a> {
    /// The first bytes of the text.
    pub(crate) start: Vec<u8>,
    inner: io::Chain<Cursor<Vec<u8>>, Box<dyn Read + 'a>>,
    watch: &'a Watch,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(fault) = self.watch.over() {
            return Err(io::Error::other(Wrong(fault.into())));
        }
        let Watch { file_left, record_left, breaks, last, marks, ended, .. } = self.watch;
        let most = usize::try_from(file_left.get().min(record_left.get())).unwrap_or(usize::MAX).min(buffer.len());
        let remember = |error: &io::Error| *self.watch.fault.borrow_mut() = Some(fault(error));
        let read = self.inner.read(&mut buffer[..most]).inspect_err(remember)?;
        let bytes = &buffer[..read];
        let count = |wanted| (bytes.split(|byte| *byte == wanted).count() - 1) as u64;
        file_left.set(file_left.get() - read as u64);
        record_left.set(record_left.get() - read as u64);
        breaks.set(breaks.get() + count(b'\n'));
        marks.set(marks.get() + count(b'"'));
        last.set(bytes.last().copied().unwrap_or(last.get()));
        ended.set(ended.get() || (read == 0 && most > 0));
        Ok(read)
    }
}

/// The error of a file that cannot be read, with its line where it is known.
pub(crate) fn fault(error: &io::Error) -> Unreadable {
    let known = error.get_ref().and_then(|error| error.downcast_ref::<Wrong>());
    known.map_or_else(|| Fault::Broken(error.to_string()).into(), |Wrong(known)| known.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_bound_and_no_further() {
        let watch = Watch { file_left: Cell::new(5), ..Watch::new(1) };
        let mut read = Vec::new();
        let error = watch.reader(&b"\xEF\xBB\xBFab\ncde"[..]).unwrap().read_to_end(&mut read).unwrap_err();
        assert_eq!((read.as_slice(), watch.line()), (&b"ab\ncd"[..], 2));
        assert_eq!(error.to_string(), "the file is longer than 256 MB; check that it is the right one");
        assert!(!watch.ends_with_a_line());
    }

    #[test]
    fn each_record_has_the_bound_to_itself() {
        let watch = Watch::new(2);
        let mut reader = watch.reader(io::repeat(b'a')).unwrap();
        let all = usize::try_from(RECORD_MAX).unwrap();
        let mut buffer = vec![0; all];
        for _ in 0..2 {
            watch.record().unwrap();
            reader.read_exact(&mut buffer).unwrap();
        }
        assert!(reader.read(&mut buffer).unwrap_err().to_string().starts_with("a record is longer than 256 KB; "));
        assert_eq!(watch.record(), Err(Fault::TooManyRows { most: 2 }));
    }
}
