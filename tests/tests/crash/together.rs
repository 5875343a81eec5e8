//! The process is killed while the letters of a day leave together, one mail for each target.

use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

use domain::{
    campaign::{Pace, Part},
    post::LetterState,
    tally::{Stage, Stages},
};
use server::SystemClock;
use sqlx::{AnyConnection, Connection as _};
use tests::{
    bulk::{Bulk, CAMPAIGN, letter_id},
    smtp::{Entry, Ledger, Verdict},
    steps::Steps as _,
};
use usecases::ports::{Clock as _, LetterReads as _};

use crate::{
    chance::Chance,
    kills::pause,
    node::Node,
    reckoning::{Found, doubles, mail_of, to_come},
};

const KILLS: usize = 60;
const LETTERS: u64 = 600;
/// Of the words that a process may say before it is killed; some 80 mails with letters and 600 copies have eight each.
const WORDS: u64 = 180;
/// One that has nothing to say is killed all the same.
const SILENCE: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_every_letter_leaves_in_one_mail_of_its_day() {
    let folder = tempfile::tempdir().unwrap();
    let url = storage::sqlite_url(&folder.path().join("postbag.db"));
    survived("sqlite", folder.path(), &url, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_every_letter_leaves_in_one_mail_of_its_day() {
    let folder = tempfile::tempdir().unwrap();
    let url = tests::postgres::database_url().await;
    survived("postgres", folder.path(), &url, 2).await;
}

async fn survived(name: &str, folder: &Path, url: &str, nodes: usize) {
    let chance = Arc::new(Chance::new(name));
    let ledger = Arc::new(Ledger::open(nodes, |_, _| Verdict::Take).await.unwrap());
    let bulk = Bulk::open(url, &ledger.url(0), folder, Arc::new(SystemClock), 1).await.unwrap();
    let daily = Pace { office_hours: false, gap: 0, spread: false, digest: true };
    bulk.database.change_campaign(CAMPAIGN, Part::Pace, SystemClock.now(), |document| document.pace = daily).await.unwrap();
    bulk.confirm(0..LETTERS).await.unwrap();
    let paced = |door| Node::new(folder, url, &ledger, door).with("POSTBAG_PACE", "on").with("POSTBAG_DOMAIN_GAP", "0");
    let living =
        (0..nodes).map(paced).map(|node| tokio::spawn(killed(node, KILLS / nodes, Arc::clone(&ledger), Arc::clone(&chance))));
    let living: Vec<_> = living.collect();
    let mornings = tokio::spawn(let_mornings_come(url.to_owned()));
    let mut nodes = Vec::new();
    for node in living {
        nodes.push(node.await.unwrap());
    }
    for node in &mut nodes {
        node.start();
    }
    let patience = tokio::time::timeout(Duration::from_mins(4), async {
        while to_come(url).await > 0 {
            pause(200).await;
        }
    });
    let said = || nodes.iter().map(Node::said).collect::<String>();
    assert!(patience.await.is_ok(), "{} are left: {}", to_come(url).await, said());
    // They may have had nothing to do any more, and not have come far enough to be told to stop.
    for node in &mut nodes {
        node.kill().await;
    }
    mornings.abort();
    let found = reckon(&bulk, &ledger, &nodes).await;
    println!(
        "{name}: {LETTERS} letters in {} mails, {} kills, {} mails doubled by them; none lost",
        found.mails, found.kills, found.doubled_by_kills
    );
}

async fn killed(mut node: Node, times: usize, ledger: Arc<Ledger>, chance: Arc<Chance>) -> Node {
    let mut words = ledger.moments(node.door);
    for _ in 0..times {
        node.start();
        let until = *words.borrow_and_update() + chance.of(1..WORDS);
        drop(tokio::time::timeout(SILENCE, words.wait_for(|said| *said >= until)).await);
        node.kill().await;
    }
    node
}

/// Looks twice a second whether all letters have come together, and then lets the morning come.
async fn let_mornings_come(url: String) {
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    loop {
        pause(500).await;
        sqlx::query(
            "UPDATE mails SET due_at = 1 WHERE state = 'waiting' AND leased_until IS NULL AND parcel IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM mails AS alone WHERE purpose = 'letter' AND state = 'waiting' AND parcel IS NULL)",
        )
        .execute(&mut connection)
        .await
        .unwrap();
    }
}

/// Each letter is in one mail, accepted and counted, and its writer has one copy. What came twice was in doubt when a process was
/// killed.
async fn reckon(bulk: &Bulk, ledger: &Ledger, nodes: &[Node]) -> Found {
    let entries = ledger.entries();
    let mut got: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in &entries {
        got.entry(&entry.id).or_default().push(entry);
    }
    let (copies, letters): (Vec<_>, Vec<_>) =
        got.iter().partition(|(id, _)| mail_of(id).is_some_and(|(purpose, _)| purpose == "copy"));
    assert!(letters.len() < usize::try_from(LETTERS / 2).unwrap(), "they left by themselves: {} mails", letters.len());
    let texts: Vec<String> = letters.iter().map(|(_, entries)| entries[0].data.replace("=\r\n", "")).collect();
    for number in 0..LETTERS {
        let state = bulk.database.relay_letter(&letter_id(number)).await.unwrap().unwrap().state;
        assert_eq!(state, LetterState::Accepted, "{number}");
        let signed = format!("lucja{number}@home.example");
        assert_eq!(texts.iter().filter(|text| text.contains(&signed)).count(), 1, "letter {number}");
        let its_own = copies.iter().filter(|(id, _)| mail_of(id) == Some(("copy", number))).count();
        assert_eq!(its_own, 1, "copy {number}");
    }
    assert_eq!(copies.len(), usize::try_from(LETTERS).unwrap());
    let stages = Stages::from([(Stage::Prepared, LETTERS), (Stage::Confirmed, LETTERS), (Stage::Accepted, LETTERS)]);
    assert_eq!(bulk.tally().await.unwrap(), stages);
    let mut found = Found { mails: letters.len(), kills: nodes.iter().map(Node::kills).sum(), ..Found::default() };
    doubles(got.values(), nodes, &mut found);
    found
}
