//! Merge fields: what we fill in.

use serde::{Deserialize, Serialize};

use super::Instead;
use crate::{language::Language, treaty::Ask};

/// The fields that we fill in. The list is the whole vocabulary: a template that names another field is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MergeField {
    #[serde(rename = "target.name")]
    TargetName,
    #[serde(rename = "target.salutation")]
    TargetSalutation,
    #[serde(rename = "target.close")]
    TargetClose,
    /// The state whose decision it is, in the letter's language.
    #[serde(rename = "target.country")]
    TargetCountry,
    /// The same as it follows "I ask", in a language with cases: "den Sudan", "Украину".
    #[serde(rename = "target.country.object")]
    TargetCountryObject,
    /// "the Convention on Cluster Munitions".
    #[serde(rename = "treaty.name")]
    TreatyName,
    /// "accede to", "ratify" or "rejoin", by the target's status on the day.
    #[serde(rename = "treaty.ask")]
    TreatyAsk,
    /// Both in one, in the order and the case of the language: "accede to the Convention on Cluster Munitions", "dem Übereinkommen
    /// über Streumunition beizutreten".
    #[serde(rename = "treaty.request")]
    TreatyRequest,
    #[serde(rename = "sender.name")]
    SenderName,
    #[serde(rename = "sender.place")]
    SenderPlace,
    /// The supporter's own paragraph; a paragraph of a template that is left out when there is none.
    #[serde(rename = "note")]
    Note,
}

impl MergeField {
    pub const ALL: [Self; 11] = [
        Self::TargetName,
        Self::TargetSalutation,
        Self::TargetClose,
        Self::TargetCountry,
        Self::TargetCountryObject,
        Self::TreatyName,
        Self::TreatyAsk,
        Self::TreatyRequest,
        Self::SenderName,
        Self::SenderPlace,
        Self::Note,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TargetName => "target.name",
            Self::TargetSalutation => "target.salutation",
            Self::TargetClose => "target.close",
            Self::TargetCountry => "target.country",
            Self::TargetCountryObject => "target.country.object",
            Self::TreatyName => "treaty.name",
            Self::TreatyAsk => "treaty.ask",
            Self::TreatyRequest => "treaty.request",
            Self::SenderName => "sender.name",
            Self::SenderPlace => "sender.place",
            Self::Note => "note",
        }
    }

    /// As it stands in a template: `{{target.name}}`.
    pub fn written(self) -> String {
        format!("{{{{{}}}}}", self.as_str())
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Those that can be filled in in a letter in this language, of a campaign with a treaty or without.
    pub fn of_letters(language: Language, treaty: bool) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |field| field.instead(language).is_none() && (treaty || !field.needs_treaty()))
    }

    /// The field that was probably meant by what is none: one with a slip in it, or its last word.
    pub fn nearest(typed: &str) -> Option<Self> {
        let typed = typed.trim().to_lowercase().replace([' ', '_', '-'], ".");
        nearest(&typed, Self::ALL, Self::as_str).or_else(|| {
            let mut ending = Self::ALL.into_iter().filter(|field| field.as_str().rsplit('.').next() == Some(typed.as_str()));
            ending.next().filter(|_| ending.next().is_none())
        })
    }

    /// What a template has to say in its place, if we cannot fill it in in this language: it would leave a hole.
    pub(super) fn instead(self, language: Language) -> Option<Instead> {
        match language.grammar() {
            None => self.by_grammar(),
            // Where nouns decline, the verb alone would be followed by a name in the wrong case.
            Some(grammar) if self == Self::TreatyAsk && Ask::Accede.verb(grammar).is_none() => Some(Instead::Request),
            Some(_) => None,
        }
    }

    /// `None` for a field that is filled in in any language.
    const fn by_grammar(self) -> Option<Instead> {
        match self {
            Self::TargetSalutation => Some(Instead::Greeting),
            Self::TargetClose => Some(Instead::ClosingWords),
            Self::TargetCountry | Self::TargetCountryObject => Some(Instead::CountryName),
            Self::TreatyName => Some(Instead::TreatyName),
            Self::TreatyAsk | Self::TreatyRequest => Some(Instead::WhatIsAsked),
            Self::TargetName | Self::SenderName | Self::SenderPlace | Self::Note => None,
        }
    }

    /// Whether it says something of the campaign's treaty, so that nobody fills it in where there is none.
    pub(super) const fn needs_treaty(self) -> bool {
        matches!(self, Self::TreatyName | Self::TreatyAsk | Self::TreatyRequest)
    }
}

/// The one of these names that somebody meant who made one slip in four letters.
pub(super) fn nearest<T: Copy>(typed: &str, known: impl IntoIterator<Item = T>, name: fn(T) -> &'static str) -> Option<T> {
    /// What is longer is no slip, and long to measure.
    const LONGEST: usize = 40;
    let length = typed.chars().count();
    let most = (length / 4).clamp(1, 3);
    let slips = |known: T| (strsim::osa_distance(typed, name(known)), known);
    let near = known.into_iter().filter(|_| (3..=LONGEST).contains(&length)).map(slips).filter(|(slips, _)| *slips <= most);
    near.min_by_key(|(slips, _)| *slips).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_offered_the_fields_that_can_be_filled_in_in_it() {
        let of = |language: &str, treaty| MergeField::of_letters(Language::parse(language).unwrap(), treaty).collect::<Vec<_>>();
        assert_eq!(of("en", true), MergeField::ALL);
        assert_eq!(of("jra", true), [MergeField::TargetName, MergeField::SenderName, MergeField::SenderPlace, MergeField::Note]);
        assert!(!of("de", true).contains(&MergeField::TreatyAsk) && of("de", true).contains(&MergeField::TreatyRequest));
        assert_eq!(of("de", false).len(), 8);
    }

    #[test]
    fn a_slip_leads_to_the_field_that_was_meant() {
        for (typed, field) in [
            ("target.nmae", Some(MergeField::TargetName)),
            ("Target.Name", Some(MergeField::TargetName)),
            ("target_salutation", Some(MergeField::TargetSalutation)),
            ("sendername", Some(MergeField::SenderName)),
            ("salutation", Some(MergeField::TargetSalutation)),
            ("tready.request", Some(MergeField::TreatyRequest)),
            ("notes", Some(MergeField::Note)),
            ("name", None),
            ("first name", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(MergeField::nearest(typed), field, "{typed}");
        }
        assert_eq!(MergeField::nearest(&"target.name".repeat(1000)), None);
    }
}
