//! Countries by what lists call them: a code, or a name in any of the languages that we have names in.

use std::collections::HashMap;

use super::Directory;
use crate::{
    address::mail_of,
    fold::fold,
    state::{Iso2, State},
};

/// Finds the country that a whole text names.
#[derive(Debug)]
pub struct CountriesByName {
    /// By its folded name. `None` where two countries have it: the Koreas share one.
    by_name: HashMap<String, Option<Iso2>>,
}

impl CountriesByName {
    /// The state or other place with this code or name, whole. Never the nearest one.
    pub fn find(&self, text: &str) -> Option<&Iso2> {
        self.by_name.get(&folded_words(text))?.as_ref()
    }
}

/// A text as a search compares it: small letters without accents, with one space between the words.
pub fn folded_words(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Directory {
    /// An index of all countries by their names and codes. It takes a while to make.
    pub fn countries_by_name(&self) -> CountriesByName {
        let mut by_name: HashMap<String, Option<Iso2>> = HashMap::new();
        let mut add = |name: &str, iso2: &Iso2| {
            let known = by_name.entry(folded_words(name)).or_insert_with(|| Some(iso2.clone()));
            if known.as_ref() != Some(iso2) {
                *known = None;
            }
        };
        for state in &self.states {
            let codes = state.codes.iter().map(String::as_str).chain([state.iso2.as_str()]);
            for name in state.names().chain(state.names_in_sentences()).chain(codes) {
                add(name, &state.iso2);
            }
        }
        for place in &self.places {
            for name in place.names().chain([place.iso2.as_str()]) {
                add(name, &place.iso2);
            }
        }
        CountriesByName { by_name }
    }

    /// A country as the Universal Postal Union wants it on the last line of an envelope: in English, and of a place that
    /// another state's post serves the name of that state.
    pub fn name_for_the_post(&self, iso2: &Iso2) -> Option<&str> {
        /// The United States as their own post writes them.
        const UNITED_STATES: &str = "United States of America";
        match mail_of(iso2) {
            served_by if served_by == Iso2::us() => Some(UNITED_STATES),
            served_by => self.state(&served_by).map(|state: &State| state.name.as_str()).or_else(|| self.country(iso2)),
        }
    }
}
