//! The links to drafts.

use async_trait::async_trait;
use domain::campaign::CampaignId;
use usecases::ports::{PreviewReads, PreviewWrites, Previewed, StoreError};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

#[async_trait]
impl PreviewReads for Database {
    async fn preview(&self, campaign: &CampaignId) -> Result<Option<Previewed>, StoreError> {
        doing("reading the link to a draft", async {
            let query = sqlx::query("SELECT organiser, at FROM previews WHERE campaign = $1").bind(campaign.as_str());
            let row = query.fetch_optional(self.reader()).await?;
            row.map(|row| Ok(Previewed { by: row.checked("organiser")?, at: row.time("at")? })).transpose()
        })
        .await
    }

    async fn previewed(&self, link: &str) -> Result<Option<CampaignId>, StoreError> {
        doing("finding the draft of a link", async {
            let query = sqlx::query("SELECT campaign FROM previews WHERE digest = $1").bind(link);
            query.fetch_optional(self.reader()).await?.map(|row| row.checked("campaign")).transpose()
        })
        .await
    }
}

#[async_trait]
impl PreviewWrites for UnitOfWork {
    async fn add_preview(&mut self, campaign: &CampaignId, link: &str, made: &Previewed) -> Result<(), StoreError> {
        doing("storing the link to a draft", async {
            sqlx::query(
                "INSERT INTO previews (campaign, digest, organiser, at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (campaign) DO UPDATE SET digest = excluded.digest, organiser = excluded.organiser,
                 at = excluded.at",
            )
            .bind(campaign.as_str())
            .bind(link)
            .bind(made.by.as_str())
            .bind(micros(made.at))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn end_preview(&mut self, campaign: &CampaignId) -> Result<bool, StoreError> {
        doing("taking back the link to a draft", async {
            let query = sqlx::query("DELETE FROM previews WHERE campaign = $1").bind(campaign.as_str());
            Ok(query.execute(self.connection()).await?.rows_affected() > 0)
        })
        .await
    }
}
