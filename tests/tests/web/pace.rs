//! When letters leave: in the hours of their office, one after the other, and not while they are paused.

use domain::{
    campaign::{CampaignId, Pace, Part},
    people::Role,
};
use jiff::{SignedDuration, Timestamp};
use tests::house::House;
use usecases::{ports::PaceReads as _, post::SitePace};

use crate::desk::{self, submit};

const POST: &str = "/desk/c/cluster-munitions/post";
/// The office is in Washington. 2026-11-21, on which the tests begin, is a Saturday.
const MONDAY_AT_NINE: &str = "2026-11-23T14:00:00Z";
const A_MINUTE_LATER: &str = "2026-11-23T14:01:00Z";

/// A house in which letters wait for their turn.
async fn paced() -> House {
    House::with(|parts| parts.pace = Some(SitePace::default())).await
}

/// Letters of so many people, confirmed.
async fn confirmed(house: &House, people: std::ops::Range<usize>) {
    for number in people {
        let link = house.asked(&format!("Ada {number}"), &format!("ada{number}@home.example")).await;
        assert_eq!(house.submit(&house.get(&link).await.form("Yes, send it")).await.status, 303);
    }
}

/// How many letters have left for their target by now.
async fn left(house: &House) -> usize {
    house.deliver().await;
    house.mailbox().await.iter().filter(|mail| mail.name.ends_with(".letter")).count()
}

/// The rows of the table of what waits, by target.
const WAITS: &str = "[aria-label=\"Letters that wait, by target\"] tbody tr";

async fn rows(house: &House, cookie: &str) -> Vec<String> {
    desk::get(house, POST, cookie).await.texts(WAITS)
}

#[tokio::test]
async fn letters_leave_one_after_the_other_when_their_office_opens() {
    let house = paced().await;
    let cookie = desk::signed_in(&house).await;
    confirmed(&house, 0..3).await;
    assert_eq!(left(&house).await, 0, "it is Saturday");
    let seen = rows(&house, &cookie).await;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(seen[0].contains("3 waiting, next on November 23, 2026 at 09:00 (New York time)"), "{seen:?}");
    house.clock.set(MONDAY_AT_NINE);
    assert!(rows(&house, &cookie).await[0].contains("3 waiting, next at 09:00 (New York time)"));
    for number in 1..=3 {
        assert_eq!(left(&house).await, number);
        house.clock.advance(SignedDuration::from_secs(59));
        assert_eq!(left(&house).await, number, "not before the gap is over");
        house.clock.advance(SignedDuration::from_secs(1));
    }
    assert_eq!(rows(&house, &cookie).await, ["No letter waits."]);
}

#[tokio::test]
async fn letters_do_not_leave_all_at_once_after_the_server_was_down() {
    let house = paced().await;
    confirmed(&house, 0..4).await;
    house.clock.set("2026-11-24T20:00:00Z");
    for number in 1..=4 {
        assert_eq!(left(&house).await, number);
        house.clock.advance(SignedDuration::from_secs(60));
    }
}

#[tokio::test]
async fn a_letter_that_comes_in_office_hours_leaves_at_once() {
    let house = paced().await;
    house.clock.set("2026-11-23T16:30:00Z");
    confirmed(&house, 0..1).await;
    assert_eq!(left(&house).await, 1);
}

#[tokio::test]
async fn a_campaign_without_office_hours_sends_on_a_saturday() {
    let house = paced().await;
    let hasty = Pace { office_hours: false, gap: 600, ..Pace::default() };
    house.change("cluster-munitions", Part::Pace, |document| document.pace = hasty).await;
    confirmed(&house, 0..1).await;
    assert_eq!(left(&house).await, 1);
    confirmed(&house, 1..2).await;
    assert_eq!(left(&house).await, 1);
    house.clock.advance(SignedDuration::from_secs(600));
    assert_eq!(left(&house).await, 2);
}

#[tokio::test]
async fn letters_that_are_spread_take_new_slots_when_their_line_grows_beyond_the_last_day() {
    let house = paced().await;
    house.change("cluster-munitions", Part::Pace, |document| document.pace.spread = true).await;
    house.change("cluster-munitions", Part::Dates, |document| document.closes_on = Some("2026-11-24".parse().unwrap())).await;
    confirmed(&house, 0..13).await;
    let id = CampaignId::parse("cluster-munitions").unwrap();
    let last_slot = async || house.database.waiting(&id).await.unwrap()[0].last_due_at;
    let evening: Timestamp = "2026-11-23T22:00:00Z".parse().unwrap();
    assert!(last_slot().await > evening, "the first were given an hour each");
    house.app.relay.follow_up().await.unwrap();
    for _ in 0..3 {
        house.deliver().await;
    }
    assert!(last_slot().await < evening, "{}", last_slot().await);
}

