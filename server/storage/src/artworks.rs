//! The files of artworks. Which campaign shows which is in its document.

use async_trait::async_trait;
use domain::artwork::{Artwork, ArtworkId};
use usecases::ports::{ArtworkFile, ArtworkReads, ArtworkWrites, StoreError};

use crate::{Database, columns::Columns as _, fault::doing, work::UnitOfWork};

/// Whether a campaign shows an artwork, in public or in its newest revision. What only earlier revisions show stays in the
/// store, and nobody gets it.
macro_rules! is_shown {
    () => {
        "EXISTS (
            SELECT 1 FROM campaigns JOIN campaign_revisions AS revisions ON revisions.campaign = campaigns.id
            WHERE (
                revisions.number = campaigns.live
                OR revisions.number = (SELECT MAX(number) FROM campaign_revisions WHERE campaign = campaigns.id)
            ) AND revisions.content LIKE '%' || $1 || '%'
        )"
    };
}

#[async_trait]
impl ArtworkReads for Database {
    async fn artwork_file(&self, artwork: &ArtworkId, file: ArtworkFile) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = match file {
            ArtworkFile::Print => concat!("SELECT print AS file FROM artworks WHERE id = $1 AND ", is_shown!()),
            ArtworkFile::Preview => concat!("SELECT preview AS file FROM artworks WHERE id = $1 AND ", is_shown!()),
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
}
