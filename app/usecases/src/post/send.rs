//! Mail that is due is sent. It is tried again until it is taken or given up.

use domain::post::{OFFICE_MOVED, Purpose};
use futures::{StreamExt as _, stream};
use jiff::SignedDuration;

use super::{
    Relay,
    queue::{Settled, claim, settle},
};
use crate::{
    ports::{Outgoing, Queued, SendError},
    refusal::Refusal,
};

impl Relay {
    /// A mail is tried for this long.
    pub const TRY_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
    /// Mails taken at once. If the process dies, at most this many are sent twice.
    pub const BATCH: u32 = 20;
    /// Mails sent at the same time.
    const AT_ONCE: usize = 4;
    /// The time of a batch whose every mail runs into the mailer's limits, which are eight minutes together. So a claim
    /// outlives its holder only if the holder has died.
    const LEASE: SignedDuration = SignedDuration::from_mins(40);

    /// Sends what is due, at most [`Self::BATCH`] mails, and returns how many were tried. One mail that fails
    /// never keeps the next from being tried.
    pub async fn send_due(&self) -> Result<usize, Refusal> {
        let now = self.clock.now();
        let due = claim(&*self.mails, &*self.writes, now, now + Self::LEASE, Self::BATCH).await?;
        // All are tried, whatever happens to the others. Then the first failure of ours, if any, is reported.
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
        settle(&*self.writes, mail, &settled, self.clock.now()).await?;
        Ok(())
    }

    async fn send(&self, mail: &Queued) -> Result<Settled, Refusal> {
        let campaign = self.campaigns.campaign_named(&mail.letter.campaign).await?;
        if mail.purpose == Purpose::Letter && !campaign.as_ref().is_some_and(|campaign| self.is_reached(campaign, &mail.letter)) {
            return Ok(Settled::Never { error: OFFICE_MOVED.to_owned() });
        }
        // It was paused after its letters were claimed.
        if mail.purpose == Purpose::Letter && campaign.as_ref().is_some_and(|campaign| campaign.hold.is_some()) {
            return Ok(Settled::Later { due_at: self.clock.now(), error: CAMPAIGN_HELD.to_owned() });
        }
        let slug = campaign.as_ref().map_or_else(|| mail.letter.campaign.first_slug(), |campaign| campaign.slug.clone());
        let outgoing = Outgoing {
            purpose: mail.purpose,
            campaign_title: campaign
                .and_then(|campaign| campaign.document.edition(mail.letter.language).map(|edition| edition.title.clone()))
                .unwrap_or_default(),
            target_name: self.target_name(&mail.letter, mail.letter.reader),
            link: self.letters.links.confirmation(&mail.letter.token, mail.letter.reader),
            again: self.letters.links.write(&slug, &mail.letter.target, mail.letter.reader),
            reason: mail.reason.clone(),
            letter: mail.letter.clone(),
        };
        let sent = match self.mailer.begin(&outgoing).await {
            Ok(handover) => handover.finish().await,
            Err(error) => Err(error),
        };
        Ok(match sent {
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
}

/// Why a letter waits whose campaign was paused or won while it was about to leave.
const CAMPAIGN_HELD: &str = "the campaign is paused or has ended";

/// One minute after the first try, then twice as long each time, at most six hours.
pub(crate) fn backoff(attempts: u32) -> SignedDuration {
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
