//! An empty database for one test.

use std::future::Future;

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use storage::Database;
use tempfile::TempDir;
use tokio::task::JoinSet;

pub(crate) struct Fresh {
    pub(crate) url: String,
    pub(crate) database: Database,
    /// Where the `SQLite` file is.
    _dir: Option<TempDir>,
}

impl Fresh {
    pub(crate) async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = storage::sqlite_url(&dir.path().join("postbag.db"));
        Self { database: Database::connect(&url).await.unwrap(), url, _dir: Some(dir) }
    }

    pub(crate) async fn postgres() -> Self {
        let url = tests::postgres::database_url().await;
        Self { database: Database::connect(&url).await.unwrap(), url, _dir: None }
    }

    /// Another node on the same database: it shares no connection with the first.
    pub(crate) async fn node(&self) -> Database {
        Database::connect(&self.url).await.unwrap()
    }

    /// Does what only a mistake, or another program, would do to the rows.
    pub(crate) async fn tamper(&self, sql: &str) {
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// The texts that a statement finds, for what no port reads.
    pub(crate) async fn rows(&self, sql: &'static str) -> Vec<String> {
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
    }
}

/// Runs them all at once and gives back what each returned.
pub(crate) async fn at_once<T: Send + 'static, F>(tasks: impl IntoIterator<Item = F>) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
{
    tasks.into_iter().collect::<JoinSet<_>>().join_all().await
}

/// Runs each sentence on both databases.
macro_rules! on_both {
    ($($sentence:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $sentence() {
                super::$sentence(&crate::fresh::Fresh::sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $sentence() {
                super::$sentence(&crate::fresh::Fresh::postgres().await).await;
            })*
        }
    };
}
