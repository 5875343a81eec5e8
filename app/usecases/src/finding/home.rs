//! What a ZIP code, or a district that is known, says of where somebody lives, and what it leaves open.

use domain::{
    directory::Directory,
    district::{District, Zip},
    state::UsState,
    target::{Seat, Target},
};

/// Whose voter somebody with a ZIP code, or in a district, can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZipAnswer {
    /// It lies in one district, or in a state that has a single one.
    District(District),
    /// It lies in several, in order: a street address would say in which.
    Districts(Vec<District>),
    /// It is no area of the map, but a building's or a post office's: the state is known, and not the district.
    State(&'static UsState),
}

impl ZipAnswer {
    /// `None` for a number that no state has.
    pub fn of(directory: &Directory, zip: Zip) -> Option<Self> {
        match directory.districts().of(zip) {
            [] => {
                let state = zip.state()?;
                let mut seats = directory.seats(state).into_iter();
                Some(match (seats.next(), seats.next()) {
                    (Some(single), None) => Self::District(single),
                    _ => Self::State(state),
                })
            }
            [district] => Some(Self::District(*district)),
            several => Some(Self::Districts(several.to_vec())),
        }
    }

    /// The districts between which it leaves open; all of a state where it says nothing more.
    pub(super) fn districts(&self, directory: &Directory) -> Vec<District> {
        match self {
            Self::District(district) => vec![*district],
            Self::Districts(districts) => districts.clone(),
            Self::State(state) => directory.seats(state).into_iter().collect(),
        }
    }

    /// The states that it lies in: one, or rarely two.
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
        // Whoever sits for another state is out before anybody asks for which district: that takes longer.
        in_state
            && match (seat.district(), self) {
                (None, _) | (_, Self::State(_)) => true,
                (Some(seat), Self::District(district)) => seat.is_named(*district),
                (Some(seat), Self::Districts(districts)) => districts.iter().any(|district| seat.is_named(*district)),
            }
    }
}

/// The seat of the House that a district is, by any of its names; none where the directory has no such seat.
pub(super) fn seat(directory: &Directory, district: District) -> Option<District> {
    directory.seats(district.state()).into_iter().find(|seat| seat.is_named(district))
}

/// The seat that a district is, where it can be that of somebody with this ZIP code: in another state it is not.
pub(crate) fn seat_near(directory: &Directory, district: District, zip: Zip) -> Option<District> {
    let states = ZipAnswer::of(directory, zip)?.states();
    seat(directory, district).filter(|seat| states.iter().any(|state| state.code == seat.state().code))
}

/// What a ZIP code, or a district that is known, says of where somebody lives (the `subject`), and what it leaves open.
/// `members` are those to whom it leads and the campaign writes; `all` says that they are what is shown, and not only
/// those of them whom some words fit.
pub(super) fn home_notice(subject: &str, answer: &ZipAnswer, members: &[&Target], all: bool) -> String {
    let states = answer.states();
    let names = enumerate(&states.iter().map(|state| state.in_sentence()).collect::<Vec<_>>());
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
            who if who.is_empty() || !all => ".".to_owned(),
            who if members.len() == 1 => format!(": this is {who}."),
            who => format!(": these are {who}."),
        }
    };
    match answer {
        ZipAnswer::District(district) if !district.state().has_senators() => {
            let office = if district.state().code == "PR" { "resident commissioner" } else { "delegate" };
            format!("{subject} is in {names}, with one {office} in the House and no senators.")
        }
        ZipAnswer::District(district) => {
            let number =
                if district.number == 0 { "at-large district".to_owned() } else { format!("district {}", district.number) };
            format!("{subject} is in {names}, {number}{}", these((house > 0).then_some("your representative")))
        }
        ZipAnswer::Districts(_) if states.len() > 1 => {
            let choose = match (senators.is_some(), house > 0) {
                (true, true) => " Choose the senators of the state where you live, and the representative of your district.",
                (true, false) => " Choose the senators of the state where you live.",
                (false, true) => " Choose the representative of the district where you live.",
                (false, false) => "",
            };
            format!("{subject} lies in {names}.{choose}")
        }
        // To senators alone the district is nothing.
        ZipAnswer::Districts(_) | ZipAnswer::State(_) if house == 0 => format!("{subject} is in {names}{}", these(None)),
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
                "{subject} is in {names}. We know the state, not the district: {same}choose the representative of the district where you live."
            )
        }
    }
}

/// "Colorado, Nebraska and Wyoming".
fn enumerate(names: &[String]) -> String {
    match names {
        [many @ .., last] if !many.is_empty() => format!("{} and {last}", many.join(", ")),
        _ => names.concat(),
    }
}

pub(super) fn is_in_house(target: &Target) -> bool {
    target.seat().is_some_and(|seat| seat.district().is_some())
}
