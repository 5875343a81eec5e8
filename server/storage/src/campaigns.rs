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
use usecases::ports::{CampaignReads, CampaignWrites, StoreError};

use crate::{
    Database,
    columns::{Columns as _, corrupt, micros, number, to_json},
    fault::doing,
    work::UnitOfWork,
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
    let language = row.checked::<Language>("language")?;
    if edition.language == language {
        Ok(edition)
    } else {
        Err(corrupt("language", format!("it says {}, its content {}", language.tag(), edition.language.tag())))
    }
}

#[async_trait]
impl CampaignReads for Database {
    async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError> {
        doing("reading the campaigns", async {
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
        })
        .await
    }

    async fn campaign(&self, slug: &Slug) -> Result<Option<Campaign>, StoreError> {
        doing("reading a campaign", async {
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
        })
        .await
    }
}

#[async_trait]
impl CampaignWrites for UnitOfWork {
    async fn has_campaigns(&mut self) -> Result<bool, StoreError> {
        doing("looking whether there is a campaign", async {
            Ok(sqlx::query("SELECT slug FROM campaigns LIMIT 1").fetch_optional(self.connection()).await?.is_some())
        })
        .await
    }

    async fn create_campaign(&mut self, campaign: &Campaign, position: usize, at: Timestamp) -> Result<(), StoreError> {
        doing("creating a campaign", async {
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
            .bind(number(position))
            .execute(self.connection())
            .await?;
            for (position, edition) in campaign.editions.iter().enumerate() {
                // It could not be read again.
                edition.check().map_err(|error| sqlx::Error::Encode(error.into()))?;
                sqlx::query("INSERT INTO editions (campaign, position, language, content) VALUES ($1, $2, $3, $4)")
                    .bind(campaign.slug.as_str())
                    .bind(number(position))
                    .bind(edition.language.tag())
                    .bind(to_json(edition)?)
                    .execute(self.connection())
                    .await?;
            }
            Ok(())
        })
        .await
    }

    async fn close_campaign(&mut self, slug: &Slug, closes_on: Option<Date>) -> Result<bool, StoreError> {
        doing("closing a campaign", async {
            let done = sqlx::query("UPDATE campaigns SET closes_on = $2 WHERE slug = $1")
                .bind(slug.as_str())
                .bind(closes_on.map(|date| date.to_string()))
                .execute(self.connection())
                .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }
}
