//! How fast a campaign's letters leave for one target.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// The pace of a campaign. Letters that our server sends go by it; what supporters send themselves does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pace {
    /// Whether letters leave only while the target's office is open.
    pub office_hours: bool,
    /// The seconds between two letters to one target, at least.
    pub gap: u32,
    /// Whether the letters that wait for a target are spread over the time until the campaign closes.
    pub spread: bool,
    /// Whether the letters of a day go to each target in one mail.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub digest: bool,
}

impl Pace {
    /// The longest gap: a day.
    pub const GAP_MAX: u32 = 24 * 60 * 60;
    /// However few letters wait, the next is not kept longer than this by being spread.
    pub const SPREAD_MAX: SignedDuration = SignedDuration::from_hours(1);

    pub fn gap(&self) -> SignedDuration {
        SignedDuration::from_secs(i64::from(self.gap))
    }

    /// The time between two letters to one target of which `waiting` are to leave in the time that is `left` until the
    /// campaign closes. A fifth of it is kept for letters that are still to come. A campaign that never closes has time.
    pub fn stride(&self, left: Option<SignedDuration>, waiting: u32) -> SignedDuration {
        let gap = self.gap();
        if !self.spread {
            return gap;
        }
        let each = left.map_or(Self::SPREAD_MAX, |left| left / 5 * 4 / i32::try_from(waiting.max(1)).unwrap_or(i32::MAX));
        each.min(Self::SPREAD_MAX).max(gap)
    }
}

impl Default for Pace {
    /// In office hours, a letter a minute. It is the pace of campaigns from before they had one.
    fn default() -> Self {
        Self { office_hours: true, gap: 60, spread: false, digest: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_spread_over_the_time_that_is_left() {
        let spread = Pace { spread: true, ..Pace::default() };
        let minutes = |left: Option<i64>, waiting| spread.stride(left.map(SignedDuration::from_mins), waiting).as_mins();
        assert_eq!(minutes(Some(600), 60), 8);
        assert_eq!(minutes(Some(600), 2), 60, "no letter is kept longer than an hour");
        assert_eq!(minutes(Some(600), 100_000), 1, "the gap is kept, even if not all can leave in time");
        assert_eq!(minutes(Some(0), 5), 1, "it has closed");
        assert_eq!(minutes(None, 5), 60, "it never closes");
        assert_eq!(minutes(Some(600), 0), 60);
        assert_eq!(minutes(Some(600), u32::MAX), 1);
        assert_eq!(Pace::default().stride(Some(SignedDuration::from_hours(600)), 1).as_mins(), 1, "they leave as they come");
        let slow = Pace { gap: 2 * 60 * 60, ..spread };
        assert_eq!(slow.stride(None, 5).as_hours(), 2, "a gap that is longer than an hour stays");
    }

    #[test]
    fn what_a_document_does_not_say_of_the_pace_is_as_usual() {
        assert_eq!(serde_json::from_str::<Pace>("{}").unwrap(), Pace::default());
        let hasty = serde_json::from_str::<Pace>(r#"{"office_hours":false}"#).unwrap();
        assert_eq!(hasty, Pace { office_hours: false, ..Pace::default() });
        let daily = Pace { digest: true, ..Pace::default() };
        assert_eq!(serde_json::from_str::<Pace>(&serde_json::to_string(&daily).unwrap()).unwrap(), daily);
    }
}
