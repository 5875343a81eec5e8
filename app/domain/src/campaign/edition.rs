//! A campaign's words in one language.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    template::{Template, TemplateError},
};

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
