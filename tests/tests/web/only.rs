//! Paragraphs for some states alone: what a letter says by where its state stands, whichever way it leaves.

use domain::{
    campaign::{Document, Part},
    language::Language,
    template::Template,
};
use serde_json::{Value, json};
use tests::{
    house::{BY_MAIL, House, Page},
    look::Pdf,
};

use crate::{API, campaign_to_these, letter_with};

const BODY: &str = "{{target.salutation}}\n\n{{only signatory}}\nYou signed years ago: [[your reason|160]].\n\n\
    {{only not_party, withdrawn}}\nYou stand outside. I hope for [[your hope|100]].\n\nPlease {{treaty.request}}.\n\n\
    {{target.close}}\n{{sender.name}}\n{{sender.place}}";

/// Angola signed and has not ratified; Brazil stands outside.
const TO_BRAZIL: &str = "/c/cluster-munitions/write/mission-br-us";

const TO_SIGNATORIES: &str = "You signed years ago";
const TO_OUTSIDERS: &str = "You stand outside";

fn with(document: &mut Document, body: &str) {
    let editions = document.editions.iter_mut().filter(|edition| edition.language == Language::EN);
    editions.for_each(|edition| edition.letter.template = Template::parse("On cluster bombs", body).unwrap());
}

async fn house() -> House {
    let house = House::start().await;
    house.change("cluster-munitions", Part::Letters, |document| with(document, BODY)).await;
    house
}

fn blanks(page: &Page) -> Vec<String> {
    page.attributes("textarea[name^='blanks.']", "name")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// That a text has the paragraph for signatories, and nothing of the other one or of a mark.
fn is_to_a_signatory(text: &str) {
    let text = one_line(text);
    assert!(text.contains(TO_SIGNATORIES) && !text.contains(TO_OUTSIDERS) && !text.contains("only"), "{text}");
}

#[tokio::test]
async fn a_letter_has_the_paragraphs_for_its_state_and_asks_for_their_blanks_alone() {
    let house = house().await;
    let angola = house.get(BY_MAIL).await;
    assert_eq!(blanks(&angola), ["blanks.your-reason"]);
    is_to_a_signatory(&angola.text(".preview"));
    let brazil = house.get(TO_BRAZIL).await;
    assert_eq!(blanks(&brazil), ["blanks.your-hope"]);
    assert!(brazil.text(".preview").contains(TO_OUTSIDERS) && !brazil.text(".preview").contains(TO_SIGNATORIES));

    let ready = house.ready(BY_MAIL).await;
    let offer = house.submit(&ready.form("Open in my mail")).await;
    let body = offer.value("copy-body").replace("\r\n", "\n");
    let paragraphs: Vec<&str> = body.trim_start_matches('\n').split("\n\n").collect();
    assert_eq!(paragraphs.len(), 4, "one empty line stands between two: {body}");
    assert_eq!(paragraphs[1], "You signed years ago: my school was hit.");
    assert_eq!(paragraphs[2], "Please ratify the Convention on Cluster Munitions.");
    let hand = house.submit(&house.get(BY_MAIL).await.form("I want to write by hand")).await;
    is_to_a_signatory(&hand.text(".sheet"));
}

#[tokio::test]
async fn paper_and_mail_have_the_paragraphs_for_their_state() {
    let house = house().await;
    let ready = house.ready(BY_MAIL).await;
    for (button, format) in [("Print a postcard", "a6"), ("Print a letter", "a4")] {
        let pdf = house.submit(&ready.form(button).set("format", format)).await;
        is_to_a_signatory(&Pdf::new(&pdf.body).text());
    }
    let confirm = house.get(&house.asked("Ada Writer", "ada@home.example").await).await;
    is_to_a_signatory(&confirm.text("main"));
    assert_eq!(house.submit(&confirm.form("Yes, send it")).await.status, 303);
    assert_eq!(house.deliver().await, 1);
    let mail = house.newest_mail().await;
    assert!(mail.contains("You signed years ago: my school was hit.") && !mail.contains(TO_OUTSIDERS), "{mail}");
    assert!(!mail.contains("{{") && !mail.contains("only signatory"), "{mail}");
}

#[tokio::test]
async fn a_program_is_told_which_blanks_only_some_letters_ask_for() {
    let house = house().await;
    let blank = |name: &str, label: &str, max: u32| json!({"name": name, "label": label, "required": false, "max": max});
    let campaign = house.get(API).await.json();
    assert_eq!(campaign["blanks"], json!([blank("your-reason", "your reason", 160), blank("your-hope", "your hope", 100)]));

    let preview = async |target: &str| -> Value {
        house.post_json(&format!("{API}/preview"), &letter_with(&json!({"target": target, "blanks": {}}))).await.json()
    };
    let (angola, brazil) = (preview("mission-ao-us").await, preview("mission-br-us").await);
    is_to_a_signatory(angola["body"].as_str().unwrap());
    assert!(brazil["body"].as_str().unwrap().contains("I hope for [your hope].\n\nPlease accede to"), "{brazil}");
    assert_eq!((&angola["unfilled"], &brazil["unfilled"]), (&json!(["blanks.your-reason"]), &json!(["blanks.your-hope"])));

    let paper = letter_with(&json!({"target": "mission-br-us", "format": "us-letter"}));
    let refused = house.post_json(&format!("{API}/paper"), &paper).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["field"]), (422, &"blanks.your-hope".into()));
    let paper = letter_with(&json!({"format": "us-letter", "blanks": {"your-reason": "my school was hit"}}));
    is_to_a_signatory(&Pdf::new(&house.post_json(&format!("{API}/paper"), &paper).await.body).text());
}

#[tokio::test]
async fn a_class_set_needs_the_blanks_that_stand_on_its_own_cards() {
    let house = house().await;
    let form = house.get("/c/cluster-munitions/class").await;
    assert_eq!(blanks(&form), ["blanks.your-reason", "blanks.your-hope"], "to whom it goes is asked on the same page");
    let form = form.form("Make the set").set("cards", "2").set("to", "one").set("target", "mission-ao-us");
    let form = form.set("typed", "yes").set("place", "Ridgeview, OH");
    let refused = house.submit(&form.clone().set("blanks.your-hope", "peace")).await;
    assert_eq!((refused.status, refused.error("blanks.your-reason").as_deref()), (422, Some("Please fill this in.")));
    let made = house.submit(&form.set("blanks.your-reason", "my school was hit")).await;
    assert_eq!(made.status, 200, "{}", made.body_text());
    let pdf = house.submit(&made.form("Print the set (PDF)")).await;
    let text = one_line(&Pdf::new(&pdf.body).text());
    assert!(text.contains(TO_SIGNATORIES) && !text.contains(TO_OUTSIDERS), "{text}");
}

#[tokio::test]
async fn without_a_treaty_no_marked_paragraph_stands() {
    let mut campaign = campaign_to_these(&["mission-ao-us"]);
    with(
        &mut campaign.document,
        "Hello,\n\n{{only party, signatory, not_party, withdrawn}}\nNever seen. [[what]]\n\nYours,\n{{sender.name}}",
    );
    let house = House::with_campaigns(&[campaign]).await;
    let page = house.get("/c/children-in-detention/write/mission-ao-us").await;
    assert_eq!((page.status, blanks(&page)), (200, Vec::new()));
    assert!(page.text(".preview").contains("Hello") && !page.body_text().contains("Never seen"));
}
