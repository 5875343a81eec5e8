//! The life of a letter in the database: moves, claims, and what follows by itself.

use domain::{
    channel::Channel,
    checked::LetterId,
    post::{LetterState, Move, Purpose, Reply},
    tally::{Stage, Stages},
};
use storage::Database;
use tests::steps::{Asked, Steps as _};
use usecases::{
    Refusal,
    ports::{ActionReads as _, LetterReads as _, Queued, RelayLetter, Replies, StoreError, Unit, Writes},
    post::{Asking, MailboxNames, Settled},
};

use crate::{
    fresh::Fresh,
    sample::{campaign_id, email, freely, letter, relay_letter, second},
};

on_both! {
    a_letter_moves_only_as_the_picture_shows,
    a_claim_lives_as_long_as_its_holder_says_so,
    a_mail_that_was_not_tried_is_handed_back_as_it_was,
    a_letter_that_went_wrong_is_held_until_an_organiser_approves_it,
    a_letter_to_review_is_held_when_it_is_confirmed,
    whoever_does_not_confirm_is_reminded_once,
    nobody_is_reminded_of_a_mail_that_did_not_reach_them,
    whoever_wants_it_is_asked_once,
    a_letter_is_quiet_two_days_after_a_mail_server_took_it,
    the_first_reply_counts,
    replies_are_counted_for_each_campaign_and_outlive_the_letters,
    a_mailbox_that_wants_no_mail_is_remembered_for_its_campaign,
    what_is_asked_for_at_the_moment_at_which_its_mailbox_says_no_is_refused,
    only_what_awaits_a_yes_from_that_mailbox_in_that_campaign_is_disowned,
    an_address_has_confirmed_when_one_of_its_letters_was,
}

async fn write<T: Send>(database: &Database, work: impl AsyncFnOnce(&mut Unit) -> Result<T, StoreError>) -> T {
    let writes: &dyn Writes = database;
    writes.write(work).await.unwrap()
}

async fn state(database: &Database, number: u64) -> LetterState {
    database.relay_letter(&letter(number)).await.unwrap().unwrap().state
}

/// Asks for a letter.
async fn asked(fresh: &Fresh, letter: RelayLetter) {
    fresh.database.ask_relay(&letter, &freely()).await.unwrap();
}

/// Sends everything that is due, at that second, and says what it was for.
async fn send_all(fresh: &Fresh, at: i64) -> Vec<Purpose> {
    let mails = fresh.database.claim_mails(second(at), second(at + 300), 1000).await.unwrap();
    for mail in &mails {
        fresh.database.settle_mail(mail, &Settled::Sent, second(at)).await.unwrap();
    }
    mails.iter().map(|mail| mail.purpose).collect()
}

async fn accepted(fresh: &Fresh, letter: RelayLetter, at: i64) {
    let id = letter.id.clone();
    asked(fresh, letter).await;
    send_all(fresh, 0).await;
    fresh.database.confirm_relay(&id, second(0)).await.unwrap();
    assert_eq!(send_all(fresh, at).await, [Purpose::Letter]);
    assert_eq!(send_all(fresh, at).await, [Purpose::Copy]);
}

async fn claim_one(database: &Database, now: i64) -> Queued {
    let mut mails = database.claim_mails(second(now), second(now + 300), 10).await.unwrap();
    assert_eq!(mails.len(), 1, "{mails:?}");
    mails.remove(0)
}

async fn queue_reminders(fresh: &Fresh, asked_before: i64) -> u64 {
    let before = second(asked_before);
    write(&fresh.database, async |work| work.queue_reminders(before, before).await).await
}

async fn a_letter_moves_only_as_the_picture_shows(fresh: &Fresh) {
    asked(fresh, relay_letter(1)).await;
    let id = letter(1);
    for from in LetterState::ALL {
        for change in Move::ALL {
            fresh.tamper(&format!("UPDATE relay_letters SET state = '{}'", from.as_str())).await;
            let moved = write(&fresh.database, async |work| work.move_letter(&id, change, second(1)).await).await;
            assert_eq!(moved, change.of(from).is_some(), "{change:?} from {from:?}");
            assert_eq!(state(&fresh.database, 1).await, change.of(from).unwrap_or(from), "{change:?} from {from:?}");
        }
    }
}

