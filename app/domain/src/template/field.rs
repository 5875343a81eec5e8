//! Merge fields: what we fill in.

use serde::{Deserialize, Serialize};

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

    /// What stands in the template in its place where the language has no [`Grammar`](crate::language::Grammar). `None` for
    /// a field that is filled in in any language.
    pub(super) const fn by_grammar(self) -> Option<&'static str> {
        match self {
            Self::TargetSalutation => Some("the greeting"),
            Self::TargetClose => Some("the closing words"),
            Self::TargetCountry | Self::TargetCountryObject => Some("the country’s name"),
            Self::TreatyName => Some("the treaty’s name"),
            Self::TreatyAsk | Self::TreatyRequest => Some("what is asked"),
            Self::TargetName | Self::SenderName | Self::SenderPlace | Self::Note => None,
        }
    }
}
