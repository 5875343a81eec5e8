//! The offices that members of Congress have at home: `legislators-district-offices.csv`.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

use domain::{
    address::{Address, LINE_MAX},
    state::{Iso2, UsState},
    target::{OtherAddress, TargetId},
};

use super::{
    About,
    congress::{is_zip, member, phone},
    error::{ImportError, Refused},
    left_out,
    records::Records,
    watch::Watch,
};
use crate::table::{Row, UNITED_STATES};

/// The offices of a file, each with the member whose office it is, in the file's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offices {
    pub offices: Vec<(TargetId, OtherAddress)>,
    /// A sentence for each thing that was left out, with the reason.
    pub notes: Vec<String>,
}

/// Reads the table of offices. An office that takes no post, for want of a street or of a ZIP code, is left out.
pub fn offices(input: impl Read, about: &About) -> Result<Offices, Refused> {
    let watch = Watch::new(OFFICES_MAX);
    let records = Records::open(&watch, input)?;
    let mut refused = Refused::default();
    let mut offices = Vec::new();
    let (mut seen, mut without) = (BTreeSet::new(), Vec::new());
    records.each(&COLUMNS, &mut refused, |row| {
        let id = row.text("id")?;
        if !seen.insert(id.to_owned()) {
            return Err(row.error("id", format_args!("{id} stands in this file twice; take one of them out")));
        }
        match office(row, about)? {
            Some(office) => offices.push(office),
            None => without.push(id.to_owned()),
        }
        Ok(())
    });
    if seen.is_empty() {
        refused.add_to_none(ImportError::whole(0, "there is no office in this file; check that it is the right one"));
    }
    tell_apart(&mut offices);
    let mut notes = left_out("for want of a street address or of a ZIP code", &without);
    notes.extend(watch.made.sentences());
    refused.or(Offices { offices, notes })
}

const COLUMNS: [&str; 9] = ["bioguide", "id", "address", "building", "city", "phone", "state", "suite", "zip"];

fn office(row: &Row, about: &About) -> Result<Option<(TargetId, OtherAddress)>, ImportError> {
    let member_id = row.parse("bioguide", member)?;
    let bioguide = row.text("bioguide")?;
    let id = row.parse("id", |id| {
        let name = id.strip_prefix(bioguide).and_then(|rest| rest.strip_prefix('-'));
        let plain = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
        name.filter(plain).map(str::to_owned).ok_or_else(|| format!("this must be as in {bioguide}-springfield"))
    })?;
    let phone = row.parse_optional("phone", phone)?;
    let (Some(_), Some(_)) = (row.optional("address")?, row.optional("zip")?) else { return Ok(None) };
    let label = label(row.text("city")?);
    let address = Address { lines: lines(row)?, country: Iso2::us(), country_name: UNITED_STATES.to_owned() };
    Ok(Some((member_id, OtherAddress { id, label, address, phone, source: about.source.clone(), as_of: about.as_of })))
}

pub(crate) fn label(city: &str) -> String {
    format!("Office in {city}")
}

/// The building, the street with the suite, and the city with its state and ZIP code; a part that is too long for a
/// line goes on on the next.
fn lines(row: &Row) -> Result<Vec<String>, ImportError> {
    let mut lines = Vec::new();
    if let Some(building) = row.optional("building")? {
        lines.extend(folded(row, "building", building)?);
    }
    let mut street = row.text("address")?;
    if let Some((above, last)) = street.rsplit_once('\n') {
        for line in above.lines() {
            lines.extend(folded(row, "address", line)?);
        }
        street = last;
    }
    let suite = row.optional("suite")?.map(suite);
    match suite.map(|suite| (format!("{street}, {suite}"), suite)) {
        Some((both, suite)) if suite.to_ascii_lowercase().starts_with("p.o.") || both.chars().count() > LINE_MAX => {
            lines.extend(folded(row, "address", street)?);
            lines.extend(folded(row, "suite", &suite)?);
        }
        Some((both, _)) => lines.push(both),
        None => lines.extend(folded(row, "address", street)?),
    }
    let state = row.parse("state", |code| UsState::find(code).ok_or("this is not a state's USPS code"))?;
    let zip = row.zip("zip", |found| found.code == state.code)?;
    let zip = row.parse("zip", |_| match UsState::of_zip(&zip) {
        _ if !is_zip(&zip) => Err("a ZIP code is written 26505 or 26505-1234"),
        Some(other) if other != state => Err("this is a ZIP code of another state"),
        _ => Ok(&zip),
    })?;
    lines.extend(folded(row, "city", &format!("{} {} {zip}", row.text("city")?, state.code))?);
    Ok(lines)
}

/// A bare number or letter says that it is one: `247` is `#247`.
fn suite(text: &str) -> String {
    let bare = text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-');
    if bare { format!("#{text}") } else { text.to_owned() }
}

/// A part of an address in lines that fit: broken after a comma where there is one, else between words.
fn folded(row: &Row, column: &str, text: &str) -> Result<Vec<String>, ImportError> {
    let (mut lines, mut rest) = (Vec::new(), text);
    while rest.chars().count() > LINE_MAX {
        // A line may be followed by the space at which it ends.
        let line = rest.char_indices().nth(LINE_MAX + 1).map_or(rest, |(end, _)| &rest[..end]);
        let end =
            line.rfind(", ").or_else(|| line.rfind(' ')).filter(|end| *end > 0).ok_or_else(|| {
                row.error(column, format_args!("there is a word longer than the {LINE_MAX} characters of a line"))
            })?;
        lines.push(rest[..end].to_owned());
        rest = rest[end..].trim_start_matches([',', ' ']);
    }
    if !rest.is_empty() {
        lines.push(rest.to_owned());
    }
    Ok(lines)
}

/// A member with several offices in one city has them told apart by their street.
pub(crate) fn tell_apart(offices: &mut [(TargetId, OtherAddress)]) {
    let mut count: BTreeMap<(TargetId, String), usize> = BTreeMap::new();
    for (member, office) in &*offices {
        *count.entry((member.clone(), office.label.clone())).or_default() += 1;
    }
    for (member, office) in offices {
        if count.get(&(member.clone(), office.label.clone())).is_some_and(|count| *count > 1) {
            let street = office.address.lines.iter().rev().nth(1).map_or("", String::as_str);
            office.label = format!("{}, {street}", office.label);
        }
    }
}

/// How many offices a file may have; there are about 1,300.
const OFFICES_MAX: u64 = 10_000;
