use std::collections::BTreeSet;

use domain::post::{LetterState, Purpose};
use domain::{
    channel::Channel,
    tally::{Stage, Stages},
};
use storage::Database;
use tests::steps::Steps as _;
use usecases::ports::{
    ActionReads as _, LetterReads as _, MailReads as _, PauseReads as _, Queued, Recorded, RelayLetter, StoreError, Writes,
};
use usecases::post::Settled;

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign, campaign_id, freely, letter, relay_letter, second},
};

on_both! {
    mails_are_claimed_when_they_are_due,
    a_claim_is_a_random_choice_of_those_that_are_longest_due,
    who_waits_for_a_mail_to_confirm_does_not_wait_for_letters,
    no_letter_of_a_paused_campaign_goes_out,
    a_claimed_mail_is_nobody_elses_until_its_lease_runs_out,
    who_lost_the_lease_cannot_settle,
    a_lease_that_ran_out_and_that_nobody_took_still_settles,
    two_nodes_never_claim_the_same_mail,
    a_sent_letter_is_accepted_and_counted_once,
    a_mail_to_be_tried_later_is_due_then,
    a_letter_given_up_tells_the_supporter_why,
    a_confirmation_given_up_leaves_the_letter_waiting,
    a_failure_notice_is_the_last_word,
    the_queue_shows_what_waits_then_what_failed,
    an_answer_that_cannot_be_stored_is_stored_without_what_cannot,
    a_letter_that_cannot_be_read_does_not_hold_up_the_others,
}

async fn stages(database: &Database) -> Stages {
    database.tally(&campaign_id("join-the-treaty")).await.unwrap().by_channel.get(&Channel::Relay).copied().unwrap_or_default()
}

/// Asks for letters of these numbers, and confirms them when the confirmations have gone out.
async fn confirmed(fresh: &Fresh, numbers: impl IntoIterator<Item = u64> + Clone) {
    for number in numbers.clone() {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
    }
    for mail in fresh.database.claim_mails(second(0), second(300), 1000).await.unwrap() {
        assert_eq!(fresh.database.settle_mail(&mail, &Settled::Sent, second(1)).await.unwrap(), Recorded::Now);
    }
    for number in numbers {
        fresh.database.confirm_relay(&letter(number), second(10)).await.unwrap();
    }
}

/// The one mail that is due, claimed for 300 seconds.
async fn claim_one(database: &Database, now: i64) -> Queued {
    let mut mails = database.claim_mails(second(now), second(now + 300), 10).await.unwrap();
    assert_eq!(mails.len(), 1, "{mails:?}");
    mails.remove(0)
}

fn names(mails: &[Queued]) -> Vec<String> {
    mails.iter().map(|mail| mail.letter.id.to_string()).collect()
}

fn sorted(mails: &[Queued]) -> Vec<String> {
    let mut names = names(mails);
    names.sort();
    names
}

async fn mails_are_claimed_when_they_are_due(fresh: &Fresh) {
    for (number, asked_at) in [(1, 30), (2, 10), (3, 20), (4, 50)] {
        fresh.database.ask_relay(&RelayLetter { asked_at: second(asked_at), ..relay_letter(number) }, &freely()).await.unwrap();
    }
    assert_eq!(fresh.database.claim_mails(second(9), second(300), 10).await.unwrap(), []);
    let first = fresh.database.claim_mails(second(20), second(300), 10).await.unwrap();
    assert_eq!(sorted(&first), [letter(2).to_string(), letter(3).to_string()]);
    assert!(first.iter().all(|mail| mail.attempts == 1 && mail.lost == 0 && mail.reason.is_none()));
    assert_eq!(names(&fresh.database.claim_mails(second(40), second(300), 2).await.unwrap()), [letter(1).to_string()]);
    assert_eq!(names(&fresh.database.claim_mails(second(50), second(300), 2).await.unwrap()), [letter(4).to_string()]);
    assert_eq!(fresh.database.claim_mails(second(60), second(300), 0).await.unwrap(), []);
}

