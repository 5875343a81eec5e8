//! Artwork: the files once each, and which campaign shows which.

use async_trait::async_trait;
use domain::{
    artwork::{Artwork, ArtworkId},
    checked::Slug,
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{ArtworkFile, ArtworkStore, StoreError};

use crate::{
    Database,
    row::{Columns as _, Doing as _, micros},
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

impl Database {
    async fn try_add_artwork(
        &self,
        campaign: &Slug,
        artwork: &Artwork,
        print: &[u8],
        preview: &[u8],
        most: usize,
        at: Timestamp,
    ) -> sqlx::Result<bool> {
        let mut tx = self.begin().await?;
        // Without it, another node that takes the same picture out of its last campaign could delete the files that
        // this one has just seen, or add one too many.
        sqlx::query(self.dialect().alone()).execute(&mut *tx).await?;
        sqlx::query(
            "INSERT INTO artworks (id, width, height, print, preview) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(artwork.id.as_str())
        .bind(i64::from(artwork.width))
        .bind(i64::from(artwork.height))
        .bind(print)
        .bind(preview)
        .execute(&mut *tx)
        .await?;
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
        .execute(&mut *tx)
        .await?;
        let all = sqlx::query("SELECT COUNT(*) AS number FROM campaign_artworks WHERE campaign = $1")
            .bind(campaign.as_str())
            .fetch_one(&mut *tx)
            .await?;
        if all.count::<usize>("number")? > most {
            tx.rollback().await?;
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn try_remove_artwork(&self, campaign: &Slug, artwork: &ArtworkId) -> sqlx::Result<bool> {
        let mut tx = self.begin().await?;
        sqlx::query(self.dialect().alone()).execute(&mut *tx).await?;
        let done = sqlx::query("DELETE FROM campaign_artworks WHERE campaign = $1 AND artwork = $2")
            .bind(campaign.as_str())
            .bind(artwork.as_str())
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM artworks WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM campaign_artworks WHERE artwork = $1)")
            .bind(artwork.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    async fn try_artworks(&self, campaign: &Slug) -> sqlx::Result<Vec<Artwork>> {
        let rows = sqlx::query(
            "SELECT artwork, credit, alternative_text, width, height
             FROM campaign_artworks JOIN artworks ON artworks.id = campaign_artworks.artwork
             WHERE campaign = $1 ORDER BY position",
        )
        .bind(campaign.as_str())
        .fetch_all(self.reader())
        .await?;
        rows.iter().map(artwork).collect()
    }

    async fn try_artwork_file(&self, artwork: &ArtworkId, file: ArtworkFile) -> sqlx::Result<Option<Vec<u8>>> {
        let sql = match file {
            ArtworkFile::Print => "SELECT print AS file FROM artworks WHERE id = $1",
            ArtworkFile::Preview => "SELECT preview AS file FROM artworks WHERE id = $1",
        };
        let row = sqlx::query(sql).bind(artwork.as_str()).fetch_optional(self.reader()).await?;
        row.map(|row| Ok(row.bytes("file")?.to_vec())).transpose()
    }
}

#[async_trait]
impl ArtworkStore for Database {
    async fn add_artwork(
        &self,
        campaign: &Slug,
        artwork: &Artwork,
        print: &[u8],
        preview: &[u8],
        most: usize,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.try_add_artwork(campaign, artwork, print, preview, most, at).await.doing("storing an artwork")
    }

    async fn remove_artwork(&self, campaign: &Slug, artwork: &ArtworkId) -> Result<bool, StoreError> {
        self.try_remove_artwork(campaign, artwork).await.doing("taking an artwork out of a campaign")
    }

    async fn artworks(&self, campaign: &Slug) -> Result<Vec<Artwork>, StoreError> {
        self.try_artworks(campaign).await.doing("reading a campaign's artworks")
    }

    async fn artwork_file(&self, artwork: &ArtworkId, file: ArtworkFile) -> Result<Option<Vec<u8>>, StoreError> {
        self.try_artwork_file(artwork, file).await.doing("reading an artwork")
    }
}
