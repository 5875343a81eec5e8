//! Opens a database, and hands out connections and transactions.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Executor as _, Transaction, any::AnyPoolOptions};

use crate::{
    actions::line::Line,
    changes::Noticed,
    columns::Columns as _,
    dialect::Dialect,
    files::make_private,
    migrations::{MigrationError, migrate},
};

/// Why a database could not be opened, for the person who starts the program.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error("DATABASE_URL must begin with sqlite:// or postgres://")]
    UnknownAddress,
    #[error(
        "{0} keeps the database in memory, where it is gone with the program; give it a file, as in sqlite:///srv/postbag/postbag.db"
    )]
    InMemory(String),
    #[error("cannot open the database {path}: {source}. Its folder must exist and be writable by this program.", path = path.display())]
    Sqlite { path: PathBuf, source: sqlx::Error },
    #[error("cannot reach the PostgreSQL database of DATABASE_URL: {0}")]
    Postgres(sqlx::Error),
    #[error(transparent)]
    Migration(#[from] MigrationError),
}

/// One database: a `SQLite` file or a `PostgreSQL` server. Cheap to clone; clones share the connections.
#[derive(Clone)]
pub struct Database {
    dialect: Dialect,
    /// `SQLite` takes one writer at a time. One connection makes the writers wait in a fair line here, not
    /// poll for a lock there. In `PostgreSQL` this and `reader` are the same pool.
    writer: AnyPool,
    reader: AnyPool,
    /// A connection for emptying the log of a `SQLite` file. It is opened when it is needed and closed soon after.
    housekeeper: Option<AnyPool>,
    line: Line,
    noticed: Arc<Noticed>,
}

impl fmt::Debug for Database {
    /// Without the address, which holds a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}

/// Connections that read a `SQLite` file: they are threads, and there are rarely more cores to run them.
const SQLITE_READERS: u32 = 4;
/// So long the emptying of the log waits for those who read and write. It is short, since whoever wants to write meanwhile
/// waits as well: the next round does it.
const HOUSEKEEPER_SETTINGS: &str = "PRAGMA busy_timeout = 200; PRAGMA secure_delete = ON";

/// Connections to `PostgreSQL` from one node: six nodes stay below the hundred that a server takes as it comes.
const POSTGRES_CONNECTIONS: u32 = 16;

/// The signs to escape, since they have a meaning in an address.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');

/// The address of a `SQLite` file, whatever characters its path has.
pub fn sqlite_url(path: &Path) -> String {
    format!("sqlite://{}", utf8_percent_encode(&path.to_string_lossy(), IN_PATH))
}

impl Database {
    /// Opens the database, creates the file if there is none, and brings the tables up to date.
    /// `sqlite://` and a path, or `postgres://` with everything that sqlx takes there.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        sqlx::any::install_default_drivers();
        let (dialect, (writer, reader, housekeeper)) = match Address::parse(url)? {
            Address::Postgres(url) => {
                let (writer, reader) = Self::connect_postgres(&url).await?;
                (Dialect::Postgres, (writer, reader, None))
            }
            Address::Sqlite(path) => (Dialect::Sqlite, Self::connect_sqlite(&path).await?),
        };
        migrate(&writer, dialect).await?;
        let noticed = Arc::new(Noticed::default());
        let line = Line::start(writer.clone(), dialect, Arc::clone(&noticed));
        Ok(Self { dialect, writer, reader, housekeeper, line, noticed })
    }

    async fn connect_postgres(url: &str) -> Result<(AnyPool, AnyPool), ConnectError> {
        let pool =
            AnyPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).connect(url).await.map_err(ConnectError::Postgres)?;
        Ok((pool.clone(), pool))
    }

    async fn connect_sqlite(path: &Path) -> Result<(AnyPool, AnyPool, Option<AnyPool>), ConnectError> {
        let failed = |source| ConnectError::Sqlite { path: path.to_owned(), source };
        make_private(path).map_err(|error| failed(error.into()))?;
        // Absolute, so that no part of it is read as the host of an address.
        let url = sqlite_url(&std::path::absolute(path).map_err(|error| failed(error.into()))?);
        // A file does not go away: a connection is opened once, kept, and not tested before each use.
        let pool = || AnyPoolOptions::new().test_before_acquire(false).idle_timeout(None).max_lifetime(None);
        let settings = Dialect::Sqlite.writer_settings();
        let writer = pool()
            .max_connections(1)
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(settings)).await.map(|_| ()) })
            })
            .connect(&format!("{url}?mode=rwc"))
            .await
            .map_err(failed)?;
        let reader = pool().max_connections(SQLITE_READERS).connect(&format!("{url}?mode=ro")).await.map_err(failed)?;
        let housekeeper = AnyPoolOptions::new()
            .max_connections(1)
            .idle_timeout(Duration::from_mins(1))
            .after_connect(|connection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(HOUSEKEEPER_SETTINGS)).await.map(|_| ()) })
            })
            .connect_lazy(&format!("{url}?mode=rw"))
            .map_err(failed)?;
        Ok((writer, reader, Some(housekeeper)))
    }

    /// Waits until the work under way is done, and closes every connection.
    pub async fn close(&self) {
        if let Some(housekeeper) = &self.housekeeper {
            housekeeper.close().await;
        }
        self.reader.close().await;
        self.writer.close().await;
    }

    /// For a write of one statement.
    pub(crate) const fn writer(&self) -> &AnyPool {
        &self.writer
    }

    /// The connections for a single statement that reads.
    pub(crate) const fn reader(&self) -> &AnyPool {
        &self.reader
    }

    /// Empties the log, so that nothing of what was deleted is left in it. Says whether that was done.
    pub(crate) async fn empty_log(&self) -> sqlx::Result<bool> {
        let (Some(sql), Some(housekeeper)) = (self.dialect.empty_log(), &self.housekeeper) else { return Ok(true) };
        let row = sqlx::query(sql).fetch_one(housekeeper).await?;
        Ok(row.number("busy")? == 0)
    }

    /// A transaction that will write. Dropped without a commit, it changes nothing.
    pub(crate) async fn begin_transaction(&self) -> sqlx::Result<Transaction<'static, Any>> {
        self.writer.begin_with(self.dialect.begin()).await
    }

    /// Where actions wait to be recorded, many in one commit.
    pub(crate) const fn line(&self) -> &Line {
        &self.line
    }

    /// What was noticed of changes.
    pub(crate) const fn noticed(&self) -> &Arc<Noticed> {
        &self.noticed
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        self.dialect
    }
}

