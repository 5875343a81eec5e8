use std::collections::BTreeSet;

use domain::{
    channel::Channel,
    class::ClassCode,
    language::Language,
    tally::{Stage, Tally},
};
use tests::steps::Steps as _;
use usecases::ports::{Action, ActionReads as _, ClassCard, ClassReads as _, ClassSet, Reached};

use crate::{
    fresh::{Fresh, at_once},
    sample::{action, campaign_id, country, letter, second, target},
};

on_both! {
    a_set_comes_back_as_it_was_with_its_cards_in_order,
    the_same_form_sent_again_is_the_same_set,
    a_form_sent_by_ten_at_once_makes_one_set,
    a_code_that_another_set_has_is_not_taken,
    there_is_no_set_of_a_code_that_was_not_given,
    a_card_is_printed_and_posted_as_its_actions_say,
    what_is_taken_back_was_never_counted,
    what_is_not_there_is_not_taken_back,
    of_an_amendment_that_cannot_be_stored_nothing_is,
    reports_of_one_set_at_once_leave_the_sums_of_its_actions,
}

fn code(number: u8) -> ClassCode {
    ClassCode::parse(&format!("{number:012}")).unwrap()
}

/// A set of so many cards, to two offices in turn.
fn set(number: u8, cards: u64) -> ClassSet {
    let card = |card: u64| ClassCard {
        letter: letter(u64::from(number) * 1000 + card),
        target: target(if card.is_multiple_of(2) { "congress-X000001" } else { "mission-al-us" }),
        printed: Reached::No,
        posted: Reached::No,
    };
    ClassSet {
        code: code(number),
        id: letter(u64::from(number)),
        campaign: campaign_id("join-the-treaty"),
        language: Language::ES,
        country: country("NU"),
        made_at: second(0),
        suspect: false,
        cards: (1..=cards).map(card).collect(),
    }
}

fn reaches(set: &ClassSet, card: usize, stage: Stage) -> Action {
    let ClassCard { letter, target, .. } = set.cards[card].clone();
    Action { letter, target, stage, at: second(60), ..action(0) }
}

fn confirmed(set: &ClassSet, card: usize) -> BTreeSet<(domain::checked::LetterId, Channel, Stage)> {
    BTreeSet::from([(set.cards[card].letter.clone(), Channel::Postcard, Stage::Confirmed)])
}

async fn a_set_comes_back_as_it_was_with_its_cards_in_order(fresh: &Fresh) {
    let set = set(7, 60);
    assert_eq!(fresh.database.add_class_set(&set).await.unwrap(), Some(set.clone()));
    assert_eq!(fresh.database.class_set(set.code).await.unwrap(), Some(set));
}

async fn the_same_form_sent_again_is_the_same_set(fresh: &Fresh) {
    let first = set(1, 3);
    fresh.database.add_class_set(&first).await.unwrap();
    let again = ClassSet { code: code(2), made_at: second(5), ..set(1, 3) };
    assert_eq!(fresh.database.add_class_set(&again).await.unwrap(), Some(first));
    assert_eq!(fresh.database.class_set(code(2)).await.unwrap(), None);
}

async fn a_form_sent_by_ten_at_once_makes_one_set(fresh: &Fresh) {
    let node = fresh.node().await;
    let tasks = (1..=10_u8).map(|number| {
        let database = if number.is_multiple_of(2) { fresh.database.clone() } else { node.clone() };
        let set = ClassSet { code: code(number), ..set(100, 4) };
        async move { database.add_class_set(&set).await.unwrap().map(|set| set.code) }
    });
    let codes: BTreeSet<_> = at_once(tasks).await.into_iter().collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
}

async fn a_code_that_another_set_has_is_not_taken(fresh: &Fresh) {
    fresh.database.add_class_set(&set(1, 2)).await.unwrap();
    let other = ClassSet { code: code(1), ..set(2, 2) };
    assert_eq!(fresh.database.add_class_set(&other).await.unwrap(), None);
    assert_eq!(fresh.database.class_set(code(1)).await.unwrap(), Some(set(1, 2)));
}

async fn there_is_no_set_of_a_code_that_was_not_given(fresh: &Fresh) {
    assert_eq!(fresh.database.class_set(code(9)).await.unwrap(), None);
}

