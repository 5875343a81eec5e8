//! The importers of members, of their offices and of districts, on small made-up files of the shape of those that
//! are published.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its sentences may")]

mod bounds;
mod members;
mod offices;
mod refused;
mod spoilt;

use std::{
    io::{self, Read},
    path::Path,
};

use directory::import::{About, Congress, Form, ImportError, Map, Offices, RECORD_MAX, Refused, congress, offices};
use domain::{
    district::{Congress as Sitting, District, Districts, Zip},
    state::US_STATES,
    target::{Chamber, Holder, HouseRole, Office, Seat, Target},
};
use proptest::prelude::*;

const JSON: &str = include_str!("../upstream/legislators.json");
const YAML: &str = include_str!("../upstream/legislators.yaml");
const CSV: &str = include_str!("../upstream/legislators.csv");
const OFFICES: &str = include_str!("../upstream/offices.csv");
const PAIRS: &str = include_str!("../upstream/zccd.csv");
const RELATIONSHIP: &str = include_str!("../upstream/cd119-zcta520.txt");

fn about() -> About {
    About { source: "unitedstates/congress-legislators (CC0)".to_owned(), as_of: "2026-06-15".parse().unwrap() }
}

/// The districts of a file, without the notes on how it was read.
fn districts(input: impl Read) -> Result<Map, Refused> {
    directory::import::districts(input).map(|map| Map { notes: Vec::new(), ..map })
}

fn members(text: &str, form: Form) -> Congress {
    congress(text.as_bytes(), form, &about()).unwrap()
}

fn member<'a>(congress: &'a Congress, id: &str) -> &'a Target {
    congress.members.iter().find(|target| target.id.as_str() == id).unwrap_or_else(|| panic!("there is no {id}"))
}

/// A text with one thing in it changed, which must be there.
fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The only error of a file.
fn only(read: Result<impl Sized, Refused>) -> ImportError {
    match read {
        Ok(_) => panic!("this was taken"),
        Err(Refused { errors, more: 0 }) if errors.len() == 1 => errors[0].clone(),
        Err(refused) => panic!("{refused}"),
    }
}

/// The line on which a text has something.
fn line_of(text: &str, what: &str) -> u64 {
    1 + text.lines().position(|line| line.contains(what)).unwrap() as u64
}

/// The line on which a member of the JSON begins.
fn begins(bioguide: &str) -> u64 {
    line_of(JSON, &format!("\"bioguide\": \"{bioguide}\"")) - 2
}

/// Line, column and the reason's beginning.
fn assert_error(error: &ImportError, line: u64, column: &str, reason: &str) {
    assert_eq!((error.line, error.column.as_str()), (line, column), "{error}");
    assert!(error.reason.starts_with(reason), "{error}");
}

#[test]
fn the_ending_of_a_name_says_how_a_file_is_written() {
    for (name, form) in
        [("a.json", Form::Json), ("a.yaml", Form::Yaml), ("b.c.YML", Form::Yaml), ("/d/legislators-current.csv", Form::Csv)]
    {
        assert_eq!(Form::of(Path::new(name)), Ok(form), "{name}");
    }
    for (name, form) in [("a.json.gz", Form::Json), ("a.jsonl", Form::Json), ("a.NDJSON", Form::Json), ("a.csv.gz", Form::Csv)] {
        assert_eq!(Form::of(Path::new(name)), Ok(form), "{name}");
    }
    for name in ["", "json", "a.xml", "a.gz", "gz"] {
        let error = Form::of(Path::new(name)).unwrap_err();
        assert_eq!(error.to_string(), "The file's name must end in .json, .yaml or .csv, as it says how the file is written.");
    }
}
