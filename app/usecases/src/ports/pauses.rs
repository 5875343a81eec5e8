//! What is paused: the letters to a target, or all of the site's.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{campaign::CampaignId, checked::EmailAddress, target::TargetId};
use jiff::Timestamp;

use super::StoreError;

/// Whose letters wait until they are resumed. That those of a campaign do is the campaign's own [`Hold`].
///
/// [`Hold`]: domain::campaign::Hold
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paused {
    /// All letters to targets.
    Site,
    Target(TargetId),
}

/// A pause, with who began it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    pub what: Paused,
    pub by: EmailAddress,
    pub at: Timestamp,
}

#[async_trait]
pub trait PauseReads: Send + Sync + Debug {
    /// Every pause: that of the site first, then by target.
    async fn pauses(&self) -> Result<Vec<Pause>, StoreError>;

    /// Whether a campaign's letters to a target wait: while the campaign is held, the target is paused, or the site is.
    async fn is_paused(&self, campaign: &CampaignId, target: &TargetId) -> Result<bool, StoreError>;
}

#[async_trait]
pub trait PauseWrites {
    /// Begins a pause. Says whether there was none.
    async fn pause(&mut self, pause: &Pause) -> Result<bool, StoreError>;

    /// Ends a pause. Says whether there was one. Letters that waited are tried as long as if they were queued now.
    async fn resume(&mut self, what: &Paused, at: Timestamp) -> Result<bool, StoreError>;
}
