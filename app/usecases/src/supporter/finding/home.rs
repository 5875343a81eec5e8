//! Where somebody lives, as far as a ZIP code or a known district tells, and what stays open.

use std::collections::BTreeMap;

use domain::{
    Date,
    directory::Directory,
    district::{Congress, District, Zip},
    state::UsState,
    target::{Seat, Target},
};
use jiff::Timestamp;

/// Where somebody with a ZIP code, or in a district, can be a voter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZipAnswer {
    /// It lies in one district, or in a state that has only one.
    District(District),
    /// It may lie in any of several, those of the post's own state first. A street address would tell in which.
    Districts(Vec<District>),
    /// The state is known, but not the district. Either the ZIP code is no area of the map but a building's or a post
    /// office's, or the map is that of another Congress than the sitting one.
    State(&'static UsState),
}

impl ZipAnswer {
    /// The answer while a Congress sits. It always includes the state that the post names. If the Congress's own map
    /// names no district in a state, any of that state's is possible: a map that others have joined loses some at the
    /// edges of states. `None` for a number that no state has.
    pub fn of(directory: &Directory, zip: Zip, congress: Congress) -> Option<Self> {
        let states = directory.states_of(zip);
        let touched = directory.map(congress).map(|map| map.of(zip)).unwrap_or_default();
        let of_map = |state: &UsState| touched.iter().filter(|district| district.state() == state).copied().collect::<Vec<_>>();
        if let [state] = states[..]
            && of_map(state).is_empty()
            && seats(directory, state).len() != 1
        {
            return Some(Self::State(state));
        }
        let of_state = |state: &&'static UsState| match of_map(state) {
            none if none.is_empty() => seats(directory, state),
            some => some,
        };
        let districts: Vec<District> = states.iter().flat_map(of_state).collect();
        match districts[..] {
            [] => states.first().map(|state| Self::State(state)),
            [district] => Some(Self::District(district)),
            _ => Some(Self::Districts(districts)),
        }
    }

    /// The districts that remain possible; all of a state if nothing more is known.
    pub(super) fn districts(&self, directory: &Directory) -> Vec<District> {
        match self {
            Self::District(district) => vec![*district],
            Self::Districts(districts) => districts.clone(),
            Self::State(state) => seats(directory, state),
        }
    }

    /// The states that it may lie in, the post's own first: usually one, rarely several.
    pub fn states(&self) -> Vec<&'static UsState> {
        let mut states: Vec<_> = match self {
            Self::District(district) => vec![district.state()],
            Self::Districts(districts) => districts.iter().map(|district| district.state()).collect(),
            Self::State(state) => vec![*state],
        };
        states.dedup();
        states
    }

    /// Whether a seat can be that of the person's senator or representative.
    pub fn includes(&self, seat: &Seat) -> bool {
        let in_state = match self {
            Self::District(district) => district.state().code == seat.state,
            Self::Districts(districts) => districts.iter().any(|district| district.state().code == seat.state),
            Self::State(state) => state.code == seat.state,
        };
        // Anyone who sits for another state is ruled out first, because asking for the district takes longer.
        in_state
            && match (seat.district(), self) {
                (None, _) | (_, Self::State(_)) => true,
                (Some(seat), Self::District(district)) => seat.is_named(*district),
                (Some(seat), Self::Districts(districts)) => districts.iter().any(|district| seat.is_named(*district)),
            }
    }
}

/// A state's seats in the House by the list of members; if that has none of them, by the apportionment.
fn seats(directory: &Directory, state: &'static UsState) -> Vec<District> {
    let known = directory.seats(state);
    if known.is_empty() { District::all_of(state).collect() } else { known.iter().copied().collect() }
}

/// The seat in the House for a district, by any of its names; none if the directory has no such seat.
pub(super) fn seat(directory: &Directory, district: District) -> Option<District> {
    directory.seats(district.state()).iter().copied().find(|seat| seat.is_named(district))
}

/// The seat for a district, if it can be that of somebody with this ZIP code. A table of ZIP codes can leave out a
/// state that a code reaches into. So a neighbour of the code's own states is accepted too, and any state if the table
/// does not know the code. A state far away is somebody's mistake.
pub(crate) fn seat_near(directory: &Directory, district: District, zip: Zip) -> Option<District> {
    let states = directory.states_of(zip);
    let is_near = |state: &UsState| states.is_empty() || states.iter().any(|known| *known == state || known.borders(state));
    seat(directory, district).filter(|seat| is_near(seat.state()))
}

