use std::collections::BTreeSet;

use domain::{
    class::ClassCode,
    language::Language,
    post::{
        LetterState,
        review::{ReviewReason, ReviewReasons, SAME_TEXT_FREE},
    },
    tally::{Stage, Stages},
};
use storage::Database;
use tests::steps::{Asked, Steps as _};
use usecases::{
    Refusal,
    networks::Confirmations,
    ports::{
        ActionReads as _, Allowance, ClassCard, ClassReads as _, ClassSet, LetterReads as _, MailReads as _, Reached,
        RelayLetter, StoreError, Writes,
    },
    post::{Asking, Excess},
};

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign_id, country, email, freely, letter, relay_letter, second, target},
};

on_both! {
    a_secret_is_the_first_that_was_given_on_every_node,
    a_campaign_and_the_site_ask_for_as_many_confirmations_a_day_as_they_may,
    what_is_refused_by_one_limit_is_counted_by_none,
    of_fifty_who_ask_at_once_in_two_campaigns_as_many_are_taken_as_may_be,
    a_network_makes_as_many_class_sets_a_day_as_it_may,
    of_fifty_sets_made_at_once_on_two_nodes_as_many_are_kept_as_may_be,
    a_set_whose_form_is_suspect_says_so_when_it_is_read,
    a_letter_with_a_reason_is_held_when_it_is_confirmed,
    the_fifth_mailbox_with_one_own_text_is_held,
    one_own_text_in_another_campaign_or_from_one_mailbox_is_free,
    of_twenty_who_confirm_one_text_at_once_on_two_nodes_four_go_out,
}

const CAMPAIGN: &str = "join-the-treaty";

fn asking(day: &str, per_campaign: u32, per_site: u32) -> Asking {
    Asking { day: day.parse().unwrap(), confirmations: Confirmations { per_campaign, per_site }, ..freely() }
}

fn of(number: u64, campaign: &str) -> RelayLetter {
    let address = email(&format!("writer{number}@post.example"));
    RelayLetter { campaign: campaign_id(campaign), email: address, ..relay_letter(number) }
}

/// `None` where it was taken.
async fn refused(database: &Database, letter: &RelayLetter, asking: &Asking) -> Option<Excess> {
    match database.ask_relay(letter, asking).await.unwrap() {
        Asked::Not(excess, _) => Some(excess),
        asked => {
            assert_eq!(asked, Asked::Now, "it was not there");
            None
        }
    }
}

async fn a_secret_is_the_first_that_was_given_on_every_node(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    let secret = async |node: &Database, name: &str, new: &str| {
        let writes: &dyn Writes = node;
        writes.write::<_, StoreError>(async |work| work.secret(name, new, second(0)).await).await.unwrap()
    };
    assert_eq!(secret(&nodes[0], "forms", "one").await, "one");
    assert_eq!(secret(&nodes[1], "forms", "another").await, "one");
    assert_eq!(secret(&nodes[1], "other", "another").await, "another");
}

async fn a_campaign_and_the_site_ask_for_as_many_confirmations_a_day_as_they_may(fresh: &Fresh) {
    let today = asking("2026-11-21", 3, 5);
    for (number, campaign, expected) in [
        (1, CAMPAIGN, None),
        (2, CAMPAIGN, None),
        (3, CAMPAIGN, None),
        (4, CAMPAIGN, Some(Excess::Campaign)),
        (5, "another", None),
        (6, "another", None),
        (7, "another", Some(Excess::Site)),
        (8, "a-third", Some(Excess::Site)),
    ] {
        assert_eq!(refused(&fresh.database, &of(number, campaign), &today).await, expected, "{number}");
    }
    assert_eq!(fresh.database.queue(10).await.unwrap().len(), 5);
    // A letter that is there already is there, however many there are.
    assert_eq!(fresh.database.ask_relay(&of(1, CAMPAIGN), &today).await.unwrap(), Asked::Before);
    assert_eq!(refused(&fresh.database, &of(9, CAMPAIGN), &asking("2026-11-22", 3, 5)).await, None, "the next day");
    // Two days later nobody needs the counts.
    fresh.database.forget_networks("2026-11-22".parse().unwrap(), second(0)).await.unwrap();
    assert_eq!(fresh.rows("SELECT DISTINCT day FROM day_counts").await, ["2026-11-22"]);
}

async fn what_is_refused_by_one_limit_is_counted_by_none(fresh: &Fresh) {
    for number in 1..=9 {
        let expected = (number > 1).then_some(Excess::Site);
        assert_eq!(refused(&fresh.database, &of(number, CAMPAIGN), &asking("2026-11-21", 3, 1)).await, expected);
    }
    // The refused ones have left no trace with their campaign.
    for number in 11..=13 {
        let expected = (number > 12).then_some(Excess::Campaign);
        assert_eq!(refused(&fresh.database, &of(number, CAMPAIGN), &asking("2026-11-21", 3, 100)).await, expected, "{number}");
    }
}

