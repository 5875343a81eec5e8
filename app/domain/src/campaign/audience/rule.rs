//! One rule of an audience.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    checked::{checked_string, one_line},
    district::District,
    state::{Iso2, Region, UsState},
    target::{CapitalRole, Office, Target, TargetId},
    treaty::Status,
};

checked_string!(
    /// The name of a list of targets: "Committee on Armed Services".
    ListName,
    |text| one_line(text, ListName::MAX)
);

impl ListName {
    /// In characters.
    pub const MAX: usize = 100;
}

/// A share of all targets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// Every member of both chambers.
    Congress,
    Senate,
    House,
    /// Both senators of a state and its members of the House: the one of a district, or all.
    Delegation {
        /// USPS code.
        state: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<u8>,
    },
    /// The missions of some states to another, or to the United Nations.
    Missions {
        to: Iso2,
        #[serde(default, skip_serializing_if = "SomeStates::are_all")]
        states: SomeStates,
    },
    /// Offices in the capitals of some states.
    Capitals {
        /// Empty for all.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        roles: BTreeSet<CapitalRole>,
        #[serde(default, skip_serializing_if = "SomeStates::are_all")]
        states: SomeStates,
    },
    /// The targets of the site's own table, whose decisions are those of some states.
    Own {
        #[serde(default, skip_serializing_if = "SomeStates::are_all")]
        states: SomeStates,
    },
    /// These: chosen by hand, or as a list with a name, such as a committee.
    Listed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<ListName>,
        targets: BTreeSet<TargetId>,
    },
}

/// Some of the states, by where they stand under the campaign's treaty and where they lie.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SomeStates {
    /// Empty for any, also where the campaign has no treaty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub statuses: BTreeSet<Status>,
    /// Empty for the whole world.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub regions: BTreeSet<Region>,
}

/// Where a target's state stands under the campaign's treaty, and where it lies; each if it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Situation {
    pub status: Option<Status>,
    pub region: Option<Region>,
}

impl SomeStates {
    /// The states that are asked to join the campaign's treaty.
    pub fn outsiders() -> Self {
        Self { statuses: Status::ALL.into_iter().filter(|status| status.ask().is_some()).collect(), regions: BTreeSet::new() }
    }

    pub fn are_all(&self) -> bool {
        self.statuses.is_empty() && self.regions.is_empty()
    }

    pub fn include(&self, Situation { status, region }: Situation) -> bool {
        (self.statuses.is_empty() || status.is_some_and(|status| self.statuses.contains(&status)))
            && (self.regions.is_empty() || region.is_some_and(|region| self.regions.contains(&region)))
    }
}

impl Rule {
    /// Whether it takes in a target. `situation` is asked only where it depends on it.
    pub(super) fn takes_in(&self, target: &Target, situation: &impl Fn() -> Situation) -> bool {
        let of_some = |states: &SomeStates| states.are_all() || states.include(situation());
        match (self, &target.office) {
            (Self::Congress, Office::Congress(_)) => true,
            (Self::Senate, Office::Congress(seat)) => seat.is_in_senate(),
            (Self::House, Office::Congress(seat)) => !seat.is_in_senate(),
            (Self::Delegation { state, .. }, Office::Congress(seat)) => {
                seat.state == *state && seat.district().is_none_or(|district| self.takes_in_district(district))
            }
            (Self::Missions { to, states }, Office::Mission { to: host, .. }) => to == host && of_some(states),
            (Self::Capitals { roles, states }, Office::Capital { role, .. }) => {
                (roles.is_empty() || roles.contains(role)) && of_some(states)
            }
            (Self::Own { states }, Office::Custom { .. }) => of_some(states),
            (Self::Listed { targets, .. }, _) => targets.contains(&target.id),
            _ => false,
        }
    }

    /// Whether it takes in whoever sits in the House for a district.
    pub(super) fn takes_in_district(&self, of: District) -> bool {
        match self {
            Self::Congress | Self::House => true,
            Self::Delegation { state, district } => {
                of.state().code == state && district.is_none_or(|district| district == of.number)
            }
            Self::Senate | Self::Missions { .. } | Self::Capitals { .. } | Self::Own { .. } | Self::Listed { .. } => false,
        }
    }

    /// Whether it takes in the senators of a state that has some.
    pub(super) fn takes_in_senators(&self, of: &UsState) -> bool {
        match self {
            Self::Congress | Self::Senate => true,
            Self::Delegation { state, .. } => of.code == state,
            Self::House | Self::Missions { .. } | Self::Capitals { .. } | Self::Own { .. } | Self::Listed { .. } => false,
        }
    }

    /// Whether it is what was chosen by hand, and no list with a name.
    pub const fn is_by_hand(&self) -> bool {
        matches!(self, Self::Listed { name: None, .. })
    }

    pub const fn is_congress(&self) -> bool {
        matches!(self, Self::Congress | Self::Senate | Self::House | Self::Delegation { .. })
    }

    /// The states whose offices it takes in, for a rule that goes by states.
    pub const fn states(&self) -> Option<&SomeStates> {
        match self {
            Self::Missions { states, .. } | Self::Capitals { states, .. } | Self::Own { states } => Some(states),
            Self::Congress | Self::Senate | Self::House | Self::Delegation { .. } | Self::Listed { .. } => None,
        }
    }
}
