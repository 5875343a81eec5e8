//! Our server sends a letter: asked for, confirmed from the supporter's own mailbox, queued, sent, and never
//! lost. Nothing reaches a target before the confirmation.

use std::sync::Arc;

use domain::{
    campaign::Campaign,
    channel::Channel,
    checked::{EmailAddress, FieldError, LetterId},
    form::Field,
    letter::{Draft, Filled},
    target::Target,
};
use futures::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};

use crate::{
    networks::{Network, Networks},
    ports::{Asked, Clock, Ids, Mailer, Outgoing, Purpose, Queued, RelayLetter, RelayState, SendError, Settled, Store},
    refusal::{Missing, Refusal, Spent},
    supporter::campaigns::{Campaigns, Opened},
    supporter::finding,
    supporter::letters::Letters,
};

#[derive(Debug, Clone)]
pub struct Relay {
    pub letters: Letters,
    pub store: Arc<dyn Store>,
    pub mailer: Arc<dyn Mailer>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
}

/// A letter behind a confirmation link, and what it may say of itself.
#[derive(Debug, Clone)]
pub struct Awaiting {
    pub letter: RelayLetter,
    pub campaign_title: String,
    pub target_name: String,
}

impl Relay {
    /// A confirmation link works this long; an unconfirmed letter is kept no longer.
    pub const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);
    /// A letter's text is kept this long after it was accepted or given up.
    pub const KEEP: SignedDuration = SignedDuration::from_hours(28 * 24);
    /// A mail is tried for this long.
    pub const TRY_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
    /// Mails taken at once; so many are sent twice at worst when the process dies.
    pub const BATCH: u32 = 20;
    /// Mails sent at the same time.
    const AT_ONCE: usize = 4;
    /// Twice as long as a batch takes of which every mail runs into the mailer's limit of a minute, so that a
    /// claim outlives its holder only when that one has died.
    const LEASE: SignedDuration = SignedDuration::from_mins(10);

    /// Checks everything that was entered, and reports all that is wrong at once. Stores nothing.
    pub fn check(&self, opened: &Opened, draft: &Draft, email: &str, consent: bool) -> Result<(Filled, EmailAddress), Refusal> {
        self.letters.may_leave(opened, Channel::Relay)?;
        let mut errors = Vec::new();
        let email = domain::checked::collect(&mut errors, Field::Email, EmailAddress::parse(email));
        if !consent {
            errors.push(FieldError::new(Field::Consent, "Tick this box if we may send the letter in your name."));
        }
        match (self.letters.check(opened, draft), email) {
            (Ok(filled), Some(email)) if errors.is_empty() => Ok((filled, email)),
            (Err(Refusal::Invalid(mut more)), _) => {
                more.append(&mut errors);
                Err(Refusal::Invalid(more))
            }
            (Err(other), _) => Err(other),
            (Ok(_), _) => Err(Refusal::Invalid(errors)),
        }
    }

    /// Stores the letter and asks the supporter to confirm it. Gives back the letter's name: the one proposed, or,
    /// where that one was asked for with another address or another text, a new one. A corrected address is a
    /// new letter; the old one is never confirmed, and goes.
    pub async fn ask(
        &self,
        opened: &Opened,
        draft: &Draft,
        email: &str,
        consent: bool,
        id: &LetterId,
        network: Network,
    ) -> Result<LetterId, Refusal> {
        let (filled, email) = self.check(opened, draft, email, consent)?;
        let recipient = opened.target.email.clone().ok_or(Refusal::ChannelUnavailable)?;
        let now = self.clock.now();
        let rendered = self.letters.preview(opened, &Draft::from(&filled));
        let (subject, body) = (rendered.subject_text(), rendered.body_text());
        let id = match self.store.relay_letter(id).await? {
            Some(known) if known.email == email && known.subject == subject && known.body == body => return Ok(known.id),
            Some(_) => self.ids.letter(),
            None => id.clone(),
        };
        let letter = RelayLetter {
            id: id.clone(),
            campaign: opened.campaign.slug.clone(),
            target: opened.target.id.clone(),
            language: opened.language,
            country: filled.country,
            name: filled.name,
            email,
            recipient,
            subject,
            body,
            token: self.ids.token(),
            state: RelayState::AwaitingConfirmation,
            asked_at: now,
        };
        let asking = self.letters.networks.asking(network, now).await?;
        match self.store.ask_relay(&letter, &asking).await? {
            Asked::Now | Asked::Before => Ok(id),
            Asked::Not(of, oldest) => {
                // The oldest is looked at to its last moment.
                let again_at = oldest + Networks::WINDOW + SignedDuration::from_secs(1);
                Err(Refusal::TooMany { of, again_in: again_at.duration_since(now) })
            }
        }
    }

    /// The letter behind a link, to be looked at. Changes nothing: mail programs open links by themselves.
    pub async fn awaiting(&self, token: &str) -> Result<Awaiting, Refusal> {
        let letter = self.letter_of(token).await?;
        if letter.state != RelayState::AwaitingConfirmation {
            return Err(Refusal::TokenSpent(Spent::Used));
        }
        let campaign = self.campaign_that_takes(&letter).await?;
        let campaign_title = campaign.edition(letter.language).map_or(String::new(), |edition| edition.title.clone());
        let target_name = self.target_name(&letter);
        Ok(Awaiting { letter, campaign_title, target_name })
    }

    /// The supporter's yes: the letter is counted and queued. Says which letter of which campaign it was. A second
    /// yes, by a double click, changes nothing and is told the same.
    pub async fn confirm(&self, token: &str) -> Result<RelayLetter, Refusal> {
        let letter = self.letter_of(token).await?;
        if letter.state == RelayState::AwaitingConfirmation {
            self.campaign_that_takes(&letter).await?;
            self.store.confirm_relay(&letter.id, self.clock.now()).await?;
        }
        Ok(letter)
    }

    async fn letter_of(&self, token: &str) -> Result<RelayLetter, Refusal> {
        // Anything that is not shaped like a token is unknown without asking the database.
        let letter = match LetterId::parse(token) {
            Ok(token) => self.store.relay_by_token(token.as_str()).await?,
            Err(_) => None,
        };
        letter.ok_or(Refusal::NotFound(Missing::Token))
    }

    /// The campaign of a letter that can still be confirmed.
    async fn campaign_that_takes(&self, letter: &RelayLetter) -> Result<Campaign, Refusal> {
        if self.clock.now() > letter.asked_at + Self::CONFIRM_WITHIN {
            return Err(Refusal::TokenSpent(Spent::Expired));
        }
        let campaign = self.letters.campaigns.get(letter.campaign.as_str()).await?;
        self.letters.campaigns.must_be_open(&campaign)?;
        if self.is_reached(&campaign, letter) { Ok(campaign) } else { Err(Refusal::TokenSpent(Spent::Moved)) }
    }

    /// Whether a campaign still writes to a letter's office, by the mailbox that it was written for. An import can have
    /// closed it, and its state can have joined, since.
    fn is_reached(&self, campaign: &Campaign, letter: &RelayLetter) -> bool {
        let Campaigns { directory, clock, .. } = &self.letters.campaigns;
        let directory = directory.get();
        directory.target(&letter.target).is_some_and(|target| {
            let status = finding::status(&directory, campaign, target, clock.today());
            campaign.audience.includes(target, status) && target.email.as_ref() == Some(&letter.recipient)
        })
    }

    fn target_name(&self, letter: &RelayLetter) -> String {
        let directory = self.letters.campaigns.directory.get();
        directory.target(&letter.target).map_or_else(|| letter.recipient.to_string(), Target::name_in_sentence)
    }

    /// Sends what is due, at most [`Self::BATCH`] mails, and returns how many were tried. One mail that fails
    /// never keeps the next from being tried.
    pub async fn send_due(&self) -> Result<usize, Refusal> {
        let now = self.clock.now();
        let due = self.store.claim_mails(now, now + Self::LEASE, Self::BATCH).await?;
        // All are tried, whatever becomes of the others; then the first failure of ours, if any, is reported.
        let tried = due.len();
        let settled: Vec<Result<(), Refusal>> = stream::iter(due)
            .map(|mail| async move { self.send_and_settle(&mail).await })
            .buffer_unordered(Self::AT_ONCE)
            .collect()
            .await;
        settled.into_iter().collect::<Result<(), Refusal>>()?;
        Ok(tried)
    }

    async fn send_and_settle(&self, mail: &Queued) -> Result<(), Refusal> {
        let settled = self.send(mail).await?;
        if let Settled::Later { error, .. } | Settled::Never { error } = &settled {
            tracing::warn!(letter = %mail.letter.id, purpose = mail.purpose.as_str(), attempts = mail.attempts, error, "a mail was not taken");
        }
        self.store.settle_mail(mail, &settled, self.clock.now()).await?;
        Ok(())
    }

    async fn send(&self, mail: &Queued) -> Result<Settled, Refusal> {
        let campaign = self.store.campaign(&mail.letter.campaign).await?;
        if mail.purpose == Purpose::Letter && !campaign.as_ref().is_some_and(|campaign| self.is_reached(campaign, &mail.letter)) {
            return Ok(Settled::Never { error: Spent::Moved.message().to_owned() });
        }
        let outgoing = Outgoing {
            purpose: mail.purpose,
            campaign_title: campaign
                .and_then(|campaign| campaign.edition(mail.letter.language).map(|edition| edition.title.clone()))
                .unwrap_or_default(),
            target_name: self.target_name(&mail.letter),
            link: format!("{}/confirm/{}", self.letters.public_url, mail.letter.token),
            reason: mail.reason.clone(),
            letter: mail.letter.clone(),
        };
        Ok(match self.mailer.send(&outgoing).await {
            Ok(()) if self.mailer.delivers() => Settled::Sent,
            Ok(()) => Settled::Kept,
            Err(SendError::Permanent(error)) => Settled::Never { error },
            Err(SendError::Transient(error)) => {
                let now = self.clock.now();
                let due_at = now + backoff(mail.attempts);
                if due_at > mail.enqueued_at + Self::TRY_FOR {
                    Settled::Never { error }
                } else {
                    Settled::Later { due_at, error }
                }
            }
        })
    }

    /// Deletes what is no longer needed.
    pub async fn purge(&self) -> Result<u64, Refusal> {
        let now: Timestamp = self.clock.now();
        self.letters.networks.forget().await?;
        Ok(self.store.purge_relay(now - Self::CONFIRM_WITHIN, now - Self::KEEP).await?)
    }
}

/// One minute after the first try, then twice as long each time, at most six hours.
fn backoff(attempts: u32) -> SignedDuration {
    SignedDuration::from_mins((1_i64 << attempts.saturating_sub(1).min(9)).min(360))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_come_slower_and_slower_but_at_least_every_six_hours() {
        let minutes: Vec<i64> = [1, 2, 3, 9, 10, 11, 1000].map(|attempts| backoff(attempts).as_mins()).to_vec();
        assert_eq!(minutes, [1, 2, 4, 256, 360, 360, 360]);
    }
}
