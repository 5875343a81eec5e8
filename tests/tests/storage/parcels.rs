//! Letters of one day that go to a target in one mail.

use std::collections::BTreeSet;

use domain::{
    campaign::{Campaign, Pace},
    channel::Channel,
    checked::Token,
    post::{LetterState, Move, Purpose, returned::ReturnClass},
    tally::{Stage, Stages},
};
use storage::Database;
use tests::steps::Steps as _;
use usecases::{
    ports::{
        ActionReads as _, Lease, LetterReads as _, MailReads as _, PaceReads as _, Queued, RelayLetter, StoreError, Unit, Writes,
    },
    post::{self, Settled, TakenIn},
};

use crate::{
    fresh::{Fresh, at_once},
    paces::{MONDAY, timetable},
    returns::{path_of, report, returns},
    sample::{campaign, campaign_id, email, freely, letter, relay_letter, second},
};

on_both! {
    the_letters_of_a_day_leave_in_one_mail_and_each_is_counted,
    a_parcel_that_was_tried_stays_as_it_is,
    a_letter_on_the_same_slot_comes_in_as_long_as_nobody_tried,
    a_letter_that_came_after_the_slot_is_accepted_when_its_mail_left,
    what_is_refused_comes_back_to_every_writer,
    a_bounce_tells_every_writer_and_counts_as_one_for_the_address,
    a_mail_that_comes_back_before_all_its_letters_are_accepted_has_to_come_again,
    a_delayed_mail_delays_all_its_letters,
    what_nobody_can_explain_holds_all_letters_and_each_is_decided_on,
    a_parcel_whose_holder_died_is_sent_with_the_same_letters,
    a_letter_that_was_held_meanwhile_stays_out,
    a_letter_that_cannot_be_read_is_left_behind,
    letters_whose_first_cannot_be_read_wait_by_themselves,
    a_full_parcel_is_followed_by_another,
    another_mailbox_makes_another_parcel,
    letters_that_wait_come_together_and_part_when_the_pace_says_so,
    every_letter_is_in_one_mail_however_many_nodes_there_are,
}

const TUESDAY: i64 = MONDAY + 24 * 60 * 60;

async fn write<T>(fresh: &Fresh, writes: impl AsyncFnOnce(&mut Unit) -> Result<T, StoreError>) -> T {
    let all: &dyn Writes = &fresh.database;
    all.write(writes).await.unwrap()
}

/// A campaign whose offices get one mail a day.
fn daily() -> Campaign {
    let mut campaign = campaign("join-the-treaty");
    campaign.document.pace = Pace { digest: true, ..Pace::default() };
    campaign
}

async fn with_campaign(fresh: &Fresh, campaign: Campaign) {
    fresh.database.create_first_campaigns(&[campaign], second(0)).await.unwrap();
}

async fn asked(fresh: &Fresh, letter: &RelayLetter) {
    fresh.database.ask_relay(letter, &freely()).await.unwrap();
    fresh.tamper("DELETE FROM mails WHERE purpose = 'confirmation'").await;
}

/// Letters of these numbers, confirmed then.
async fn confirmed(fresh: &Fresh, numbers: impl IntoIterator<Item = u64>, at: i64) {
    for number in numbers {
        asked(fresh, &relay_letter(number)).await;
        confirm(&fresh.database, &relay_letter(number), at).await;
    }
}

async fn confirm(node: &Database, letter: &RelayLetter, at: i64) {
    post::confirm_letter(node, Some(&timetable(node, 0)), letter, None, second(at)).await.unwrap();
}

/// What a node takes at that moment.
async fn claim(node: &Database, name: u8, now: i64) -> Vec<Queued> {
    claim_until(node, name, now, now + 180).await
}

async fn claim_until(node: &Database, name: u8, now: i64, until: i64) -> Vec<Queued> {
    let claim = Token::from_bytes([name; 16]);
    let lease = Lease { node: claim.clone(), claim, until: second(until) };
    post::claim(node, node, Some(&timetable(node, 0)), &lease, second(now), 20).await.unwrap().mails
}

