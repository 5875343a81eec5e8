//! What is paused, and what leaves again when it is resumed.

use domain::target::TargetId;
use tests::steps::Steps as _;
use usecases::ports::{MailReads as _, PaceReads as _, Pause, PauseReads as _, Paused, StoreError, Writes};

use crate::{
    fresh::Fresh,
    sample::{campaign_id, freely, letter, relay_letter, second},
};

on_both! {
    a_pause_is_kept_once_with_who_began_it,
    no_letter_to_a_paused_target_goes_out,
    no_letter_goes_out_while_the_site_is_paused,
    a_letter_that_waited_is_tried_as_long_as_one_that_is_queued_now,
    the_letters_that_wait_are_counted_by_target,
}

fn target(id: &str) -> TargetId {
    TargetId::parse(id).unwrap()
}

fn pause_of(what: Paused) -> Pause {
    Pause { what, by: "ada@ngo.example".parse().unwrap(), at: second(20) }
}

async fn pause(fresh: &Fresh, what: Paused) -> bool {
    let writes: &dyn Writes = &fresh.database;
    writes.write::<_, StoreError>(async |work| work.pause(&pause_of(what)).await).await.unwrap()
}

async fn resume(fresh: &Fresh, what: &Paused, at: i64) -> bool {
    let writes: &dyn Writes = &fresh.database;
    writes.write::<_, StoreError>(async |work| work.resume(what, second(at)).await).await.unwrap()
}

/// Letters of these numbers, each to a target of its own, confirmed.
async fn confirmed(fresh: &Fresh, letters: &[(u64, &str)]) {
    for (number, to) in letters {
        let asked = usecases::ports::RelayLetter { target: target(to), ..relay_letter(*number) };
        fresh.database.ask_relay(&asked, &freely()).await.unwrap();
        fresh.database.confirm_relay(&letter(*number), second(10)).await.unwrap();
    }
}

async fn claimed(fresh: &Fresh, now: i64) -> Vec<String> {
    let mails = fresh.database.claim_mails(second(now), second(now + 300), 10).await.unwrap();
    let letters = mails.into_iter().filter(|mail| mail.purpose == domain::post::Purpose::Letter);
    letters.map(|mail| mail.letter.target.to_string()).collect()
}

async fn a_pause_is_kept_once_with_who_began_it(fresh: &Fresh) {
    let (office, site) = (Paused::Target(target("mission-ao-us")), Paused::Site);
    let campaign = campaign_id("join-the-treaty");
    assert!(pause(fresh, office.clone()).await);
    assert!(!pause(fresh, office.clone()).await, "it was paused before");
    assert!(fresh.database.is_paused(&campaign, &target("mission-ao-us")).await.unwrap());
    assert!(!fresh.database.is_paused(&campaign, &target("mission-al-us")).await.unwrap());
    assert!(pause(fresh, site.clone()).await);
    assert!(fresh.database.is_paused(&campaign, &target("mission-al-us")).await.unwrap(), "the whole site is");
    assert_eq!(fresh.database.pauses().await.unwrap(), [pause_of(site.clone()), pause_of(office.clone())]);
    assert!(resume(fresh, &office, 30).await);
    assert!(!resume(fresh, &office, 31).await);
    assert_eq!(fresh.database.pauses().await.unwrap(), [pause_of(site)]);
}

async fn no_letter_to_a_paused_target_goes_out(fresh: &Fresh) {
    confirmed(fresh, &[(1, "mission-ao-us"), (2, "mission-al-us")]).await;
    let office = Paused::Target(target("mission-ao-us"));
    pause(fresh, office.clone()).await;
    assert_eq!(claimed(fresh, 400).await, ["mission-al-us"]);
    assert!(!fresh.node().await.is_any_due(second(400)).await.unwrap(), "nobody is woken for it");
    resume(fresh, &office, 410).await;
    assert_eq!(claimed(fresh, 420).await, ["mission-ao-us"]);
}

async fn no_letter_goes_out_while_the_site_is_paused(fresh: &Fresh) {
    confirmed(fresh, &[(1, "mission-ao-us")]).await;
    pause(fresh, Paused::Site).await;
    fresh.database.ask_relay(&relay_letter(2), &freely()).await.unwrap();
    assert_eq!(claimed(fresh, 400).await, [""; 0]);
    let to_supporters = fresh.database.claim_mails(second(1_000), second(2_000), 10).await.unwrap();
    assert!(!to_supporters.is_empty(), "mails to supporters go out");
    resume(fresh, &Paused::Site, 410).await;
    assert_eq!(claimed(fresh, 420).await, ["mission-ao-us"]);
}

async fn a_letter_that_waited_is_tried_as_long_as_one_that_is_queued_now(fresh: &Fresh) {
    confirmed(fresh, &[(1, "mission-ao-us"), (2, "mission-al-us")]).await;
    let office = Paused::Target(target("mission-ao-us"));
    pause(fresh, office.clone()).await;
    resume(fresh, &office, 390).await;
    let mails = fresh.database.claim_mails(second(400), second(600), 10).await.unwrap();
    for mail in mails.iter().filter(|mail| mail.purpose == domain::post::Purpose::Letter) {
        let since = if mail.letter.target == target("mission-ao-us") { 390 } else { 10 };
        assert_eq!(mail.enqueued_at, second(since), "{}", mail.letter.target);
    }
    assert_eq!(mails.len(), 4);
}

async fn the_letters_that_wait_are_counted_by_target(fresh: &Fresh) {
    confirmed(fresh, &[(1, "mission-al-us"), (2, "mission-ao-us"), (3, "mission-ao-us")]).await;
    fresh.database.ask_relay(&relay_letter(4), &freely()).await.unwrap();
    let rows = fresh.database.waiting(&campaign_id("join-the-treaty")).await.unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.target.as_str(), row.letters, row.due_at)).collect();
    assert_eq!(rows, [("mission-ao-us", 2, second(10)), ("mission-al-us", 1, second(10))]);
    assert_eq!(fresh.database.waiting(&campaign_id("another")).await.unwrap(), []);
}
