//! Letters that go to a target in one mail.

use async_trait::async_trait;
use domain::checked::LetterId;
use jiff::Timestamp;

use super::{RelayLetter, StoreError};

/// A parcel is named by its first letter, whose mail carries the others. It is open, so that others can come in, until that mail
/// is claimed to be sent for the first time.
#[async_trait]
pub trait ParcelWrites {
    /// Puts a letter that waits into the open parcel of its campaign for its target that leaves by `slot`, or begins one that
    /// leaves then. The line of the target has to be held, so that nobody claims the parcel meanwhile.
    async fn gather(&mut self, letter: &RelayLetter, slot: Timestamp) -> Result<(), StoreError>;

    /// The other letters that are to leave with a mail, in the order in which they were confirmed. None that was held
    /// meanwhile, or that cannot be read: these stay behind.
    async fn leaves_with(&mut self, first: &LetterId) -> Result<Vec<RelayLetter>, StoreError>;

    /// The other letters that left with a mail.
    async fn left_with(&mut self, first: &LetterId) -> Result<Vec<RelayLetter>, StoreError>;

    /// Lets letters that a mail left behind wait by themselves. Returns how many.
    async fn release_left_behind(&mut self, now: Timestamp) -> Result<u64, StoreError>;
}
