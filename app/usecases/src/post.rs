//! The relay: our server sends a letter. It is asked for, confirmed from the supporter's own mailbox, queued, sent, and
//! never lost. Nothing reaches a target before the confirmation.

mod accept;
mod ask;
mod confirm;
mod follow_up;
mod hand;
mod limits;
mod mailboxes;
mod pace;
mod queue;
mod returns;
mod send;

use std::sync::Arc;

use domain::{campaign::Campaign, channel::Channel, language::Language, tally::Stage, target::Target};
use jiff::{SignedDuration, Timestamp};

pub use self::{
    accept::accept_sent,
    ask::{Wish, ask_for},
    confirm::{Awaiting, confirm_letter},
    follow_up::AskedAbout,
    hand::Hand,
    limits::{Asking, Excess, Quota},
    mailboxes::{MailboxNames, Mailboxes},
    pace::{SitePace, Timetable},
    queue::{Settled, Taken, claim, settle},
    returns::{Returns, TakenIn, return_path},
};
pub(crate) use self::{limits::count_today, returns::came_back, send::backoff};
use crate::{
    ports::{Action, CampaignReads, Clock, Ids, LetterReads, MailReads, Mailer, PauseReads, RelayLetter, StoreError, Writes},
    refusal::Refusal,
    site_key::SiteKey,
    supporter::{campaigns::Campaigns, letters::Letters},
};

#[derive(Debug, Clone)]
pub struct Relay {
    pub letters: Letters,
    pub mailboxes: Mailboxes,
    pub campaigns: Arc<dyn CampaignReads>,
    pub asked: Arc<dyn LetterReads>,
    pub mails: Arc<dyn MailReads>,
    pub writes: Arc<dyn Writes>,
    pub mailer: Arc<dyn Mailer>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    /// What this process is sending.
    pub hand: Hand,
    /// By what letters leave. Without one they leave as they come.
    pub timetable: Option<Timetable>,
    pub pauses: Arc<dyn PauseReads>,
    /// Signs the envelope senders.
    pub return_key: SiteKey,
}

impl Relay {
    /// A confirmation link works this long; an unconfirmed letter is kept no longer.
    pub const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);
    /// A letter's text is kept this long after it was accepted or given up.
    pub const KEEP: SignedDuration = SignedDuration::from_hours(28 * 24);

    /// Whether a campaign still writes to a letter's office, at the mailbox that the letter was written for. Since then
    /// an import can have closed it, or its state can have joined.
    fn is_reached(&self, campaign: &Campaign, letter: &RelayLetter) -> bool {
        let Campaigns { directory, clock, .. } = &self.letters.campaigns;
        let directory = directory.get();
        directory.target(&letter.target).is_some_and(|target| {
            campaign.document.writes_to(&directory, target, clock.today()) && target.email.as_ref() == Some(&letter.recipient)
        })
    }

    /// The name of the office inside a sentence in a language.
    fn target_name(&self, letter: &RelayLetter, language: Language) -> String {
        let directory = self.letters.campaigns.directory.get();
        let name = |target: &Target| target.name_in_sentence(language);
        directory.target(&letter.target).map_or_else(|| letter.recipient.to_string(), name)
    }

    /// The contact form of the office, if it has one.
    fn web_form(&self, letter: &RelayLetter) -> Option<String> {
        self.letters.campaigns.directory.get().target(&letter.target).and_then(|target| target.web_form.clone())
    }

    /// Deletes what is no longer needed, and what the files of the database still have of it. Where somebody reads in them
    /// at that moment, the next purge does the latter.
    pub async fn purge(&self) -> Result<Purged, Refusal> {
        self.letters.networks.forget().await?;
        let now: Timestamp = self.clock.now();
        let (unconfirmed, ended) = purge(&*self.writes, now - Self::CONFIRM_WITHIN, now - Self::KEEP).await?;
        Ok(Purged { unconfirmed, ended, forgotten: self.writes.forget_deleted().await? })
    }
}

/// What a purge deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purged {
    /// Letters that nobody confirmed in time.
    pub unconfirmed: u64,
    /// Letters that were accepted or given up long enough ago.
    pub ended: u64,
    /// Whether nothing of what was deleted is left in the files of the database.
    pub forgotten: bool,
}

impl Purged {
    pub const fn letters(self) -> u64 {
        self.unconfirmed + self.ended
    }
}

/// Deletes unconfirmed letters that were asked for before the first time, accepted or failed letters from before the
/// second, and idempotency keys as old as the first. Returns how many letters of either sort.
pub async fn purge(
    writes: &dyn Writes,
    unconfirmed_before: Timestamp,
    ended_before: Timestamp,
) -> Result<(u64, u64), StoreError> {
    writes
        .write(async |work| {
            let unconfirmed = work.expire_letters(unconfirmed_before).await?;
            let ended = work.delete_letters_ended(ended_before).await?;
            // A key is for retries, and after a week there are no more of them.
            work.delete_keys(unconfirmed_before).await?;
            Ok((unconfirmed, ended))
        })
        .await
}

/// The action of a relayed letter that reaches a stage. The first of a suspect letter is not verified, and so are the others
/// that follow it, until an organiser has read the letter and let it go ([`crate::desk::Outbox::decide`]).
fn action(letter: &RelayLetter, stage: Stage, at: Timestamp) -> Action {
    Action {
        letter: letter.id.clone(),
        campaign: letter.campaign.clone(),
        target: letter.target.clone(),
        channel: Channel::Relay,
        stage,
        country: letter.country.clone(),
        at,
        verified: stage != Stage::Prepared || !letter.is_suspect(),
    }
}
