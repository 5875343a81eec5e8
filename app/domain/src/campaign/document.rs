//! A campaign as one document: what an organiser edits, what a revision keeps, and what a file of a campaign holds.
//!
//! It is JSON with a `version`. An older form is read for ever; only the newest is written. To change the form: raise
//! [`VERSION`], keep the struct that reads the form before, and put a file of it into `tests/rows`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Audience, AudienceVersion1, Edition, ZoneName};
use crate::{Date, checked::Slug, language::Language, treaty::TreatyId};

/// The form that is written.
pub const VERSION: u32 = 1;

/// All that is said of a campaign by editing it. Its address, and whether it is public, paused or won, are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
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

impl Document {
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

/// Why a text is not a campaign's document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("This is not a campaign: {0}")]
    Malformed(#[from] serde_json::Error),
    #[error("This campaign was written by a newer Postbag (its form is {found}, this program reads up to {VERSION}).")]
    Newer { found: u32 },
    #[error("This campaign has no edition. Write its title and its letter in at least one language.")]
    NoEdition,
    #[error("This campaign has two editions in the language {0}.")]
    TwoEditions(Language),
}

/// A campaign's file: the document with the address that the campaign had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignFile {
    pub slug: Slug,
    pub document: Document,
}

impl Document {
    /// Reads what [`to_json`](Self::to_json) wrote, or what that of an older program did.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        Ok(read(text)?.1)
    }

    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Version1::of(None, self))
    }

    fn checked(self) -> Result<Self, DocumentError> {
        if self.editions.is_empty() {
            return Err(DocumentError::NoEdition);
        }
        for (place, edition) in self.editions.iter().enumerate() {
            if self.editions.iter().take(place).any(|before| before.language == edition.language) {
                return Err(DocumentError::TwoEditions(edition.language));
            }
        }
        Ok(self)
    }
}

impl CampaignFile {
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        let (slug, document) = read(text)?;
        let slug = slug.ok_or_else(|| DocumentError::Malformed(serde::de::Error::missing_field("slug")))?;
        Ok(Self { slug, document })
    }

    /// For people to read: indented, with a line end.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(&Version1::of(Some(&self.slug), &self.document)).map(|text| text + "\n")
    }
}

fn read(text: &str) -> Result<(Option<Slug>, Document), DocumentError> {
    #[derive(Deserialize)]
    struct Head {
        version: u32,
    }
    let Head { version } = serde_json::from_str(text)?;
    // Read from the text again, so that an error names its line.
    let (slug, document) = match version {
        1 => serde_json::from_str::<Version1<'_>>(text)?.into(),
        found if found > VERSION => return Err(DocumentError::Newer { found }),
        found => return Err(DocumentError::Malformed(serde::de::Error::custom(format_args!("there is no form {found}")))),
    };
    Ok((slug, document.checked()?))
}

fn either<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Cow<'static, Audience>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Now(Audience),
        Before(AudienceVersion1),
    }
    Ok(Cow::Owned(match Either::deserialize(deserializer)? {
        Either::Now(audience) => audience,
        Either::Before(audience) => audience.into(),
    }))
}

/// The JSON of version 1. A misspelt field is refused, not ignored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Version1<'a> {
    version: u32,
    /// In a file only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slug: Option<Cow<'a, Slug>>,
    treaty: Option<Cow<'a, TreatyId>>,
    #[serde(deserialize_with = "either")]
    audience: Cow<'a, Audience>,
    zone: Cow<'a, ZoneName>,
    opens_on: Date,
    closes_on: Option<Date>,
    goal: u32,
    editions: Cow<'a, [Edition]>,
}

impl<'a> Version1<'a> {
    fn of(slug: Option<&'a Slug>, document: &'a Document) -> Self {
        let Document { treaty, audience, zone, opens_on, closes_on, goal, editions } = document;
        Self {
            version: VERSION,
            slug: slug.map(Cow::Borrowed),
            treaty: treaty.as_ref().map(Cow::Borrowed),
            audience: Cow::Borrowed(audience),
            zone: Cow::Borrowed(zone),
            opens_on: *opens_on,
            closes_on: *closes_on,
            goal: *goal,
            editions: Cow::Borrowed(editions),
        }
    }
}

impl From<Version1<'_>> for (Option<Slug>, Document) {
    fn from(read: Version1<'_>) -> Self {
        let Version1 { version: _, slug, treaty, audience, zone, opens_on, closes_on, goal, editions } = read;
        let document = Document {
            treaty: treaty.map(Cow::into_owned),
            audience: audience.into_owned(),
            zone: zone.into_owned(),
            opens_on,
            closes_on,
            goal,
            editions: editions.into_owned(),
        };
        (slug.map(Cow::into_owned), document)
    }
}