/// The mail to the target that is taken at that moment; what goes to writers is out of the way.
async fn claim_one(fresh: &Fresh, now: i64) -> Queued {
    // Each claim has a name of its own.
    let mut mails = claim(&fresh.database, u8::try_from(now % 251).unwrap(), now).await;
    mails.retain(|mail| mail.purpose == Purpose::Letter);
    assert_eq!(mails.len(), 1, "{mails:?}");
    mails.remove(0)
}

async fn settle(fresh: &Fresh, mail: &Queued, settled: Settled, at: i64) {
    fresh.database.settle_mail(mail, &settled, second(at)).await.unwrap();
}

fn ids(mail: &Queued) -> BTreeSet<String> {
    mail.letters().map(|letter| letter.id.to_string()).collect()
}

fn named(numbers: impl IntoIterator<Item = u64>) -> BTreeSet<String> {
    numbers.into_iter().map(|number| letter(number).to_string()).collect()
}

async fn states(fresh: &Fresh, numbers: impl IntoIterator<Item = u64>) -> Vec<LetterState> {
    let mut states = Vec::new();
    for number in numbers {
        states.push(fresh.database.relay_letter(&letter(number)).await.unwrap().unwrap().state);
    }
    states
}

async fn counted(fresh: &Fresh) -> Stages {
    fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap().by_channel[&Channel::Relay]
}

/// How many mails of a purpose wait.
async fn waiting(fresh: &Fresh, purpose: Purpose) -> u64 {
    let waiting = fresh.database.waiting_mails(None).await.unwrap();
    waiting.iter().find(|mails| mails.purpose == purpose).map_or(0, |mails| mails.mails)
}

async fn the_letters_of_a_day_leave_in_one_mail_and_each_is_counted(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=3, 0).await;
    let waits = fresh.database.waiting(&campaign_id("join-the-treaty")).await.unwrap();
    assert_eq!((waits.len(), waits[0].letters, waits[0].due_at), (1, 3, second(MONDAY)));
    assert!(!fresh.database.is_any_due(second(MONDAY - 1)).await.unwrap());
    let mail = claim_one(fresh, MONDAY).await;
    assert_eq!(ids(&mail), named(1..=3));
    assert_eq!(mail.others.iter().map(|letter| letter.id.clone()).collect::<Vec<_>>(), [letter(2), letter(3)]);
    assert_eq!(states(fresh, 1..=3).await, [LetterState::Sending; 3]);
    settle(fresh, &mail, Settled::Sent, MONDAY + 1).await;
    assert_eq!(states(fresh, 1..=3).await, [LetterState::Accepted; 3]);
    assert_eq!(counted(fresh).await, Stages::from([(Stage::Prepared, 3), (Stage::Confirmed, 3), (Stage::Accepted, 3)]));
    let copies = claim(&fresh.database, 2, MONDAY + 2).await;
    assert_eq!(copies.iter().map(|mail| mail.purpose).collect::<Vec<_>>(), [Purpose::Copy; 3]);
    assert!(
        copies.iter().all(|copy| copy.left_with_others && copy.others.is_empty() && copy.ended_at == Some(second(MONDAY + 1)))
    );
    assert_eq!(fresh.rows("SELECT state FROM mails WHERE purpose = 'letter'").await, ["sent"; 3]);
}

async fn a_parcel_that_was_tried_stays_as_it_is(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=2, 0).await;
    let mail = claim_one(fresh, MONDAY).await;
    let later = Settled::Later { due_at: second(MONDAY + 60), error: "451 not now".to_owned() };
    settle(fresh, &mail, later.clone(), MONDAY + 1).await;
    assert_eq!(states(fresh, 1..=2).await, [LetterState::Queued; 2]);
    confirmed(fresh, [3], MONDAY + 30).await;
    let again = claim_one(fresh, MONDAY + 60).await;
    assert_eq!((again.attempts, &again.letter.id, ids(&again)), (2, &mail.letter.id, named(1..=2)));
    settle(fresh, &again, later, MONDAY + 61).await;
    let third = claim_one(fresh, MONDAY + 120).await;
    assert_eq!(ids(&third), named(1..=2));
    settle(fresh, &third, Settled::Sent, MONDAY + 121).await;
    assert_eq!(ids(&claim_one(fresh, TUESDAY).await), named([3]));
}

