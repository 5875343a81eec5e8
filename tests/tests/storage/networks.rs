use std::collections::{BTreeMap, BTreeSet};

use domain::{
    channel::Channel,
    checked::LetterId,
    tally::{Stage, Stages},
};
use storage::Database;
use tests::steps::{Asked, Steps as _};
use usecases::ports::{
    Action, ActionReads as _, Allowance, LetterReads as _, MailReads as _, Recorded, Recorder as _, RelayLetter,
};
use usecases::post::{Asking, Excess, Quota, Settled};

use crate::{
    fresh::{Fresh, at_once},
    sample::{action, campaign_id, email, freely, letter, relay_letter, second},
};

on_both! {
    the_salt_of_a_day_is_the_first_that_was_given_on_every_node,
    a_mailbox_gets_as_many_unanswered_mails_as_it_may_however_it_is_written,
    a_yes_makes_room_for_the_next_until_there_are_as_many_as_there_may_be,
    a_network_is_known_by_the_digests_of_today_and_yesterday,
    of_fifty_who_ask_at_once_on_two_nodes_as_many_are_taken_as_may_be,
    what_is_beyond_an_allowance_is_in_no_public_number,
    each_stage_and_each_network_has_an_allowance_of_its_own,
    an_allowance_is_exact_when_fifty_record_at_once_on_two_nodes,
    what_is_said_again_is_not_taken_from_the_allowance,
    a_correction_is_exact_on_both_sides_of_the_allowance,
    what_our_server_sends_takes_from_the_same_allowance,
    what_follows_of_a_letter_beyond_the_allowance_is_beyond_it_too,
    networks_are_forgotten_and_what_was_counted_stays,
}

const CAMPAIGN: &str = "join-the-treaty";

fn allowance(network: &str, most: u32) -> Allowance {
    Allowance { network: network.to_owned(), day: "2026-11-21".parse().unwrap(), most }
}

fn asking(networks: &[&str], since: i64, per_network: (u32, u32), per_mailbox: (u32, u32)) -> Asking {
    let quota = |(unanswered, asked)| Quota { unanswered, asked };
    Asking {
        networks: networks.iter().map(ToString::to_string).collect(),
        since: second(since),
        per_network: quota(per_network),
        per_mailbox: quota(per_mailbox),
        ..freely()
    }
}

fn from(number: u64, address: &str, asked_at: i64) -> RelayLetter {
    RelayLetter { email: email(address), asked_at: second(asked_at), ..relay_letter(number) }
}

async fn public(database: &Database) -> Stages {
    let tally = database.tally(&campaign_id(CAMPAIGN)).await.unwrap();
    for side in [
        tally.by_channel.values().copied().sum::<Stages>(),
        tally.by_target.values().copied().sum(),
        tally.by_day.values().copied().sum(),
        tally.by_country.values().copied().sum(),
        database.totals().await.unwrap().get(&campaign_id(CAMPAIGN)).copied().unwrap_or_default(),
    ] {
        assert_eq!(side, tally.all());
    }
    tally.all()
}

async fn beyond(database: &Database) -> Stages {
    let unverified = database.unverified().await.unwrap();
    unverified.get(&campaign_id(CAMPAIGN)).into_iter().flat_map(BTreeMap::values).copied().sum()
}

async fn the_salt_of_a_day_is_the_first_that_was_given_on_every_node(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    let day = "2026-11-21".parse().unwrap();
    let salts = at_once((0..10).map(|n| {
        let node = nodes[n % 2].clone();
        async move { node.salt(day, &format!("salt {n}")).await.unwrap() }
    }))
    .await;
    assert_eq!(salts.iter().collect::<BTreeSet<_>>().len(), 1, "{salts:?}");
    let other = nodes[0].salt("2026-11-22".parse().unwrap(), "another").await.unwrap();
    assert_eq!(other, "another");
}

