//! When something of ours breaks: the reader gets a page that says so, and the next one is served.

use std::sync::Arc;

use tests::house::{BY_MAIL, House};
use usecases::{
    ports::Ids,
    press::{Press, PressError, PrintJob},
};

use crate::{API, letter_with};

/// A press that catches fire.
#[derive(Debug)]
struct Burning;

impl Press for Burning {
    fn print(&self, _: &PrintJob) -> Result<Vec<u8>, PressError> {
        panic!("this press is meant to panic")
    }
}

#[tokio::test]
async fn a_press_that_panics_is_our_mistake_and_the_server_goes_on() {
    let house = House::with(|parts| parts.press = Arc::new(Burning)).await;
    let ready = house.ready(BY_MAIL).await;
    for _ in 0..3 {
        let page = house.submit(&ready.form("Print a postcard")).await;
        assert_eq!((page.status, page.text("h1").as_str()), (500, "Our mistake"));
        assert!(!page.body_text().contains("meant to panic"), "what broke is for the log");
    }
    let answer = house.post_json(&format!("{API}/paper"), &letter_with(&serde_json::json!({"format": "us-letter"}))).await;
    assert_eq!((answer.status, answer.header("content-type")), (500, "application/problem+json"));
    assert_eq!(house.get("/").await.status, 200);
    assert_eq!(house.counted("cluster-munitions").await.prepared, 0);
}

/// Randomness that runs out: it is asked in the handler itself.
#[derive(Debug)]
struct Exhausted;

impl Ids for Exhausted {
    fn bytes(&self) -> [u8; 16] {
        panic!("these ids are meant to panic")
    }
}

#[tokio::test]
async fn a_handler_that_panics_is_a_page_too_with_every_header() {
    let house = House::with(|parts| parts.ids = Arc::new(Exhausted)).await;
    let page = house.get(BY_MAIL).await;
    assert_eq!((page.status, page.text("h1").as_str()), (500, "Our mistake"));
    assert!(!page.body_text().contains("meant to panic"));
    assert_eq!(page.link("All campaigns"), "/");
    assert_ne!(page.header("content-security-policy"), "");
    assert_eq!(house.get("/").await.status, 200);
}

#[tokio::test]
async fn a_database_that_is_gone_is_said_on_the_page_in_the_api_and_to_the_load_balancer() {
    let house = House::start().await;
    house.database.close().await;
    let page = house.get("/").await;
    assert_eq!((page.status, page.text("h1").as_str()), (503, "Our mistake"));
    assert!(page.text(".lead").contains("try again in a minute"));
    let answer = house.get("/api/v1/campaigns").await;
    assert_eq!((answer.status, answer.header("content-type")), (503, "application/problem+json"));
    assert!(!answer.body_text().to_lowercase().contains("sql") && !answer.body_text().contains("pool"), "{}", answer.body_text());
    let ready = house.get("/readyz").await;
    assert_eq!((ready.status, ready.json()["ready"].as_bool()), (503, Some(false)));
    assert_eq!(house.get("/healthz").await.status, 200, "the process itself is well");
}
