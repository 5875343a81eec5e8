//! Languages that a letter can be written in, and the handful of phrases that Postbag itself puts into one.

use serde::{Deserialize, Serialize};

/// A language of letters. Adding one means adding its phrases here and in
/// [`forms_of_address`](crate::forms_of_address); the compiler names the places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    En,
    Es,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// BCP 47 tag, as in `lang="es"` and in a PDF's `/Lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// Its name in itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_found_by_its_tag_and_nothing_else_is() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.tag()), Some(language));
        }
        for tag in ["", "EN", "de", "en-US", "<script>"] {
            assert_eq!(Language::parse(tag), None);
        }
    }
}
