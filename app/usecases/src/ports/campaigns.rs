//! Campaigns and their editions.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{Date, campaign::Campaign, checked::Slug};
use jiff::Timestamp;

use super::StoreError;

#[async_trait]
pub trait CampaignReads: Send + Sync + Debug {
    /// In the order in which they were created.
    async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError>;

    async fn campaign(&self, slug: &Slug) -> Result<Option<Campaign>, StoreError>;
}

#[async_trait]
pub trait CampaignWrites {
    async fn has_campaigns(&mut self) -> Result<bool, StoreError>;

    /// `position` is its place among the campaigns that are created at that time.
    async fn create_campaign(&mut self, campaign: &Campaign, position: usize, at: Timestamp) -> Result<(), StoreError>;

    /// Sets the first day on which no letter is taken any more. Says whether the campaign exists.
    async fn close_campaign(&mut self, slug: &Slug, closes_on: Option<Date>) -> Result<bool, StoreError>;
}
