//! Campaigns: one ask, its story, its letters, its targets, its opening dates, its goal.

mod audience;
mod edition;
mod zone;

use serde::{Deserialize, Serialize};

pub use self::{
    audience::Audience,
    edition::{Edition, Source},
    zone::ZoneName,
};
use crate::{Date, checked::Slug, language::Language, treaty::TreatyId};

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
    use crate::template::Template;

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
}