async fn a_claim_lives_as_long_as_its_holder_says_so(fresh: &Fresh) {
    asked(fresh, relay_letter(1)).await;
    let mail = claim_one(&fresh.database, 0).await;
    assert!(write(&fresh.database, async |work| work.extend_lease(&mail, second(900)).await).await);
    let node = fresh.node().await;
    assert_eq!(node.claim_mails(second(899), second(1200), 10).await.unwrap(), []);
    let other = claim_one(&node, 900).await;
    assert!(!write(&fresh.database, async |work| work.extend_lease(&mail, second(9999)).await).await, "it is somebody else's");
    assert!(write(&node, async |work| work.extend_lease(&other, second(1300)).await).await);
}

async fn a_mail_that_was_not_tried_is_handed_back_as_it_was(fresh: &Fresh) {
    asked(fresh, relay_letter(1)).await;
    send_all(fresh, 0).await;
    fresh.database.confirm_relay(&letter(1), second(0)).await.unwrap();
    for _ in 0..5 {
        let mail = claim_one(&fresh.database, 0).await;
        assert_eq!((mail.attempts, mail.lost, state(&fresh.database, 1).await), (1, 0, LetterState::Sending));
        fresh.database.settle_mail(&mail, &Settled::Untried, second(0)).await.unwrap();
        assert_eq!(state(&fresh.database, 1).await, LetterState::Queued);
    }
}

async fn a_letter_that_went_wrong_is_held_until_an_organiser_approves_it(fresh: &Fresh) {
    asked(fresh, relay_letter(1)).await;
    send_all(fresh, 0).await;
    fresh.database.confirm_relay(&letter(1), second(0)).await.unwrap();
    let mail = claim_one(&fresh.database, 0).await;
    let frozen = Settled::Frozen { error: "nobody expected it".to_owned() };
    fresh.database.settle_mail(&mail, &frozen, second(1)).await.unwrap();
    assert_eq!(state(&fresh.database, 1).await, LetterState::Held);
    assert_eq!(send_all(fresh, 99_999).await, [], "neither the letter nor a word about it");
    let id = letter(1);
    write(&fresh.database, async |work| {
        assert!(work.move_letter(&id, Move::Approve, second(100)).await?);
        work.requeue(&id, Purpose::Letter, second(100)).await
    })
    .await;
    let again = claim_one(&fresh.database, 100).await;
    assert_eq!((again.purpose, again.attempts, again.lost, again.enqueued_at), (Purpose::Letter, 1, 0, second(100)));
}

async fn a_letter_to_review_is_held_when_it_is_confirmed(fresh: &Fresh) {
    asked(fresh, RelayLetter { review: "links".to_owned(), ..relay_letter(1) }).await;
    send_all(fresh, 0).await;
    fresh.database.confirm_relay(&letter(1), second(10)).await.unwrap();
    assert_eq!(state(&fresh.database, 1).await, LetterState::Held);
    assert_eq!(send_all(fresh, 99_999).await, []);
    let counted = fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap().by_channel[&Channel::Relay];
    assert_eq!(counted, Stages::from([(Stage::Prepared, 1), (Stage::Confirmed, 1)]));
    assert!(fresh.database.undecided_letters(second(10), 10).await.unwrap().is_empty());
    let undecided = fresh.database.undecided_letters(second(11), 10).await.unwrap();
    assert_eq!(undecided.into_iter().map(|held| held.id).collect::<Vec<_>>(), [letter(1).to_string()]);
}