#[tokio::test]
async fn letters_take_new_slots_when_a_campaign_gets_another_pace() {
    let house = paced().await;
    let cookie = desk::signed_in(&house).await;
    confirmed(&house, 0..2).await;
    let page = "/desk/c/cluster-munitions/pace";
    let form = desk::get(&house, page, &cookie).await.form("Save");
    assert_eq!((form.get("office_hours"), form.get("gap"), form.get("spread")), ("yes", "60", ""));
    let saved = submit(&house, &form.without("office_hours").set("gap", "5"), page, &cookie).await;
    assert_eq!(saved.status, 303, "{}", saved.body_text());
    let changes = desk::get(&house, "/desk/c/cluster-munitions/publish", &cookie).await;
    let seen = changes.texts("tbody tr").join("; ");
    assert!(seen.contains("Office hours only") && seen.contains("no"), "{seen}");
    assert_eq!(left(&house).await, 0, "nothing is public by being saved");
    let publish = "/desk/c/cluster-munitions/publish";
    submit(&house, &changes.form("Publish the changes"), publish, &cookie).await;
    assert_eq!(left(&house).await, 1);
    house.clock.advance(SignedDuration::from_secs(5));
    assert_eq!(left(&house).await, 2);
}

#[tokio::test]
async fn an_organiser_has_the_letters_of_a_day_sent_in_one_mail() {
    let house = paced().await;
    let cookie = desk::signed_in(&house).await;
    confirmed(&house, 0..2).await;
    let page = "/desk/c/cluster-munitions/pace";
    let form = desk::get(&house, page, &cookie).await.form("Save");
    assert_eq!(form.get("digest"), "");
    assert_eq!(submit(&house, &form.set("digest", "yes"), page, &cookie).await.status, 303);
    assert_eq!(desk::get(&house, page, &cookie).await.form("Save").get("digest"), "yes");
    let publish = "/desk/c/cluster-munitions/publish";
    let changes = desk::get(&house, publish, &cookie).await;
    let row = changes.texts("tbody tr").into_iter().find(|row| row.contains("One mail a day")).unwrap();
    assert!(row.contains("no") && row.contains("yes"), "{row}");
    submit(&house, &changes.form("Publish the changes"), publish, &cookie).await;
    // Those that wait come together with the one that comes now.
    assert_eq!(left(&house).await, 0);
    confirmed(&house, 2..3).await;
    let seen = rows(&house, &cookie).await;
    assert!(seen[0].contains("3 waiting, next on November 23, 2026 at 09:00 (New York time)"), "{seen:?}");
    house.clock.set(MONDAY_AT_NINE);
    assert_eq!(left(&house).await, 1);
    let mail = house.mailbox().await.into_iter().find(|mail| mail.name.ends_with(".letter")).unwrap();
    assert_eq!(mail.subject, "3 letters: Every state into the ban on cluster bombs");
    let text = house.app.desk.mailer.read(&mail.name).await.unwrap();
    assert!(text.contains("3 people signed this letter.") && text.contains("Ada 2, Ridgeview, OH, ada2@home.example"), "{text}");
    assert_eq!(rows(&house, &cookie).await, ["No letter waits."]);
    // The next day begins anew, and its letter is alone.
    confirmed(&house, 3..4).await;
    assert_eq!(left(&house).await, 1);
    house.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(left(&house).await, 2);
    let alone = house.newest_mail().await;
    assert!(alone.contains("From: Ada 3") || alone.contains("\"Ada 3\""), "{alone}");
}

#[tokio::test]
async fn what_is_paused_waits_until_it_is_resumed() {
    let house = paced().await;
    house.clock.set(MONDAY_AT_NINE);
    let cookie = desk::signed_in(&house).await;
    confirmed(&house, 0..1).await;
    house.clock.set(A_MINUTE_LATER);
    for (pause, resume) in [
        ("Pause", "Resume"),
        ("Pause the campaign", "Resume the campaign"),
        ("Pause all letters of the site", "Resume all letters of the site"),
    ] {
        let form = desk::get(&house, POST, &cookie).await.form(pause);
        assert_eq!(submit(&house, &form, POST, &cookie).await.header("location"), POST);
        assert_eq!(left(&house).await, 0, "{pause}");
        let page = desk::get(&house, POST, &cookie).await;
        assert!(page.text(WAITS).contains("1 waiting, paused"), "{}", page.text(WAITS));
        // For longer than a letter is tried.
        house.clock.advance(SignedDuration::from_hours(10 * 24));
        let cookie = desk::signed_in(&house).await;
        let form = desk::get(&house, POST, &cookie).await.form(resume);
        assert_eq!(submit(&house, &form, POST, &cookie).await.status, 303);
        house.clock.set(A_MINUTE_LATER);
    }
    assert_eq!(left(&house).await, 1);
}

#[tokio::test]
async fn who_paused_a_target_stands_on_its_page_and_in_the_audit() {
    let house = House::start().await;
    let cookie = desk::signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let target = "/desk/targets/mission-ao-us";
    let form = desk::get(&house, target, &cookie).await.form("Pause");
    assert_eq!(submit(&house, &form, target, &cookie).await.header("location"), target);
    let page = desk::get(&house, target, &cookie).await;
    assert!(page.text(".notice").contains("by olga@ngo.example"), "{}", page.text(".notice"));
    submit(&house, &page.form("Resume"), target, &cookie).await;
    let audit = desk::get(&house, "/desk/audit", &cookie).await.texts("tbody tr").join("; ");
    assert!(audit.contains("Paused the letters to a target") && audit.contains("mission-ao-us"), "{audit}");
    assert!(audit.contains("Resumed the letters to a target"), "{audit}");
    let viewer = desk::signed_in_as(&house, "vera@ngo.example", Role::Viewer).await;
    assert!(desk::get(&house, target, &viewer).await.forms().iter().all(|form| form.action != "/desk/pauses"));
}
