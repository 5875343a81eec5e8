//! The supporter says that a letter was sent.

use domain::{campaign::Campaign, channel::Channel, checked::LetterId, tally::Stage};

use super::Letters;
use crate::{
    networks::Network,
    ports::{Action, Recorded},
    refusal::{Missing, Refusal},
};

impl Letters {
    /// How far a letter of this campaign came, and by which channels.
    pub async fn actions(&self, campaign: &Campaign, letter: &str) -> Result<Vec<Action>, Refusal> {
        let missing = Refusal::NotFound(Missing::Letter);
        let Ok(letter) = LetterId::parse(letter) else { return Err(missing) };
        let actions = self.actions.actions_of(&letter).await?;
        if actions.first().is_some_and(|action| action.campaign == campaign.id) { Ok(actions) } else { Err(missing) }
    }

    /// Records that the supporter sent a letter. It must have been prepared for that channel. A letter that our server
    /// sends is confirmed from the supporter's mailbox instead.
    pub async fn report(&self, campaign: &Campaign, letter: &str, channel: Channel, from: Network) -> Result<Recorded, Refusal> {
        let actions = self.actions(campaign, letter).await?;
        let prepared = actions
            .into_iter()
            .find(|action| action.channel == channel && action.stage == Stage::Prepared)
            .filter(|_| channel.is_reported())
            .ok_or(Refusal::NotFound(Missing::Letter))?;
        let confirmed = Action { stage: Stage::Confirmed, at: self.clock.now(), ..prepared };
        Ok(self.recorder.record(&confirmed, Some(&self.networks.allowance(from).await?)).await?)
    }
}
