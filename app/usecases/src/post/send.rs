//! Mail that is due is sent. It is tried again until it is taken or given up.

use std::{any::Any, collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc};

use domain::{
    campaign::{Campaign, CampaignId, CampaignState},
    post::{OFFICE_MOVED, Purpose},
};
use futures::{FutureExt as _, StreamExt as _, lock::Mutex, stream};
use jiff::SignedDuration;

use super::{
    Relay,
    queue::{Settled, claim, settle},
    returns::return_path,
};
use crate::{
    digest::digest,
    ports::{Lease, Outgoing, Parcel, Queued, RelayLetter, SendError, StoreError, StoreFault},
    refusal::Refusal,
};

/// The campaigns of the mails of a batch, as they are read: a campaign's document is long, and its letters leave together.
type CampaignsOfBatch = Mutex<BTreeMap<CampaignId, Option<Arc<Campaign>>>>;

/// Whether a supporter may be asked to confirm a letter.
enum MayAsk {
    Now,
    AfterThePause,
    Never,
}

impl Relay {
    /// A mail is tried for this long.
    pub const TRY_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
    /// Mails taken at once.
    pub const BATCH: u32 = 20;
    /// Mails for which a connection is used at the same time.
    const AT_ONCE: usize = 4;
    /// A mail stays in hand for so long without a sign of life from its holder ([`Self::keep_in_hand`]). Then the holder has
    /// died, and another takes it.
    pub const LEASE: SignedDuration = SignedDuration::from_mins(3);

    /// Sends what is due, at most [`Self::BATCH`] mails, and returns how many were tried or
    /// put off. One mail that fails never keeps the next from being tried.
    pub async fn send_due(&self) -> Result<usize, Refusal> {
        if self.hand.is_stopping() {
            return Ok(0);
        }
        // Otherwise it could be claimed again, and sent again.
        self.write_down().await?;
        let now = self.clock.now();
        let lease = Lease { claim: self.ids.token(), node: self.hand.node.clone(), until: now + Self::LEASE };
        let due = claim(&*self.mails, &*self.writes, self.timetable.as_ref(), &lease, now, Self::BATCH).await?;
        for mail in &due.mails {
            self.hand.take(mail);
        }
        // All are tried, whatever happens to the others. Then the first failure of ours, if any, is reported.
        let looked_at = due.mails.len() + due.put_off;
        let campaigns = &CampaignsOfBatch::default();
        let has_letters = due.mails.iter().any(|mail| mail.purpose == Purpose::Letter);
        let settled: Vec<Result<(), Refusal>> = stream::iter(due.mails)
            .map(|mail| async move { self.send_and_settle(&mail, campaigns).await })
            .buffer_unordered(Self::AT_ONCE)
            .collect()
            .await;
        let accepted = if has_letters { self.accept_sent().await } else { Ok(()) };
        settled.into_iter().chain([accepted]).collect::<Result<(), Refusal>>()?;
        Ok(looked_at)
    }

    /// Writes down what ended while the database could not be written to.
    async fn write_down(&self) -> Result<(), Refusal> {
        let ended = self.hand.ended();
        if ended.is_empty() {
            return Ok(());
        }
        for (mail, ended) in ended {
            settle(&*self.writes, &mail, &ended, self.clock.now()).await?;
            self.hand.lay_down(&mail);
        }
        self.accept_sent().await
    }

