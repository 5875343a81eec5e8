//! Offices in capitals, and others that a campaign writes to, in a table of our own form.

use std::{collections::HashMap, io::Read};

use domain::{
    checked::{EmailAddress, Slug, one_line},
    grid::Grid,
    state::State,
    target::{CapitalRole, Holder, Office, Target, TargetId},
};

use super::{
    error::{ImportError, Refused},
    records::Records,
    watch::Watch,
};
use crate::{
    states::Known,
    table::{Row, parse_date},
};

const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "role",
    "name",
    "title",
    "of_name",
    "country",
    "full_name",
    "last_name",
    "address",
    "address_country",
    "email",
    "phone",
    "web_form",
    "note",
    "source",
    "as_of",
    "valid_until",
];

/// The rows of a file of offices in capitals and of custom targets.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TargetRows {
    pub targets: Vec<Target>,
    /// How the file was read where it is written otherwise than we ask for.
    pub notes: Vec<String>,
}

/// Reads the table (`docs/imports.md`).
pub fn targets(input: impl Read, states: &[State]) -> Result<TargetRows, Refused> {
    let known = Known::new(states);
    let mut lines: HashMap<TargetId, u64> = HashMap::new();
    let mut targets = Vec::new();
    let mut refused = Refused::default();
    let watch = Watch::new(Grid::ROWS_MAX);
    Records::open(&watch, input)?.each(COLUMNS, &mut refused, |row| {
        let id = id(row)?;
        if let Some(line) = lines.insert(id.clone(), row.line) {
            return Err(row.error("id", format_args!("{id} is on line {line} already")));
        }
        targets.push(target(&known, row, id)?);
        Ok(())
    });
    if lines.is_empty() {
        refused.add_to_none(ImportError::whole(0, "there is no row in it"));
    }
    refused.or(TargetRows { targets, notes: watch.made.sentences() })
}

/// A name that stands in addresses of pages: it is never that of a member of Congress or of a mission.
fn id(row: &Row) -> Result<TargetId, ImportError> {
    let start = match row.text("kind")? {
        "capital" => format!("capital-{}-", row.text("country")?.to_lowercase()),
        "custom" => "custom-".to_owned(),
        _ => return Err(row.error("kind", "this must be capital or custom")),
    };
    row.parse("id", |text| {
        let slug = Slug::parse(text).map_err(|error| error.to_string())?;
        match slug.as_str().strip_prefix(&start) {
            Some(rest) if !rest.is_empty() => TargetId::parse(text).map_err(|error| error.to_string()),
            _ => Err(format!("this must begin with {start} and go on with what tells the office apart")),
        }
    })
}

fn target(known: &Known, row: &Row, id: TargetId) -> Result<Target, ImportError> {
    let office = if row.text("kind")? == "capital" {
        let country = known.state(row, "country")?.iso2.clone();
        must_be_empty(row, &["title"], "the role says it for a capital")?;
        let role = row.parse("role", |text| {
            let roles = CapitalRole::ALL.map(CapitalRole::as_str).join(", ");
            CapitalRole::parse(text).ok_or_else(|| format!("this must be one of {roles}"))
        })?;
        Office::Capital { of: country, role, name: name(row, "name")?, of_name: name(row, "of_name")? }
    } else {
        must_be_empty(row, &["role", "of_name"], "they are a capital\u{2019}s")?;
        let country = known.country(row, "country")?.iso2;
        let title = if row.optional("title")?.is_some() { name(row, "title")? } else { String::new() };
        Office::Custom { name: name(row, "name")?, title, country }
    };
    let holder = match (row.optional("full_name")?, row.optional("last_name")?) {
        (None, None) => Holder::Unnamed,
        _ => Holder::Named { full: name(row, "full_name")?, last: name(row, "last_name")? },
    };
    let as_of = row.date("as_of")?;
    let valid_until = row.parse_optional("valid_until", |text| match parse_date(text)? {
        until if until <= as_of => Err("this must be after as_of"),
        until => Ok(until),
    })?;
    let target = Target {
        id,
        office,
        holder,
        holder_said: None,
        other_names: Vec::new(),
        greetings: Vec::new(),
        address: known.address(row)?,
        other_addresses: Vec::new(),
        email: row.parse_optional("email", EmailAddress::parse)?,
        web_form: row.web_page("web_form")?,
        phone: row.optional("phone")?.map(str::to_owned),
        note: row.optional("note")?.map(str::to_owned),
        source: row.text("source")?.to_owned(),
        as_of,
        valid_until,
        left_on: None,
        corrected: Vec::new(),
    };
    reachable(row, target)
}

/// A name that must be filled in, and that has to fit on an envelope.
pub(super) fn name(row: &Row, column: &str) -> Result<String, ImportError> {
    row.parse(column, |text| one_line(text, NAME_MAX))
}

pub(super) fn must_be_empty(row: &Row, columns: &[&str], why: &str) -> Result<(), ImportError> {
    for column in columns {
        if row.optional(column)?.is_some() {
            return Err(row.error(column, format_args!("this must be empty: {why}")));
        }
    }
    Ok(())
}

/// Refuses a target that no letter reaches.
pub(super) fn reachable(row: &Row, target: Target) -> Result<Target, ImportError> {
    if target.channels().is_empty() {
        return Err(row.error("address", "give an address, an email or a web_form: as it is, nobody can write to it"));
    }
    Ok(target)
}

/// In characters. The longest title of a state in a mission's name has 92.
const NAME_MAX: usize = 120;
