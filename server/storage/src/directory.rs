//! The datasets that were imported into the directory.

use std::sync::LazyLock;

use async_trait::async_trait;
use jiff::Timestamp;
use usecases::ports::{DirectoryReads, DirectoryRow, DirectoryWrites, StoreError};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    many::{Many, insert},
    work::UnitOfWork,
};

static INSERT_ROWS: LazyLock<Many> =
    LazyLock::new(|| Many::insert("directory_rows (dataset, key, position, content)", 4, "RETURNING position"));

/// A sum of BIGINTs is a NUMERIC to `PostgreSQL`.
const VERSION: &str = "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) AS version FROM datasets";

#[async_trait]
impl DirectoryReads for Database {
    async fn directory_version(&self) -> Result<u64, StoreError> {
        doing("asking whether something was imported", async {
            sqlx::query(VERSION).fetch_one(self.reader()).await?.count("version")
        })
        .await
    }

    async fn directory_rows(&self) -> Result<Vec<DirectoryRow>, StoreError> {
        doing("reading what was imported", async {
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
        })
        .await
    }
}

#[async_trait]
impl DirectoryWrites for UnitOfWork {
    async fn directory_version(&mut self) -> Result<u64, StoreError> {
        doing("asking whether something was imported", async {
            sqlx::query(VERSION).fetch_one(self.connection()).await?.count("version")
        })
        .await
    }

    async fn renew_dataset(&mut self, dataset: &str, at: Timestamp) -> Result<(), StoreError> {
        doing("beginning a dataset anew", async {
            sqlx::query(
                "INSERT INTO datasets (name, version, imported_at) VALUES ($1, 1, $2)
                 ON CONFLICT (name) DO UPDATE SET version = datasets.version + 1, imported_at = excluded.imported_at",
            )
            .bind(dataset)
            .bind(micros(at))
            .execute(self.connection())
            .await?;
            let query = sqlx::query("DELETE FROM directory_rows WHERE dataset = $1");
            query.bind(dataset).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn add_directory_rows(&mut self, rows: &[DirectoryRow]) -> Result<(), StoreError> {
        doing("storing an import", async {
            let rows: Vec<(i64, &DirectoryRow)> = (0..).zip(rows).collect();
            insert(self.connection(), &INSERT_ROWS, &rows, |query, (position, row)| {
                query.bind(row.dataset.clone()).bind(row.key.clone()).bind(*position).bind(row.content.clone())
            })
            .await
            .map(drop)
        })
        .await
    }
}
