//! What the mail server got, compared with what the database says.

use std::collections::{BTreeMap, BTreeSet};

use domain::tally::{Stage, Stages};
use sqlx::{AnyConnection, Connection as _, Row as _};
use tests::{
    bulk::{Bulk, letter_id},
    smtp::{Entry, Ledger, Verdict},
};

use crate::node::{End, Node};

/// Letters whose writers have confirmed them.
pub(crate) const LETTERS: u64 = 2_000;
/// And those who are still asked.
pub(crate) const ASKED: std::ops::Range<u64> = LETTERS..LETTERS + 200;

/// What becomes of the mails of a letter, by its number: most are taken, and each sort of trouble meets some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Taken,
    /// First put off, then taken.
    Delayed,
    Refused,
    /// The connection is cut before the server took the mail.
    Cut,
    /// And after.
    TakenAndCut,
    CopyDelayed,
}

fn fate(number: u64) -> Fate {
    match number % 50 {
        7 => Fate::Delayed,
        13 => Fate::Refused,
        23 => Fate::Cut,
        31 => Fate::TakenAndCut,
        40 => Fate::CopyDelayed,
        _ => Fate::Taken,
    }
}

/// The purpose and the letter of a Message-ID: `<0000....letter@letters.example>`.
pub(crate) fn mail_of(id: &str) -> Option<(&str, u64)> {
    let (letter, purpose) = id.trim_start_matches('<').split_once('@')?.0.split_once('.')?;
    Some((purpose, u64::from_str_radix(letter, 16).ok()?))
}

/// What the mail server does with a mail that came so often before.
pub(crate) fn judge(id: &str, came: usize) -> Verdict {
    let Some((purpose, number)) = mail_of(id) else { return Verdict::Take };
    let is_first_try = came == 0;
    match (fate(number), purpose) {
        (Fate::Refused, "letter" | "confirmation") => Verdict::Refuse("550 5.1.1 No such user here"),
        (Fate::Delayed, "letter" | "confirmation") | (Fate::CopyDelayed, "copy") if is_first_try => {
            Verdict::Refuse("450 4.2.0 Come back later")
        }
        (Fate::Cut, "letter" | "confirmation") if is_first_try => Verdict::Cut,
        (Fate::TakenAndCut, "letter" | "confirmation") if is_first_try => Verdict::TakeAndCut,
        _ => Verdict::Take,
    }
}

/// How many mails there will be, if none is sent twice.
pub(crate) fn mails_to_come() -> usize {
    let refused = (0..LETTERS).filter(|number| fate(*number) == Fate::Refused).count();
    let unasked = ASKED.filter(|number| fate(*number) == Fate::Refused).count();
    // Each letter has a copy or a notice.
    usize::try_from(2 * LETTERS + (ASKED.end - ASKED.start)).unwrap() - refused - unasked
}

/// What was found, for the report.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) mails: usize,
    pub(crate) kills: usize,
    pub(crate) doubled_by_kills: usize,
    pub(crate) doubled_by_cuts: usize,
}

