//! The countries that letters are posted from.

use domain::{language::alphabetic, state::Iso2};
use words::Words;

use crate::site::App;

/// Every place that people post from, by its name, the United States first.
pub(super) fn countries(app: &App, words: Words) -> Vec<(String, String)> {
    let (directory, grammar) = (app.campaigns.directory.get(), words.grammar());
    let name = |code: &Iso2, english: &String| directory.country_in(code, grammar).unwrap_or(english).to_owned();
    let mut countries: Vec<_> =
        directory.countries().iter().map(|(code, english)| (code.to_string(), name(code, english))).collect();
    countries.sort_by_cached_key(|(code, name)| (code != Iso2::us().as_str(), alphabetic(name)));
    countries
}
