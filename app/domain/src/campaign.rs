//! Campaigns: one ask, its story, its letters, its targets, its opening dates, its goal.

mod audience;
mod change;
mod document;
mod edition;
mod look;
mod pace;
mod ways;
mod zone;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::{
    audience::{
        Audience, AudienceProblem, AudienceVersion1, Crowd, ListName, Reason, Rule, Situation, SomeStates, TooMany, Whom,
    },
    change::{Change, NoChange, Part},
    document::{CampaignFile, Document, DocumentError},
    edition::{Edition, Letter, Share, Source},
    look::{Colour, Look},
    pace::Pace,
    ways::Ways,
    zone::ZoneName,
};
use crate::{
    Date,
    checked::{Slug, checked_string},
};

checked_string!(
    /// A campaign's own name. It never changes and is never given to another campaign, whatever becomes of its address;
    /// everything that belongs to a campaign is kept under it. It is the campaign's first address.
    CampaignId,
    |text| text.parse::<Slug>().map(|slug| slug.to_string())
);

impl From<&Slug> for CampaignId {
    /// The name of a campaign that begins with this address.
    fn from(first: &Slug) -> Self {
        Self(first.to_string())
    }
}

impl CampaignId {
    /// Where old links lead.
    pub fn first_slug(&self) -> Slug {
        Slug::first_of(self)
    }
}

/// Counts a campaign's revisions, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Revision(pub u32);

impl Revision {
    pub const FIRST: Self = Self(1);

    /// The one before; the first has none.
    pub fn before(self) -> Option<Self> {
        self.0.checked_sub(1).filter(|number| *number > 0).map(Self)
    }

    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A campaign as the public sees it: one of its revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    pub id: CampaignId,
    /// The newest of its addresses.
    pub slug: Slug,
    pub revision: Revision,
    pub hold: Option<Hold>,
    pub document: Document,
}

impl From<CampaignFile> for Campaign {
    /// The campaign that a file becomes where there is none of its name yet.
    fn from(CampaignFile { slug, document }: CampaignFile) -> Self {
        Self { id: CampaignId::from(&slug), slug, revision: Revision::FIRST, hold: None, document }
    }
}

/// Why a campaign takes no letters, whatever its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Until it is resumed.
    Paused,
    /// For good: it has reached its aim.
    Won,
}

impl Hold {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Won => "won",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Paused, Self::Won].into_iter().find(|hold| hold.as_str() == text)
    }
}

/// Whether a campaign takes letters on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    Upcoming,
    Open,
    Paused,
    Closed,
    Won,
}

impl CampaignState {
    pub const ALL: [Self; 5] = [Self::Upcoming, Self::Open, Self::Paused, Self::Closed, Self::Won];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Won => "won",
        }
    }
}

impl Campaign {
    /// A closing day that has come outweighs a pause: after it nothing is resumed.
    pub fn state_on(&self, date: Date) -> CampaignState {
        let Document { opens_on, closes_on, .. } = &self.document;
        if self.hold == Some(Hold::Won) {
            CampaignState::Won
        } else if closes_on.is_some_and(|closes_on| date >= closes_on) {
            CampaignState::Closed
        } else if self.hold == Some(Hold::Paused) {
            CampaignState::Paused
        } else if date < *opens_on {
            CampaignState::Upcoming
        } else {
            CampaignState::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, template::Template};

    fn edition(tag: &str, body: &str) -> Edition {
        Edition {
            title: "A title".to_owned(),
            letter: Letter { template: Template::parse("s", body).unwrap(), card: None },
            ..Edition::new(Language::parse(tag).unwrap())
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
        let document = Document {
            treaty: None,
            audience: Rule::Congress.into(),
            zone: ZoneName::default(),
            opens_on: jiff::civil::date(2026, 1, 1),
            closes_on: None,
            goal: 1,
            ways: Ways::default(),
            pace: Pace::default(),
            look: Look::default(),
            contact: None,
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
            let edition = document.edition_for(Language::parse(asked).unwrap());
            assert_eq!(edition.map(|edition| edition.language.tag()), found, "{asked}");
        }
    }
}
