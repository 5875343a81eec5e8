//! What organisers corrected of targets.

use async_trait::async_trait;
use domain::target::{DetailKind, Said, TargetId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{CorrectionReads, CorrectionRow, CorrectionWrites, DirectoryWrites as _, StoreError};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

/// The dataset whose version says that a correction was made or taken back.
const DATASET: &str = "corrections";

fn correction(row: &AnyRow) -> sqlx::Result<CorrectionRow> {
    Ok(CorrectionRow {
        target: row.checked("target")?,
        detail: row.text("detail")?.to_owned(),
        content: row.text("content")?.to_owned(),
        before: row.text("content_before")?.to_owned(),
        said: Said { source: row.text("source")?.to_owned(), as_of: row.checked("as_of")? },
        organiser: row.checked("organiser")?,
        at: row.time("at")?,
    })
}

#[async_trait]
impl CorrectionReads for Database {
    async fn corrections(&self) -> Result<Vec<CorrectionRow>, StoreError> {
        doing("reading corrections", async {
            let rows = sqlx::query(
                "SELECT target, detail, content, content_before, source, as_of, organiser, at FROM corrections
                 ORDER BY at DESC, target, detail",
            )
            .fetch_all(self.reader())
            .await?;
            rows.iter().map(correction).collect()
        })
        .await
    }
}

#[async_trait]
impl CorrectionWrites for UnitOfWork {
    async fn correct(&mut self, correction: &CorrectionRow) -> Result<(), StoreError> {
        doing("storing a correction", async {
            sqlx::query(
                "INSERT INTO corrections (target, detail, content, content_before, source, as_of, organiser, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (target, detail) DO UPDATE SET content = excluded.content,
                 content_before = excluded.content_before, source = excluded.source, as_of = excluded.as_of,
                 organiser = excluded.organiser, at = excluded.at",
            )
            .bind(correction.target.as_str())
            .bind(correction.detail.as_str())
            .bind(correction.content.as_str())
            .bind(correction.before.as_str())
            .bind(correction.said.source.as_str())
            .bind(correction.said.as_of.to_string())
            .bind(correction.organiser.as_str())
            .bind(micros(correction.at))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await?;
        self.renew_dataset(DATASET, correction.at).await
    }

    async fn uncorrect(&mut self, target: &TargetId, detail: DetailKind, at: Timestamp) -> Result<bool, StoreError> {
        let done = doing("taking a correction back", async {
            let query = sqlx::query("DELETE FROM corrections WHERE target = $1 AND detail = $2");
            query.bind(target.as_str()).bind(detail.to_string()).execute(self.connection()).await
        })
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        self.renew_dataset(DATASET, at).await?;
        Ok(true)
    }
}