async fn whoever_does_not_confirm_is_reminded_once(fresh: &Fresh) {
    for number in [1, 2] {
        asked(fresh, relay_letter(number)).await;
    }
    asked(fresh, RelayLetter { asked_at: second(50), ..relay_letter(3) }).await;
    send_all(fresh, 50).await;
    fresh.database.confirm_relay(&letter(2), second(60)).await.unwrap();
    assert_eq!(queue_reminders(fresh, 0).await, 0);
    assert_eq!(queue_reminders(fresh, 50).await, 1, "one has confirmed, one has time");
    assert_eq!(queue_reminders(fresh, 50).await, 0);
    assert_eq!(queue_reminders(fresh, 51).await, 1);
    let mut mails = fresh.database.claim_mails(second(60), second(300), 10).await.unwrap();
    mails.retain(|mail| mail.purpose == Purpose::Reminder);
    assert_eq!(mails.len(), 2);
    for mail in &mails {
        fresh.database.settle_mail(mail, &Settled::Sent, second(61)).await.unwrap();
    }
    assert_eq!(queue_reminders(fresh, 9999).await, 0, "never again");
}

async fn nobody_is_reminded_of_a_mail_that_did_not_reach_them(fresh: &Fresh) {
    asked(fresh, relay_letter(1)).await;
    assert_eq!(queue_reminders(fresh, 100).await, 0, "it has not left yet");
    let mail = claim_one(&fresh.database, 0).await;
    fresh.database.settle_mail(&mail, &Settled::Never { error: "550".to_owned() }, second(1)).await.unwrap();
    assert_eq!(queue_reminders(fresh, 100).await, 0, "there is no such mailbox");
}

async fn whoever_wants_it_is_asked_once(fresh: &Fresh) {
    accepted(fresh, RelayLetter { ask_later: true, ..relay_letter(1) }, 10).await;
    accepted(fresh, relay_letter(2), 10).await;
    let queue =
        async |before: i64| write(&fresh.database, async |work| work.queue_questions(second(before), second(before)).await).await;
    assert_eq!(queue(10).await, 0);
    assert_eq!(queue(11).await, 1);
    assert_eq!(send_all(fresh, 11).await, [Purpose::Question]);
    assert_eq!(queue(9999).await, 0);
}

