//! What follows by itself: reminders, what settles, the question whether the office answered, letters that nobody decided on.

use domain::{
    checked::{LetterId, Slug},
    language::Language,
    post::{LetterState, Move, Purpose, Reply},
    tally::Stage,
};
use jiff::SignedDuration;

use super::{Relay, action};
use crate::{
    ports::{RelayLetter, StoreError, StoredLetter},
    refusal::{Missing, Refusal},
};

/// A letter behind the link of our question, with what the page shows of it.
#[derive(Debug, Clone)]
pub struct AskedAbout {
    pub letter: RelayLetter,
    pub campaign: Slug,
    pub target_name: String,
}

impl Relay {
    /// A letter that nobody has confirmed by then is reminded of, once.
    pub const REMIND_AFTER: SignedDuration = SignedDuration::from_hours(24);
    /// An accepted letter of which nothing was heard for this long has arrived, as far as anybody can know.
    pub const QUIET_FOR: SignedDuration = SignedDuration::from_hours(48);
    /// When the supporter is asked whether the office answered.
    pub const ASK_AFTER: SignedDuration = SignedDuration::from_hours(21 * 24);
    /// A held letter that no organiser has decided on by then is given up.
    pub const DECIDE_WITHIN: SignedDuration = SignedDuration::from_hours(14 * 24);
    /// A letter that may not go out, since its campaign, its target or the site is paused, is given up so long after it was due.
    pub const KEEP_BACK: SignedDuration = SignedDuration::from_hours(28 * 24);
    /// The same where the campaign is won. Whoever said so by mistake has a week to take it back.
    pub const KEEP_BACK_WON: SignedDuration = SignedDuration::from_hours(7 * 24);
    /// Letters that are moved in one unit of work.
    const AT_A_TIME: u32 = 200;

    /// Does what is due by itself. Returns whether there may be more of it.
    pub async fn follow_up(&self) -> Result<bool, Refusal> {
        let now = self.clock.now();
        self.writes
            .write::<_, StoreError>(async |work| {
                work.queue_reminders(now - Self::REMIND_AFTER, now).await?;
                work.queue_questions(now - Self::ASK_AFTER, now).await?;
                work.release_left_behind(now).await?;
                Ok(())
            })
            .await?;
        let quiet = self.asked.quiet_letters(now - Self::QUIET_FOR, Self::AT_A_TIME).await?;
        self.settle_quiet(&quiet).await?;
        let undecided = self.asked.undecided_letters(now - Self::DECIDE_WITHIN, Self::AT_A_TIME).await?;
        self.give_up(&undecided, Move::Lapse).await?;
        let kept_back = self.asked.letters_kept_back(now - Self::KEEP_BACK, now - Self::KEEP_BACK_WON, Self::AT_A_TIME).await?;
        self.give_up(&kept_back, Move::Abandon).await?;
        if let Some(timetable) = &self.timetable {
            timetable.deal_anew(&*self.writes, now).await?;
        }
        let most = usize::try_from(Self::AT_A_TIME).unwrap_or(usize::MAX);
        Ok([quiet, undecided, kept_back].iter().any(|letters| letters.len() == most))
    }

    /// What arrived shows that its address is a good one. Of a letter that cannot be read nobody knows the address, and it is not
    /// counted; it moves on with the others, since it would be in their way for ever.
    async fn settle_quiet(&self, letters: &[StoredLetter]) -> Result<(), StoreError> {
        if letters.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        self.writes
            .write(async |work| {
                for (id, letter) in letters.iter().filter_map(readable_id) {
                    if work.move_letter(&id, Move::Settle, now).await?
                        && let Ok(letter) = letter
                    {
                        // What came back since it was taken says more.
                        work.forget_hard_bounces(&letter.recipient, Some(now - Self::QUIET_FOR)).await?;
                        work.count(action(letter, Stage::Settled, now), None);
                    }
                }
                Ok(())
            })
            .await
    }

    /// Gives up letters that waited for people for too long. Of those that cannot be read nobody can be told; they end with the
    /// others, so that nothing of them is kept for longer.
    async fn give_up(&self, letters: &[StoredLetter], change: Move) -> Result<(), StoreError> {
        if letters.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        self.writes
            .write(async |work| {
                for (id, letter) in letters.iter().filter_map(readable_id) {
                    if !work.move_letter(&id, change, now).await? {
                        continue;
                    }
                    work.drop_mail(&id, Purpose::Letter).await?;
                    if let Ok(letter) = letter {
                        work.enqueue(letter, Purpose::FailureNotice, now);
                        work.count(action(letter, Stage::Bounced, now), None);
                    }
                }
                Ok(())
            })
            .await
    }

    /// The letter behind the link of our question, if we have asked it. `reader` is the page's language. It changes nothing, since mail programs
    /// open links by themselves.
    pub async fn asked_about(&self, token: &str, reader: Language) -> Result<AskedAbout, Refusal> {
        let letter = self.letter_of(token).await?;
        let is_asked = self.asked.was_mailed(&letter.id, Purpose::Question).await?;
        if !is_asked || !matches!(letter.state, LetterState::Accepted | LetterState::Settled) {
            return Err(Refusal::NotFound(Missing::MailedLetter));
        }
        let campaign = self.letters.campaigns.named(&letter.campaign).await?.slug;
        let target_name = self.target_name(&letter, reader);
        Ok(AskedAbout { letter, campaign, target_name })
    }

    /// Stores the supporter's answer to our question. The first counts; another changes nothing.
    pub async fn answer(&self, token: &str, reply: Reply, reader: Language) -> Result<AskedAbout, Refusal> {
        let asked = self.asked_about(token, reader).await?;
        let now = self.clock.now();
        let letter = &asked.letter;
        self.writes
            .write::<_, StoreError>(async |work| {
                if work.add_reply(&letter.id, reply).await? {
                    work.count_reply(&letter.campaign, Some(reply)).await?;
                    if reply == Reply::Yes {
                        work.count(action(letter, Stage::Answered, now), None);
                    }
                }
                Ok(())
            })
            .await?;
        Ok(asked)
    }
}

/// A letter with its id, unless even that cannot be read. Then nothing can be done about it here.
fn readable_id(stored: &StoredLetter) -> Option<(LetterId, &Result<Box<RelayLetter>, StoreError>)> {
    let StoredLetter { id, letter, .. } = stored;
    if let Err(error) = letter {
        tracing::error!(id, %error, "a letter cannot be read, and ends without being counted");
    }
    let Ok(id) = LetterId::parse(id) else {
        tracing::error!(id, "the id of a letter cannot be read; delete its row in relay_letters");
        return None;
    };
    Some((id, letter))
}
