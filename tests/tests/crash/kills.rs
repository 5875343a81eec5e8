//! The process is killed 200 times while 2,000 letters go out.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use server::SystemClock;
use sqlx::{AnyConnection, Connection as _};
use tests::{bulk::Bulk, smtp::Ledger};

use crate::{
    chance::Chance,
    node::Node,
    reckoning::{ASKED, Found, LETTERS, file_is_whole, judge, mails_to_come, reckon, to_come},
};

const KILLS: usize = 200;
/// Words that are exchanged for one mail: sender, recipient, content, with their answers, and the verdict.
const WORDS: usize = 8;
/// A process that has nothing to say is killed all the same.
const SILENCE: Duration = Duration::from_secs(5);
/// When nobody is killed any more, some mail has to come within this time. Claims that a killed process had sent to `PostgreSQL`
/// and that became visible after the next had begun wait for half a minute.
const PATIENCE: Duration = Duration::from_mins(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_nothing_is_lost_and_a_kill_doubles_one_mail_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let url = storage::sqlite_url(&folder.path().join("postbag.db"));
    report("SQLite", &survived("sqlite", folder.path(), &url, 1).await);
    file_is_whole(&url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_two_nodes_lose_nothing_and_a_kill_doubles_one_mail_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let url = tests::postgres::database_url().await;
    report("PostgreSQL, two nodes", &survived("postgres", folder.path(), &url, 2).await);
}

fn report(name: &str, found: &Found) {
    let Found { mails, kills, doubled_by_kills, doubled_by_cuts } = found;
    println!(
        "{name}: {LETTERS} letters, {mails} mails, {kills} kills, {doubled_by_kills} mails doubled by them, {doubled_by_cuts} by \
         connections that the server cut; none lost"
    );
}

async fn survived(name: &str, folder: &Path, url: &str, nodes: usize) -> Found {
    let chance = Arc::new(Chance::new(name));
    let ledger = Arc::new(Ledger::open(nodes, judge).await.unwrap());
    let bulk = Bulk::open(url, &ledger.url(0), folder, Arc::new(SystemClock), 1).await.unwrap();
    bulk.confirm(0..LETTERS).await.unwrap();
    bulk.ask(ASKED).await.unwrap();
    let nodes: Vec<_> = (0..nodes).map(|door| Node::new(folder, url, &ledger, door)).collect();
    let each = KILLS / nodes.len();
    let share = nodes.len();
    let time = tokio::spawn(pass_time(url.to_owned()));
    let living = nodes.into_iter().map(|node| tokio::spawn(killed(node, each, share, Arc::clone(&ledger), Arc::clone(&chance))));
    let mut nodes = Vec::new();
    for node in living.collect::<Vec<_>>() {
        nodes.push(node.await.unwrap());
    }
    // Nobody is killed any more.
    for node in &mut nodes {
        node.start();
    }
    let mut last = (0, Instant::now());
    while to_come(url).await > 0 {
        let came = ledger.came().values().sum::<usize>();
        if came > last.0 {
            last = (came, Instant::now());
        }
        let said = || nodes.iter().map(Node::said).collect::<String>();
        assert!(last.1.elapsed() < PATIENCE, "mails are left: {}", said());
        pause(200).await;
    }
    for node in &mut nodes {
        node.stop().await;
    }
    time.abort();
    reckon(&bulk, url, &ledger, &nodes).await
}

/// Starts a node and kills it, so many times.
async fn killed(mut node: Node, times: usize, share: usize, ledger: Arc<Ledger>, chance: Arc<Chance>) -> Node {
    let mut words = ledger.moments(node.door);
    for left in (1..=times).rev() {
        node.start();
        let begun = *words.borrow_and_update();
        if chance.of(0..10) == 0 {
            // While it starts.
            pause(chance.of(0..600)).await;
        } else {
            // Its share of the words that are still to be said, so that the letters last as long as the kills do.
            let unsaid = mails_to_come().saturating_sub(ledger.taken()) * WORDS / share;
            let most = u64::try_from(2 * unsaid / left).unwrap().max(2);
            let until = begun + chance.of(1..most);
            // It may have nothing to say: the other node has everything in hand that is left.
            drop(tokio::time::timeout(SILENCE, words.wait_for(|said| *said >= until)).await);
            // Between two words as well.
            if chance.of(0..2) == 0 {
                tokio::time::timeout(Duration::from_micros(chance.of(0..5_000)), std::future::pending::<()>()).await.unwrap_err();
            }
        }
        node.kill().await;
    }
    node
}

/// Mails that were put off are due again soon, and not in some minutes. Nothing else of them is touched.
async fn pass_time(url: String) {
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    loop {
        pause(1000).await;
        sqlx::query(
            "UPDATE mails SET due_at = enqueued_at WHERE state = 'waiting' AND leased_until IS NULL AND due_at > enqueued_at",
        )
        .execute(&mut connection)
        .await
        .unwrap();
    }
}

pub(crate) async fn pause(milliseconds: u64) {
    let pause = Duration::from_millis(milliseconds);
    drop(tokio::time::timeout(pause, std::future::pending::<()>()).await);
}
