//! The queue of mails.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::{LetterId, Token},
    post::Purpose,
    target::TargetId,
};
use jiff::Timestamp;

use super::{RelayLetter, StoreError};

/// A mail that was claimed, to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    pub letter: RelayLetter,
    /// The letters that leave with it.
    pub others: Vec<RelayLetter>,
    /// Whether it is the first letter of a parcel, though others need not have come.
    pub has_parcel: bool,
    pub purpose: Purpose,
    /// How often sending was begun, this time included.
    pub attempts: u32,
    /// How often it was in hand and its holder died.
    pub lost: u32,
    pub enqueued_at: Timestamp,
    /// When it was due.
    pub due_at: Timestamp,
    /// The name of this claim: only its holder may settle the mail.
    pub claim: Token,
    /// When the letter was accepted, or ended in another way.
    pub ended_at: Option<Timestamp>,
    /// For a copy: whether its letter left in one mail with others.
    pub left_with_others: bool,
    /// For a failure notice: why its letter ended, or the last error of the letter that was given up.
    pub reason: Option<String>,
}

impl Queued {
    /// Every letter that is in it.
    pub fn letters(&self) -> impl Iterator<Item = &RelayLetter> {
        std::iter::once(&self.letter).chain(&self.others)
    }
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

/// The mails of one purpose that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingMails {
    pub purpose: Purpose,
    pub mails: u64,
    /// When the first of them is due.
    pub next_at: Timestamp,
}

/// The outcome for a mail in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailEnd {
    /// Taken or kept: it is not sent again.
    Sent,
    /// Sent again at `due_at`.
    Waiting { due_at: Timestamp, error: String },
    /// Handed back as it was claimed, since nothing was tried.
    Untried,
    /// What it says is not true any more: it is not sent.
    Unwanted,
    /// Given up.
    Failed { error: String },
}

/// The names of a mail as they stand in the row, which may be unreadable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MailKey {
    pub letter: String,
    pub purpose: String,
}

/// A mail that is due, in nobody's hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub key: MailKey,
    /// How often it was in hand and its holder died.
    pub lost: u32,
}

/// How mails are claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The name of the claim, which nobody can guess.
    pub claim: Token,
    /// Who has them in hand.
    pub node: Token,
    /// Then its holder has died.
    pub until: Timestamp,
}

/// A mail that was claimed.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub key: MailKey,
    /// An error where its row, or its letter's, holds something that this program cannot read.
    pub mail: Result<Box<Queued>, StoreError>,
}

#[async_trait]
pub trait MailReads: Send + Sync + Debug {
    /// Whether any mail is due and leased to nobody.
    async fn is_any_due(&self, now: Timestamp) -> Result<bool, StoreError>;

    /// The mails that wait or failed, the most urgent first, at most `limit` rows.
    async fn queue(&self, limit: u32) -> Result<Vec<QueueRow>, StoreError>;

    /// The mails of a campaign, or of all, that were tried in vain: first those that are tried again, the most urgent first,
    /// then those that were given up, the latest first; at most `limit` rows. None of a letter that is held.
    async fn troubled_mails(&self, of: Option<&CampaignId>, limit: u32) -> Result<Vec<QueueRow>, StoreError>;

    /// How many mails of a campaign, or of all, wait, by what they are for.
    async fn waiting_mails(&self, of: Option<&CampaignId>) -> Result<Vec<WaitingMails>, StoreError>;
}

#[async_trait]
pub trait MailWrites {
    /// The mails that are due and leased to nobody, at most `limit`: those that ask to confirm, and then the others, the longest
    /// due first. They are held until this unit of work ends:
    /// another node that asks meanwhile gets others.
    async fn due_mails(&mut self, now: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError>;

    /// Claims some of them: until their lease ends nobody else gets them. They come back in the order in which they were asked for,
    /// each letter as it was before.
    async fn claim_mails(&mut self, keys: Vec<MailKey>, lease: &Lease) -> Result<Vec<Claimed>, StoreError>;

    /// Moves the end of a lease, if its holder still has it. Says whether that was so.
    async fn extend_lease(&mut self, mail: &Queued, until: Timestamp) -> Result<bool, StoreError>;

    /// Ends the leases of a node that would have ended before that time, as if they had run out. Returns how many.
    async fn free_leases(&mut self, node: &Token, ending_before: Timestamp, now: Timestamp) -> Result<u64, StoreError>;

    /// Puts a mail into the queue that was there before and failed, or was never there, as if nothing had been tried.
    async fn requeue(&mut self, letter: &LetterId, purpose: Purpose, at: Timestamp) -> Result<(), StoreError>;

    /// Takes a mail out of the queue that is not to be sent any more and that nobody has in hand.
    async fn drop_mail(&mut self, letter: &LetterId, purpose: Purpose) -> Result<(), StoreError>;

    /// Writes down the outcome for a mail and the letters in it, if its holder still has the lease. Says whether that was so.
    async fn end_mail(&mut self, mail: &Queued, end: &MailEnd, at: Timestamp) -> Result<bool, StoreError>;

    /// Gives up a mail that cannot be read. If it is the letter itself, the letter is held, as by
    /// [`Move::Freeze`](domain::post::Move::Freeze).
    async fn set_aside(&mut self, mail: &MailKey, error: &StoreError, at: Timestamp) -> Result<(), StoreError>;
}
