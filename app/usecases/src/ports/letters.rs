//! Letters that our server sends.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::{EmailAddress, LetterId, PersonName, Token},
    language::Language,
    post::{LetterState, Move, Purpose, Reply, review::ReviewReason},
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
    /// The letter as the mail that asks to confirm it may show it: nothing that its writer typed, unless the mailbox has
    /// confirmed a letter before. Subject and body, see [`Self::to_show`]; empty in the rows of older programs.
    pub shown: String,
    /// Whether the supporter wants to be asked, once, if the office answered.
    pub ask_later: bool,
    /// A digest of what the writer typed, folded; nothing where that is too little to compare.
    pub own_digest: Option<String>,
    /// Why organisers look at it once it is confirmed, as words with commas between them; mostly nothing.
    pub review: String,
    pub state: LetterState,
    pub asked_at: Timestamp,
}

impl RelayLetter {
    /// The text to be kept in [`shown`](Self::shown). A subject is one line, so that the first empty line is its end.
    pub fn to_show(subject: &str, body: &str) -> String {
        format!("{subject}\n\n{body}")
    }

    /// Whether its form was sent as a machine sends it.
    pub fn is_suspect(&self) -> bool {
        self.review.split(',').any(|reason| reason == ReviewReason::Form.as_str())
    }

    /// The subject and the body that may be shown; `None` if nothing may.
    pub fn may_show(&self) -> Option<(&str, &str)> {
        self.shown.split_once("\n\n")
    }
}

/// A letter as it stands in its row, which may hold something that this program cannot read.
#[derive(Debug, Clone)]
pub struct StoredLetter {
    pub id: String,
    pub campaign: String,
    pub letter: Result<Box<RelayLetter>, StoreError>,
    /// Why it is held, or was: the reasons of a review, or an error.
    pub held_for: String,
    pub held_at: Option<Timestamp>,
}

/// A letter whose mail the target's mail server took.
#[derive(Debug, Clone)]
pub struct SentLetter {
    pub stored: StoredLetter,
    /// When its mail left.
    pub left_at: Timestamp,
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
    /// Those that nobody has confirmed.
    pub unanswered: u64,
    pub first_unanswered: Option<Timestamp>,
}

/// A letter that was deleted before anybody had confirmed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisownedLetter {
    pub id: LetterId,
    pub asked_at: Timestamp,
    /// The digest of the network that had asked, if that was not long ago.
    pub network: Option<String>,
}

/// What writers said when we asked whether the office answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replies {
    /// How many the question was mailed to.
    pub asked: u64,
    /// How many gave each reply; none that nobody gave.
    pub replies: BTreeMap<Reply, u64>,
}

#[async_trait]
pub trait LetterReads: Send + Sync + Debug {
    async fn relay_letter(&self, id: &LetterId) -> Result<Option<RelayLetter>, StoreError>;

    async fn relay_by_token(&self, token: &Token) -> Result<Option<RelayLetter>, StoreError>;

    /// Whether a letter that is still kept was confirmed with exactly that address, which names that mailbox.
    async fn has_confirmed(&self, email: &EmailAddress, mailbox: &str) -> Result<bool, StoreError>;

    /// Whether the owner of a mailbox said that they had asked for nothing. The mailbox has two names, both digests.
    async fn is_disowned(&self, campaign: &CampaignId, names: [&str; 2]) -> Result<bool, StoreError>;

    /// Whether that mail about a letter was sent.
    async fn was_mailed(&self, letter: &LetterId, purpose: Purpose) -> Result<bool, StoreError>;

    /// Letters that were accepted and of which nothing was heard since then, the longest first, at most `limit`. None of those
    /// that only a local mailbox took.
    async fn quiet_letters(&self, since: Timestamp, limit: u32) -> Result<Vec<StoredLetter>, StoreError>;

    /// Letters that may not go out since their campaign is paused or won, or their target or the site is paused, and that were due
    /// before the first time, or, where the campaign is won, before the second; at most `limit`.
    async fn letters_kept_back(
        &self,
        due_before: Timestamp,
        won_due_before: Timestamp,
        limit: u32,
    ) -> Result<Vec<StoredLetter>, StoreError>;

    /// Letters that were held before then and that nobody decided on, at most `limit`.
    async fn undecided_letters(&self, held_before: Timestamp, limit: u32) -> Result<Vec<StoredLetter>, StoreError>;

    /// The letters of a campaign, or of all, that are held, the longest first: so many, after those that are skipped.
    async fn held_letters(&self, of: Option<&CampaignId>, skip: usize, limit: usize) -> Result<Vec<StoredLetter>, StoreError>;