async fn a_letter_on_the_same_slot_comes_in_as_long_as_nobody_tried(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=2, 0).await;
    let mail = claim_one(fresh, MONDAY).await;
    settle(fresh, &mail, Settled::Untried, MONDAY).await;
    confirmed(fresh, [3], MONDAY).await;
    assert_eq!(ids(&claim_one(fresh, MONDAY + 60).await), named(1..=3));
}

async fn what_is_refused_comes_back_to_every_writer(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=3, 0).await;
    let mail = claim_one(fresh, MONDAY).await;
    settle(fresh, &mail, Settled::Never { error: "550 no such user".to_owned() }, MONDAY).await;
    assert_eq!(states(fresh, 1..=3).await, [LetterState::Failed; 3]);
    assert_eq!(counted(fresh).await, Stages::from([(Stage::Prepared, 3), (Stage::Confirmed, 3), (Stage::Bounced, 3)]));
    let notices = claim(&fresh.database, 2, MONDAY).await;
    assert_eq!(notices.iter().map(|mail| mail.purpose).collect::<Vec<_>>(), [Purpose::FailureNotice; 3]);
    assert!(notices.iter().all(|notice| notice.reason.as_deref() == Some("550 no such user")), "{notices:?}");
    let troubled = fresh.database.troubled_mails(None, 10).await.unwrap();
    assert_eq!(troubled.len(), 1, "the desk shows one mail");
}

/// Its own slot would have been the next morning.
async fn a_letter_that_came_after_the_slot_is_accepted_when_its_mail_left(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, [1], 0).await;
    confirmed(fresh, [2], MONDAY + 60).await;
    let mail = claim_one(fresh, MONDAY + 120).await;
    assert_eq!(ids(&mail), named(1..=2));
    settle(fresh, &mail, Settled::Sent, MONDAY + 121).await;
    let copies = claim(&fresh.database, 3, MONDAY + 122).await;
    assert_eq!(
        copies.iter().map(|copy| (copy.purpose, copy.ended_at)).collect::<Vec<_>>(),
        [(Purpose::Copy, Some(second(MONDAY + 121))); 2]
    );
}

async fn a_bounce_tells_every_writer_and_counts_as_one_for_the_address(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    for number in 1..=3 {
        let writer = RelayLetter { email: email(&format!("ada{number}@post.example")), ..relay_letter(number) };
        asked(fresh, &writer).await;
        confirm(&fresh.database, &writer, 0).await;
    }
    let mail = claim_one(fresh, MONDAY).await;
    settle(fresh, &mail, Settled::Sent, MONDAY).await;
    let raw = report("failed", "5.1.1", "550 No such user, said ada1@post.example to Ada2@post.example");
    let to = path_of(fresh, &mail.letter, Purpose::Letter).await;
    for at in [100, 200] {
        let done = returns(fresh, MONDAY + at).receive(Some(&to), raw.as_bytes()).await.unwrap();
        assert_eq!(done, TakenIn::Done(ReturnClass::Hard));
    }
    assert_eq!(states(fresh, 1..=3).await, [LetterState::Bounced; 3]);
    assert_eq!(counted(fresh).await, Stages::from([(Stage::Prepared, 3), (Stage::Confirmed, 3), (Stage::Bounced, 3)]));
    assert_eq!(fresh.rows("SELECT letter FROM hard_bounces").await, [mail.letter.id.to_string()]);
    let notices = claim(&fresh.database, 2, MONDAY + 300).await;
    let why = Some("it came back: 550 No such user, said (left out) to (left out)");
    assert_eq!(notices.iter().filter(|notice| notice.reason.as_deref() == why).count(), 3, "{notices:?}");
}

