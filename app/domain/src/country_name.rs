//! What states and other places are called in languages other than English.

use std::collections::BTreeMap;

use crate::language::Grammar;

/// The name of a state or a place in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryName {
    /// As it stands in a list: "Países Bajos", "Heiliger Stuhl".
    pub listed: String,
    /// As the subject of a sentence, with its article where usage wants one: "los Países Bajos", "der Heilige Stuhl".
    pub in_sentence: String,
    /// As it follows "I ask": "den Heiligen Stuhl", "Украину". It is the same as the subject in a language without cases.
    pub as_object: String,
}

/// Its names in all languages that we have one in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountryNames(BTreeMap<Grammar, CountryName>);

impl CountryNames {
    /// Takes in a name. Answers the one that it had in the language.
    pub fn insert(&mut self, grammar: Grammar, name: CountryName) -> Option<CountryName> {
        self.0.insert(grammar, name)
    }

    pub fn get(&self, grammar: Grammar) -> Option<&CountryName> {
        self.0.get(&grammar)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Grammar, &CountryName)> {
        self.0.iter().map(|(grammar, name)| (*grammar, name))
    }
}