async fn of_fifty_who_ask_at_once_in_two_campaigns_as_many_are_taken_as_may_be(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    let taken = at_once((0..50).map(|n| {
        let node = nodes[usize::try_from(n % 2).unwrap()].clone();
        let letter = of(n, if n % 4 < 2 { CAMPAIGN } else { "another" });
        async move { (letter.campaign.to_string(), refused(&node, &letter, &asking("2026-11-21", 12, 20)).await.is_none()) }
    }))
    .await;
    let of_one = taken.iter().filter(|(campaign, taken)| *taken && campaign == CAMPAIGN).count();
    assert_eq!(taken.iter().filter(|(_, taken)| *taken).count(), 20);
    assert!((8..=12).contains(&of_one), "{of_one}");
}

fn set(number: u64) -> ClassSet {
    let card =
        ClassCard { letter: letter(number * 1000), target: target("mission-al-us"), printed: Reached::No, posted: Reached::No };
    ClassSet {
        code: ClassCode::parse(&format!("{number:012}")).unwrap(),
        id: letter(number),
        campaign: campaign_id(CAMPAIGN),
        language: Language::EN,
        country: country("NU"),
        made_at: second(0),
        suspect: false,
        cards: vec![card],
    }
}

fn allowed(network: &str, day: &str, most: u32) -> Allowance {
    Allowance { network: network.to_owned(), day: day.parse().unwrap(), most }
}

async fn kept(database: &Database, number: u64, limit: &Allowance) -> bool {
    match database.add_class_set_from(&set(number), limit).await {
        Err(Refusal::TooMany { of: Excess::ClassSets, again_in }) => {
            assert_eq!(again_in.as_hours(), 14, "it was ten in the morning");
            false
        }
        kept => kept.unwrap().is_some(),
    }
}

async fn a_network_makes_as_many_class_sets_a_day_as_it_may(fresh: &Fresh) {
    let here = allowed("here", "2026-11-21", 2);
    for (number, expected) in [(1, true), (2, true), (1, true), (2, true), (3, false), (1, true), (3, false)] {
        assert_eq!(kept(&fresh.database, number, &here).await, expected, "{number}: the same set again is no further one");
    }
    assert_eq!(fresh.database.class_set(set(3).code).await.unwrap(), None, "what was refused was not kept");
    assert!(kept(&fresh.database, 4, &allowed("elsewhere", "2026-11-21", 2)).await);
    assert!(kept(&fresh.database, 3, &allowed("here tomorrow", "2026-11-22", 2)).await);
}

async fn of_fifty_sets_made_at_once_on_two_nodes_as_many_are_kept_as_may_be(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    let kept = at_once((1..=50).map(|n| {
        let node = nodes[usize::try_from(n % 2).unwrap()].clone();
        async move { kept(&node, n, &allowed("here", "2026-11-21", 12)).await }
    }))
    .await;
    assert_eq!(kept.iter().filter(|kept| **kept).count(), 12);
}

async fn a_set_whose_form_is_suspect_says_so_when_it_is_read(fresh: &Fresh) {
    let suspect = ClassSet { suspect: true, ..set(1) };
    assert_eq!(fresh.database.add_class_set(&suspect).await.unwrap(), Some(suspect.clone()));
    assert_eq!(fresh.database.add_class_set(&set(1)).await.unwrap(), Some(suspect), "the first form of that name");
    assert_eq!(fresh.database.add_class_set(&set(2)).await.unwrap(), Some(set(2)));
}

/// Asks for a letter and confirms it, and gives its state and why it is held.
async fn confirmed(fresh: &Fresh, letter: &RelayLetter) -> (LetterState, Option<String>) {
    assert_eq!(fresh.database.ask_relay(letter, &freely()).await.unwrap(), Asked::Now);
    fresh.database.confirm_relay(&letter.id, second(60)).await.unwrap();
    let state = fresh.database.relay_letter(&letter.id).await.unwrap().unwrap().state;
    let held = fresh.rows("SELECT held_for || ':' || id FROM relay_letters WHERE held_for IS NOT NULL").await;
    let held = held.iter().find_map(|row| row.strip_suffix(&format!(":{}", letter.id)).map(str::to_owned));
    (state, held)
}

fn same_text(number: u64, campaign: &str) -> RelayLetter {
    RelayLetter { own_digest: Some("one text".to_owned()), ..of(number, campaign) }
}

