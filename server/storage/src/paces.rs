//! The lines in which letters leave.

use async_trait::async_trait;
use domain::{campaign::CampaignId, post::pace::Line, target::TargetId};
use sqlx::any::AnyRow;
use usecases::ports::{LineName, PaceReads, PaceWrites, StoreError, Waiting};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

/// The columns `scope` and `name`.
fn stored(name: &LineName) -> (&'static str, &str) {
    match name {
        LineName::Target(target) => ("target", target.as_str()),
        LineName::Domain(domain) => ("domain", domain),
    }
}

fn waiting(row: &AnyRow) -> sqlx::Result<Waiting> {
    Ok(Waiting { target: row.checked("target")?, letters: row.count("letters")?, due_at: row.time("due_at")? })
}

#[async_trait]
impl PaceReads for Database {
    async fn waiting(&self, campaign: &CampaignId) -> Result<Vec<Waiting>, StoreError> {
        doing("counting the letters that wait", async {
            let query = sqlx::query(
                "SELECT relay_letters.target, COUNT(*) AS letters, MIN(mails.due_at) AS due_at
                 FROM mails JOIN relay_letters ON relay_letters.id = mails.letter
                 WHERE mails.state = 'waiting' AND mails.purpose = 'letter' AND relay_letters.campaign = $1
                 GROUP BY relay_letters.target
                 ORDER BY letters DESC, relay_letters.target",
            );
            query.bind(campaign.as_str()).fetch_all(self.reader()).await?.iter().map(waiting).collect()
        })
        .await
    }
}

#[async_trait]
impl PaceWrites for UnitOfWork {
    async fn line(&mut self, name: &LineName) -> Result<Line, StoreError> {
        let (scope, name) = stored(name);
        doing("reading how fast letters leave", async {
            // Takes the row in PostgreSQL, whether it is new or was there.
            let row = sqlx::query(
                "INSERT INTO paces (scope, name) VALUES ($1, $2)
                 ON CONFLICT (scope, name) DO UPDATE SET name = excluded.name
                 RETURNING last_at, reserved_until",
            )
            .bind(scope)
            .bind(name)
            .fetch_one(self.connection())
            .await?;
            Ok(Line { last_at: row.time_or_null("last_at")?, reserved_until: row.time_or_null("reserved_until")? })
        })
        .await
    }

    async fn set_line(&mut self, name: &LineName, line: &Line) -> Result<(), StoreError> {
        let (scope, name) = stored(name);
        doing("noting how fast letters leave", async {
            sqlx::query("UPDATE paces SET last_at = $3, reserved_until = $4 WHERE scope = $1 AND name = $2")
                .bind(scope)
                .bind(name)
                .bind(line.last_at.map(micros))
                .bind(line.reserved_until.map(micros))
                .execute(self.connection())
                .await
                .map(drop)
        })
        .await
    }

    async fn waiting_for(&mut self, target: &TargetId) -> Result<u32, StoreError> {
        doing("counting the letters that wait for a target", async {
            let row = sqlx::query(
                "SELECT COUNT(*) AS letters FROM mails JOIN relay_letters ON relay_letters.id = mails.letter
                 WHERE mails.state = 'waiting' AND mails.purpose = 'letter' AND relay_letters.target = $1",
            )
            .bind(target.as_str())
            .fetch_one(self.connection())
            .await?;
            row.count("letters")
        })
        .await
    }
}
