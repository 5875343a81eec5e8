//! To whom a campaign writes, as it stands in a sentence.

use super::Rule;
use crate::state::Iso2;

/// Whom one or several rules take in. Words are the words of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    Congress,
    Senate,
    House,
    /// The members for a state, by its USPS code.
    Delegation(String),
    /// Missions to a state, or to the United Nations.
    Missions(Iso2),
    Capitals,
    Listed,
}

impl From<&Rule> for Whom {
    fn from(rule: &Rule) -> Self {
        match rule {
            Rule::Congress => Self::Congress,
            Rule::Senate => Self::Senate,
            Rule::House => Self::House,
            Rule::Delegation { state, .. } => Self::Delegation(state.clone()),
            Rule::Missions { to, .. } => Self::Missions(to.clone()),
            Rule::Capitals { .. } => Self::Capitals,
            Rule::Own { .. } | Rule::Listed { .. } => Self::Listed,
        }
    }
}
