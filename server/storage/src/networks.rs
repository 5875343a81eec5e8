//! The salts of the digests of networks, and the counts by those digests.

use async_trait::async_trait;
use domain::Date;
use usecases::ports::{NetworkWrites, StoreError};

use crate::{columns::Columns as _, fault::doing, work::UnitOfWork};

#[async_trait]
impl NetworkWrites for UnitOfWork {
    async fn salt(&mut self, day: Date, new: &str) -> Result<String, StoreError> {
        doing("reading the salt of a day", async {
            // The update changes nothing; it makes the row that was there first come back.
            let row = sqlx::query(
                "INSERT INTO salts (day, salt) VALUES ($1, $2)
                 ON CONFLICT (day) DO UPDATE SET day = excluded.day
                 RETURNING salt",
            )
            .bind(day.to_string())
            .bind(new)
            .fetch_one(self.connection())
            .await?;
            Ok(row.text("salt")?.to_owned())
        })
        .await
    }

    async fn forget_networks(&mut self, day: Date) -> Result<(), StoreError> {
        doing("forgetting networks", async {
            for sql in ["DELETE FROM network_counts WHERE day < $1", "DELETE FROM salts WHERE day < $1"] {
                sqlx::query(sql).bind(day.to_string()).execute(self.connection()).await?;
            }
            Ok(())
        })
        .await
    }
}
