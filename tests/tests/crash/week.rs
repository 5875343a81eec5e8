//! A week of a large campaign by a clock of ours: letters of which some are refused, some are put off for hours, and some
//! come back, at once or after days. Each of them ends in a state that is final, counted exactly.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use domain::{
    post::{LetterState, returned::ReturnClass},
    tally::{Stage, Stages},
};
use jiff::SignedDuration;
use tests::{
    bulk::{Bulk, letter_id},
    house::TestClock,
    smtp::{Entry, Ledger, Verdict},
};
use usecases::{networks::Network, ports::LetterReads as _, post::TakenIn};

use crate::reckoning::{file_is_whole, mail_of, number};

/// How many letters. The whole week has 21,604 of them and takes its time: `WEEK_LETTERS=21604 cargo test -p tests --test crash -- week`.
fn letters() -> u64 {
    std::env::var("WEEK_LETTERS").map_or(2_160, |letters| letters.parse().expect("WEEK_LETTERS is a number"))
}

/// Of so many, the mail that asks for a yes goes out too, and its link is followed.
fn from_the_beginning() -> u64 {
    letters() / 36
}

const HOURS: u64 = 7 * 24;
/// What is put off in the last hours is taken within a day, and is quiet after two; what comes back late does so before.
const HOURS_AFTER: u64 = 4 * 24;
/// When a mail server further on that took a letter says that it could not deliver it.
const RETURNS_AFTER: u64 = 1;
/// Longer than a letter has to be quiet.
const RETURNS_LATE_AFTER: u64 = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Arrives,
    /// Refused by the mail server, for good.
    Refused,
    /// Put off for hours, and then taken.
    Delayed,
    /// Taken, and back an hour later: there is no such mailbox.
    HardReturn,
    /// The same, with a full mailbox.
    SoftReturn,
    /// Taken, settled, and back after two days.
    LateReturn,
    /// Taken, and never delivered. No word of it comes back, so nobody can tell it from one that arrived.
    Silent,
}

impl Fate {
    fn fails(self) -> bool {
        !matches!(self, Self::Arrives | Self::Delayed | Self::Silent)
    }
}

/// Of a hundred letters five fail for good, five meet trouble that passes or might have, and two are lost without a word.
fn fate(number: u64) -> Fate {
    match number % 100 {
        0..2 => Fate::Refused,
        2..4 => Fate::HardReturn,
        4..7 => Fate::Delayed,
        7..9 => Fate::SoftReturn,
        9 => Fate::LateReturn,
        10..12 => Fate::Silent,
        _ => Fate::Arrives,
    }
}

fn judge(id: &str, came: usize) -> Verdict {
    match mail_of(id) {
        Some(("letter", number)) if fate(number) == Fate::Refused => Verdict::Refuse("550 5.1.1 No such user here"),
        // After 1, 2, 4, ... 128 minutes, by a clock that goes on by the hour.
        Some(("letter", number)) if fate(number) == Fate::Delayed && came < 8 => Verdict::Refuse("451 4.7.1 Greylisted"),
        _ => Verdict::Take,
    }
}

fn count(is_meant: impl Fn(Fate) -> bool) -> u64 {
    u64::try_from((0..letters()).filter(|number| is_meant(fate(*number))).count()).unwrap()
}

/// What a mail server further on says of a letter, and what to make of it.
pub(crate) fn report(mail: &Entry, status: &str, said: &str) -> String {
    let (to, recipient, id) = (&mail.sender, &mail.recipient, &mail.id);
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example (Mail Delivery System)\r\nTo: {to}\r\nSubject: Undelivered Mail Returned \
         to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; \
         report-type=delivery-status; boundary=\"=_report\"\r\n\r\n--=_report\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n\
         <{recipient}>: {said}\r\n--=_report\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {said}\r\n\r\n\
         --=_report\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {id}\r\n\r\n--=_report--\r\n"
    )
}

/// Brings back what comes back of the letters that were taken in an hour.
async fn return_mail(bulk: &Bulk, taken: &[Entry], is_late: bool) {
    for mail in taken {
        let Some(("letter", number)) = mail_of(&mail.id) else { continue };
        let (status, said, class) = match fate(number) {
            Fate::HardReturn if !is_late => ("5.1.1", "550 5.1.1 User unknown", ReturnClass::Hard),
            Fate::SoftReturn if !is_late => ("5.2.2", "552 5.2.2 The mailbox is over its quota", ReturnClass::Soft),
            Fate::LateReturn if is_late => ("5.1.1", "550 5.1.1 User unknown", ReturnClass::Hard),
            _ => continue,
        };
        let raw = report(mail, status, said);
        // Who brings it may bring it twice.
        for _ in 0..=number % 2 {
            let done = bulk.app.returns.receive(Some(&mail.sender), raw.as_bytes()).await.unwrap();
            assert_eq!(done, TakenIn::Done(class), "{number}");
        }
    }
}

