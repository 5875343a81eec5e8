//! The lines in which letters leave, and the gate that they pass one after the other.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use domain::{
    campaign::{Campaign, Pace},
    checked::Token,
    post::pace::Line,
};
use server::SystemClock;
use storage::Database;
use tests::steps::Steps as _;
use usecases::{
    LiveDirectory,
    directory::BuiltIn,
    ports::{Lease, LineName, MailReads as _, PaceReads as _, StoreError, Unit, Writes},
    post::{self, SitePace, Timetable},
};

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign, campaign_id, freely, letter, relay_letter, second, target},
};

on_both! {
    a_line_is_kept_by_its_name,
    a_letter_that_is_put_off_is_due_at_its_slot_and_not_before,
    a_letter_that_was_tried_is_tried_no_longer_for_having_been_put_off,
    letters_that_were_not_tried_lose_their_slots,
    the_letters_that_wait_for_a_target_are_counted_by_campaign,
    a_slot_is_given_to_one_letter_however_many_are_confirmed_at_once,
    two_nodes_let_no_two_letters_to_a_target_pass_at_once,
    letters_to_one_domain_keep_their_distance,
}

/// 2026-11-23, a Monday: two in the afternoon in UTC, and nine in the morning in New York, by whose clocks the targets open that are
/// in the tables.
pub(crate) const MONDAY: i64 = (2 * 24 + 4) * 60 * 60;

async fn write<T>(fresh: &Fresh, writes: impl AsyncFnOnce(&mut Unit) -> Result<T, StoreError>) -> T {
    let all: &dyn Writes = &fresh.database;
    all.write(writes).await.unwrap()
}

/// Letters of these numbers to one target, confirmed on Monday. Whatever goes to their writers is out of the way.
async fn confirmed(fresh: &Fresh, numbers: impl IntoIterator<Item = u64>) {
    for number in numbers {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
        fresh.database.confirm_relay(&letter(number), second(MONDAY)).await.unwrap();
    }
    fresh.tamper("DELETE FROM mails WHERE purpose <> 'letter'").await;
}

pub(crate) fn timetable(database: &Database, domain_gap: i64) -> Timetable {
    // Reading the tables takes long. Nothing is imported here, so one directory is enough for all.
    static DIRECTORY: OnceLock<Arc<LiveDirectory>> = OnceLock::new();
    let store = Arc::new(database.clone());
    let directory = DIRECTORY.get_or_init(|| {
        let tables: BuiltIn = directory::tables().unwrap().into();
        let clock = Arc::new(SystemClock);
        Arc::new(LiveDirectory::new(Arc::new(tables), store.clone(), store.clone(), store.clone(), clock))
    });
    let site = SitePace { domain_gap: jiff::SignedDuration::from_secs(domain_gap) };
    Timetable { site, campaigns: store.clone(), paces: store, directory: Arc::clone(directory) }
}

/// How many letters a node takes, and how many it puts off.
async fn taken(node: &Database, timetable: &Timetable, claim: u8, now: i64) -> (usize, usize) {
    let claim = Token::from_bytes([claim; 16]);
    let lease = Lease { node: claim.clone(), claim, until: second(now + 180) };
    let taken = post::claim(node, node, Some(timetable), &lease, second(now), 20).await.unwrap();
    (taken.mails.len(), taken.put_off)
}

async fn a_line_is_kept_by_its_name(fresh: &Fresh) {
    let target = LineName::Target(target("mission-al-us"));
    let domain = LineName::Domain("mission-al-us".to_owned());
    assert_eq!(write(fresh, async |work| work.line(&target).await).await, Line::default());
    let line = Line { last_at: Some(second(1)), reserved_until: Some(second(2)) };
    write(fresh, async |work| {
        work.line(&target).await?;
        work.set_line(&target, &line).await
    })
    .await;
    assert_eq!(write(fresh, async |work| work.line(&target).await).await, line);
    assert_eq!(write(fresh, async |work| work.line(&domain).await).await, Line::default());
}

async fn a_letter_that_is_put_off_is_due_at_its_slot_and_not_before(fresh: &Fresh) {
    confirmed(fresh, [1]).await;
    let mails = fresh.database.claim_mails(second(MONDAY), second(MONDAY + 180), 10).await.unwrap();
    assert_eq!((mails.len(), mails[0].due_at), (1, second(MONDAY)));
    write(fresh, async |work| work.put_off(&mails[0], second(MONDAY + 600)).await).await;
    assert!(!fresh.database.is_any_due(second(MONDAY + 599)).await.unwrap());
    let again = fresh.database.claim_mails(second(MONDAY + 600), second(MONDAY + 780), 10).await.unwrap();
    assert_eq!((again[0].attempts, again[0].due_at, again[0].enqueued_at), (1, second(MONDAY + 600), second(MONDAY + 600)));
    write(fresh, async |work| work.put_off(&mails[0], second(9)).await).await;
    assert!(!fresh.database.is_any_due(second(MONDAY + 700)).await.unwrap(), "who lost the claim puts nothing off");
}

async fn a_letter_that_was_tried_is_tried_no_longer_for_having_been_put_off(fresh: &Fresh) {
    confirmed(fresh, [1]).await;
    let mails = fresh.database.claim_mails(second(MONDAY), second(MONDAY + 180), 10).await.unwrap();
    let later = post::Settled::Later { due_at: second(MONDAY + 60), error: "451".to_owned() };
    fresh.database.settle_mail(&mails[0], &later, second(MONDAY + 1)).await.unwrap();
    let again = fresh.database.claim_mails(second(MONDAY + 60), second(MONDAY + 240), 10).await.unwrap();
    write(fresh, async |work| work.put_off(&again[0], second(MONDAY + 600)).await).await;
    let third = fresh.database.claim_mails(second(MONDAY + 600), second(MONDAY + 780), 10).await.unwrap();
    assert_eq!((third[0].attempts, third[0].enqueued_at), (2, second(MONDAY)));
}

