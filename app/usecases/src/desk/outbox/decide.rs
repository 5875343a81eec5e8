//! To approve a held letter, or to reject it. Whoever comes second changes nothing and is told what the first did.

use domain::{
    campaign::CampaignId,
    channel::Channel,
    checked::{EmailAddress, LetterId},
    post::{LetterState, Move, Purpose, REJECTED},
    tally::Stage,
};
use jiff::Timestamp;

use super::{Outbox, ReviewsLetters};
use crate::{
    desk::{Holder, Rights},
    ports::{Act, ActKind, Action, StoreError, StoredLetter, Unit},
    refusal::Refusal,
};

/// What an organiser decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Approve,
    Reject,
}

/// What became of the letters that were decided on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    pub done: Vec<LetterId>,
    /// Those with which nothing was done.
    pub left: Vec<Left>,
}

/// A letter with which nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub letter: LetterId,
    /// Empty where it cannot be read.
    pub subject: String,
    pub why: WhyNot,
}

/// Why nothing was done with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// Somebody was faster.
    Decided { decision: Decision, by: Option<EmailAddress>, at: Timestamp },
    /// It does not wait for a decision, and nobody decided on it.
    NotHeld(Option<LetterState>),
    /// There is no such letter, or not any more, or it is another campaign's.
    Gone,
    /// What cannot be read cannot be sent.
    Unreadable,
}

impl Outbox {
    /// Approves letters, or rejects them. All of them are done in one unit of work.
    pub async fn decide<R: ReviewsLetters>(
        &self,
        rights: &Rights<R>,
        letters: &[LetterId],
        decision: Decision,
    ) -> Result<Decided, Refusal> {
        let mut ids = letters.to_vec();
        // In one order, so that two who decide on the same letters never wait for each other.
        ids.sort();
        ids.dedup();
        let mut found = Vec::new();
        for id in ids {
            let stored = self.letters.stored_letter(&id).await?.filter(|stored| Self::is_about(rights, stored));
            let actions = match decision {
                Decision::Approve => self.actions.actions_of(&id).await?,
                Decision::Reject => Vec::new(),
            };
            found.push((id, stored, actions));
        }
        let (holder, now) = (rights.holder(), self.clock.now());
        let done = self
            .writes
            .write::<_, StoreError>(async |work| {
                let mut done = Vec::new();
                for (id, stored, actions) in &found {
                    let Some(stored) = stored else { continue };
                    if one(work, holder, id, stored, decision, now).await? {
                        verify(work, actions);
                        done.push(id.clone());
                    }
                }
                Ok(done)
            })
            .await?;
        let mut left = Vec::new();
        for (letter, stored, _) in found {
            if !done.contains(&letter) {
                let why = self.why_not(&letter, stored.as_ref(), decision).await?;
                let subject = stored.and_then(|stored| stored.letter.ok()).map(|letter| letter.subject).unwrap_or_default();
                left.push(Left { letter, subject, why });
            }
        }
        Ok(Decided { done, left })
    }

    async fn why_not(&self, letter: &LetterId, stored: Option<&StoredLetter>, decision: Decision) -> Result<WhyNot, Refusal> {
        let Some(stored) = stored else { return Ok(WhyNot::Gone) };
        if stored.letter.is_err() && decision == Decision::Approve {
            return Ok(WhyNot::Unreadable);
        }
        if let Some(decided) = self.audit.decision_on(letter).await? {
            let decision = if decided.kind == ActKind::ApprovedLetter { Decision::Approve } else { Decision::Reject };
            return Ok(WhyNot::Decided { decision, by: decided.by, at: decided.at });
        }
        let now = self.letters.stored_letter(letter).await?.and_then(|stored| stored.letter.ok());
        Ok(WhyNot::NotHeld(now.map(|letter| letter.state)))
    }
}

/// Counts in public what was not, of a letter that a person has read and let go. While it is held nothing is added to that.
fn verify(work: &mut Unit, actions: &[Action]) {
    for action in actions.iter().filter(|action| action.channel == Channel::Relay && !action.verified) {
        work.take_back((action.letter.clone(), action.channel, action.stage), None);
        work.count(Action { verified: true, ..action.clone() }, None);
    }
}

/// Decides on one letter, if it is held. Says whether that was so.
async fn one(
    work: &mut Unit,
    holder: &Holder,
    id: &LetterId,
    stored: &StoredLetter,
    decision: Decision,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let act = |campaign: CampaignId| match decision {
        Decision::Approve => Act::ApprovedLetter { campaign, letter: id.clone() },
        Decision::Reject => Act::RejectedLetter { campaign, letter: id.clone() },
    };
    match decision {
        Decision::Approve => {
            if stored.letter.is_err() || !work.move_letter(id, Move::Approve, now).await? {
                return Ok(false);
            }
            work.requeue(id, Purpose::Letter, now).await?;
        }
        Decision::Reject => {
            // A reason is noted of a letter only while it is held.
            work.note_why_held(id, REJECTED).await?;
            if !work.move_letter(id, Move::Reject, now).await? {
                return Ok(false);
            }
            work.take_back((id.clone(), Channel::Relay, Stage::Confirmed), None);
            // Nobody can be told of a letter that cannot be read.
            if let Ok(letter) = &stored.letter {
                work.enqueue(letter, Purpose::FailureNotice, now);
            }
        }
    }
    if let Ok(campaign) = CampaignId::parse(&stored.campaign) {
        work.audit(holder, act(campaign), now);
    }
    Ok(true)
}
