//! Notices what has changed, so that what was made of it can be kept until then.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use sqlx::{AnyPool, Row as _};
use usecases::ports::{ChangeReads, Changes, StoreError};

use crate::{Database, fault::doing};

/// The numbers of this process.
#[derive(Debug, Default)]
pub(crate) struct Noticed {
    campaigns: AtomicU64,
    counts: AtomicU64,
    /// What the last look saw.
    seen: Mutex<Seen>,
}

/// All rows, as text.
#[derive(Debug, Default)]
struct Seen {
    campaigns: Vec<String>,
    counts: Vec<String>,
}

impl Noticed {
    /// Notes a commit that changed campaigns, or one that may have.
    pub(crate) fn campaigns(&self) {
        self.campaigns.fetch_add(1, Ordering::Release);
    }

    /// Notes a commit that changed the counts, or one that may have.
    pub(crate) fn counts(&self) {
        self.counts.fetch_add(1, Ordering::Release);
    }

    fn look(&self, now: Seen) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.campaigns != now.campaigns {
            self.campaigns();
        }
        if seen.counts != now.counts {
            self.counts();
        }
        *seen = now;
    }
}

#[async_trait]
impl ChangeReads for Database {
    fn changes(&self) -> Changes {
        let noticed = self.noticed();
        Changes { campaigns: noticed.campaigns.load(Ordering::Acquire), counts: noticed.counts.load(Ordering::Acquire) }
    }

    async fn look_for_changes(&self) -> Result<(), StoreError> {
        doing("looking for changes", async {
            let campaigns = rows(
                self.reader(),
                "SELECT id || ' ' || slug || ' ' || CAST(COALESCE(live, 0) AS TEXT) || ' ' || COALESCE(hold, '')
                 FROM campaigns ORDER BY id",
            );
            let counts = rows(
                self.reader(),
                "SELECT campaign || ' ' || name || ' ' || stage || ' ' || CAST(count AS TEXT)
                 FROM sums WHERE side = 'channel' ORDER BY campaign, name, stage",
            );
            let (campaigns, counts) = (campaigns.await?, counts.await?);
            self.noticed().look(Seen { campaigns, counts });
            Ok(())
        })
        .await
    }
}

/// The only column of every row.
async fn rows(reader: &AnyPool, sql: &'static str) -> sqlx::Result<Vec<String>> {
    sqlx::query(sql).fetch_all(reader).await?.iter().map(|row| row.try_get(0)).collect()
}
