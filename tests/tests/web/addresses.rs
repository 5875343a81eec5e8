//! An office with several addresses: each is offered with its reason and its stamp, and the paper carries the one that
//! was chosen.

use domain::{tally::Stage, target::TargetId};
use serde_json::json;
use tests::{
    house::{House, Page},
    look::Pdf,
};
use usecases::directory::{Import, Manner};

use crate::{campaign_to_these, letter_with};

/// A representative with three offices at home.
const MEMBER: &str = "/c/children-in-detention/write/congress-A000055";

/// The radio buttons of one way out: the label and the value of each.
fn offered(ready: &Page, kind: &str) -> Vec<(String, String)> {
    let css = format!("input[name=post_to][id^='post-{kind}-']");
    let values = ready.attributes(&css, "value");
    let ids = ready.attributes(&css, "id");
    values.into_iter().zip(ids).map(|(value, id)| (value, ready.text(&format!("label[for='{id}']")))).collect()
}

/// The text on the paper, in capitals as on a card, and on one line.
fn text(pdf: &Page) -> String {
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"), "{}", String::from_utf8_lossy(&pdf.body));
    Pdf::new(&pdf.body).text().to_uppercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_member_with_offices_at_home_offers_each_with_the_reason_and_the_stamp() {
    let house = House::start().await;
    let ready = house.ready(MEMBER).await;
    for (kind, stamp) in [("card", "a postcard stamp"), ("letter", "a Forever stamp")] {
        let capitol =
            format!("Office in Washington Mail to the Capitol is screened first. Allow two weeks or more. Needs {stamp}.");
        let at_home = |city: &str| {
            (city.to_lowercase(), format!("Office in {city} Mail to it is not screened: it arrives within days. Needs {stamp}."))
        };
        let expected = [(String::new(), capitol), at_home("Cullman"), at_home("Jasper"), at_home("Tuscumbia")];
        assert_eq!(offered(&ready, kind), expected, "{kind}");
    }
    assert_eq!(ready.form("Print a postcard").get("post_to"), "", "the usual one is chosen");
    let abroad = house.submit(&house.letter(MEMBER).await.set("country", "PL")).await;
    assert!(
        offered(&abroad, "card").iter().all(|(_, words)| words.ends_with("a stamp for a postcard to the United States.")),
        "{:?}",
        offered(&abroad, "card")
    );
    // An office with one address has nothing to choose.
    assert!(house.ready(tests::house::BY_MAIL).await.attributes("[name=post_to]", "value").is_empty());
}

#[tokio::test]
async fn the_paper_carries_the_address_of_the_office_that_was_chosen() {
    let house = House::start().await;
    let ready = house.ready(MEMBER).await;
    let by_hand = house.submit(&house.get(MEMBER).await.form("I want to write by hand")).await;
    for (page, button) in [(&ready, "Print a postcard"), (&ready, "Print a letter"), (&by_hand, "Print a card with lines")] {
        let printed = async |place: &str| text(&house.submit(&page.form(button).set("post_to", place)).await);
        let (washington, cullman) = (printed("").await, printed("cullman").await);
        assert!(washington.contains("272 CANNON HOUSE OFFICE BUILDING") && washington.contains("20515-0104"), "{washington}");
        assert!(cullman.contains("205 4TH AVE. NE, SUITE 104") && cullman.contains("CULLMAN AL 35055"), "{cullman}");
        assert!(cullman.contains("ROBERT B. ADERHOLT") && !cullman.contains("CANNON") && !cullman.contains("20515"), "{cullman}");
        assert!(!washington.contains("CULLMAN"), "{washington}");
    }
    let abroad = house.submit(&house.letter(MEMBER).await.set("country", "PL")).await;
    let letter = text(&house.submit(&abroad.form("Print a letter").set("post_to", "cullman")).await);
    assert!(letter.contains("CULLMAN AL 35055 UNITED STATES OF AMERICA"), "{letter}");
}

#[tokio::test]
async fn an_address_that_the_office_does_not_have_is_refused_and_nothing_is_counted() {
    let house = House::start().await;
    let ready = house.ready(MEMBER).await;
    // Another member's, one of no member, one that only looks like the usual one.
    for place in ["newton", "atlantis", "Cullman", " ", "\"><b>"] {
        let back = house.submit(&ready.form("Print a letter").set("post_to", place)).await;
        assert_eq!(back.status, 422, "{place}");
        assert_eq!(back.texts(".errors li"), ["The address: Choose one of the office’s addresses."], "{place}");
        assert_eq!(back.value("blanks.your-reason").trim(), "my school was hit", "what was typed is not lost");
    }
    let by_hand = house.submit(&house.get(MEMBER).await.form("I want to write by hand")).await;
    assert_eq!(house.submit(&by_hand.form("Print a card with lines").set("post_to", "atlantis")).await.status, 422);
    assert_eq!(house.counted("children-in-detention").await[Stage::Prepared], 0);
}

#[tokio::test]
async fn a_us_embassy_offers_the_pouch_and_the_street_each_with_its_stamp() {
    let house = House::with_campaigns(&[campaign_to_these(&["mission-us-al"])]).await;
    let path = "/c/children-in-detention/write/mission-us-al";
    let ready = house.ready(path).await;
    let pouch = "By the diplomatic pouch You post it to Washington, and it goes on to the embassy from there. Needs";
    let street = "The embassy’s address in Albania Needs";
    for (kind, pouch_stamp, street_stamp) in
        [("card", "a postcard stamp", "a Global Forever stamp"), ("letter", "a Forever stamp", "a Global Forever stamp")]
    {
        let words: Vec<String> = offered(&ready, kind).into_iter().map(|(_, words)| words).collect();
        assert_eq!(words, [format!("{pouch} {pouch_stamp}."), format!("{street} {street_stamp}.")], "{kind}");
    }
    let printed = async |place: &str| text(&house.submit(&ready.form("Print a letter").set("post_to", place)).await);
    let (pouch, street) = (printed("").await, printed("street").await);
    assert!(pouch.contains("9510 TIRANA PLACE WASHINGTON DC 20521-9510") && !pouch.contains("VINJAU"), "{pouch}");
    assert!(street.contains("RRUGA STAVRO VINJAU, NO. 14 TIRANA ALBANIA") && !street.contains("20521"), "{street}");
    // From Albania the street is at home, and Washington abroad.
    let at_home = house.submit(&house.letter(path).await.set("country", "AL")).await;
    let words: Vec<String> = offered(&at_home, "card").into_iter().map(|(_, words)| words).collect();
    assert!(words[0].ends_with("Needs a stamp for a postcard to the United States."), "{words:?}");
    assert!(words[1].ends_with("Needs a stamp for a postcard to Albania."), "{words:?}");
    let letter = text(&house.submit(&at_home.form("Print a letter").set("post_to", "street")).await);
    assert!(letter.contains("NO. 14 TIRANA") && !letter.contains("TIRANA ALBANIA"), "{letter}");
}

#[tokio::test]
async fn an_office_that_has_an_address_at_home_alone_is_written_to_there() {
    let house = House::start().await;
    let directory = house.app.campaigns.directory.get();
    let member = directory.targets().iter().find(|target| target.address.is_none()).unwrap();
    assert_eq!(member.seat().unwrap().state, "CA");
    let cullman = directory.target(&TargetId::parse("congress-A000055").unwrap()).unwrap().other_addresses[0].clone();
    let offices = vec![(member.id.clone(), cullman)];
    let manner = Manner { dry_run: false, allow_gone: true, as_of: "2026-11-20".parse().unwrap() };
    house.app.campaigns.directory.import(Import::Offices(offices), manner).await.unwrap();
    let ready = house.ready(&format!("/c/children-in-detention/write/{}", member.id)).await;
    for button in ["Print a postcard", "Print a letter"] {
        let printed = text(&house.submit(&ready.form(button)).await);
        assert!(printed.contains("CULLMAN AL 35055"), "{printed}");
    }
}

#[tokio::test]
async fn a_program_chooses_the_address_by_the_name_that_the_list_of_targets_gives_it() {
    let house = House::start().await;
    let api = "/api/v1/campaigns/children-in-detention";
    let found = house.get(&format!("{api}/targets?q=aderholt")).await.json();
    let offices = found["targets"][0]["other_addresses"].as_array().unwrap().clone();
    let names: Vec<&str> = offices.iter().map(|office| office["id"].as_str().unwrap()).collect();
    assert_eq!(names, ["cullman", "jasper", "tuscumbia"]);
    assert_eq!(offices[1]["address"].as_array().unwrap().last().unwrap(), "Jasper AL 35501");
    assert_eq!((&offices[1]["label"], &offices[1]["as_of"]), (&json!("Office in Jasper"), &json!("2026-06-15")));
    let paper = format!("{api}/paper");
    let to = |place: &str| letter_with(&json!({"target": "congress-A000055", "format": "us-letter", "post_to": place}));
    assert!(text(&house.post_json(&paper, &to("jasper")).await).contains("JASPER AL 35501"));
    assert!(text(&house.post_json(&paper, &to("")).await).contains("20515-0104"), "the usual one");
    let refused = house.post_json_with_key(&paper, &to("atlantis"), "one").await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["field"]), (422, &"post_to".into()));
    assert_eq!(refused.json()["errors"][0]["message"], "Choose one of the office’s addresses.");
    assert_eq!(house.counted("children-in-detention").await[Stage::Prepared], 2);
    let corrected = house.post_json_with_key(&paper, &to("jasper"), "one").await;
    assert_eq!(corrected.status, 200, "a corrected request may use its key again");
}
