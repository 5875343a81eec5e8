//! Mails that come back: reading them, and what is kept of them.

use std::{collections::BTreeMap, fmt::Debug};

use async_trait::async_trait;
use domain::{
    Date,
    campaign::CampaignId,
    checked::{EmailAddress, LetterId},
    post::{
        Purpose,
        returned::{Diagnostic, EnhancedStatus, ReturnClass},
    },
    target::TargetId,
};
use jiff::Timestamp;

use super::{RelayLetter, StoreError};

/// What a returned mail says. Nothing in it is to be trusted: anybody can write one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedMail {
    pub class: ReturnClass,
    pub status: Option<EnhancedStatus>,
    pub diagnostic: Option<Diagnostic>,
    /// Who it says that it is from. On one line, as long as a subject at most.
    pub sender: String,
    /// On one line, at most [`Self::SUBJECT_MAX`] characters.
    pub subject: String,
    /// The beginning of what it says to a person, at most [`Self::TEXT_MAX`] bytes.
    pub text: String,
    /// The addresses that it was delivered to by its own headers, the most telling first.
    pub delivered_to: Vec<String>,
    /// The addresses that could not be reached, as far as it names any. Where a server passed a mail on, they are those that
    /// it was passed on to, and not the one that we wrote to.
    pub failed: Vec<EmailAddress>,
    /// Whether it also says that the mail was delivered or passed on to somebody.
    pub went_on: bool,
}

impl ReturnedMail {
    pub const SUBJECT_MAX: usize = 200;
    pub const TEXT_MAX: usize = 4096;
}

/// Reads a mail that came back.
pub trait ReturnReader: Send + Sync + Debug {
    /// Whatever the bytes are, in a bounded time.
    fn read(&self, raw: &[u8]) -> ReturnedMail;
}

/// A returned mail that is kept for an organiser to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReturn {
    /// A digest of what it says, so that it is kept once however often it is brought.
    pub id: String,
    pub at: Timestamp,
    /// The address that it came to.
    pub recipient: String,
    /// Who it says that it is from. Empty where it does not say so, and for mails that came before this was kept.
    pub sender: String,
    pub class: ReturnClass,
    pub status: Option<EnhancedStatus>,
    pub diagnostic: Option<Diagnostic>,
    pub subject: String,
    pub text: String,
    /// The letter that its return path names, if the path is genuine. It may be gone by now.
    pub letter: Option<LetterId>,
}

/// A letter to a target that came back for good, or that our mail server did not take because there is no such address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HardBounce {
    pub recipient: EmailAddress,
    pub letter: LetterId,
    pub campaign: CampaignId,
    pub target: TargetId,
    pub at: Timestamp,
    pub diagnostic: Option<Diagnostic>,
}

impl HardBounce {
    pub fn of(letter: &RelayLetter, diagnostic: Option<Diagnostic>, at: Timestamp) -> Self {
        Self {
            recipient: letter.recipient.clone(),
            letter: letter.id.clone(),
            campaign: letter.campaign.clone(),
            target: letter.target.clone(),
            at,
            diagnostic,
        }
    }
}

/// An address from which letters come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailingAddress {
    /// In small letters.
    pub recipient: EmailAddress,
    /// The target of the last letter.
    pub target: TargetId,
    pub campaign: CampaignId,
    /// How many letters came back for good since the last that did not.
    pub letters: u32,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub diagnostic: Option<Diagnostic>,
}

#[async_trait]
pub trait ReturnReads: Send + Sync + Debug {
    /// The mails that are kept for organisers, the newest first.
    async fn kept_returns(&self, limit: u32) -> Result<Vec<KeptReturn>, StoreError>;

    async fn kept_return(&self, id: &str) -> Result<Option<KeptReturn>, StoreError>;

    /// The addresses from which at least so many letters came back, the last first: of one campaign those from which one of its
    /// letters did, or all.
    async fn failing_addresses(
        &self,
        of: Option<&CampaignId>,
        letters: u32,
        limit: u32,
    ) -> Result<Vec<FailingAddress>, StoreError>;

    /// How many mails of each class came back since that day.
    async fn returns_since(&self, day: Date) -> Result<BTreeMap<ReturnClass, u64>, StoreError>;
}

#[async_trait]
pub trait ReturnWrites {
    /// Writes down that a mail that was sent came back, and why. A mail that was not sent, or came back before, stays as it
    /// is. Says whether it was the first time.
    async fn mail_came_back(&mut self, letter: &LetterId, purpose: Purpose, reason: &str) -> Result<bool, StoreError>;

    /// Writes down that a server still tries to deliver an accepted letter: it has not been quiet since then.
    async fn letter_is_delayed(&mut self, letter: &LetterId, reason: &str, at: Timestamp) -> Result<(), StoreError>;

    /// Keeps a mail for organisers, and of all that name a letter, or of all that do not, only the newest `most`.
    async fn keep_return(&mut self, mail: &KeptReturn, most: u32) -> Result<(), StoreError>;

    /// Deletes a mail that was kept. Says whether it was there.
    async fn drop_return(&mut self, id: &str) -> Result<bool, StoreError>;

    async fn count_return(&mut self, day: Date, class: ReturnClass) -> Result<(), StoreError>;

    /// Counts a letter among those that came back from its recipient. A letter is counted once.
    async fn add_hard_bounce(&mut self, bounce: &HardBounce) -> Result<(), StoreError>;

    /// Forgets the letters that came back from an address before a time, if there is one: one arrived, or an organiser knows
    /// better. Says whether there were any.
    async fn forget_hard_bounces(&mut self, recipient: &EmailAddress, before: Option<Timestamp>) -> Result<bool, StoreError>;

    /// Deletes kept mails from before the first time, and counts and hard bounces from before the second.
    async fn forget_returns(&mut self, kept_before: Timestamp, counted_before: Timestamp) -> Result<(), StoreError>;
}