    /// Shows that this process lives: what it has in hand stays its own for another while. What this node had in hand when it
    /// died is free. Letters that left and whose sender has not come to accept them are accepted.
    pub async fn keep_in_hand(&self) -> Result<(), Refusal> {
        self.free_what_was_lost().await?;
        self.write_down().await?;
        self.accept_sent().await?;
        let in_hand = self.hand.all();
        if in_hand.is_empty() {
            return Ok(());
        }
        let until = self.clock.now() + Self::LEASE;
        self.writes
            .write::<_, StoreError>(async |work| {
                for mail in &in_hand {
                    work.extend_lease(mail, until).await?;
                }
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// This process claims nothing whose lease ends before its own first lease can. So what does, under its node's name, was
    /// claimed by a process that is no more. The last claim of that one may be seen only after its end, so this looks until none
    /// of its leases can be left.
    async fn free_what_was_lost(&self) -> Result<(), Refusal> {
        let (now, first) = (self.clock.now(), self.hand.since + Self::LEASE);
        if now >= first {
            return Ok(());
        }
        let node = &self.hand.node;
        let freed = self.writes.write::<_, StoreError>(async |work| work.free_leases(node, first, now).await).await?;
        if freed > 0 {
            tracing::info!(freed, "mails that this node had in hand when it ended are sent now");
        }
        Ok(())
    }

    /// Hands back what no mail server can have taken, so that another node, or the next start, need not wait for a lease to
    /// run out.
    pub async fn hand_back(&self) -> Result<(), Refusal> {
        for mail in self.hand.put_down() {
            settle(&*self.writes, &mail, &Settled::Untried, self.clock.now()).await?;
        }
        Ok(())
    }

    async fn send_and_settle(&self, mail: &Queued, campaigns: &CampaignsOfBatch) -> Result<(), Refusal> {
        if self.hand.is_stopping() {
            return self.settle(mail, &Settled::Untried).await;
        }
        // A mail that breaks us off takes nobody with it.
        let went_wrong = match AssertUnwindSafe(self.send(mail, campaigns)).catch_unwind().await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(Refusal::Store(error))) if !matches!(error.fault, StoreFault::Corrupt { .. }) => {
                // The database fails for all of them. What ended is remembered, and the rest is free when its lease runs out.
                if self.hand.end_of(mail).is_none() {
                    self.hand.lay_down(mail);
                }
                return Err(Refusal::Store(error));
            }
            Ok(Err(error)) => error.to_string(),
            Err(panic) => format!("the program broke off: {}", words(&*panic)),
        };
        let error = match self.hand.end_of(mail) {
            Some(Settled::Sent) => format!("the mail server took it, but that could not be written down: {went_wrong}"),
            _ => went_wrong,
        };
        self.settle(mail, &Settled::Frozen { error }).await
    }

    async fn settle(&self, mail: &Queued, settled: &Settled) -> Result<(), Refusal> {
        let (letter, purpose, attempts) = (&mail.letter.id, mail.purpose.as_str(), mail.attempts);
        match settled {
            Settled::Later { error, .. } | Settled::Never { error } | Settled::NoSuchAddress { error } => {
                tracing::warn!(%letter, purpose, attempts, error, "a mail was not taken");
            }
            Settled::Frozen { error } => tracing::error!(%letter, purpose, attempts, error, "a mail was set aside"),
            Settled::Sent | Settled::Kept | Settled::Untried | Settled::Unwanted => {}
        }
        self.hand.remember(mail, settled);
        settle(&*self.writes, mail, settled, self.clock.now()).await?;
        self.hand.lay_down(mail);
        Ok(())
    }

    async fn send(&self, mail: &Queued, campaigns: &CampaignsOfBatch) -> Result<(), Refusal> {
        // A link that is too old is not sent once more: its letter is about to be deleted.
        let asks = matches!(mail.purpose, Purpose::Confirmation | Purpose::Reminder);
        let is_late = asks && self.clock.now() > mail.letter.asked_at + Self::CONFIRM_WITHIN;
        if is_late || !mail.purpose.is_wanted(mail.letter.state) || (asks && self.is_disowned(&mail.letter).await?) {
            return self.settle(mail, &Settled::Unwanted).await;
        }
        let campaign = self.campaign_of(&mail.letter.campaign, campaigns).await?;
        let campaign = campaign.as_deref();
        if asks {
            match self.may_ask(campaign, &mail.letter) {
                MayAsk::Now => {}
                // It was paused after the mail was claimed.
                MayAsk::AfterThePause => return self.settle(mail, &Settled::Untried).await,
                MayAsk::Never => return self.settle(mail, &Settled::Unwanted).await,
            }
        }
        if mail.purpose == Purpose::Letter && !campaign.is_some_and(|campaign| self.is_reached(campaign, &mail.letter)) {
            return self.settle(mail, &Settled::Never { error: OFFICE_MOVED.to_owned() }).await;
        }
        // It may have been paused after it was claimed.
        if mail.purpose == Purpose::Letter && self.pauses.is_paused(&mail.letter.campaign, &mail.letter.target).await? {
            return self.settle(mail, &Settled::Untried).await;
        }
        let outgoing = self.outgoing(mail, campaign).await?;
        let handover = match self.mailer.begin(&outgoing).await {
            Ok(handover) => handover,
            Err(error) => return self.settle(mail, &self.failed(mail, campaign, error)).await,
        };
        // From the moment at which the server has the whole text until that is written down, a crash of ours would have it
        // sent twice. So its place is kept until then, and there are few.
        if !self.hand.put_in_doubt(mail).await {
            return Ok(());
        }
        let settled = match handover.finish().await {
            Ok(()) if self.mailer.delivers() => Settled::Sent,
            Ok(()) => Settled::Kept,
            Err(error) => self.failed(mail, campaign, error),
        };
        self.settle(mail, &settled).await
    }

    /// Nobody is asked for a yes that cannot be given, as [`Self::confirm`] would refuse it.
    fn may_ask(&self, campaign: Option<&Campaign>, letter: &RelayLetter) -> MayAsk {
        let Some(campaign) = campaign.filter(|campaign| self.is_reached(campaign, letter)) else { return MayAsk::Never };
        match self.letters.campaigns.state(campaign) {
            CampaignState::Open => MayAsk::Now,
            CampaignState::Paused => MayAsk::AfterThePause,
            CampaignState::Upcoming | CampaignState::Closed | CampaignState::Won => MayAsk::Never,
        }
    }

    /// A campaign, read once for a batch of mails.
    async fn campaign_of(&self, id: &CampaignId, campaigns: &CampaignsOfBatch) -> Result<Option<Arc<Campaign>>, StoreError> {
        let mut campaigns = campaigns.lock().await;
        if let Some(campaign) = campaigns.get(id) {
            return Ok(campaign.clone());
        }
        let campaign = self.campaigns.campaign_named(id).await?.map(Arc::new);
        campaigns.insert(id.clone(), campaign.clone());
        Ok(campaign)
    }

    /// The mail as it is made and sent.
    async fn outgoing(&self, mail: &Queued, campaign: Option<&Campaign>) -> Result<Outgoing, StoreError> {
        let slug = campaign.map_or_else(|| mail.letter.campaign.first_slug(), |campaign| campaign.slug.clone());
        Ok(Outgoing {
            purpose: mail.purpose,
            return_path: return_path(&self.return_key, &mail.letter.id, mail.purpose).await?,
            campaign_title: campaign
                .and_then(|campaign| campaign.document.edition(mail.letter.language).map(|edition| edition.title.clone()))
                .unwrap_or_default(),
            target_name: self.target_name(&mail.letter, mail.letter.reader),
            link: if mail.purpose == Purpose::Question {
                self.letters.links.answer(&mail.letter.token, mail.letter.reader)
            } else {
                self.letters.links.confirmation(&mail.letter.token, mail.letter.reader)
            },
            again: self.letters.links.write(&slug, &mail.letter.target, mail.letter.reader),
            web_form: self.web_form(&mail.letter),
            ended_at: mail.ended_at,
            reason: mail.reason.clone(),
            letter: mail.letter.clone(),
            left_with_others: mail.left_with_others,
            parcel: parcel(mail, campaign),
        })
    }

    fn failed(&self, mail: &Queued, campaign: Option<&Campaign>, error: SendError) -> Settled {
        match error {
            SendError::Permanent(error) => Settled::Never { error },
            SendError::NoSuchAddress(error) => Settled::NoSuchAddress { error },
            SendError::Unexpected(error) => Settled::Frozen { error },
            SendError::Transient(error) => {
                let now = self.clock.now();
                let due_at = now + self.backoff(mail.attempts);
                if due_at > mail.enqueued_at + Self::TRY_FOR {
                    return Settled::Never { error };
                }
                let due_at = match &self.timetable {
                    Some(timetable) if mail.purpose == Purpose::Letter => timetable.again(campaign, &mail.letter.target, due_at),
                    _ => due_at,
                };
                Settled::Later { due_at, error }
            }
        }
    }

    /// The wait before the next try, drawn from around [`backoff`].
    fn backoff(&self, attempts: u32) -> SignedDuration {
        let [low, high, ..] = self.ids.bytes();
        jittered(backoff(attempts), u16::from_be_bytes([high, low]))
    }
}

/// What a mail carries beside its first letter; nothing if that is alone.
fn parcel(mail: &Queued, campaign: Option<&Campaign>) -> Option<Parcel> {
    if mail.others.is_empty() {
        return None;
    }
    let edition = campaign.and_then(|campaign| campaign.document.editions.first());
    let of_all = |what: &[u8], each: fn(&RelayLetter) -> &str| {
        digest(&std::iter::once(what).chain(mail.letters().map(|letter| each(letter).as_bytes())).collect::<Vec<_>>())
    };
    Some(Parcel {
        others: mail.others.clone(),
        name: of_all(b"letters of a parcel", |letter| letter.id.as_str()).chars().take(PARCEL_DIGITS).collect(),
        secret: of_all(b"secrets of a parcel", |letter| letter.token.as_str()).chars().take(2 * PARCEL_DIGITS).collect(),
        language: edition.map_or(mail.letter.language, |edition| edition.language),
        title: edition.map(|edition| edition.title.clone()).unwrap_or_default(),
        contact: campaign.and_then(|campaign| campaign.document.contact.clone()),
    })
}

/// In hexadecimal.
const PARCEL_DIGITS: usize = 16;

/// What it says, if it always says the same. A text that was made when it broke off may quote the letter, or a part of it that
/// nobody would find again: the log says where it was made.
fn words(panic: &(dyn Any + Send)) -> &'static str {
    panic.downcast_ref::<&'static str>().copied().unwrap_or("the log of the server says where")
}

