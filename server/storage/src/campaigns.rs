//! Campaigns and their editions.

use async_trait::async_trait;
use domain::{
    Date,
    campaign::{Campaign, Edition},
    checked::Slug,
    language::Language,
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{CampaignStore, StoreError};

use crate::{
    Database,
    row::{Columns as _, Doing as _, corrupt, micros, to_json},
};

fn campaign(row: &AnyRow, editions: Vec<Edition>) -> sqlx::Result<Campaign> {
    if editions.is_empty() {
        return Err(corrupt("slug", format!("the campaign {} has no edition", row.text("slug")?)));
    }
    Ok(Campaign {
        slug: row.checked("slug")?,
        treaty: row.checked_or_null("treaty")?,
        audience: row.json("audience")?,
        zone: row.checked("zone")?,
        opens_on: row.checked("opens_on")?,
        closes_on: row.checked_or_null("closes_on")?,
        goal: row.count("goal")?,
        editions,
    })
}

fn edition(row: &AnyRow) -> sqlx::Result<Edition> {
    let edition: Edition = row.json("content")?;
    let language = row.word("language", Language::parse)?;
    if edition.language == language {
        Ok(edition)
    } else {
        Err(corrupt("language", format!("it says {}, its content {}", language.tag(), edition.language.tag())))
    }
}

impl Database {
    async fn try_campaigns(&self) -> sqlx::Result<Vec<Campaign>> {
        let campaigns = sqlx::query(
            "SELECT slug, treaty, audience, zone, opens_on, closes_on, goal FROM campaigns
             ORDER BY created_at, position",
        )
        .fetch_all(self.reader())
        .await?;
        let editions = sqlx::query("SELECT campaign, language, content FROM editions ORDER BY campaign, position")
            .fetch_all(self.reader())
            .await?;
        campaigns
            .iter()
            .map(|row| {
                let slug = row.text("slug")?;
                let mut own = Vec::new();
                for row in &editions {
                    if row.text("campaign")? == slug {
                        own.push(edition(row)?);
                    }
                }
                campaign(row, own)
            })
            .collect()
    }

    async fn try_campaign(&self, slug: &Slug) -> sqlx::Result<Option<Campaign>> {
        let rows = sqlx::query(
            "SELECT slug, treaty, audience, zone, opens_on, closes_on, goal, language, content
             FROM campaigns JOIN editions ON editions.campaign = campaigns.slug
             WHERE slug = $1 ORDER BY editions.position",
        )
        .bind(slug.as_str())
        .fetch_all(self.reader())
        .await?;
        let editions = rows.iter().map(edition).collect::<sqlx::Result<_>>()?;
        rows.first().map(|row| campaign(row, editions)).transpose()
    }

    async fn try_create_first_campaigns(&self, campaigns: &[Campaign], at: Timestamp) -> sqlx::Result<bool> {
        let mut tx = self.begin().await?;
        // Two nodes that start at once on an empty database would each see that there is no campaign.
        sqlx::query(self.dialect().alone()).execute(&mut *tx).await?;
        if sqlx::query("SELECT slug FROM campaigns LIMIT 1").fetch_optional(&mut *tx).await?.is_some() {
            return Ok(false);
        }
        for (position, campaign) in (0_i64..).zip(campaigns) {
            sqlx::query(
                "INSERT INTO campaigns (slug, treaty, audience, zone, opens_on, closes_on, goal, created_at, position)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(campaign.slug.as_str())
            .bind(campaign.treaty.as_ref().map(ToString::to_string))
            .bind(to_json(&campaign.audience)?)
            .bind(campaign.zone.as_str())
            .bind(campaign.opens_on.to_string())
            .bind(campaign.closes_on.map(|date| date.to_string()))
            .bind(i64::from(campaign.goal))
            .bind(micros(at))
            .bind(position)
            .execute(&mut *tx)
            .await?;
            for (position, edition) in (0_i64..).zip(&campaign.editions) {
                sqlx::query("INSERT INTO editions (campaign, position, language, content) VALUES ($1, $2, $3, $4)")
                    .bind(campaign.slug.as_str())
                    .bind(position)
                    .bind(edition.language.tag())
                    .bind(to_json(edition)?)
                    .execute(&mut *tx)
                    .await?;
            }
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn try_close_campaign(&self, slug: &Slug, closes_on: Option<Date>) -> sqlx::Result<bool> {
        let done = sqlx::query("UPDATE campaigns SET closes_on = $2 WHERE slug = $1")
            .bind(slug.as_str())
            .bind(closes_on.map(|date| date.to_string()))
            .execute(self.writer())
            .await?;
        Ok(done.rows_affected() > 0)
    }
}

#[async_trait]
impl CampaignStore for Database {
    async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError> {
        self.try_campaigns().await.doing("reading the campaigns")
    }

    async fn campaign(&self, slug: &Slug) -> Result<Option<Campaign>, StoreError> {
        self.try_campaign(slug).await.doing("reading a campaign")
    }

    async fn create_first_campaigns(&self, campaigns: &[Campaign], at: Timestamp) -> Result<bool, StoreError> {
        self.try_create_first_campaigns(campaigns, at).await.doing("creating the first campaigns")
    }

    async fn close_campaign(&self, slug: &Slug, closes_on: Option<Date>) -> Result<bool, StoreError> {
        self.try_close_campaign(slug, closes_on).await.doing("closing a campaign")
    }

    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT version FROM migrations LIMIT 1")
            .fetch_optional(self.reader())
            .await
            .map(|_| ())
            .doing("asking the database for an answer")
    }
}
