//! Whoever got our mail and asked for nothing says so, once, and gets no more of that campaign's mail.

use domain::{campaign::Campaign, tally::Stage, template::Template};
use jiff::SignedDuration;
use serde_json::json;
use tests::{
    house::{BY_MAIL, House, Page},
    steps::Steps as _,
};

use usecases::{Relay, post::Quota, starter};

use crate::{API, campaign_to_these, follow_up::freely, letter_with, post};

/// To the same embassy, for another campaign.
const OTHER: &str = "/c/children-in-detention/write/mission-ao-us";

fn two_campaigns() -> [Campaign; 2] {
    let clusters = starter::campaigns().unwrap().into_iter().find(|file| file.slug.as_str() == "cluster-munitions");
    let mut other = campaign_to_these(&["mission-ao-us"]);
    for edition in &mut other.document.editions {
        edition.letter.template = Template::parse("Please act", "[[your reason]]\n\n{{sender.name}}").unwrap();
    }
    [clusters.unwrap().into(), other]
}

async fn ask(house: &House, path: &str, email: &str) -> Page {
    let ready = house.ready(path).await;
    house.submit(&ready.form("Send it for me").set("email", email).set("consent", "yes")).await
}

#[tokio::test]
async fn not_me_deletes_the_letter_at_once_and_counts_nothing() {
    let house = House::start().await;
    let link = house.asked("Ada Quillfeather", "ada@home.example").await;
    let page = house.get(&link).await;
    assert!(page.body_text().contains("This was not me"));
    let deleted = house.submit(&page.form("This was not me")).await;
    assert_eq!((deleted.status, deleted.text("h1").as_str()), (200, "Deleted"));
    assert!(deleted.text(".lead").contains("gets no more mail about this campaign"));
    let counted = house.counted("cluster-munitions").await;
    assert_eq!((counted[Stage::Prepared], counted[Stage::Confirmed]), (0, 0));
    assert_eq!(house.deliver().await, 0);
    house.app.relay.follow_up().await.unwrap();
    assert_eq!(house.deliver().await, 0, "there is no reminder");
}

#[tokio::test]
async fn a_second_click_finds_no_letter_and_is_told_why() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let page = house.get(&link).await;
    house.submit(&page.form("This was not me")).await;
    for again in [
        house.submit(&page.form("This was not me")).await,
        house.submit(&page.form("Yes, send it")).await,
        house.get(&link).await,
        house.get("/confirm/00000000000000000000000000000000").await,
        house.get("/confirm/x").await,
        house.get("/answer/00000000000000000000000000000000").await,
    ] {
        assert_eq!(again.status, 404);
        assert!(again.text(".lead").contains("at once if somebody presses “This was not me”"), "{}", again.body_text());
    }
    assert_eq!(house.deliver().await, 0);
}

#[tokio::test]
async fn after_a_yes_it_is_too_late_to_say_that_it_was_not_me() {
    let house = House::start().await;
    let page = house.get(&house.asked("Ada Writer", "ada@home.example").await).await;
    house.submit(&page.form("Yes, send it")).await;
    assert_eq!(house.submit(&page.form("This was not me")).await.status, 410);
    assert_eq!(house.deliver().await, 1, "the letter leaves");
    assert_eq!(ask(&house, BY_MAIL, "ada@home.example").await.status, 303, "and its writer may write again");
}

#[tokio::test]
async fn that_mailbox_gets_no_more_mail_of_this_campaign_however_it_is_written_and_others_do() {
    let house = House::with_campaigns(&two_campaigns()).await;
    let page = house.get(&house.asked("Ada Writer", "ada@home.example").await).await;
    house.submit(&page.form("This was not me")).await;
    for email in ["ada@home.example", "ADA@home.example", "ada+again@home.example"] {
        let back = ask(&house, BY_MAIL, email).await;
        assert!(back.status == 422 && back.error("email").is_some(), "{email}: {}", back.body_text());
        let api = house.post_json(&format!("{API}/relay"), &letter_with(&json!({"email": email, "consent": true}))).await;
        assert_eq!(api.status, 422, "{email}");
    }
    assert_eq!(house.deliver().await, 0);
    assert_eq!(ask(&house, BY_MAIL, "ben@home.example").await.status, 303, "another mailbox");
    assert_eq!(house.deliver().await, 1);
    assert_eq!(ask(&house, OTHER, "ada@home.example").await.status, 303, "another campaign");
    assert_eq!(house.deliver().await, 1);
}

