//! Which targets a campaign writes to.

use serde::{Deserialize, Serialize};

use crate::{
    district::District,
    state::UsState,
    target::{Chamber, Office, Target, TargetId},
    treaty::Status,
};

/// Which targets a campaign writes to. A rule, not a list: who holds an office, and which states stand
/// outside a treaty, changes by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Audience {
    /// Every member of both chambers.
    Congress,
    Senate,
    /// The missions to the United States of states that are not party to the campaign's treaty.
    MissionsOfOutsiders,
    /// Both senators of a state and its members of the House: the one of a district, or all.
    Delegation {
        /// USPS code.
        state: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<u8>,
    },
    /// These and no others.
    Listed {
        targets: Vec<TargetId>,
    },
}

impl Audience {
    /// Whether a campaign writes to a target. `status` is where the target's state stands under the campaign's treaty.
    /// No campaign writes to a target that has left.
    pub fn includes(&self, target: &Target, status: Option<Status>) -> bool {
        if !target.is_current() {
            return false;
        }
        match (self, &target.office) {
            (Self::Congress, Office::Congress(_)) => true,
            (Self::Senate, Office::Congress(seat)) => matches!(seat.chamber, Chamber::Senate { .. }),
            (Self::MissionsOfOutsiders, Office::Mission { to, .. }) => {
                to.as_str() == "US" && status.is_some_and(|status| status.ask().is_some())
            }
            (Self::Delegation { state, .. }, Office::Congress(seat)) => {
                seat.state == *state && seat.district().is_none_or(|district| self.includes_district(district))
            }
            (Self::Listed { targets }, _) => targets.contains(&target.id),
            _ => false,
        }
    }

    /// Whether the rule takes in whoever sits in the House for a district, so that a vacant seat is mentioned.
    pub fn includes_district(&self, of: District) -> bool {
        match self {
            Self::Congress => true,
            Self::Delegation { state, district } => {
                of.state().code == state && district.is_none_or(|district| district == of.number)
            }
            Self::Senate | Self::MissionsOfOutsiders | Self::Listed { .. } => false,
        }
    }

    /// Whether the rule takes in a state's senators, so that a vacant seat is mentioned.
    pub fn includes_senators(&self, of: &UsState) -> bool {
        of.has_senators()
            && match self {
                Self::Congress | Self::Senate => true,
                Self::Delegation { state, .. } => of.code == state,
                Self::MissionsOfOutsiders | Self::Listed { .. } => false,
            }
    }

    /// Whether it writes to members of Congress alone, so that a ZIP code leads to them.
    pub const fn is_congress(&self) -> bool {
        matches!(self, Self::Congress | Self::Senate | Self::Delegation { .. })
    }
}