/// Compares everything, and gives back the figures.
pub(crate) async fn reckon(bulk: &Bulk, url: &str, ledger: &Ledger, nodes: &[Node]) -> Found {
    let entries = ledger.entries();
    let known = states(url).await;
    let mut got: BTreeMap<(String, u64), Vec<&Entry>> = BTreeMap::new();
    for entry in &entries {
        let (purpose, number) = mail_of(&entry.id).expect(&entry.id);
        got.entry((purpose.to_owned(), number)).or_default().push(entry);
    }
    let has = |purpose: &str, number: u64| got.contains_key(&(purpose.to_owned(), number));
    let state = |number: u64, purpose: &str| {
        let id = letter_id(number).to_string();
        known.get(&(id, purpose.to_owned())).map(String::as_str)
    };
    for number in 0..ASKED.end {
        let asked = ASKED.contains(&number);
        let refused = fate(number) == Fate::Refused;
        let (letter, first) = if asked {
            ("awaiting_confirmation", "confirmation")
        } else {
            (if refused { "failed" } else { "accepted" }, "letter")
        };
        assert_eq!(state(number, ""), Some(letter), "letter {number}, {:?}", fate(number));
        assert_eq!(state(number, first), Some(if refused { "failed" } else { "sent" }), "letter {number}, {:?}", fate(number));
        assert_eq!(has(first, number), !refused, "letter {number}, {:?}", fate(number));
        // Each supporter hears of it, and of one outcome only.
        for (follows, purpose) in [(!asked && !refused, "copy"), (!asked && refused, "failure_notice")] {
            assert_eq!(state(number, purpose), follows.then_some("sent"), "{purpose} {number}");
            assert_eq!(has(purpose, number), follows, "{purpose} {number}");
        }
    }
    assert_eq!(got.len(), mails_to_come(), "mails that nobody knows of");
    let refused = (0..LETTERS).filter(|number| fate(*number) == Fate::Refused).count();
    let refused = u64::try_from(refused).unwrap();
    let stages = Stages::from([
        (Stage::Prepared, ASKED.end),
        (Stage::Confirmed, LETTERS),
        (Stage::Accepted, LETTERS - refused),
        (Stage::Bounced, refused),
    ]);
    assert_eq!(bulk.tally().await.unwrap(), stages, "the tally");
    let mut found = Found { mails: got.len(), kills: nodes.iter().map(Node::kills).sum(), ..Found::default() };
    doubles(got.values(), nodes, &mut found);
    assert_eq!(number(url, "SELECT COUNT(*) FROM mails WHERE claim IS NOT NULL OR leased_until IS NOT NULL").await, 0, "in hand");
    found
}

/// Each mail that came twice must have been in doubt when a process was killed, and each death has one of them at most.
pub(crate) fn doubles<'a>(mails: impl Iterator<Item = &'a Vec<&'a Entry>>, nodes: &[Node], found: &mut Found) {
    let mut blamed: BTreeSet<(usize, usize)> = BTreeSet::new();
    for entries in mails {
        let first = entries[0];
        let id = &first.id;
        for entry in entries {
            assert_eq!((&entry.sender, &entry.recipient), (&first.sender, &first.recipient), "{id}");
            assert_eq!(entry.without_date(), first.without_date(), "{id}");
        }
        // All but the last were sent again, though the server had them.
        for entry in &entries[..entries.len() - 1] {
            if entry.cut {
                found.doubled_by_cuts += 1;
                continue;
            }
            found.doubled_by_kills += 1;
            let node = nodes.iter().find(|node| node.door == entry.door).expect("a node");
            let life = node.lives.iter().rposition(|life| life.from <= entry.opened).expect("a life");
            assert_eq!(node.lives[life].end, End::Killed, "{id} was doubled by a process that nobody killed");
            assert!(blamed.insert((node.door, life)), "a process doubled two mails, {id} is one of them");
        }
        if let Some((last, _)) = entries.split_last() {
            assert!(!last.cut || entries.len() > 1, "{id} was written down as sent without an answer");
        }
    }
    assert!(found.doubled_by_kills <= found.kills);
}

/// The states of letters (with an empty purpose) and of mails.
async fn states(url: &str) -> BTreeMap<(String, String), String> {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    let rows =
        sqlx::query("SELECT id, '' AS purpose, state FROM relay_letters UNION ALL SELECT letter, purpose, state FROM mails")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    rows.iter().map(|row| ((row.get(0), row.get(1)), row.get(2))).collect()
}

pub(crate) async fn number(url: &str, sql: &'static str) -> i64 {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

/// The mails that wait, and the letters that left and whose copies are to come.
pub(crate) async fn to_come(url: &str) -> i64 {
    number(
        url,
        "SELECT (SELECT COUNT(*) FROM mails WHERE state IN ('waiting', 'joined')) + (SELECT COUNT(*) FROM relay_letters WHERE state = 'sending')",
    )
    .await
}

/// What the file system check of `SQLite` says.
pub(crate) async fn file_is_whole(url: &str) {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut connection).await.unwrap();
    assert_eq!(said, ["ok"]);
    assert!(sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await.unwrap().is_empty());
}
