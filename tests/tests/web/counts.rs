//! Counts: a letter is counted once, whatever a person, a browser or a network does twice.

use domain::tally::Stage;
use reqwest::{Method, header::CONTENT_TYPE};
use serde_json::json;
use tests::house::{BY_MAIL, BY_WEB_FORM, House};
use tokio::task::JoinSet;

use crate::{API, letter, letter_with};

const CAMPAIGN: &str = "cluster-munitions";

#[tokio::test]
async fn pressing_a_button_twice_counts_once() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    for button in ["Print a postcard", "Open in my mail"] {
        for _ in 0..3 {
            assert_eq!(house.submit(&ready.form(button)).await.status, 200);
        }
    }
    let ask = ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes");
    for _ in 0..3 {
        assert_eq!(house.submit(&ask).await.status, 303);
    }
    let tally = house.get(&format!("{API}/tally")).await.json();
    for channel in ["postcard", "own_mail", "relay"] {
        assert_eq!(tally["by_channel"][channel]["prepared"], 1, "{channel}");
    }
    assert_eq!(house.deliver().await, 1, "one mail to confirm, not three");
}

#[tokio::test]
async fn saying_it_twice_counts_once() {
    let house = House::start().await;
    let offer = house.submit(&house.ready(BY_WEB_FORM).await.form("Copy my letter")).await;
    for _ in 0..3 {
        assert_eq!(house.submit(&offer.form("I sent it")).await.status, 303);
    }
    let counted = house.counted("mine-ban-treaty").await;
    assert_eq!((counted[Stage::Prepared], counted[Stage::Confirmed]), (1, 1));
}

#[tokio::test]
async fn a_changed_letter_that_is_printed_again_is_the_same_letter() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    house.submit(&ready.form("Print a postcard")).await;
    let again = house.submit(&ready.form("Change my letter")).await;
    let ready = house.submit(&again.form("Continue").set("note", "A word more.")).await;
    assert_eq!(house.submit(&ready.form("Print a postcard")).await.status, 200);
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Prepared], 1);
}

#[tokio::test]
async fn two_letters_are_two() {
    let house = House::start().await;
    for _ in 0..2 {
        house.submit(&house.ready(BY_MAIL).await.form("Print a postcard")).await;
    }
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Prepared], 2);
}

#[tokio::test]
async fn a_letter_that_was_not_printed_cannot_be_reported_as_posted() {
    let house = House::start().await;
    let offer = house.submit(&house.ready(BY_MAIL).await.form("Open in my mail")).await;
    let said = offer.form("I sent it");
    for wrong in [
        said.clone().set("channel", "postcard"),
        said.clone().set("channel", "relay"),
        said.clone().set("channel", "fax"),
        said.clone().set("letter", "00000000000000000000000000000000"),
        said.clone().set("letter", "'; drop table actions; --"),
        tests::house::Form { action: "/c/mine-ban-treaty/thanks".into(), ..said.clone() },
    ] {
        assert_eq!(house.submit(&wrong).await.status, 404, "{wrong:?}");
    }
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Confirmed], 0);
    assert_eq!(house.submit(&said).await.status, 303);
}

#[tokio::test]
async fn a_letter_awaiting_its_confirmation_cannot_be_reported_as_sent() {
    let house = House::start().await;
    let asked =
        house.post_json(&format!("{API}/relay"), &letter_with(&json!({"email": "ada@home.example", "consent": true}))).await;
    let name = asked.json()["letter"].clone();
    let report = house.post_json(&format!("{API}/report"), &json!({"letter": name, "channel": "relay"})).await;
    assert_eq!((report.status, house.counted(CAMPAIGN).await[Stage::Confirmed]), (404, 0));
}

#[tokio::test]
async fn a_retried_request_with_the_same_key_counts_once_and_answers_the_same() {
    let house = House::start().await;
    let paper = letter_with(&json!({"format": "us-postcard-4x6"}));
    let relay = letter_with(&json!({"email": "ada@home.example", "consent": true}));
    let mut printed = Vec::new();
    let mut asked = Vec::new();
    for _ in 0..3 {
        let answer = house.post_json_with_key(&format!("{API}/paper"), &paper, "key-1").await;
        printed.push((answer.status, answer.header("postbag-letter").to_owned(), answer.body));
        asked.push(house.post_json_with_key(&format!("{API}/relay"), &relay, "key-1").await.json());
    }
    assert_eq!((printed[0].0, printed[0].1.len()), (200, 32));
    assert!(printed.iter().all(|answer| *answer == printed[0]) && asked.iter().all(|answer| *answer == asked[0]));
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Prepared], 2, "a card, and a letter to be sent");
    assert_eq!(house.deliver().await, 1);
}

