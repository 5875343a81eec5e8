//! Which districts each ZIP code touches: a table of pairs (`state_fips,state_abbr,zcta,cd`), or the relationship file
//! of the Census between congressional districts and ZIP Code Tabulation Areas.

use std::io::Read;

use domain::{
    district::{Congress, District, Districts, Zip},
    state::UsState,
};

use super::{
    error::{ImportError, Refused},
    records::Records,
    watch::Watch,
};
use crate::table::Row;

/// Which districts ZIP codes touch, and of which Congress they are, where the file says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    pub districts: Districts,
    /// The relationship files name theirs in the header (`GEOID_CD119_20`); a table of pairs does not.
    pub congress: Option<Congress>,
    /// How the file was read where it is written otherwise than we ask for.
    pub notes: Vec<String>,
}

/// Reads a file of either form. A pair that comes twice counts once.
pub fn districts(input: impl Read) -> Result<Map, Refused> {
    let watch = Watch::new(PAIRS_MAX);
    let records = Records::open(&watch, input)?;
    let mut refused = Refused::default();
    let mut pairs = Vec::new();
    let mut congress = None;
    // The names of the columns carry the number of the Congress and the year of the census.
    let begins = |name: &str, start: &str| name.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    let named = |start: &str| records.header().iter().find(|name| begins(name, start)).map(str::to_owned);
    if let (Some(district), Some(zip)) = (named(DISTRICT), named("GEOID_ZCTA")) {
        congress = Some(of_column(&district).ok_or_else(|| {
            ImportError::new(1, &district, "this must carry the number of the Congress, as GEOID_CD119_20 does")
        })?);
        records.each(&[&district, &zip], &mut refused, |row| {
            pairs.extend(relationship(row, &district, &zip)?);
            Ok(())
        });
    } else {
        records.each(&["state_fips", "state_abbr", "zcta", "cd"], &mut refused, |row| {
            pairs.push(pair(row)?);
            Ok(())
        });
    }
    if pairs.is_empty() {
        refused.add_to_none(ImportError::whole(0, "there is no ZIP code in this file; check that it is the right one"));
    }
    refused.or(Map { districts: pairs.into_iter().collect(), congress, notes: watch.made.sentences() })
}

/// The Congress in `GEOID_CD119_20`.
fn of_column(name: &str) -> Option<Congress> {
    name.get(DISTRICT.len()..)?.split('_').next()?.parse().ok()
}

/// How the name of the column begins that has the district.
const DISTRICT: &str = "GEOID_CD";

fn pair(row: &Row) -> Result<(Zip, District), ImportError> {
    let number = row.parse("cd", parse_number)?;
    let district = row.parse("state_abbr", |state| {
        UsState::find(state).and_then(|state| District::new(state.code, number)).ok_or("this is not a state's USPS code")
    })?;
    let fips = row.parse("state_fips", parse_number)?;
    if fips != district.state().fips {
        let reason = format_args!("the number of {} is {:02}", district.state().name, district.state().fips);
        return Err(row.error("state_fips", reason));
    }
    // Where the file ends at the number, a digit of it may be missing.
    if number > 0
        && row.open == Some("cd")
        && District::new(district.state().code, number.saturating_mul(10)).is_some_and(District::exists)
    {
        return Err(row.error("cd", "the file ends at this number, of which a digit may be missing: it was cut short, or the line break at its end is missing"));
    }
    Ok((zip_of(row, "zcta", district)?, existing(row, "cd", district)?))
}

/// `None` for the parts of an area or of a district that lie in no other: water, mostly.
fn relationship(row: &Row, district: &str, zip: &str) -> Result<Option<(Zip, District)>, ImportError> {
    let (Some(geoid), Some(_)) = (row.optional(district)?, row.optional(zip)?) else { return Ok(None) };
    if geoid.ends_with(NO_DISTRICT) {
        return Ok(None);
    }
    let found = District::of_geoid(geoid)
        .ok_or_else(|| row.error(district, "this must be the number of a state and of a district, as in 0614"))?;
    Ok(Some((zip_of(row, zip, found)?, existing(row, district, found)?)))
}

/// A ZIP code in the district's state: there a spreadsheet may have taken the zeros in front of it.
fn zip_of(row: &Row, column: &str, district: District) -> Result<Zip, ImportError> {
    // A ZIP code on a border may be the post's of the state beyond.
    let zeros = |state: &UsState| WITH_ZEROS.contains(&state.code);
    let zip = row.zip(column, |state| state.code == district.state().code || (zeros(state) && zeros(district.state())))?;
    row.parse(column, |_| Zip::parse(&zip))
}

fn existing(row: &Row, column: &str, district: District) -> Result<District, ImportError> {
    let (name, seats) = (district.state().name, district.state().seats);
    let reason = || match seats {
        1 => format!("{name} has a single district, number 0"),
        _ => format!("{name} has the districts 1 to {seats}"),
    };
    if district.exists() { Ok(district) } else { Err(row.error(column, reason())) }
}

fn parse_number(text: &str) -> Result<u8, &'static str> {
    // As a spreadsheet writes what it takes for a measure.
    let text = text.strip_suffix(".0").unwrap_or(text);
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or("this must be a number of at most two digits")
}

/// The states and territories with ZIP codes that begin with a zero. But for the last two they lie side by side.
const WITH_ZEROS: [&str; 10] = ["CT", "MA", "ME", "NH", "NJ", "NY", "RI", "VT", "PR", "VI"];

/// Where there is none.
const NO_DISTRICT: &str = "ZZ";

/// How many pairs a file may have; there are about 43,000.
const PAIRS_MAX: u64 = 1_000_000;
