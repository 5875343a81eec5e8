//! Files that organisers uploaded and have not decided about yet.

use async_trait::async_trait;
use domain::checked::{EmailAddress, Token};
use jiff::Timestamp;
use usecases::ports::{KeptFile, KeptFileReads, KeptFileWrites, StoreError};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

#[async_trait]
impl KeptFileReads for Database {
    async fn kept_file(&self, id: &Token, organiser: &EmailAddress, now: Timestamp) -> Result<Option<Vec<u8>>, StoreError> {
        doing("reading an uploaded file", async {
            let query = sqlx::query("SELECT bytes FROM kept_files WHERE id = $1 AND organiser = $2 AND kept_until > $3");
            let query = query.bind(id.as_str()).bind(organiser.as_str()).bind(micros(now));
            let row = query.fetch_optional(self.reader()).await?;
            row.map(|row| Ok(row.bytes("bytes")?.to_vec())).transpose()
        })
        .await
    }
}

#[async_trait]
impl KeptFileWrites for UnitOfWork {
    async fn keep_file(&mut self, file: &KeptFile) -> Result<(), StoreError> {
        doing("keeping an uploaded file", async {
            let others = sqlx::query("DELETE FROM kept_files WHERE organiser = $1").bind(file.organiser.as_str());
            others.execute(self.connection()).await?;
            sqlx::query("INSERT INTO kept_files (id, organiser, bytes, kept_until) VALUES ($1, $2, $3, $4)")
                .bind(file.id.as_str())
                .bind(file.organiser.as_str())
                .bind(file.bytes.as_slice())
                .bind(micros(file.until))
                .execute(self.connection())
                .await
                .map(drop)
        })
        .await
    }

    async fn drop_file(&mut self, id: &Token) -> Result<(), StoreError> {
        doing("deleting an uploaded file", async {
            let query = sqlx::query("DELETE FROM kept_files WHERE id = $1").bind(id.as_str());
            query.execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn drop_expired_files(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        doing("deleting uploaded files", async {
            let query = sqlx::query("DELETE FROM kept_files WHERE kept_until <= $1").bind(micros(now));
            query.execute(self.connection()).await.map(|done| done.rows_affected())
        })
        .await
    }
}
