//! What is public.

use async_trait::async_trait;
use domain::{
    campaign::{Campaign, CampaignId, Revision},
    checked::Slug,
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{CampaignReads, StoreError};

use super::{document, hold, revision};
use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
};

fn campaign(row: &AnyRow) -> sqlx::Result<Campaign> {
    Ok(Campaign {
        id: row.checked("id")?,
        slug: row.checked("slug")?,
        revision: revision(row, "number")?,
        hold: hold(row)?,
        document: document(row)?,
    })
}

#[async_trait]
impl CampaignReads for Database {
    async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError> {
        doing("reading the campaigns", async {
            let rows = sqlx::query(
                "SELECT id, slug, number, hold, content
                 FROM campaigns JOIN campaign_revisions ON campaign = id AND number = live
                 ORDER BY created_at, position",
            )
            .fetch_all(self.reader())
            .await?;
            rows.iter().map(campaign).collect()
        })
        .await
    }

    async fn campaign(&self, slug: &Slug) -> Result<Option<Campaign>, StoreError> {
        doing("reading a campaign", async {
            let row = sqlx::query(
                "SELECT id, slug, number, hold, content
                 FROM campaigns JOIN campaign_revisions ON campaign = id AND number = live
                 WHERE id = (SELECT campaign FROM campaign_slugs WHERE slug = $1)",
            )
            .bind(slug.as_str())
            .fetch_optional(self.reader())
            .await?;
            row.as_ref().map(campaign).transpose()
        })
        .await
    }

    async fn campaign_named(&self, id: &CampaignId) -> Result<Option<Campaign>, StoreError> {
        doing("reading a campaign", async {
            let row = sqlx::query(
                "SELECT id, slug, number, hold, content
                 FROM campaigns JOIN campaign_revisions ON campaign = id AND number = live
                 WHERE id = $1",
            )
            .bind(id.as_str())
            .fetch_optional(self.reader())
            .await?;
            row.as_ref().map(campaign).transpose()
        })
        .await
    }

    async fn campaign_of(&self, slug: &Slug, revision: Revision, since: Timestamp) -> Result<Option<Campaign>, StoreError> {
        doing("reading a campaign as it was", async {
            // A publication ends where the next begins.
            let row = sqlx::query(
                "SELECT id, slug, number, hold, content
                 FROM campaigns JOIN campaign_revisions ON campaign_revisions.campaign = id AND number = $2
                 WHERE id = (SELECT campaign FROM campaign_slugs WHERE slug = $1)
                    AND EXISTS (
                        SELECT was.number FROM publications AS was
                        WHERE was.campaign = id AND was.revision = $2
                            AND NOT EXISTS (
                                SELECT next.number FROM publications AS next
                                WHERE next.campaign = id AND next.number = was.number + 1 AND next.at <= $3
                            )
                    )",
            )
            .bind(slug.as_str())
            .bind(i64::from(revision.0))
            .bind(micros(since))
            .fetch_optional(self.reader())
            .await?;
            row.as_ref().map(campaign).transpose()
        })
        .await
    }
}
