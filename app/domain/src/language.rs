//! Languages that a letter can be written in, by their BCP 47 tags: any language, in any script, of any country.
//!
//! Of a few we know more ([`Grammar`]): those words we fill in. The island reads a [`Language`] and joins words with it. Tables
//! and the data of ICU stand apart, so that they stay out of its WebAssembly.

mod date;
mod direction;
mod grammar;
mod names;

use std::{fmt, str::FromStr};

use icu_locale_core::subtags;
use serde::{Deserialize, Serialize};
use tinystr::{TinyAsciiStr, tinystr};

pub use self::{direction::Direction, grammar::Grammar};
use crate::fold::fold;

/// A language as its BCP 47 tag says it, in canonical case: `th`, `pt-BR`, `zh-Hant-TW`. It is ordered, stored and sent as its
/// tag.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Language(Tag);

/// A code of two or three letters, a script of four and a region of three at most, with hyphens between them.
type Tag = TinyAsciiStr<12>;

impl Language {
    pub const EN: Self = Self(tinystr!(12, "en"));
    pub const ES: Self = Self(tinystr!(12, "es"));
    pub const FR: Self = Self(tinystr!(12, "fr"));
    pub const PT: Self = Self(tinystr!(12, "pt"));
    pub const DE: Self = Self(tinystr!(12, "de"));
    pub const AR: Self = Self(tinystr!(12, "ar"));
    pub const UK: Self = Self(tinystr!(12, "uk"));
    pub const RU: Self = Self(tinystr!(12, "ru"));
    pub const TH: Self = Self(tinystr!(12, "th"));

    /// The longest tag that is looked at. BCP 47 asks of everybody to take 35 characters.
    const LONGEST: usize = 35;

    /// Reads a tag in any case. Whether anybody speaks the language is not looked up: new codes come every year.
    pub fn parse(tag: &str) -> Result<Self, LanguageError> {
        if tag.len() > Self::LONGEST {
            return Err(LanguageError::NotATag);
        }
        let mut parts = tag.split('-').peekable();
        let language = parts.next().and_then(|part| subtags::Language::try_from_str(part).ok());
        let language = language.filter(|language| !language.is_unknown()).ok_or(LanguageError::NotATag)?;
        let script = parts.peek().and_then(|part| subtags::Script::try_from_str(part).ok());
        parts.next_if(|_| script.is_some());
        let region = parts.peek().and_then(|part| subtags::Region::try_from_str(part).ok());
        parts.next_if(|_| region.is_some());
        if let Some(part) = parts.next() {
            return Err(LanguageError::OutOfPlace(part.to_owned()));
        }
        let mut canonical = current(language.as_str()).to_owned();
        for part in
            [script.as_ref().map(subtags::Script::as_str), region.as_ref().map(subtags::Region::as_str)].into_iter().flatten()
        {
            canonical.push('-');
            canonical.push_str(part);
        }
        Tag::try_from_str(&canonical).map(Self).map_err(|_| LanguageError::NotATag)
    }

    /// As in `lang="es"` and in a PDF's `/Lang`.
    pub const fn tag(&self) -> &str {
        self.0.as_str()
    }

    /// Its code, script and region: `zh`, `Hant`, `TW`.
    pub fn parts(&self) -> (&str, Option<&str>, Option<&str>) {
        let mut parts = self.tag().split('-').peekable();
        let language = parts.next().unwrap_or_default();
        let script = parts.next_if(|part| part.len() == 4);
        (language, script, parts.next())
    }

    /// Whether both are one language, whatever their scripts and regions: `pt` and `pt-BR`.
    pub fn is_kin_of(self, other: Self) -> bool {
        self.parts().0 == other.parts().0
    }

    /// What we know of it: Brazilian Portuguese has the words of Portuguese. A language in another script than the
    /// words has none of them.
    pub fn grammar(self) -> Option<Grammar> {
        let (language, script, _) = self.parts();
        Grammar::ALL
            .into_iter()
            .find(|grammar| grammar.language().tag() == language && script.is_none_or(|script| script == grammar.script()))
    }

    /// Adds `phrase` to `text` as the language joins the two: "adhérer à" and "le Traité" become "adhérer au Traité".
    pub fn join(self, text: &mut String, phrase: &str) {
        match self.grammar() {
            Some(grammar) => grammar.join(text, phrase),
            None => text.push_str(phrase),
        }
    }
}