/// What an address names.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// The file.
    Sqlite(PathBuf),
    /// The address itself, which may have a password in it.
    Postgres(String),
}

impl Address {
    pub(crate) fn parse(url: &str) -> Result<Self, ConnectError> {
        let is_postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
        if is_postgres { Ok(Self::Postgres(url.to_owned())) } else { sqlite_path(url).map(Self::Sqlite) }
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// One connection by itself, for work beside the program that serves. `mode` says how a `SQLite` file is opened: `ro`, `rw`
    /// or `rwc`.
    pub(crate) async fn connect(&self, mode: &str) -> Result<AnyConnection, ConnectError> {
        sqlx::any::install_default_drivers();
        match self {
            Self::Postgres(url) => AnyConnection::connect(url).await.map_err(ConnectError::Postgres),
            Self::Sqlite(path) => {
                let failed = |source| ConnectError::Sqlite { path: path.clone(), source };
                let url = sqlite_url(&std::path::absolute(path).map_err(|error| failed(error.into()))?);
                AnyConnection::connect(&format!("{url}?mode={mode}")).await.map_err(failed)
            }
        }
    }
}

/// The file that an address names: what follows `sqlite://` or `sqlite:`, percent-decoded. `?mode=rwc`, which
/// other programs ask for, is what we do anyway.
fn sqlite_path(url: &str) -> Result<PathBuf, ConnectError> {
    let rest = url.strip_prefix("sqlite:").ok_or(ConnectError::UnknownAddress)?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, options) = rest.split_once('?').unwrap_or((rest, ""));
    if path.is_empty() || path == ":memory:" || options.contains("mode=memory") {
        return Err(ConnectError::InMemory(url.to_owned()));
    }
    if !matches!(options, "" | "mode=rwc" | "mode=rw") {
        return Err(ConnectError::UnknownAddress);
    }
    let path = percent_decode_str(path).decode_utf8().map_err(|_| ConnectError::UnknownAddress)?;
    Ok(PathBuf::from(path.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_file_whatever_characters_the_path_has() {
        for path in ["/srv/post bag/a?b#c%41.db", "/srv/Łódź/ελ.db", "data/postbag.db", "a+b.db"] {
            assert_eq!(sqlite_path(&sqlite_url(Path::new(path))).unwrap(), Path::new(path));
        }
    }

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for url in ["sqlite:///srv/a.db", "sqlite:/srv/a.db", "sqlite:///srv/a.db?mode=rwc"] {
            assert_eq!(sqlite_path(url).unwrap(), Path::new("/srv/a.db"), "{url}");
        }
        assert_eq!(sqlite_path("sqlite://a.db").unwrap(), Path::new("a.db"));
    }

    #[test]
    fn an_address_that_we_cannot_use_is_refused_with_what_to_write() {
        for url in ["", "postbag.db", "mysql://host/postbag", "sqlite://a.db?cache=shared"] {
            assert!(matches!(sqlite_path(url), Err(ConnectError::UnknownAddress)), "{url}");
        }
        for url in ["sqlite::memory:", "sqlite://:memory:", "sqlite://", "sqlite://a?mode=memory"] {
            assert!(matches!(sqlite_path(url), Err(ConnectError::InMemory(_))), "{url}");
        }
    }

    #[tokio::test]
    async fn a_commit_in_a_file_is_on_the_disk_and_readers_cannot_write() {
        let dir = std::env::temp_dir().join(format!("postbag-storage-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let database = Database::connect(&sqlite_url(&dir.join("a.db"))).await.unwrap();
        // https://www.sqlite.org/pragma.html#pragma_synchronous: 2 is FULL.
        for (sql, expected) in [("PRAGMA synchronous", 2_i64), ("PRAGMA foreign_keys", 1), ("PRAGMA secure_delete", 1)] {
            let found: i64 = sqlx::query_scalar(sql).fetch_one(&database.writer).await.unwrap();
            assert_eq!(found, expected, "{sql}");
        }
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&database.writer).await.unwrap();
        assert_eq!(mode, "wal");
        let refused = sqlx::query("DELETE FROM actions").execute(database.reader()).await.unwrap_err();
        assert!(refused.to_string().contains("readonly"), "{refused}");
        database.close().await;
        std::fs::remove_dir_all(dir).unwrap();
    }
}
