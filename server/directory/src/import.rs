//! The importers: files as others publish them, read into checked rows.
//!
//! Each is a function from bytes to rows. It takes all of a file or nothing of it: one row that is wrong refuses the
//! file, and everything that is wrong is said at once, with its line, its column and what to do. What a file leaves
//! open (an office without an address, a member whose term is over) is no error; it is left out, and noted.
//!
//! A file is read as a stream. Its size, the size of a record and the number of records are bounded (see [`FILE_MAX`] and
//! [`RECORD_MAX`]). Other rooms store the rows and say what they change.

pub(crate) mod congress;
mod depositary;
mod depositary_names;
mod districts;
mod error;
pub(crate) mod made;
mod missions;
pub(crate) mod offices;
mod opened;
pub(crate) mod records;
mod sort;
pub(crate) mod spreadsheet;
mod targets;
mod treaty;
pub(crate) mod watch;
mod windows;

use std::path::Path;

use domain::Date;

pub use congress::{Congress, congress};
pub use depositary::XML_MAX;
pub use districts::{Map, districts};
pub use error::{ImportError, Refused};
pub use missions::{MissionRows, missions};
pub use offices::{Offices, offices};
pub use targets::{TargetRows, targets};
pub use treaty::{TreatyRows, treaty_csv, treaty_xml};
pub use watch::{FILE_MAX, RECORD_MAX};

/// Whose statement a file is. The files do not say it themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// From where it is, as it is shown: "unitedstates/congress-legislators (CC0)".
    pub source: String,
    /// The day for which it says so.
    pub as_of: Date,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    Yaml,
    Csv,
}

/// A file whose name does not say how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The file's name must end in .json, .yaml or .csv, as it says how the file is written.")]
pub struct UnknownForm;

impl Form {
    /// By the ending of the file's name.
    pub fn of(path: &Path) -> Result<Self, UnknownForm> {
        match ending(path).as_str() {
            "json" | "jsonl" | "ndjson" => Ok(Self::Json),
            "yaml" | "yml" => Ok(Self::Yaml),
            "csv" | "tsv" => Ok(Self::Csv),
            _ => Err(UnknownForm),
        }
    }
}

/// The ending of a file's name in small letters, without the one that says that it is packed.
pub fn ending(path: &Path) -> String {
    let of = |path: &Path| path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    match of(path) {
        gz if gz == "gz" => path.file_stem().map_or_else(String::new, |stem| of(Path::new(stem))),
        ending => ending,
    }
}

/// The note on what was read and left out, if anything was.
fn left_out(why: &str, names: &[String]) -> Vec<String> {
    let first = names.iter().take(NAMED_MAX).map(String::as_str).collect::<Vec<_>>().join(", ");
    let and = if names.len() > NAMED_MAX { " and others" } else { "" };
    if names.is_empty() { Vec::new() } else { vec![format!("Left out, {why}: {} ({first}{and}).", names.len())] }
}

/// How many of what was left out are named.
const NAMED_MAX: usize = 10;
