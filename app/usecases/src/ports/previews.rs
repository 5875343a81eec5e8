//! The links by which somebody without an account looks at a draft.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{campaign::CampaignId, checked::EmailAddress};
use jiff::Timestamp;

use super::StoreError;

/// Who made the link to a campaign's draft, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    pub by: EmailAddress,
    pub at: Timestamp,
}

#[async_trait]
pub trait PreviewReads: Send + Sync + Debug {
    /// The link of a campaign, if it has one.
    async fn preview(&self, campaign: &CampaignId) -> Result<Option<Previewed>, StoreError>;

    /// The campaign that a link shows, by the digest of its secret.
    async fn previewed(&self, link: &str) -> Result<Option<CampaignId>, StoreError>;
}

#[async_trait]
pub trait PreviewWrites {
    /// Gives a campaign a link, by the digest of its secret. The one that it had works no longer.
    async fn add_preview(&mut self, campaign: &CampaignId, link: &str, made: &Previewed) -> Result<(), StoreError>;

    /// Takes a campaign's link back. Says whether it had one.
    async fn end_preview(&mut self, campaign: &CampaignId) -> Result<bool, StoreError>;
}
