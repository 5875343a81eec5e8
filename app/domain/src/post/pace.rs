//! When a letter may leave: not outside the hours of an office, and not too soon after the one before.
//!
//! A **line** is what letters leave one after the other for: a target, or the domain of the recipients' addresses. A letter
//! that comes takes a **slot** behind those that wait. When its slot has come, [`Line::look`] looks again. A slot is a plan, and
//! much can have come between: a night in which the server was down, a pause, a letter of another campaign. Whatever the
//! slots are, no two letters pass closer to each other than the gap, and none passes outside the hours.

use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Weekday, tz::TimeZone};

/// The hours in which letters leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hours {
    Always,
    /// Monday to Friday from 9 to 17 in this zone. Holidays differ from office to office, and nobody lists them.
    Office(TimeZone),
}

/// From this hour of an office's day on.
const OPENS: i8 = 9;
/// Until this one.
const CLOSES: i8 = 17;
/// An office opens again within this many days: a weekend, and a day that a zone leaves out when it changes its date.
const DAYS_UNTIL_OPEN: usize = 7;

impl Hours {
    pub fn contain(&self, at: Timestamp) -> bool {
        let Self::Office(zone) = self else { return true };
        let there = zone.to_datetime(at);
        !matches!(there.weekday(), Weekday::Saturday | Weekday::Sunday) && (OPENS..CLOSES).contains(&there.hour())
    }

    /// The first moment in the hours, from this one on.
    pub fn next(&self, at: Timestamp) -> Timestamp {
        if self.contain(at) { at } else { self.openings(at).next().unwrap_or(at) }
    }

    /// How much of the time between two moments is in the hours, counted until it is `enough`.
    pub fn between(&self, from: Timestamp, until: Timestamp, enough: SignedDuration) -> SignedDuration {
        let Self::Office(zone) = self else { return from.duration_until(until).clamp(SignedDuration::ZERO, enough) };
        let mut sum = SignedDuration::ZERO;
        let mut open = self.next(from);
        while open < until && sum < enough && self.contain(open) {
            let day = zone.to_datetime(open).date();
            let Ok(close) = day.at(CLOSES, 0, 0, 0).to_zoned(zone.clone()) else { break };
            let close = close.timestamp();
            sum += open.duration_until(close.min(until));
            open = self.next(close);
        }
        sum.min(enough)
    }

    /// The openings after a moment, of a few days.
    fn openings(&self, after: Timestamp) -> impl Iterator<Item = Timestamp> {
        let zone = match self {
            Self::Always => None,
            Self::Office(zone) => Some(zone),
        };
        zone.into_iter().flat_map(move |zone| mornings(zone, after).filter(move |open| *open > after && self.contain(*open)))
    }
}

/// When the day of offices in a zone begins, from the day of that moment on, for as many days as the longest closing.
fn mornings(zone: &TimeZone, from: Timestamp) -> impl Iterator<Item = Timestamp> {
    let days = zone.to_datetime(from).date().series(1.day()).take(DAYS_UNTIL_OPEN);
    let opening = |day: jiff::civil::Date| day.at(OPENS, 0, 0, 0).to_zoned(zone.clone()).ok().map(|there| there.timestamp());
    days.filter_map(opening)
}

/// The moments at which all letters that came since the one before leave together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Daily {
    /// That of the office.
    pub zone: TimeZone,
    /// Whether there is one on the days on which an office is closed, too.
    pub every_day: bool,
}

impl Daily {
    /// The first of them, from this moment on.
    pub fn next(&self, at: Timestamp) -> Timestamp {
        let office = Hours::Office(self.zone.clone());
        let mut mornings = mornings(&self.zone, at);
        mornings.find(|morning| *morning >= at && (self.every_day || office.contain(*morning))).unwrap_or(at)
    }
}

/// What is known of a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Line {
    /// When the last letter passed.
    pub last_at: Option<Timestamp>,
    /// The last slot that was given.
    pub reserved_until: Option<Timestamp>,
}

/// By what the letters of a line leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rhythm {
    pub hours: Hours,
    /// No two letters pass closer to each other.
    pub gap: SignedDuration,
    /// The distance of the slots, not shorter than the gap.
    pub stride: SignedDuration,
}

impl Rhythm {
    /// Letters leave with a gap, at any hour.
    pub const fn of_gap(gap: SignedDuration) -> Self {
        Self { hours: Hours::Always, gap, stride: gap }
    }
}

/// The next moment at which a letter may leave that comes now: in the hours, a gap after the last that left and after the
/// last slot that was given.
pub fn next_slot(
    now: Timestamp,
    last_sent: Option<Timestamp>,
    reserved_until: Option<Timestamp>,
    gap: SignedDuration,
    hours: &Hours,
) -> Timestamp {
    let last = last_sent.max(reserved_until);
    hours.next(last.map_or(now, |last| after(last, gap).max(now)))
}

impl Line {
    /// Gives a slot to a letter that comes now.
    pub fn take_slot(&mut self, now: Timestamp, rhythm: &Rhythm) -> Timestamp {
        let slot = next_slot(now, self.last_at, self.reserved_until, rhythm.stride, &rhythm.hours);
        self.reserved_until = Some(slot);
        slot
    }

    /// Whether a letter whose slot has come may leave now; otherwise the slot at which it is looked at again. One that `was_tried`
    /// has had its turn, and only waits for the next gap: at the end of a long line its seven days would be over.
    pub fn look(&mut self, now: Timestamp, slot: Timestamp, was_tried: bool, rhythm: &Rhythm) -> Result<(), Timestamp> {
        let free = self.last_at.map_or(now, |last| after(last, rhythm.gap));
        if free <= now && rhythm.hours.contain(now) {
            return Ok(());
        }
        let soonest = rhythm.hours.next(free.max(now));
        // The one before passed a moment later than planned, as workers do. It waits for that moment, and keeps its place.
        if was_tried || soonest < after(slot, rhythm.gap) { Err(soonest) } else { Err(self.take_slot(now, rhythm)) }
    }

    /// Notes that a letter leaves.
    pub fn pass(&mut self, now: Timestamp) {
        self.last_at = self.last_at.max(Some(now));
    }
}

fn after(at: Timestamp, gap: SignedDuration) -> Timestamp {
    at.saturating_add(gap).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
