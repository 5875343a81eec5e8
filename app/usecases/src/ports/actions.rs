//! Actions, their sums, and the idempotency keys by which a request that is repeated is known.

use std::{collections::BTreeMap, fmt::Debug};

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    channel::Channel,
    checked::LetterId,
    state::Iso2,
    tally::{Stage, Stages, Tally},
    target::TargetId,
};
use jiff::Timestamp;

use super::{Allowance, StoreError};

/// One letter reaching one stage through one channel. Nothing in it says who wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub letter: LetterId,
    pub campaign: CampaignId,
    pub target: TargetId,
    pub channel: Channel,
    pub stage: Stage,
    /// Where the supporter posts from.
    pub country: Iso2,
    pub at: Timestamp,
    /// Whether it is counted in public. An action beyond the allowance of its network is not, nor is one whose form was sent as a
    /// machine sends it, and neither is anything reported later about that letter. The store sees to the latter for letters that
    /// our server sends.
    pub verified: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    Now,
    /// The letter was at this stage of this channel before; nothing was counted.
    Before,
}

/// The result of using an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyUse {
    /// The key stands for this letter: the one given, or the one of an earlier, equal request.
    For(LetterId),
    /// The key was used for a request that differs from this one.
    OtherRequest,
}

/// Names an action: there is one of each at most.
pub type ActionKey = (LetterId, Channel, Stage);

#[async_trait]
pub trait ActionReads: Send + Sync + Debug {
    /// The actions of one letter, oldest first.
    async fn actions_of(&self, letter: &LetterId) -> Result<Vec<Action>, StoreError>;

    /// The public sums: those of verified actions.
    async fn tally(&self, campaign: &CampaignId) -> Result<Tally, StoreError>;

    /// The stages of every campaign that has a verified action.
    async fn totals(&self) -> Result<BTreeMap<CampaignId, Stages>, StoreError>;

    /// The sums of unverified actions, for every campaign that has any.
    async fn unverified(&self) -> Result<BTreeMap<CampaignId, BTreeMap<Channel, Stages>>, StoreError>;
}

/// Counts one action when nothing else has to be written with it. Many visitors share one commit.
#[async_trait]
pub trait Recorder: Send + Sync + Debug {
    /// Returns when the action is stored and in the sums. Beyond the allowance it is stored as unverified.
    async fn record(&self, action: &Action, allowance: Option<&Allowance>) -> Result<Recorded, StoreError>;
}

#[async_trait]
pub trait KeyWrites {
    /// Binds a key (a digest of it and of where it was used) to a request (its digest) and a letter.
    async fn use_key(&mut self, key: &str, request: &str, letter: &LetterId, at: Timestamp) -> Result<KeyUse, StoreError>;

    async fn delete_keys(&mut self, used_before: Timestamp) -> Result<(), StoreError>;
}