/// The code in use for one that was given up. (CLDR, `languageAlias`; of its list, the codes of two letters that programs
/// still write.)
fn current(code: &str) -> &str {
    match code {
        "in" => "id",
        "iw" => "he",
        "ji" => "yi",
        "jw" => "jv",
        "mo" => "ro",
        code => code,
    }
}

/// Why a tag was refused, for who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LanguageError {
    #[error(
        "This is not the tag of a language. Write its code of two or three letters, for instance th or hmn, and where it matters the script and the country: pt-BR, zh-Hant-TW."
    )]
    NotATag,
    #[error(
        "“{0}” has no place in the tag of a letter's language. Write the language, then the script, then the country, for instance th, pt-BR or zh-Hant-TW."
    )]
    OutOfPlace(String),
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({self})")
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(tag: &str) -> Result<Self, LanguageError> {
        Self::parse(tag)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&tag).map_err(serde::de::Error::custom)
    }
}

/// By what a name is sorted in a list, without accents: Côte d'Ivoire before Croatia.
pub fn alphabetic(name: &str) -> String {
    fold(name)
}

/// As it begins a sentence or a label: "The Bahamas".
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_tag_is_read_in_any_case_and_written_in_one() {
        for (typed, tag) in [
            ("en", "en"),
            ("EN-us", "en-US"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("ES-419", "es-419"),
            ("JRA", "jra"),
            ("hmn", "hmn"),
            ("xx", "xx"),
            ("iw", "he"),
            ("in-ID", "id-ID"),
        ] {
            let language = Language::parse(typed).unwrap();
            assert_eq!(language.tag(), tag);
            let stored = serde_json::to_string(&language).unwrap();
            assert_eq!(stored, format!("\"{tag}\""));
            assert_eq!(serde_json::from_str::<Language>(&stored).unwrap(), language);
        }
    }

    #[test]
    fn what_is_not_a_language_a_script_and_a_region_is_refused_with_what_to_write() {
        let long = "a".repeat(10_000);
        for tag in ["", "-", "e", "und", "english", "i-hak", "x-mine", "pt_BR", " en", "12", "<script>", "ไทย", &long] {
            assert_eq!(Language::parse(tag), Err(LanguageError::NotATag), "{tag}");
        }
        for (tag, part) in
            [("sl-rozaj", "rozaj"), ("th-u-ca-buddhist", "u"), ("en-x-mine", "x"), ("en-", ""), ("en-US-Latn", "Latn")]
        {
            assert_eq!(Language::parse(tag), Err(LanguageError::OutOfPlace(part.to_owned())), "{tag}");
        }
        assert!(LanguageError::NotATag.to_string().contains("zh-Hant-TW"));
    }

    #[test]
    fn a_country_changes_nothing_in_what_we_know_of_a_language_but_another_script_does() {
        for (tag, grammar) in [
            ("en-GB", Some(Grammar::En)),
            ("es-419", Some(Grammar::Es)),
            ("fr-Latn-CA", Some(Grammar::Fr)),
            ("fr-Arab", None),
            ("pt-BR", Some(Grammar::Pt)),
            ("ar-EG", Some(Grammar::Ar)),
            ("uk-Latn", None),
            ("th-TH", Some(Grammar::Th)),
            ("jra", None),
            ("zh-Hant-TW", None),
            ("frr", None),
        ] {
            assert_eq!(Language::parse(tag).unwrap().grammar(), grammar, "{tag}");
        }
        for grammar in Grammar::ALL {
            assert_eq!(grammar.language().grammar(), Some(grammar));
        }
    }

    #[test]
    fn a_language_without_a_grammar_joins_nothing() {
        let mut text = "à ".to_owned();
        Language::TH.join(&mut text, "le Traité");
        assert_eq!(text, "à le Traité");
    }

    proptest! {
        #[test]
        fn no_text_is_read_as_a_language_but_its_own_tag(text in "[a-zA-Z0-9-]{0,14}|\\PC{0,40}") {
            if let Ok(language) = Language::parse(&text) {
                prop_assert_eq!(Language::parse(language.tag()), Ok(language));
                prop_assert!(language.tag().len() <= 12);
            }
        }
    }
}
