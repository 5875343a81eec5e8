//! Salts and digests of networks, and their end.

use async_trait::async_trait;
use domain::Date;
use jiff::Timestamp;
use usecases::ports::{NetworkStore, StoreError};

use crate::{
    Database,
    row::{Columns as _, Doing as _, micros},
};

impl Database {
    async fn try_salt(&self, day: Date, new: &str) -> sqlx::Result<String> {
        // The update changes nothing; it makes the salt that was there first come back.
        let row = sqlx::query(
            "INSERT INTO salts (day, salt) VALUES ($1, $2)
             ON CONFLICT (day) DO UPDATE SET day = excluded.day
             RETURNING salt",
        )
        .bind(day.to_string())
        .bind(new)
        .fetch_one(self.writer())
        .await?;
        Ok(row.text("salt")?.to_owned())
    }

    async fn try_forget_networks(&self, day: Date, asked_before: Timestamp) -> sqlx::Result<()> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE relay_letters SET network = NULL WHERE network IS NOT NULL AND asked_at < $1")
            .bind(micros(asked_before))
            .execute(&mut *tx)
            .await?;
        for sql in ["DELETE FROM network_counts WHERE day < $1", "DELETE FROM salts WHERE day < $1"] {
            sqlx::query(sql).bind(day.to_string()).execute(&mut *tx).await?;
        }
        tx.commit().await
    }
}

#[async_trait]
impl NetworkStore for Database {
    async fn salt(&self, day: Date, new: &str) -> Result<String, StoreError> {
        self.try_salt(day, new).await.doing("reading the salt of a day")
    }

    async fn forget_networks(&self, day: Date, asked_before: Timestamp) -> Result<(), StoreError> {
        self.try_forget_networks(day, asked_before).await.doing("forgetting networks")
    }
}