/// A process may die between the letters of one mail: a hundred are accepted at a time.
async fn a_mail_that_comes_back_before_all_its_letters_are_accepted_has_to_come_again(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=3, 0).await;
    let mail = claim_one(fresh, MONDAY).await;
    post::settle(&fresh.database, &mail, &Settled::Sent, second(MONDAY)).await.unwrap();
    let first = mail.letter.id.clone();
    assert!(write(fresh, async |work| work.move_letter(&first, Move::Accept, second(MONDAY)).await).await);
    let to = path_of(fresh, &mail.letter, Purpose::Letter).await;
    let raw = report("failed", "5.1.1", "550 No such user");
    let receive = async || returns(fresh, MONDAY + 100).receive(Some(&to), raw.as_bytes()).await.unwrap();
    assert_eq!(receive().await, TakenIn::Later);
    assert_eq!(fresh.database.relay_letter(&first).await.unwrap().unwrap().state, LetterState::Accepted);
    post::accept_sent(&fresh.database).await.unwrap();
    assert_eq!(receive().await, TakenIn::Done(ReturnClass::Hard));
    assert_eq!(states(fresh, 1..=3).await, [LetterState::Bounced; 3]);
}

async fn a_delayed_mail_delays_all_its_letters(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=2, 0).await;
    let mail = claim_one(fresh, MONDAY).await;
    settle(fresh, &mail, Settled::Sent, MONDAY).await;
    let to = path_of(fresh, &mail.letter, Purpose::Letter).await;
    let raw = report("delayed", "4.4.1", "timed out");
    returns(fresh, MONDAY + 100).receive(Some(&to), raw.as_bytes()).await.unwrap();
    assert!(fresh.database.quiet_letters(second(MONDAY + 99), 10).await.unwrap().is_empty());
    assert_eq!(fresh.database.quiet_letters(second(MONDAY + 100), 10).await.unwrap().len(), 2);
}

async fn what_nobody_can_explain_holds_all_letters_and_each_is_decided_on(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=3, 0).await;
    let mail = claim_one(fresh, MONDAY).await;
    settle(fresh, &mail, Settled::Frozen { error: "it broke off".to_owned() }, MONDAY).await;
    assert_eq!(states(fresh, 1..=3).await, [LetterState::Held; 3]);
    let held = fresh.database.held_letters(None, 0, 10).await.unwrap();
    assert!(held.len() == 3 && held.iter().all(|held| held.held_for == "it broke off"), "{held:?}");
    for number in [1, 2] {
        let id = letter(number);
        write(fresh, async |work| {
            assert!(work.move_letter(&id, Move::Approve, second(MONDAY + 60)).await?);
            work.requeue(&id, Purpose::Letter, second(MONDAY + 60)).await
        })
        .await;
    }
    assert_eq!(claim(&fresh.database, 2, MONDAY + 60).await, [], "they wait for the next day");
    assert_eq!(ids(&claim_one(fresh, TUESDAY).await), named(1..=2));
    assert_eq!(states(fresh, [3]).await, [LetterState::Held]);
}

async fn a_parcel_whose_holder_died_is_sent_with_the_same_letters(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=2, 0).await;
    let mail = claim_one(fresh, MONDAY).await;
    confirmed(fresh, [3], MONDAY + 10).await;
    assert_eq!(claim(&fresh.database, 2, MONDAY + 100).await, []);
    let again = claim_one(fresh, MONDAY + 180).await;
    assert_eq!((again.lost, ids(&again)), (1, named(1..=2)));
    settle(fresh, &mail, Settled::Sent, MONDAY + 181).await;
    assert_eq!(states(fresh, 1..=2).await, [LetterState::Sending; 2], "who lost the claim settles nothing");
    settle(fresh, &again, Settled::Sent, MONDAY + 182).await;
    assert_eq!(states(fresh, 1..=2).await, [LetterState::Accepted; 2]);
    fresh.tamper("DELETE FROM mails WHERE purpose = 'copy'").await;
    // The last of its holders that may die with it.
    let mut mail = claim_one(fresh, TUESDAY).await;
    for death in 1..6 {
        mail = claim_one(fresh, TUESDAY + 180 * death).await;
    }
    assert_eq!((mail.lost, claim(&fresh.database, 2, TUESDAY + 180 * 6).await), (5, Vec::new()));
    assert_eq!(states(fresh, [3]).await, [LetterState::Held]);
}