async fn a_letter_is_quiet_two_days_after_a_mail_server_took_it(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 10).await;
    // A local mailbox kept the other one: nobody took it.
    asked(fresh, relay_letter(2)).await;
    send_all(fresh, 10).await;
    fresh.database.confirm_relay(&letter(2), second(10)).await.unwrap();
    let kept = claim_one(&fresh.database, 10).await;
    fresh.database.settle_mail(&kept, &Settled::Kept, second(10)).await.unwrap();
    assert_eq!(state(&fresh.database, 2).await, LetterState::Accepted);
    let quiet = async |since: i64| {
        let letters = fresh.database.quiet_letters(second(since), 10).await.unwrap();
        letters.into_iter().map(|quiet| LetterId::parse(&quiet.id).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(quiet(9).await, []);
    assert_eq!(quiet(10).await, [letter(1)]);
    let id = letter(1);
    write(&fresh.database, async |work| work.move_letter(&id, Move::Settle, second(20)).await).await;
    assert_eq!(quiet(9999).await, []);
    assert_eq!(
        fresh.database.purge_relay(second(0), second(11)).await.unwrap(),
        2,
        "kept from when it was accepted, not settled"
    );
}

async fn the_first_reply_counts(fresh: &Fresh) {
    asked(fresh, relay_letter(1)).await;
    let id = letter(1);
    let add = async |reply| write(&fresh.database, async |work| work.add_reply(&id, reply).await).await;
    assert!(add(Reply::NotReally).await);
    assert!(!add(Reply::NotReally).await);
    assert!(!add(Reply::Yes).await);
}

async fn replies_are_counted_for_each_campaign_and_outlive_the_letters(fresh: &Fresh) {
    let (one, other) = (campaign_id("join-the-treaty"), campaign_id("another-treaty"));
    asked(fresh, relay_letter(1)).await;
    for reply in [None, Some(Reply::Yes), None, Some(Reply::No), None, Some(Reply::Yes)] {
        write(&fresh.database, async |work| work.count_reply(&one, reply).await).await;
    }
    fresh.tamper("DELETE FROM relay_letters").await;
    let replies = Replies { asked: 3, replies: [(Reply::Yes, 2), (Reply::No, 1)].into() };
    assert_eq!(fresh.database.replies(&one).await.unwrap(), replies);
    assert_eq!(fresh.database.replies(&other).await.unwrap(), Replies::default());
}

async fn a_mailbox_that_wants_no_mail_is_remembered_for_its_campaign(fresh: &Fresh) {
    let (one, other) = (campaign_id("join-the-treaty"), campaign_id("another-treaty"));
    for _ in 0..2 {
        write(&fresh.database, async |work| work.disown(&one, "digest", second(0)).await).await;
    }
    assert!(fresh.database.is_disowned(&one, ["digest", "earlier"]).await.unwrap());
    assert!(fresh.database.is_disowned(&one, ["another", "digest"]).await.unwrap(), "by the name that it had before");
    assert!(!fresh.database.is_disowned(&one, ["another", "earlier"]).await.unwrap());
    assert!(!fresh.database.is_disowned(&other, ["digest", "earlier"]).await.unwrap());
}

async fn an_address_has_confirmed_when_one_of_its_letters_was(fresh: &Fresh) {
    asked(fresh, relay_letter(1)).await;
    let has = async |address: &str| fresh.database.has_confirmed(&email(address), "lucja@post.example").await.unwrap();
    assert!(!has("lucja@post.example").await);
    fresh.database.confirm_relay(&letter(1), second(1)).await.unwrap();
    assert!(has("lucja@post.example").await);
    assert!(!has("lucja+b@post.example").await, "another address of the mailbox");
    assert!(!fresh.database.has_confirmed(&email("ada@post.example"), "ada@post.example").await.unwrap());
}

async fn what_is_asked_for_at_the_moment_at_which_its_mailbox_says_no_is_refused(fresh: &Fresh) {
    let one = campaign_id("join-the-treaty");
    let names =
        MailboxNames { disowned: "a name".to_owned(), disowned_before: "its name before".to_owned(), ..MailboxNames::default() };
    let asking = Asking { names: names.clone(), ..freely() };
    assert_eq!(fresh.database.ask_relay(&relay_letter(1), &asking).await.unwrap(), Asked::Now);
    for (number, name) in [(2, names.disowned), (3, names.disowned_before)] {
        write(&fresh.database, async |work| work.disown(&one, &name, second(0)).await).await;
        let refused = fresh.database.ask_relay(&relay_letter(number), &asking).await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))), "{refused:?}");
        assert_eq!(fresh.database.relay_letter(&letter(number)).await.unwrap(), None);
        fresh.rows("DELETE FROM disowned RETURNING mailbox").await;
    }
    let other = RelayLetter { campaign: campaign_id("another-treaty"), ..relay_letter(4) };
    assert_eq!(fresh.database.ask_relay(&other, &asking).await.unwrap(), Asked::Now);
}

async fn only_what_awaits_a_yes_from_that_mailbox_in_that_campaign_is_disowned(fresh: &Fresh) {
    for number in 1..=3 {
        asked(fresh, RelayLetter { email: email(&format!("lucja+{number}@post.example")), ..relay_letter(number) }).await;
    }
    asked(fresh, RelayLetter { email: email("ada@post.example"), ..relay_letter(4) }).await;
    asked(fresh, RelayLetter { campaign: campaign_id("another-treaty"), ..relay_letter(5) }).await;
    fresh.database.confirm_relay(&letter(3), second(1)).await.unwrap();
    let one = campaign_id("join-the-treaty");
    let disown = async || {
        let mut gone = write(&fresh.database, async |work| work.delete_disowned(&one, "lucja@post.example").await).await;
        gone.sort_by_key(|gone| gone.id.clone());
        gone.into_iter().map(|gone| gone.id).collect::<Vec<_>>()
    };
    assert_eq!(disown().await, [letter(1), letter(2)]);
    assert_eq!(disown().await, []);
    assert_eq!(fresh.rows("SELECT letter FROM mails WHERE purpose = 'confirmation'").await.len(), 3);
}
