//! What is deleted is gone from the disk: nothing of a letter is left in the files of a `SQLite` database.

use std::{fs, path::Path};

use domain::{
    checked::{EmailAddress, PersonName},
    post::{Move, Purpose},
};
use sqlx::{AnyConnection, Connection as _};
use storage::Database;
use tempfile::TempDir;
use tests::steps::Steps as _;
use usecases::{
    ports::{RelayLetter, StoreError, Writes},
    post::Settled,
};

use crate::sample::{freely, letter, relay_letter, second};

/// What stands in the letters that are deleted, and nowhere else. The address is stored in small letters as well.
const MARKS: [&str; 7] = ["QJXSUBJECT", "QJXBODY", "QJXOWN", "QJXNAME", "qjxmail", "QJXSHOWN", "QJXERROR"];

/// So many letters are deleted; between them are as many that stay, so that pages are shared, split and merged.
const DOOMED: u64 = 120;

/// A letter with the marks, short or so long that it needs pages of its own.
fn doomed(number: u64) -> RelayLetter {
    let long = if number.is_multiple_of(3) { 2000 } else { 5 };
    RelayLetter {
        name: PersonName::parse(&format!("QJXNAME {}", ["Ada", "Ben", "Carla"][usize::try_from(number % 3).unwrap()])).unwrap(),
        email: EmailAddress::parse(&format!("qjxmail{number}@post.example")).unwrap(),
        subject: format!("QJXSUBJECT {number}"),
        body: format!("Excellency, {} QJXOWN {number}", "QJXBODY ".repeat(long)),
        shown: format!("QJXSHOWN {number}"),
        own_digest: Some(format!("QJXOWN{number}")),
        ..relay_letter(number)
    }
}

fn kept(number: u64) -> RelayLetter {
    let long = usize::try_from(number % 7 * 150).unwrap();
    RelayLetter {
        email: EmailAddress::parse(&format!("kept{number}@post.example")).unwrap(),
        body: "please accede. ".repeat(long),
        ..relay_letter(number)
    }
}

/// The marks that stand in any file of the folder, with the file.
fn found(folder: &Path) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for mark in MARKS {
            if bytes.windows(mark.len()).any(|window| window == mark.as_bytes()) {
                found.push((path.file_name().unwrap().to_string_lossy().into_owned(), mark));
            }
        }
    }
    found
}

/// Claims everything that is due at that second, and settles the letters with that error, and the rest as sent.
async fn claim_all(database: &Database, at: i64, settled: impl Fn(String) -> Settled) {
    loop {
        let mails = database.claim_mails(second(at), second(at + 300), 50).await.unwrap();
        if mails.is_empty() {
            return;
        }
        for mail in mails {
            let end = if mail.purpose == Purpose::Letter {
                settled(format!("550 QJXERROR <{}> {}", mail.letter.email, mail.letter.name))
            } else {
                Settled::Sent
            };
            database.settle_mail(&mail, &end, second(at)).await.unwrap();
        }
    }
}

/// Letters that were asked for, failed once, went wrong, were approved, and were given up: each moved and updated in between.
async fn lived(database: &Database) {
    for number in 0..DOOMED {
        database.ask_relay(&doomed(2 * number), &freely()).await.unwrap();
        database.ask_relay(&kept(2 * number + 1), &freely()).await.unwrap();
    }
    claim_all(database, 0, |error| Settled::Later { due_at: second(100), error }).await;
    for number in 0..DOOMED {
        database.confirm_relay(&letter(2 * number), second(1)).await.unwrap();
    }
    claim_all(database, 1, |error| Settled::Later { due_at: second(100), error }).await;
    claim_all(database, 100, |error| Settled::Frozen { error }).await;
    let writes: &dyn Writes = database;
    for number in 0..DOOMED {
        let id = letter(2 * number);
        writes
            .write::<_, StoreError>(async |work| {
                assert!(work.move_letter(&id, Move::Approve, second(200)).await?);
                work.requeue(&id, Purpose::Letter, second(200)).await
            })
            .await
            .unwrap();
    }
    claim_all(database, 200, |error| Settled::Never { error }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_deleted_letter_is_in_any_file_of_the_database() {
    let dir = TempDir::new().unwrap();
    let url = storage::sqlite_url(&dir.path().join("postbag.db"));
    let database = Database::connect(&url).await.unwrap();
    // Another program has the database open, and has read in it.
    let other = Database::connect(&url).await.unwrap();
    lived(&database).await;
    assert_eq!(usecases::ports::MailReads::queue(&other, 1000).await.unwrap().len(), usize::try_from(DOOMED).unwrap());
    let before = found(dir.path());
    assert!(MARKS.iter().all(|mark| before.iter().any(|(_, found)| found == mark)), "it could not fail: {before:?}");
    assert_eq!(database.purge_relay(second(0), second(9999)).await.unwrap(), DOOMED);
    assert_ne!(found(dir.path()), [], "the log has them still");

    // Somebody who reads keeps the log from being emptied, and is not waited for.
    let mut reader = AnyConnection::connect(&url).await.unwrap();
    let mut reading = reader.begin().await.unwrap();
    sqlx::query("SELECT id FROM relay_letters LIMIT 1").fetch_one(&mut *reading).await.unwrap();
    let writes: &dyn Writes = &database;
    database.ask_relay(&kept(9001), &freely()).await.unwrap();
    assert!(!writes.forget_deleted().await.unwrap());
    database.ask_relay(&kept(9003), &freely()).await.unwrap();
    reading.rollback().await.unwrap();

    assert!(writes.forget_deleted().await.unwrap());
    assert_eq!(found(dir.path()), []);
    assert_eq!(fs::metadata(dir.path().join("postbag.db-wal")).unwrap().len(), 0);
    // Those beside them are whole.
    for number in 0..DOOMED {
        let stored = usecases::ports::LetterReads::relay_letter(&other, &letter(2 * number + 1)).await.unwrap().unwrap();
        assert_eq!(stored.body, kept(2 * number + 1).body);
    }
    assert!(writes.forget_deleted().await.unwrap(), "with nothing to do it is done");
}
