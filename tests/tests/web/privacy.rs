//! What is not kept cannot leak.

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
async fn paper_own_mail_and_web_form_leave_nothing_of_the_supporter_in_database_log_or_mailbox() {
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
    assert_eq!(house.counted("cluster-munitions").await.prepared, 4);

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
