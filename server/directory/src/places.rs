//! Places that people post from and that are not in the list of states.

use domain::{country_name::CountryNames, place::OtherPlace, state::Iso2};

use crate::table::{Table, TableError};

/// All codes of ISO 3166-1 that are not in `states.csv`, and XK; but for BV and HM, two islands on which nobody lives
/// and nobody posts.
const PLACES: Table = Table {
    name: "places.csv",
    text: include_str!("../tables/places.csv"),
    columns: &["iso2", "name", "in_sentence", "source", "as_of"],
};

pub(crate) fn read() -> Result<Vec<OtherPlace>, TableError> {
    PLACES.rows(|row| {
        row.text("source")?;
        row.date("as_of")?;
        Ok(OtherPlace {
            iso2: row.parse("iso2", Iso2::parse)?,
            name: row.text("name")?.to_owned(),
            in_sentence: row.text("in_sentence")?.to_owned(),
            local_names: CountryNames::default(),
        })
    })
}
