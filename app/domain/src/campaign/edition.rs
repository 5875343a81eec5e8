//! A campaign's words in one language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    paper::PaperFormat,
    prose::Prose,
    target::TargetKind,
    template::{Template, TemplateError},
    treaty::Status,
};

/// A campaign's words in one language. It is read only if the language has words for every merge field of its letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Edition {
    pub language: Language,
    pub title: String,
    pub summary: String,
    /// What is happening.
    pub story: Prose,
    /// Why it matters.
    pub why: Prose,
    /// What a supporter can do.
    pub what_to_do: Prose,
    /// What a supporter may say in their own words.
    pub talking_points: Prose,
    /// Where the story's facts are written.
    pub sources: Vec<Source>,
    /// One line for the picture side of a postcard.
    pub slogan: String,
    /// The letter to every target whose kind has none of its own.
    pub letter: Letter,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub letters: BTreeMap<TargetKind, Letter>,
    #[serde(default)]
    pub share: Share,
}

/// What a target gets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Without text it is still to be written. No campaign is published so.
    pub template: Template,
    /// A shorter text for cards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Template>,
}

impl Letter {
    /// Whether it has a text.
    pub fn is_written(&self) -> bool {
        !self.template.body().is_empty()
    }

    /// The letter to a target whose state has this status under the campaign's treaty.
    #[must_use]
    pub fn for_status(&self, status: Option<Status>) -> Self {
        let of = |template: &Template| template.for_status(status).into_owned();
        Self { template: of(&self.template), card: self.card.as_ref().map(of) }
    }

    /// The text for a paper.
    pub fn on(&self, format: PaperFormat) -> &Template {
        self.card.as_ref().filter(|_| format.is_card()).unwrap_or(&self.template)
    }
}

/// What goes round beside the letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Without the `#`.
    pub hashtags: Vec<String>,
    /// What a supporter may pass on.
    pub text: String,
    /// For those who have written.
    pub thanks: Prose,
    /// What stands in place of the form when the campaign is won: "Vanuatu joined: the 112th".
    pub won: String,
}

impl Share {
    /// What is passed on, with the hashtags after it.
    pub fn text_with_hashtags(&self) -> String {
        let tags: Vec<String> = self.hashtags.iter().map(|tag| format!("#{tag}")).collect();
        [self.text.clone(), tags.join(" ")].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Edition {
    /// An edition of which nothing is written yet.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            title: String::new(),
            summary: String::new(),
            story: Prose::default(),
            why: Prose::default(),
            what_to_do: Prose::default(),
            talking_points: Prose::default(),
            sources: Vec::new(),
            slogan: String::new(),
            letter: Letter::default(),
            letters: BTreeMap::new(),
            share: Share::default(),
        }
    }

    /// The letter to targets of a kind.
    pub fn letter_to(&self, kind: TargetKind) -> &Letter {
        self.letters.get(&kind).unwrap_or(&self.letter)
    }

    /// Whether every merge field of its letters can be filled in.
    pub fn check(&self) -> Result<(), TemplateError> {
        let letters = [&self.letter].into_iter().chain(self.letters.values());
        let mut templates = letters.flat_map(|letter| [Some(&letter.template), letter.card.as_ref()]).flatten();
        templates.try_for_each(|template| template.check_language(self.language))
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
