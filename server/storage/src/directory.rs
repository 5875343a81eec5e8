//! What was imported into the directory.

use std::sync::LazyLock;

use async_trait::async_trait;
use jiff::Timestamp;
use usecases::ports::{DirectoryRow, DirectoryStore, StoreError};

use crate::{
    Database,
    insert::{Insert, insert},
    row::{Columns as _, Doing as _, micros},
};

static INSERT_ROWS: LazyLock<Insert> =
    LazyLock::new(|| Insert::new("directory_rows (dataset, key, position, content)", 4, "RETURNING position"));

impl Database {
    async fn try_directory_version(&self) -> sqlx::Result<u64> {
        // A sum of BIGINTs is a NUMERIC to PostgreSQL.
        let row = sqlx::query("SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) AS version FROM datasets")
            .fetch_one(self.reader())
            .await?;
        row.count("version")
    }

    async fn try_directory_rows(&self) -> sqlx::Result<Vec<DirectoryRow>> {
        let rows = sqlx::query("SELECT dataset, key, content FROM directory_rows ORDER BY dataset, position")
            .fetch_all(self.reader())
            .await?;
        rows.iter()
            .map(|row| {
                Ok(DirectoryRow {
                    dataset: row.text("dataset")?.to_owned(),
                    key: row.text("key")?.to_owned(),
                    content: row.text("content")?.to_owned(),
                })
            })
            .collect()
    }

    async fn try_replace_datasets(&self, datasets: &[String], rows: &[DirectoryRow], at: Timestamp) -> sqlx::Result<()> {
        let mut tx = self.begin().await?;
        for dataset in datasets {
            sqlx::query(
                "INSERT INTO datasets (name, version, imported_at) VALUES ($1, 1, $2)
                 ON CONFLICT (name) DO UPDATE SET version = datasets.version + 1, imported_at = excluded.imported_at",
            )
            .bind(dataset)
            .bind(micros(at))
            .execute(&mut *tx)
            .await?;
            sqlx::query("DELETE FROM directory_rows WHERE dataset = $1").bind(dataset).execute(&mut *tx).await?;
        }
        let rows: Vec<(i64, &DirectoryRow)> = (0..).zip(rows).collect();
        insert(&mut tx, &INSERT_ROWS, &rows, |query, (position, row)| {
            query.bind(row.dataset.clone()).bind(row.key.clone()).bind(*position).bind(row.content.clone())
        })
        .await?;
        tx.commit().await
    }
}

#[async_trait]
impl DirectoryStore for Database {
    async fn directory_version(&self) -> Result<u64, StoreError> {
        self.try_directory_version().await.doing("asking whether something was imported")
    }

    async fn directory_rows(&self) -> Result<Vec<DirectoryRow>, StoreError> {
        self.try_directory_rows().await.doing("reading what was imported")
    }

    async fn replace_datasets(&self, datasets: &[String], rows: &[DirectoryRow], at: Timestamp) -> Result<(), StoreError> {
        self.try_replace_datasets(datasets, rows, at).await.doing("storing an import")
    }
}
