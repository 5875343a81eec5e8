//! Letters that our server sends.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::{EmailAddress, LetterId, PersonName, Token},
    language::Language,
    post::RelayState,
    state::Iso2,
    target::TargetId,
};
use jiff::Timestamp;

use super::StoreError;

/// A letter that our server sends. It is the only kind whose text we keep, and only as long as sending needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayLetter {
    pub id: LetterId,
    pub campaign: CampaignId,
    pub target: TargetId,
    pub language: Language,
    /// The language in which the supporter read the site when they asked for the letter. Our mails to them are in it.
    pub reader: Language,
    pub country: Iso2,
    pub name: PersonName,
    /// The address for replies and for the mail to confirm.
    pub email: EmailAddress,
    pub recipient: EmailAddress,
    pub subject: String,
    pub body: String,
    /// The secret in the link of our mail. It is stored as it is: whoever reads this row reads the letter too.
    pub token: Token,
    pub state: RelayState,
    pub asked_at: Timestamp,
}

/// Whose letters are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedBy<'a> {
    /// A mailbox, however its address is written.
    Mailbox(&'a str),
    /// A network, by its digests of two days.
    Networks([&'a str; 2]),
}

/// How many letters were asked for, and when the first of them was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AskedCount {
    pub asked: u64,
    pub first_asked: Option<Timestamp>,
    /// Of these, those that nobody has confirmed.
    pub unanswered: u64,
    pub first_unanswered: Option<Timestamp>,
}

#[async_trait]
pub trait LetterReads: Send + Sync + Debug {
    async fn relay_letter(&self, id: &LetterId) -> Result<Option<RelayLetter>, StoreError>;

    async fn relay_by_token(&self, token: &Token) -> Result<Option<RelayLetter>, StoreError>;
}

#[async_trait]
pub trait LetterWrites {
    /// Stores a letter, unless one with its id exists. Says whether it did. `mailbox` is the mailbox that its address
    /// names; `network` is the digest of the network that asked.
    async fn add_letter(&mut self, letter: &RelayLetter, mailbox: &str, network: Option<&str>) -> Result<bool, StoreError>;

    /// Counts the letters that were asked for since then, all but `except`.
    async fn count_asked(&mut self, by: AskedBy<'_>, since: Timestamp, except: &LetterId) -> Result<AskedCount, StoreError>;

    /// Moves a letter from one state to another. Says whether it was in the first.
    async fn move_letter(&mut self, id: &LetterId, from: RelayState, to: RelayState, at: Timestamp) -> Result<bool, StoreError>;

    /// Deletes the networks of letters that were asked for before then.
    async fn forget_networks_of_letters(&mut self, asked_before: Timestamp) -> Result<(), StoreError>;

    /// Deletes the letters in a state that were asked for before then, with their mails. Returns how many.
    async fn delete_letters_asked(&mut self, state: RelayState, before: Timestamp) -> Result<u64, StoreError>;

    /// Deletes the letters that ended before then, with their mails. Returns how many.
    async fn delete_letters_ended(&mut self, before: Timestamp) -> Result<u64, StoreError>;
}
