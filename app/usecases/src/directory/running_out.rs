//! What ends soon or has ended in the directory: terms, the lists of others, the map of districts.

use std::collections::BTreeMap;

use domain::{
    Date,
    district::{Congress, noon_in_washington},
    target::TargetKind,
};
use jiff::{Timestamp, ToSpan as _};

use super::LiveDirectory;
use crate::desk::{Expiry, Warning};

impl LiveDirectory {
    /// What is running out or has run out.
    pub fn warnings(&self) -> Vec<Warning> {
        self.running_out().into_iter().map(Warning::Ends).chain(self.map_running_out()).collect()
    }

    /// What ends within [`Expiry::DAYS_AHEAD`] days or has ended, the first to end first.
    pub fn running_out(&self) -> Vec<Expiry> {
        let now = self.clock.now();
        let soon = ahead(now);
        let mut ending: BTreeMap<(Date, TargetKind, bool), Vec<String>> = BTreeMap::new();
        for target in self.get().targets().iter().filter(|target| target.is_current() && target.is_stale_at(soon)) {
            if let Some(until) = target.valid_until {
                ending.entry((until, target.kind(), target.is_stale_at(now))).or_default().push(target.name());
            }
        }
        ending.into_iter().map(|((until, kind, is_over), targets)| Expiry { until, kind, targets, is_over }).collect()
    }

    /// A warning if the map of districts is not, or soon will not be, that of the sitting Congress.
    fn map_running_out(&self) -> Option<Warning> {
        let now = self.clock.now();
        let directory = self.get();
        let (sitting, next) = (Congress::at(now), Congress::at(ahead(now)));
        if directory.map(sitting).is_none() {
            return Some(Warning::NoMap { congress: sitting, ours: directory.maps().next_back().map(|(of, _)| of) });
        }
        directory.map(next).is_none().then_some(Warning::MapEnds(sitting))
    }
}

/// The time up to which ends are announced. A day whose noon counts is included whole.
fn ahead(now: Timestamp) -> Timestamp {
    let day = jiff::tz::TimeZone::UTC.to_datetime(now).date();
    day.checked_add(Expiry::DAYS_AHEAD.days()).map_or(now, noon_in_washington)
}
