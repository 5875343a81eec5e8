//! What every handler is given.

use std::sync::Arc;

use leptos::config::LeptosOptions;
use usecases::{Artworks, Campaigns, Classes, Desk, Letters, Relay, States, Tallies, ports::Alive};

/// The use cases, and what is known of the site itself. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    pub campaigns: Campaigns,
    pub letters: Letters,
    pub classes: Classes,
    pub artworks: Artworks,
    pub relay: Relay,
    pub states: States,
    pub tallies: Tallies,
    pub desk: Desk,
    pub database: Arc<dyn Alive>,
    pub site: Arc<Site>,
}

#[derive(Debug)]
pub struct Site {
    pub leptos: LeptosOptions,
    /// Whether the islands were built. The site works without.
    pub islands: bool,
    /// Whether it is reached by https, so that cookies may insist on it.
    pub secure: bool,
}
