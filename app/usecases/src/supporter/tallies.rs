//! The counts that organisers and the public see.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    campaign::{Campaign, CampaignId},
    channel::Channel,
    tally::{Stages, Tally},
};

use crate::{ports::ActionReads, refusal::Refusal};

#[derive(Debug, Clone)]
pub struct Tallies {
    pub actions: Arc<dyn ActionReads>,
}

impl Tallies {
    /// The public tally.
    pub async fn of(&self, campaign: &Campaign) -> Result<Tally, Refusal> {
        Ok(self.actions.tally(&campaign.id).await?)
    }

    /// The counts for organisers beside it: letters beyond the daily allowance of one network, for every campaign that
    /// has any.
    pub async fn unverified(&self) -> Result<BTreeMap<CampaignId, BTreeMap<Channel, Stages>>, Refusal> {
        Ok(self.actions.unverified().await?)
    }
}
