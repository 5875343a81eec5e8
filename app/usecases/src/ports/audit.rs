//! Who changed what at the desk.

use domain::{
    campaign::{CampaignId, Change, Revision},
    checked::Slug,
};

/// A change that an organiser made, in words that are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    CreatedCampaign { campaign: CampaignId, change: Change },
    SavedCampaign { campaign: CampaignId, revision: Revision, change: Change },
    PublishedCampaign { campaign: CampaignId, revision: Revision },
    PausedCampaign { campaign: CampaignId },
    ResumedCampaign { campaign: CampaignId },
    WonCampaign { campaign: CampaignId },
    MovedCampaign { campaign: CampaignId, slug: Slug },
}

impl Act {
    /// The campaign that was changed.
    pub const fn campaign(&self) -> &CampaignId {
        match self {
            Self::CreatedCampaign { campaign, .. }
            | Self::SavedCampaign { campaign, .. }
            | Self::PublishedCampaign { campaign, .. }
            | Self::PausedCampaign { campaign }
            | Self::ResumedCampaign { campaign }
            | Self::WonCampaign { campaign }
            | Self::MovedCampaign { campaign, .. } => campaign,
        }
    }

    /// The word for it, and what was changed in the campaign.
    pub fn parts(&self) -> (&'static str, String) {
        match self {
            Self::CreatedCampaign { change, .. } => ("created_campaign", change.to_string()),
            Self::SavedCampaign { revision, change, .. } => ("saved_campaign", format!("{revision} {change}")),
            Self::PublishedCampaign { revision, .. } => ("published_campaign", revision.to_string()),
            Self::PausedCampaign { .. } => ("paused_campaign", String::new()),
            Self::ResumedCampaign { .. } => ("resumed_campaign", String::new()),
            Self::WonCampaign { .. } => ("won_campaign", String::new()),
            Self::MovedCampaign { slug, .. } => ("moved_campaign", slug.to_string()),
        }
    }
}
