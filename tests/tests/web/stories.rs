//! Whole stories, told once and run on both databases.

use domain::tally::Stage;
use tests::house::{BY_MAIL, House};

/// From the front page to a card in the post, by way of the list, an error and a change of mind.
async fn a_class_posts_a_card(house: &House) {
    let home = house.get("/").await;
    let campaign = house.get(&home.link("Every state into the ban on cluster bombs")).await;
    let list = house.submit(&campaign.form("Find").set("q", "angola")).await;
    let letter = house.get(&list.link("Embassy of the Republic of Angola")).await;
    let forgot = house.submit(&letter.form("Continue").set("name", "Class 5b").set("place", "Ridgeview, OH")).await;
    assert_eq!((forgot.status, forgot.error("blanks.your-reason").as_deref()), (422, Some("Please fill this in.")));
    let ready = house.submit(&forgot.form("Continue").set("blanks.your-reason", "we read about it")).await;
    let card = house.submit(&ready.form("Print a postcard").set("flip", "short")).await;
    assert!(card.status == 200 && card.body.starts_with(b"%PDF-"));
    let thanks = house.get(&ready.link("Posted it? Tell us.")).await;
    let told = house.submit(&thanks.form("I posted the card")).await;
    let thanked = house.get(told.header("location")).await;
    assert_eq!((thanked.text("h1").as_str(), thanked.text("[data-testid=total]").as_str()), ("Thank you", "1"));
    assert_eq!(house.get("/c/cluster-munitions").await.text("[data-testid=total]"), "1");
    let counted = house.counted("cluster-munitions").await;
    assert_eq!((counted[Stage::Prepared], counted[Stage::Confirmed], counted[Stage::Accepted]), (1, 1, 0));
}

/// From the form to the embassy's mailbox.
async fn we_send_a_letter(house: &House) {
    let ready = house.submit(&house.letter(BY_MAIL).await.set("name", "Łucja Żak")).await;
    let asked = house.submit(&ready.form("Send it for me").set("email", "lucja@home.example").set("consent", "yes")).await;
    assert_eq!(asked.status, 303);
    let waiting = house.get(asked.header("location")).await;
    assert_eq!((waiting.text("h1").as_str(), waiting.text("[data-testid=total]").as_str()), ("Look in your mailbox", "0"));
    assert_eq!((house.deliver().await, house.mailbox().await.len()), (1, 1), "to the supporter");
    let confirm = house.get(&house.link().await).await;
    let yes = house.submit(&confirm.form("Yes, send it")).await;
    let expected = format!("{}&lang=en", asked.header("location"));
    assert_eq!((yes.status, yes.header("location")), (303, expected.as_str()), "in the language of the mail");
    assert_eq!(house.counted("cluster-munitions").await[Stage::Accepted], 0, "it is in the queue");
    assert_eq!((house.deliver().await, house.mailbox().await.len()), (1, 2), "to the embassy");
    let target = house.get("/api/v1/campaigns/cluster-munitions/targets?q=angola").await.json();
    let address = target["targets"][0]["email"].as_str().unwrap().to_owned();
    let mail = house.newest_mail().await;
    assert!(house.mailbox().await[0].to.contains(&address), "{:?}", house.mailbox().await[0]);
    assert!(mail.contains("Łucja Żak") && mail.contains("Reply-To: ") && mail.contains("lucja@home.example"), "{mail}");
    assert!(mail.contains("my school was hit"), "{mail}");
    let counted = house.counted("cluster-munitions").await;
    // The local mailbox keeps the letter; only a mail server that takes it makes it accepted.
    assert_eq!((counted[Stage::Prepared], counted[Stage::Confirmed], counted[Stage::Accepted]), (1, 1, 0));
    let thanked = house.get(yes.header("location")).await;
    assert_eq!((thanked.text("h1").as_str(), thanked.text("[data-testid=total]").as_str()), ("Thank you", "1"));
    assert_eq!(house.deliver().await, 0, "and only once");
}

#[tokio::test]
async fn a_class_posts_a_card_on_sqlite() {
    a_class_posts_a_card(&House::start().await).await;
}

#[tokio::test]
async fn a_class_posts_a_card_on_postgres() {
    a_class_posts_a_card(&House::on_postgres().await).await;
}

#[tokio::test]
async fn we_send_a_letter_on_sqlite() {
    we_send_a_letter(&House::start().await).await;
}

#[tokio::test]
async fn we_send_a_letter_on_postgres() {
    we_send_a_letter(&House::on_postgres().await).await;
}
