//! Letters that left: when they are accepted, and that each is counted once.

use domain::{
    channel::Channel,
    post::{LetterState, Purpose},
    tally::Stage,
};
use tests::steps::Steps as _;
use usecases::{
    ports::{ActionReads as _, LetterReads as _, MailReads as _, Queued},
    post::{Settled, accept_sent, settle},
};

use crate::{
    fresh::Fresh,
    lost::confirmed,
    sample::{campaign_id, letter, second},
};

on_both! {
    a_letter_that_left_is_accepted_once_however_often_one_looks,
    nodes_that_accept_at_once_count_each_letter_once,
    a_letter_that_left_and_cannot_be_read_keeps_no_other_from_being_counted,
    nothing_is_accepted_that_did_not_leave,
}

/// Letters that are claimed, at the second 1.
async fn claimed(fresh: &Fresh, letters: std::ops::Range<u64>) -> Vec<Queued> {
    confirmed(fresh, letters).await;
    fresh.database.claim_mails(second(1), second(301), 1000).await.unwrap()
}

async fn left(fresh: &Fresh, letters: std::ops::Range<u64>) {
    for (after, mail) in claimed(fresh, letters).await.iter().enumerate() {
        settle(&fresh.database, mail, &Settled::Sent, second(2 + i64::try_from(after).unwrap())).await.unwrap();
    }
}

async fn state(fresh: &Fresh, number: u64) -> LetterState {
    fresh.database.relay_letter(&letter(number)).await.unwrap().unwrap().state
}

async fn accepted(fresh: &Fresh) -> u64 {
    let tally = fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap();
    tally.by_channel.get(&Channel::Relay).map_or(0, |stages| stages[Stage::Accepted])
}

async fn copies(fresh: &Fresh) -> u64 {
    let waiting = fresh.database.waiting_mails(None).await.unwrap();
    waiting.iter().find(|mails| mails.purpose == Purpose::Copy).map_or(0, |mails| mails.mails)
}

async fn a_letter_that_left_is_accepted_once_however_often_one_looks(fresh: &Fresh) {
    left(fresh, 1..4).await;
    assert_eq!((state(fresh, 1).await, accepted(fresh).await, copies(fresh).await), (LetterState::Sending, 0, 0));
    // Whoever sent it has it no more, so nobody sends it again, whenever that is.
    assert_eq!(fresh.database.claim_mails(second(99_999), second(100_000), 10).await.unwrap(), []);
    assert_eq!(accept_sent(&fresh.database).await.unwrap(), 3);
    assert_eq!((state(fresh, 1).await, accepted(fresh).await, copies(fresh).await), (LetterState::Accepted, 3, 3));
    assert_eq!(accept_sent(&fresh.database).await.unwrap(), 0);
    assert_eq!((accepted(fresh).await, copies(fresh).await), (3, 3));
    // The time is that at which they left, not that of the look.
    let copies = fresh.database.claim_mails(second(5000), second(5300), 10).await.unwrap();
    assert!(copies.iter().all(|copy| copy.ended_at == Some(second(4))), "{copies:?}");
}

async fn nodes_that_accept_at_once_count_each_letter_once(fresh: &Fresh) {
    left(fresh, 1..151).await;
    let node = fresh.node().await;
    let work = async |database: &storage::Database| while accept_sent(database).await.unwrap() > 0 {};
    tokio::join!(work(&fresh.database), work(&node), work(&fresh.database), work(&node));
    assert_eq!((accepted(fresh).await, copies(fresh).await), (150, 150));
}

async fn a_letter_that_left_and_cannot_be_read_keeps_no_other_from_being_counted(fresh: &Fresh) {
    left(fresh, 1..4).await;
    fresh.tamper(&format!("UPDATE relay_letters SET language = 'Klingon' WHERE id = '{}'", letter(2))).await;
    accept_sent(&fresh.database).await.unwrap();
    assert_eq!((accepted(fresh).await, copies(fresh).await), (2, 2));
    let held = fresh.database.held_letters(None, 0, 10).await.unwrap();
    assert_eq!(held.iter().map(|letter| letter.id.clone()).collect::<Vec<_>>(), [letter(2).to_string()]);
    assert_eq!(accept_sent(&fresh.database).await.unwrap(), 0);
}

async fn nothing_is_accepted_that_did_not_leave(fresh: &Fresh) {
    let mails = claimed(fresh, 1..4).await;
    let later = Settled::Later { due_at: second(60), error: "421 busy".to_owned() };
    for (mail, settled) in mails.iter().zip([Settled::Untried, later]) {
        settle(&fresh.database, mail, &settled, second(2)).await.unwrap();
    }
    assert_eq!(accept_sent(&fresh.database).await.unwrap(), 0);
    assert_eq!(accepted(fresh).await, 0);
}
