//! Whether what is shown to everybody has changed, as numbers that only rise.

use std::fmt::Debug;

use async_trait::async_trait;

use super::StoreError;

/// Equal numbers mean that nothing has changed in between. A number may rise without a change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// With what is public of the campaigns: their revisions, addresses and pauses.
    pub campaigns: u64,
    /// With the public counts.
    pub counts: u64,
}

#[async_trait]
pub trait ChangeReads: Send + Sync + Debug {
    /// As far as this process knows. What it committed itself is in them before anybody is told that it is done.
    fn changes(&self) -> Changes;

    /// Looks whether other processes have changed something. Letters that moved from one office to another, with no count
    /// of their campaign changed, are not seen.
    async fn look_for_changes(&self) -> Result<(), StoreError>;
}
