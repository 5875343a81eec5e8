//! How a campaign looks.

use serde::{Deserialize, Serialize};

use crate::artwork::{Artwork, ArtworkId};

/// How a campaign looks, in every language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    pub colour: Colour,
    /// The artwork at the top of its page. One of `artworks`.
    pub header: Option<ArtworkId>,
    /// For the picture side of cards, in the order in which they are offered.
    pub artworks: Vec<Artwork>,
}

impl Look {
    /// The most artworks of one campaign. With more, choosing would become searching.
    pub const ARTWORKS_MAX: usize = 24;

    /// Adds an artwork after the others. One that is there already gets the new credit and text. Says whether there was
    /// room for it.
    pub fn add(&mut self, artwork: Artwork) -> bool {
        if let Some(known) = self.artworks.iter_mut().find(|known| known.id == artwork.id) {
            *known = artwork;
        } else if self.artworks.len() < Self::ARTWORKS_MAX {
            self.artworks.push(artwork);
        } else {
            return false;
        }
        true
    }

    /// Takes an artwork out, also from the top of the page. Says whether it was there.
    pub fn remove(&mut self, id: &ArtworkId) -> bool {
        let before = self.artworks.len();
        self.artworks.retain(|artwork| artwork.id != *id);
        self.header.take_if(|header| header == id);
        self.artworks.len() < before
    }

    pub fn artwork(&self, id: &ArtworkId) -> Option<&Artwork> {
        self.artworks.iter().find(|artwork| artwork.id == *id)
    }

    /// The artwork at the top of the page.
    pub fn header(&self) -> Option<&Artwork> {
        self.header.as_ref().and_then(|id| self.artwork(id))
    }
}

/// The colour of a campaign's buttons and links. Each is one of the style sheet's, so that text on it can be read in
/// light and in dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// That of the site itself.
    #[default]
    Red,
    Blue,
    Teal,
    Green,
    Brown,
    Plum,
    Grey,
}

impl Colour {
    pub const ALL: [Self; 7] = [Self::Red, Self::Blue, Self::Teal, Self::Green, Self::Brown, Self::Plum, Self::Grey];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Teal => "teal",
            Self::Green => "green",
            Self::Brown => "brown",
            Self::Red => "red",
            Self::Plum => "plum",
            Self::Grey => "grey",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.as_str() == text)
    }
}
