//! The files of artworks.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::artwork::{Artwork, ArtworkId};

use super::StoreError;

/// The two files of an artwork: the one that is printed, and a small one for pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtworkFile {
    Print,
    Preview,
}

#[async_trait]
pub trait ArtworkReads: Send + Sync + Debug {
    /// The file of an artwork that a campaign shows, in public or in its newest revision.
    async fn artwork_file(&self, artwork: &ArtworkId, file: ArtworkFile) -> Result<Option<Vec<u8>>, StoreError>;
}

#[async_trait]
pub trait ArtworkWrites {
    /// Files that are already there, from whichever campaign, stay as they are.
    async fn add_artwork_files(&mut self, artwork: &Artwork, print: &[u8], preview: &[u8]) -> Result<(), StoreError>;
}
