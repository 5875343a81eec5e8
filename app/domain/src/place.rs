//! Places that are not in the list of states but have a code of their own: people live there and post from there.
//! Nothing else about them is said here.

use crate::{country_name::CountryNames, language::Grammar, state::Iso2};

/// A place under a code of ISO 3166-1, or under XK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherPlace {
    pub iso2: Iso2,
    /// Short English name: "Faroe Islands".
    pub name: String,
    /// As it stands in a sentence, with its article where it has one: "the Faroe Islands".
    pub in_sentence: String,
    /// Short names in other languages.
    pub local_names: CountryNames,
}

impl OtherPlace {
    /// As it stands in a list: "Faroe Islands", "Islas Feroe". In English where there is no name.
    pub fn name_in(&self, grammar: Grammar) -> &str {
        self.local_names.get(grammar).map_or(&self.name, |name| &name.listed)
    }

    /// As it stands in a sentence: "the Faroe Islands", "las Islas Feroe", "les Îles Féroé".
    pub fn name_in_sentence(&self, grammar: Grammar) -> &str {
        self.local_names.get(grammar).map_or(&self.in_sentence, |name| &name.in_sentence)
    }

    /// As it follows "I ask": "the Isle of Man", "Гренландию".
    pub fn name_as_object(&self, grammar: Grammar) -> &str {
        self.local_names.get(grammar).map_or(&self.in_sentence, |name| &name.as_object)
    }

    /// All its names in lists and in sentences.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let local = self.local_names.iter().flat_map(|(_, name)| [name.listed.as_str(), &name.in_sentence, &name.as_object]);
        [self.name.as_str(), &self.in_sentence].into_iter().chain(local)
    }
}
