//! The process is killed while it makes its tables.

use std::{path::Path, time::Instant};

use tests::smtp::{Ledger, Verdict};

use crate::{
    chance::Chance,
    kills::pause,
    node::Node,
    reckoning::{file_is_whole, number},
};

const TABLES: &str = "SELECT COUNT(*) FROM sqlite_master";

fn url_in(folder: &Path) -> String {
    storage::sqlite_url(&folder.join("postbag.db"))
}

/// A node that has just made its file.
async fn begun(folder: &Path, ledger: &Ledger) -> Node {
    let mut node = Node::new(folder, &url_in(folder), ledger, 0);
    node.start();
    while !folder.join("postbag.db").exists() {
        pause(1).await;
    }
    node
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_while_the_tables_are_made_leaves_all_of_them_or_none() {
    let chance = Chance::new("tables");
    let ledger = Ledger::open(1, |_, _| Verdict::Take).await.unwrap();
    let (mut before, mut after) = (0, 0);
    // How long it takes, on this machine and now.
    let folder = tempfile::tempdir().unwrap();
    let mut node = begun(folder.path(), &ledger).await;
    let opened = Instant::now();
    while number(&url_in(folder.path()), TABLES).await == 0 {
        pause(1).await;
    }
    let whole = u64::try_from(opened.elapsed().as_millis()).unwrap();
    node.kill().await;
    for round in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let url = url_in(folder.path());
        let mut node = begun(folder.path(), &ledger).await;
        pause(chance.of(0..2 * whole + 10)).await;
        node.kill().await;
        file_is_whole(&url).await;
        let tables = number(&url, TABLES).await;
        assert!(tables == 0 || number(&url, "SELECT COUNT(*) FROM migrations").await > 1, "round {round}");
        if tables == 0 {
            before += 1;
        } else {
            after += 1;
        }
        // The next start has what it needs, whatever there was.
        let database = storage::Database::connect(&url).await.unwrap();
        database.close().await;
        assert!(number(&url, "SELECT COUNT(*) FROM migrations").await > 0);
    }
    println!("tables: {before} kills before they were there, {after} after");
}
