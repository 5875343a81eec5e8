//! The supporter's yes, from the supporter's own mailbox.

use domain::{
    campaign::Campaign,
    channel::Channel,
    checked::{LetterId, Slug, Token},
    language::Language,
    post::{
        LetterState, Move, Purpose,
        review::{ReviewReason, SAME_TEXT_FREE},
    },
    tally::Stage,
};
use jiff::Timestamp;

use super::{Relay, Timetable, action, limits::count_disowned, mailboxes::mailbox};
use crate::{
    networks::Network,
    ports::{Allowance, Recorded, RelayLetter, StoreError, Unit, Writes},
    refusal::{Missing, Refusal, Spent},
};

/// A letter behind a confirmation link, with what the page may show of it.
#[derive(Debug, Clone)]
pub struct Awaiting {
    pub letter: RelayLetter,
    pub campaign_title: String,
    pub target_name: String,
}

impl Relay {
    /// The letter behind a link, to look at. `reader` is the page's language. It changes nothing, since mail programs open links by themselves.
    pub async fn awaiting(&self, token: &str, reader: Language) -> Result<Awaiting, Refusal> {
        let letter = self.letter_of(token).await?;
        if letter.state != LetterState::AwaitingConfirmation {
            return Err(Refusal::TokenSpent(Spent::Used));
        }
        let campaign = self.campaign_that_takes(&letter).await?;
        let campaign_title = campaign.document.edition(letter.language).map_or(String::new(), |edition| edition.title.clone());
        let target_name = self.target_name(&letter, reader);
        Ok(Awaiting { letter, campaign_title, target_name })
    }

    /// Confirms a letter: it is counted and queued. Says which letter it was, and the address of its campaign. A second
    /// confirmation, by a double click, changes nothing and gets the same answer.
    pub async fn confirm(&self, token: &str, from: Network) -> Result<(Slug, RelayLetter), Refusal> {
        let letter = self.letter_of(token).await?;
        let campaign = if letter.state == LetterState::AwaitingConfirmation {
            let campaign = self.campaign_that_takes(&letter).await?;
            let allowance = self.letters.networks.allowance(from).await?;
            confirm_letter(&*self.writes, self.timetable.as_ref(), &letter, Some(&allowance), self.clock.now()).await?;
            campaign
        } else {
            self.letters.campaigns.named(&letter.campaign).await?
        };
        Ok((campaign.slug, letter))
    }

    /// Whoever got our mail had asked for nothing: the letter is deleted with all others of the campaign that await a yes from
    /// the same mailbox, and it gets no more mails of the campaign.
    pub async fn disown(&self, token: &str) -> Result<(), Refusal> {
        let letter = self.letter_of(token).await?;
        let now = self.clock.now();
        let mailbox = mailbox(&letter.email);
        let names = self.mailboxes.names(&letter.campaign, &mailbox).await?;
        self.writes
            .write(async |work| {
                // A letter that is asked for at this moment is among those that go, or is refused.
                work.alone().await?;
                let disowned = work.delete_disowned(&letter.campaign, &mailbox).await?;
                if disowned.iter().all(|gone| gone.id != letter.id) {
                    return Err(Refusal::TokenSpent(Spent::Used));
                }
                work.disown(&letter.campaign, &names.disowned, now).await?;
                for gone in disowned {
                    count_disowned(work, &gone, &names).await?;
                    // Nobody wanted this letter, so it was not prepared either.
                    work.take_back((gone.id, Channel::Relay, Stage::Prepared), None);
                }
                Ok(())
            })
            .await
    }

    /// Whether the mailbox that would be asked wants no mail of the campaign. Its owner can have said so after the mail that asks
    /// was claimed.
    pub(super) async fn is_disowned(&self, letter: &RelayLetter) -> Result<bool, StoreError> {
        let names = self.mailboxes.names(&letter.campaign, &mailbox(&letter.email)).await?;
        self.asked.is_disowned(&letter.campaign, [&names.disowned, &names.disowned_before]).await
    }

    /// Whether an organiser looks at a letter of ours before it leaves.
    pub async fn is_held(&self, letter: &str) -> Result<bool, Refusal> {
        let letter = match LetterId::parse(letter) {
            Ok(id) => self.asked.relay_letter(&id).await?,
            Err(_) => None,
        };
        Ok(letter.is_some_and(|letter| letter.state == LetterState::Held))
    }

    pub(super) async fn letter_of(&self, token: &str) -> Result<RelayLetter, Refusal> {
        // Text that is not shaped like a token is unknown; the database need not be asked.
        let letter = match Token::parse(token) {
            Ok(token) => self.asked.relay_by_token(&token).await?,
            Err(_) => None,
        };
        letter.ok_or(Refusal::NotFound(Missing::MailedLetter))
    }

    /// The campaign of a letter that can still be confirmed.
    async fn campaign_that_takes(&self, letter: &RelayLetter) -> Result<Campaign, Refusal> {
        if self.clock.now() > letter.asked_at + Self::CONFIRM_WITHIN {
            return Err(Refusal::TokenSpent(Spent::Expired));
        }
        let campaign = self.letters.campaigns.named(&letter.campaign).await?;
        self.letters.campaigns.must_be_open(&campaign)?;
        if self.is_reached(&campaign, letter) { Ok(campaign) } else { Err(Refusal::TokenSpent(Spent::Moved)) }
    }
}

/// Moves a letter that awaits confirmation into the queue, or to the organisers if there is a reason to review it, and counts
/// it against the allowance of the network from which its writer says yes. Any other letter stays as it is.
pub async fn confirm_letter(
    writes: &dyn Writes,
    timetable: Option<&Timetable>,
    letter: &RelayLetter,
    allowance: Option<&Allowance>,
    at: Timestamp,
) -> Result<Recorded, StoreError> {
    // Read before the unit of work begins: many who confirm at once would each hold a connection and wait for another.
    let campaign = match timetable {
        Some(timetable) => timetable.campaigns.campaign_named(&letter.campaign).await?,
        None => None,
    };
    writes
        .write(async |work| {
            let why = why_reviewed(work, letter).await?;
            let change = if why.is_empty() { Move::Confirm } else { Move::HoldForReview };
            if !work.move_letter(&letter.id, change, at).await? {
                return Ok(Recorded::Before);
            }
            if change == Move::HoldForReview {
                work.note_why_held(&letter.id, &why).await?;
            } else if let Some(timetable) = timetable {
                timetable.queue(work, campaign.as_ref(), letter, at).await?;
            } else {
                work.enqueue(letter, Purpose::Letter, at);
            }
            work.count(action(letter, Stage::Confirmed, at), allowance);
            Ok(Recorded::Now)
        })
        .await
}

/// The reasons to review a letter, with commas between them: those that were known when it was asked for, and whether others
/// have confirmed the same own text since.
async fn why_reviewed(work: &mut Unit, letter: &RelayLetter) -> Result<String, StoreError> {
    let mut why: Vec<&str> = letter.review.split(',').filter(|reason| !reason.is_empty()).collect();
    if let Some(own_digest) = &letter.own_digest {
        // Two confirmations at once would each count the mailboxes without the other's.
        work.alone().await?;
        let others = work.count_same_text(&letter.campaign, own_digest, &mailbox(&letter.email)).await?;
        if others >= SAME_TEXT_FREE {
            why.push(ReviewReason::SameText.as_str());
        }
    }
    Ok(why.join(","))
}