#[tokio::test]
async fn not_me_takes_every_letter_of_the_campaign_that_waits_for_that_mailbox() {
    let house = House::with_campaigns(&two_campaigns()).await;
    let confirmed = house.asked("Ada Writer", "ada@home.example").await;
    house.submit(&house.get(&confirmed).await.form("Yes, send it")).await;
    assert_eq!(house.deliver().await, 1);
    let first = house.asked("Ada Writer", "ada@home.example").await;
    let second = house.asked("Ada Writer", "Ada+b@home.example").await;
    let neighbour = house.asked("Ben Writer", "ben@home.example").await;
    assert_eq!(ask(&house, OTHER, "ada@home.example").await.status, 303);
    assert_eq!(house.deliver().await, 1);
    let elsewhere = house.link().await;
    // This one's mail has not left yet.
    assert_eq!(ask(&house, BY_MAIL, "ada@home.example").await.status, 303);
    let page = house.get(&first).await;
    assert_eq!(house.submit(&page.form("This was not me")).await.status, 200);
    assert_eq!(house.get(&second).await.status, 404);
    assert_eq!(house.deliver().await, 0, "what had not left does not leave");
    let counted = house.counted("cluster-munitions").await;
    assert_eq!((counted[Stage::Prepared], counted[Stage::Confirmed]), (2, 1), "what was confirmed stays, and what is Ben's");
    house.clock.advance(Relay::REMIND_AFTER + SignedDuration::from_secs(1));
    house.app.relay.follow_up().await.unwrap();
    assert_eq!(house.deliver().await, 2, "Ben and the other campaign are reminded of");
    for link in [neighbour, elsewhere] {
        assert_eq!(house.get(&link).await.status, 200);
    }
}

#[tokio::test]
async fn a_mail_that_was_under_way_already_is_not_sent() {
    let house = House::start().await;
    // What a worker has in hand when the button is pressed looks like this: a letter that is not deleted yet.
    let letter = post::letter(&house, 1, "cluster-munitions", "");
    let link = house.asked("Ada Writer", letter.email.as_str()).await;
    house.submit(&house.get(&link).await.form("This was not me")).await;
    house.database.ask_relay(&letter, &freely()).await.unwrap();
    assert_eq!(house.app.relay.send_due().await.unwrap(), 1, "it is looked at");
    assert_eq!(house.mailbox().await.len(), 1, "and not sent");
}

#[tokio::test]
async fn what_was_deleted_by_not_me_counts_for_its_day_wherever_the_next_is_asked_for() {
    let house = House::with_campaigns(&two_campaigns()).await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    for _ in 0..4 {
        assert_eq!(ask(&house, BY_MAIL, "ada@home.example").await.status, 303);
    }
    house.submit(&house.get(&link).await.form("This was not me")).await;
    let refused = ask(&house, OTHER, "ada@home.example").await;
    assert_eq!(refused.status, 429, "five mails were enough for a day");
    let after: i64 = refused.header("retry-after").parse().unwrap();
    house.clock.advance(SignedDuration::from_secs(after - 60));
    house.app.relay.purge().await.unwrap();
    assert_eq!(ask(&house, OTHER, "ada@home.example").await.status, 429);
    house.clock.advance(SignedDuration::from_secs(60));
    assert_eq!(ask(&house, OTHER, "ada@home.example").await.status, 303);

    let house = House::with(|parts| parts.limits.per_network = Quota { unanswered: 2, asked: 9 }).await;
    for stranger in ["ann@home.example", "ben@home.example"] {
        let link = house.asked("Eve", stranger).await;
        house.submit(&house.get(&link).await.form("This was not me")).await;
    }
    assert_eq!(ask(&house, BY_MAIL, "cem@home.example").await.status, 429, "nor is a network free for the next stranger");
    house.clock.advance(SignedDuration::from_hours(48));
    assert_eq!(ask(&house, BY_MAIL, "cem@home.example").await.status, 303);
}

#[tokio::test]
async fn a_step_that_no_button_has_is_refused_and_changes_nothing() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let form = house.get(&link).await.form("This was not me");
    assert_eq!(house.submit(&form.set("step", "maybe")).await.status, 400);
    assert_eq!(house.get(&link).await.status, 200);
    assert_eq!(house.deliver().await, 0);
}