async fn a_letter_that_was_held_meanwhile_stays_out(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=3, 0).await;
    let id = letter(2);
    assert!(write(fresh, async |work| work.move_letter(&id, Move::Freeze, second(1)).await).await);
    let mail = claim_one(fresh, MONDAY).await;
    assert_eq!(ids(&mail), named([1, 3]));
    settle(fresh, &mail, Settled::Sent, MONDAY).await;
    assert_eq!(states(fresh, 1..=3).await, [LetterState::Accepted, LetterState::Held, LetterState::Accepted]);
    write(fresh, async |work| {
        work.move_letter(&id, Move::Approve, second(MONDAY + 60)).await?;
        work.requeue(&id, Purpose::Letter, second(MONDAY + 60)).await
    })
    .await;
    assert_eq!(claim(&fresh.database, 2, MONDAY + 60).await.iter().filter(|mail| mail.purpose == Purpose::Letter).count(), 0);
    assert_eq!(ids(&claim_one(fresh, TUESDAY).await), named([2]));
}

async fn a_letter_that_cannot_be_read_is_left_behind(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=3, 0).await;
    fresh.tamper("UPDATE relay_letters SET country = '?' WHERE id LIKE '%2'").await;
    let mail = claim_one(fresh, MONDAY).await;
    assert_eq!(ids(&mail), named([1, 3]));
    let release = async |at: i64| write(fresh, async |work| work.release_left_behind(second(at)).await).await;
    assert_eq!(release(MONDAY + 1).await, 0, "the mail is still on its way");
    settle(fresh, &mail, Settled::Sent, MONDAY + 2).await;
    assert_eq!((release(MONDAY + 3).await, release(MONDAY + 4).await), (1, 0));
    claim(&fresh.database, 2, MONDAY + 5).await;
    assert_eq!(fresh.rows("SELECT state FROM relay_letters WHERE id LIKE '%2'").await, ["held"]);
}

async fn letters_whose_first_cannot_be_read_wait_by_themselves(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=3, 0).await;
    fresh.tamper("UPDATE relay_letters SET country = '?' WHERE id LIKE '%1'").await;
    assert_eq!(claim(&fresh.database, 1, MONDAY).await, []);
    assert_eq!(write(fresh, async |work| work.release_left_behind(second(MONDAY)).await).await, 2);
    // They come together again. The day's moment is there, so they leave.
    assert_eq!(claim(&fresh.database, 1, MONDAY + 1).await, []);
    assert_eq!(ids(&claim_one(fresh, MONDAY + 1).await), named(2..=3));
}

async fn a_full_parcel_is_followed_by_another(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, 1..=2, 0).await;
    fresh.tamper("UPDATE parcels SET letters = 199").await;
    confirmed(fresh, 3..=4, 0).await;
    fresh.tamper("UPDATE parcels SET bytes = 999990").await;
    confirmed(fresh, [5], 0).await;
    assert_eq!(waiting(fresh, Purpose::Letter).await, 3);
    let mut sent = BTreeSet::new();
    for minute in 0..3 {
        let mail = claim_one(fresh, MONDAY + 60 * minute).await;
        assert!(!fresh.database.is_any_due(second(MONDAY + 60 * minute)).await.unwrap(), "one after the other");
        settle(fresh, &mail, Settled::Kept, MONDAY + 60 * minute).await;
        sent.insert(ids(&mail));
    }
    assert_eq!(sent, BTreeSet::from([named(1..=3), named([4]), named([5])]));
}

