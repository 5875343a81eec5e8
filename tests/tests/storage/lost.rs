//! Mails whose holder died: who gets them, and when a mail is taken for the reason.

use domain::{
    checked::Token,
    post::{LetterState, Purpose},
};
use jiff::SignedDuration;
use storage::Database;
use tests::steps::Steps as _;
use usecases::{
    ports::{Lease, LetterReads as _, MailReads as _, Queued, StoreError, Writes},
    post::{Settled, claim},
};

use crate::{
    fresh::Fresh,
    sample::{freely, letter, relay_letter, second},
};

on_both! {
    a_mail_that_was_lost_again_and_again_is_taken_alone_and_then_set_aside,
    a_node_that_is_killed_again_and_again_costs_no_mail_its_place,
    a_suspected_mail_keeps_no_other_waiting,
    a_node_that_starts_again_frees_what_it_had_in_hand,
}

const LEASE: SignedDuration = SignedDuration::from_secs(300);

/// Letters that are confirmed and due, and no mail beside theirs.
pub(crate) async fn confirmed(fresh: &Fresh, letters: std::ops::Range<u64>) {
    for number in letters.clone() {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
    }
    for mail in fresh.database.claim_mails(second(0), second(300), 1000).await.unwrap() {
        fresh.database.settle_mail(&mail, &Settled::Sent, second(0)).await.unwrap();
    }
    for number in letters {
        fresh.database.confirm_relay(&letter(number), second(0)).await.unwrap();
    }
}

async fn claim_by(database: &Database, node: u8, name: u8, now: i64) -> Vec<Queued> {
    let lease = Lease { claim: Token::from_bytes([name; 16]), node: Token::from_bytes([node; 16]), until: second(now) + LEASE };
    claim(database, database, None, &lease, second(now), 20).await.unwrap().mails
}

async fn free(database: &Database, node: u8, ending_before: i64, now: i64) -> u64 {
    let (writes, node): (&dyn Writes, _) = (database, Token::from_bytes([node; 16]));
    writes.write::<_, StoreError>(async |work| work.free_leases(&node, second(ending_before), second(now)).await).await.unwrap()
}

async fn a_mail_that_was_lost_again_and_again_is_taken_alone_and_then_set_aside(fresh: &Fresh) {
    confirmed(fresh, 1..2).await;
    for time in 0..6 {
        let mails = fresh.database.claim_mails(second(time * 300), second(time * 300 + 300), 10).await.unwrap();
        assert_eq!(mails.iter().map(|mail| i64::from(mail.lost)).collect::<Vec<_>>(), [time]);
    }
    assert_eq!(fresh.database.claim_mails(second(1800), second(2100), 10).await.unwrap(), []);
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap().unwrap().state, LetterState::Held);
    let row = fresh.database.queue(10).await.unwrap().remove(0);
    assert!(row.failed && row.last_error.unwrap().contains("broke off, 6 times"));
}

/// Whoever kills the process, again and again, takes a whole batch with it each time, and none of them is to blame.
async fn a_node_that_is_killed_again_and_again_costs_no_mail_its_place(fresh: &Fresh) {
    confirmed(fresh, 1..11).await;
    for death in 0..12 {
        let mails = fresh.database.claim_mails(second(death * 300), second(death * 300 + 300), 20).await.unwrap();
        assert_eq!(mails.len(), if death < 3 { 10 } else { 1 }, "after {death} deaths they are taken one by one");
    }
    for number in 1..11 {
        assert_eq!(fresh.database.relay_letter(&letter(number)).await.unwrap().unwrap().state, LetterState::Sending);
    }
}

async fn a_suspected_mail_keeps_no_other_waiting(fresh: &Fresh) {
    confirmed(fresh, 1..11).await;
    fresh.tamper("UPDATE mails SET lost = 3 WHERE purpose = 'letter' AND letter IN (SELECT MIN(letter) FROM mails)").await;
    let mut batches = Vec::new();
    for name in 0..11 {
        let mails = claim_by(&fresh.database, 1, name, 0).await;
        batches.push((mails.len(), mails.iter().filter(|mail| mail.lost == 3).count()));
    }
    batches.retain(|(mails, _)| *mails > 0);
    batches.sort_unstable();
    assert_eq!(batches, [(1, 1), (9, 0)], "it alone, and the others without it");
}

async fn a_node_that_starts_again_frees_what_it_had_in_hand(fresh: &Fresh) {
    confirmed(fresh, 1..6).await;
    // Node 1 dies with five of them in hand, and begins again at 10. Node 2 has nothing to do with it.
    assert_eq!(claim_by(&fresh.database, 1, 1, 0).await.len(), 5);
    let again = fresh.node().await;
    assert_eq!(free(&again, 2, 310, 10).await, 0);
    assert_eq!(claim_by(&again, 2, 2, 10).await, []);
    assert_eq!(free(&again, 1, 310, 10).await, 5);
    let mails = claim_by(&again, 1, 3, 10).await;
    assert_eq!(mails.iter().map(|mail| (mail.purpose, mail.lost)).collect::<Vec<_>>(), [(Purpose::Letter, 1); 5]);
    // What it claimed since then is its own, and so is what it has sent.
    assert_eq!(free(&again, 1, 310, 20).await, 0);
    for mail in mails {
        fresh.database.settle_mail(&mail, &Settled::Sent, second(20)).await.unwrap();
    }
    assert_eq!(free(&again, 1, 9999, 20).await, 0);
}
