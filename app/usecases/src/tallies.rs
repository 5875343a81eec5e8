//! The counts that organisers and the public see.

use std::sync::Arc;

use domain::{campaign::Campaign, tally::Tally};

use crate::{ports::Store, refusal::Refusal};

#[derive(Debug, Clone)]
pub struct Tallies {
    pub store: Arc<dyn Store>,
}

impl Tallies {
    pub async fn of(&self, campaign: &Campaign) -> Result<Tally, Refusal> {
        Ok(self.store.tally(&campaign.slug).await?)
    }
}
