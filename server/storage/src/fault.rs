//! The kind of failure that a database's error is.

use std::{error::Error, future::Future, sync::Arc};

use sqlx::error::{DatabaseError, ErrorKind};
use usecases::ports::{StoreError, StoreFault};

/// Does something with the database. If it fails, the error says what it was.
pub(crate) async fn doing<T>(what: &'static str, work: impl Future<Output = sqlx::Result<T>>) -> Result<T, StoreError> {
    work.await.map_err(|error| failed(what, error))
}

pub(crate) fn failed(doing: &'static str, error: sqlx::Error) -> StoreError {
    StoreError { doing, fault: fault(&error), source: Arc::new(error) }
}

/// An error for a fault on our side of the database.
pub(crate) fn broken(doing: &'static str, why: impl Into<Box<dyn Error + Send + Sync>>) -> StoreError {
    StoreError { doing, fault: StoreFault::Unavailable, source: Arc::from(why.into()) }
}

fn fault(error: &sqlx::Error) -> StoreFault {
    use sqlx::Error as E;
    match error {
        E::ColumnDecode { index, .. } => StoreFault::Corrupt { column: index.clone() },
        E::Database(error) => fault_of_database(&**error),
        E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::BeginFailed => StoreFault::Unavailable,
        _ => StoreFault::Misasked,
    }
}

/// By the codes of `SQLite` (sqlite.org/rescode.html, the lowest byte of them) and of `PostgreSQL` (appendix A).
fn fault_of_database(error: &dyn DatabaseError) -> StoreFault {
    if matches!(error.kind(), ErrorKind::UniqueViolation | ErrorKind::ForeignKeyViolation) {
        return StoreFault::Conflict;
    }
    let code = error.code().unwrap_or_default();
    match code.parse::<u32>() {
        // PostgreSQL's have five places.
        Ok(sqlite) if code.len() < 5 => match sqlite & 0xFF {
            5 | 6 => StoreFault::Conflict,
            // Input and output, full, cannot be opened, a file that is no database, read-only.
            8 | 10 | 11 | 13 | 14 | 26 => StoreFault::Unavailable,
            _ => StoreFault::Misasked,
        },
        _ if matches!(&*code, "40001" | "40P01" | "55P03") => StoreFault::Conflict,
        _ if ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => StoreFault::Unavailable,
        _ => StoreFault::Misasked,
    }
}