async fn a_mailbox_gets_as_many_unanswered_mails_as_it_may_however_it_is_written(fresh: &Fresh) {
    let asking = asking(&["n"], 0, (100, 100), (3, 100));
    for (number, address, asked) in [
        (1, "ann@post.example", Asked::Now),
        (2, "Ann+letters@POST.example", Asked::Now),
        (3, "ANN@post.example", Asked::Now),
        (4, "ann@post.example", Asked::Not(Excess::MailboxUnanswered, second(1))),
        (5, "a.nn@post.example", Asked::Now),
        (6, "anna@post.example", Asked::Now),
    ] {
        let letter = from(number, address, i64::try_from(number).unwrap());
        assert_eq!(fresh.database.ask_relay(&letter, &asking).await.unwrap(), asked, "{address}");
    }
    assert_eq!(fresh.database.relay_letter(&letter(4)).await.unwrap(), None);
    assert_eq!(fresh.database.actions_of(&letter(4)).await.unwrap(), []);
    assert_eq!(fresh.database.queue(10).await.unwrap().len(), 5, "no mail of the fourth");
    // The same letter again is the same letter, however full it is.
    assert_eq!(fresh.database.ask_relay(&from(1, "ann@post.example", 9), &asking).await.unwrap(), Asked::Before);
    // What lies before the time that is looked at does not count: a day more, in which each had its reminder.
    let later = Asking { since: second(86_401), ..asking.clone() };
    assert_eq!(
        fresh.database.ask_relay(&from(7, "ann@post.example", 9), &later).await.unwrap(),
        Asked::Not(Excess::MailboxUnanswered, second(1))
    );
    let later = Asking { since: second(86_402), ..asking };
    assert_eq!(fresh.database.ask_relay(&from(7, "ann@post.example", 9), &later).await.unwrap(), Asked::Now);
}

async fn a_yes_makes_room_for_the_next_until_there_are_as_many_as_there_may_be(fresh: &Fresh) {
    for (networks, (per_network, per_mailbox), [unanswered, asked]) in [
        (["n"], ((9, 9), (1, 3)), [Excess::MailboxUnanswered, Excess::Mailbox]),
        (["m"], ((1, 3), (9, 9)), [Excess::NetworkUnanswered, Excess::Network]),
    ] {
        let asking = asking(&networks, 0, per_network, per_mailbox);
        let base = if unanswered == Excess::MailboxUnanswered { 0 } else { 10 };
        let address = format!("ann{base}@post.example");
        for number in 1..=3 {
            let first = from(base + number, &address, 5);
            assert_eq!(fresh.database.ask_relay(&first, &asking).await.unwrap(), Asked::Now);
            let second = from(base + 9, &address, 5);
            let full = if number == 3 { asked } else { unanswered };
            assert_eq!(fresh.database.ask_relay(&second, &asking).await.unwrap(), Asked::Not(full, first.asked_at));
            fresh.database.confirm_relay(&letter(base + number), crate::sample::second(6)).await.unwrap();
        }
        let full = fresh.database.ask_relay(&from(base + 9, &address, 5), &asking).await.unwrap();
        assert_eq!(full, Asked::Not(asked, crate::sample::second(5)));
    }
}

async fn a_network_is_known_by_the_digests_of_today_and_yesterday(fresh: &Fresh) {
    let ask = async |number: u64, networks: &[&str]| {
        let asking = asking(networks, 0, (2, 9), (9, 9));
        fresh.database.ask_relay(&from(number, &format!("a{number}@post.example"), 5), &asking).await.unwrap()
    };
    assert_eq!(ask(1, &["friday", "thursday"]).await, Asked::Now);
    assert_eq!(ask(2, &["saturday", "friday"]).await, Asked::Now);
    assert_eq!(ask(3, &["saturday", "friday"]).await, Asked::Not(Excess::NetworkUnanswered, second(5)));
    assert_eq!(ask(4, &["sunday", "saturday"]).await, Asked::Now);
    assert_eq!(ask(5, &["elsewhere", "elsewhere too"]).await, Asked::Now);
}

async fn of_fifty_who_ask_at_once_on_two_nodes_as_many_are_taken_as_may_be(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    let asked = at_once((0..50).map(|n| {
        let node = nodes[usize::try_from(n % 2).unwrap()].clone();
        let letter = from(n, &format!("stranger{n}@post.example"), 5);
        async move { node.ask_relay(&letter, &asking(&["n"], 0, (12, 100), (5, 5))).await.unwrap() }
    }))
    .await;
    assert_eq!(asked.iter().filter(|asked| **asked == Asked::Now).count(), 12);
    let mailbox = at_once((100..150).map(|n| {
        let node = nodes[usize::try_from(n % 2).unwrap()].clone();
        async move {
            let other = format!("network {n}");
            node.ask_relay(&from(n, &format!("ann+{n}@post.example"), 5), &asking(&[&other], 0, (9, 9), (4, 9))).await.unwrap()
        }
    }))
    .await;
    assert_eq!(mailbox.iter().filter(|asked| **asked == Asked::Now).count(), 4);
    assert_eq!(public(&fresh.database).await[Stage::Prepared], 16);
    assert_eq!(fresh.database.queue(100).await.unwrap().len(), 16);
}

