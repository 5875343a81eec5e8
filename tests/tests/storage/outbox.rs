//! What the desk sees of the post.

use std::collections::BTreeMap;

use domain::post::{LetterState, Move, Purpose};
use storage::Database;
use tests::steps::Steps as _;
use usecases::{
    ports::{
        Act, AuditReads as _, LetterReads as _, MailReads as _, RelayLetter, StoreError, StoredLetter, Unit, WaitingMails, Writes,
    },
    post::Settled,
};

use crate::{
    fresh::Fresh,
    sample::{campaign_id, freely, letter, relay_letter, second},
};

on_both! {
    letters_are_counted_by_their_state_in_one_campaign_or_all,
    mails_that_wait_are_counted_by_purpose_with_the_next_one,
    mails_that_were_not_taken_come_with_those_to_be_tried_again_first,
    held_letters_come_in_the_order_in_which_they_were_held,
    a_held_letter_that_cannot_be_read_has_its_id_and_the_error,
    a_letter_is_held_from_when_it_was_held_however_long_ago_it_was_confirmed,
    the_last_decision_on_a_letter_is_found,
}

const OTHER: &str = "another-treaty";

async fn write<T: Send>(database: &Database, work: impl AsyncFnOnce(&mut Unit) -> Result<T, StoreError>) -> T {
    let writes: &dyn Writes = database;
    writes.write(work).await.unwrap()
}

fn of(campaign: &str, number: u64) -> RelayLetter {
    RelayLetter { campaign: campaign_id(campaign), ..relay_letter(number) }
}

async fn asked(fresh: &Fresh, letter: RelayLetter) {
    fresh.database.ask_relay(&letter, &freely()).await.unwrap();
}

/// Letters that are held from that second on.
async fn held(fresh: &Fresh, letter: RelayLetter, at: i64) {
    let id = letter.id.clone();
    asked(fresh, RelayLetter { review: "links".to_owned(), ..letter }).await;
    fresh.database.confirm_relay(&id, second(at)).await.unwrap();
}

fn ids(rows: &[StoredLetter]) -> Vec<String> {
    rows.iter().map(|row| row.id.clone()).collect()
}

fn named(numbers: &[u64]) -> Vec<String> {
    numbers.iter().map(|number| letter(*number).to_string()).collect()
}

async fn letters_are_counted_by_their_state_in_one_campaign_or_all(fresh: &Fresh) {
    assert!(fresh.database.letters_by_state(None).await.unwrap().is_empty());
    for (number, campaign) in [(1, "join-the-treaty"), (2, "join-the-treaty"), (3, OTHER)] {
        asked(fresh, of(campaign, number)).await;
    }
    held(fresh, of("join-the-treaty", 4), 1).await;
    fresh.database.confirm_relay(&letter(1), second(1)).await.unwrap();
    let one = |waiting, queued, held| {
        let states = [(LetterState::AwaitingConfirmation, waiting), (LetterState::Queued, queued), (LetterState::Held, held)];
        states.into_iter().filter(|(_, count)| *count > 0).collect::<BTreeMap<_, u64>>()
    };
    let of_campaign = async |id: &str| fresh.database.letters_by_state(Some(&campaign_id(id))).await.unwrap();
    assert_eq!(of_campaign("join-the-treaty").await, one(1, 1, 1));
    assert_eq!(of_campaign(OTHER).await, one(1, 0, 0));
    assert_eq!(fresh.database.letters_by_state(None).await.unwrap(), one(2, 1, 1));
    assert_eq!(fresh.database.held_counts().await.unwrap(), BTreeMap::from([(campaign_id("join-the-treaty"), 1)]));
    fresh.tamper("UPDATE relay_letters SET state = 'of a newer program' WHERE state = 'queued'").await;
    assert_eq!(of_campaign("join-the-treaty").await, one(1, 0, 1));
}

async fn mails_that_wait_are_counted_by_purpose_with_the_next_one(fresh: &Fresh) {
    for (number, campaign, at) in [(1, "join-the-treaty", 30), (2, "join-the-treaty", 10), (3, OTHER, 5)] {
        asked(fresh, RelayLetter { asked_at: second(at), ..of(campaign, number) }).await;
    }
    let waiting = |purpose, mails, next: i64| WaitingMails { purpose, mails, next_at: second(next) };
    let of_campaign = async |id: &str| fresh.database.waiting_mails(Some(&campaign_id(id))).await.unwrap();
    assert_eq!(of_campaign("join-the-treaty").await, [waiting(Purpose::Confirmation, 2, 10)]);
    assert_eq!(fresh.database.waiting_mails(None).await.unwrap(), [waiting(Purpose::Confirmation, 3, 5)]);
    for mail in fresh.database.claim_mails(second(30), second(300), 10).await.unwrap() {
        fresh.database.settle_mail(&mail, &Settled::Sent, second(30)).await.unwrap();
    }
    fresh.database.confirm_relay(&letter(1), second(40)).await.unwrap();
    write(&fresh.database, async |work| work.queue_reminders(second(9999), second(50)).await).await;
    assert_eq!(of_campaign("join-the-treaty").await, [waiting(Purpose::Reminder, 1, 50), waiting(Purpose::Letter, 1, 40)]);
    assert_eq!(of_campaign(OTHER).await, [waiting(Purpose::Reminder, 1, 50)]);
    // What is put back into the queue has its campaign, too.
    let id = letter(3);
    write(&fresh.database, async |work| work.requeue(&id, Purpose::Letter, second(60)).await).await;
    assert_eq!(of_campaign(OTHER).await[1], waiting(Purpose::Letter, 1, 60));
}

