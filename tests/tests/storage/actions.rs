use std::collections::BTreeMap;

use domain::{
    channel::Channel,
    tally::{Side, Stage, Stages, Sum, Tally},
};
use storage::Database;
use tests::steps::Steps as _;
use usecases::ports::{Action, ActionReads as _, KeyUse, Recorded, Recorder as _};

use crate::{
    fresh::{Fresh, at_once},
    sample::{action, campaign_id, country, letter, second, target},
};

on_both! {
    the_same_letter_counts_once,
    the_same_letter_sent_twenty_times_at_once_counts_once,
    a_letter_counts_at_each_stage_of_each_channel,
    every_side_adds_up_to_the_same,
    a_day_is_a_day_in_utc,
    eight_tasks_on_two_nodes_at_once_are_counted_exactly,
    the_same_letters_in_opposite_orders_on_two_nodes_count_once,
    an_action_that_cannot_be_stored_is_an_error_and_the_next_is_stored,
    any_sequence_of_actions_sums_to_what_a_model_says,
    the_totals_are_those_of_every_campaign_with_an_action,
    a_campaign_without_actions_has_an_empty_tally,
    the_actions_of_a_letter_come_oldest_first,
    a_key_stands_for_the_first_letter_it_was_used_with,
    a_key_does_not_stand_for_another_request,
    a_key_used_by_ten_at_once_stands_for_one_letter,
    a_value_is_never_read_as_sql,
}

/// Counts an action the slow way.
fn add(tally: &mut Vec<Sum>, action: &Action) {
    let day = action.at.to_zoned(jiff::tz::TimeZone::UTC).date();
    for side in [
        Side::Channel(action.channel),
        Side::Target(action.target.clone()),
        Side::Day(day),
        Side::Country(action.country.clone()),
    ] {
        tally.push(Sum { side, stage: action.stage, count: 1 });
    }
}

fn counted<'a>(actions: impl IntoIterator<Item = &'a Action>) -> Tally {
    let mut sums = Vec::new();
    for action in actions {
        add(&mut sums, action);
    }
    sums.into_iter().collect()
}

async fn the_same_letter_counts_once(fresh: &Fresh) {
    assert_eq!(fresh.database.record(&action(1), None).await.unwrap(), Recorded::Now);
    assert_eq!(fresh.database.record(&action(1), None).await.unwrap(), Recorded::Before);
    // Not even when it says something else of itself.
    let elsewhere = Action { country: country("FR"), at: second(86_400), ..action(1) };
    assert_eq!(fresh.database.record(&elsewhere, None).await.unwrap(), Recorded::Before);
    assert_eq!(fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap(), counted([&action(1)]));
    assert_eq!(fresh.database.actions_of(&letter(1)).await.unwrap(), [action(1)]);
}

async fn the_same_letter_sent_twenty_times_at_once_counts_once(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    let recorded = at_once((0..20).map(|n| {
        let node = nodes[n % 2].clone();
        async move { node.record(&action(1), None).await.unwrap() }
    }))
    .await;
    assert_eq!(recorded.iter().filter(|recorded| **recorded == Recorded::Now).count(), 1);
    assert_eq!(fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap(), counted([&action(1)]));
}

async fn a_letter_counts_at_each_stage_of_each_channel(fresh: &Fresh) {
    let mut all = Vec::new();
    for channel in Channel::ALL {
        for stage in Stage::ALL {
            let action = Action { channel, stage, ..action(1) };
            assert_eq!(fresh.database.record(&action, None).await.unwrap(), Recorded::Now);
            all.push(action);
        }
    }
    let tally = fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap();
    assert_eq!(tally, counted(&all));
    assert_eq!(tally.by_channel[&Channel::Relay], Stages::from(Stage::ALL.map(|stage| (stage, 1))));
}

async fn every_side_adds_up_to_the_same(fresh: &Fresh) {
    let all = some_actions(120, 7);
    for action in &all {
        fresh.database.record(action, None).await.unwrap();
    }
    let tally = fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap();
    assert!(
        tally.all()[Stage::Prepared] > 0 && tally.by_target.len() > 1 && tally.by_day.len() > 1 && tally.by_country.len() > 1
    );
    assert_eq!(tally.by_target.values().copied().sum::<Stages>(), tally.all());
    assert_eq!(tally.by_day.values().copied().sum::<Stages>(), tally.all());
    assert_eq!(tally.by_country.values().copied().sum::<Stages>(), tally.all());
}

