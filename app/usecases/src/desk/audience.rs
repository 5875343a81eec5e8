//! Whom a campaign writes to by a document that need not be public: who is in and why, who is left out, whom it names in
//! vain, and who comes and goes on which day.
//!
//! It needs the directory, a document and a day, and no store, so these are functions. Whoever shows their answers has
//! the document from a use case that asked for the right to see it.

mod days;
mod difference;
mod form;
mod lines;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{
    Date,
    campaign::{Audience, AudienceProblem, Document, Reason, Rule, SomeStates},
    channel::Channel,
    checked::FieldError,
    directory::Directory,
    form::{Each, Field},
    target::{Target, TargetId},
    treaty::Status,
};

pub use self::{
    days::{Day, days_ahead},
    difference::{Difference, compare},
    form::{LINES_MAX, Marks, NewRule, PLACE_DIGITS, Targeted, TargetsDraft, Then},
    lines::resolve,
};
use crate::directory::LostTarget;

/// Whom a campaign writes to on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// In the order in which supporters see them.
    pub targets: Vec<Reached>,
    /// In the order of their names in addresses.
    pub excluded: Vec<LeftOut>,
    /// Targets that are named in vain, in the document's order.
    pub lost: Vec<Lost>,
    /// Targets of the priority list that no rule takes in, or that are left out.
    pub first_in_vain: Vec<TargetId>,
    /// Rules that take in nobody, by their places, with the reason.
    pub idle: Vec<(usize, AudienceProblem)>,
    /// How many of its targets each channel reaches.
    pub channels: BTreeMap<Channel, usize>,
    /// How many can be reached by no channel.
    pub unreachable: usize,
    /// How many are offices of states that are party to the campaign's treaty, so that its letter asks nothing of them.
    pub of_parties: usize,
}

/// A target that is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    pub target: Target,
    /// Of its state, under the campaign's treaty.
    pub status: Option<Status>,
    /// The rules that take it in, by their places; at least one.
    pub rules: Vec<usize>,
    /// Its place on the priority list, from 0.
    pub first: Option<usize>,
}

/// A target that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub id: TargetId,
    /// Its name in the directory; its id where it is not there.
    pub name: String,
    pub reason: Reason,
    /// Whether a rule would take it in. If not, leaving it out changes nothing today.
    pub matters: bool,
}

/// A target that is named and is not written to any more, or never was in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    pub target: LostTarget,
    pub named: Named,
}

/// Where a document names a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// In the list of a rule, by its place.
    Rule(usize),
    First,
    Excluded,
}

impl Reach {
    /// What organisers should mend, each at its field of [`TargetsDraft`].
    pub fn problems(&self) -> Vec<FieldError> {
        let at = |place: &usize| Field::Each(Each::Rule, place.to_string());
        let idle = self.idle.iter().map(|(place, why)| FieldError::new(at(place), why.clone()));
        let none = self.targets.is_empty() && self.idle.is_empty();
        idle.chain(none.then(|| FieldError::new(Field::Rule, AudienceProblem::NoRule))).collect()
    }

    pub fn includes(&self, id: &TargetId) -> bool {
        self.targets.iter().any(|reached| reached.target.id == *id)
    }
}

/// Whom a campaign writes to by a document on a day.
pub fn reach(directory: &Directory, document: &Document, on: Date) -> Reach {
    let Document { audience, treaty, .. } = document;
    let mut reach = Reach::default();
    let mut busy: HashSet<usize> = HashSet::new();
    let places: HashMap<&TargetId, usize> = audience.first.iter().enumerate().map(|(place, id)| (id, place)).rev().collect();
    for target in directory.targets() {
        let situation = || directory.situation(target, treaty.as_ref(), on);
        let rules = audience.rules_for(target, situation);
        if rules.is_empty() {
            continue;
        }
        busy.extend(&rules);
        let status = situation().status;
        let channels = target.channels();
        reach.unreachable += usize::from(channels.is_empty());
        for channel in channels {
            *reach.channels.entry(channel).or_default() += 1;
        }
        reach.of_parties += usize::from(status == Some(Status::Party));
        reach.targets.push(Reached { target: target.clone(), status, rules, first: places.get(&target.id).copied() });
    }
    audience.put_in_order(&mut reach.targets, |reached| &reached.target.id);
    let open = Audience { rules: audience.rules.clone(), ..Audience::default() };
    let left_out = |(id, reason): (&TargetId, &Reason)| {
        let found = directory.target(id);
        let is_in = |target: &Target| open.includes(target, || directory.situation(target, treaty.as_ref(), on));
        LeftOut { id: id.clone(), name: directory.name_of(id), reason: reason.clone(), matters: found.is_some_and(is_in) }
    };
    reach.excluded = audience.excluded.iter().map(left_out).collect();
    reach.lost = lost(directory, document);
    let is_in_vain = |id: &&TargetId| {
        let found = directory.target(id).filter(|target| target.is_current());
        found.is_some_and(|target| !document.writes_to(directory, target, on))
    };
    reach.first_in_vain = audience.first.iter().filter(is_in_vain).cloned().collect();
    let idle = audience.rules.iter().enumerate().filter(|(place, _)| !busy.contains(place));
    reach.idle = idle.map(|(place, rule)| (place, why_idle(directory, document, rule, on))).collect();
    reach
}

fn lost(directory: &Directory, document: &Document) -> Vec<Lost> {
    let Document { audience, .. } = document;
    let listed = audience.rules.iter().enumerate().filter_map(|(place, rule)| match rule {
        Rule::Listed { targets, .. } => Some(targets.iter().map(move |id| (id, Named::Rule(place)))),
        _ => None,
    });
    let first = audience.first.iter().map(|id| (id, Named::First));
    let excluded = audience.excluded.keys().map(|id| (id, Named::Excluded));
    let named = listed.flatten().chain(first).chain(excluded);
    named.filter_map(|(id, named)| Some(Lost { target: LostTarget::find(directory, id)?, named })).collect()
}

fn why_idle(directory: &Directory, document: &Document, rule: &Rule, on: Date) -> AudienceProblem {
    if rule.states().is_some_and(|states| !states.statuses.is_empty()) && document.treaty.is_none() {
        return AudienceProblem::NoTreaty;
    }
    let alone = Audience::from(rule.clone());
    let situation = |target: &Target| directory.situation(target, document.treaty.as_ref(), on);
    if directory.targets().iter().any(|target| alone.includes(target, || situation(target))) {
        return AudienceProblem::AllExcluded;
    }
    // The same rule about all states and all offices.
    let wide = match rule.clone() {
        Rule::Missions { to, .. } => Rule::Missions { to, states: SomeStates::default() },
        Rule::Capitals { .. } => Rule::Capitals { roles: BTreeSet::new(), states: SomeStates::default() },
        Rule::Own { .. } => Rule::Own { states: SomeStates::default() },
        Rule::Congress | Rule::Senate | Rule::House | Rule::Delegation { .. } => Rule::Congress,
        Rule::Listed { .. } => return AudienceProblem::NobodyNow,
    };
    let wide = Audience::from(wide);
    if directory.targets().iter().any(|target| wide.includes(target, || situation(target))) {
        AudienceProblem::NobodyNow
    } else {
        AudienceProblem::NoSuchOffices
    }
}
