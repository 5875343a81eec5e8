//! A campaign as one document: what an organiser edits, what a revision keeps, and what a file of a campaign holds.
//!
//! It is JSON with a `version`. An older form is read for ever; only the newest is written. To change the form: raise
//! [`VERSION`], keep the struct that reads the form before, and put a file of it into `tests/rows`.

mod version1;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use self::version1::Version1;
use super::{Audience, Edition, Hold, Look, Pace, Reason, TooMany, Ways, ZoneName};
use crate::{
    Date,
    checked::{EmailAddress, Slug},
    language::Language,
    treaty::TreatyId,
};

/// The form that is written.
pub const VERSION: u32 = 2;

/// All that is said of a campaign by editing it. Its address, and whether it is public, paused or won, are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    pub ways: Ways,
    /// How fast its letters leave.
    #[serde(default)]
    pub pace: Pace,
    pub look: Look,
    /// Where supporters write with questions.
    pub contact: Option<EmailAddress>,
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

    pub fn edition_mut(&mut self, language: Language) -> Option<&mut Edition> {
        self.editions.iter_mut().find(|edition| edition.language == language)
    }
}

/// Why a text is not a campaign's document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("This is not a campaign: {0}")]
    Malformed(#[from] serde_json::Error),
    #[error("This campaign was written by a newer Postbag (its form is {found}, this program reads up to {VERSION}).")]
    Newer { found: u32 },
    #[error("The story in the language {0} cannot be read.")]
    Story(Language),
    #[error("This campaign has no edition. Write its title and its letter in at least one language.")]
    NoEdition,
    #[error("This campaign has two editions in the language {0}.")]
    TwoEditions(Language),
    #[error(transparent)]
    Audience(#[from] TooMany),
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
        serde_json::to_string(&Written::of(None, self))
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
    /// Reads what [`to_json`](Self::to_json) wrote, or what that of an older program did. A file comes from anywhere, so what
    /// a document may not hold is refused here, and is read where it is stored.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        let (slug, document) = read(text)?;
        document.audience.check()?;
        let slug = slug.ok_or_else(|| DocumentError::Malformed(serde::de::Error::missing_field("slug")))?;
        Ok(Self { slug, document })
    }

    /// What the public may have of it: all but the reasons for which targets are left out, which are for organisers, and the
    /// announcement that it is won, until it is.
    #[must_use]
    pub fn for_the_public(mut self, hold: Option<Hold>) -> Self {
        self.document.audience.excluded.values_mut().for_each(|reason| *reason = Reason::withheld());
        if hold != Some(Hold::Won) {
            self.document.editions.iter_mut().for_each(|edition| edition.share.won.clear());
        }
        self
    }

    /// For people to read: indented, with a line end.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(&Written::of(Some(&self.slug), &self.document)).map(|text| text + "\n")
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
        1 => serde_json::from_str::<Version1>(text)?.into_newest()?,
        VERSION => {
            let Written { slug, document, .. } = serde_json::from_str(text)?;
            (slug.map(Cow::into_owned), document.into_owned())
        }
        found if found > VERSION => return Err(DocumentError::Newer { found }),
        found => return Err(DocumentError::Malformed(serde::de::Error::custom(format_args!("there is no form {found}")))),
    };
    Ok((slug, document.checked()?))
}

/// The JSON of the newest form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    version: u32,
    /// In a file only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slug: Option<Cow<'a, Slug>>,
    document: Cow<'a, Document>,
}

impl<'a> Written<'a> {
    fn of(slug: Option<&'a Slug>, document: &'a Document) -> Self {
        Self { version: VERSION, slug: slug.map(Cow::Borrowed), document: Cow::Borrowed(document) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{campaign::Rule, target::TargetId};

    fn file() -> CampaignFile {
        let document = Document {
            treaty: None,
            audience: Audience::of([Rule::Congress]),
            zone: ZoneName::default(),
            opens_on: Date::constant(2026, 11, 21),
            closes_on: None,
            goal: 1,
            ways: Ways::default(),
            pace: Pace::default(),
            look: Look::default(),
            contact: None,
            editions: vec![Edition::new(Language::EN)],
        };
        CampaignFile { slug: Slug::parse("one").unwrap(), document }
    }

    #[test]
    fn a_file_with_a_larger_audience_than_one_may_be_is_refused_and_what_is_stored_is_read() {
        let mut large = file();
        large.document.audience = Audience::of(vec![Rule::Senate; 101]);
        let refused = CampaignFile::from_json(&large.to_json().unwrap()).unwrap_err();
        assert_eq!(refused.to_string(), "This audience has 101 rules; 100 are allowed.");
        assert_eq!(Document::from_json(&large.document.to_json().unwrap()).unwrap(), large.document);
    }

    #[test]
    fn why_a_target_is_left_out_is_not_for_the_public() {
        let mut file = file();
        let id = TargetId::parse("congress-S000033").unwrap();
        file.document.audience.excluded = [(id.clone(), Reason::parse("Shouted at Ada").unwrap())].into();
        let text = file.for_the_public(None).to_json().unwrap();
        assert!(!text.contains("Ada"), "{text}");
        let read = CampaignFile::from_json(&text).unwrap();
        assert_eq!(read.document.audience.excluded, [(id, Reason::withheld())].into());
    }

    #[test]
    fn that_it_is_won_is_announced_when_it_is() {
        let mut file = file();
        file.document.editions[0].share.won = "Vanuatu joined: the 112th".to_owned();
        let public = |hold| file.clone().for_the_public(hold).document.editions[0].share.won.clone();
        assert_eq!((public(None), public(Some(Hold::Paused))), (String::new(), String::new()));
        assert_eq!(public(Some(Hold::Won)), "Vanuatu joined: the 112th");
    }
}