async fn a_day_is_a_day_in_utc(fresh: &Fresh) {
    // In Kiribati it was the second of January already, in Hawaii it is still the first.
    for (number, at) in [(1, "2026-01-01T23:59:59.999999Z"), (2, "2026-01-02T00:00:00Z"), (3, "2026-01-02T13:59:00+14:00")] {
        fresh.database.record(&Action { at: at.parse().unwrap(), ..action(number) }, None).await.unwrap();
    }
    let tally = fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap();
    let days: Vec<(String, u64)> = tally.by_day.iter().map(|(day, stages)| (day.to_string(), stages[Stage::Prepared])).collect();
    assert_eq!(days, [("2026-01-01".to_owned(), 2), ("2026-01-02".to_owned(), 1)]);
}

/// Actions with letters, stages and the rest drawn from few values, so that many are the same. Repeatable.
fn some_actions(count: usize, mut seed: u64) -> Vec<Action> {
    // splitmix64
    let mut draw = move |below: usize| {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(below).unwrap()).unwrap()
    };
    (0..count)
        .map(|_| Action {
            letter: letter(u64::try_from(draw(count)).unwrap()),
            campaign: campaign_id(["join-the-treaty", "join-the-treaty-too"][draw(2)]),
            target: target(["congress-X000001", "congress-X000002", "mission-al-us"][draw(3)]),
            channel: Channel::ALL[draw(5)],
            stage: Stage::ALL[draw(4)],
            country: country(["NU", "CK", "US", "VA"][draw(4)]),
            at: second(i64::try_from(draw(4)).unwrap() * 40_000),
            verified: true,
        })
        .collect()
}

/// The first of each letter, channel and stage.
fn distinct(actions: &[Action]) -> BTreeMap<(String, Channel, Stage), Action> {
    let mut distinct = BTreeMap::new();
    for action in actions {
        distinct.entry((action.letter.to_string(), action.channel, action.stage)).or_insert_with(|| action.clone());
    }
    distinct
}

async fn check_against(model: &BTreeMap<(String, Channel, Stage), Action>, database: &Database) {
    for campaign in ["join-the-treaty", "join-the-treaty-too"] {
        let own = model.values().filter(|action| action.campaign.as_str() == campaign);
        assert_eq!(database.tally(&campaign_id(campaign)).await.unwrap(), counted(own));
    }
}

async fn eight_tasks_on_two_nodes_at_once_are_counted_exactly(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    // Letters of their own, so that which of two came first does not matter to the model.
    let parts: Vec<Vec<Action>> = (0..8_u64)
        .map(|task| {
            let mut actions = some_actions(40, task);
            for action in &mut actions {
                let number = u64::from_str_radix(action.letter.as_str(), 16).unwrap();
                action.letter = letter(task * 1000 + number);
            }
            actions
        })
        .collect();
    let model = distinct(&parts.concat());
    let recorded = at_once(parts.into_iter().enumerate().map(|(task, actions)| {
        let node = nodes[task % 2].clone();
        async move {
            let mut now = 0;
            for action in &actions {
                now += usize::from(node.record(action, None).await.unwrap() == Recorded::Now);
            }
            now
        }
    }))
    .await;
    assert_eq!(recorded.iter().sum::<usize>(), model.len());
    check_against(&model, &fresh.database).await;
}

async fn the_same_letters_in_opposite_orders_on_two_nodes_count_once(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    let mut model = 0;
    for round in 0..12 {
        let mut forwards = some_actions(120, 99 + round);
        for (number, action) in (round * 1000..).zip(&mut forwards) {
            action.letter = letter(number);
        }
        let backwards = forwards.iter().rev().cloned().collect();
        model += forwards.len();
        // Each node gets all of them at once, so that they share commits.
        let recorded = at_once(nodes.iter().zip([forwards, backwards]).flat_map(|(node, actions): (_, Vec<Action>)| {
            actions.into_iter().map(move |action| {
                let node = node.clone();
                async move { node.record(&action, None).await.unwrap() }
            })
        }))
        .await;
        assert_eq!(recorded.iter().filter(|recorded| **recorded == Recorded::Now).count(), 120);
    }
    let mut counted = 0;
    for campaign in ["join-the-treaty", "join-the-treaty-too"] {
        let all = fresh.database.tally(&campaign_id(campaign)).await.unwrap().all();
        counted += all.iter().map(|(_, count)| count).sum::<u64>();
    }
    assert_eq!(counted, u64::try_from(model).unwrap());
}

async fn an_action_that_cannot_be_stored_is_an_error_and_the_next_is_stored(fresh: &Fresh) {
    fresh.tamper("ALTER TABLE sums RENAME TO elsewhere").await;
    let database = &fresh.database;
    let all = at_once((0..5).map(|number| {
        let database = database.clone();
        async move { database.record(&action(number), None).await }
    }))
    .await;
    assert!(all.iter().all(Result::is_err), "{all:?}");
    fresh.tamper("ALTER TABLE elsewhere RENAME TO sums").await;
    assert_eq!(database.actions_of(&letter(1)).await.unwrap(), []);
    assert_eq!(database.record(&action(1), None).await.unwrap(), Recorded::Now);
    database.close().await;
    let error = database.record(&action(2), None).await.unwrap_err();
    assert!(error.to_string().contains("recording an action"), "{error}");
}

