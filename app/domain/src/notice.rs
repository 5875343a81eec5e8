//! What is said beside a list: why it is short or empty, what a ZIP code does not tell, what we no longer know. They are
//! values, so that each reader gets them in a language of their own.

use crate::{
    Date,
    campaign::Whom,
    district::{Congress, District, Zip, ZipError},
    state::{Iso2, UsState},
    target::TargetId,
    treaty::TreatyId,
};

/// A notice about a list of targets or of states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// What was typed is not the name of a district.
    NotADistrict,
    NoSuchDistrict(District),
    /// What was asked for is no code of a US state.
    NoSuchUsState(String),
    NoStateOfZip(Zip),
    Zip(ZipError),
    Home(HomeNotice),
    /// The ZIP code is not in our tables.
    UnknownZip,
    /// A Congress sits whose map of districts we do not have. Ours is that of another one, or none at all.
    NoMap {
        congress: Congress,
        ours: Option<Congress>,
    },
    /// The campaign writes to none of the members that a home leads to.
    NoneOfItsMembers,
    SenateVacancy {
        state: &'static UsState,
        /// The day of the list that shows it.
        on: Option<Date>,
    },
    /// Nobody held the seat on a day.
    HouseVacancy {
        district: District,
        on: Date,
    },
    /// The seat was vacant on a day, and the whole House was elected anew since then.
    SeatUnknown {
        district: District,
        since: Date,
        as_of: Date,
    },
    NothingFits,
    /// The words fit somebody, but another field leads elsewhere.
    FieldsDisagree,
    /// Without the other fields the words find these.
    FoundWithoutOtherFields(Vec<TargetId>),
    /// The campaign does not write to the representative of a district.
    NotToRepresentative(District),
    /// The words fit many states, and the campaign writes to none of them. Some are named.
    NotToManyStates(Vec<Iso2>),
    /// The campaign writes to outsiders, and this state is a party to its treaty.
    Party(Iso2, TreatyId),
    /// The same where the campaign has a list of its own.
    PartyNotListed(Iso2, TreatyId),
    NotToState(Iso2),
    /// The campaign writes to offices of another sort than a state's.
    NotToStateBut(Iso2, Vec<Whom>),
    /// The campaign writes to missions in the United States, which has none to itself.
    NoMissionToItself,
    /// A mission that does not exist. The reason is a sentence from the directory, in English.
    NoMission(Iso2, String),
    /// The campaign does not write to members of Congress for these states.
    NotToMembersFor(Vec<&'static UsState>, Vec<Whom>),
    NotToTargets(Vec<TargetId>, Vec<Whom>),
    /// A ZIP code leads to members of Congress, and the campaign writes to others.
    ZipOfNoUse(Vec<Whom>),
    /// The terms of members ended on a day, and the list is older.
    TermsEnded {
        who: Those,
        until: Date,
        as_of: Date,
    },
    /// What we know of other offices was certain only until a day.
    MayHaveChanged {
        who: Those,
        until: Date,
    },
    /// What was typed is no day, so that what is shown is of today.
    NotADay {
        typed: String,
        today: Date,
    },
    NoSuchRegion(String),
    NoSuchStatus(String),
}

/// A few targets by name, or how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Those {
    Named(Vec<TargetId>),
    Many(usize),
}

/// Where somebody lives, as far as a ZIP code or a known district tells, and who represents them there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeNotice {
    /// None for a street address that was looked up.
    pub zip: Option<Zip>,
    /// False for a ZIP code that is not in our tables: its home may lie elsewhere.
    pub is_sure: bool,
    pub place: HomePlace,
    pub members: Members,
    /// Whether all of the members are shown, and hold their seats today.
    pub all_shown: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomePlace {
    District(District),
    /// Several districts of one state.
    Districts(&'static UsState, usize),
    /// The state, but not the district.
    State(&'static UsState),
    /// Any of several states.
    States(Vec<&'static UsState>),
}

/// The members of Congress that a home leads to and that a campaign writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Members {
    pub senators: usize,
    pub to_the_house: bool,
}
