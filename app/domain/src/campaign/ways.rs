//! The ways by which a campaign's letters leave.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{channel::Channel, paper::PaperFormat, target::Target};

/// The channels and papers that a campaign offers, of those by which a target can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ways {
    pub channels: BTreeSet<Channel>,
    pub papers: BTreeSet<PaperFormat>,
}

impl Ways {
    /// The channels by which a letter can reach a target, in the order of [`Channel::ALL`].
    pub fn to(&self, target: &Target) -> Vec<Channel> {
        target.channels().into_iter().filter(|channel| self.channels.contains(channel)).collect()
    }
}

impl Default for Ways {
    /// All of them.
    fn default() -> Self {
        Self { channels: Channel::ALL.into(), papers: PaperFormat::ALL.into() }
    }
}
