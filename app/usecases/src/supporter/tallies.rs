//! The counts that organisers and the public see.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    campaign::Campaign,
    channel::Channel,
    checked::Slug,
    tally::{Stages, Tally},
};

use crate::{ports::ActionReads, refusal::Refusal};

#[derive(Debug, Clone)]
pub struct Tallies {
    pub actions: Arc<dyn ActionReads>,
}

impl Tallies {
    /// What the public sees.
    pub async fn of(&self, campaign: &Campaign) -> Result<Tally, Refusal> {
        Ok(self.actions.tally(&campaign.slug).await?)
    }

    /// What organisers see beside it: letters beyond what one network may count in a day, for every campaign that has
    /// any.
    pub async fn unverified(&self) -> Result<BTreeMap<Slug, BTreeMap<Channel, Stages>>, Refusal> {
        Ok(self.actions.unverified().await?)
    }
}
