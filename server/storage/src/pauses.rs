//! What is paused.

use async_trait::async_trait;
use domain::{campaign::CampaignId, target::TargetId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{Pause, PauseReads, PauseWrites, Paused, StoreError};

use crate::{
    Database,
    columns::{Columns as _, corrupt, micros},
    fault::doing,
    work::UnitOfWork,
};

const SITE: &str = "site";
const TARGET: &str = "target";

/// The columns `what` and `name`.
fn stored(what: &Paused) -> (&'static str, &str) {
    match what {
        Paused::Site => (SITE, ""),
        Paused::Target(target) => (TARGET, target.as_str()),
    }
}

fn pause(row: &AnyRow) -> sqlx::Result<Pause> {
    let what = match row.text("what")? {
        SITE => Paused::Site,
        TARGET => Paused::Target(row.checked("name")?),
        other => return Err(corrupt("what", format!("{other:?} cannot be paused"))),
    };
    Ok(Pause { what, by: row.checked("paused_by")?, at: row.time("at")? })
}

#[async_trait]
impl PauseReads for Database {
    async fn pauses(&self) -> Result<Vec<Pause>, StoreError> {
        doing("reading what is paused", async {
            let query = sqlx::query("SELECT what, name, paused_by, at FROM pauses ORDER BY what, name");
            query.fetch_all(self.reader()).await?.iter().map(pause).collect()
        })
        .await
    }

    async fn is_paused(&self, campaign: &CampaignId, target: &TargetId) -> Result<bool, StoreError> {
        doing("looking whether letters are paused", async {
            let query = sqlx::query(
                "SELECT what FROM pauses WHERE what = 'site' OR (what = 'target' AND name = $2)
                 UNION ALL SELECT 'campaign' FROM campaigns WHERE id = $1 AND hold IS NOT NULL
                 LIMIT 1",
            );
            let query = query.bind(campaign.as_str()).bind(target.as_str());
            Ok(query.fetch_optional(self.reader()).await?.is_some())
        })
        .await
    }
}

/// Gives letters that wait their seven days from now on.
macro_rules! renewed {
    ($whose:literal) => {
        concat!("UPDATE mails SET enqueued_at = CASE WHEN due_at > $1 THEN due_at ELSE $1 END WHERE purpose = 'letter' AND state = 'waiting'", $whose)
    };
}

#[async_trait]
impl PauseWrites for UnitOfWork {
    async fn pause(&mut self, pause: &Pause) -> Result<bool, StoreError> {
        let (what, name) = stored(&pause.what);
        doing("pausing letters", async {
            let done =
                sqlx::query("INSERT INTO pauses (what, name, paused_by, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
                    .bind(what)
                    .bind(name)
                    .bind(pause.by.as_str())
                    .bind(micros(pause.at))
                    .execute(self.connection())
                    .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn resume(&mut self, what: &Paused, at: Timestamp) -> Result<bool, StoreError> {
        let (word, name) = stored(what);
        doing("resuming letters", async {
            let query = sqlx::query("DELETE FROM pauses WHERE what = $1 AND name = $2").bind(word).bind(name);
            if query.execute(self.connection()).await?.rows_affected() == 0 {
                return Ok(false);
            }
            let query = match what {
                Paused::Site => sqlx::query(renewed!("")).bind(micros(at)),
                Paused::Target(target) => {
                    sqlx::query(renewed!(" AND letter IN (SELECT id FROM relay_letters WHERE target = $2)"))
                        .bind(micros(at))
                        .bind(target.as_str())
                }
            };
            query.execute(self.connection()).await?;
            Ok(true)
        })
        .await
    }
}
