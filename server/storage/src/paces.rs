//! The lines in which letters leave.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::{campaign::CampaignId, post::pace::Line, target::TargetId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{LineName, PaceReads, PaceWrites, Queued, StoreError, Waiting};

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
    Ok(Waiting {
        target: row.checked("target")?,
        letters: row.count("letters")?,
        due_at: row.time("due_at")?,
        last_due_at: row.time("last_due_at")?,
    })
}

#[async_trait]
impl PaceReads for Database {
    async fn waiting(&self, campaign: &CampaignId) -> Result<Vec<Waiting>, StoreError> {
        doing("counting the letters that wait", async {
            let query = sqlx::query(
                "SELECT relay_letters.target, COUNT(*) AS letters, MAX(mails.due_at) AS last_due_at,
                    COALESCE(MIN(CASE WHEN mails.state = 'waiting' THEN mails.due_at END), MIN(mails.due_at)) AS due_at
                 FROM relay_letters JOIN mails ON mails.letter = relay_letters.id AND mails.purpose = 'letter'
                 WHERE relay_letters.state IN ('queued', 'sending') AND relay_letters.campaign = $1
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

    async fn waiting_for(&mut self, campaign: &CampaignId, target: &TargetId) -> Result<u32, StoreError> {
        doing("counting the letters that wait for a target", async {
            let row = sqlx::query(
                "SELECT COUNT(*) AS letters FROM relay_letters
                 WHERE state IN ('queued', 'sending') AND campaign = $1 AND target = $2",
            )
            .bind(campaign.as_str())
            .bind(target.as_str())
            .fetch_one(self.connection())
            .await?;
            row.count("letters")
        })
        .await
    }

    async fn put_off(&mut self, mail: &Queued, slot: Timestamp) -> Result<(), StoreError> {
        doing("putting a letter off", async {
            sqlx::query(
                "UPDATE mails
                 SET due_at = $4, enqueued_at = CASE WHEN attempts = 1 THEN $4 ELSE enqueued_at END, attempts = attempts - 1,
                     leased_until = NULL, claim = NULL, node = NULL
                 WHERE letter = $1 AND purpose = $2 AND state = 'waiting' AND claim = $3",
            )
            .bind(mail.letter.id.as_str())
            .bind(mail.purpose.as_str())
            .bind(mail.claim.as_str())
            .bind(micros(slot))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn drop_slots(&mut self, campaign: &CampaignId, target: Option<&TargetId>, now: Timestamp) -> Result<(), StoreError> {
        doing("dropping the slots of letters", async {
            let target = target.map_or("", TargetId::as_str);
            // Mails before lines, and lines by name, as workers take them: so nobody waits in a circle. Those that were tried wait for
            // their next try.
            sqlx::query(
                "UPDATE mails SET due_at = $2
                 WHERE purpose = 'letter' AND state = 'waiting' AND attempts = 0 AND due_at > $2 AND letter IN (
                    SELECT id FROM relay_letters
                    WHERE state IN ('queued', 'sending') AND campaign = $1 AND ($3 = '' OR target = $3)
                 )",
            )
            .bind(campaign.as_str())
            .bind(micros(now))
            .bind(target)
            .execute(self.connection())
            .await?;
            // Letters that wait together part. Those mails were changed just now, so nobody can take one meanwhile.
            sqlx::query(
                "UPDATE mails SET parcel = NULL, state = 'waiting', due_at = $2
                 WHERE purpose = 'letter' AND state IN ('waiting', 'joined') AND parcel IN (
                    SELECT carrier.letter FROM mails AS carrier
                    WHERE carrier.campaign = $1 AND carrier.purpose = 'letter' AND carrier.state = 'waiting'
                      AND carrier.parcel = carrier.letter AND carrier.attempts = 0 AND carrier.due_at = $2
                 )",
            )
            .bind(campaign.as_str())
            .bind(micros(now))
            .execute(self.connection())
            .await?;
            let rows = sqlx::query(
                "SELECT DISTINCT target FROM relay_letters
                 WHERE state IN ('queued', 'sending') AND campaign = $1 AND ($2 = '' OR target = $2)",
            )
            .bind(campaign.as_str())
            .bind(target)
            .fetch_all(self.connection())
            .await?;
            let targets = rows.iter().map(|row| row.text("target").map(str::to_owned)).collect::<sqlx::Result<BTreeSet<_>>>()?;
            for target in targets {
                let query = sqlx::query("UPDATE paces SET reserved_until = NULL WHERE scope = 'target' AND name = $1");
                query.bind(target).execute(self.connection()).await?;
            }
            Ok(())
        })
        .await
    }
}
