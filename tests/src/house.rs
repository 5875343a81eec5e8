//! A whole house for one test: the real application on a real database, mailbox and press, behind a real listener. Its clock
//! stands still until it is set. The worker does not run: a test says when mail goes, with [`House::deliver`].

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test whose house cannot be built has failed"
)]

use std::{
    path::Path,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::steps::Steps as _;
use app::site::App;
use domain::{
    campaign::{Campaign, CampaignId, Document, Part},
    checked::Token,
    tally::Stages,
};
use jiff::Timestamp;
use mail::{MailConfig, MailUrl};
use reqwest::{Client, Method, header::CONTENT_TYPE};
use serde_json::Value;
use server::{
    Parts,
    http::{Door, Limits},
};
use storage::Database;
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use usecases::{
    Guard,
    directory::BuiltIn,
    ports::press::Press,
    ports::{Clock, Ids, LocalMail},
    post::Hand,
};

mod logs;
mod page;
mod postman;

pub use logs::Logs;
pub use page::{Form, Page};
pub use postman::{LastWord, Postman};

/// The address in mails and on cards; requests go to the listener.
pub const PUBLIC_URL: &str = "http://letters.example";
/// Three campaigns come with the house. To an embassy that has an email address and no web form: Angola signed
/// and has not ratified.
pub const BY_MAIL: &str = "/c/cluster-munitions/write/mission-ao-us";
/// To a senator, who has a web form and no email address.
pub const BY_WEB_FORM: &str = "/c/mine-ban-treaty/write/congress-S000033";

/// The field in which a form says when it was made.
pub const BEGUN: &str = "begun";
/// The field that nobody sees.
pub const TRAP: &str = "letterbox-flap";

/// The time, where the test put it.
#[derive(Debug)]
pub struct TestClock(Mutex<Timestamp>);

impl TestClock {
    /// In the first week after the site opened, six weeks before the 119th Congress ends.
    pub const START: &str = "2026-11-21T12:00:00Z";

    pub fn set(&self, time: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time.parse().unwrap();
    }

    pub fn advance(&self, by: jiff::SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self(Mutex::new(Self::START.parse().unwrap()))
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ids that look random and are the same in every run (splitmix64).
#[derive(Debug, Default)]
pub struct TestIds(AtomicU64);

impl TestIds {
    fn next(&self) -> [u8; 8] {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut z = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)).to_be_bytes()
    }
}

impl Ids for TestIds {
    fn bytes(&self) -> [u8; 16] {
        let (first, second) = (self.next(), self.next());
        std::array::from_fn(|index| if index < 8 { first[index] } else { second[index - 8] })
    }
}

/// The running application, and a client that speaks HTTP to it as a browser without JavaScript does.
#[derive(Debug)]
pub struct House {
    pub app: App,
    pub clock: Arc<TestClock>,
    /// Where it listens.
    pub url: String,
    /// Where its database and its mailbox are.
    pub data: TempDir,
    pub database: Arc<Database>,
    client: Client,
    /// The header by which a proxy in front would say where a request comes from.
    forwarded_for: Mutex<Option<String>>,
    server: JoinHandle<()>,
    /// Told to stop, the server does; see [`House::stop`].
    stop: watch::Sender<bool>,
}

impl Drop for House {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl House {
    /// On `SQLite`, with everything real but the clock and the ids.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// With other things behind some ports.
    pub async fn with(change: impl FnOnce(&mut Parts)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let url = storage::sqlite_url(&data.path().join("postbag.db"));
        Self::on(&url, data, Door::new(Limits::here(), 0), change).await
    }

    /// With another door: other limits, or proxies in front.
    pub async fn behind(door: Door, change: impl FnOnce(&mut Parts)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let url = storage::sqlite_url(&data.path().join("postbag.db"));
        Self::on(&url, data, door, change).await
    }

    /// On a `PostgreSQL` database of its own.
    pub async fn on_postgres() -> Self {
        Self::on(&crate::postgres::database_url().await, tempfile::tempdir().unwrap(), Door::new(Limits::here(), 0), |_| {}).await
    }

    /// With these campaigns in place of the starters.
    pub async fn with_campaigns(campaigns: &[Campaign]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let url = storage::sqlite_url(&data.path().join("postbag.db"));
        let at = TestClock::default().now();
        assert!(Database::connect(&url).await.unwrap().create_first_campaigns(campaigns, at).await.unwrap());
        Self::on(&url, data, Door::new(Limits::here(), 0), |_| {}).await
    }

    async fn on(database_url: &str, data: TempDir, door: Door, change: impl FnOnce(&mut Parts)) -> Self {
        let clock = Arc::new(TestClock::default());
        let mail = MailConfig::new(MailUrl::parse("").unwrap(), data.path().join("mail"), PUBLIC_URL.to_owned());
        let database = Arc::new(Database::connect(database_url).await.unwrap());
        let mut parts = Parts {
            store: database.clone(),
            mailer: mail::mailer(&mail, clock.clone()).unwrap(),
            press: press(),
            prepress: Arc::new(paper::PicturePrepress),
            directory: directory(),
            clock: clock.clone(),
            ids: Arc::new(TestIds::default()),
            geocoder: None,
            limits: usecases::networks::Limits::default(),
            refused_domains: domain::mail_domains::RefusedDomains::default(),
            public_url: PUBLIC_URL.to_owned(),
            // On every machine: the line before the press is as short as it gets.
            cores: 1,
            hand: Hand::new(Token::from_bytes([7; 16]), clock.now(), 1),
            // A test of something else does not wait for an office to open.
            pace: None,
        };
        change(&mut parts);
        let site = data.path().join("site");
        build_site(&site);
        let app = server::compose(parts, &site).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = server::router(app.clone());
        let (stop, stopped) = watch::channel(false);
        let server = tokio::spawn(server::http::serve(listener, router, Arc::new(door), stopped));
        // A browser that is told where to go next, and lets the test decide.
        let client = outside::client().unwrap();
        Self { app, clock, url, data, database, client, forwarded_for: Mutex::default(), server, stop }
    }

    /// Tells the server to stop, and waits until it has.
    pub async fn stop(&mut self) {
        self.stop.send_replace(true);
        (&mut self.server).await.unwrap();
    }

    /// A request to be changed before it is sent with [`House::send`].
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        match &*self.forwarded_for.lock().unwrap() {
            Some(address) => request.header("x-forwarded-for", address),
            None => request,
        }
    }

    /// From now on, requests come through a proxy that says that they come from this address. The door decides whether to
    /// believe it ([`House::behind`]).
    pub fn come_from(&self, address: &str) {
        *self.forwarded_for.lock().unwrap() = Some(address.to_owned());
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Page {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Page { status, headers, body: response.bytes().await.unwrap() }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(self.request(Method::GET, path)).await
    }

    /// Opens a page in a browser whose user reads these languages, as `Accept-Language` has them.
    pub async fn get_as(&self, languages: &str, path: &str) -> Page {
        self.send(self.request(Method::GET, path).header("accept-language", languages)).await
    }

    /// Sends a form as a person does whose browser has no JavaScript. Does not follow what comes back. A form that says when
    /// it was made has been read before.
    pub async fn submit(&self, form: &Form) -> Page {
        if !form.get(BEGUN).is_empty() {
            self.clock.advance(Guard::QUICKEST);
        }
        self.submit_at_once(form).await
    }

    /// Sends a form sooner than anybody can read it.
    pub async fn submit_at_once(&self, form: &Form) -> Page {
        let request = if form.method == "post" {
            self.request(Method::POST, &form.action)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(form.encoded())
        } else {
            let path = form.action.split('?').next().unwrap_or_default();
            self.request(Method::GET, &format!("{path}?{}", form.encoded()))
        };
        self.send(request).await
    }

    pub async fn post_json(&self, path: &str, body: &Value) -> Page {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    pub async fn post_json_with_key(&self, path: &str, body: &Value, key: &str) -> Page {
        self.send(self.request(Method::POST, path).json(body).header("idempotency-key", key)).await
    }

    /// A letter's form, filled in as far as a letter in English asks for.
    pub async fn letter(&self, path: &str) -> Form {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        filled(page.form("Continue"))
    }

    /// The page on which that letter is ready to leave.
    pub async fn ready(&self, path: &str) -> Page {
        let page = self.submit(&self.letter(path).await).await;
        assert_eq!((page.status, page.text("h1").as_str()), (200, "Your letter is ready"));
        page
    }

    /// Changes a campaign at the desk and publishes it so.
    pub async fn change(&self, campaign: &str, part: Part, change: impl FnOnce(&mut Document) + Send) {
        self.database.change_campaign(campaign, part, self.clock.now(), change).await.unwrap();
    }

    /// The counts of a campaign, over all channels.
    pub async fn counted(&self, campaign: &str) -> Stages {
        self.app.tallies.actions.tally(&CampaignId::parse(campaign).unwrap()).await.unwrap().all()
    }

    /// Sends all mail that is due, as the worker would, and says how many mails that were.
    pub async fn deliver(&self) -> usize {
        let mut sent = 0;
        loop {
            match self.app.relay.send_due().await.unwrap() {
                0 => return sent,
                more => sent += more,
            }
        }
    }

    /// Sends all mail to organisers that is due, and says how many mails that were.
    pub async fn deliver_to_organisers(&self) -> usize {
        self.app.access.send_due().await.unwrap()
    }

    /// The local mailbox, newest first.
    pub async fn mailbox(&self) -> Vec<LocalMail> {
        self.app.desk.mailer.mailbox(100).await.unwrap()
    }

    /// The newest mail, as text.
    pub async fn newest_mail(&self) -> String {
        let mails = self.mailbox().await;
        self.app.desk.mailer.read(&mails[0].name).await.unwrap()
    }

    /// The path of the link in the newest mail that has one. Mails of one moment leave in any order, and letters have none.
    pub async fn link(&self) -> String {
        let mails = self.mailbox().await;
        for mail in &mails {
            let text = self.app.desk.mailer.read(&mail.name).await.unwrap();
            if let Some(path) = text.lines().find_map(|line| line.trim().strip_prefix(PUBLIC_URL)) {
                return path.to_owned();
            }
        }
        panic!("no link in any of: {mails:?}")
    }

    /// Asks us to send a letter to the embassy of Angola, up to the link in the supporter's mailbox.
    pub async fn asked(&self, name: &str, email: &str) -> String {
        let ready = self.submit(&self.letter(BY_MAIL).await.set("name", name)).await;
        let thanks = self.submit(&ready.form("Send it for me").set("email", email).set("consent", "yes")).await;
        assert_eq!(thanks.status, 303, "{}", thanks.body_text());
        assert_eq!(self.deliver().await, 1);
        self.link().await
    }
}

/// One press and one directory for all houses: neither changes, and each takes a while to set up.
/// A letter's form, filled in.
pub fn filled(form: Form) -> Form {
    form.set("name", "Ada Writer").set("place", "Ridgeview, OH").set("blanks.your-reason", "my school was hit")
}

fn press() -> Arc<dyn Press> {
    static PRESS: OnceLock<Arc<paper::PdfPress>> = OnceLock::new();
    PRESS.get_or_init(|| Arc::new(paper::PdfPress::new().unwrap())).clone()
}

fn directory() -> Arc<BuiltIn> {
    static DIRECTORY: OnceLock<Arc<BuiltIn>> = OnceLock::new();
    DIRECTORY.get_or_init(|| Arc::new(directory::tables().unwrap().into())).clone()
}

/// As much of a built site as the pages ask for, so that they say what they load.
fn build_site(site: &Path) {
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    for (name, text) in [("pkg/postbag.js", "export default 1"), ("pkg/postbag_bg.wasm", ""), ("pkg/postbag.css", "body{}")] {
        std::fs::write(site.join(name), text).unwrap();
    }
}