async fn what_is_beyond_an_allowance_is_in_no_public_number(fresh: &Fresh) {
    let allowance = allowance("n", 3);
    for number in 0..5 {
        assert_eq!(fresh.database.record(&action(number), Some(&allowance)).await.unwrap(), Recorded::Now);
    }
    assert_eq!(public(&fresh.database).await[Stage::Prepared], 3);
    assert_eq!(
        fresh.database.unverified().await.unwrap(),
        BTreeMap::from([(campaign_id(CAMPAIGN), BTreeMap::from([(Channel::Postcard, Stages::from([(Stage::Prepared, 2)]))]))])
    );
    assert!(fresh.database.actions_of(&letter(2)).await.unwrap()[0].verified);
    let fourth = fresh.database.actions_of(&letter(3)).await.unwrap().remove(0);
    assert!(!fourth.verified);
    // What is said later of a letter that is not verified is not verified, wherever it is said.
    let confirmed = Action { stage: Stage::Confirmed, ..fourth };
    fresh.database.record(&confirmed, None).await.unwrap();
    assert_eq!((public(&fresh.database).await[Stage::Confirmed], beyond(&fresh.database).await[Stage::Confirmed]), (0, 1));
}

async fn each_stage_and_each_network_has_an_allowance_of_its_own(fresh: &Fresh) {
    let mut number = 0;
    for network in ["one", "two"] {
        for stage in [Stage::Prepared, Stage::Confirmed] {
            for _ in 0..3 {
                number += 1;
                fresh.database.record(&Action { stage, ..action(number) }, Some(&allowance(network, 2))).await.unwrap();
            }
        }
    }
    let (public, beyond) = (public(&fresh.database).await, beyond(&fresh.database).await);
    assert_eq!(
        (public[Stage::Prepared], public[Stage::Confirmed], beyond[Stage::Prepared], beyond[Stage::Confirmed]),
        (4, 4, 2, 2)
    );
}

async fn an_allowance_is_exact_when_fifty_record_at_once_on_two_nodes(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    for round in 0..4 {
        let recorded = at_once((0..50).map(|n| {
            let node = nodes[usize::try_from(n % 2).unwrap()].clone();
            async move { node.record(&action(round * 100 + n), Some(&allowance("n", 70))).await.unwrap() }
        }))
        .await;
        assert!(recorded.iter().all(|recorded| *recorded == Recorded::Now));
    }
    assert_eq!((public(&fresh.database).await[Stage::Prepared], beyond(&fresh.database).await[Stage::Prepared]), (70, 130));
}

async fn what_is_said_again_is_not_taken_from_the_allowance(fresh: &Fresh) {
    for _ in 0..10 {
        fresh.database.record(&action(1), Some(&allowance("n", 2))).await.unwrap();
    }
    fresh.database.record(&action(2), Some(&allowance("n", 2))).await.unwrap();
    assert_eq!((public(&fresh.database).await[Stage::Prepared], beyond(&fresh.database).await[Stage::Prepared]), (2, 0));
}

fn posted(numbers: impl IntoIterator<Item = u64>) -> Vec<Action> {
    numbers.into_iter().map(|number| Action { stage: Stage::Confirmed, ..action(number) }).collect()
}

fn gone(numbers: impl IntoIterator<Item = u64>) -> BTreeSet<(LetterId, Channel, Stage)> {
    numbers.into_iter().map(|number| (letter(number), Channel::Postcard, Stage::Confirmed)).collect()
}

async fn a_correction_is_exact_on_both_sides_of_the_allowance(fresh: &Fresh) {
    let allowance = allowance("n", 10);
    let amend = async |new: Vec<Action>, gone| fresh.database.amend(&new, &gone, Some(&allowance)).await.unwrap();
    let counted = async || (public(&fresh.database).await[Stage::Confirmed], beyond(&fresh.database).await[Stage::Confirmed]);
    let none = BTreeSet::new;
    amend(posted(0..8), none()).await;
    assert_eq!(counted().await, (8, 0));
    // Back and forth a hundred times is not beyond anything.
    for _ in 0..20 {
        amend(Vec::new(), gone(0..5)).await;
        assert_eq!(counted().await, (3, 0));
        amend(posted(0..5), none()).await;
        assert_eq!(counted().await, (8, 0));
    }
    amend(posted(8..14), none()).await;
    assert_eq!(counted().await, (10, 4));
    // Those beyond are taken back from where they stand, and make no room.
    amend(Vec::new(), gone(10..12)).await;
    assert_eq!(counted().await, (10, 2));
    amend(posted(20..21), none()).await;
    assert_eq!(counted().await, (10, 3));
    // One for another, in one go.
    amend(posted(30..32), gone(0..2)).await;
    assert_eq!(counted().await, (10, 3));
    // What another network takes back is gone, and is never less than nothing.
    fresh
        .database
        .amend(&[], &gone(2..4), Some(&Allowance { network: "elsewhere".to_owned(), ..allowance.clone() }))
        .await
        .unwrap();
    assert_eq!(counted().await, (8, 3));
    amend(Vec::new(), gone(0..40)).await;
    assert_eq!(counted().await, (0, 0));
    assert_eq!(fresh.database.unverified().await.unwrap(), BTreeMap::new(), "a sum of nothing is no sum");
}

