//! Missions of any state to any state or to the United Nations, in a table of our own form.

use std::{collections::HashMap, io::Read};

use domain::{
    directory::Absence,
    grid::Grid,
    state::{Iso2, State},
    target::{Office, Target},
};

use super::{
    error::{ImportError, Refused},
    records::Records,
    targets::{must_be_empty, name, reachable},
    watch::Watch,
};
use crate::{
    missions::{has_mission, street, target, target_id},
    states::Known,
    table::Row,
};

/// The rows of a file of missions.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct MissionRows {
    pub targets: Vec<Target>,
    /// The missions that there are not, and why.
    pub absences: Vec<Absence>,
    /// How the file was read where it is written otherwise than we ask for.
    pub notes: Vec<String>,
}

const COLUMNS: &[&str] = &[
    "of",
    "to",
    "kind",
    "name",
    "of_name",
    "holder",
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
    "source",
    "as_of",
];

/// The columns that a row of kind `none` leaves empty.
const OF_A_MISSION: &[&str] = &[
    "name",
    "of_name",
    "holder",
    "full_name",
    "last_name",
    "address",
    "address_country",
    "street",
    "street_country",
    "email",
    "phone",
    "web_form",
];

/// Reads the table (`docs/imports.md`). It holds the missions that somebody knows of, not all.
pub fn missions(input: impl Read, states: &[State]) -> Result<MissionRows, Refused> {
    let known = Known::new(states);
    let mut lines: HashMap<(Iso2, Iso2), u64> = HashMap::new();
    let mut rows = MissionRows::default();
    let mut refused = Refused::default();
    let watch = Watch::new(Grid::ROWS_MAX);
    Records::open(&watch, input)?.each(COLUMNS, &mut refused, |row| {
        let (of, to) = (known.state(row, "of")?, receiving(&known, row)?);
        if of.iso2 == to {
            return Err(row.error("to", "a state has no mission to itself"));
        }
        let key = (of.iso2.clone(), to);
        if let Some(line) = lines.insert(key.clone(), row.line) {
            return Err(row.error("to", format_args!("the mission of {} to {} is on line {line} already", key.0, key.1)));
        }
        if has_mission(row)? {
            rows.targets.push(mission(&known, row, key)?);
        } else {
            rows.absences.push(absence(row, key)?);
        }
        Ok(())
    });
    if lines.is_empty() {
        refused.add_to_none(ImportError::whole(0, "there is no row in it"));
    }
    rows.notes = watch.made.sentences();
    refused.or(rows)
}

/// The state, or the United Nations, to which a mission is sent.
fn receiving(known: &Known, row: &Row) -> Result<Iso2, ImportError> {
    if row.text("to")? == Iso2::un().as_str() { Ok(Iso2::un()) } else { Ok(known.state(row, "to")?.iso2.clone()) }
}

fn mission(known: &Known, row: &Row, (of, to): (Iso2, Iso2)) -> Result<Target, ImportError> {
    if to == Iso2::un() && row.text("kind")? != "permanent_mission" {
        return Err(row.error("kind", "a mission to the United Nations is a permanent_mission"));
    }
    if row.text("holder")? == "vacant" {
        must_be_empty(row, &["full_name", "last_name"], "the post is vacant")?;
    }
    let id = target_id(&of, &to);
    let office = Office::Mission { of, to, name: name(row, "name")?, of_name: name(row, "of_name")? };
    let mut target = target(row, office, known.address(row)?, row.web_page("web_form")?, &id)?;
    target.other_addresses.extend(street(row, known)?);
    reachable(row, target)
}

fn absence(row: &Row, (of, to): (Iso2, Iso2)) -> Result<Absence, ImportError> {
    must_be_empty(row, OF_A_MISSION, "there is no mission")?;
    let reason = row.optional("note")?.ok_or_else(|| row.error("note", "say in a sentence why there is none"))?;
    Ok(Absence { of, to, reason: reason.to_owned(), source: row.text("source")?.to_owned(), as_of: row.date("as_of")? })
}