async fn drain(bulk: &Bulk) {
    while bulk.app.relay.send_due().await.unwrap() > 0 {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_of_a_large_campaign_ends_with_every_letter_in_a_final_state() {
    let letters = letters();
    let folder = tempfile::tempdir().unwrap();
    let url = storage::sqlite_url(&folder.path().join("postbag.db"));
    let ledger = Ledger::open(1, judge).await.unwrap();
    let clock = Arc::new(TestClock::default());
    // One at a time is for processes that are killed.
    let bulk = Bulk::open(&url, &ledger.url(0), folder.path(), clock.clone(), 4).await.unwrap();
    let begun = Instant::now();
    // How many mails had been taken when each hour ended.
    let mut ends = vec![0];
    for hour in 0..HOURS + HOURS_AFTER {
        let share = |hour: u64| letters * hour.min(HOURS) / HOURS;
        let (from, until) = (share(hour), share(hour + 1));
        let asked = from..until.min(from_the_beginning()).max(from);
        bulk.ask(asked.clone()).await.unwrap();
        bulk.confirm(asked.end..until).await.unwrap();
        drain(&bulk).await;
        for number in asked {
            let letter = bulk.letter(number, TestClock::START.parse().unwrap()).unwrap();
            bulk.app.relay.confirm(letter.token.as_str(), Network::UNKNOWN).await.unwrap();
        }
        drain(&bulk).await;
        ends.push(ledger.taken());
        for (after, is_late) in [(RETURNS_AFTER, false), (RETURNS_LATE_AFTER, true)] {
            if let Some(then) = hour.checked_sub(after).and_then(|then| usize::try_from(then).ok()) {
                return_mail(&bulk, &ledger.entries_of(ends[then]..ends[then + 1]), is_late).await;
            }
        }
        while bulk.app.relay.follow_up().await.unwrap() {}
        if hour % 24 == 0 {
            bulk.app.relay.purge().await.unwrap();
        }
        clock.advance(SignedDuration::from_hours(1));
    }
    let took = begun.elapsed();
    let entries = ledger.entries();
    let mut got: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &entries {
        *got.entry(&entry.id).or_default() += 1;
    }
    assert!(got.values().all(|times| *times == 1), "some mail was doubled");
    for number in 0..letters {
        let letter = bulk.database.relay_letter(&letter_id(number)).await.unwrap().expect("lost");
        let expected = match fate(number) {
            Fate::Arrives | Fate::Delayed | Fate::Silent => LetterState::Settled,
            Fate::Refused => LetterState::Failed,
            Fate::HardReturn | Fate::SoftReturn | Fate::LateReturn => LetterState::Bounced,
        };
        assert_eq!(letter.state, expected, "{number}");
    }
    // The letters that were taken, with their copies, and a notice for each that failed, then or later.
    let (refused, failed) = (count(|fate| fate == Fate::Refused), count(Fate::fails));
    let mails = 2 * (letters - refused) + failed + from_the_beginning();
    assert_eq!(u64::try_from(entries.len()).unwrap(), mails);
    let stages = Stages::from([
        (Stage::Prepared, letters),
        (Stage::Confirmed, letters),
        (Stage::Accepted, letters - failed),
        (Stage::Settled, letters - failed),
        (Stage::Bounced, failed),
    ]);
    assert_eq!(bulk.tally().await.unwrap(), stages);
    assert_eq!(number(&url, "SELECT COUNT(*) FROM mails WHERE state = 'waiting'").await, 0);
    file_is_whole(&url).await;
    println!(
        "a week: {letters} letters, {mails} mails, {refused} refused, {} put off for hours, {} back for good, {} back from full \
         mailboxes, {} back after two days, {} silently not delivered, in {:.0} s; none lost by us, none doubled",
        count(|fate| fate == Fate::Delayed),
        count(|fate| fate == Fate::HardReturn),
        count(|fate| fate == Fate::SoftReturn),
        count(|fate| fate == Fate::LateReturn),
        count(|fate| fate == Fate::Silent),
        took.as_secs_f64()
    );
}