async fn a_card_is_printed_and_posted_as_its_actions_say(fresh: &Fresh) {
    use Reached::{No, Unverified, Verified};

    let set = set(1, 3);
    fresh.database.add_class_set(&set).await.unwrap();
    let new = [reaches(&set, 0, Stage::Prepared), reaches(&set, 1, Stage::Prepared), reaches(&set, 1, Stage::Confirmed)];
    fresh.database.amend(&new, &BTreeSet::new(), None).await.unwrap();
    let cards = fresh.database.class_set(set.code).await.unwrap().unwrap().cards;
    let states: Vec<_> = cards.iter().map(|card| (card.printed, card.posted)).collect();
    assert_eq!(states, [(Verified, No), (Verified, Verified), (No, No)]);
    // What is posted beyond the allowance is posted, and not counted.
    let beyond = Action { verified: false, ..reaches(&set, 0, Stage::Confirmed) };
    fresh.database.amend(&[beyond], &BTreeSet::new(), None).await.unwrap();
    let cards = fresh.database.class_set(set.code).await.unwrap().unwrap().cards;
    let states: Vec<_> = cards.iter().map(|card| (card.printed, card.posted)).collect();
    assert_eq!(states, [(Verified, Unverified), (Verified, Verified), (No, No)]);
}

async fn what_is_taken_back_was_never_counted(fresh: &Fresh) {
    let set = set(1, 2);
    fresh.database.add_class_set(&set).await.unwrap();
    let prepared = [reaches(&set, 0, Stage::Prepared), reaches(&set, 1, Stage::Prepared)];
    fresh.database.amend(&prepared, &BTreeSet::new(), None).await.unwrap();
    let before = fresh.database.tally(&set.campaign).await.unwrap();
    // One of a day, a country and a channel of its own, so that a sum that is left behind would be seen.
    let posted = Action { at: second(3 * 86_400), ..reaches(&set, 1, Stage::Confirmed) };
    fresh.database.amend(&[posted], &BTreeSet::new(), None).await.unwrap();
    assert_ne!(fresh.database.tally(&set.campaign).await.unwrap(), before);
    fresh.database.amend(&[], &confirmed(&set, 1), None).await.unwrap();
    assert_eq!(fresh.database.tally(&set.campaign).await.unwrap(), before);
    // And it can be said again.
    let again = reaches(&set, 1, Stage::Confirmed);
    fresh.database.amend(std::slice::from_ref(&again), &BTreeSet::new(), None).await.unwrap();
    assert_eq!(fresh.database.actions_of(&again.letter).await.unwrap().len(), 2);
}

async fn what_is_not_there_is_not_taken_back(fresh: &Fresh) {
    let set = set(1, 1);
    fresh.database.add_class_set(&set).await.unwrap();
    fresh.database.amend(&[], &confirmed(&set, 0), None).await.unwrap();
    assert_eq!(fresh.database.tally(&set.campaign).await.unwrap(), Tally::default());
}

async fn of_an_amendment_that_cannot_be_stored_nothing_is(fresh: &Fresh) {
    let set = set(1, 2);
    fresh.database.add_class_set(&set).await.unwrap();
    fresh.database.amend(&[reaches(&set, 0, Stage::Prepared)], &BTreeSet::new(), None).await.unwrap();
    let before = fresh.database.tally(&set.campaign).await.unwrap();
    fresh.tamper("ALTER TABLE sums RENAME TO lost").await;
    let gone = BTreeSet::from([(set.cards[0].letter.clone(), Channel::Postcard, Stage::Prepared)]);
    fresh.database.amend(&[reaches(&set, 1, Stage::Prepared)], &gone, None).await.unwrap_err();
    fresh.tamper("ALTER TABLE lost RENAME TO sums").await;
    assert_eq!(fresh.database.tally(&set.campaign).await.unwrap(), before);
    assert!(fresh.database.class_set(set.code).await.unwrap().unwrap().cards[0].printed.at_all());
}

async fn reports_of_one_set_at_once_leave_the_sums_of_its_actions(fresh: &Fresh) {
    let set = set(1, 8);
    fresh.database.add_class_set(&set).await.unwrap();
    let prepared: Vec<Action> = (0..8).map(|card| reaches(&set, card, Stage::Prepared)).collect();
    fresh.database.amend(&prepared, &BTreeSet::new(), None).await.unwrap();
    let node = fresh.node().await;
    let tasks = (0..24_usize).map(|number| {
        let database = if number.is_multiple_of(2) { fresh.database.clone() } else { node.clone() };
        let (new, gone) = (reaches(&set, number % 8, Stage::Confirmed), confirmed(&set, (number + 3) % 8));
        // Two that amend each other's cards may be told to try again; what is stored is whole all the same.
        async move { database.amend(&[new], &gone, None).await.is_ok() }
    });
    at_once(tasks).await;
    let cards = fresh.database.class_set(set.code).await.unwrap().unwrap().cards;
    let posted = u64::try_from(cards.iter().filter(|card| card.posted.at_all()).count()).unwrap();
    let tally = fresh.database.tally(&set.campaign).await.unwrap();
    let counted = |stages: &domain::tally::Stages| stages[Stage::Confirmed];
    assert_eq!(tally.by_channel.values().map(counted).sum::<u64>(), posted);
    assert_eq!(tally.by_target.values().map(counted).sum::<u64>(), posted);
    assert_eq!(tally.by_day.values().map(counted).sum::<u64>(), posted);
}
