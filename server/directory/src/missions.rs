//! Missions: of every state to the United States, and of the United States to every state.
//!
//! A state without one has a row too, which says why: the absence is a fact, and somebody will ask.

use domain::{
    address::Address,
    checked::EmailAddress,
    directory::Absence,
    state::{Iso2, State},
    target::{Holder, Office, OtherAddress, Said, Target, TargetId},
};

use crate::{
    import::ImportError,
    states::Known,
    table::{Row, Table, TableError, UNITED_STATES},
};

const TO_THE_US: Table = Table {
    name: "missions-to-the-us.csv",
    text: include_str!("../tables/missions-to-the-us.csv"),
    columns: &[
        "iso2",
        "kind",
        "name",
        "of_name",
        "holder",
        "full_name",
        "last_name",
        "holder_source",
        "holder_as_of",
        "address",
        "phone",
        "email",
        "note",
        "source",
        "as_of",
    ],
};

/// `address` is where paper is posted: mostly the diplomatic pouch, which is domestic mail in the United
/// States. `street` is where the post of the country finds the embassy, where the source says so and it is
/// not the same; the one to the Holy See stands in Rome.
///
/// `holder_as_of` is a day on which what the row says of the holder was true: of a month, the first; of whose tenure was
/// to end in January 2026, the last of that month, since they still served on the day on which the source said so.
const US_ABROAD: Table = Table {
    name: "us-missions-abroad.csv",
    text: include_str!("../tables/us-missions-abroad.csv"),
    columns: &[
        "iso2",
        "kind",
        "name",
        "holder",
        "full_name",
        "last_name",
        "holder_source",
        "holder_as_of",
        "address_country",
        "address",
        "street_country",
        "street",
        "phone",
        "email",
        "note",
        "source",
        "as_of",
    ],
};

/// The missions that are missing between the United States and the states, and why.
pub(crate) fn read_absences() -> Result<Vec<Absence>, TableError> {
    let missing = |table: Table, from_us: bool| {
        let rows = table.rows(|row| {
            if has_mission(row)? {
                return Ok(None);
            }
            let state = row.parse("iso2", Iso2::parse)?;
            let (of, to) = if from_us { (Iso2::us(), state) } else { (state, Iso2::us()) };
            let reason = row.text("note")?.to_owned();
            Ok(Some(Absence { of, to, reason, source: row.text("source")?.to_owned(), as_of: row.date("as_of")? }))
        })?;
        Ok::<_, TableError>(rows.into_iter().flatten())
    };
    Ok(missing(TO_THE_US, false)?.chain(missing(US_ABROAD, true)?).collect())
}

pub(crate) fn read_to_the_us(states: &[State]) -> Result<Vec<Target>, TableError> {
    let known = Known::new(states);
    let targets = TO_THE_US.rows(|row| {
        let of = known.state(row, "iso2")?;
        if !has_mission(row)? {
            return Ok(None);
        }
        let office = Office::Mission {
            of: of.iso2.clone(),
            to: Iso2::us(),
            name: row.text("name")?.to_owned(),
            of_name: row.text("of_name")?.to_owned(),
        };
        let address = row.address("address", &Iso2::us(), UNITED_STATES)?;
        let target = target(row, office, address, None, &target_id(&of.iso2, &Iso2::us()))?;
        Ok(Some(Target { holder_said: holder_said(row)?, ..target }))
    })?;
    Ok(targets.into_iter().flatten().collect())
}

pub(crate) fn read_us_abroad(states: &[State]) -> Result<Vec<Target>, TableError> {
    let known = Known::new(states);
    let targets = US_ABROAD.rows(|row| {
        let to = known.state(row, "iso2")?;
        if !has_mission(row)? {
            return Ok(None);
        }
        let office = Office::Mission {
            of: Iso2::us(),
            to: to.iso2.clone(),
            name: row.text("name")?.to_owned(),
            of_name: "the United States of America".to_owned(),
        };
        let address = known.address(row)?;
        let mut target = target(row, office, address, None, &target_id(&Iso2::us(), &to.iso2))?;
        target.other_addresses.extend(street(row, &known)?);
        target.holder_said = holder_said(row)?;
        Ok(Some(target))
    })?;
    Ok(targets.into_iter().flatten().collect())
}

/// Where a mission stands, if paper is posted elsewhere: to the pouch, or to a box.
pub(crate) fn street(row: &Row, known: &Known) -> Result<Option<OtherAddress>, ImportError> {
    if row.optional("street")?.is_none() {
        return Ok(None);
    }
    let country = known.country(row, "street_country")?;
    let address = Known::address_in(row, "street", &country)?;
    address
        .map(|address| {
            Ok(OtherAddress {
                id: "street".to_owned(),
                label: format!("The embassy’s address in {}", country.in_sentence),
                address,
                phone: None,
                source: row.text("source")?.to_owned(),
                as_of: row.date("as_of")?,
            })
        })
        .transpose()
}

/// A mission, made of a row that says who leads it, how to reach it, and from where this is known.
pub(crate) fn target(
    row: &Row,
    office: Office,
    address: Option<Address>,
    web_form: Option<String>,
    id: &str,
) -> Result<Target, ImportError> {
    Ok(Target {
        id: TargetId::parse(id).map_err(|error| row.error("all", error))?,
        office,
        holder: holder(row)?,
        holder_said: None,
        other_names: Vec::new(),
        greetings: Vec::new(),
        address,
        other_addresses: Vec::new(),
        email: row.parse_optional("email", EmailAddress::parse)?,
        web_form,
        phone: row.optional("phone")?.map(str::to_owned),
        note: row.optional("note")?.map(str::to_owned),
        source: row.text("source")?.to_owned(),
        as_of: row.date("as_of")?,
        // An ambassador's days are not known beforehand: the name ages.
        valid_until: None,
        left_on: None,
        corrected: Vec::new(),
    })
}

/// The name of a mission as a target.
pub(crate) fn target_id(of: &Iso2, to: &Iso2) -> String {
    format!("mission-{of}-{to}").to_lowercase()
}

pub(crate) fn has_mission(row: &Row) -> Result<bool, ImportError> {
    row.parse("kind", |kind| match kind {
        "embassy" | "high_commission" | "permanent_mission" => Ok(true),
        "none" => Ok(false),
        _ => Err("this must be embassy, high_commission, permanent_mission or none"),
    })
}

/// The source for who leads a mission, if it is another one than that of the rest of the row. Both columns are filled in, or
/// none.
fn holder_said(row: &Row) -> Result<Option<Said>, ImportError> {
    if row.optional("holder_source")?.is_none() && row.optional("holder_as_of")?.is_none() {
        return Ok(None);
    }
    Ok(Some(Said { source: row.text("holder_source")?.to_owned(), as_of: row.date("holder_as_of")? }))
}

fn holder(row: &Row) -> Result<Holder, ImportError> {
    let name = || Ok::<_, ImportError>((row.text("full_name")?.to_owned(), row.text("last_name")?.to_owned()));
    match row.text("holder")? {
        "ambassador" => name().map(|(full, last)| Holder::Named { full, last }),
        "charge" => name().map(|(full, last)| Holder::ChargeDAffaires { full, last }),
        "vacant" => Ok(Holder::Unnamed),
        _ => Err(row.error("holder", "this must be ambassador, charge or vacant")),
    }
}