async fn mails_that_were_not_taken_come_with_those_to_be_tried_again_first(fresh: &Fresh) {
    for number in 1..=4 {
        asked(fresh, of("join-the-treaty", number)).await;
        fresh.database.confirm_relay(&letter(number), second(0)).await.unwrap();
    }
    asked(fresh, of(OTHER, 5)).await;
    let mut mails = fresh.database.claim_mails(second(0), second(300), 100).await.unwrap();
    mails.sort_by_key(|mail| mail.letter.id.to_string());
    for mail in mails {
        let error = format!("said of {}", mail.letter.id);
        let settled = match (mail.letter.id.as_str().as_bytes()[31], mail.purpose) {
            (b'1', Purpose::Letter) => Settled::Later { due_at: second(900), error },
            (b'2', Purpose::Letter) => Settled::Later { due_at: second(800), error },
            (b'3', Purpose::Letter) | (b'5', _) => Settled::Never { error },
            (b'4', Purpose::Letter) => Settled::Frozen { error },
            _ => Settled::Sent,
        };
        fresh.database.settle_mail(&mail, &settled, second(1)).await.unwrap();
    }
    let errors = async |of: Option<&str>, limit| {
        let of = of.map(campaign_id);
        let rows = fresh.database.troubled_mails(of.as_ref(), limit).await.unwrap();
        rows.into_iter().map(|row| (row.failed, row.last_error.unwrap())).collect::<Vec<_>>()
    };
    let said = |failed, number| (failed, format!("said of {}", letter(number)));
    assert_eq!(errors(Some("join-the-treaty"), 10).await, [said(false, 2), said(false, 1), said(true, 3)], "one is held");
    assert_eq!(errors(Some(OTHER), 10).await, [said(true, 5)]);
    assert_eq!(errors(None, 10).await.len(), 4);
    assert_eq!(errors(None, 1).await, [said(false, 2)]);
    assert_eq!(errors(None, 0).await, []);
}

async fn held_letters_come_in_the_order_in_which_they_were_held(fresh: &Fresh) {
    for (number, campaign, at) in [(1, "join-the-treaty", 30), (2, OTHER, 20), (3, "join-the-treaty", 10)] {
        held(fresh, of(campaign, number), at).await;
    }
    let of_campaign = campaign_id("join-the-treaty");
    let all = fresh.database.held_letters(None, 0, 10).await.unwrap();
    assert_eq!(ids(&all), named(&[3, 2, 1]));
    assert_eq!((all[0].held_for.as_str(), all[0].held_at), ("links", Some(second(10))));
    assert_eq!(all[0].letter.as_ref().unwrap().state, LetterState::Held);
    assert_eq!(ids(&fresh.database.held_letters(None, 1, 1).await.unwrap()), named(&[2]));
    assert_eq!(ids(&fresh.database.held_letters(Some(&of_campaign), 0, 10).await.unwrap()), named(&[3, 1]));
    let stored = fresh.database.stored_letter(&letter(1)).await.unwrap().unwrap();
    assert_eq!((stored.id, stored.campaign.as_str()), (letter(1).to_string(), "join-the-treaty"));
    assert!(fresh.database.stored_letter(&letter(9)).await.unwrap().is_none());
}

async fn a_held_letter_that_cannot_be_read_has_its_id_and_the_error(fresh: &Fresh) {
    for number in [1, 2] {
        held(fresh, relay_letter(number), 10).await;
    }
    fresh.tamper(&format!("UPDATE relay_letters SET country = 'nowhere' WHERE id = '{}'", letter(1))).await;
    let rows = fresh.database.held_letters(None, 0, 10).await.unwrap();
    assert_eq!(ids(&rows), named(&[1, 2]));
    assert!(rows[0].letter.as_ref().unwrap_err().source.to_string().contains("country") && rows[1].letter.is_ok());
    assert_eq!(ids(&fresh.database.undecided_letters(second(11), 10).await.unwrap()).len(), 2, "none hides the others");
}

async fn a_letter_is_held_from_when_it_was_held_however_long_ago_it_was_confirmed(fresh: &Fresh) {
    asked(fresh, relay_letter(1)).await;
    fresh.database.confirm_relay(&letter(1), second(0)).await.unwrap();
    let id = letter(1);
    assert!(write(&fresh.database, async |work| work.move_letter(&id, Move::Freeze, second(5000)).await).await);
    assert!(fresh.database.undecided_letters(second(5000), 10).await.unwrap().is_empty());
    assert_eq!(ids(&fresh.database.undecided_letters(second(5001), 10).await.unwrap()), named(&[1]));
}

async fn the_last_decision_on_a_letter_is_found(fresh: &Fresh) {
    assert_eq!(fresh.database.decision_on(&letter(1)).await.unwrap(), None);
    let campaign = campaign_id("join-the-treaty");
    let holder = tests::steps::rights::<usecases::desk::ReviewLetters>(&campaign).unwrap().holder().clone();
    for (at, number) in [(1, 1), (3, 1), (2, 2)] {
        let letter = letter(number);
        let act = if at == 3 {
            Act::RejectedLetter { campaign: campaign.clone(), letter }
        } else {
            Act::ApprovedLetter { campaign: campaign.clone(), letter }
        };
        write(&fresh.database, async |work| {
            work.audit(&holder, act, second(at));
            Ok(())
        })
        .await;
    }
    let decided = fresh.database.decision_on(&letter(1)).await.unwrap().unwrap();
    assert_eq!((decided.at, decided.kind.as_str()), (second(3), "rejected_letter"));
    assert_eq!(decided.by.as_ref(), Some(holder.email()));
}
