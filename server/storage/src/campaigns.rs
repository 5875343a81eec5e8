//! Campaigns: what is public of them, and their revisions.

mod live;
mod revisions;

use async_trait::async_trait;
use domain::{
    campaign::{CampaignId, Document, Hold, Revision},
    checked::{EmailAddress, Slug},
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{CampaignWrites, NewRevision, StoreError};

use crate::{
    columns::{Columns as _, corrupt, micros, number},
    fault::doing,
    work::UnitOfWork,
};

fn document(row: &AnyRow) -> sqlx::Result<Document> {
    Document::from_json(row.text("content")?).map_err(|error| corrupt("content", error))
}

fn revision(row: &AnyRow, column: &str) -> sqlx::Result<Revision> {
    row.count(column).map(Revision)
}

fn hold(row: &AnyRow) -> sqlx::Result<Option<Hold>> {
    let text = row.text_or_null("hold")?;
    text.map(|text| Hold::parse(text).ok_or_else(|| corrupt("hold", format!("{text:?} is no reason to hold")))).transpose()
}

#[async_trait]
impl CampaignWrites for UnitOfWork {
    async fn has_campaigns(&mut self) -> Result<bool, StoreError> {
        doing("looking whether there is a campaign", async {
            Ok(sqlx::query("SELECT id FROM campaigns LIMIT 1").fetch_optional(self.connection()).await?.is_some())
        })
        .await
    }

    async fn create_campaign(&mut self, slug: &Slug, position: usize, at: Timestamp) -> Result<bool, StoreError> {
        let id = CampaignId::from(slug);
        let created = doing("creating a campaign", async {
            let done = sqlx::query(
                "INSERT INTO campaigns (id, slug, created_at, position)
                 SELECT $1, $1, $2, $3 WHERE NOT EXISTS (SELECT slug FROM campaign_slugs WHERE slug = $1)
                 ON CONFLICT (id) DO NOTHING",
            )
            .bind(id.as_str())
            .bind(micros(at))
            .bind(number(position))
            .execute(self.connection())
            .await?;
            Ok(done.rows_affected() > 0)
        })
        .await?;
        Ok(created && self.move_campaign(&id, slug).await?)
    }

    async fn add_revision(&mut self, new: NewRevision<'_>, at: Timestamp) -> Result<bool, StoreError> {
        doing("adding a revision", async {
            // It could not be read again.
            for edition in &new.document.editions {
                edition.check().map_err(|error| sqlx::Error::Encode(error.into()))?;
            }
            let content = new.document.to_json().map_err(|error| sqlx::Error::Encode(error.into()))?;
            let done = sqlx::query(
                "INSERT INTO campaign_revisions (campaign, number, at, author, change, content)
                 SELECT $1, $2, $3, $4, $5, $6
                 WHERE $2 = 1 OR EXISTS (SELECT number FROM campaign_revisions WHERE campaign = $1 AND number = $2 - 1)
                 ON CONFLICT (campaign, number) DO NOTHING",
            )
            .bind(new.campaign.as_str())
            .bind(i64::from(new.revision.0))
            .bind(micros(at))
            .bind(new.author.map_or("", EmailAddress::as_str))
            .bind(new.change.to_string())
            .bind(content)
            .execute(self.connection())
            .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn publish(&mut self, id: &CampaignId, revision: Revision, at: Timestamp) -> Result<bool, StoreError> {
        self.publishes();
        doing("publishing a campaign", async {
            let done = sqlx::query(
                "UPDATE campaigns SET live = $2
                 WHERE id = $1 AND EXISTS (SELECT number FROM campaign_revisions WHERE campaign = $1 AND number = $2)",
            )
            .bind(id.as_str())
            .bind(i64::from(revision.0))
            .execute(self.connection())
            .await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(
                "INSERT INTO publications (campaign, number, at, revision)
                 SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3 FROM publications WHERE campaign = $1",
            )
            .bind(id.as_str())
            .bind(micros(at))
            .bind(i64::from(revision.0))
            .execute(self.connection())
            .await?;
            Ok(true)
        })
        .await
    }

    async fn held(&mut self, id: &CampaignId) -> Result<Option<Option<Hold>>, StoreError> {
        doing("looking how a campaign is held", async {
            let query = sqlx::query("SELECT hold FROM campaigns WHERE id = $1 AND live IS NOT NULL").bind(id.as_str());
            query.fetch_optional(self.connection()).await?.map(|row| hold(&row)).transpose()
        })
        .await
    }

    async fn hold(&mut self, id: &CampaignId, hold: Option<Hold>, at: Timestamp) -> Result<(), StoreError> {
        self.publishes();
        doing("holding a campaign", async {
            sqlx::query("UPDATE campaigns SET hold = $2 WHERE id = $1")
                .bind(id.as_str())
                .bind(hold.map(Hold::as_str))
                .execute(self.connection())
                .await?;
            if hold.is_none() {
                sqlx::query(
                    "UPDATE mails SET enqueued_at = CASE WHEN due_at > $2 THEN due_at ELSE $2 END WHERE purpose = 'letter' AND state = 'waiting'
                     AND letter IN (SELECT id FROM relay_letters WHERE campaign = $1)",
                )
                .bind(id.as_str())
                .bind(micros(at))
                .execute(self.connection())
                .await?;
            }
            Ok(())
        })
        .await
    }

    async fn move_campaign(&mut self, id: &CampaignId, slug: &Slug) -> Result<bool, StoreError> {
        self.publishes();
        doing("giving a campaign an address", async {
            let done = sqlx::query(
                "INSERT INTO campaign_slugs (slug, campaign) VALUES ($1, $2)
                 ON CONFLICT (slug) DO UPDATE SET campaign = excluded.campaign
                    WHERE campaign_slugs.campaign = excluded.campaign",
            )
            .bind(slug.as_str())
            .bind(id.as_str())
            .execute(self.connection())
            .await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query("UPDATE campaigns SET slug = $2 WHERE id = $1")
                .bind(id.as_str())
                .bind(slug.as_str())
                .execute(self.connection())
                .await?;
            Ok(true)
        })
        .await
    }
}
