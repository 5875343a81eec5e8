//! The tables, in the order in which they came to be. To change them: add a file to `migrations/`, a line
//! here, and never touch a file that was in a release.
//!
//! sqlx has a migrator of its own; it locks nothing in `SQLite`, where two processes that start at once would
//! both create the tables. Both databases can create tables inside a transaction, so ours is one: all or
//! nothing, one node after the other.

use sqlx::{AnyConnection, AnyPool};

use crate::{columns::Columns as _, dialect::Dialect};

/// Why the tables are not those that this program knows, for the person who starts it.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    #[error("cannot bring the tables up to date (step {version}): {source}. Nothing was changed.")]
    Failed { version: i64, source: sqlx::Error },
    #[error(
        "the database was written by a newer Postbag (its tables are at step {found}, this program knows {known}); start that one"
    )]
    Newer { found: i64, known: i64 },
}

const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_first.sql")),
    (2, include_str!("../migrations/0002_directory.sql")),
    (3, include_str!("../migrations/0003_artwork.sql")),
    (4, include_str!("../migrations/0004_class_sets.sql")),
    (5, include_str!("../migrations/0005_networks.sql")),
    (6, include_str!("../migrations/0006_unverified.sql")),
    (7, include_str!("../migrations/0007_campaign_zone.sql")),
    (8, include_str!("../migrations/0008_audit.sql")),
    (9, include_str!("../migrations/0009_reader_language.sql")),
    (10, include_str!("../migrations/0010_revisions.sql")),
    (11, include_str!("../migrations/0011_people.sql")),
    (12, include_str!("../migrations/0012_corrections.sql")),
    (13, include_str!("../migrations/0013_previews.sql")),
    (14, include_str!("../migrations/0014_post.sql")),
    (15, include_str!("../migrations/0015_returns.sql")),
    (16, include_str!("../migrations/0016_guard.sql")),
    (17, include_str!("../migrations/0017_pace.sql")),
    (18, include_str!("../migrations/0018_ended_for.sql")),
    (19, include_str!("../migrations/0019_nodes.sql")),
    (20, include_str!("../migrations/0020_desk.sql")),
    (21, include_str!("../migrations/0021_parcels.sql")),
    (22, include_str!("../migrations/0022_queue.sql")),
    (23, include_str!("../migrations/0023_returned.sql")),
    (24, include_str!("../migrations/0024_sent.sql")),
];

/// The step at which this program's tables are.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.iter().map(|(version, _)| *version).max().unwrap_or_default()
}

/// Brings the tables to what this program knows.
pub(crate) async fn migrate(pool: &AnyPool, dialect: Dialect) -> Result<(), MigrationError> {
    let failed = |source| MigrationError::Failed { version: 0, source };
    let mut tx = pool.begin_with(dialect.begin()).await.map_err(failed)?;
    sqlx::query(dialect.alone()).execute(&mut *tx).await.map_err(failed)?;
    bring_to(&mut tx, newest()).await?;
    tx.commit().await.map_err(failed)
}

/// The step at which the tables of a database are; 0 where there are none.
pub(crate) async fn step(connection: &mut AnyConnection, dialect: Dialect) -> sqlx::Result<i64> {
    let tables = sqlx::query(dialect.has_tables()).fetch_one(&mut *connection).await?;
    if tables.number("tables")? == 0 {
        return Ok(0);
    }
    sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM migrations").fetch_one(connection).await?.number("version")
}

/// Brings the tables to a step, in the transaction of the connection. Refuses those that are newer than this program.
pub(crate) async fn bring_to(connection: &mut AnyConnection, to: i64) -> Result<(), MigrationError> {
    let failed = |version: i64| move |source| MigrationError::Failed { version, source };
    sqlx::query("CREATE TABLE IF NOT EXISTS migrations (version BIGINT NOT NULL PRIMARY KEY)")
        .execute(&mut *connection)
        .await
        .map_err(failed(0))?;
    let row = sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM migrations")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed(0))?;
    let found = row.number("version").map_err(failed(0))?;
    if found > newest() {
        return Err(MigrationError::Newer { found, known: newest() });
    }
    for (version, sql) in MIGRATIONS.iter().filter(|(version, _)| *version > found && *version <= to) {
        sqlx::raw_sql(*sql).execute(&mut *connection).await.map_err(failed(*version))?;
        sqlx::query("INSERT INTO migrations (version) VALUES ($1)")
            .bind(version)
            .execute(&mut *connection)
            .await
            .map_err(failed(*version))?;
    }
    if found > 0 && found < to {
        tracing::info!(from = found, to, "the tables were brought up to date");
    }
    Ok(())
}
