//! The process is told to stop while letters go out. Then nothing is doubled, and nothing stays in hand.

use std::{path::Path, sync::Arc, time::Duration};

use server::SystemClock;
use tests::{
    bulk::Bulk,
    smtp::{Behaviour, Failing, Ledger, Moment, Verdict},
};

use crate::{
    chance::Chance,
    kills::pause,
    node::Node,
    reckoning::{number, to_come},
};

const STOPS: u64 = 15;
/// More than all lives can say something of.
const LETTERS: u64 = 400;
/// The mail server answers at once, so there is nothing to wait for but a busy machine.
const QUICKLY: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_stop_doubles_nothing_and_leaves_nothing_in_hand() {
    let folder = tempfile::tempdir().unwrap();
    let url = storage::sqlite_url(&folder.path().join("postbag.db"));
    stopped("sqlite", folder.path(), &url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_a_stop_doubles_nothing_and_leaves_nothing_in_hand() {
    let folder = tempfile::tempdir().unwrap();
    let url = tests::postgres::database_url().await;
    stopped("postgres", folder.path(), &url).await;
}

async fn stopped(name: &str, folder: &Path, url: &str) {
    let chance = Chance::new(name);
    let ledger = Ledger::open(1, |_, _| Verdict::Take).await.unwrap();
    let bulk = Bulk::open(url, &ledger.url(0), folder, Arc::new(SystemClock), 1).await.unwrap();
    bulk.confirm(0..LETTERS).await.unwrap();
    let mut node = Node::new(folder, url, &ledger, 0);
    let mut words = ledger.moments(0);
    for _ in 0..STOPS {
        node.start();
        let until = *words.borrow_and_update() + chance.of(1..300);
        // A process that has started says something, as long as there is something to say.
        tokio::time::timeout(Duration::from_mins(1), words.wait_for(|said| *said >= until)).await.expect("it is silent").unwrap();
        let took = node.stop().await;
        assert!(took < QUICKLY, "{took:?}");
        assert_eq!(in_hand(url).await, (0, 0), "{}", node.said());
    }
    node.start();
    while to_come(url).await > 0 {
        pause(100).await;
    }
    node.stop().await;
    let mut ids: Vec<_> = ledger.entries().iter().map(|entry| entry.id.clone()).collect();
    let taken = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!((taken, ids.len()), (800, 800), "each letter and each copy once");
}

/// The mails in somebody's hand, and the letters that are being sent.
async fn in_hand(url: &str) -> (i64, i64) {
    let mails = number(url, "SELECT COUNT(*) FROM mails WHERE claim IS NOT NULL OR leased_until IS NOT NULL").await;
    (mails, number(url, "SELECT COUNT(*) FROM relay_letters WHERE state = 'sending'").await)
}

/// The one mail whose text a silent server may have is left. The next start has it at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_mail_server_delays_a_stop_for_20_seconds_and_one_mail_stays_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let url = storage::sqlite_url(&folder.path().join("postbag.db"));
    let server = Failing::start(Behaviour::FallSilent(Moment::Content)).await.unwrap();
    let bulk = Bulk::open(&url, &server.url(), folder.path(), Arc::new(SystemClock), 1).await.unwrap();
    bulk.confirm(0..10).await.unwrap();
    let mut node = Node::alone(folder.path(), &url, &server.url(), "node");
    node.start();
    while !server.commands().iter().any(|line| line.starts_with("DATA")) {
        pause(20).await;
    }
    let took = node.stop().await;
    assert!((19..=24).contains(&took.as_secs()), "{took:?}");
    assert_eq!(in_hand(&url).await, (1, 1));
    server.behave(Behaviour::Accept);
    node.start();
    let begun = std::time::Instant::now();
    while number(&url, "SELECT COUNT(*) FROM mails WHERE state = 'waiting'").await > 0 {
        assert!(begun.elapsed() < QUICKLY, "it waits for its own lease: {}", node.said());
        pause(100).await;
    }
    node.stop().await;
    assert_eq!(server.taken().len(), 20);
}
