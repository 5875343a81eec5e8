//! The counts that organisers and the public see.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    campaign::Campaign,
    checked::Slug,
    tally::{Stages, Tally},
};

use crate::{ports::Store, refusal::Refusal};

#[derive(Debug, Clone)]
pub struct Tallies {
    pub store: Arc<dyn Store>,
}

impl Tallies {
    pub async fn of(&self, campaign: &Campaign) -> Result<Tally, Refusal> {
        Ok(self.store.tally(&campaign.slug).await?)
    }

    /// The stages of every campaign that has any action.
    pub async fn totals(&self) -> Result<BTreeMap<Slug, Stages>, Refusal> {
        Ok(self.store.totals().await?)
    }
}
