//! The countries that letters are posted from.

use domain::state::Iso2;
use words::Words;

use crate::site::App;

/// Every place that people post from, by its name, the United States first.
pub(super) fn countries(app: &App, words: Words) -> Vec<(String, String)> {
    let directory = app.campaigns.directory.get();
    let countries = directory.countries(words.grammar());
    let mut countries: Vec<_> = countries.iter().map(|(code, name)| (code.to_string(), name.clone())).collect();
    countries.sort_by_key(|(code, _)| code != Iso2::us().as_str());
    countries
}
