//! Who comes and goes on which day, as far as the directory knows it today.
//!
//! It knows two sorts of days: on which a state joins or leaves a treaty, and on which a term or another entry ends. Who
//! holds a seat after that nobody knows before a newer list is imported, so that an end is told as an end.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Date,
    campaign::Document,
    directory::Directory,
    target::{Target, TargetId},
    treaty::Status,
};
use jiff::ToSpan as _;

/// What changes on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub on: Date,
    /// Written to from that day on, each with where its state stands then.
    pub comes: Vec<(TargetId, Option<Status>)>,
    /// Not written to any more.
    pub goes: Vec<(TargetId, Option<Status>)>,
    /// Still written to, under another status: the letter asks something else of them.
    pub changes: Vec<(TargetId, Option<Status>)>,
    /// Written to, and what we know of the office is true until then: a term ends.
    pub ends: Vec<TargetId>,
}

impl Day {
    const fn new(on: Date) -> Self {
        Self { on, comes: Vec::new(), goes: Vec::new(), changes: Vec::new(), ends: Vec::new() }
    }
}

/// Months that are looked ahead.
const MONTHS: i32 = 12;

/// The days after `today`, up to twelve months ahead, on which something changes for a campaign, in their order.
pub fn days_ahead(directory: &Directory, document: &Document, today: Date) -> Vec<Day> {
    let last = today.saturating_add(MONTHS.months());
    let is_ahead = |day: &Date| *day > today && *day <= last;
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for target in directory.targets().iter().filter(|target| target.is_current()) {
        let writes_on = |day: Date| document.writes_to(directory, target, day);
        for on in acts(directory, document, target).into_iter().filter(is_ahead) {
            let eve = on.saturating_sub(1.day());
            let status = |day| directory.situation(target, document.treaty.as_ref(), day).status;
            let day = days.entry(on).or_insert_with(|| Day::new(on));
            let moved = || (target.id.clone(), status(on));
            match (writes_on(eve), writes_on(on)) {
                (false, true) => day.comes.push(moved()),
                (true, false) => day.goes.push(moved()),
                (true, true) if target.seat().is_none() && status(eve) != status(on) => day.changes.push(moved()),
                _ => {}
            }
        }
        if let Some(until) = target.valid_until.filter(is_ahead).filter(|until| writes_on(until.saturating_sub(1.day()))) {
            days.entry(until).or_insert_with(|| Day::new(until)).ends.push(target.id.clone());
        }
    }
    days.into_values().filter(|day| *day != Day::new(day.on)).collect()
}

/// The days on which a target's state acted or acts under the campaign's treaty.
fn acts(directory: &Directory, document: &Document, target: &Target) -> BTreeSet<Date> {
    let membership = document.treaty.as_ref().and_then(|treaty| directory.membership(treaty, &target.country()));
    membership.into_iter().flat_map(|membership| &membership.events).map(|event| event.on).collect()
}