async fn a_letter_with_a_reason_is_held_when_it_is_confirmed(fresh: &Fresh) {
    let reasons: ReviewReasons = [ReviewReason::Links, ReviewReason::Form].into_iter().collect();
    let suspect = RelayLetter { review: reasons.to_string(), ..of(1, CAMPAIGN) };
    let (state, why) = confirmed(fresh, &suspect).await;
    assert_eq!((state, why.as_deref().and_then(ReviewReasons::parse)), (LetterState::Held, Some(reasons)));
    assert_eq!(confirmed(fresh, &of(2, CAMPAIGN)).await, (LetterState::Queued, None));
    let links = RelayLetter { review: "links".to_owned(), ..of(3, CAMPAIGN) };
    assert_eq!(confirmed(fresh, &links).await.0, LetterState::Held);
    let counted = fresh.database.tally(&campaign_id(CAMPAIGN)).await.unwrap().all();
    assert_eq!((counted[Stage::Prepared], counted[Stage::Confirmed]), (2, 2), "all have said yes, and one form is suspect");
    let unverified = fresh.database.unverified().await.unwrap().remove(&campaign_id(CAMPAIGN)).unwrap_or_default();
    let unverified: Stages = unverified.into_values().sum();
    assert_eq!((unverified[Stage::Prepared], unverified[Stage::Confirmed]), (1, 1));
}

async fn the_fifth_mailbox_with_one_own_text_is_held(fresh: &Fresh) {
    for number in 1..=SAME_TEXT_FREE {
        assert_eq!(confirmed(fresh, &same_text(number, CAMPAIGN)).await.0, LetterState::Queued, "{number}");
    }
    // Asked for by many, and not confirmed: anybody could do that to a text of somebody else.
    let (state, why) = confirmed(fresh, &same_text(10, CAMPAIGN)).await;
    assert_eq!((state, why.as_deref()), (LetterState::Held, Some("same_text")));
    let linked = RelayLetter { review: "links".to_owned(), ..same_text(11, CAMPAIGN) };
    assert_eq!(confirmed(fresh, &linked).await.1.as_deref(), Some("links,same_text"));
    // Those who wrote something else, and those whose text is too short to compare, are not meant.
    let other = RelayLetter { own_digest: Some("another text".to_owned()), ..of(12, CAMPAIGN) };
    assert_eq!(confirmed(fresh, &other).await.0, LetterState::Queued);
    assert_eq!(confirmed(fresh, &of(13, CAMPAIGN)).await.0, LetterState::Queued);
}

async fn one_own_text_in_another_campaign_or_from_one_mailbox_is_free(fresh: &Fresh) {
    for number in 1..=9 {
        // To nine offices, by one person with several ways to write her address.
        let mine = RelayLetter { email: email(&format!("ann+{number}@post.example")), ..same_text(number, CAMPAIGN) };
        assert_eq!(confirmed(fresh, &mine).await.0, LetterState::Queued, "{number}");
    }
    for number in 11..=13 {
        assert_eq!(confirmed(fresh, &same_text(number, CAMPAIGN)).await.0, LetterState::Queued, "{number}");
    }
    // Asked for and never confirmed, they count for nothing.
    for number in 20..30 {
        fresh.database.ask_relay(&same_text(number, "another"), &freely()).await.unwrap();
    }
    assert_eq!(confirmed(fresh, &same_text(31, "another")).await.0, LetterState::Queued);
    let mine = RelayLetter { email: email("ann@post.example"), ..same_text(14, CAMPAIGN) };
    assert_eq!(confirmed(fresh, &mine).await.0, LetterState::Queued, "three others so far");
    assert_eq!(confirmed(fresh, &same_text(15, CAMPAIGN)).await.0, LetterState::Held);
}

async fn of_twenty_who_confirm_one_text_at_once_on_two_nodes_four_go_out(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    for number in 1..=20 {
        fresh.database.ask_relay(&same_text(number, CAMPAIGN), &freely()).await.unwrap();
    }
    at_once((1..=20).map(|n| {
        let node = nodes[usize::try_from(n % 2).unwrap()].clone();
        async move { node.confirm_relay(&letter(n), second(60)).await.unwrap() }
    }))
    .await;
    let states = fresh.rows("SELECT state FROM relay_letters").await;
    let queued = states.iter().filter(|state| *state == LetterState::Queued.as_str()).count();
    let held = states.iter().filter(|state| *state == LetterState::Held.as_str()).count();
    assert_eq!((u64::try_from(queued).unwrap(), held), (SAME_TEXT_FREE, 16));
    let ids: BTreeSet<String> = fresh.rows("SELECT letter FROM mails WHERE purpose = 'letter'").await.into_iter().collect();
    assert_eq!(ids.len(), queued, "a held letter has no mail");
}
