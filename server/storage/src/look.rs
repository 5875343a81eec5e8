//! A look at a database from outside, for the person who runs it. It opens one connection and changes nothing: tables of an
//! older program stay as they are.

use std::fs;

use jiff::Timestamp;
use sqlx::{AnyConnection, Connection as _};

use crate::{
    ConnectError,
    columns::Columns as _,
    database::Address,
    dialect::Dialect,
    files::{BESIDE, beside},
    migrations::{newest, step},
};

/// What is seen of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// `SQLite` or `PostgreSQL`.
    pub kind: &'static str,
    /// The step at which its tables are; 0 where there are none yet.
    pub step: i64,
    /// The step to which this program brings them.
    pub known: i64,
    pub bytes: u64,
    /// Why it cannot be written to, if so.
    pub read_only: Option<String>,
    /// The newest time in it: of an action or of a letter.
    pub newest: Option<Timestamp>,
    /// What time it is for a server that has a clock of its own.
    pub clock: Option<Timestamp>,
}

/// Looks at the database of an address. `None`: there is no file yet.
pub async fn look(url: &str) -> Result<Option<Looked>, ConnectError> {
    let address = Address::parse(url)?;
    if let Address::Sqlite(path) = &address
        && !path.exists()
    {
        return Ok(None);
    }
    let mut connection = address.connect("rw").await?;
    let looked = match see(&mut connection, &address).await {
        Ok(looked) => looked,
        Err(source) => {
            return Err(match address {
                Address::Sqlite(path) => ConnectError::Sqlite { path, source },
                Address::Postgres(_) => ConnectError::Postgres(source),
            });
        }
    };
    drop(connection.close().await);
    Ok(Some(looked))
}

async fn see(connection: &mut AnyConnection, address: &Address) -> sqlx::Result<Looked> {
    let dialect = address.dialect();
    let step = step(connection, dialect).await?;
    let bytes = match address {
        Address::Sqlite(path) => {
            BESIDE.iter().filter_map(|suffix| fs::metadata(beside(path, suffix)).ok()).map(|file| file.len()).sum()
        }
        Address::Postgres(_) => {
            let row = sqlx::query("SELECT pg_database_size(current_database()) AS bytes").fetch_one(&mut *connection).await?;
            row.count("bytes")?
        }
    };
    let clock = match dialect {
        Dialect::Sqlite => None,
        Dialect::Postgres => {
            let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS at";
            sqlx::query(sql).fetch_one(&mut *connection).await?.time_or_null("at")?
        }
    };
    let kind = match dialect {
        Dialect::Sqlite => "SQLite",
        Dialect::Postgres => "PostgreSQL",
    };
    let mut looked = Looked { kind, step, known: newest(), bytes, read_only: None, newest: None, clock };
    if step > 0 {
        let sql = "SELECT MAX(at) AS at FROM (SELECT MAX(at) AS at FROM actions UNION ALL SELECT MAX(asked_at) FROM relay_letters) AS times";
        looked.newest = sqlx::query(sql).fetch_one(&mut *connection).await?.time_or_null("at")?;
        looked.read_only = write_nothing(connection, dialect).await.err().map(|error| error.to_string());
    }
    Ok(looked)
}

/// Writes something as it is, and takes it back.
async fn write_nothing(connection: &mut AnyConnection, dialect: Dialect) -> sqlx::Result<()> {
    let mut transaction = connection.begin_with(dialect.begin()).await?;
    sqlx::query("UPDATE migrations SET version = version WHERE version = 1").execute(&mut *transaction).await?;
    transaction.rollback().await
}
