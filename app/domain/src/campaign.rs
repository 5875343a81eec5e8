//! Campaigns: one ask, its story, its letters, its targets, its opening dates, its goal.

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    checked::{Shape, Slug, TextError, checked_string},
    district::District,
    language::Language,
    state::UsState,
    target::{Chamber, Office, Target, TargetId},
    template::{Template, TemplateError},
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

/// A campaign's words in one language. It is read only if the language has words for every merge field of its template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
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

impl Edition {
    /// Whether every merge field of its template can be filled in.
    pub fn check(&self) -> Result<(), TemplateError> {
        self.template.check_language(self.language)
    }
}

impl Serialize for Edition {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The function that serde derives for `remote`, which comes before the trait's.
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Edition {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let edition = Self::deserialize(deserializer)?;
        edition.check().map_err(serde::de::Error::custom)?;
        Ok(edition)
    }
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

    fn edition(tag: &str, body: &str) -> Edition {
        Edition {
            language: Language::parse(tag).unwrap(),
            title: "A title".to_owned(),
            summary: String::new(),
            story: Vec::new(),
            sources: Vec::new(),
            slogan: String::new(),
            template: Template::parse("s", body).unwrap(),
        }
    }

    #[test]
    fn an_edition_is_read_only_if_its_language_has_words_for_every_field() {
        let read = |edition: &Edition| serde_json::from_str::<Edition>(&serde_json::to_string(edition).unwrap());
        for (tag, body) in [("en-GB", "{{target.salutation}}"), ("th", "เรียน {{target.name}}"), ("jra", "{{sender.name}}")]
        {
            let edition = edition(tag, body);
            assert_eq!(read(&edition).unwrap(), edition);
        }
        let error = read(&edition("jra", "{{target.salutation}}")).unwrap_err().to_string();
        assert!(error.contains("{{target.salutation}} in the language “jra”. Write the greeting in the template."), "{error}");
    }

    #[test]
    fn a_reader_gets_the_edition_in_their_language_then_in_the_same_language_elsewhere() {
        let campaign = Campaign {
            slug: Slug::parse("one").unwrap(),
            treaty: None,
            audience: Audience::Congress,
            zone: ZoneName::default(),
            opens_on: jiff::civil::date(2026, 1, 1),
            closes_on: None,
            goal: 1,
            editions: ["pt", "pt-BR", "zh-Hant-TW", "ur"].map(|tag| edition(tag, "b")).into(),
        };
        for (asked, found) in [
            ("pt", Some("pt")),
            ("pt-BR", Some("pt-BR")),
            ("pt-AO", Some("pt")),
            ("zh", Some("zh-Hant-TW")),
            ("ur-PK", Some("ur")),
            ("th", None),
        ] {
            let edition = campaign.edition_for(Language::parse(asked).unwrap());
            assert_eq!(edition.map(|edition| edition.language.tag()), found, "{asked}");
        }
    }

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
