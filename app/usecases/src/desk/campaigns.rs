//! Campaigns as organisers work on them: begun, saved as revisions, published, paused, ended.
//!
//! Saving publishes nothing. Each save names the revision that it began from; if others saved meanwhile, it is refused,
//! and nothing of either is lost.

use std::sync::Arc;

use domain::{
    campaign::{CampaignId, Change, Document, Hold, Revision},
    checked::{FieldError, Slug},
    form::Field,
    problem::Problem,
};
use jiff::Timestamp;

use crate::{
    desk::{CreateCampaign, EditCampaign, EndCampaign, Present, PublishCampaign, Right, Rights, SeeCampaign},
    ports::{Act, Clock, NewRevision, RevisionReads, Saved, Working, Writes},
    refusal::{Missing, Refusal},
};

#[derive(Debug, Clone)]
pub struct Workshop {
    pub revisions: Arc<dyn RevisionReads>,
    pub writes: Arc<dyn Writes>,
    pub clock: Arc<dyn Clock>,
}

impl Workshop {
    /// The campaigns that an organiser may see, in the order in which they were created.
    pub async fn all(&self, present: &Present) -> Result<Vec<Working>, Refusal> {
        let campaigns = self.revisions.working_campaigns().await?;
        Ok(campaigns.into_iter().filter(|campaign| present.may::<SeeCampaign>(&campaign.id)).collect())
    }

    /// A campaign by any address that it has or had.
    pub async fn open(&self, present: &Present, slug: &str) -> Result<Working, Refusal> {
        let missing = Refusal::NotFound(Missing::Campaign);
        let Ok(slug) = Slug::parse(slug) else { return Err(missing) };
        let campaign = self.revisions.working_campaign(&slug).await?.ok_or(missing)?;
        Rights::<SeeCampaign>::check(present, campaign.id.clone())?;
        Ok(campaign)
    }

    pub async fn history(&self, rights: &Rights<SeeCampaign>) -> Result<Vec<Saved>, Refusal> {
        Ok(self.revisions.history(rights.campaign()).await?)
    }

    pub async fn revision(&self, rights: &Rights<SeeCampaign>, revision: Revision) -> Result<Document, Refusal> {
        let found = self.revisions.revision(rights.campaign(), revision).await?;
        found.ok_or(Refusal::NotFound(Missing::Page))
    }

    /// Begins a campaign. It is a draft until it is published.
    pub async fn create(
        &self,
        rights: &Rights<CreateCampaign>,
        slug: &Slug,
        change: Change,
        document: &Document,
    ) -> Result<CampaignId, Refusal> {
        create(&*self.writes, rights, slug, change, document, self.clock.now()).await
    }

    /// Saves a campaign that was edited from the revision `from`. Returns the new one; a document that is as it was is no
    /// new one.
    pub async fn save(
        &self,
        rights: &Rights<EditCampaign>,
        from: Revision,
        change: Change,
        document: &Document,
    ) -> Result<Revision, Refusal> {
        if self.revisions.revision(rights.campaign(), from).await?.as_ref() == Some(document) {
            return Ok(from);
        }
        save(&*self.writes, rights, from, change, document, self.clock.now()).await
    }

    /// Makes a revision public.
    pub async fn publish(&self, rights: &Rights<PublishCampaign>, revision: Revision) -> Result<(), Refusal> {
        publish(&*self.writes, rights, revision, self.clock.now()).await
    }

    /// Pauses a campaign, so that no letter is taken or sent until it is resumed.
    pub async fn pause(&self, rights: &Rights<PublishCampaign>) -> Result<(), Refusal> {
        let act = Act::PausedCampaign { campaign: rights.campaign().clone() };
        hold(&*self.writes, rights, Some(Hold::Paused), act, self.clock.now()).await
    }

    /// Takes letters again.
    pub async fn resume(&self, rights: &Rights<PublishCampaign>) -> Result<(), Refusal> {
        let act = Act::ResumedCampaign { campaign: rights.campaign().clone() };
        hold(&*self.writes, rights, None, act, self.clock.now()).await
    }

    /// Ends a campaign that has reached its aim.
    pub async fn win(&self, rights: &Rights<EndCampaign>) -> Result<(), Refusal> {
        let act = Act::WonCampaign { campaign: rights.campaign().clone() };
        hold(&*self.writes, rights, Some(Hold::Won), act, self.clock.now()).await
    }

    /// Gives a campaign another address. The old ones lead to it for good.
    pub async fn rename(&self, rights: &Rights<EditCampaign>, slug: &Slug) -> Result<(), Refusal> {
        let (id, at) = (rights.campaign(), self.clock.now());
        self.writes
            .write(async |work| {
                if !work.move_campaign(id, slug).await? {
                    return Err(taken());
                }
                work.audit(rights.holder(), Act::MovedCampaign { campaign: id.clone(), slug: slug.clone() }, at);
                Ok(())
            })
            .await
    }
}

fn taken() -> Refusal {
    Refusal::Invalid(vec![FieldError::new(Field::Slug, Problem::SlugTaken)])
}

/// Begins a campaign with its first revision.
pub async fn create(
    writes: &dyn Writes,
    rights: &Rights<CreateCampaign>,
    slug: &Slug,
    change: Change,
    document: &Document,
    at: Timestamp,
) -> Result<CampaignId, Refusal> {
    let id = CampaignId::from(slug);
    let author = Some(rights.holder().email());
    let new = NewRevision { campaign: &id, revision: Revision::FIRST, author, change, document };
    writes
        .write(async |work| {
            if !work.create_campaign(slug, 0, at).await? || !work.add_revision(new, at).await? {
                return Err(taken());
            }
            work.audit(rights.holder(), Act::CreatedCampaign { campaign: id.clone(), change }, at);
            Ok(())
        })
        .await?;
    Ok(id)
}

/// Adds the revision after `from`, unless there is one.
pub async fn save(
    writes: &dyn Writes,
    rights: &Rights<EditCampaign>,
    from: Revision,
    change: Change,
    document: &Document,
    at: Timestamp,
) -> Result<Revision, Refusal> {
    let (campaign, revision) = (rights.campaign(), from.next());
    let new = NewRevision { campaign, revision, author: Some(rights.holder().email()), change, document };
    writes
        .write(async |work| {
            if !work.add_revision(new, at).await? {
                return Err(Refusal::Overtaken(revision));
            }
            work.audit(rights.holder(), Act::SavedCampaign { campaign: campaign.clone(), revision, change }, at);
            Ok(revision)
        })
        .await
}

/// Makes a revision the one that is public.
pub async fn publish(
    writes: &dyn Writes,
    rights: &Rights<PublishCampaign>,
    revision: Revision,
    at: Timestamp,
) -> Result<(), Refusal> {
    let campaign = rights.campaign();
    writes
        .write(async |work| {
            if !work.publish(campaign, revision, at).await? {
                return Err(Refusal::NotFound(Missing::Page));
            }
            work.audit(rights.holder(), Act::PublishedCampaign { campaign: campaign.clone(), revision }, at);
            Ok(())
        })
        .await
}

async fn hold<R: Right<About = CampaignId>>(
    writes: &dyn Writes,
    rights: &Rights<R>,
    hold: Option<Hold>,
    act: Act,
    at: Timestamp,
) -> Result<(), Refusal> {
    writes
        .write(async |work| {
            work.hold(rights.campaign(), hold).await?;
            work.audit(rights.holder(), act, at);
            Ok(())
        })
        .await
}
