//! The members of the Congress of the United States, their offices at home, and the seats that nobody holds.

use std::collections::BTreeMap;

use domain::{
    directory::{OtherName, Vacancy},
    district::District,
    state::{Iso2, UsState},
    target::{Chamber, Holder, HouseRole, Office, OtherAddress, Seat, Target, TargetId},
};

use crate::{
    import::{
        ImportError,
        congress::member as member_id,
        offices::{label, tell_apart},
    },
    table::{Row, Table, TableError, UNITED_STATES},
};

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
        "leads_as",
        "address",
        "phone",
        "web_form",
        "source",
        "as_of",
        "valid_until",
    ],
};

const OFFICES: Table = Table {
    name: "district-offices.csv",
    text: include_str!("../tables/district-offices.csv"),
    columns: &["bioguide", "id", "city", "address", "phone", "source", "as_of"],
};

/// Other names of members in the list of members, beside the name that is shown. An import brings its own.
const NAMES: Table = Table {
    name: "member-names.csv",
    text: include_str!("../tables/member-names.csv"),
    columns: &["bioguide", "name", "source", "as_of"],
};

/// Names of members that people use and the list does not have. They stay when a list is imported.
const ALIASES: Table = Table {
    name: "member-aliases.csv",
    text: include_str!("../tables/member-aliases.csv"),
    columns: &["bioguide", "alias", "source", "as_of"],
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
    let mut offices = read_offices()?;
    let mut members: Vec<Target> = read_members(&mut offices)?;
    NAMES.rows(|row| {
        row.text("source")?;
        row.date("as_of")?;
        let id = row.parse("bioguide", member_id)?;
        let member = members.iter_mut().find(|member| member.id == id);
        let member = member.ok_or_else(|| row.error("bioguide", format_args!("{id} has no row in {}", MEMBERS.name)))?;
        member.other_names.push(row.text("name")?.to_owned());
        Ok(())
    })?;
    // An office of nobody would be one that silently never shows.
    if let Some(member) = offices.keys().next() {
        let reason = format!("{member} has offices and no row in {}", MEMBERS.name);
        return Err(TableError { table: OFFICES.name, line: 0, column: "bioguide".to_owned(), reason });
    }
    Ok(members)
}

/// The names by which people know some members. One who has left is not missed: the next has a name of his or her own.
pub(crate) fn read_other_names() -> Result<Vec<OtherName>, TableError> {
    ALIASES.rows(|row| {
        Ok(OtherName {
            of: row.parse("bioguide", member_id)?,
            name: row.text("alias")?.to_owned(),
            source: row.text("source")?.to_owned(),
            as_of: row.date("as_of")?,
        })
    })
}

/// The offices at home of each member. There are streets and cities in them, and no opening hours, as those change.
fn read_offices() -> Result<BTreeMap<TargetId, Vec<OtherAddress>>, TableError> {
    let mut offices = OFFICES.rows(|row| {
        let office = OtherAddress {
            id: row.text("id")?.to_owned(),
            label: label(row.text("city")?),
            address: row
                .address("address", &Iso2::us(), UNITED_STATES)?
                .ok_or_else(|| row.error("address", "this must be filled in"))?,
            phone: row.optional("phone")?.map(str::to_owned),
            source: row.text("source")?.to_owned(),
            as_of: row.date("as_of")?,
        };
        Ok((row.parse("bioguide", member_id)?, office))
    })?;
    tell_apart(&mut offices);
    let mut of_members: BTreeMap<TargetId, Vec<OtherAddress>> = BTreeMap::new();
    for (member, office) in offices {
        of_members.entry(member).or_default().push(office);
    }
    Ok(of_members)
}

/// Takes each member's offices out of those that are given.
fn read_members(offices: &mut BTreeMap<TargetId, Vec<OtherAddress>>) -> Result<Vec<Target>, TableError> {
    MEMBERS.rows(|row| {
        let seat = Seat {
            state: us_state(row)?,
            chamber: chamber(row)?,
            party: row.text("party")?.to_owned(),
            leads_as: row.optional("leads_as")?.map(str::to_owned),
        };
        let id = row.parse("bioguide", member_id)?;
        Ok(Target {
            other_addresses: offices.remove(&id).unwrap_or_default(),
            id,
            office: Office::Congress(seat),
            holder: Holder::Named { full: row.text("full_name")?.to_owned(), last: row.text("last_name")?.to_owned() },
            holder_said: None,
            other_names: Vec::new(),
            greetings: Vec::new(),
            address: row.address("address", &Iso2::us(), UNITED_STATES)?,
            // Members publish none; they take letters through the forms on their sites.
            email: None,
            web_form: row.web_page("web_form")?,
            phone: row.optional("phone")?.map(str::to_owned),
            note: None,
            source: row.text("source")?.to_owned(),
            as_of: row.date("as_of")?,
            valid_until: Some(row.date("valid_until")?),
            left_on: None,
            corrected: Vec::new(),
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
