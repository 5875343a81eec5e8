//! How fast letters leave: what waits, and the lines in which it does.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{campaign::CampaignId, post::pace::Line, target::TargetId};
use jiff::Timestamp;

use super::{Queued, StoreError};

/// A line by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineName {
    Target(TargetId),
    /// The domain of recipients' addresses, in small letters.
    Domain(String),
}

/// Letters of a campaign that wait for one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub target: TargetId,
    pub letters: u32,
    /// The slot of the first of them.
    pub due_at: Timestamp,
    /// The slot of the last of them.
    pub last_due_at: Timestamp,
}

#[async_trait]
pub trait PaceReads: Send + Sync + Debug {
    /// The letters of a campaign that wait, by target: first those for which the most wait.
    async fn waiting(&self, campaign: &CampaignId) -> Result<Vec<Waiting>, StoreError>;
}

#[async_trait]
pub trait PaceWrites {
    /// A line as it is. It is held until this unit of work ends. Who takes several takes targets before domains, and either
    /// by name.
    async fn line(&mut self, name: &LineName) -> Result<Line, StoreError>;

    async fn set_line(&mut self, name: &LineName, line: &Line) -> Result<(), StoreError>;

    /// How many letters of a campaign wait for a target.
    async fn waiting_for(&mut self, campaign: &CampaignId, target: &TargetId) -> Result<u32, StoreError>;

    /// Puts a mail back that was claimed and may not leave before `slot`, if its holder still has it. Its seven days begin then,
    /// unless it was tried before.
    async fn put_off(&mut self, mail: &Queued, slot: Timestamp) -> Result<(), StoreError>;

    /// Lets the letters of a campaign take new slots, or those to one target, as they are looked at.
    async fn drop_slots(&mut self, campaign: &CampaignId, target: Option<&TargetId>, now: Timestamp) -> Result<(), StoreError>;
}
