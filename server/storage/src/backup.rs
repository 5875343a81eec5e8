//! Backups: all that is stored, as it was at one moment, in one file, which either database can be restored from.
//!
//! A backup is a `SQLite` database with our tables, whichever database it was made of, and one table more, which says what
//! made it (docs/adr/0030-a-backup-is-a-sqlite-file.md). Of a `SQLite` database it is a copy that `SQLite` makes; of a
//! `PostgreSQL` database its rows are copied in one transaction that sees one moment. A restore copies rows again, in one
//! transaction that also makes the tables: it is done as a whole or not at all.

mod calm;
mod file;
mod header;
mod rows;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use sqlx::{AnyConnection, Connection as _, Executor as _};

pub use self::header::NotABackup;
use self::{
    file::Part,
    header::Header,
    rows::{copy, count, tables},
};
use crate::{
    ConnectError, MigrationError,
    columns::{Columns as _, micros},
    database::Address,
    dialect::Dialect,
    files::{BESIDE, beside, make_private},
    migrations::{bring_to, newest, step},
};

/// Why there is no backup, for the person who asked for one.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("there is no database at {}; name the one that the server uses with POSTBAG_DATA or DATABASE_URL", .0.display())]
    NoDatabase(PathBuf),
    #[error("the database that POSTBAG_DATA or DATABASE_URL names has no tables of Postbag in it")]
    NotOurs,
    #[error("{} is there already; name another file, or let it be replaced with --replace", .0.display())]
    Exists(PathBuf),
    #[error("another backup is being written to {} at this moment", .0.display())]
    Busy(PathBuf),
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the database could not be copied: {0}")]
    Copy(#[from] sqlx::Error),
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Migration(#[from] MigrationError),
}

/// Why nothing was restored, for the person who tried. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{} {why}", path.display())]
    NotABackup { path: PathBuf, why: NotABackup },
    #[error(
        "{} was made by a newer Postbag ({program}; its tables are at step {step}, this program knows {known}); restore it with that one", path.display()
    )]
    Newer { path: PathBuf, program: String, step: i64, known: i64 },
    #[error("{} cannot be read: {source}. Take another backup.", path.display())]
    Damaged { path: PathBuf, source: sqlx::Error },
    #[error(
        "{} has something in it already, and a backup is restored into an empty database only. Stop the server, move that file away \
         with those beside it that end in -wal and -shm, and run this again; or name another place with POSTBAG_DATA or DATABASE_URL.", .0.display()
    )]
    FileNotEmpty(PathBuf),
    #[error(
        "the database of DATABASE_URL has something in it already, and a backup is restored into an empty database only. Stop the \
         server, make a new database (createdb), and name that one in DATABASE_URL."
    )]
    DatabaseNotEmpty,
    #[error("the backup could not be written into the database: {0}. Nothing was changed.")]
    Write(sqlx::Error),
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Migration(#[from] MigrationError),
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The version of the program that made it.
    pub program: String,
    /// The step at which its tables are.
    pub step: i64,
    pub made_at: Timestamp,
    /// How many rows there are in it.
    pub rows: u64,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub stamp: Stamp,
    pub bytes: u64,
}

/// What may have happened since a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The server went on: it sent mail and let people in and out, of which the backup knows nothing.
    Anything,
    /// The server was stopped before and has not run again, as when it moves.
    Nothing,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub stamp: Stamp,
    /// How many rows came into each table that has any.
    pub rows: BTreeMap<String, u64>,
    /// Letters that waited to be sent and are held now.
    pub held: u64,
    /// Mails to supporters and organisers that waited and will not be sent.
    pub stopped: u64,
}

/// Copies the database of an address into a file, as it is at one moment, while others go on writing. It changes nothing in the
/// database, and leaves tables of an older program as they are.
pub async fn back_up(url: &str, file: &Path, replace: bool, program: &str, at: Timestamp) -> Result<Made, BackupError> {
    let address = Address::parse(url)?;
    if let Address::Sqlite(path) = &address
        && !path.exists()
    {
        return Err(BackupError::NoDatabase(path.clone()));
    }
    let part = Part::begin(file, replace)?;
    let mut from = address.connect("ro").await?;
    let mut copied = match address.dialect() {
        Dialect::Sqlite => copy_file(&mut from, part.path()).await?,
        Dialect::Postgres => copy_rows(&mut from, part.path()).await?,
    };
    from.close().await?;
    let stamp = stamp(&mut copied, program, at).await?;
    copied.close().await?;
    let bytes = part.finish(file, replace)?;
    Ok(Made { stamp, bytes })
}

/// The step of a database that is to be copied.
async fn step_of(from: &mut AnyConnection, dialect: Dialect) -> Result<i64, BackupError> {
    match step(from, dialect).await? {
        0 => Err(BackupError::NotOurs),
        found if found > newest() => Err(MigrationError::Newer { found, known: newest() }.into()),
        found => Ok(found),
    }
}

/// A copy of a `SQLite` database, made by `SQLite` from a snapshot, without what was deleted.
async fn copy_file(from: &mut AnyConnection, to: &Path) -> Result<AnyConnection, BackupError> {
    step_of(from, Dialect::Sqlite).await?;
    sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy().into_owned()).execute(from).await?;
    Ok(Address::Sqlite(to.to_owned()).connect("rw").await?)
}

async fn copy_rows(from: &mut AnyConnection, to: &Path) -> Result<AnyConnection, BackupError> {
    // Nobody else reads the file, and it is thrown away if anything fails.
    const SETTINGS: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF";
    let mut from = from.begin_with(Dialect::Postgres.begin_to_read()).await?;
    let step = step_of(&mut from, Dialect::Postgres).await?;
    let mut to = Address::Sqlite(to.to_owned()).connect("rw").await?;
    to.execute(sqlx::raw_sql(SETTINGS)).await?;
    let mut writes = to.begin().await?;
    bring_to(&mut writes, step).await?;
    copy(&mut from, &mut writes, &tables(step).await?).await?;
    writes.commit().await?;
    Ok(to)
}

