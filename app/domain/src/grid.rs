//! A table that another program wrote, as it was read: cells in rows, of which nobody has said yet what they mean.
//!
//! Reading it is the work of a port; what its columns mean is for a person to say.

/// The cells of a file, with what was found out about how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    pub encoding: Encoding,
    /// What stands between two cells.
    pub separator: char,
    /// Without empty rows. They may be of different lengths, and do not end with empty cells.
    pub rows: Vec<GridRow>,
}

/// One row of a [`Grid`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRow {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// A cell may have several lines, which end with a line feed.
    pub cells: Vec<String>,
}

/// How letters are written in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    /// It does not say so. `seen` is a word to look at, with its line, if it has letters beyond ASCII.
    Windows1252 {
        seen: Option<(String, u64)>,
    },
}

impl Grid {
    /// The most bytes of a file that an organiser imports.
    pub const BYTES_MAX: usize = 5 << 20;
    /// The most rows of a table of our own, at the desk and on the command line. Every state's mission to every
    /// neighbour is fewer.
    pub const ROWS_MAX: u64 = 10_000;

    /// The most columns of such a file: a person chooses among them.
    pub const COLUMNS_MAX: usize = 200;

    /// How many columns the longest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default()
    }
}

impl GridRow {
    /// A cell without the white space around it; empty where the row ends before it.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// Why a file could not be read as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// From 1; 0 where it is so for the whole file.
    pub line: u64,
    pub fault: Fault,
}

impl From<Fault> for Unreadable {
    fn from(fault: Fault) -> Self {
        Self { line: 0, fault }
    }
}

/// What is wrong with a file. The sentences are for the command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("{0}")]
    Foreign(Foreign),
    #[error("the file is longer than {megabytes} MB; check that it is the right one")]
    TooLong { megabytes: u64 },
    #[error("the file has more than {most} records; check that it is the right one")]
    TooManyRows { most: u64 },
    #[error("a row has more than {most} columns; check that it is the right file")]
    TooManyColumns { most: usize },
    #[error("a record is longer than {kilobytes} KB; look for a quotation mark or a bracket that is opened and not closed")]
    LongRow { kilobytes: u64 },
    #[error("the file is empty; fetch it again")]
    Empty,
    #[error("this file is packed with gzip twice; unpack it once, and import what comes out")]
    PackedTwice,
    #[error("the packed file is damaged or was cut short; fetch it again")]
    PackedDamaged,
    #[error("this is not UTF-8, though what stands above it is; save the whole file as CSV UTF-8")]
    MixedBelow,
    #[error("this is not UTF-8, though line {line} is; save the whole file as CSV UTF-8")]
    MixedAbove { line: u64 },
    /// A few letters that cannot stand together.
    #[error("this is not UTF-8, and read as Windows-1252 it makes no sense (\u{201c}{seen}\u{201d}); save the file as CSV UTF-8")]
    NoEncoding { seen: String },
    #[error("the file ends in the middle of a character: fetch it again if it was cut short, or save it as CSV UTF-8")]
    HalfCharacter,
    #[error("this is not UTF-16, or it was cut short; save the file as CSV UTF-8")]
    NotUtf16,
    #[error("the file holds NUL bytes, as no text does; check that it is the right one, and save it as CSV UTF-8")]
    Nul,
    #[error("each line stands in one cell, as if a table had been pasted into one column; save the table itself as CSV")]
    OneCell,
    #[error("a quotation mark is opened in this line and not closed; close it, or fetch the file again if it was cut short")]
    NotClosed,
    /// The reader broke off, for a reason that is none of the file's.
    #[error("{0}")]
    Broken(String),
}

/// A file of another sort, by how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Foreign {
    #[error(
        "this is a workbook of a spreadsheet program, whatever its name says; open it there, save the sheet as CSV UTF-8 and import that"
    )]
    Workbook,
    #[error("this is a document of a word processor; save it as plain text, or as CSV UTF-8")]
    Document,
    #[error("these are slides; import the table that they were made from, as CSV UTF-8")]
    Slides,
    #[error("this is a zip archive; unpack it and import the file that is in it")]
    Zip,
    #[error("this is a zip archive with nothing in it")]
    EmptyZip,
    #[error("this is a tar archive; unpack it and import the file that is in it")]
    Tar,
    #[error("this file is packed in a way that is not read here; unpack it, or pack it with gzip")]
    Packed,
    #[error("this is a PDF, which is made to be looked at; get the table that it was made from, as CSV")]
    Pdf,
    #[error("this is a picture; import the file that it was made from")]
    Picture,
    #[error("this is a database; export the table as CSV UTF-8")]
    Database,
    #[error("this is a Parquet file; export the table as CSV UTF-8")]
    Parquet,
    #[error("this is a program and no table")]
    Program,
    #[error("this is UTF-32; save the file in UTF-8")]
    Utf32,
    #[error("this is a pointer to a file and not the file; fetch the file itself (git lfs pull)")]
    Pointer,
    #[error("this is a web page and not the file; fetch the file itself (on GitHub by \u{201c}Download raw file\u{201d})")]
    WebPage,
    #[error("this is XML; of XML only the status of a treaty is taken, from a file whose name ends in .xml")]
    Xml,
    #[error(
        "this is JSON and not a table in CSV; only members of Congress are taken in JSON, from a file whose name ends in .json"
    )]
    Json,
}
