//! What every handler is given.

use std::{ops::Deref, sync::Arc};

use leptos::config::LeptosOptions;
use usecases::{
    Access, Artworks, Campaigns, Classes, Desk, Letters, Relay, States, Tallies,
    desk::{Audit, Checklist, Contacts, Outbox, Pacing, Previews, Workshop},
    ports::{Alive, ChangeReads},
    post::Returns,
};

use super::{Files, Islands, Shelf};

/// The use cases, and facts about the site itself. One for all requests: each has a clone of it, which is a count.
#[derive(Debug, Clone)]
pub struct App(Arc<UseCases>);

impl From<UseCases> for App {
    fn from(all: UseCases) -> Self {
        Self(Arc::new(all))
    }
}

impl Deref for App {
    type Target = UseCases;

    fn deref(&self) -> &UseCases {
        &self.0
    }
}

/// What an [`App`] has.
#[derive(Debug)]
pub struct UseCases {
    pub campaigns: Campaigns,
    pub letters: Letters,
    pub classes: Classes,
    pub artworks: Artworks,
    pub relay: Relay,
    pub returns: Returns,
    pub states: States,
    pub tallies: Tallies,
    pub desk: Desk,
    pub outbox: Outbox,
    pub workshop: Workshop,
    pub checklist: Checklist,
    pub contacts: Contacts,
    pub pacing: Pacing,
    pub previews: Previews,
    pub audit: Audit,
    pub access: Access,
    pub database: Arc<dyn Alive>,
    pub changes: Arc<dyn ChangeReads>,
    pub kept: Shelf,
    pub site: Site,
}

#[derive(Debug)]
pub struct Site {
    pub leptos: LeptosOptions,
    /// The address of the site, without a slash at its end.
    pub public_url: String,
    /// The islands, if they were built. The site works without them.
    pub islands: Option<Islands>,
    pub files: Files,
    /// Whether the site is reached by https, so that cookies may require it.
    pub secure: bool,
}
