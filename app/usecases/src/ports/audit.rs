//! Who changed what at the desk.

use domain::{
    campaign::{CampaignId, Change, Revision},
    checked::Slug,
    target::{DetailKind, TargetId},
};

/// A change that an organiser made, in words that are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    CreatedCampaign {
        campaign: CampaignId,
        change: Change,
    },
    SavedCampaign {
        campaign: CampaignId,
        revision: Revision,
        change: Change,
    },
    PublishedCampaign {
        campaign: CampaignId,
        revision: Revision,
    },
    PausedCampaign {
        campaign: CampaignId,
    },
    ResumedCampaign {
        campaign: CampaignId,
    },
    WonCampaign {
        campaign: CampaignId,
    },
    MovedCampaign {
        campaign: CampaignId,
        slug: Slug,
    },
    /// A list of targets, by its source, with how many of them were new, changed, and said to have left.
    ImportedTargets {
        source: String,
        new: usize,
        changed: usize,
        left: usize,
    },
    /// A detail of a target, with what it is now, as it is stored.
    CorrectedTarget {
        target: TargetId,
        detail: DetailKind,
        content: String,
    },
    RemovedCorrection {
        target: TargetId,
        detail: DetailKind,
    },
}

impl Act {
    /// The campaign that was changed; none where it was the site.
    pub const fn campaign(&self) -> Option<&CampaignId> {
        match self {
            Self::CreatedCampaign { campaign, .. }
            | Self::SavedCampaign { campaign, .. }
            | Self::PublishedCampaign { campaign, .. }
            | Self::PausedCampaign { campaign }
            | Self::ResumedCampaign { campaign }
            | Self::WonCampaign { campaign }
            | Self::MovedCampaign { campaign, .. } => Some(campaign),
            Self::ImportedTargets { .. } | Self::CorrectedTarget { .. } | Self::RemovedCorrection { .. } => None,
        }
    }

    /// The word for it, and what was changed.
    pub fn parts(&self) -> (&'static str, String) {
        match self {
            Self::CreatedCampaign { change, .. } => ("created_campaign", change.to_string()),
            Self::SavedCampaign { revision, change, .. } => ("saved_campaign", format!("{revision} {change}")),
            Self::PublishedCampaign { revision, .. } => ("published_campaign", revision.to_string()),
            Self::PausedCampaign { .. } => ("paused_campaign", String::new()),
            Self::ResumedCampaign { .. } => ("resumed_campaign", String::new()),
            Self::WonCampaign { .. } => ("won_campaign", String::new()),
            Self::MovedCampaign { slug, .. } => ("moved_campaign", slug.to_string()),
            Self::ImportedTargets { source, new, changed, left } => {
                ("imported_targets", format!("{new} new, {changed} changed, {left} left: {source}"))
            }
            Self::CorrectedTarget { target, detail, content } => ("corrected_target", format!("{target} {detail} {content}")),
            Self::RemovedCorrection { target, detail } => ("removed_correction", format!("{target} {detail}")),
        }
    }
}