async fn any_sequence_of_actions_sums_to_what_a_model_says(fresh: &Fresh) {
    let mut model = BTreeMap::new();
    for seed in 0..10 {
        let actions = some_actions(30, 1000 + seed);
        for action in &actions {
            let name = (action.letter.to_string(), action.channel, action.stage);
            let expected = if model.contains_key(&name) { Recorded::Before } else { Recorded::Now };
            assert_eq!(fresh.database.record(action, None).await.unwrap(), expected, "{action:?}");
            model.entry(name).or_insert_with(|| action.clone());
        }
        check_against(&model, &fresh.database).await;
    }
}

async fn the_totals_are_those_of_every_campaign_with_an_action(fresh: &Fresh) {
    assert!(fresh.database.totals().await.unwrap().is_empty());
    for number in 0..3 {
        fresh.database.record(&action(number), None).await.unwrap();
    }
    fresh.database.record(&Action { stage: Stage::Confirmed, channel: Channel::Letter, ..action(0) }, None).await.unwrap();
    fresh.database.record(&Action { campaign: campaign_id("another"), ..action(9) }, None).await.unwrap();
    let totals = fresh.database.totals().await.unwrap();
    let expected = [
        (campaign_id("another"), Stages::from([(Stage::Prepared, 1)])),
        (campaign_id("join-the-treaty"), Stages::from([(Stage::Prepared, 3), (Stage::Confirmed, 1)])),
    ];
    assert_eq!(totals, BTreeMap::from(expected));
}

async fn a_campaign_without_actions_has_an_empty_tally(fresh: &Fresh) {
    fresh.database.record(&action(1), None).await.unwrap();
    assert_eq!(fresh.database.tally(&campaign_id("join-the-treaty-too")).await.unwrap(), Tally::default());
}

async fn the_actions_of_a_letter_come_oldest_first(fresh: &Fresh) {
    let confirmed = Action { stage: Stage::Confirmed, at: second(60), ..action(1) };
    let bounced = Action { stage: Stage::Bounced, channel: Channel::Relay, at: second(90), ..action(1) };
    for action in [&bounced, &confirmed, &action(1), &action(2)] {
        fresh.database.record(action, None).await.unwrap();
    }
    assert_eq!(fresh.database.actions_of(&letter(1)).await.unwrap(), [action(1), confirmed, bounced]);
    assert_eq!(fresh.database.actions_of(&letter(3)).await.unwrap(), []);
}

async fn a_key_stands_for_the_first_letter_it_was_used_with(fresh: &Fresh) {
    for fresh_letter in [1, 2] {
        let key_use = fresh.database.use_key("key", "request", &letter(fresh_letter), second(0)).await.unwrap();
        assert_eq!(key_use, KeyUse::For(letter(1)));
    }
    let other = fresh.database.use_key("other key", "request", &letter(3), second(0)).await.unwrap();
    assert_eq!(other, KeyUse::For(letter(3)));
}

async fn a_key_does_not_stand_for_another_request(fresh: &Fresh) {
    fresh.database.use_key("key", "request", &letter(1), second(0)).await.unwrap();
    let other = fresh.database.use_key("key", "another request", &letter(2), second(1)).await.unwrap();
    assert_eq!(other, KeyUse::OtherRequest);
    let again = fresh.database.use_key("key", "request", &letter(3), second(2)).await.unwrap();
    assert_eq!(again, KeyUse::For(letter(1)));
}

async fn a_key_used_by_ten_at_once_stands_for_one_letter(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    let uses = at_once((0..10_u64).map(|number| {
        let node = nodes[usize::try_from(number % 2).unwrap()].clone();
        async move { node.use_key("key", "request", &letter(number), second(0)).await.unwrap() }
    }))
    .await;
    assert!(matches!(uses[0], KeyUse::For(_)));
    assert!(uses.iter().all(|key_use| *key_use == uses[0]), "{uses:?}");
}

async fn a_value_is_never_read_as_sql(fresh: &Fresh) {
    fresh.database.record(&action(1), None).await.unwrap();
    let key = "'; DROP TABLE actions; -- \" \\ $1 ?1 %s";
    let key_use = fresh.database.use_key(key, "'); DELETE FROM sums; --", &letter(1), second(0)).await.unwrap();
    assert_eq!(key_use, KeyUse::For(letter(1)));
    let other = fresh.database.use_key(key, "request", &letter(1), second(0)).await.unwrap();
    assert_eq!(other, KeyUse::OtherRequest);
    assert_eq!(fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap(), counted([&action(1)]));
}
