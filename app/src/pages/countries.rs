//! The countries that letters are posted from.

use domain::state::Iso2;

use crate::App;

/// The list of states, the United States first.
pub(super) fn countries(app: &App) -> Vec<(String, String)> {
    let directory = app.campaigns.directory.get();
    let mut states: Vec<_> = directory.states().collect();
    states.sort_by_key(|state| state.iso2 != Iso2::us());
    states.into_iter().map(|state| (state.iso2.to_string(), state.name.clone())).collect()
}
