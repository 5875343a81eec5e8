//! What states and other places are called in the languages of letters.

use std::collections::HashMap;

use domain::{
    country_name::{CountryName, CountryNames},
    language::Grammar,
    place::OtherPlace,
    state::{Iso2, State},
};

use crate::table::{Table, TableError};

/// A row for each country and each language but English, whose names stand in `states.csv` and `places.csv`. A language that
/// comes new is new rows and no new column, and each name has its own source. Names are short ones.
///
/// `in_sentence` is empty where it is the name, and `as_object` where it is the same as `in_sentence`: in Spanish, French,
/// Portuguese, Arabic and Thai always. It is the accusative.
const NAMES: Table = Table {
    name: "country-names.csv",
    text: include_str!("../tables/country-names.csv"),
    columns: &["iso2", "language", "name", "in_sentence", "as_object", "source", "as_of"],
};

/// Gives the states and the places their names.
pub(crate) fn read_into(states: &mut [State], places: &mut [OtherPlace]) -> Result<(), TableError> {
    let of_states = states.iter_mut().map(|state| (state.iso2.clone(), &mut state.local_names));
    let of_places = places.iter_mut().map(|place| (place.iso2.clone(), &mut place.local_names));
    let mut known: HashMap<Iso2, &mut CountryNames> = of_states.chain(of_places).collect();
    NAMES.rows(|row| {
        row.text("source")?;
        row.date("as_of")?;
        let names = known
            .get_mut(&row.parse("iso2", Iso2::parse)?)
            .ok_or_else(|| row.error("iso2", "this country is in neither states.csv nor places.csv"))?;
        let grammar =
            row.parse("language", |tag| Grammar::parse(tag).ok_or("this is not the tag of a language whose grammar we know"))?;
        let listed = row.text("name")?.to_owned();
        let in_sentence = row.optional("in_sentence")?.map_or_else(|| listed.clone(), str::to_owned);
        let as_object = row.optional("as_object")?.map_or_else(|| in_sentence.clone(), str::to_owned);
        match names.insert(grammar, CountryName { listed, in_sentence, as_object }) {
            None => Ok(()),
            Some(_) => Err(row.error("language", "this country has a name in this language already")),
        }
    })?;
    Ok(())
}
