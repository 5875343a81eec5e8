//! What ends soon or has ended in the directory: terms, the lists of others, the map of districts.

use std::collections::BTreeMap;

use domain::{
    Date,
    district::{Congress, noon_in_washington},
    target::TargetKind,
};
use jiff::{Timestamp, ToSpan as _};

use super::LiveDirectory;

/// A share of the targets whose data is known to end on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry {
    /// The first day on which it is no longer true.
    pub until: Date,
    pub kind: TargetKind,
    /// Their names.
    pub targets: Vec<String>,
    /// Whether it is that day already.
    pub is_over: bool,
}

impl Expiry {
    /// The end of validity is announced this many days ahead.
    pub const DAYS_AHEAD: i32 = 45;

    /// This many targets are named, at most.
    const NAMED: usize = 3;

    /// A sentence for organisers.
    pub fn words(&self) -> String {
        let Self { until, kind, targets, is_over } = self;
        let (what, count) = (kind.plural(), targets.len());
        let names = if count > Self::NAMED { String::new() } else { format!(" ({})", targets.join(", ")) };
        match (kind, is_over) {
            (TargetKind::Congress, true) => format!(
                "The terms of {count} {what}{names} ended on {until}. Import a newer list: others may hold the seats since."
            ),
            (TargetKind::Congress, false) => {
                format!("The terms of {count} {what}{names} end on {until}, at noon in Washington. Import a newer list then.")
            }
            (_, true) => format!(
                "The list of {count} {what}{names} ended on {until}. Import a newer one: offices have changed hands since."
            ),
            (_, false) => format!("The list of {count} {what}{names} ends on {until}. Import a newer one by then."),
        }
    }
}

impl LiveDirectory {
    /// What is running out or has run out, as sentences for organisers.
    pub fn warnings(&self) -> Vec<String> {
        self.running_out().iter().map(Expiry::words).chain(self.map_running_out()).collect()
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
    fn map_running_out(&self) -> Option<String> {
        let now = self.clock.now();
        let directory = self.get();
        let (sitting, next) = (Congress::at(now), Congress::at(ahead(now)));
        let import = |of| format!("Import the map of the {of}: postbag import districts FILE.");
        if directory.map(sitting).is_none() {
            let since = sitting.begins();
            let ours = directory
                .maps()
                .next_back()
                .map(|(of, _)| format!("; our map of districts is the {of}\u{2019}s"))
                .unwrap_or_default();
            return Some(format!(
                "Since {since} the {sitting} Congress sits{ours}. ZIP codes lead to the state and its senators, and the House is chosen from a list. {}",
                import(sitting)
            ));
        }
        (directory.map(next).is_none()).then(|| {
            format!(
                "Our map of districts is the {sitting} Congress\u{2019}s, which ends on {}, at noon in Washington. From then on ZIP codes lead to the state and its senators, and the House is chosen from a list. {} It can be imported before, and takes effect by itself.",
                sitting.ends(),
                import(next)
            )
        })
    }
}

/// The time up to which ends are announced. A day whose noon counts is included whole.
fn ahead(now: Timestamp) -> Timestamp {
    let day = jiff::tz::TimeZone::UTC.to_datetime(now).date();
    day.checked_add(Expiry::DAYS_AHEAD.days()).map_or(now, noon_in_washington)
}
