//! Who changed what at the desk.

use domain::{artwork::ArtworkId, checked::Slug};

/// A change that an organiser made, in words that are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    AddedArtwork { campaign: Slug, artwork: ArtworkId },
    RemovedArtwork { campaign: Slug, artwork: ArtworkId },
}

impl Act {
    /// The word for it, the campaign, and what was changed in it.
    pub fn parts(&self) -> (&'static str, &Slug, &str) {
        match self {
            Self::AddedArtwork { campaign, artwork } => ("added_artwork", campaign, artwork.as_str()),
            Self::RemovedArtwork { campaign, artwork } => ("removed_artwork", campaign, artwork.as_str()),
        }
    }
}
