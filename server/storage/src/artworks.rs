//! Artwork: the files once each, and which campaign shows which.

use async_trait::async_trait;
use domain::{
    artwork::{Artwork, ArtworkId},
    campaign::CampaignId,
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{ArtworkFile, ArtworkReads, ArtworkWrites, StoreError};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

fn artwork(row: &AnyRow) -> sqlx::Result<Artwork> {
    Ok(Artwork {
        id: row.checked("artwork")?,
        credit: row.checked("credit")?,
        alternative_text: row.checked("alternative_text")?,
        width: row.count("width")?,
        height: row.count("height")?,
    })
}

#[async_trait]
impl ArtworkReads for Database {
    async fn artworks(&self, campaign: &CampaignId) -> Result<Vec<Artwork>, StoreError> {
        doing("reading a campaign's artworks", async {
            let rows = sqlx::query(
                "SELECT artwork, credit, alternative_text, width, height
                 FROM campaign_artworks JOIN artworks ON artworks.id = campaign_artworks.artwork
                 WHERE campaign = $1 ORDER BY position",
            )
            .bind(campaign.as_str())
            .fetch_all(self.reader())
            .await?;
            rows.iter().map(artwork).collect()
        })
        .await
    }

    async fn artwork_file(&self, artwork: &ArtworkId, file: ArtworkFile) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = match file {
            ArtworkFile::Print => "SELECT print AS file FROM artworks WHERE id = $1",
            ArtworkFile::Preview => "SELECT preview AS file FROM artworks WHERE id = $1",
        };
        doing("reading an artwork", async {
            let row = sqlx::query(sql).bind(artwork.as_str()).fetch_optional(self.reader()).await?;
            row.map(|row| Ok(row.bytes("file")?.to_vec())).transpose()
        })
        .await
    }
}

#[async_trait]
impl ArtworkWrites for UnitOfWork {
    async fn add_artwork_files(&mut self, artwork: &Artwork, print: &[u8], preview: &[u8]) -> Result<(), StoreError> {
        doing("storing the files of an artwork", async {
            sqlx::query(
                "INSERT INTO artworks (id, width, height, print, preview) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (id) DO NOTHING",
            )
            .bind(artwork.id.as_str())
            .bind(i64::from(artwork.width))
            .bind(i64::from(artwork.height))
            .bind(print)
            .bind(preview)
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn show_artwork(&mut self, campaign: &CampaignId, artwork: &Artwork, at: Timestamp) -> Result<(), StoreError> {
        doing("putting an artwork into a campaign", async {
            sqlx::query(
                "INSERT INTO campaign_artworks (campaign, artwork, position, credit, alternative_text, added_at)
                 SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5 FROM campaign_artworks WHERE campaign = $1
                 ON CONFLICT (campaign, artwork)
                 DO UPDATE SET credit = excluded.credit, alternative_text = excluded.alternative_text",
            )
            .bind(campaign.as_str())
            .bind(artwork.id.as_str())
            .bind(artwork.credit.as_str())
            .bind(artwork.alternative_text.as_str())
            .bind(micros(at))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn count_artworks(&mut self, campaign: &CampaignId) -> Result<usize, StoreError> {
        doing("counting a campaign's artworks", async {
            sqlx::query("SELECT COUNT(*) AS number FROM campaign_artworks WHERE campaign = $1")
                .bind(campaign.as_str())
                .fetch_one(self.connection())
                .await?
                .count("number")
        })
        .await
    }

    async fn hide_artwork(&mut self, campaign: &CampaignId, artwork: &ArtworkId) -> Result<bool, StoreError> {
        doing("taking an artwork out of a campaign", async {
            let query = sqlx::query("DELETE FROM campaign_artworks WHERE campaign = $1 AND artwork = $2");
            let done = query.bind(campaign.as_str()).bind(artwork.as_str()).execute(self.connection()).await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn drop_unused_artwork(&mut self, artwork: &ArtworkId) -> Result<(), StoreError> {
        doing("deleting the files of an artwork", async {
            let sql = "DELETE FROM artworks WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM campaign_artworks WHERE artwork = $1)";
            sqlx::query(sql).bind(artwork.as_str()).execute(self.connection()).await.map(drop)
        })
        .await
    }
}