async fn a_claim_is_a_random_choice_of_those_that_are_longest_due(fresh: &Fresh) {
    for number in 0..40 {
        let asked_at = second(i64::try_from(number).unwrap());
        fresh.database.ask_relay(&RelayLetter { asked_at, ..relay_letter(number) }, &freely()).await.unwrap();
    }
    // Four at a time, out of the twenty that are longest due.
    let mut taken = Vec::new();
    for _ in 0..5 {
        let claimed = fresh.database.claim_mails(second(100), second(300), 4).await.unwrap();
        assert_eq!(claimed.len(), 4);
        assert!(claimed.iter().all(|mail| mail.enqueued_at < second(40)), "{claimed:?}");
        taken.extend(claimed.iter().map(|mail| mail.enqueued_at));
    }
    let in_order: Vec<_> = (0..20).map(second).collect();
    assert_ne!(taken, in_order, "a mail that kills whoever takes it would always come with the same others");
    assert!(taken[..4].iter().all(|at| *at < second(20)), "nobody waits for ever: {taken:?}");
}

async fn who_waits_for_a_mail_to_confirm_does_not_wait_for_letters(fresh: &Fresh) {
    confirmed(fresh, 1..=9).await;
    fresh.database.ask_relay(&relay_letter(10), &freely()).await.unwrap();
    let writes: &dyn Writes = &fresh.database;
    let due = writes.write::<_, StoreError>(async |work| work.due_mails(second(999), 3).await).await.unwrap();
    let purposes: Vec<_> = due.iter().map(|due| due.key.purpose.as_str()).collect();
    assert_eq!(purposes, ["confirmation", "letter", "letter"]);
    assert_eq!(due[0].key.letter, letter(10).to_string());
}

async fn no_letter_of_a_paused_campaign_goes_out(fresh: &Fresh) {
    let letters = relay_letter(1).campaign.to_string();
    fresh.database.create_first_campaigns(&[campaign(&letters)], second(0)).await.unwrap();
    confirmed(fresh, [1]).await;
    fresh.tamper("UPDATE campaigns SET hold = 'paused'").await;
    let node = fresh.node().await;
    assert!(!node.is_any_due(second(400)).await.unwrap(), "nobody is woken for it");
    assert_eq!(node.claim_mails(second(400), second(600), 10).await.unwrap(), []);
    let id = campaign_id(&letters);
    let target = relay_letter(1).target;
    assert!(node.is_paused(&id, &target).await.unwrap(), "nor what was claimed before");
    let writes: &dyn Writes = &fresh.database;
    writes.write::<_, StoreError>(async |work| work.hold(&id, None, second(390)).await).await.unwrap();
    assert!(!node.is_paused(&id, &target).await.unwrap());
    assert!(node.is_any_due(second(400)).await.unwrap());
    let mail = claim_one(&node, 400).await;
    assert_eq!(names(std::slice::from_ref(&mail)), [letter(1).to_string()]);
    assert_eq!(mail.enqueued_at, second(390), "it is tried as long as one that was asked for now");
}

async fn a_claimed_mail_is_nobody_elses_until_its_lease_runs_out(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    let first = claim_one(&fresh.database, 0).await;
    let node = fresh.node().await;
    assert_eq!(node.claim_mails(second(299), second(600), 10).await.unwrap(), []);
    let again = claim_one(&node, 300).await;
    assert_eq!((again.attempts, again.lost, again.enqueued_at), (2, 1, first.enqueued_at));
    assert_ne!(again.claim, first.claim);
    assert_eq!(again.letter, first.letter);
}

async fn who_lost_the_lease_cannot_settle(fresh: &Fresh) {
    confirmed(fresh, [1]).await;
    let slow = claim_one(&fresh.database, 10).await;
    let quick = claim_one(&fresh.node().await, 310).await;
    for settled in [
        Settled::Sent,
        Settled::Later { due_at: second(9999), error: "late".to_owned() },
        Settled::Never { error: "late".to_owned() },
    ] {
        assert_eq!(fresh.database.settle_mail(&slow, &settled, second(320)).await.unwrap(), Recorded::Before);
    }
    assert_eq!(stages(&fresh.database).await[Stage::Accepted], 0);
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap().unwrap().state, LetterState::Sending);
    assert_eq!(fresh.database.settle_mail(&quick, &Settled::Sent, second(330)).await.unwrap(), Recorded::Now);
    assert_eq!(stages(&fresh.database).await[Stage::Accepted], 1);
}

async fn a_lease_that_ran_out_and_that_nobody_took_still_settles(fresh: &Fresh) {
    confirmed(fresh, [1]).await;
    let mail = claim_one(&fresh.database, 10).await;
    assert_eq!(fresh.database.settle_mail(&mail, &Settled::Sent, second(5000)).await.unwrap(), Recorded::Now);
    assert_eq!(claim_one(&fresh.database, 5001).await.purpose, Purpose::Copy, "and nothing else");
}

