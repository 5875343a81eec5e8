//! The members of the Congress of the United States, and the seats that nobody holds.

use domain::{
    directory::Vacancy,
    district::District,
    state::{Iso2, UsState},
    target::{Chamber, Holder, HouseRole, Office, Seat, Target, TargetId},
};

use crate::import::ImportError;
use crate::table::{Row, Table, TableError, UNITED_STATES};

/// The ZIP+4 of each office is kept as it is published: most follow a rule by state and district, and eight
/// do not, so that it is never computed.
const MEMBERS: Table = Table {
    name: "congress.csv",
    text: include_str!("../tables/congress.csv"),
    columns: &[
        "bioguide",
        "full_name",
        "last_name",
        "state",
        "role",
        "seat",
        "party",
        "address",
        "phone",
        "web_form",
        "source",
        "as_of",
        "valid_until",
    ],
};

const VACANCIES: Table = Table {
    name: "vacancies.csv",
    text: include_str!("../tables/vacancies.csv"),
    columns: &["state", "district", "source", "as_of"],
};

/// The seats that are vacant as of the table's day.
pub(crate) fn read_vacancies() -> Result<Vec<Vacancy>, TableError> {
    VACANCIES.rows(|row| {
        let number = row.parse("district", str::parse)?;
        Ok(Vacancy {
            district: row.parse("state", |state| District::new(state, number).ok_or("there is no such district"))?,
            source: row.text("source")?.to_owned(),
            as_of: row.date("as_of")?,
        })
    })
}

pub(crate) fn read() -> Result<Vec<Target>, TableError> {
    MEMBERS.rows(|row| {
        let seat = Seat { state: us_state(row)?, chamber: chamber(row)?, party: row.text("party")?.to_owned(), leads_as: None };
        Ok(Target {
            id: row.parse("bioguide", |bioguide| TargetId::parse(&format!("congress-{bioguide}")))?,
            office: Office::Congress(seat),
            holder: Holder::Named { full: row.text("full_name")?.to_owned(), last: row.text("last_name")?.to_owned() },
            address: row.address("address", &Iso2::us(), UNITED_STATES)?,
            other_addresses: Vec::new(),
            // Members publish none; they take letters through the forms on their sites.
            email: None,
            web_form: row.web_page("web_form")?,
            phone: row.optional("phone")?.map(str::to_owned),
            note: None,
            source: row.text("source")?.to_owned(),
            as_of: row.date("as_of")?,
            valid_until: Some(row.date("valid_until")?),
            left_on: None,
        })
    })
}

fn us_state(row: &Row) -> Result<String, ImportError> {
    row.parse("state", |code| UsState::find(code).map(|state| state.code.to_owned()).ok_or("this is not a state's USPS code"))
}

fn chamber(row: &Row) -> Result<Chamber, ImportError> {
    let seat: u8 = row.parse("seat", str::parse)?;
    let house = |role| Ok(Chamber::House { district: seat, role });
    match row.text("role")? {
        "senator" if (1..=3).contains(&seat) => Ok(Chamber::Senate { class: seat }),
        "senator" => Err(row.error("seat", "a senator's class is 1, 2 or 3")),
        "representative" => house(HouseRole::Representative),
        "delegate" => house(HouseRole::Delegate),
        "resident_commissioner" => house(HouseRole::ResidentCommissioner),
        _ => Err(row.error("role", "this must be senator, representative, delegate or resident_commissioner")),
    }
}