    /// How many letters of each campaign are held; no campaign without any.
    async fn held_counts(&self) -> Result<BTreeMap<CampaignId, u64>, StoreError>;

    /// How many letters of a campaign, or of all, are in each state; no state without any.
    async fn letters_by_state(&self, of: Option<&CampaignId>) -> Result<BTreeMap<LetterState, u64>, StoreError>;

    /// What the writers of a campaign's letters said of its offices.
    async fn replies(&self, campaign: &CampaignId) -> Result<Replies, StoreError>;

    async fn stored_letter(&self, id: &LetterId) -> Result<Option<StoredLetter>, StoreError>;
}

#[async_trait]
pub trait LetterWrites {
    /// Stores a letter, unless one with its id exists. Says whether it did. `mailbox` is the mailbox that its address
    /// names; `network` is the digest of the network that asked.
    async fn add_letter(&mut self, letter: &RelayLetter, mailbox: &str, network: Option<&str>) -> Result<bool, StoreError>;

    /// Counts the letters that were asked for since then, all but `except`; those that nobody has confirmed since another time,
    /// not after that one.
    async fn count_asked(
        &mut self,
        by: AskedBy<'_>,
        since: Timestamp,
        unanswered_since: Timestamp,
        except: &LetterId,
    ) -> Result<AskedCount, StoreError>;

    /// Counts the mailboxes, but this one, from which a letter of the campaign with the same own text was confirmed.
    async fn count_same_text(&mut self, campaign: &CampaignId, own_digest: &str, but: &str) -> Result<u64, StoreError>;

    /// Moves a letter, if it is in a state that it can move from. Says whether it was. Nothing else changes the state of a
    /// letter.
    async fn move_letter(&mut self, id: &LetterId, change: Move, at: Timestamp) -> Result<bool, StoreError>;

    /// Moves letters, each if it is in a state that it can move from. Returns the ids of those that were, in any order.
    async fn move_letters(&mut self, ids: &[&LetterId], change: Move, at: Timestamp) -> Result<BTreeSet<String>, StoreError>;

    /// Letters that left and are not accepted yet, at most `limit`. Until this unit of work ends, no other gets them.
    async fn sent_letters(&mut self, limit: u32) -> Result<Vec<SentLetter>, StoreError>;

    /// Writes down why a letter is held.
    async fn note_why_held(&mut self, id: &LetterId, why: &str) -> Result<(), StoreError>;

    /// Stores the one answer to our question. Says whether it was the first.
    async fn add_reply(&mut self, id: &LetterId, reply: Reply) -> Result<bool, StoreError>;

    /// Counts a reply for a campaign, or, without one, a writer who was asked. The counts outlive the letters.
    async fn count_reply(&mut self, campaign: &CampaignId, reply: Option<Reply>) -> Result<(), StoreError>;

    /// Keeps a mailbox from getting mails of the campaign. `name` is a digest of it.
    async fn disown(&mut self, campaign: &CampaignId, name: &str, at: Timestamp) -> Result<(), StoreError>;

    /// The same as [`LetterReads::is_disowned`], as it is in this unit of work.
    async fn has_disowned(&mut self, campaign: &CampaignId, names: [&str; 2]) -> Result<bool, StoreError>;

    /// Deletes all letters of a campaign that await their confirmation from a mailbox, with their mails. It is the move
    /// [`Move::Disown`], after which nothing is kept.
    async fn delete_disowned(&mut self, campaign: &CampaignId, mailbox: &str) -> Result<Vec<DisownedLetter>, StoreError>;

    /// Queues a reminder for each letter that was asked for before then, awaits confirmation and has had no reminder, if the
    /// mail that asks to confirm it had left by then. Returns how many.
    async fn queue_reminders(&mut self, asked_before: Timestamp, at: Timestamp) -> Result<u64, StoreError>;

    /// Queues the question for each letter that was accepted before then, whose writer wants it and has not had it. For none
    /// that only a local mailbox took. Returns how many.
    async fn queue_questions(&mut self, accepted_before: Timestamp, at: Timestamp) -> Result<u64, StoreError>;

    /// Deletes the networks of letters that were asked for before then.
    async fn forget_networks_of_letters(&mut self, asked_before: Timestamp) -> Result<(), StoreError>;

    /// Lets the letters expire that were asked for before then and await confirmation, and deletes them with their mails.
    /// Returns how many.
    async fn expire_letters(&mut self, asked_before: Timestamp) -> Result<u64, StoreError>;

    /// Deletes the letters that ended before then, with their mails. Returns how many.
    async fn delete_letters_ended(&mut self, before: Timestamp) -> Result<u64, StoreError>;
}
