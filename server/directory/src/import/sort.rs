//! Tells the sort of a file by how it begins, so that one that cannot be read is named, with what to do.

use domain::grid::{Fault, Foreign};

use super::Form;

/// The bytes that are looked at.
pub(super) const START: usize = 4096;

pub(super) const GZIP: &[u8] = b"\x1F\x8B";

/// Names a file that is no text, or no text that can be imported.
pub(super) fn foreign(start: &[u8]) -> Option<Foreign> {
    let holds = |part: &[u8]| start.windows(part.len()).any(|window| window == part);
    if start.starts_with(b"PK\x03\x04") {
        let has_any = |parts: &[&[u8]]| parts.iter().any(|part| holds(part));
        return Some(if has_any(&[b"word/", b"opendocument.text"]) {
            Foreign::Document
        } else if has_any(&[b"ppt/", b"opendocument.presentation"]) {
            Foreign::Slides
        } else if has_any(&[b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet", b".iwa"]) {
            Foreign::Workbook
        } else {
            Foreign::Zip
        });
    }
    if start.get(257..262) == Some(b"ustar") {
        return Some(Foreign::Tar);
    }
    FOREIGN.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, what)| *what)
}

const FOREIGN: [(&[u8], Foreign); 22] = [
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Foreign::Workbook),
    (b"PK\x05\x06", Foreign::EmptyZip),
    (b"%PDF-", Foreign::Pdf),
    (b"BZh", Foreign::Packed),
    (b"\xFD7zXZ\0", Foreign::Packed),
    (b"\x28\xB5\x2F\xFD", Foreign::Packed),
    (b"7z\xBC\xAF\x27\x1C", Foreign::Packed),
    (b"Rar!", Foreign::Packed),
    (b"\x1F\x9D", Foreign::Packed),
    (b"\x04\x22\x4D\x18", Foreign::Packed),
    (b"LZIP", Foreign::Packed),
    (b"\x89PNG", Foreign::Picture),
    (b"\xFF\xD8\xFF", Foreign::Picture),
    (b"GIF8", Foreign::Picture),
    (b"{\\rtf", Foreign::Document),
    (b"SQLite format 3\0", Foreign::Database),
    (b"PAR1", Foreign::Parquet),
    (b"\x7FELF", Foreign::Program),
    (b"MZ\x90", Foreign::Program),
    (b"\xFF\xFE\0\0", Foreign::Utf32),
    (b"\0\0\xFE\xFF", Foreign::Utf32),
    (b"version https://git-lfs", Foreign::Pointer),
];

/// In which form a text seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likely {
    /// It begins as JSON does: a list, or an object.
    JsonList,
    JsonObject,
    Yaml,
    WebPage,
    Xml,
    /// Its first line holds separators.
    Table,
    Empty,
    Unknown,
}

impl Likely {
    pub(super) fn of(start: &[u8]) -> Self {
        let text = String::from_utf8_lossy(start);
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        let lower: String = text.chars().take(200).collect::<String>().to_ascii_lowercase();
        let line = text.lines().next().unwrap_or_default();
        match text.chars().next() {
            None if start.len() < START => Self::Empty,
            Some('[') => Self::JsonList,
            Some('{') => Self::JsonObject,
            Some('<') if lower.starts_with("<?xml") && !lower.contains("<html") => Self::Xml,
            Some('<') if ["<!doctype html", "<html", "<head", "<body", "<!--"].iter().any(|tag| lower.starts_with(tag)) => {
                Self::WebPage
            }
            Some('<') if lower.contains("<html") => Self::WebPage,
            Some('<') => Self::Xml,
            Some('-' | '#' | '%') if line.starts_with("- ") || line.starts_with("---") || line.starts_with(['#', '%']) => {
                Self::Yaml
            }
            _ if line.contains([',', ';', '\t', '|']) => Self::Table,
            _ => Self::Unknown,
        }
    }

    /// Says what it is and what to do, where another form is wanted.
    pub(super) fn instead_of(self, wanted: Form) -> Option<String> {
        let seems = match self {
            Self::Yaml if wanted == Form::Json => "this seems to be YAML; if it is, let the file\u{2019}s name end in .yaml",
            Self::Table if wanted == Form::Json => "this seems to be a table; if it is, let the file\u{2019}s name end in .csv",
            _ => return self.fault(wanted).map(|fault| fault.to_string()),
        };
        Some(seems.to_owned())
    }

    /// Why it can be read in no form, or not in the one that is wanted.
    fn fault(self, wanted: Form) -> Option<Fault> {
        Some(match self {
            Self::WebPage => Fault::Foreign(Foreign::WebPage),
            Self::Empty => Fault::Empty,
            Self::Xml => Fault::Foreign(Foreign::Xml),
            Self::JsonList | Self::JsonObject if wanted == Form::Csv => Fault::Foreign(Foreign::Json),
            _ => return None,
        })
    }

    /// Why it cannot be read as a table.
    pub(super) fn instead_of_table(self) -> Option<Fault> {
        self.fault(Form::Csv)
    }
}