async fn what_our_server_sends_takes_from_the_same_allowance(fresh: &Fresh) {
    let allowance = allowance("n", 3);
    fresh.database.record(&action(1), Some(&allowance)).await.unwrap();
    let asking = Asking { allowance: Some(allowance.clone()), ..freely() };
    for number in 2..=5 {
        let letter = from(number, &format!("writer{number}@post.example"), 5);
        assert_eq!(fresh.database.ask_relay(&letter, &asking).await.unwrap(), Asked::Now, "beyond it nothing is refused");
    }
    fresh.database.record(&action(6), Some(&allowance)).await.unwrap();
    assert_eq!((public(&fresh.database).await[Stage::Prepared], beyond(&fresh.database).await[Stage::Prepared]), (3, 3));
}

async fn what_follows_of_a_letter_beyond_the_allowance_is_beyond_it_too(fresh: &Fresh) {
    let asking = Asking { allowance: Some(allowance("n", 1)), ..freely() };
    for number in 1..=2 {
        let letter = from(number, &format!("writer{number}@post.example"), 5);
        fresh.database.ask_relay(&letter, &asking).await.unwrap();
        fresh.database.confirm_relay(&letter.id, second(6)).await.unwrap();
    }
    for mail in fresh.database.claim_mails(second(9), second(99), 9).await.unwrap() {
        fresh.database.settle_mail(&mail, &Settled::Sent, second(10)).await.unwrap();
    }
    let (public, beyond) = (public(&fresh.database).await, beyond(&fresh.database).await);
    for stage in [Stage::Prepared, Stage::Confirmed, Stage::Accepted] {
        assert_eq!((public[stage], beyond[stage]), (1, 1), "{stage:?}");
    }
}

async fn networks_are_forgotten_and_what_was_counted_stays(fresh: &Fresh) {
    let database = &fresh.database;
    let (old, new) = ("2026-11-20".parse().unwrap(), "2026-11-21".parse().unwrap());
    database.salt(old, "old salt").await.unwrap();
    database.salt(new, "new salt").await.unwrap();
    database.record(&action(1), Some(&Allowance { day: old, ..allowance("old digest", 1) })).await.unwrap();
    database.record(&action(2), Some(&allowance("new digest", 1))).await.unwrap();
    database.ask_relay(&from(3, "ann@post.example", 10), &asking(&["old digest"], 0, (1, 1), (9, 9))).await.unwrap();
    database.ask_relay(&from(4, "ann@post.example", 20), &asking(&["new digest"], 0, (1, 1), (9, 9))).await.unwrap();
    database.forget_networks(new, second(20)).await.unwrap();

    assert_eq!(database.salt(old, "another salt").await.unwrap(), "another salt");
    assert_eq!(database.salt(new, "another salt").await.unwrap(), "new salt");
    assert_eq!(public(database).await[Stage::Prepared], 4);
    assert_eq!(database.relay_letter(&letter(3)).await.unwrap(), Some(from(3, "ann@post.example", 10)));
    // The one that is gone begins anew, the other is still full.
    for (number, network, room) in [(11, "old digest", true), (12, "new digest", false)] {
        database.record(&action(number), Some(&allowance(network, 1))).await.unwrap();
        assert_eq!(database.actions_of(&letter(number)).await.unwrap()[0].verified, room, "{network}");
        let letter = from(number + 10, "bob@post.example", 25);
        let asked = database.ask_relay(&letter, &asking(&[network], 0, (1, 1), (9, 9))).await.unwrap();
        assert_eq!(asked == Asked::Now, room, "{network}");
    }
    assert_eq!(database.ask_relay(&relay_letter(99), &freely()).await.unwrap(), Asked::Now);
}