#[tokio::test]
async fn a_key_that_was_used_for_another_request_is_refused() {
    let house = House::start().await;
    let path = format!("{API}/paper");
    let first = letter_with(&json!({"format": "us-postcard-4x6"}));
    assert_eq!(house.post_json_with_key(&path, &first, "key-1").await.status, 200);
    let other = letter_with(&json!({"format": "us-postcard-4x6", "name": "Bob Writer"}));
    let answer = house.post_json_with_key(&path, &other, "key-1").await;
    assert_eq!((answer.status, answer.header("content-type")), (422, "application/problem+json"));
    assert!(answer.json()["detail"].as_str().unwrap().contains("Use a new key"));
    assert_eq!(house.post_json_with_key(&path, &other, "key-2").await.status, 200);
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Prepared], 2);
    for key in ["", &"k".repeat(256)] {
        let answer = house.post_json_with_key(&path, &first, key).await;
        assert_eq!((answer.status, &answer.json()["errors"][0]["field"]), (422, &"Idempotency-Key".into()));
    }
}

#[tokio::test]
async fn requests_without_a_key_are_letters_of_their_own() {
    let house = House::start().await;
    let paper = letter_with(&json!({"format": "us-postcard-4x6"}));
    for _ in 0..2 {
        assert_eq!(house.post_json(&format!("{API}/paper"), &paper).await.status, 200);
    }
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Prepared], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn equal_requests_at_once_count_once() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    let card = ready.form("Print a postcard");
    let ask = ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes");
    let form = |form: &tests::house::Form| {
        house.request(Method::POST, &form.action).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form.encoded())
    };
    let paper = || {
        let body = letter_with(&json!({"format": "us-letter"}));
        house.request(Method::POST, &format!("{API}/paper")).json(&body).header("idempotency-key", "one")
    };
    // Two of each three are printed, and the line before the press holds 33.
    let requests: JoinSet<u16> = (0..16)
        .flat_map(|_| [form(&card), form(&ask), paper()])
        .map(|request| async { request.send().await.unwrap().status().as_u16() })
        .collect();
    let statuses = requests.join_all().await;
    assert!(statuses.iter().all(|status| matches!(status, 200 | 303)), "{statuses:?}");
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Prepared], 3, "a card, a letter to be sent, and the program's letter");
    assert_eq!(house.deliver().await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_clicks_on_yes_at_once_send_one_letter() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let clicks: JoinSet<u16> = (0..20)
        .map(|_| house.request(Method::POST, &link))
        .map(|request| async { request.send().await.unwrap().status().as_u16() })
        .collect();
    let statuses = clicks.join_all().await;
    assert!(statuses.iter().all(|status| *status == 303), "{statuses:?}");
    assert_eq!(house.deliver().await, 1);
    let counted = house.counted(CAMPAIGN).await;
    assert_eq!((counted[Stage::Confirmed], counted[Stage::Accepted]), (1, 0));
}

#[tokio::test]
async fn looking_counts_nothing() {
    let house = House::start().await;
    house.ready(BY_MAIL).await;
    house.get("/c/cluster-munitions").await;
    assert_eq!(house.post_json(&format!("{API}/preview"), &letter()).await.status, 200);
    let tally = house.get(&format!("{API}/tally")).await.json();
    assert_eq!((&tally["total"], tally["by_target"].as_array().unwrap().len()), (&0.into(), 0));
    assert_eq!(house.counted(CAMPAIGN).await, domain::tally::Stages::default());
}

#[tokio::test]
async fn a_card_that_does_not_fit_is_not_counted_and_the_page_says_by_how_much() {
    let house = House::start().await;
    let ready = house.submit(&house.letter(BY_MAIL).await.set("note", &"wide words ".repeat(54))).await;
    let back = house.submit(&ready.form("Print a postcard")).await;
    assert_eq!(back.status, 422);
    let error = back.error("note").unwrap();
    let over: usize = error.split(' ').find_map(|word| word.parse().ok()).unwrap();
    assert!(over > 0 && error.ends_with("too long for “US Letter paper, to cut a card of 5½ × 4¼ in from”. Shorten what you wrote here, or choose another paper."), "{error}");
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Prepared], 0);
    // The page's advice is right: a letter takes it, and who shortens the note as told has a card that fits.
    assert_eq!(house.submit(&ready.form("Print a letter")).await.status, 200);
    let words = "wide words ".repeat(54);
    let note: String = words.trim().chars().rev().skip(over).collect::<Vec<_>>().into_iter().rev().collect();
    let ready = house.submit(&back.form("Continue").set("note", &note)).await;
    let card = house.submit(&ready.form("Print a postcard")).await;
    assert_eq!(card.status, 200, "{over} characters fewer: {:?}", card.error("note"));
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Prepared], 2, "the letter and the card");
}

#[tokio::test]
async fn countries_with_fewer_than_five_letters_are_not_shown_in_public() {
    let house = House::start().await;
    for country in ["NU", "NU", "NU", "NU", "CA", "CA", "CA", "CA", "CA"] {
        let body = letter_with(&json!({"format": "us-letter", "country": country}));
        assert_eq!(house.post_json(&format!("{API}/paper"), &body).await.status, 200);
    }
    let tally = house.get(&format!("{API}/tally")).await.json();
    assert_eq!(
        tally["by_country"],
        json!([{"country": "CA", "prepared": 5, "confirmed": null, "accepted": null, "bounced": null, "settled": null, "answered": null}])
    );
    assert_eq!(tally["by_day"][0]["day"], "2026-11-21");
    assert_eq!(tally["by_channel"]["letter"]["prepared"], 9);
}
