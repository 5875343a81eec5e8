//! Which targets a campaign writes to: by rule or by hand, who is shown first, and who is left out.

mod problem;
mod rule;
#[cfg(test)]
mod tests;
mod version1;
mod whom;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

pub use self::{
    problem::AudienceProblem,
    rule::{ListName, Rule, Situation, SomeStates},
    version1::AudienceVersion1,
    whom::Whom,
};
use super::Document;
use crate::{
    Date,
    checked::{checked_string, one_line},
    directory::Directory,
    district::District,
    state::{Iso2, UsState},
    target::{Target, TargetId},
};

checked_string!(
    /// Why a campaign leaves a target out, for its organisers: "Asked us not to write".
    Reason,
    |text| one_line(text, Reason::MAX)
);

impl Reason {
    /// In characters.
    pub const MAX: usize = 200;

    /// What stands in its place for those whom it is not meant for.
    pub fn withheld() -> Self {
        Self("–".to_owned())
    }
}

/// Which targets a campaign writes to.
///
/// Rules are better than lists: who holds an office, and which states stand outside a treaty, changes by itself.
///
/// ```
/// use domain::campaign::{Audience, Rule};
///
/// let audience = Audience::of([Rule::Senate, Rule::Delegation { state: "WV".to_owned(), district: Some(2) }]);
/// assert_eq!(serde_json::to_string(&audience)?, r#"{"rules":[{"rule":"senate"},{"rule":"delegation","state":"WV","district":2}]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// A target that any of them takes in is written to.
    pub rules: Vec<Rule>,
    /// Targets that are shown first, in this order. A target that no rule takes in is not written to for being here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<TargetId>,
    /// Targets that are not written to, whatever the rules say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub excluded: BTreeMap<TargetId, Reason>,
}

/// What there is too much of in an audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crowd {
    Rules,
    /// Targets that are named one by one, in all lists together.
    Named,
    First,
    Excluded,
}

/// An audience has more of something than it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This audience has {count} {}; {} are allowed.", .of.label(), .of.most())]
pub struct TooMany {
    pub of: Crowd,
    pub count: usize,
}

impl Crowd {
    /// How many there may be. A document is stored again with each save and read with each page, so it stays small;
    /// whoever names more than 2,000 targets needs a rule.
    pub const fn most(self) -> usize {
        match self {
            Self::Rules | Self::First => 100,
            Self::Named => 2_000,
            Self::Excluded => 500,
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Named => "targets that are named one by one",
            Self::First => "targets that come first",
            Self::Excluded => "targets that are left out",
        }
    }
}

impl Audience {
    /// All that these rules take in.
    pub fn of(rules: impl Into<Vec<Rule>>) -> Self {
        Self { rules: rules.into(), ..Self::default() }
    }

    /// These and no others.
    pub fn listed(targets: impl IntoIterator<Item = TargetId>) -> Self {
        Self::of([Rule::Listed { name: None, targets: targets.into_iter().collect() }])
    }

    /// Whether it is as large as an audience may be. One that was stored is read whatever its size; ask before one is
    /// taken from a person or a file.
    pub fn check(&self) -> Result<(), TooMany> {
        let counts = [
            (Crowd::Rules, self.rules.len()),
            (Crowd::Named, self.named().count()),
            (Crowd::First, self.first.len()),
            (Crowd::Excluded, self.excluded.len()),
        ];
        match counts.into_iter().find(|(of, count)| *count > of.most()) {
            Some((of, count)) => Err(TooMany { of, count }),
            None => Ok(()),
        }
    }

    /// Whether a campaign writes to a target. `situation` is asked only where a rule depends on it.
    /// No campaign writes to a target that has left.
    pub fn includes(&self, target: &Target, situation: impl Fn() -> Situation) -> bool {
        self.may_include(target) && self.rules.iter().any(|rule| rule.takes_in(target, &situation))
    }

    /// The rules by which a campaign writes to a target, by their places. None if it does not write to it.
    pub fn rules_for(&self, target: &Target, situation: impl Fn() -> Situation) -> Vec<usize> {
        if !self.may_include(target) {
            return Vec::new();
        }
        let takes_in = |(_, rule): &(usize, &Rule)| rule.takes_in(target, &situation);
        self.rules.iter().enumerate().filter(takes_in).map(|(place, _)| place).collect()
    }

    fn may_include(&self, target: &Target) -> bool {
        target.is_current() && !self.excluded.contains_key(&target.id)
    }

    /// Puts those that come first before the others, which stay in their order.
    pub fn put_in_order<T>(&self, targets: &mut [T], id: impl Fn(&T) -> &TargetId) {
        if self.first.is_empty() {
            return;
        }
        // Of a target that is named twice, the first place counts.
        let places: HashMap<&TargetId, usize> = self.first.iter().enumerate().map(|(place, id)| (id, place)).rev().collect();
        targets.sort_by_key(|target| places.get(id(target)).copied().unwrap_or(usize::MAX));
    }

    /// The targets that it names one by one, to write to them.
    pub fn named(&self) -> impl Iterator<Item = &TargetId> {
        self.rules.iter().filter_map(|rule| if let Rule::Listed { targets, .. } = rule { Some(targets) } else { None }).flatten()
    }

    /// Whether a rule takes in whoever sits in the House for a district, so that a vacant seat is mentioned.
    pub fn includes_district(&self, of: District) -> bool {
        self.rules.iter().any(|rule| rule.takes_in_district(of))
    }

    /// Whether a rule takes in a state's senators, so that a vacant seat is mentioned.
    pub fn includes_senators(&self, of: &UsState) -> bool {
        of.has_senators() && self.rules.iter().any(|rule| rule.takes_in_senators(of))
    }

    /// Whether it writes to any member of Congress, so that a ZIP code leads to somebody.
    pub fn leads_to_congress(&self, is_member: impl Fn(&TargetId) -> bool) -> bool {
        self.rules.iter().any(Rule::is_congress) || self.named().any(is_member)
    }

    /// Whether it writes to members of Congress alone.
    pub fn is_congress(&self, is_member: impl Fn(&TargetId) -> bool) -> bool {
        self.rules.iter().all(|rule| rule.is_congress() || matches!(rule, Rule::Listed { .. })) && self.named().all(is_member)
    }

    /// Whether it writes to missions to the United States alone, by rule.
    pub fn is_missions_to_the_us(&self) -> bool {
        let is_to_us = |rule: &Rule| matches!(rule, Rule::Missions { to, .. } if *to == Iso2::us());
        !self.rules.is_empty() && self.rules.iter().all(is_to_us)
    }

    /// To whom it writes, in few words.
    pub fn whom(&self) -> Vec<Whom> {
        let mut whom = Vec::new();
        for of in self.rules.iter().map(Whom::from) {
            if !whom.contains(&of) {
                whom.push(of);
            }
        }
        if whom.is_empty() { vec![Whom::Listed] } else { whom }
    }
}

impl From<Rule> for Audience {
    fn from(rule: Rule) -> Self {
        Self::of([rule])
    }
}

impl Document {
    /// Whether the campaign writes to a target on a day.
    pub fn writes_to(&self, directory: &Directory, target: &Target, on: Date) -> bool {
        self.audience.includes(target, || directory.situation(target, self.treaty.as_ref(), on))
    }
}