/// Writes into a backup what it is.
async fn stamp(copied: &mut AnyConnection, program: &str, at: Timestamp) -> Result<Stamp, BackupError> {
    let step = step(copied, Dialect::Sqlite).await?;
    let rows = count(copied, &tables(step).await?).await?;
    let mut writes = copied.begin().await?;
    writes.execute(sqlx::raw_sql(header::MARK)).await?;
    sqlx::query("INSERT INTO backup (program, step, made_at, rows) VALUES ($1, $2, $3, $4)")
        .bind(program)
        .bind(step)
        .bind(micros(at))
        .bind(i64::try_from(rows).unwrap_or(i64::MAX))
        .execute(&mut *writes)
        .await?;
    writes.commit().await?;
    Ok(Stamp { program: program.to_owned(), step, made_at: at, rows })
}

/// Puts a backup into an empty database, all of it or nothing. If anything can have happened since it was made, nothing in it
/// comes back to life by itself: letters that waited to be sent are held, other mails are not sent, and everybody signs in anew.
pub async fn restore(url: &str, file: &Path, since: Since, at: Timestamp) -> Result<Restored, RestoreError> {
    let address = Address::parse(url)?;
    let (mut backup, stamp) = open(file).await?;
    let made = match &address {
        Address::Sqlite(path) => make(path)?,
        Address::Postgres(_) => None,
    };
    let restored = restore_into(&address, &mut backup, file, stamp, since, at).await;
    if let (Err(_), Some(made)) = (&restored, made) {
        // What we made, and only that. A file that stays is empty, and does not keep the next try from succeeding.
        for suffix in BESIDE {
            drop(fs::remove_file(beside(&made, suffix)));
        }
    }
    restored
}

/// Makes the file of a `SQLite` database, where there is none.
fn make(path: &Path) -> Result<Option<PathBuf>, RestoreError> {
    let is_there = path.exists();
    let failed = |error: io::Error| ConnectError::Sqlite { path: path.to_owned(), source: error.into() };
    make_private(path).map_err(failed)?;
    Ok((!is_there).then(|| path.to_owned()))
}

/// A backup, looked through.
async fn open(file: &Path) -> Result<(AnyConnection, Stamp), RestoreError> {
    let unreadable = |source| RestoreError::File { path: file.to_owned(), source };
    Header::read(file).map_err(unreadable)?.map_err(|why| RestoreError::NotABackup { path: file.to_owned(), why })?;
    let damaged = |source| RestoreError::Damaged { path: file.to_owned(), source };
    let mut backup = Address::Sqlite(file.to_owned()).connect("ro").await?;
    let row = sqlx::query("SELECT program, step, made_at, rows FROM backup").fetch_one(&mut backup).await.map_err(damaged)?;
    let read = || -> sqlx::Result<Stamp> {
        let program = row.text("program")?.to_owned();
        Ok(Stamp { program, step: row.number("step")?, made_at: row.time("made_at")?, rows: row.count("rows")? })
    };
    let stamp = read().map_err(damaged)?;
    if stamp.step > newest() {
        let Stamp { program, step, .. } = stamp;
        return Err(RestoreError::Newer { path: file.to_owned(), program, step, known: newest() });
    }
    let found = sqlx::query("PRAGMA quick_check(1)").fetch_one(&mut backup).await.map_err(damaged)?;
    let found = found.text("quick_check").map_err(damaged)?;
    if found != "ok" {
        return Err(damaged(sqlx::Error::Protocol(found.to_owned())));
    }
    Ok((backup, stamp))
}

async fn restore_into(
    address: &Address,
    backup: &mut AnyConnection,
    file: &Path,
    stamp: Stamp,
    since: Since,
    at: Timestamp,
) -> Result<Restored, RestoreError> {
    let dialect = address.dialect();
    let write = RestoreError::Write;
    let mut database = address.connect("rw").await?;
    database.execute(sqlx::raw_sql(dialect.writer_settings())).await.map_err(write)?;
    let mut writes = database.begin_with(dialect.begin()).await.map_err(write)?;
    sqlx::query(dialect.alone()).execute(&mut *writes).await.map_err(write)?;
    if step(&mut writes, dialect).await.map_err(write)? > 0 {
        return Err(match address {
            Address::Sqlite(path) => RestoreError::FileNotEmpty(path.clone()),
            Address::Postgres(_) => RestoreError::DatabaseNotEmpty,
        });
    }
    // The tables as the backup has them, then the way of any other older database.
    bring_to(&mut writes, stamp.step).await?;
    let tables = tables(stamp.step).await.map_err(write)?;
    let rows = copy(backup, &mut writes, &tables).await.map_err(write)?;
    if rows.values().sum::<u64>() != stamp.rows {
        return Err(RestoreError::NotABackup { path: file.to_owned(), why: NotABackup::RowsAreMissing });
    }
    bring_to(&mut writes, newest()).await?;
    let (held, stopped) = match since {
        Since::Anything => calm::calm(&mut writes, &stamp, at).await.map_err(write)?,
        Since::Nothing => (0, 0),
    };
    writes.commit().await.map_err(write)?;
    // It is committed. A log that is not emptied now is emptied later.
    if let Some(sql) = dialect.empty_log() {
        drop(sqlx::query(sql).fetch_one(&mut database).await);
    }
    drop(database.close().await);
    Ok(Restored { stamp, rows, held, stopped })
}
