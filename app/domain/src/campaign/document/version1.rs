//! The first form: what campaigns were before organisers could edit them.

use serde::Deserialize;

use super::{
    super::{AudienceVersion1, Edition, Letter, Look, Pace, Source, Ways, ZoneName},
    Document, DocumentError,
};
use crate::{Date, artwork::Artwork, checked::Slug, language::Language, prose::Prose, template::Template, treaty::TreatyId};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Version1 {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(default)]
    slug: Option<Slug>,
    treaty: Option<TreatyId>,
    audience: AudienceVersion1,
    zone: ZoneName,
    opens_on: Date,
    closes_on: Option<Date>,
    goal: u32,
    #[serde(default)]
    artworks: Vec<Artwork>,
    editions: Vec<EditionVersion1>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionVersion1 {
    language: Language,
    title: String,
    summary: String,
    /// Paragraphs.
    story: Vec<String>,
    sources: Vec<Source>,
    slogan: String,
    template: Template,
}

impl Version1 {
    pub(super) fn into_newest(self) -> Result<(Option<Slug>, Document), DocumentError> {
        let Version1 { _version, slug, treaty, audience, zone, opens_on, closes_on, goal, artworks, editions } = self;
        let editions = editions.into_iter().map(EditionVersion1::into_newest).collect::<Result<_, _>>()?;
        let document = Document {
            treaty,
            audience: audience.into(),
            zone,
            opens_on,
            closes_on,
            goal,
            ways: Ways::default(),
            pace: Pace::default(),
            look: Look { artworks, ..Look::default() },
            contact: None,
            editions,
        };
        Ok((slug, document))
    }
}

impl EditionVersion1 {
    fn into_newest(self) -> Result<Edition, DocumentError> {
        let Self { language, title, summary, story, sources, slogan, template } = self;
        let story = Prose::from_paragraphs(&story).map_err(|_| DocumentError::Story(language))?;
        Ok(Edition { title, summary, story, sources, slogan, letter: Letter { template, card: None }, ..Edition::new(language) })
    }
}