async fn two_nodes_never_claim_the_same_mail(fresh: &Fresh) {
    for number in 0..60 {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
    }
    let nodes = [fresh.database.clone(), fresh.node().await];
    // The same time to lease until on purpose: the lease must not be all that tells two claims apart.
    let claims = at_once((0..4).map(|worker| {
        let node = nodes[worker % 2].clone();
        async move {
            let mut mine = Vec::new();
            // A claim may come back empty while others hold what is due; stop when nothing is left to anybody.
            while mine.len() < 60 {
                let mails = node.claim_mails(second(0), second(300), 7).await.unwrap();
                if mails.is_empty() {
                    break;
                }
                mine.extend(names(&mails));
            }
            mine
        }
    }))
    .await
    .concat();
    let rest = fresh.database.claim_mails(second(0), second(300), 100).await.unwrap();
    let all: Vec<String> = claims.into_iter().chain(names(&rest)).collect();
    assert_eq!(all.len(), 60);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 60);
}

async fn a_sent_letter_is_accepted_and_counted_once(fresh: &Fresh) {
    confirmed(fresh, [1]).await;
    let mail = claim_one(&fresh.database, 10).await;
    assert_eq!((mail.purpose, mail.letter.state), (Purpose::Letter, LetterState::Queued));
    assert_eq!(fresh.database.settle_mail(&mail, &Settled::Sent, second(20)).await.unwrap(), Recorded::Now);
    assert_eq!(fresh.database.settle_mail(&mail, &Settled::Sent, second(30)).await.unwrap(), Recorded::Before);
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap().unwrap().state, LetterState::Accepted);
    assert_eq!(stages(&fresh.database).await, Stages::from([(Stage::Prepared, 1), (Stage::Confirmed, 1), (Stage::Accepted, 1)]));
    assert_eq!(fresh.database.actions_of(&letter(1)).await.unwrap().last().unwrap().at, second(20));
    let copy = claim_one(&fresh.database, 20).await;
    assert_eq!((copy.purpose, &copy.letter.body), (Purpose::Copy, &relay_letter(1).body), "its writer sees what was sent");
    fresh.database.settle_mail(&copy, &Settled::Sent, second(30)).await.unwrap();
    assert_eq!(fresh.database.queue(10).await.unwrap(), []);
    assert_eq!(fresh.database.claim_mails(second(9999), second(99999), 10).await.unwrap(), []);
}

async fn a_mail_to_be_tried_later_is_due_then(fresh: &Fresh) {
    confirmed(fresh, [1]).await;
    let mail = claim_one(&fresh.database, 10).await;
    let later = Settled::Later { due_at: second(80), error: "451 greylisted".to_owned() };
    assert_eq!(fresh.database.settle_mail(&mail, &later, second(20)).await.unwrap(), Recorded::Now);
    let row = fresh.database.queue(10).await.unwrap().remove(0);
    assert_eq!((row.due_at, row.attempts, row.failed), (second(80), 1, false));
    assert_eq!(row.last_error.as_deref(), Some("451 greylisted"));
    assert_eq!(fresh.database.claim_mails(second(79), second(300), 10).await.unwrap(), []);
    let again = claim_one(&fresh.database, 80).await;
    assert_eq!((again.attempts, again.enqueued_at), (2, second(10)));
    // What went wrong once does not come back as the reason of a letter that was sent.
    fresh.database.settle_mail(&again, &Settled::Sent, second(90)).await.unwrap();
    assert_eq!(stages(&fresh.database).await[Stage::Accepted], 1);
}

async fn a_letter_given_up_tells_the_supporter_why(fresh: &Fresh) {
    confirmed(fresh, [1]).await;
    let mail = claim_one(&fresh.database, 10).await;
    let never = Settled::Never { error: "550 no such user".to_owned() };
    assert_eq!(fresh.database.settle_mail(&mail, &never, second(20)).await.unwrap(), Recorded::Now);
    assert_eq!(fresh.database.settle_mail(&mail, &never, second(21)).await.unwrap(), Recorded::Before);
    assert_eq!(
        stages(&fresh.database).await,
        Stages::from([(Stage::Prepared, 1), (Stage::Confirmed, 1), (Stage::Bounced, 1)]),
        "not sent, after all"
    );
    let notice = claim_one(&fresh.database, 20).await;
    assert_eq!((notice.purpose, notice.attempts, notice.enqueued_at), (Purpose::FailureNotice, 1, second(20)));
    assert_eq!(notice.reason.as_deref(), Some("550 no such user"));
    assert_eq!(notice.letter, RelayLetter { state: LetterState::Failed, ..relay_letter(1) });
}

