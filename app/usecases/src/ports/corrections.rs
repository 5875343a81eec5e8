//! What organisers corrected of targets, for the whole site.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    checked::EmailAddress,
    target::{DetailKind, Said, TargetId},
};
use jiff::Timestamp;

use super::StoreError;

/// A correction as it is stored. Only [`crate::directory`] knows what the two contents say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRow {
    pub target: TargetId,
    /// The name of a [`DetailKind`].
    pub detail: String,
    /// The detail as it is right.
    pub content: String,
    /// The detail as the target's source had it.
    pub before: String,
    pub said: Said,
    /// Who corrected it.
    pub organiser: EmailAddress,
    pub at: Timestamp,
}

#[async_trait]
pub trait CorrectionReads: Send + Sync + Debug {
    /// All corrections, the newest first.
    async fn corrections(&self) -> Result<Vec<CorrectionRow>, StoreError>;
}

#[async_trait]
pub trait CorrectionWrites {
    /// Stores a correction, in place of the one that the detail had. Every node then reads the directory anew.
    async fn correct(&mut self, correction: &CorrectionRow) -> Result<(), StoreError>;

    /// Takes a correction back. Says whether it was there.
    async fn uncorrect(&mut self, target: &TargetId, detail: DetailKind, at: Timestamp) -> Result<bool, StoreError>;
}
