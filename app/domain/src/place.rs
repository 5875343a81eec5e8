//! Places that are not in the list of states but have a code of their own: people live there and post from there.
//! Nothing else about them is said here.

use crate::{language::Grammar, state::Iso2};

/// A place under a code of ISO 3166-1, or under XK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherPlace {
    pub iso2: Iso2,
    /// Short English name: "Faroe Islands".
    pub name: String,
    /// As it stands in a sentence, with its article where it has one: "the Faroe Islands".
    pub in_sentence: String,
    /// As [`State`](crate::state::State) has them.
    pub spanish: String,
    pub french: String,
}

impl OtherPlace {
    /// As it stands in a sentence: "the Faroe Islands", "las Islas Feroe", "les Îles Féroé".
    pub fn name_in_sentence(&self, grammar: Grammar) -> &str {
        match grammar {
            Grammar::En => &self.in_sentence,
            Grammar::Es => &self.spanish,
            Grammar::Fr => &self.french,
        }
    }
}
