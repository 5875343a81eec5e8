//! Artwork: each file once, and which campaign shows which.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    artwork::{Artwork, ArtworkId},
    campaign::CampaignId,
};
use jiff::Timestamp;

use super::StoreError;

/// The two files of an artwork: the one that is printed, and a small one for pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtworkFile {
    Print,
    Preview,
}

#[async_trait]
pub trait ArtworkReads: Send + Sync + Debug {
    /// A campaign's artworks, in the order in which they were added.
    async fn artworks(&self, campaign: &CampaignId) -> Result<Vec<Artwork>, StoreError>;

    async fn artwork_file(&self, artwork: &ArtworkId, file: ArtworkFile) -> Result<Option<Vec<u8>>, StoreError>;
}

#[async_trait]
pub trait ArtworkWrites {
    /// Files that are already there, from whichever campaign, stay as they are.
    async fn add_artwork_files(&mut self, artwork: &Artwork, print: &[u8], preview: &[u8]) -> Result<(), StoreError>;

    /// Adds an artwork to a campaign, after those that it has. One that is there already gets the new credit and text.
    async fn show_artwork(&mut self, campaign: &CampaignId, artwork: &Artwork, at: Timestamp) -> Result<(), StoreError>;

    async fn count_artworks(&mut self, campaign: &CampaignId) -> Result<usize, StoreError>;

    /// Takes an artwork out of a campaign. Says whether it was there.
    async fn hide_artwork(&mut self, campaign: &CampaignId, artwork: &ArtworkId) -> Result<bool, StoreError>;

    /// Deletes the files of an artwork if no campaign has it.
    async fn drop_unused_artwork(&mut self, artwork: &ArtworkId) -> Result<(), StoreError>;
}
