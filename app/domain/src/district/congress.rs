//! Which Congress sits, and when one ends. Its districts and the terms of its members belong to no other.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Serialize};

use crate::Date;

/// A Congress of the United States, by its number. Each begins, as do its districts, at noon on 3 January of an odd
/// year (20th Amendment).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Congress(u16);

/// Why a text is not the number of a Congress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A Congress is written as its number, for instance 120.")]
pub struct NotACongress;

impl Congress {
    /// The Congress of the map that was the only one when maps did not yet name their Congress.
    pub const OF_THE_FIRST_MAP: Self = Self(119);

    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    pub const fn number(self) -> u16 {
        self.0
    }

    /// The one that sits at a moment.
    pub fn at(now: Timestamp) -> Self {
        let day = TimeZone::UTC.to_datetime(now).date();
        let congress = Self::of_day(day);
        // On the day itself the old one sits until noon.
        if congress.begins_at() <= now { congress } else { Self(congress.0.saturating_sub(1)) }
    }

    /// The one that sits at the end of a day.
    pub fn of_day(day: Date) -> Self {
        let begun = if (day.month(), day.day()) < (1, 3) { day.year() - 1 } else { day.year() };
        Self(u16::try_from((begun - FIRST_YEAR).div_euclid(2) + 1).unwrap_or(0))
    }

    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The day on which it begins, at noon.
    pub fn begins(self) -> Date {
        let years = self.0.saturating_sub(1).saturating_mul(2);
        i16::try_from(years).ok().and_then(|years| Date::new(FIRST_YEAR.checked_add(years)?, 1, 3).ok()).unwrap_or(Date::MAX)
    }

    pub fn begins_at(self) -> Timestamp {
        noon_in_washington(self.begins())
    }

    /// The day on which it ends, at noon. From that day on, what is known of it is no longer true.
    pub fn ends(self) -> Date {
        self.next().begins()
    }

    /// The end of the term of a class of senators that runs on a day. The Senate is renewed by thirds.
    pub fn end_of_class(class: u8, day: Date) -> Date {
        // The terms of class 1 ended in 2025, those of class 2 end in 2027, those of class 3 in 2029.
        let third = Self(119 + u16::from(class.clamp(1, 3)) - 1);
        let ends = (0..3).map(|later| Self(Self::of_day(day).0.saturating_add(1 + later)));
        ends.into_iter().find(|end| end.0 % 3 == third.0 % 3).map_or(Date::MAX, Self::begins)
    }
}

/// The moment at which terms end on a day: noon in Washington (`America/New_York`), by the standard time that holds
/// there in January. Nobody has set the hour of a term that ends on another day, as an appointed senator's does with a
/// special election.
pub fn noon_in_washington(day: Date) -> Timestamp {
    EASTERN.to_timestamp(day.at(12, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}

/// Eastern Standard Time.
const EASTERN: Offset = Offset::constant(-5);

/// The year in which the first one began.
const FIRST_YEAR: i16 = 1789;

/// `119th`.
impl fmt::Display for Congress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ending = match (self.0 % 10, self.0 % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        write!(f, "{}{ending}", self.0)
    }
}

/// `119` or `119th`.
impl FromStr for Congress {
    type Err = NotACongress;

    fn from_str(text: &str) -> Result<Self, NotACongress> {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| text.strip_suffix(ending)).unwrap_or(text);
        let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse().ok().filter(|number| *number > 0)).flatten().map(Self).ok_or(NotACongress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(moment: &str) -> u16 {
        Congress::at(moment.parse().unwrap()).number()
    }

    #[test]
    fn a_congress_begins_at_noon_in_washington_on_the_third_of_january_of_an_odd_year() {
        for (moment, congress) in [
            ("1789-03-04T17:00:00Z", 1),
            ("2025-01-03T16:59:59Z", 118),
            ("2025-01-03T17:00:00Z", 119),
            ("2026-01-03T18:00:00Z", 119),
            ("2027-01-02T23:59:59Z", 119),
            ("2027-01-03T00:00:00Z", 119),
            ("2027-01-03T16:59:59Z", 119),
            ("2027-01-03T17:00:00Z", 120),
            ("2027-01-03T12:00:00-05:00", 120),
            ("2027-01-04T00:00:00+12:00", 119),
        ] {
            assert_eq!(at(moment), congress, "{moment}");
        }
    }

    #[test]
    fn a_day_has_the_congress_that_sits_at_its_end() {
        for (day, congress) in
            [("1789-03-04", 1), ("2025-01-02", 118), ("2025-01-03", 119), ("2027-01-02", 119), ("2027-01-03", 120)]
        {
            assert_eq!(Congress::of_day(day.parse().unwrap()).number(), congress, "{day}");
        }
        assert_eq!(Congress::new(119).begins().to_string(), "2025-01-03");
        assert_eq!(Congress::new(119).ends().to_string(), "2027-01-03");
        assert_eq!(Congress::new(120).begins_at().to_string(), "2027-01-03T17:00:00Z");
        assert_eq!(Congress::new(u16::MAX).ends(), Date::MAX);
    }

    #[test]
    fn a_third_of_the_senate_ends_with_each_congress() {
        for (class, day, end) in [
            (1, "2026-06-15", "2031-01-03"),
            (2, "2026-06-15", "2027-01-03"),
            (3, "2026-06-15", "2029-01-03"),
            (2, "2027-01-02", "2027-01-03"),
            (2, "2027-01-03", "2033-01-03"),
            (1, "2031-01-03", "2037-01-03"),
            (3, "2028-12-31", "2029-01-03"),
        ] {
            assert_eq!(Congress::end_of_class(class, day.parse().unwrap()).to_string(), end, "class {class} on {day}");
        }
    }

    #[test]
    fn a_congress_is_written_as_its_number() {
        for (text, number) in [("119", 119), ("120th", 120), ("121st", 121), ("1", 1)] {
            assert_eq!(text.parse(), Ok(Congress::new(number)), "{text}");
        }
        for text in ["", "0", "th", "-1", "+119", "12000", "119 th", "é"] {
            assert_eq!(text.parse::<Congress>(), Err(NotACongress), "{text}");
        }
        let written = [111, 112, 119, 121, 122, 123].map(|number| Congress::new(number).to_string());
        assert_eq!(written, ["111th", "112th", "119th", "121st", "122nd", "123rd"]);
    }
}