async fn a_confirmation_given_up_leaves_the_letter_waiting(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    let mail = claim_one(&fresh.database, 0).await;
    fresh.database.settle_mail(&mail, &Settled::Never { error: "550".to_owned() }, second(20)).await.unwrap();
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap(), Some(relay_letter(1)));
    assert_eq!(fresh.database.claim_mails(second(9999), second(99999), 10).await.unwrap(), []);
    let rows = fresh.database.queue(10).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].failed);
}

async fn a_failure_notice_is_the_last_word(fresh: &Fresh) {
    confirmed(fresh, [1, 2]).await;
    for mail in fresh.database.claim_mails(second(10), second(310), 10).await.unwrap() {
        fresh.database.settle_mail(&mail, &Settled::Never { error: "550".to_owned() }, second(20)).await.unwrap();
    }
    let notices = fresh.database.claim_mails(second(20), second(320), 10).await.unwrap();
    fresh.database.settle_mail(&notices[0], &Settled::Sent, second(30)).await.unwrap();
    fresh.database.settle_mail(&notices[1], &Settled::Never { error: "550".to_owned() }, second(30)).await.unwrap();
    assert_eq!(fresh.database.claim_mails(second(9999), second(99999), 10).await.unwrap(), []);
    assert_eq!(stages(&fresh.database).await[Stage::Accepted], 0);
    for number in [1, 2] {
        assert_eq!(fresh.database.relay_letter(&letter(number)).await.unwrap().unwrap().state, LetterState::Failed);
    }
}

async fn the_queue_shows_what_waits_then_what_failed(fresh: &Fresh) {
    for (number, asked_at) in [(1, 0), (2, 10), (3, 20), (4, 30)] {
        fresh.database.ask_relay(&RelayLetter { asked_at: second(asked_at), ..relay_letter(number) }, &freely()).await.unwrap();
    }
    for mail in fresh.database.claim_mails(second(10), second(310), 10).await.unwrap() {
        fresh.database.settle_mail(&mail, &Settled::Never { error: "550".to_owned() }, second(20)).await.unwrap();
    }
    let seen = |rows: Vec<usecases::ports::QueueRow>| rows.iter().map(|row| (row.due_at, row.failed)).collect::<Vec<_>>();
    let all = [(second(20), false), (second(30), false), (second(10), true), (second(0), true)];
    assert_eq!(seen(fresh.database.queue(10).await.unwrap()), all);
    assert_eq!(seen(fresh.database.queue(3).await.unwrap()), all[..3]);
    assert_eq!(seen(fresh.database.queue(1).await.unwrap()), all[..1]);
    assert_eq!(seen(fresh.database.queue(0).await.unwrap()), []);
}

async fn an_answer_that_cannot_be_stored_is_stored_without_what_cannot(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    let mail = claim_one(&fresh.database, 0).await;
    let error = format!("451 \0try\0 later {}", "é".repeat(5000));
    fresh.database.settle_mail(&mail, &Settled::Later { due_at: second(60), error }, second(20)).await.unwrap();
    let stored = fresh.database.queue(1).await.unwrap().remove(0).last_error.unwrap();
    assert!(stored.starts_with("451 try later é"), "{stored}");
    assert_eq!(stored.chars().count(), 1000);
}

async fn a_letter_that_cannot_be_read_does_not_hold_up_the_others(fresh: &Fresh) {
    for number in [1, 2] {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
    }
    fresh.tamper(&format!("UPDATE relay_letters SET language = 'Klingon' WHERE id = '{}'", letter(1))).await;
    assert_eq!(claim_one(&fresh.database, 0).await.letter, relay_letter(2));
    let failed = fresh.database.queue(10).await.unwrap().into_iter().find(|row| row.failed).unwrap();
    assert!(failed.last_error.unwrap().contains("language"));
    assert_eq!(fresh.database.purge_relay(second(1), second(0)).await.unwrap(), 2, "it goes when its time is over");
}
