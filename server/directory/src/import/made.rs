//! Notes on how a file was read that is not written as we ask for it. They stand in the report, so that a person sees them.

use std::{cell::RefCell, collections::BTreeMap, fmt::Display};

use domain::grid::Encoding;

/// A change that is made to single rows. They are counted, and the first is told as an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mend {
    /// A row without its last fields.
    Short,
    /// An address with line breaks in its cell.
    Breaks,
    /// A postcode without its space, or with its country in front.
    Postcode,
    /// A day as spreadsheets write it.
    Day,
    /// A ZIP code that a spreadsheet took for a number.
    Zip,
}

impl Mend {
    /// One of them, several of them, and what was done.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Short => ("line ends", "lines end", "before the last columns, which were taken as empty"),
            Self::Breaks => ("address has", "addresses have", "line breaks in the cell; each begins a new line of the address"),
            Self::Postcode => ("postcode was", "postcodes were", "written as its country does"),
            Self::Day => ("day was", "days were", "read from another way of writing it"),
            Self::Zip => ("ZIP code was", "ZIP codes were", "given back the zeros in front that a spreadsheet takes away"),
        }
    }
}

/// The changes that were made to one file while it was read, in sentences.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// Of a file that is not in UTF-8.
    encoding: RefCell<Option<Encoding>>,
    whole: RefCell<Vec<String>>,
    rows: RefCell<BTreeMap<Mend, (u64, String)>>,
}

impl Made {
    /// Something that is so for the whole file.
    pub(crate) fn say(&self, sentence: impl Into<String>) {
        self.whole.borrow_mut().push(sentence.into());
    }

    /// In which encoding the file was read.
    pub(crate) fn read_in(&self, encoding: Encoding) {
        let said = "The file is not UTF-8 and was read as Windows-1252";
        match &encoding {
            Encoding::Utf8 => {}
            Encoding::Utf16 => self.say("The file was read as UTF-16."),
            Encoding::Windows1252 { seen: Some((word, line)) } => self.say(format!(
                "{said}: look whether \u{201c}{word}\u{201d} on line {line} is right. If it is not, save the file as CSV UTF-8."
            )),
            Encoding::Windows1252 { seen: None } => {
                self.say(format!("{said}. Look whether its letters are right. If they are not, save the file as CSV UTF-8."));
            }
        }
        *self.encoding.borrow_mut() = Some(encoding);
    }

    /// The encoding of the file, after it was read to its end.
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding.borrow().clone().unwrap_or(Encoding::Utf8)
    }

    /// Something that was done to one row.
    pub(crate) fn mend(&self, mend: Mend, line: u64, example: impl Display) {
        let mut rows = self.rows.borrow_mut();
        let (count, _) = rows.entry(mend).or_insert_with(|| (0, format!("line {line}{example}")));
        *count += 1;
    }

    /// A row in which one thing was read as another.
    pub(crate) fn read_as(&self, mend: Mend, line: u64, from: &str, to: &str) {
        self.mend(mend, line, format_args!(", \u{201c}{from}\u{201d} as {to}"));
    }

    /// All of it, for the report.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let rows = self.rows.borrow();
        let rows = rows.iter().map(|(mend, (count, example))| {
            let (one, several, done) = mend.words();
            match count {
                1 => format!("1 {one} {done}: {example}."),
                _ => format!("{count} {several} {done}; the first: {example}."),
            }
        });
        self.whole.borrow().iter().cloned().chain(rows).collect()
    }
}
