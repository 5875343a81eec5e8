//! The allowance: how much one network may have counted in a day. The store checks it inside the unit of work that
//! counts. So it holds however many ask at once, on however many nodes.

use async_trait::async_trait;
use domain::Date;

use super::StoreError;

/// The allowance that an action counts against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// A digest of the network, with the salt of that day.
    pub network: String,
    pub day: Date,
    /// Letters at each stage. Those beyond it are kept as unverified.
    pub most: u32,
}

#[async_trait]
pub trait NetworkWrites {
    /// The salt of a day's digests, the same on every node: the stored one, or else this new one.
    async fn salt(&mut self, day: Date, new: &str) -> Result<String, StoreError>;

    /// Deletes the salts and the counts of earlier days.
    async fn forget_networks(&mut self, day: Date) -> Result<(), StoreError>;
}
