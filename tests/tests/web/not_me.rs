//! Whoever got our mail and asked for nothing says so, once, and gets no more of that campaign's mail.

use domain::{campaign::Campaign, tally::Stage, template::Template};
use serde_json::json;
use tests::house::{BY_MAIL, House, Page};

use usecases::starter;

use crate::{API, campaign_to_these, letter_with};

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
async fn a_step_that_no_button_has_is_refused_and_changes_nothing() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let form = house.get(&link).await.form("This was not me");
    assert_eq!(house.submit(&form.set("step", "maybe")).await.status, 400);
    assert_eq!(house.get(&link).await.status, 200);
    assert_eq!(house.deliver().await, 0);
}
