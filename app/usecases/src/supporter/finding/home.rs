//! Where somebody lives, as far as a ZIP code or a known district tells, and what stays open.

use std::collections::BTreeMap;

use domain::{
    Date,
    directory::Directory,
    district::{Congress, District, Zip},
    notice::{HomePlace, Notice, Those},
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

/// The answer as it is told.
pub(super) fn place(answer: &ZipAnswer) -> HomePlace {
    match (answer, &answer.states()[..]) {
        (ZipAnswer::District(district), _) => HomePlace::District(*district),
        (ZipAnswer::State(state), _) => HomePlace::State(state),
        (ZipAnswer::Districts(districts), [state]) => HomePlace::Districts(state, districts.len()),
        (ZipAnswer::Districts(_), states) => HomePlace::States(states.to_vec()),
    }
}

/// Why a ZIP code says no more than it does. For a campaign to senators alone (not `to_the_house`) the district does
/// not matter.
pub(super) fn doubts(directory: &Directory, zip: Zip, answer: &ZipAnswer, congress: Congress, to_the_house: bool) -> Vec<Notice> {
    let mut doubts = Vec::new();
    if !directory.knows(zip) {
        doubts.push(Notice::UnknownZip);
    }
    if to_the_house && !matches!(answer, ZipAnswer::District(_)) && directory.map(congress).is_none() {
        doubts.push(Notice::NoMap { congress, ours: directory.maps().next_back().map(|(of, _)| of) });
    }
    doubts
}

/// At most this many targets are named one by one.
const NAMED_MAX: usize = 3;

/// The targets about which our knowledge has run out.
pub(crate) fn aged(targets: &[&Target], now: Timestamp) -> Vec<Notice> {
    let mut aged: BTreeMap<(bool, Date), Vec<&Target>> = BTreeMap::new();
    for target in targets.iter().filter(|target| target.is_stale_at(now)) {
        if let Some(until) = target.valid_until {
            aged.entry((target.seat().is_none(), until)).or_default().push(target);
        }
    }
    let notice = |((is_other, until), targets): ((bool, Date), Vec<&Target>)| {
        let who = if targets.len() > NAMED_MAX {
            Those::Many(targets.len())
        } else {
            Those::Named(targets.iter().map(|target| target.id.clone()).collect())
        };
        let as_of = targets.iter().map(|target| target.as_of).max().unwrap_or(until);
        if is_other { Notice::MayHaveChanged { who, until } } else { Notice::TermsEnded { who, until, as_of } }
    };
    aged.into_iter().map(notice).collect()
}

pub(super) fn is_in_house(target: &Target) -> bool {
    target.seat().is_some_and(|seat| !seat.is_in_senate())
}
