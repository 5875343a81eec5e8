//! Tells the sort of a file by how it begins, so that one that cannot be read is named, with what to do.

use super::Form;

/// The bytes that are looked at.
pub(super) const START: usize = 4096;

pub(super) const GZIP: &[u8] = b"\x1F\x8B";

/// Names a file that is no text, or no text that can be imported.
pub(super) fn foreign(start: &[u8]) -> Option<&'static str> {
    let holds = |part: &[u8]| start.windows(part.len()).any(|window| window == part);
    if start.starts_with(b"PK\x03\x04") {
        let has_any = |parts: &[&[u8]]| parts.iter().any(|part| holds(part));
        return Some(if has_any(&[b"word/", b"opendocument.text"]) {
            DOCUMENT
        } else if has_any(&[b"ppt/", b"opendocument.presentation"]) {
            "these are slides; import the table that they were made from, as CSV UTF-8"
        } else if has_any(&[b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet", b".iwa"]) {
            WORKBOOK
        } else {
            "this is a zip archive; unpack it and import the file that is in it"
        });
    }
    if start.get(257..262) == Some(b"ustar") {
        return Some("this is a tar archive; unpack it and import the file that is in it");
    }
    FOREIGN.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, what)| *what)
}

const WORKBOOK: &str = "this is a workbook of a spreadsheet program, whatever its name says; open it there, save the sheet as CSV UTF-8 and import that";

const DOCUMENT: &str = "this is a document of a word processor; save it as plain text, or as CSV UTF-8";

const PACKED: &str = "this file is packed in a way that is not read here; unpack it, or pack it with gzip";

const PICTURE: &str = "this is a picture; import the file that it was made from";

const FOREIGN: [(&[u8], &str); 22] = [
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", WORKBOOK),
    (b"PK\x05\x06", "this is a zip archive with nothing in it"),
    (b"%PDF-", "this is a PDF, which is made to be looked at; get the table that it was made from, as CSV"),
    (b"BZh", PACKED),
    (b"\xFD7zXZ\0", PACKED),
    (b"\x28\xB5\x2F\xFD", PACKED),
    (b"7z\xBC\xAF\x27\x1C", PACKED),
    (b"Rar!", PACKED),
    (b"\x1F\x9D", PACKED),
    (b"\x04\x22\x4D\x18", PACKED),
    (b"LZIP", PACKED),
    (b"\x89PNG", PICTURE),
    (b"\xFF\xD8\xFF", PICTURE),
    (b"GIF8", PICTURE),
    (b"{\\rtf", DOCUMENT),
    (b"SQLite format 3\0", "this is a database; export the table as CSV UTF-8"),
    (b"PAR1", "this is a Parquet file; export the table as CSV UTF-8"),
    (b"\x7FELF", "this is a program and no table"),
    (b"MZ\x90", "this is a program and no table"),
    (b"\xFF\xFE\0\0", "this is UTF-32; save the file in UTF-8"),
    (b"\0\0\xFE\xFF", "this is UTF-32; save the file in UTF-8"),
    (b"version https://git-lfs", "this is a pointer to a file and not the file; fetch the file itself (git lfs pull)"),
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
    pub(super) fn instead_of(self, wanted: Form) -> Option<&'static str> {
        Some(match self {
            Self::WebPage => {
                "this is a web page and not the file; fetch the file itself (on GitHub by \u{201c}Download raw file\u{201d})"
            }
            Self::Empty => "the file is empty; fetch it again",
            Self::Xml => "this is XML; of XML only the status of a treaty is taken, from a file whose name ends in .xml",
            Self::JsonList | Self::JsonObject if wanted == Form::Csv => {
                "this is JSON and not a table in CSV; only members of Congress are taken in JSON, from a file whose name ends in .json"
            }
            Self::Yaml if wanted == Form::Json => "this seems to be YAML; if it is, let the file\u{2019}s name end in .yaml",
            Self::Table if wanted == Form::Json => "this seems to be a table; if it is, let the file\u{2019}s name end in .csv",
            _ => return None,
        })
    }
}
