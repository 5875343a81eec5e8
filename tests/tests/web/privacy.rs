//! Privacy: what is not kept cannot leak.

use domain::tally::Stage;
use std::{fs, path::Path};

use serde_json::json;
use tests::house::{BY_MAIL, BY_WEB_FORM, Form, House, Logs};

use crate::{API, letter_with};

/// Words that occur nowhere else.
const NAME: &str = "Quillfeather";
const PLACE: &str = "Zanzibarville";
const REASON: &str = "marmaladeslide";
const NOTE: &str = "thunderbasket";
const STREET: &str = "Umbrellagasse";
const EMAIL: &str = "quill@plumage.example";

fn personal(form: Form) -> Form {
    form.set("name", NAME).set("place", PLACE).set("blanks.your-reason", REASON).set("note", NOTE).set("address", STREET)
}

/// Every file of the database, its write-ahead log included.
pub(crate) fn database(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_str().unwrap().starts_with("postbag.db") {
            bytes.extend(fs::read(path).unwrap());
        }
    }
    bytes
}

pub(crate) fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[tokio::test]
async fn paper_own_mail_and_web_form_leave_nothing_of_the_supporter_anywhere() {
    let logs = Logs::keep();
    let house = House::start().await;
    for path in [BY_MAIL, BY_WEB_FORM] {
        let ready = house.submit(&personal(house.letter(path).await)).await;
        let buttons: &[&str] = if path == BY_MAIL { &["Open in my mail"] } else { &["Copy my letter"] };
        for button in buttons {
            let offer = house.submit(&ready.form(button)).await;
            assert_eq!(house.submit(&offer.form("I sent it")).await.status, 303);
        }
        for button in ["Print a postcard", "Print a letter"] {
            assert_eq!(house.submit(&ready.form(button)).await.status, 200);
        }
        house.submit(&personal(house.letter(path).await).set("country", "ZZ")).await;
    }
    let paper = json!({"name": NAME, "place": PLACE, "note": NOTE, "address": STREET, "blanks": {"your-reason": REASON}, "format": "us-letter"});
    assert_eq!(house.post_json_with_key(&format!("{API}/paper"), &letter_with(&paper), "key").await.status, 200);
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 4);

    let (stored, logged) = (database(house.data.path()), logs.text());
    assert!(holds(&stored, "mission-ao-us"), "the actions are in what was read");
    assert!(logged.contains("request"), "the requests are in what was read: {logged}");
    for word in [NAME, PLACE, REASON, NOTE, STREET] {
        assert!(!holds(&stored, word), "the database holds {word}");
        assert_eq!(logged.lines().find(|line| line.contains(word)), None, "the log holds {word}");
    }
    assert!(house.mailbox().await.is_empty());
}

#[tokio::test]
async fn beside_what_counts_a_letter_stands_what_is_kept_of_its_network() {
    const KEPT: &str = "each network: a home, a school, or a part of a provider’s network. We store the network only as a scrambled number, and delete that number within two days.";
    let house = House::start().await;
    let written = house.get(BY_MAIL).await;
    let ready = house.ready(BY_MAIL).await;
    let offer = house.submit(&ready.form("Open in my mail")).await;
    let thanks = house.get(&ready.link("Posted it? Tell us.")).await;
    let class = house.get("/c/mine-ban-treaty/class").await;
    let form = class.form("Make the set").set("cards", "2").set("to", "delegation").set("state", "WV");
    let set = house.submit(&form).await;
    let report = format!("/k/{}", set.text("[data-testid=code]").replace(' ', ""));
    assert!(house.get(&report).await.texts(".privacy").is_empty(), "what is not printed cannot be reported");
    assert_eq!(house.submit(&set.form("Print the set (PDF)")).await.status, 200);
    for page in [&written, &ready, &offer, &thanks, &class, &house.get(&report).await] {
        let said = page.texts(".privacy");
        assert!(said.len() == 1 && said[0].ends_with(KEPT), "{}: {said:?}", page.text("h1"));
        // Nothing beside it says that nothing is kept.
        assert!(!said[0].contains("nothing about you.") && !said[0].contains("yours alone"), "{said:?}");
    }
    // Who has said it is not told again.
    let done = house.submit(&house.get(&ready.link("Posted it? Tell us.")).await.form("I sent it")).await;
    assert!(house.get(done.header("location")).await.texts(".privacy").is_empty());
}

#[tokio::test]
async fn a_letter_that_we_send_is_stored_but_neither_it_nor_its_link_is_logged() {
    let logs = Logs::keep();
    let house = House::start().await;
    let ready = house.submit(&personal(house.letter(BY_MAIL).await)).await;
    house.submit(&ready.form("Send it for me").set("email", EMAIL).set("consent", "yes")).await;
    house.deliver().await;
    let link = house.link().await;
    house.submit(&house.get(&link).await.form("Yes, send it")).await;
    house.deliver().await;
    assert!(holds(&database(house.data.path()), NAME), "this test sees what is stored");
    let (logged, token) = (logs.text(), link.strip_prefix("/confirm/").unwrap());
    for word in [NAME, PLACE, REASON, NOTE, STREET, EMAIL, token] {
        assert_eq!(logged.lines().find(|line| line.contains(word)), None, "the log holds {word}");
    }
}
