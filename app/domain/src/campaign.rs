//! Campaigns: one ask, its story, its letters, its targets, its opening dates, its goal.

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    checked::{Shape, Slug, TextError, checked_string},
    district::District,
    language::Language,
    state::UsState,
    target::{Chamber, Office, Target, TargetId},
    template::Template,
    treaty::{Status, TreatyId},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    pub slug: Slug,
    pub treaty: Option<TreatyId>,
    pub audience: Audience,
    /// The time zone in whose days it opens and closes.
    pub zone: ZoneName,
    pub opens_on: Date,
    /// The first day on which no letter is taken any more.
    pub closes_on: Option<Date>,
    /// Letters to be sent.
    pub goal: u32,
    /// At least one; the first is shown to a visitor who asks for no language.
    pub editions: Vec<Edition>,
}

checked_string!(
    /// The name of a time zone, as the tz database writes it: `America/New_York`. Only its rules tell whether it
    /// exists, and they are not here.
    ZoneName,
    |text| {
        let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte));
        if text.len() <= 64 && text.split('/').all(part) {
            Ok(text.to_owned())
        } else {
            Err(TextError::Malformed(Shape::TimeZone))
        }
    }
);

impl ZoneName {
    /// The place of the zone, mostly a city: "New York", as in "New York time".
    pub fn place(&self) -> String {
        self.0.rsplit('/').next().unwrap_or_default().replace('_', " ")
    }
}

impl Default for ZoneName {
    /// The zone of campaigns from before they had one.
    fn default() -> Self {
        Self("UTC".to_owned())
    }
}

/// A campaign's words in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    pub language: Language,
    pub title: String,
    pub summary: String,
    /// Paragraphs.
    pub story: Vec<String>,
    /// Where the story's facts are written.
    pub sources: Vec<Source>,
    /// One line for the picture side of a postcard.
    pub slogan: String,
    pub template: Template,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub title: String,
    pub url: String,
}

/// Which targets a campaign writes to. A rule, not a list: who holds an office, and which states stand
/// outside a treaty, changes by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Audience {
    /// Every member of both chambers.
    Congress,
    Senate,
    /// The missions to the United States of states that are not party to the campaign's treaty.
    MissionsOfOutsiders,
    /// Both senators of a state and its members of the House: the one of a district, or all.
    Delegation {
        /// USPS code.
        state: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<u8>,
    },
    /// These and no others.
    Listed {
        targets: Vec<TargetId>,
    },
}

impl Audience {
    /// Whether a campaign writes to a target. `status` is where the target's state stands under the campaign's treaty.
    /// No campaign writes to a target that has left.
    pub fn includes(&self, target: &Target, status: Option<Status>) -> bool {
        if !target.is_current() {
            return false;
        }
        match (self, &target.office) {
            (Self::Congress, Office::Congress(_)) => true,
            (Self::Senate, Office::Congress(seat)) => matches!(seat.chamber, Chamber::Senate { .. }),
            (Self::MissionsOfOutsiders, Office::Mission { to, .. }) => {
                to.as_str() == "US" && status.is_some_and(|status| status.ask().is_some())
            }
            (Self::Delegation { state, .. }, Office::Congress(seat)) => {
                seat.state == *state && seat.district().is_none_or(|district| self.includes_district(district))
            }
            (Self::Listed { targets }, _) => targets.contains(&target.id),
            _ => false,
        }
    }

    /// Whether the rule takes in whoever sits in the House for a district, so that a vacant seat is mentioned.
    pub fn includes_district(&self, of: District) -> bool {
        match self {
            Self::Congress => true,
            Self::Delegation { state, district } => {
                of.state().code == state && district.is_none_or(|district| district == of.number)
            }
            Self::Senate | Self::MissionsOfOutsiders | Self::Listed { .. } => false,
        }
    }

    /// Whether the rule takes in a state's senators, so that a vacant seat is mentioned.
    pub fn includes_senators(&self, of: &UsState) -> bool {
        of.has_senators()
            && match self {
                Self::Congress | Self::Senate => true,
                Self::Delegation { state, .. } => of.code == state,
                Self::MissionsOfOutsiders | Self::Listed { .. } => false,
            }
    }

    /// Whether it writes to members of Congress alone, so that a ZIP code leads to them.
    pub const fn is_congress(&self) -> bool {
        matches!(self, Self::Congress | Self::Senate | Self::Delegation { .. })
    }
}

/// Whether a campaign takes letters on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    Upcoming,
    Open,
    Closed,
}

impl CampaignState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Campaign {
    pub fn state_on(&self, date: Date) -> CampaignState {
        if date < self.opens_on {
            CampaignState::Upcoming
        } else if self.closes_on.is_some_and(|closes_on| date >= closes_on) {
            CampaignState::Closed
        } else {
            CampaignState::Open
        }
    }

    /// The title in its first language, for where none is asked for.
    pub fn title(&self) -> &str {
        self.editions.first().map_or("", |edition| &edition.title)
    }

    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.editions.iter().map(|edition| edition.language)
    }

    /// The edition for a reader of a language: in it, else in the same language of another script or country.
    pub fn edition_for(&self, language: Language) -> Option<&Edition> {
        let kin = || self.editions.iter().find(|edition| edition.language.is_kin_of(language));
        self.edition(language).or_else(kin)
    }

    pub fn edition(&self, language: Language) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.language == language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_named_by_its_city() {
        for (zone, words) in [
            ("America/New_York", "New York"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires"),
            ("Africa/Porto-Novo", "Porto-Novo"),
            ("Etc/UTC", "UTC"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(ZoneName::parse(zone).unwrap().place(), words, "{zone}");
        }
    }
}
