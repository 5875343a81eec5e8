//! What one network, and one mailbox, may have counted and sent. The store keeps to it inside the transaction that
//! adds, so that it holds however many ask at once, on however many nodes.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::Date;
use jiff::Timestamp;

use super::StoreError;

/// Against what an action counts: what one network may have counted in a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// A digest of the network, with the salt of that day.
    pub network: String,
    pub day: Date,
    /// Letters at each stage. What comes after them is kept as unverified.
    pub most: u32,
}

/// How many letters may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// That nobody has confirmed.
    pub unanswered: u32,
    /// In all.
    pub asked: u32,
}

/// Who asks that we send a letter, and how many such letters there may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The network's digests, those of all days that are looked at. The first is stored with the letter.
    pub networks: Vec<String>,
    /// Letters that were asked for before are not looked at.
    pub since: Timestamp,
    pub per_network: Quota,
    pub per_mailbox: Quota,
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Letters asked for with one address that nobody has confirmed.
    MailboxUnanswered,
    /// Letters asked for with one address.
    Mailbox,
    /// Letters asked for from one network that nobody has confirmed.
    NetworkUnanswered,
    /// Letters asked for from one network.
    Network,
}

/// What became of a letter that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Now,
    /// A letter of that id was there already, and stays as it is.
    Before,
    /// Nothing was stored. The oldest of those that are too many was asked for at that time.
    Not(Excess, Timestamp),
}

#[async_trait]
pub trait NetworkStore: Send + Sync + Debug {
    /// The salt of a day's digests, the same on every node: the one that is there, or else this new one.
    async fn salt(&self, day: Date, new: &str) -> Result<String, StoreError>;

    /// Forgets the salts and the counts of the days before, and the networks of the letters that were asked for before.
    async fn forget_networks(&self, day: Date, asked_before: Timestamp) -> Result<(), StoreError>;
}
