//! Those who run campaigns.

mod device;

use std::collections::BTreeMap;

pub use self::device::{Browser, Device, System};

use crate::{campaign::CampaignId, checked::EmailAddress};

/// The role of an organiser, which says what they may do at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Viewer,
    Organiser,
    Owner,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Organiser, Self::Owner];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Organiser => "organiser",
            Self::Owner => "owner",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organiser {
    pub email: EmailAddress,
    /// The role for the whole site; none for somebody who works on single campaigns.
    pub role: Option<Role>,
    /// The roles for single campaigns.
    pub campaigns: BTreeMap<CampaignId, Role>,
}

impl Organiser {
    /// The role in one campaign alone, or for the whole site if none is named.
    pub fn role_in(&self, campaign: Option<&CampaignId>) -> Option<Role> {
        match campaign {
            Some(campaign) => self.campaigns.get(campaign).copied(),
            None => self.role,
        }
    }

    /// Whether they have a role anywhere.
    pub fn works(&self) -> bool {
        self.role.is_some() || !self.campaigns.is_empty()
    }
}
