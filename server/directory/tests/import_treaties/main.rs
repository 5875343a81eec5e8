//! Treaties as files have them: our own table, and the depositary's XML. What stands in them here is made up.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its sentences may")]

mod depositary;
mod our_table;

use std::{fmt::Write as _, sync::LazyLock};

use directory::{
    import::{About, Refused, TreatyRows, XML_MAX, treaty_csv, treaty_xml},
    tables,
};
use domain::{
    Date,
    directory::Tables,
    state::Iso2,
    treaty::{Act, Event, JoinedBy, Membership, Status, TreatyId},
};
use proptest::prelude::*;

static TABLES: LazyLock<Tables> = LazyLock::new(|| tables().unwrap());

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn ccm() -> TreatyId {
    TreatyId::parse("ccm").unwrap()
}

fn about() -> About {
    About { source: "A depositary".to_owned(), as_of: date("2026-11-01") }
}

fn event(on: &str, act: Act) -> Event {
    Event { on: date(on), act, source: "known before".to_owned(), as_of: "2020".to_owned() }
}

fn known(state: &str, events: Vec<Event>) -> Membership {
    let (state, source) = (Iso2::parse(state).unwrap(), "known before".to_owned());
    Membership { treaty: ccm(), state, events, note: Some("A note.".to_owned()), source, as_of: "2020".to_owned() }
}

fn of<'a>(rows: &'a TreatyRows, state: &str) -> &'a Membership {
    rows.memberships.iter().find(|row| row.state.as_str() == state).unwrap_or_else(|| panic!("there is no row for {state}"))
}

fn acts(membership: &Membership) -> Vec<(String, Act)> {
    membership.events.iter().map(|event| (event.on.to_string(), event.act)).collect()
}

fn on(date: &str, act: Act) -> (String, Act) {
    (date.to_owned(), act)
}

/// The first error, with its place.
fn refused<T: std::fmt::Debug>(result: Result<T, Refused>) -> String {
    result.unwrap_err().errors[0].to_string()
}
