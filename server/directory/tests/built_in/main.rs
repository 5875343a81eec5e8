//! The built-in tables against the sums and the cases that are known from elsewhere.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its sentences may")]

mod addressing;
mod congress;
mod country_names;
mod missions;
mod states;
mod targets;
mod treaties;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use directory::{EDITION, built_in};
use domain::{
    Date,
    address::{Address, LINE_MAX, PostalParts, Stamp},
    campaign::{Audience, Rule, SomeStates},
    directory::{Directory, Search},
    district::{Congress, District, Districts, Zip},
    forms_of_address::forms,
    language::Grammar,
    state::{Iso2, State, US_STATES, UsState},
    target::{Chamber, Holder, HouseRole, Office, OtherAddress, Target, TargetId, TargetKind},
    treaty::{Act, Ask, Status, TreatyId},
};

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| built_in().unwrap());

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn edition() -> Date {
    date(EDITION)
}

fn treaty(id: &str) -> TreatyId {
    TreatyId::parse(id).unwrap()
}

fn iso2(code: &str) -> Iso2 {
    Iso2::parse(code).unwrap()
}

fn target(id: &str) -> &'static Target {
    DIRECTORY.target(&TargetId::parse(id).unwrap()).unwrap_or_else(|| panic!("there is no {id}"))
}

fn status(id: &str, state: &str, on: &str) -> Status {
    DIRECTORY.status(&treaty(id), &iso2(state), date(on)).unwrap()
}

/// How many states stand where under a treaty, on a day.
fn sums(id: &str, on: Date) -> BTreeMap<Status, usize> {
    DIRECTORY.states().fold(BTreeMap::new(), |mut sums, state| {
        *sums.entry(DIRECTORY.status(&treaty(id), &state.iso2, on).unwrap()).or_default() += 1;
        sums
    })
}

fn members() -> impl Iterator<Item = &'static Target> {
    DIRECTORY.targets().iter().filter(|target| target.kind() == TargetKind::Congress)
}

fn missions_to_the_us() -> impl Iterator<Item = &'static Target> {
    DIRECTORY.targets().iter().filter(|target| matches!(&target.office, Office::Mission { to, .. } if *to == Iso2::us()))
}

fn us_missions() -> impl Iterator<Item = &'static Target> {
    DIRECTORY.targets().iter().filter(|target| matches!(&target.office, Office::Mission { of, .. } if *of == Iso2::us()))
}
