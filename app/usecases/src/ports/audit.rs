//! Who changed what at the desk.

use domain::{
    campaign::{CampaignId, Change, Revision},
    checked::{EmailAddress, Slug},
    people::Role,
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
    /// Gave somebody a role, for one campaign or for the whole site.
    GaveRole {
        person: EmailAddress,
        campaign: Option<CampaignId>,
        role: Role,
    },
    /// Took somebody's role, or with that of the whole site all of them.
    RemovedPerson {
        person: EmailAddress,
        campaign: Option<CampaignId>,
    },
    /// Made a sign-in link to hand over.
    MadeLink {
        person: EmailAddress,
    },
    EndedSessions {
        person: EmailAddress,
    },
    TurnedOnSecondFactor {
        person: EmailAddress,
    },
    TurnedOffSecondFactor {
        person: EmailAddress,
    },
    MadeRecoveryCodes {
        person: EmailAddress,
    },
}

impl Act {
    /// The campaign that was changed, if it was one.
    pub const fn campaign(&self) -> Option<&CampaignId> {
        match self {
            Self::CreatedCampaign { campaign, .. }
            | Self::SavedCampaign { campaign, .. }
            | Self::PublishedCampaign { campaign, .. }
            | Self::PausedCampaign { campaign }
            | Self::ResumedCampaign { campaign }
            | Self::WonCampaign { campaign }
            | Self::MovedCampaign { campaign, .. } => Some(campaign),
            Self::GaveRole { campaign, .. } | Self::RemovedPerson { campaign, .. } => campaign.as_ref(),
            Self::MadeLink { .. }
            | Self::EndedSessions { .. }
            | Self::TurnedOnSecondFactor { .. }
            | Self::TurnedOffSecondFactor { .. }
            | Self::MadeRecoveryCodes { .. }
            | Self::ImportedTargets { .. }
            | Self::CorrectedTarget { .. }
            | Self::RemovedCorrection { .. } => None,
        }
    }

    /// The word for it, and what was changed: in the campaign, or about whom.
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
            Self::GaveRole { person, role, .. } => ("gave_role", format!("{person} {}", role.as_str())),
            Self::RemovedPerson { person, .. } => ("removed_person", person.to_string()),
            Self::MadeLink { person } => ("made_link", person.to_string()),
            Self::EndedSessions { person } => ("ended_sessions", person.to_string()),
            Self::TurnedOnSecondFactor { person } => ("turned_on_second_factor", person.to_string()),
            Self::TurnedOffSecondFactor { person } => ("turned_off_second_factor", person.to_string()),
            Self::MadeRecoveryCodes { person } => ("made_recovery_codes", person.to_string()),
        }
    }
}