async fn letters_that_were_not_tried_lose_their_slots(fresh: &Fresh) {
    confirmed(fresh, [1, 2]).await;
    let name = LineName::Target(relay_letter(1).target);
    for mail in fresh.database.claim_mails(second(MONDAY), second(MONDAY + 180), 10).await.unwrap() {
        write(fresh, async |work| work.put_off(&mail, second(MONDAY + 5000)).await).await;
    }
    let line = Line { last_at: Some(second(7)), reserved_until: Some(second(MONDAY + 5000)) };
    write(fresh, async |work| {
        work.line(&name).await?;
        work.set_line(&name, &line).await
    })
    .await;
    let elsewhere = target("mission-nu-us");
    write(fresh, async |work| work.drop_slots(&campaign_id("join-the-treaty"), Some(&elsewhere), second(MONDAY + 10)).await)
        .await;
    write(fresh, async |work| work.drop_slots(&campaign_id("another"), None, second(MONDAY + 10)).await).await;
    assert!(!fresh.database.is_any_due(second(MONDAY + 10)).await.unwrap());
    write(fresh, async |work| {
        work.drop_slots(&campaign_id("join-the-treaty"), Some(&relay_letter(1).target), second(MONDAY + 10)).await
    })
    .await;
    let waiting = fresh.database.waiting(&campaign_id("join-the-treaty")).await.unwrap();
    assert_eq!((waiting[0].letters, waiting[0].due_at), (2, second(MONDAY + 10)));
    assert_eq!(write(fresh, async |work| work.line(&name).await).await, Line { reserved_until: None, ..line });
}

async fn the_letters_that_wait_for_a_target_are_counted_by_campaign(fresh: &Fresh) {
    confirmed(fresh, [1, 2, 3]).await;
    let to = relay_letter(1).target;
    let count = async |campaign: &str| write(fresh, async |work| work.waiting_for(&campaign_id(campaign), &to).await).await;
    assert_eq!((count("join-the-treaty").await, count("another").await), (3, 0));
    let mails = fresh.database.claim_mails(second(MONDAY), second(MONDAY + 180), 1).await.unwrap();
    assert_eq!(count("join-the-treaty").await, 3, "one that is being sent has not left");
    fresh.database.settle_mail(&mails[0], &post::Settled::Sent, second(MONDAY + 1)).await.unwrap();
    assert_eq!(count("join-the-treaty").await, 2);
}

/// A campaign whose letters are to leave a minute apart.
fn a_minute_apart() -> Campaign {
    let mut campaign = campaign("join-the-treaty");
    campaign.document.pace = Pace::default();
    campaign
}

async fn a_slot_is_given_to_one_letter_however_many_are_confirmed_at_once(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[a_minute_apart()], second(0)).await.unwrap();
    for number in 0..8 {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
    }
    at_once((0..8).map(|number| {
        let (node, timetable) = (fresh.database.clone(), timetable(&fresh.database, 0));
        async move {
            post::confirm_letter(&node, Some(&timetable), &relay_letter(number), None, second(MONDAY)).await.unwrap();
        }
    }))
    .await;
    let rows = fresh.database.queue(100).await.unwrap();
    let slots: BTreeSet<_> =
        rows.iter().filter(|row| row.purpose == domain::post::Purpose::Letter).map(|row| row.due_at).collect();
    assert_eq!(slots, (0..8).map(|number| second(MONDAY + 60 * number)).collect());
}

async fn two_nodes_let_no_two_letters_to_a_target_pass_at_once(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[a_minute_apart()], second(0)).await.unwrap();
    // All due at once, as after a pause.
    confirmed(fresh, 0..40).await;
    let nodes = [fresh.database.clone(), fresh.node().await];
    for minute in 0..3 {
        let now = MONDAY + 60 * minute;
        let taken = at_once((0..4_u8).map(|worker| {
            let (node, timetable) = (nodes[usize::from(worker) % 2].clone(), timetable(&fresh.database, 0));
            async move {
                let mut sum = 0;
                loop {
                    match taken(&node, &timetable, worker, now).await {
                        (0, 0) => return sum,
                        (leave, _) => sum += leave,
                    }
                }
            }
        }))
        .await;
        assert_eq!(taken.iter().sum::<usize>(), 1, "{taken:?} in minute {minute}");
    }
}

async fn letters_to_one_domain_keep_their_distance(fresh: &Fresh) {
    for number in 0..5 {
        let to = target(&format!("mission-a{number}-us"));
        let asked = usecases::ports::RelayLetter { target: to, ..relay_letter(number) };
        fresh.database.ask_relay(&asked, &freely()).await.unwrap();
        fresh.database.confirm_relay(&letter(number), second(MONDAY)).await.unwrap();
    }
    fresh.tamper("DELETE FROM mails WHERE purpose <> 'letter'").await;
    let timetable = timetable(&fresh.database, 5);
    assert_eq!(taken(&fresh.database, &timetable, 1, MONDAY).await, (1, 4));
    assert_eq!(taken(&fresh.database, &timetable, 2, MONDAY + 4).await, (0, 0));
    for number in 1..5 {
        assert_eq!(taken(&fresh.database, &timetable, 3, MONDAY + 5 * number).await, (1, 0), "{number}");
    }
}
