//! Public campaigns in memory. Nearly every request opens one, and it changes a few times a week; to read it again took
//! two fifths of the time of a letter page (docs/performance.md).

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use domain::{
    campaign::{Campaign, CampaignId, Revision},
    checked::Slug,
};
use jiff::Timestamp;

use crate::ports::{CampaignReads, ChangeReads, StoreError};

/// The campaigns as the store has them. What another node published is seen when this one looks for changes.
#[derive(Debug)]
pub struct LiveCampaigns {
    stored: Arc<dyn CampaignReads>,
    changes: Arc<dyn ChangeReads>,
    kept: Mutex<Kept>,
}

/// Campaigns by the addresses under which they were asked for, and the number of changes at which they were read.
#[derive(Debug, Default)]
struct Kept {
    at: u64,
    campaigns: BTreeMap<Slug, Campaign>,
}

impl LiveCampaigns {
    pub fn new(stored: Arc<dyn CampaignReads>, changes: Arc<dyn ChangeReads>) -> Self {
        Self { stored, changes, kept: Mutex::default() }
    }
}

#[async_trait]
impl CampaignReads for LiveCampaigns {
    async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError> {
        self.stored.campaigns().await
    }

    async fn campaign(&self, slug: &Slug) -> Result<Option<Campaign>, StoreError> {
        // Before it is read: what is read then may be newer, and never older.
        let now = self.changes.changes().campaigns;
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(campaign) = kept.campaigns.get(slug).filter(|_| kept.at == now) {
                return Ok(Some(campaign.clone()));
            }
        }
        // An address that leads nowhere is not kept: there are too many of them.
        let Some(campaign) = self.stored.campaign(slug).await? else { return Ok(None) };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.at < now {
            *kept = Kept { at: now, campaigns: BTreeMap::new() };
        }
        if kept.at == now {
            kept.campaigns.insert(slug.clone(), campaign.clone());
        }
        Ok(Some(campaign))
    }

    async fn campaign_named(&self, id: &CampaignId) -> Result<Option<Campaign>, StoreError> {
        self.stored.campaign_named(id).await
    }

    async fn campaign_of(&self, slug: &Slug, revision: Revision, since: Timestamp) -> Result<Option<Campaign>, StoreError> {
        self.stored.campaign_of(slug, revision, since).await
    }
}
