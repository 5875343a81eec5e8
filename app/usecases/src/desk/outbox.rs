//! The post at the desk: how many letters are where, which mails were not taken, and the letters that wait for an organiser.
//!
//! An organiser lets a held letter go out, or rejects it. Nobody edits it, since it is its writer's. The address of its writer
//! is shown to nobody here.

mod decide;

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    campaign::CampaignId,
    checked::{LetterId, PersonName},
    language::Language,
    post::{LetterState, review::ReviewReasons},
    target::{Target, TargetId},
};
use jiff::Timestamp;

pub use self::decide::{Decided, Decision, Left, WhyNot};
use super::{Present, ReviewLetters, ReviewPost, Right, Rights, SeeCampaign, SeePost};
use crate::{
    LiveDirectory, Relay,
    ports::{ActionReads, AuditReads, Clock, LetterReads, MailReads, QueueRow, Replies, StoredLetter, WaitingMails, Writes},
    redact::without_addresses,
    refusal::Refusal,
};

#[derive(Debug, Clone)]
pub struct Outbox {
    pub letters: Arc<dyn LetterReads>,
    pub mails: Arc<dyn MailReads>,
    pub audit: Arc<dyn AuditReads>,
    pub actions: Arc<dyn ActionReads>,
    pub directory: Arc<LiveDirectory>,
    pub writes: Arc<dyn Writes>,
    pub clock: Arc<dyn Clock>,
}

/// A right to see the numbers of the post: of the whole site, or of one campaign.
pub trait SeesPost: Right {
    /// The campaign; nothing for the whole site.
    fn campaign(about: &Self::About) -> Option<&CampaignId>;
}

impl SeesPost for SeePost {
    fn campaign(_: &Self::About) -> Option<&CampaignId> {
        None
    }
}

impl SeesPost for SeeCampaign {
    fn campaign(about: &CampaignId) -> Option<&CampaignId> {
        Some(about)
    }
}

/// A right to read held letters and to decide on them.
pub trait ReviewsLetters: Right {
    /// The campaign; nothing for the whole site.
    fn campaign(about: &Self::About) -> Option<&CampaignId>;
}

impl ReviewsLetters for ReviewPost {
    fn campaign(_: &Self::About) -> Option<&CampaignId> {
        None
    }
}

impl ReviewsLetters for ReviewLetters {
    fn campaign(about: &CampaignId) -> Option<&CampaignId> {
        Some(about)
    }
}

/// How many letters and mails are where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// The letters that are still kept, by state; no state without any.
    pub letters: BTreeMap<LetterState, u64>,
    pub waiting: Vec<WaitingMails>,
}

/// A page of the letters that wait for a decision, the longest first.
#[derive(Debug, Clone)]
pub struct HeldPage {
    pub letters: Vec<Held>,
    /// How many there are on all pages.
    pub count: u64,
    /// Its number, from 1.
    pub page: usize,
    pub more: bool,
}

/// A letter that waits for a decision.
#[derive(Debug, Clone)]
pub struct Held {
    /// As it stands in the row.
    pub id: String,
    pub campaign: String,
    pub why: Why,
    pub since: Option<Timestamp>,
    /// If nobody decides before, it is not sent.
    pub until: Option<Timestamp>,
    /// The letter to read, or why it cannot be read.
    pub letter: Result<Box<ToRead>, String>,
}

/// Why a letter is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Rules want somebody to look at it.
    Review(ReviewReasons),
    /// Something went wrong.
    Error(String),
}

/// What an organiser reads of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRead {
    pub name: PersonName,
    pub target: TargetId,
    pub target_name: String,
    pub language: Language,
    pub subject: String,
    pub body: String,
}

impl Outbox {
    /// So many held letters are on a page.
    pub const PAGE: usize = 50;
    /// So many mails that were not taken are shown.
    pub const TROUBLED_MAX: u32 = 50;
    /// So many mails that leave next are shown.
    const NEXT_MAX: u32 = 20;

    pub async fn numbers<R: SeesPost>(&self, rights: &Rights<R>) -> Result<Numbers, Refusal> {
        let of = R::campaign(rights.about());
        Ok(Numbers { letters: self.letters.letters_by_state(of).await?, waiting: self.mails.waiting_mails(of).await? })
    }

