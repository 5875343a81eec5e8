//! The site's own secrets, and counts of a day.

use async_trait::async_trait;
use domain::Date;
use jiff::Timestamp;
use usecases::ports::{DayCount, GuardWrites, StoreError};

use crate::{
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

/// What is counted, and whose: two columns.
fn columns(of: DayCount<'_>) -> (&'static str, &str) {
    match of {
        DayCount::ConfirmationsOfCampaign(campaign) => ("confirmations", campaign.as_str()),
        DayCount::ConfirmationsOfSite => ("confirmations of all", ""),
        DayCount::ClassSetsOfNetwork(network) => ("class sets", network),
        DayCount::DisownedOfMailbox(mailbox) => ("disowned with", mailbox),
        DayCount::DisownedOfNetwork(network) => ("disowned from", network),
    }
}

#[async_trait]
impl GuardWrites for UnitOfWork {
    async fn secret(&mut self, name: &str, new: &str, at: Timestamp) -> Result<String, StoreError> {
        doing("reading a secret of the site", async {
            // The update changes nothing; it makes the row that was there first come back.
            let row = sqlx::query(
                "INSERT INTO secrets (name, secret, made_at) VALUES ($1, $2, $3)
                 ON CONFLICT (name) DO UPDATE SET name = excluded.name
                 RETURNING secret",
            )
            .bind(name)
            .bind(new)
            .bind(micros(at))
            .fetch_one(self.connection())
            .await?;
            Ok(row.text("secret")?.to_owned())
        })
        .await
    }

    async fn add_to_day(&mut self, day: Date, of: DayCount<'_>) -> Result<u64, StoreError> {
        let (what, whose) = columns(of);
        doing("counting what has a limit for a day", async {
            let row = sqlx::query(
                "INSERT INTO day_counts (day, what, whose, count) VALUES ($1, $2, $3, 1)
                 ON CONFLICT (day, what, whose) DO UPDATE SET count = day_counts.count + 1
                 RETURNING count",
            )
            .bind(day.to_string())
            .bind(what)
            .bind(whose)
            .fetch_one(self.connection())
            .await?;
            row.count("count")
        })
        .await
    }

    async fn count_of_days(&mut self, since: Date, of: DayCount<'_>) -> Result<Vec<(Date, u64)>, StoreError> {
        let (what, whose) = columns(of);
        doing("reading the counts of days", async {
            let query =
                sqlx::query("SELECT day, count FROM day_counts WHERE day >= $1 AND what = $2 AND whose = $3 ORDER BY day");
            let rows = query.bind(since.to_string()).bind(what).bind(whose).fetch_all(self.connection()).await?;
            rows.iter().map(|row| Ok((row.checked("day")?, row.count("count")?))).collect()
        })
        .await
    }

    async fn forget_days(&mut self, day: Date) -> Result<(), StoreError> {
        doing("forgetting the counts of days", async {
            let query = sqlx::query("DELETE FROM day_counts WHERE day < $1").bind(day.to_string());
            query.execute(self.connection()).await.map(drop)
        })
        .await
    }
}
