//! The 197 states.

use std::collections::BTreeMap;

use domain::{
    address::{Address, mail_of},
    country_name::CountryNames,
    place::OtherPlace,
    state::{Iso2, Region, State, Tile},
};

use crate::{
    import::ImportError,
    places,
    table::{Row, Table, TableError, UNITED_STATES},
};

/// The map by tiles (`tile_column`, `tile_row`) is drawn by hand, 27 by 19: neighbours by neighbours as far as
/// squares allow, with the seas left open, narrow enough for 14 px a tile on a phone.
const STATES: Table = Table {
    name: "states.csv",
    text: include_str!("../tables/states.csv"),
    columns: &["iso2", "name", "in_sentence", "region", "tile_column", "tile_row", "source", "as_of"],
};

/// Other names of states: long and former ones, parts, demonyms, names in their own languages. They are searched, and never
/// shown. Two states may share one.
const ALIASES: Table = Table {
    name: "state-aliases.csv",
    text: include_str!("../tables/state-aliases.csv"),
    columns: &["iso2", "alias", "source", "as_of"],
};

/// By which codes states are known beside the ones of two letters: three letters (ISO 3166-1), and those of the press.
const CODES: Table = Table {
    name: "state-codes.csv",
    text: include_str!("../tables/state-codes.csv"),
    columns: &["iso2", "code", "source", "as_of"],
};

pub(crate) fn read() -> Result<Vec<State>, TableError> {
    let mut states = read_states()?;
    ALIASES.rows(|row| {
        named(row, &mut states)?.other_names.push(row.text("alias")?.to_owned());
        Ok(())
    })?;
    CODES.rows(|row| {
        named(row, &mut states)?.codes.push(row.text("code")?.to_owned());
        Ok(())
    })?;
    Ok(states)
}

/// The state that a row of what states are called is about.
fn named<'a>(row: &Row, states: &'a mut [State]) -> Result<&'a mut State, ImportError> {
    row.text("source")?;
    row.date("as_of")?;
    let iso2 = row.parse("iso2", Iso2::parse)?;
    let state = states.iter_mut().find(|state| state.iso2 == iso2);
    state.ok_or_else(|| row.error("iso2", "this state is not in states.csv"))
}

fn read_states() -> Result<Vec<State>, TableError> {
    STATES.rows(|row| {
        row.text("source")?;
        row.date("as_of")?;
        Ok(State {
            iso2: row.parse("iso2", Iso2::parse)?,
            name: row.text("name")?.to_owned(),
            in_sentence: row.text("in_sentence")?.to_owned(),
            local_names: CountryNames::default(),
            other_names: Vec::new(),
            codes: Vec::new(),
            region: row.parse("region", |label| Region::parse(label).ok_or("this is not one of the five regions"))?,
            tile: Tile { column: row.parse("tile_column", str::parse::<u8>)?, row: row.parse("tile_row", str::parse::<u8>)? },
        })
    })
}

/// The states by their codes, and the other places, to look up those that other tables name.
pub(crate) struct Known<'a> {
    states: BTreeMap<&'a Iso2, &'a State>,
    places: Vec<OtherPlace>,
}

/// Where an address lies.
pub(crate) struct Country {
    pub(crate) iso2: Iso2,
    /// On the last line of an envelope from abroad: that of the state whose mail it is.
    last_line: String,
    pub(crate) in_sentence: String,
}

impl<'a> Known<'a> {
    pub(crate) fn new(states: &'a [State]) -> Self {
        // A table that cannot be read has stopped the start; it is the same here as there.
        let places = places::read().unwrap_or_default();
        Self { states: states.iter().map(|state| (&state.iso2, state)).collect(), places }
    }

    /// The state that a row's column names.
    pub(crate) fn state(&self, row: &Row, column: &str) -> Result<&'a State, ImportError> {
        let iso2 = row.parse(column, Iso2::parse)?;
        self.states.get(&iso2).copied().ok_or_else(|| match ELSEWHERE.iter().find(|(code, _)| *code == iso2.as_str()) {
            Some((_, reason)) => row.error(column, reason),
            None => row.error(column, format_args!("{iso2} is not in the list of {}", self.states.len())),
        })
    }

    /// The state, or the other place that has a code of its own, that a row's column names.
    pub(crate) fn country(&self, row: &Row, column: &str) -> Result<Country, ImportError> {
        let iso2 = row.parse(column, Iso2::parse)?;
        let (name, in_sentence) = if let Some(place) = self.places.iter().find(|place| place.iso2 == iso2) {
            (&place.name, &place.in_sentence)
        } else {
            let state = self.state(row, column)?;
            (&state.name, &state.in_sentence)
        };
        let served_by = mail_of(&iso2);
        let last_line = match self.states.get(&served_by) {
            _ if served_by == Iso2::us() => UNITED_STATES,
            Some(state) => &state.name,
            None => name,
        };
        Ok(Country { last_line: last_line.to_owned(), in_sentence: in_sentence.clone(), iso2 })
    }

    /// An address, by its column and that of its country.
    pub(crate) fn address_in(row: &Row, column: &str, country: &Country) -> Result<Option<Address>, ImportError> {
        row.address(column, &country.iso2, &country.last_line)
    }

    /// Where paper is posted, by the columns `address` and `address_country`.
    pub(crate) fn address(&self, row: &Row) -> Result<Option<Address>, ImportError> {
        if row.optional("address")?.is_none() {
            return Ok(None);
        }
        Self::address_in(row, "address", &self.country(row, "address_country")?)
    }
}

/// Codes that other tables have, and what to do about them.
const ELSEWHERE: [(&str, &str); 8] = [
    ("EL", "EL is how the European Union writes Greece: write GR"),
    ("UK", "UK is how the European Union writes the United Kingdom: write GB"),
    ("TP", "TP is the former code of Timor-Leste: write TL"),
    ("ZR", "ZR is the former code of the Democratic Republic of the Congo: write CD"),
    ("BU", "BU is the former code of Myanmar: write MM"),
    ("XK", "Kosovo (XK) is not in the list of 197: leave the row out"),
    ("TW", "Taiwan (TW) is not in the list of 197: leave the row out"),
    ("EU", "the European Union (EU) is not a state: leave the row out"),
];
