//! The supporter's yes, from the supporter's own mailbox.

use domain::{
    campaign::Campaign,
    checked::{Slug, Token},
    language::Language,
    post::{Purpose, RelayState},
    tally::Stage,
};
use jiff::Timestamp;

use super::{Relay, action};
use crate::{
    ports::{Recorded, RelayLetter, StoreError, Writes},
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
        if letter.state != RelayState::AwaitingConfirmation {
            return Err(Refusal::TokenSpent(Spent::Used));
        }
        let campaign = self.campaign_that_takes(&letter).await?;
        let campaign_title = campaign.document.edition(letter.language).map_or(String::new(), |edition| edition.title.clone());
        let target_name = self.target_name(&letter, reader);
        Ok(Awaiting { letter, campaign_title, target_name })
    }

    /// Confirms a letter: it is counted and queued. Says which letter it was, and the address of its campaign. A second
    /// confirmation, by a double click, changes nothing and gets the same answer.
    pub async fn confirm(&self, token: &str) -> Result<(Slug, RelayLetter), Refusal> {
        let letter = self.letter_of(token).await?;
        let campaign = if letter.state == RelayState::AwaitingConfirmation {
            let campaign = self.campaign_that_takes(&letter).await?;
            confirm_letter(&*self.writes, &letter, self.clock.now()).await?;
            campaign
        } else {
            self.letters.campaigns.named(&letter.campaign).await?
        };
        Ok((campaign.slug, letter))
    }

    async fn letter_of(&self, token: &str) -> Result<RelayLetter, Refusal> {
        // Text that is not shaped like a token is unknown; the database need not be asked.
        let letter = match Token::parse(token) {
            Ok(token) => self.asked.relay_by_token(&token).await?,
            Err(_) => None,
        };
        letter.ok_or(Refusal::NotFound(Missing::Token))
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

/// Moves a letter that awaits confirmation into the queue and counts it. Any other letter stays as it is.
pub async fn confirm_letter(writes: &dyn Writes, letter: &RelayLetter, at: Timestamp) -> Result<Recorded, StoreError> {
    writes
        .write(async |work| {
            if !work.move_letter(&letter.id, RelayState::AwaitingConfirmation, RelayState::Queued, at).await? {
                return Ok(Recorded::Before);
            }
            work.enqueue(&letter.id, Purpose::Letter, at);
            work.count(action(letter, Stage::Confirmed, at), None);
            Ok(Recorded::Now)
        })
        .await
}
