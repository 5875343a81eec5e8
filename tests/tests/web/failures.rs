//! When something of ours breaks: the reader gets a page that says so, and the next one is served.

use std::{
    sync::{Arc, Mutex, mpsc as blocking},
    time::Duration,
};

use async_trait::async_trait;
use domain::{
    paper::{Flip, Stock},
    tally::Stage,
};
use reqwest::{Method, header::RETRY_AFTER};
use serde_json::json;
use server::http::{Door, Limits};
use tests::house::{BY_MAIL, House, LastWord};
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
    task::JoinSet,
    time::timeout,
};
use usecases::{
    ports::press::{Press, PressError, PrintJob},
    ports::{Handover, Ids, LocalMail, Mailer, Outgoing, SendError},
};

use crate::{API, letter_with};

/// A press that catches fire.
#[derive(Debug)]
struct Burning;

impl Press for Burning {
    fn print(&self, _: &PrintJob) -> Result<Vec<u8>, PressError> {
        panic!("this press is meant to panic")
    }

    fn test_page(&self, _: Stock, _: Flip, _: domain::language::Language) -> Result<Vec<u8>, PressError> {
        panic!("this press is meant to panic")
    }

    fn check(&self, _: &PrintJob) -> Result<(), PressError> {
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
    let answer = house.post_json(&format!("{API}/paper"), &letter_with(&json!({"format": "us-letter"}))).await;
    assert_eq!((answer.status, answer.header("content-type")), (500, "application/problem+json"));
    assert_eq!(house.get("/").await.status, 200);
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 0);
}

/// A press that makes nothing until the other end is let go of.
#[derive(Debug)]
struct Stuck(Mutex<blocking::Receiver<()>>);

impl Stuck {
    fn wait(&self) {
        assert!(self.0.lock().unwrap().recv().is_err(), "nothing is ever sent");
    }
}

impl Press for Stuck {
    fn print(&self, _: &PrintJob) -> Result<Vec<u8>, PressError> {
        self.wait();
        Ok(Vec::new())
    }

    fn test_page(&self, _: Stock, _: Flip, _: domain::language::Language) -> Result<Vec<u8>, PressError> {
        self.wait();
        Ok(Vec::new())
    }

    fn check(&self, _: &PrintJob) -> Result<(), PressError> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_line_before_the_press_full_one_is_told_when_to_come_again() {
    let (stuck, wait) = blocking::channel();
    let house = House::with(|parts| parts.press = Arc::new(Stuck(Mutex::new(wait)))).await;
    let ready = house.ready(BY_MAIL).await;
    // One is printed, 32 wait.
    let mut prints: JoinSet<(u16, String)> = (0..34)
        .map(|_| house.request(Method::POST, &format!("{API}/paper")).json(&letter_with(&json!({"format": "us-letter"}))))
        .map(|request| async {
            let answer = request.send().await.unwrap();
            let again = answer.headers().get(RETRY_AFTER).map_or("", |value| value.to_str().unwrap()).to_owned();
            (answer.status().as_u16(), again)
        })
        .collect();
    let mut answers = vec![prints.join_next().await.unwrap().unwrap()];
    assert_eq!(answers, [(503, "10".to_owned())], "only who is turned away is answered before the press works");
    let page = house.submit(&ready.form("Print a postcard")).await;
    assert_eq!((page.status, page.text("h1").as_str(), page.header("retry-after")), (503, "Please try again in a moment", "10"));
    assert_eq!(house.get("/").await.status, 200, "pages do not wait for the press");
    drop(stuck);
    answers.extend(prints.join_all().await);
    assert_eq!(answers.iter().filter(|(status, _)| *status == 200).count(), 33, "{answers:?}");
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 33);
    assert_eq!(house.submit(&ready.form("Print a postcard")).await.status, 200, "the line is free again");
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

/// A mailer that trips over its first mail, and tells of the others.
#[derive(Debug)]
struct Tripping {
    tripped: watch::Sender<bool>,
    sent: mpsc::UnboundedSender<String>,
}

#[async_trait]
impl Mailer for Tripping {
    async fn begin(&self, mail: &Outgoing) -> Result<Box<dyn Handover>, SendError> {
        assert!(self.tripped.send_replace(true), "this mailer is meant to panic");
        let (sent, email) = (self.sent.clone(), mail.letter.email.to_string());
        Ok(Box::new(LastWord(move || {
            let _ = sent.send(email);
            Ok(())
        })))
    }

    async fn mailbox(&self, _: usize) -> Option<Vec<LocalMail>> {
        None
    }

    async fn read(&self, _: &str) -> Option<String> {
        None
    }
}

#[tokio::test]
async fn a_mail_that_makes_the_worker_panic_does_not_end_it() {
    let (sent, mut letters) = mpsc::unbounded_channel();
    let mailer = Arc::new(Tripping { tripped: watch::Sender::new(false), sent });
    let house = House::with(|parts| parts.mailer = mailer.clone()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let running = server::start(house.app.clone(), listener, Door::new(Limits::here(), 0)).unwrap();
    for email in ["first@home.example", "second@home.example"] {
        let ask = house.ready(BY_MAIL).await.form("Send it for me").set("email", email).set("consent", "yes");
        assert_eq!(house.submit(&ask).await.status, 303);
        // The first is begun before the second is asked for, so that they are not in one round.
        mailer.tripped.subscribe().wait_for(|tripped| *tripped).await.unwrap();
    }
    let arrived = timeout(Duration::from_secs(20), letters.recv()).await.unwrap();
    assert_eq!(arrived.as_deref(), Some("second@home.example"));
    running.stop().await.unwrap();
}
