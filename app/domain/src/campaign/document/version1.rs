//! The first form: what campaigns were before organisers could edit them.

use serde::Deserialize;

use super::{
    super::{Audience, Edition, Letter, Look, Source, Ways, ZoneName},
    Document,
};
use crate::{
    Date, artwork::Artwork, checked::Slug, language::Language, prose::Prose, template::Template, treaty::TreatyId,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Version1 {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(default)]
    slug: Option<Slug>,
    treaty: Option<TreatyId>,
    audience: Audience,
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

impl From<Version1> for (Option<Slug>, Document) {
    fn from(read: Version1) -> Self {
        let Version1 { _version, slug, treaty, audience, zone, opens_on, closes_on, goal, artworks, editions } = read;
        let document = Document {
            treaty,
            audience,
            zone,
            opens_on,
            closes_on,
            goal,
            ways: Ways::default(),
            look: Look { artworks, ..Look::default() },
            contact: None,
            editions: editions.into_iter().map(Edition::from).collect(),
        };
        (slug, document)
    }
}

impl From<EditionVersion1> for Edition {
    fn from(read: EditionVersion1) -> Self {
        let EditionVersion1 { language, title, summary, story, sources, slogan, template } = read;
        Self {
            title,
            summary,
            story: Prose::from_paragraphs(&story),
            sources,
            slogan,
            letter: Letter { template, card: None },
            ..Self::new(language)
        }
    }
}
