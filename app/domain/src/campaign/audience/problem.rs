//! What can be wrong with a campaign's targets.

use super::{Crowd, TooMany};

/// What can be wrong with a campaign's targets, as organisers choose them or as they turn out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AudienceProblem {
    TooMany(TooMany),
    /// A line, from 1, that names nobody who can be written to.
    NoSuchTarget {
        line: usize,
        text: String,
    },
    /// A line that may mean several targets. Some are named, with their ids.
    SeveralTargets {
        line: usize,
        text: String,
        names: Vec<String>,
    },
    /// Not a place on the priority list, from 1 to this.
    NoPlace {
        most: usize,
    },
    // A rule that takes in nobody.
    /// It goes by where states stand under a treaty, and the campaign has none.
    NoTreaty,
    /// The directory has no such office at all: they are imported first.
    NoSuchOffices,
    /// All that it could take in are left out.
    AllExcluded,
    /// None that the directory has fits today.
    NobodyNow,
    /// There is no rule at all.
    NoRule,
}

impl AudienceProblem {
    /// As [`Problem::code`](crate::problem::Problem::code).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooMany(TooMany { of, .. }) => match of {
                Crowd::Rules => "too-many-rules",
                Crowd::Named => "too-many-targets",
                Crowd::First => "too-many-first",
                Crowd::Excluded => "too-many-left-out",
            },
            Self::NoSuchTarget { .. } => "no-such-target",
            Self::SeveralTargets { .. } => "several-targets",
            Self::NoPlace { .. } => "no-place-on-list",
            Self::NoTreaty => "rule-without-treaty",
            Self::NoSuchOffices => "no-such-offices",
            Self::AllExcluded => "rule-all-left-out",
            Self::NobodyNow => "rule-for-nobody",
            Self::NoRule => "no-rule",
        }
    }

    /// One of each sort.
    #[cfg(test)]
    pub(crate) fn one_of_each() -> Vec<Self> {
        let crowds = [Crowd::Rules, Crowd::Named, Crowd::First, Crowd::Excluded];
        let many = crowds.map(|of| Self::TooMany(TooMany { of, count: of.most() + 1 }));
        let others = [
            Self::NoSuchTarget { line: 1, text: String::new() },
            Self::SeveralTargets { line: 1, text: String::new(), names: Vec::new() },
            Self::NoPlace { most: 100 },
            Self::NoTreaty,
            Self::NoSuchOffices,
            Self::AllExcluded,
            Self::NobodyNow,
            Self::NoRule,
        ];
        many.into_iter().chain(others).collect()
    }
}
