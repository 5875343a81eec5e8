//! The queue of mails.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{campaign::CampaignId, post::Purpose, target::TargetId};
use jiff::Timestamp;

use super::{RelayLetter, StoreError};

/// A mail that was claimed, to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    pub letter: RelayLetter,
    pub purpose: Purpose,
    /// How often sending was begun, this time included.
    pub attempts: u32,
    pub enqueued_at: Timestamp,
    /// The name of this claim: only its holder may settle the mail.
    pub lease: Timestamp,
    /// For a failure notice: the last error of the letter that was given up.
    pub reason: Option<String>,
}

/// A row of the queue as the desk shows it: no names, no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    pub campaign: CampaignId,
    pub target: TargetId,
    pub purpose: Purpose,
    pub attempts: u32,
    pub due_at: Timestamp,
    pub failed: bool,
    pub last_error: Option<String>,
}

/// The outcome for a mail in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailEnd {
    /// Taken or kept: it is not sent again.
    Sent,
    /// Sent again at `due_at`.
    Waiting { due_at: Timestamp, error: String },
    /// Given up.
    Failed { error: String },
}

/// A mail that is due.
#[derive(Debug, Clone)]
pub enum Due {
    /// The mail as it is once it is claimed.
    Mail(Box<Queued>),
    /// Its row, or its letter's, holds something that this program cannot read.
    Unreadable(UnreadableMail),
}

/// The names of a mail as they stand in the row. They may be the unreadable part.
#[derive(Debug, Clone)]
pub struct UnreadableMail {
    pub letter: String,
    pub purpose: String,
    pub error: StoreError,
}

#[async_trait]
pub trait MailReads: Send + Sync + Debug {
    /// Whether any mail is due and leased to nobody.
    async fn is_any_due(&self, now: Timestamp) -> Result<bool, StoreError>;

    /// The mails that wait or failed, the most urgent first, at most `limit` rows.
    async fn queue(&self, limit: u32) -> Result<Vec<QueueRow>, StoreError>;
}

#[async_trait]
pub trait MailWrites {
    /// The mails that are due and leased to nobody, the longest due first, as they will be once they are claimed until
    /// `until`. They are held until this unit of work ends: another node that asks meanwhile gets others.
    async fn due_mails(&mut self, now: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError>;

    /// Claims a mail: until its lease ends nobody else gets it.
    async fn lease_mail(&mut self, mail: &Queued) -> Result<(), StoreError>;

    /// Writes down the outcome for a mail, if its holder still has the lease. Says whether that was so.
    async fn end_mail(&mut self, mail: &Queued, end: &MailEnd) -> Result<bool, StoreError>;

    /// Gives up a mail that cannot be read, and ends its letter as failed.
    async fn set_aside(&mut self, mail: &UnreadableMail, at: Timestamp) -> Result<(), StoreError>;
}