async fn another_mailbox_makes_another_parcel(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    confirmed(fresh, [1], 0).await;
    let moved = RelayLetter { recipient: email("other@mission.test"), ..relay_letter(2) };
    asked(fresh, &moved).await;
    confirm(&fresh.database, &moved, 0).await;
    assert_eq!(waiting(fresh, Purpose::Letter).await, 2);
}

async fn letters_that_wait_come_together_and_part_when_the_pace_says_so(fresh: &Fresh) {
    with_campaign(fresh, daily()).await;
    // As a campaign without digests queues them.
    for number in 1..=4 {
        asked(fresh, &relay_letter(number)).await;
        fresh.database.confirm_relay(&letter(number), second(MONDAY + 60)).await.unwrap();
    }
    assert_eq!(claim(&fresh.database, 1, MONDAY + 60).await, []);
    assert_eq!(waiting(fresh, Purpose::Letter).await, 1);
    assert!(!fresh.database.is_any_due(second(TUESDAY - 1)).await.unwrap());
    write(fresh, async |work| work.drop_slots(&campaign_id("another"), None, second(MONDAY + 90)).await).await;
    assert_eq!(waiting(fresh, Purpose::Letter).await, 1);
    write(fresh, async |work| work.drop_slots(&campaign_id("join-the-treaty"), None, second(MONDAY + 90)).await).await;
    assert_eq!(waiting(fresh, Purpose::Letter).await, 4);
    assert!(fresh.database.is_any_due(second(MONDAY + 90)).await.unwrap());
    assert_eq!(claim(&fresh.database, 1, MONDAY + 90).await, []);
    assert_eq!(ids(&claim_one(fresh, TUESDAY).await), named(1..=4));
}

/// Confirms on one node while others send. What is confirmed at the moment at which the mail leaves is in this one or in
/// the next.
async fn every_letter_is_in_one_mail_however_many_nodes_there_are(fresh: &Fresh) {
    const LETTERS: u64 = 60;
    with_campaign(fresh, daily()).await;
    for number in 0..LETTERS {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
    }
    fresh.tamper("DELETE FROM mails WHERE purpose = 'confirmation'").await;
    let nodes = [fresh.database.clone(), fresh.node().await];
    let sent = at_once((0..6_u8).map(|worker| {
        let node = nodes[usize::from(worker) % 2].clone();
        async move {
            let mut sent: Vec<Vec<String>> = Vec::new();
            if worker < 3 {
                for number in (u64::from(worker)..LETTERS).step_by(3) {
                    confirm(&node, &relay_letter(number), MONDAY).await;
                }
            }
            // Each has a clock of its own, and nobody waits for another's lease to end.
            for minute in 0..30 {
                for mail in claim_until(&node, worker, MONDAY + 60 * minute, TUESDAY).await {
                    if mail.purpose == Purpose::Letter {
                        sent.push(mail.letters().map(|letter| letter.id.to_string()).collect());
                    }
                    node.settle_mail(&mail, &Settled::Sent, second(MONDAY + 60 * minute)).await.unwrap();
                }
            }
            sent
        }
    }))
    .await;
    let mut letters: Vec<String> = sent.into_iter().flatten().flatten().collect();
    // The last that were confirmed.
    for minute in 30..100 {
        for mail in claim(&nodes[0], 9, MONDAY + 60 * minute).await {
            if mail.purpose == Purpose::Letter {
                letters.extend(ids(&mail));
            }
            nodes[0].settle_mail(&mail, &Settled::Sent, second(MONDAY + 60 * minute)).await.unwrap();
        }
    }
    assert_eq!(waiting(fresh, Purpose::Letter).await, 0);
    letters.sort_unstable();
    assert_eq!(letters, named(0..LETTERS).into_iter().collect::<Vec<_>>(), "each once");
    assert!(states(fresh, 0..LETTERS).await.iter().all(|state| *state == LetterState::Accepted));
}