/// One minute after the first try, then twice as long each time, at most six hours.
pub(crate) fn backoff(attempts: u32) -> SignedDuration {
    SignedDuration::from_mins((1_i64 << attempts.saturating_sub(1).min(9)).min(360))
}

/// A wait that is up to a quarter longer: a server that was down is not asked by everybody in the same second.
fn jittered(wait: SignedDuration, random: u16) -> SignedDuration {
    wait + SignedDuration::from_millis(i64::try_from(wait.as_millis()).unwrap_or(0) / 4 * i64::from(random) / i64::from(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_panic_says_of_the_letter_is_not_told() {
        let broke = |off: fn(&str)| {
            let text = "Łucja Żak".to_owned();
            std::panic::catch_unwind(|| off(&text)).unwrap_err()
        };
        let quotes: [fn(&str); 3] = [
            |text| assert!(text[1..].is_empty()),
            |text| assert_eq!(text, "", "another text"),
            |text| assert!(text.parse::<u8>().expect(text) > 0),
        ];
        for quote in quotes {
            assert_eq!(words(&*broke(quote)), "the log of the server says where");
        }
        assert_eq!(words(&*broke(|_| panic!("no such campaign"))), "no such campaign");
    }

    #[test]
    fn retries_come_slower_and_slower_but_at_least_every_six_hours() {
        let minutes: Vec<i64> = [1, 2, 3, 9, 10, 11, 1000].map(|attempts| backoff(attempts).as_mins()).to_vec();
        assert_eq!(minutes, [1, 2, 4, 256, 360, 360, 360]);
    }

    #[test]
    fn a_wait_is_drawn_out_by_a_quarter_at_most() {
        let seconds = [0, u16::MAX / 2, u16::MAX].map(|random| jittered(SignedDuration::from_mins(4), random).as_secs());
        assert_eq!(seconds, [240, 269, 300]);
    }
}
