//! Campaigns: what of them is public, and the revisions behind it.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    campaign::{Campaign, CampaignId, Change, Document, Hold, Revision},
    checked::{EmailAddress, Slug},
};
use jiff::Timestamp;

use super::StoreError;

/// The campaigns that are public.
#[async_trait]
pub trait CampaignReads: Send + Sync + Debug {
    /// In the order in which they were created.
    async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError>;

    /// By any address that it has or had.
    async fn campaign(&self, slug: &Slug) -> Result<Option<Campaign>, StoreError>;

    async fn campaign_named(&self, id: &CampaignId) -> Result<Option<Campaign>, StoreError>;

    /// A campaign as it was in a revision that was public at some time after `since`.
    async fn campaign_of(&self, slug: &Slug, revision: Revision, since: Timestamp) -> Result<Option<Campaign>, StoreError>;
}

/// A campaign as its organisers see it: its newest revision, public or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Working {
    pub id: CampaignId,
    pub slug: Slug,
    pub newest: Revision,
    /// The revision that is public.
    pub live: Option<Revision>,
    pub hold: Option<Hold>,
    pub document: Document,
}

impl Working {
    /// The campaign as it would be if the newest revision were public.
    pub fn campaign(&self) -> Campaign {
        let Self { id, slug, newest, hold, document, .. } = self.clone();
        Campaign { id, slug, revision: newest, hold, document }
    }

    /// Whether it has changes that are not public.
    pub fn is_ahead(&self) -> bool {
        self.live != Some(self.newest)
    }
}

/// A row of a campaign's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub revision: Revision,
    pub at: Timestamp,
    /// Nobody: the program itself.
    pub author: Option<EmailAddress>,
    pub change: Change,
    /// When it became public, if ever; the first time.
    pub published_at: Option<Timestamp>,
}

/// Campaigns as they are worked on.
#[async_trait]
pub trait RevisionReads: Send + Sync + Debug {
    /// In the order in which they were created.
    async fn working_campaigns(&self) -> Result<Vec<Working>, StoreError>;

    /// By any address that it has or had.
    async fn working_campaign(&self, slug: &Slug) -> Result<Option<Working>, StoreError>;

    /// A campaign's revisions, the newest first.
    async fn history(&self, id: &CampaignId) -> Result<Vec<Saved>, StoreError>;

    async fn revision(&self, id: &CampaignId, revision: Revision) -> Result<Option<Document>, StoreError>;
}

/// A revision that is added.
#[derive(Debug, Clone, Copy)]
pub struct NewRevision<'a> {
    pub campaign: &'a CampaignId,
    pub revision: Revision,
    pub author: Option<&'a EmailAddress>,
    pub change: Change,
    pub document: &'a Document,
}

#[async_trait]
pub trait CampaignWrites {
    async fn has_campaigns(&mut self) -> Result<bool, StoreError>;

    /// Creates a campaign without a revision under its first address, unless a campaign has or had that address. Says
    /// whether it did. `position` is its place among the campaigns that are created at that time.
    async fn create_campaign(&mut self, slug: &Slug, position: usize, at: Timestamp) -> Result<bool, StoreError>;

    /// Adds the revision that follows the one before it, unless the campaign has it already. Says whether it did: of two
    /// who save at once, one does.
    async fn add_revision(&mut self, new: NewRevision<'_>, at: Timestamp) -> Result<bool, StoreError>;

    /// Makes a revision the one that is public. Says whether there is such a revision.
    async fn publish(&mut self, id: &CampaignId, revision: Revision, at: Timestamp) -> Result<bool, StoreError>;

    /// How a campaign that is public is held. `None` for one that is not public.
    async fn held(&mut self, id: &CampaignId) -> Result<Option<Option<Hold>>, StoreError>;

    /// Pauses a campaign, resumes it, or says that it is won. The time for which letters are tried begins anew when it is
    /// resumed.
    async fn hold(&mut self, id: &CampaignId, hold: Option<Hold>, at: Timestamp) -> Result<(), StoreError>;

    /// Gives a campaign another address, unless another campaign has or had it. Says whether it did. The addresses from
    /// before lead to it too.
    async fn move_campaign(&mut self, id: &CampaignId, slug: &Slug) -> Result<bool, StoreError>;
}
