//! What an operator is told of a database, which is not touched for it.

use storage::look;
use usecases::ports::Recorder as _;

use crate::{
    fresh::Fresh,
    sample::{action, second},
};

on_both! {
    a_look_tells_the_step_the_size_and_the_newest_time,
    a_look_at_older_tables_leaves_them_as_they_are,
}

async fn a_look_tells_the_step_the_size_and_the_newest_time(fresh: &Fresh) {
    let before = look(&fresh.url).await.unwrap().unwrap();
    assert_eq!((before.newest, before.step), (None, before.known));
    fresh.database.record(&action(1), None).await.unwrap();
    let after = look(&fresh.url).await.unwrap().unwrap();
    assert_eq!((after.newest, after.read_only), (Some(second(0)), None));
    assert!(after.bytes > 10_000, "{}", after.bytes);
    assert_eq!(after.clock.is_some(), after.kind == "PostgreSQL");
}

async fn a_look_at_older_tables_leaves_them_as_they_are(fresh: &Fresh) {
    fresh.tamper("DELETE FROM migrations WHERE version > 22").await;
    let looked = look(&fresh.url).await.unwrap().unwrap();
    assert!(looked.step == 22 && looked.known > 22, "{looked:?}");
    assert_eq!(fresh.rows("SELECT CAST(MAX(version) AS TEXT) FROM migrations").await, ["22"]);
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_made() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("postbag.db");
    assert_eq!(look(&storage::sqlite_url(&path)).await.unwrap(), None);
    assert!(!path.exists());
}

#[tokio::test]
async fn a_database_that_only_reads_is_told_from_one_that_can_be_written_to() {
    let fresh = Fresh::postgres().await;
    let name = fresh.rows("SELECT current_database()::TEXT").await.remove(0);
    fresh.tamper(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await;
    let looked = look(&fresh.url).await.unwrap().unwrap();
    assert!(looked.read_only.as_ref().is_some_and(|error| error.contains("read-only")), "{looked:?}");
}