/// The sentence about where somebody lives (the `subject`), by a ZIP code or a known district, and what it leaves open.
/// `members` are those that it leads to and that the campaign writes to. `all` says that all of them are shown, not
/// only those that fit some words, and that all their terms run. A ZIP code that the directory does not know (not
/// `knows`) may be elsewhere.
pub(super) fn home_notice(subject: &str, answer: &ZipAnswer, members: &[&Target], all: bool, knows: bool) -> String {
    let is_in = if knows { "is in" } else { "may lie in" };
    let states = answer.states();
    let names = states.iter().map(|state| state.in_sentence()).collect::<Vec<_>>();
    let names = enumerate(&names, "or");
    let house = members.iter().filter(|target| is_in_house(target)).count();
    let senators = match members.len() - house {
        0 => None,
        1 => Some("your senator"),
        _ => Some("your two senators"),
    };
    // ": these are your two senators and your representative."
    let these = |representative: Option<&str>| {
        let who: Vec<&str> = senators.into_iter().chain(representative).collect();
        match who.join(" and ") {
            who if who.is_empty() || !all || !knows => ".".to_owned(),
            who if members.len() == 1 => format!(": this is {who}."),
            who => format!(": these are {who}."),
        }
    };
    match answer {
        ZipAnswer::District(district) if !district.state().has_senators() => {
            let office = if district.state().code == "PR" { "resident commissioner" } else { "delegate" };
            format!("{subject} {is_in} {names}, with one {office} in the House and no senators.")
        }
        ZipAnswer::District(district) => {
            let number =
                if district.number == 0 { "at-large district".to_owned() } else { format!("district {}", district.number) };
            format!("{subject} {is_in} {names}, {number}{}", these((house > 0).then_some("your representative")))
        }
        ZipAnswer::Districts(_) if states.len() > 1 => {
            let choose = match (senators.is_some(), house > 0) {
                (true, true) => " Choose the senators of the state where you live, and the representative of your district.",
                (true, false) => " Choose the senators of the state where you live.",
                (false, true) => " Choose the representative of the district where you live.",
                (false, false) => "",
            };
            format!("{subject} may lie in {names}.{choose}")
        }
        // For senators alone the district does not matter.
        ZipAnswer::Districts(_) | ZipAnswer::State(_) if house == 0 => format!("{subject} {is_in} {names}{}", these(None)),
        ZipAnswer::Districts(districts) => {
            let same = if senators.is_some() { "your senators are the same; " } else { "" };
            let count = districts.len();
            format!(
                "{subject} touches {count} districts of {names}: {same}choose the representative of the district where you live."
            )
        }
        ZipAnswer::State(_) => {
            let same = if senators.is_some() { "your senators are the same; " } else { "" };
            format!(
                "{subject} {is_in} {names}. We know the state, not the district: {same}choose the representative of the district where you live."
            )
        }
    }
}

/// Why a ZIP code says no more than it does. For a campaign to senators alone (not `to_the_house`) the district does
/// not matter.
pub(super) fn doubts(directory: &Directory, zip: Zip, answer: &ZipAnswer, congress: Congress, to_the_house: bool) -> Vec<String> {
    let mut doubts = Vec::new();
    if !directory.knows(zip) {
        doubts.push("We do not know this ZIP code, and go by its first three digits: check it.".to_owned());
    }
    if to_the_house && !matches!(answer, ZipAnswer::District(_)) && directory.map(congress).is_none() {
        let of = directory.maps().next_back().map(|(of, _)| format!(" (ours is the {of}\u{2019}s)")).unwrap_or_default();
        let since = congress.begins();
        doubts.push(format!(
            "Since {since} the {congress} Congress sits, whose map of districts we do not have yet{of}, so that a ZIP code does not tell your district."
        ));
    }
    doubts
}

/// The targets about which our knowledge has run out, as sentences.
pub(crate) fn stale_notices(targets: &[&Target], now: Timestamp) -> Vec<String> {
    let mut stale: BTreeMap<(bool, Date), Vec<&Target>> = BTreeMap::new();
    for target in targets.iter().filter(|target| target.is_stale_at(now)) {
        if let Some(until) = target.valid_until {
            stale.entry((target.seat().is_none(), until)).or_default().push(target);
        }
    }
    let notice = |((other, until), targets): ((bool, Date), Vec<&Target>)| {
        let name = |target: &&Target| if other { target.name_in_sentence() } else { target.name() };
        let names = enumerate(&targets.iter().map(name).collect::<Vec<_>>(), "and");
        let as_of = targets.iter().map(|target| target.as_of).max().unwrap_or(until);
        match (other, targets.len()) {
            (false, 1) => {
                format!("The term of {names} ended on {until}: who holds the seat since, our list of {as_of} does not say.")
            }
            (false, few @ 2..=3) => format!(
                "The terms of {names} ended on {until}: who holds the {few} seats since, our list of {as_of} does not say."
            ),
            (false, many) => format!(
                "The terms of {many} of these members ended on {until}: who holds their seats since, our list of {as_of} does not say."
            ),
            (true, 1..=3) => {
                format!("What we know of {names} was so until {until}: the office may have changed hands since.")
            }
            (true, many) => {
                format!("What we know of {many} of these offices was so until {until}: they may have changed hands since.")
            }
        }
    };
    stale.into_iter().map(notice).collect()
}

/// "Colorado, Nebraska or Wyoming".
pub(super) fn enumerate(names: &[String], last_by: &str) -> String {
    match names {
        [many @ .., last] if !many.is_empty() => format!("{} {last_by} {last}", many.join(", ")),
        _ => names.concat(),
    }
}

pub(super) fn is_in_house(target: &Target) -> bool {
    target.seat().is_some_and(|seat| !seat.is_in_senate())
}
