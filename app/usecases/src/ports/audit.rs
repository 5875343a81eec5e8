//! Who changed what at the desk.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    campaign::{CampaignId, Change, Revision},
    checked::{EmailAddress, LetterId, Slug},
    people::Role,
    target::{DetailKind, TargetId},
};
use jiff::Timestamp;

use super::StoreError;

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
    /// Let a letter go out that was held.
    ApprovedLetter {
        campaign: CampaignId,
        letter: LetterId,
    },
    /// Took a letter out that was held.
    RejectedLetter {
        campaign: CampaignId,
        letter: LetterId,
    },
    /// Said of a returned mail that its letter did not arrive.
    JudgedReturn {
        campaign: CampaignId,
        letter: LetterId,
    },
    /// Deleted a returned mail, with the letter that it named, if it named one.
    DroppedReturn {
        letter: Option<LetterId>,
    },
    /// Took an office's address off the list of those that fail.
    ClearedAddress {
        recipient: EmailAddress,
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
    PausedTarget {
        target: TargetId,
    },
    ResumedTarget {
        target: TargetId,
    },
    /// All letters of the site.
    PausedSite,
    ResumedSite,
    /// Made the link to a draft, or another in its place.
    MadePreview {
        campaign: CampaignId,
    },
    EndedPreview {
        campaign: CampaignId,
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
            | Self::ApprovedLetter { campaign, .. }
            | Self::RejectedLetter { campaign, .. }
            | Self::JudgedReturn { campaign, .. }
            | Self::ResumedCampaign { campaign }
            | Self::WonCampaign { campaign }
            | Self::MovedCampaign { campaign, .. }
            | Self::MadePreview { campaign }
            | Self::EndedPreview { campaign } => Some(campaign),
            Self::GaveRole { campaign, .. } | Self::RemovedPerson { campaign, .. } => campaign.as_ref(),
            Self::DroppedReturn { .. }
            | Self::ClearedAddress { .. }
            | Self::PausedTarget { .. }
            | Self::ResumedTarget { .. }
            | Self::PausedSite
            | Self::ResumedSite
            | Self::MadeLink { .. }
            | Self::EndedSessions { .. }
            | Self::TurnedOnSecondFactor { .. }
            | Self::TurnedOffSecondFactor { .. }
            | Self::MadeRecoveryCodes { .. }
            | Self::ImportedTargets { .. }
            | Self::CorrectedTarget { .. }
            | Self::RemovedCorrection { .. } => None,
        }
    }

    pub const fn kind(&self) -> ActKind {
        match self {
            Self::CreatedCampaign { .. } => ActKind::CreatedCampaign,
            Self::SavedCampaign { .. } => ActKind::SavedCampaign,
            Self::PublishedCampaign { .. } => ActKind::PublishedCampaign,
            Self::PausedCampaign { .. } => ActKind::PausedCampaign,
            Self::ApprovedLetter { .. } => ActKind::ApprovedLetter,
            Self::RejectedLetter { .. } => ActKind::RejectedLetter,
            Self::JudgedReturn { .. } => ActKind::JudgedReturn,
            Self::DroppedReturn { .. } => ActKind::DroppedReturn,
            Self::ClearedAddress { .. } => ActKind::ClearedAddress,
            Self::ResumedCampaign { .. } => ActKind::ResumedCampaign,
            Self::WonCampaign { .. } => ActKind::WonCampaign,
            Self::MovedCampaign { .. } => ActKind::MovedCampaign,
            Self::PausedTarget { .. } => ActKind::PausedTarget,
            Self::ResumedTarget { .. } => ActKind::ResumedTarget,
            Self::PausedSite => ActKind::PausedSite,
            Self::ResumedSite => ActKind::ResumedSite,
            Self::MadePreview { .. } => ActKind::MadePreview,
            Self::EndedPreview { .. } => ActKind::EndedPreview,
            Self::ImportedTargets { .. } => ActKind::ImportedTargets,
            Self::CorrectedTarget { .. } => ActKind::CorrectedTarget,
            Self::RemovedCorrection { .. } => ActKind::RemovedCorrection,
            Self::GaveRole { .. } => ActKind::GaveRole,
            Self::RemovedPerson { .. } => ActKind::RemovedPerson,
            Self::MadeLink { .. } => ActKind::MadeLink,
            Self::EndedSessions { .. } => ActKind::EndedSessions,
            Self::TurnedOnSecondFactor { .. } => ActKind::TurnedOnSecondFactor,
            Self::TurnedOffSecondFactor { .. } => ActKind::TurnedOffSecondFactor,
            Self::MadeRecoveryCodes { .. } => ActKind::MadeRecoveryCodes,
        }
    }

    /// What was changed in the campaign or of the target, or about whom it is.
    pub fn subject(&self) -> String {
        match self {
            Self::CreatedCampaign { change, .. } => change.to_string(),
            Self::SavedCampaign { revision, change, .. } => format!("{revision} {change}"),
            Self::PublishedCampaign { revision, .. } => revision.to_string(),
            Self::PausedCampaign { .. }
            | Self::ResumedCampaign { .. }
            | Self::WonCampaign { .. }
            | Self::MadePreview { .. }
            | Self::EndedPreview { .. }
            | Self::PausedSite
            | Self::ResumedSite => String::new(),
            Self::PausedTarget { target } | Self::ResumedTarget { target } => target.to_string(),
            Self::ApprovedLetter { letter, .. } | Self::RejectedLetter { letter, .. } | Self::JudgedReturn { letter, .. } => {
                letter.to_string()
            }
            Self::DroppedReturn { letter } => letter.as_ref().map(LetterId::to_string).unwrap_or_default(),
            Self::ClearedAddress { recipient } => recipient.to_string(),
            Self::MovedCampaign { slug, .. } => slug.to_string(),
            Self::ImportedTargets { source, new, changed, left } => {
                format!("{new} new, {changed} changed, {left} left: {source}")
            }
            Self::CorrectedTarget { target, detail, content } => format!("{target} {detail} {content}"),
            Self::RemovedCorrection { target, detail } => format!("{target} {detail}"),
            Self::GaveRole { person, role, .. } => format!("{person} {}", role.as_str()),
            Self::RemovedPerson { person, .. }
            | Self::MadeLink { person }
            | Self::EndedSessions { person }
            | Self::TurnedOnSecondFactor { person }
            | Self::TurnedOffSecondFactor { person }
            | Self::MadeRecoveryCodes { person } => person.to_string(),
        }
    }
}

macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident = $word:literal,)*) => {
        /// What was done, without the particulars.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ActKind {
            $($(#[$about])* $kind,)*
        }

        impl ActKind {
            /// The word that is stored.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                }
            }

            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$kind),)*
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    CreatedCampaign = "created_campaign",
    SavedCampaign = "saved_campaign",
    PublishedCampaign = "published_campaign",
    PausedCampaign = "paused_campaign",
    ApprovedLetter = "approved_letter",
    RejectedLetter = "rejected_letter",
    JudgedReturn = "judged_return",
    DroppedReturn = "dropped_return",
    ClearedAddress = "cleared_address",
    ResumedCampaign = "resumed_campaign",
    WonCampaign = "won_campaign",
    MovedCampaign = "moved_campaign",
    PausedTarget = "paused_target",
    ResumedTarget = "resumed_target",
    PausedSite = "paused_site",
    ResumedSite = "resumed_site",
    MadePreview = "made_preview",
    EndedPreview = "ended_preview",
    ImportedTargets = "imported_targets",
    CorrectedTarget = "corrected_target",
    RemovedCorrection = "removed_correction",
    GaveRole = "gave_role",
    RemovedPerson = "removed_person",
    MadeLink = "made_link",
    EndedSessions = "ended_sessions",
    TurnedOnSecondFactor = "turned_on_second_factor",
    TurnedOffSecondFactor = "turned_off_second_factor",
    MadeRecoveryCodes = "made_recovery_codes",
    /// Before campaigns had revisions, by the artwork's id. It is not written any more.
    AddedArtwork = "added_artwork",
    /// The same.
    RemovedArtwork = "removed_artwork",
}

/// A change as it stands in the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    pub at: Timestamp,
    /// Without one it was done at the command line of the server.
    pub by: Option<EmailAddress>,
    pub kind: ActKind,
    pub campaign: Option<CampaignId>,
    /// As [`Act::subject`] had it.
    pub subject: String,
}

/// Which changes are asked for. Whatever is `None` is any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// However the address is typed.
    pub by: Option<EmailAddress>,
    pub campaign: Option<CampaignId>,
    /// From this time on.
    pub from: Option<Timestamp>,
    /// Before this time.
    pub before: Option<Timestamp>,
}

#[async_trait]
pub trait AuditReads: Send + Sync + Debug {
    /// The changes that are asked for, the newest first: so many, after those that are skipped.
    async fn audited(&self, query: &AuditQuery, skip: usize, limit: usize) -> Result<Vec<Audited>, StoreError>;

    /// Who approved or rejected a letter that was held, the last time that somebody did.
    async fn decision_on(&self, letter: &LetterId) -> Result<Option<Audited>, StoreError>;
}
