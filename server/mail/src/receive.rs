//! The ways on which mail comes in all end here.

use std::fmt::Debug;

use async_trait::async_trait;

/// What became of a mail that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It is ours now, whatever it says: whoever brought it can forget it.
    Taken,
    /// It is too early for this mail. Whoever brought it has to keep it, and to come again with it; others can be brought now.
    Later,
    /// Nothing can be written down now. Whoever brought it has to keep it, and the others too.
    Unable,
}

/// Takes mail in.
#[async_trait]
pub trait Receive: Send + Sync + Debug {
    /// Takes one mail. `recipient` is the address that it was brought for; none where only the mail's own headers know.
    async fn receive(&self, recipient: Option<&str>, raw: &[u8]) -> Received;
}