    /// What the writers of a campaign's letters said when they were asked whether the office answered.
    pub async fn replies(&self, rights: &Rights<SeeCampaign>) -> Result<Replies, Refusal> {
        Ok(self.letters.replies(rights.campaign()).await?)
    }

    /// How many letters of a campaign are held.
    pub async fn held_in(&self, rights: &Rights<SeeCampaign>) -> Result<u64, Refusal> {
        Ok(self.letters.held_counts().await?.remove(rights.campaign()).unwrap_or_default())
    }

    /// How many letters wait for the decision of this organiser, by campaign.
    pub async fn undecided(&self, present: &Present) -> Result<BTreeMap<CampaignId, u64>, Refusal> {
        let mut held = self.letters.held_counts().await?;
        held.retain(|campaign, _| present.may::<ReviewLetters>(campaign));
        Ok(held)
    }

    /// The letters that are held, with why, to be read.
    pub async fn held<R: ReviewsLetters>(&self, rights: &Rights<R>, page: &str) -> Result<HeldPage, Refusal> {
        let of = R::campaign(rights.about());
        let counts = self.letters.held_counts().await?;
        let count = of.map_or_else(|| counts.values().sum(), |campaign| counts.get(campaign).copied().unwrap_or_default());
        // Letters leave the list, and then its last page is an earlier one.
        let last = usize::try_from(count).unwrap_or(usize::MAX).div_ceil(Self::PAGE).max(1);
        let page = page.parse().unwrap_or(1).clamp(1, last);
        let mut rows = self.letters.held_letters(of, (page - 1) * Self::PAGE, Self::PAGE + 1).await?;
        let more = rows.len() > Self::PAGE;
        rows.truncate(Self::PAGE);
        Ok(HeldPage { letters: rows.into_iter().map(|row| self.to_read(row)).collect(), count, page, more })
    }

    fn to_read(&self, row: StoredLetter) -> Held {
        let StoredLetter { id, campaign, letter, held_for, held_at } = row;
        let directory = self.directory.get();
        // Only the target's own address may be read here, in what its mail server said.
        let recipient = letter.as_ref().ok().map(|letter| &letter.recipient);
        let why = match ReviewReasons::parse(&held_for) {
            Some(reasons) if !reasons.is_empty() => Why::Review(reasons),
            _ => Why::Error(without_addresses(&held_for, recipient)),
        };
        let letter = letter
            .map(|letter| {
                let target_name = directory.target(&letter.target).map_or_else(|| letter.target.to_string(), Target::name);
                let letter = *letter;
                let (name, target, language) = (letter.name, letter.target, letter.language);
                Box::new(ToRead { name, target, target_name, language, subject: letter.subject, body: letter.body })
            })
            .map_err(|error| without_addresses(&error.source.to_string(), None));
        Held { id, campaign, why, since: held_at, until: held_at.map(|at| at + Relay::DECIDE_WITHIN), letter }
    }

    /// The mails that were tried in vain, at most [`Self::TROUBLED_MAX`]: first those that are tried again.
    pub async fn troubled<R: ReviewsLetters>(&self, rights: &Rights<R>) -> Result<Vec<QueueRow>, Refusal> {
        let rows = self.mails.troubled_mails(R::campaign(rights.about()), Self::TROUBLED_MAX).await?;
        Ok(rows.into_iter().map(|row| self.shown(row)).collect())
    }

    /// The mails that leave next.
    pub async fn next(&self, _: &Rights<ReviewPost>) -> Result<Vec<QueueRow>, Refusal> {
        let rows = self.mails.queue(Self::NEXT_MAX).await?;
        Ok(rows.into_iter().filter(|row| !row.failed).map(|row| self.shown(row)).collect())
    }

    /// What mail servers say may quote the supporter's address.
    fn shown(&self, mut row: QueueRow) -> QueueRow {
        let directory = self.directory.get();
        let recipient = directory.target(&row.target).and_then(|target| target.email.as_ref());
        row.last_error = row.last_error.map(|error| without_addresses(&error, recipient));
        row
    }

    /// Whether a right to decide reaches a letter.
    fn is_about<R: ReviewsLetters>(rights: &Rights<R>, letter: &StoredLetter) -> bool {
        R::campaign(rights.about()).is_none_or(|campaign| campaign.as_str() == letter.campaign)
    }

    /// A letter's name as a form carries it.
    pub fn named(id: &str) -> Option<LetterId> {
        LetterId::parse(id).ok()
    }
}
