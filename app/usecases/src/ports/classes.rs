//! Class sets and their cards.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{campaign::CampaignId, checked::LetterId, class::ClassCode, language::Language, state::Iso2, target::TargetId};
use jiff::Timestamp;

use super::StoreError;

/// A class set: which card goes to whom, and how far each card has come. Nothing in it says who wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassSet {
    pub code: ClassCode,
    /// The name that the form carried: the same form sent twice is the same set.
    pub id: LetterId,
    pub campaign: CampaignId,
    pub language: Language,
    /// Where the class posts from.
    pub country: Iso2,
    pub made_at: Timestamp,
    /// Whether its form was sent as a machine sends it. No card of it is in a public number.
    pub suspect: bool,
    /// In the order in which they are printed.
    pub cards: Vec<ClassCard>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCard {
    pub letter: LetterId,
    pub target: TargetId,
    /// Known from its actions; a new set has none.
    pub printed: Reached,
    /// A card that was printed beyond the allowance of its network cannot be verified here either.
    pub posted: Reached,
}

/// Whether a card has reached a stage, and if so, whether it is counted in public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    No,
    Unverified,
    Verified,
}

impl Reached {
    pub fn at_all(self) -> bool {
        self != Self::No
    }
}

#[async_trait]
pub trait ClassReads: Send + Sync + Debug {
    async fn class_set(&self, code: ClassCode) -> Result<Option<ClassSet>, StoreError>;
}

#[async_trait]
pub trait ClassWrites {
    /// Stores a set with its cards, unless a set with its name or its code exists. Says whether it did.
    async fn add_class_set(&mut self, set: &ClassSet) -> Result<bool, StoreError>;

    async fn class_set_named(&mut self, id: &LetterId) -> Result<Option<ClassSet>, StoreError>;
}
