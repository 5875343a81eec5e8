//! A draft that is handed around: a link shows it to people who have no account, until the link is taken back.

use std::sync::Arc;

use super::{
    EditCampaign, Rights, SeeCampaign,
    access::{link_secret, secret},
    campaigns::newest,
};
use crate::{
    ports::{Act, Clock, Ids, PreviewReads, Previewed, PublicLink, PublicLinks, RevisionReads, Working, Writes},
    refusal::{Missing, Refusal},
};

#[derive(Debug, Clone)]
pub struct Previews {
    pub previews: Arc<dyn PreviewReads>,
    pub revisions: Arc<dyn RevisionReads>,
    pub writes: Arc<dyn Writes>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub links: Arc<dyn PublicLinks>,
}

impl Previews {
    /// The link of a campaign, if it has one. Its secret is shown once, when it is made.
    pub async fn of(&self, rights: &Rights<SeeCampaign>) -> Result<Option<Previewed>, Refusal> {
        Ok(self.previews.preview(rights.campaign()).await?)
    }

    /// Makes a link to the newest revision, whatever that is when somebody follows it. The campaign's link before it works no
    /// longer.
    pub async fn make(&self, rights: &Rights<EditCampaign>) -> Result<PublicLink, Refusal> {
        let token = self.ids.token();
        let (campaign, link) = (rights.campaign(), secret(token.as_str()));
        let made = Previewed { by: rights.holder().email().clone(), at: self.clock.now() };
        self.writes
            .write::<_, Refusal>(async |work| {
                work.add_preview(campaign, &link, &made).await?;
                work.audit(rights.holder(), Act::MadePreview { campaign: campaign.clone() }, made.at);
                Ok(())
            })
            .await?;
        Ok(self.links.preview(&token))
    }

    /// Takes a campaign's link back.
    pub async fn end(&self, rights: &Rights<EditCampaign>) -> Result<(), Refusal> {
        let (campaign, now) = (rights.campaign(), self.clock.now());
        self.writes
            .write(async |work| {
                if work.end_preview(campaign).await? {
                    work.audit(rights.holder(), Act::EndedPreview { campaign: campaign.clone() }, now);
                }
                Ok(())
            })
            .await
    }

    /// The campaign that a link shows, as it was saved last. Whoever has the link may see it.
    pub async fn show(&self, token: &str) -> Result<Working, Refusal> {
        let link = link_secret(token)?;
        let campaign = self.previews.previewed(&link).await?.ok_or(Refusal::NotFound(Missing::Token))?;
        newest(&*self.revisions, &campaign).await
    }
}
