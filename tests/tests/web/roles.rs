//! What everybody may do: every route and every call of the API, asked for in every role and in none.
//!
//! `roles.txt` has the answers as they are. Read it as a table: a line for each request, a column for each role. To change one
//! on purpose, write the new file with `POSTBAG_GOLDEN=renew`, and read the difference: it says who may do more than
//! before.
//!
//! The requests are in `roles/rows.rs`. The routes come from the router itself, so a route without a row fails here.

mod rows;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::Arc,
};

use domain::{campaign::CampaignId, checked::EmailAddress, people::Role};
use reqwest::{
    Method,
    header::{CONTENT_TYPE, COOKIE, REFERER},
    multipart,
};
use tests::house::{BY_MAIL, Form, House, PUBLIC_URL, Page, TestClock};
use tokio::sync::Semaphore;
use usecases::desk::{Handing, Invitation, ManageCampaignPeople, Present, Rights};
use words::Words;

use self::rows::{Body, ROWS, Row};
use crate::{artwork, classes, desk, post as desk_post};

const TABLE: &str = include_str!("roles.txt");

/// The campaign on which those work who work on one.
const OWN: &str = "cluster-munitions";
const OTHER: &str = "mine-ban-treaty";
/// A campaign that was never published.
const DRAFT: &str = "not-yet";

/// Who asks.
#[derive(Debug, Clone, Copy)]
enum Who {
    Nobody,
    /// Was an owner of the site, and was removed.
    Removed,
    /// An owner of the site whose session is older than two weeks.
    Expired,
    /// Works on one campaign.
    OfOne(Role, SignIn),
    OfSite(Role, SignIn),
}

#[derive(Debug, Clone, Copy)]
enum SignIn {
    Fresh,
    /// Older than what a dangerous act asks for.
    Stale,
}

use self::SignIn::{Fresh, Stale};

const COLUMNS: [(&str, Who); 13] = [
    ("nobody", Who::Nobody),
    ("removed", Who::Removed),
    ("expired", Who::Expired),
    ("own:view", Who::OfOne(Role::Viewer, Fresh)),
    ("own:org", Who::OfOne(Role::Organiser, Fresh)),
    ("own:org*", Who::OfOne(Role::Organiser, Stale)),
    ("own:owner", Who::OfOne(Role::Owner, Fresh)),
    ("own:owner*", Who::OfOne(Role::Owner, Stale)),
    ("viewer", Who::OfSite(Role::Viewer, Fresh)),
    ("org", Who::OfSite(Role::Organiser, Fresh)),
    ("org*", Who::OfSite(Role::Organiser, Stale)),
    ("owner", Who::OfSite(Role::Owner, Fresh)),
    ("owner*", Who::OfSite(Role::Owner, Stale)),
];

/// So many walk at once. If all did, each would wait so long for the others that the server closes its connection.
const AT_ONCE: usize = 2;

const LEGEND: &str = "\
Every route, asked for in every role. It is written by tests/tests/web/roles.rs.

nobody            without a session
removed, expired  with the session of an owner of the site who was removed, or signed in more than two weeks ago
own:…             who works on the campaign cluster-munitions alone; {own} in a path is that one, {other} another one
view, org, owner  the roles of viewer, organiser and owner; without “own:” they are for the whole site
*                 signed in longer than a quarter of an hour ago

401        is told to sign in            again      is told to sign in again, since the act is dangerous
403:…      is refused, for want of the role: see a campaign, edit a campaign, organise the site, own, read mail, review letters; or since a
           person works elsewhere too. Where a path leads is at the end of its line.
";

/// One house in which one sort of visitor asks for everything, with what the requests need.
struct Walk {
    house: House,
    cookie: String,
    /// An organiser of the site, who opens the pages whose forms others send.
    organiser: String,
    /// What stands for the names in braces, in paths and bodies.
    names: BTreeMap<&'static str, String>,
}

/// Who follows a link gets a session.
async fn follow(house: &House, link: &str) -> String {
    let page = house.get(link.strip_prefix(PUBLIC_URL).unwrap()).await;
    desk::cookie(&house.submit(&page.form("Sign in")).await, "postbag_desk")
}

fn email(of: &str) -> EmailAddress {
    EmailAddress::parse(of).unwrap()
}

/// The link of somebody who is invited to one campaign.
async fn invited(house: &House, campaign: &str, of: &str, role: Role) -> String {
    let organiser =
        domain::people::Organiser { email: email("first@ngo.example"), role: Some(Role::Owner), campaigns: BTreeMap::new() };
    let present = Present { organiser, fresh: true };
    let rights = Rights::<ManageCampaignPeople>::check(&present, CampaignId::parse(campaign).unwrap()).unwrap();
    let invitation = Invitation { email: of.to_owned(), role: role.as_str().to_owned() };
    house.app.access.invite(&rights, &invitation, Handing::Link).await.unwrap().unwrap().to_string()
}

async fn signed_in(house: &House, who: Who) -> String {
    let link_of_site =
        async |role| house.app.access.add_organiser(email("who@ngo.example"), Some(role)).await.unwrap().link.to_string();
    let (link, at) = match who {
        Who::Nobody => return String::new(),
        Who::Removed => {
            let cookie = follow(house, &link_of_site(Role::Owner).await).await;
            house.app.access.remove_organiser(&email("who@ngo.example")).await.unwrap();
            return cookie;
        }
        Who::Expired => (link_of_site(Role::Owner).await, "2026-11-07T11:59:59Z"),
        Who::OfOne(role, sign_in) => (invited(house, OWN, "who@ngo.example", role).await, at(sign_in)),
        Who::OfSite(role, sign_in) => (link_of_site(role).await, at(sign_in)),
    };
    house.clock.set(at);
    let cookie = follow(house, &link).await;
    house.clock.set(TestClock::START);
    cookie
}

fn at(sign_in: SignIn) -> &'static str {
    match sign_in {
        Fresh => TestClock::START,
        Stale => "2026-11-21T11:45:00Z",
    }
}

impl Walk {
    async fn new(who: Who) -> Self {
        let house = House::start().await;
        // There is always another owner, so that nobody here is the last one.
        desk::signed_in_as(&house, "first@ngo.example", Role::Owner).await;
        let organiser = desk::signed_in_as(&house, "olga@ngo.example", Role::Organiser).await;
        let mut names = BTreeMap::from([("draft", DRAFT.to_owned())]);
        let form = desk::get(&house, "/desk/new", &organiser).await.form("Begin the campaign");
        let begun = form.set("title", "Not yet").set("languages", "en");
        assert_eq!(desk::submit(&house, &begun, "/desk/new", &organiser).await.status, 303);
        let shown = typed(post(&house, &format!("/desk/c/{DRAFT}/preview"), &organiser), "step=make".to_owned());
        names.insert("preview", last_part(&house.send(shown).await.text("[data-testid=link]")));
        names.insert("artwork", artwork::uploaded(&house, &organiser, [200, 30, 40], "Art by Ada").await);
        let set = house.get("/c/mine-ban-treaty/class").await.form("Make the set").set("cards", "2").set("to", "delegation");
        let set = house.submit(&set.set("state", "WV").set("typed", "no")).await;
        // Only what was printed can be reported.
        assert_eq!(house.submit(&set.form("Print the set (PDF)")).await.status, 200);
        names.insert("code", classes::code(&set));
        names.insert("confirm", last_part(&house.asked("Ada", "ada@home.example").await));
        names.insert("mail", house.mailbox().await[0].name.clone());
        let list = || multipart::Form::new().part("file", multipart::Part::bytes(rows::LIST).file_name("list.csv"));
        let kept = post(&house, "/desk/targets/import", &organiser).multipart(list());
        names.insert("of-olga", last_part(house.send(kept).await.header("location")));
        // Letters that wait: of each campaign one to approve and one to reject, there and for the site.
        for (campaign, first, approved, rejected) in [
            (OWN, 1, "approved-cluster-munitions", "rejected-cluster-munitions"),
            (OTHER, 11, "approved-mine-ban-treaty", "rejected-mine-ban-treaty"),
        ] {
            desk_post::hold(&house, campaign, first..first + 4).await;
            names.insert(approved, desk_post::id(first).to_string());
            names.insert(rejected, desk_post::id(first + 1).to_string());
        }
        names.insert("approved-of-site", desk_post::id(3).to_string());
        names.insert("rejected-of-site", desk_post::id(4).to_string());
        names.insert("campaign", desk::get(&house, &format!("/desk/c/{OWN}/file"), &organiser).await.body_text());
        // People who are changed and removed, on the site and on both campaigns.
        house.app.access.add_organiser(email("bob@ngo.example"), Some(Role::Viewer)).await.unwrap();
        for campaign in [OWN, OTHER] {
            invited(&house, campaign, "carl@ngo.example", Role::Viewer).await;
            invited(&house, campaign, &format!("dora@{campaign}.example"), Role::Viewer).await;
        }
        let link = house.app.access.add_organiser(email("eve@ngo.example"), Some(Role::Viewer)).await.unwrap().link;
        names.insert("link", last_part(link.as_str()));
        let offer = house.submit(&house.ready(BY_MAIL).await.form("Open in my mail")).await;
        names.insert("thanks", offer.form("I sent it").encoded());
        let cookie = signed_in(&house, who).await;
        // A list is for who uploaded it. Who may not upload one tries that of another.
        let kept = house.send(post(&house, "/desk/targets/import", &cookie).multipart(list())).await;
        let file = if kept.status == 303 { last_part(kept.header("location")) } else { names["of-olga"].clone() };
        names.insert("file", file);
        names.insert("version", house.app.campaigns.directory.own_targets().1.to_string());
        Self { house, cookie, organiser, names }
    }

    fn filled(&self, text: &str, campaign: &str) -> String {
        let names = self.names.iter().map(|(name, value)| (*name, value.as_str()));
        // A name may have the campaign's in it.
        [("slug", campaign)]
            .into_iter()
            .chain(names)
            .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    async fn ask(&self, row: &Row, campaign: &str) -> Answer {
        let path = self.filled(row.path, campaign);
        let request = if row.method == "GET" {
            self.house.request(Method::GET, &path).header(COOKIE, &self.cookie)
        } else {
            post(&self.house, &path, &self.cookie)
        };
        let request = match row.body {
            Body::None => request,
            Body::Typed(fields) => typed(request, self.filled(fields, campaign)),
            Body::Form(on, button, fields) => {
                let on = self.filled(on, campaign);
                let own = desk::get(&self.house, &on, &self.cookie).await;
                let has_form = own.status == 200 && own.texts("button").contains(&button.to_owned());
                let page = if has_form { own } else { desk::get(&self.house, &on, &self.organiser).await };
                let form = fields
                    .iter()
                    .fold(page.form(button), |form: Form, (name, value)| form.set(name, &self.filled(value, campaign)));
                typed(request, form.encoded()).header(REFERER, format!("{PUBLIC_URL}{on}"))
            }
            Body::File(content, fields) => {
                let content = self.filled(content, campaign).into_bytes();
                let form = multipart::Form::new().part("file", multipart::Part::bytes(content).file_name("file"));
                request.multipart(fields.iter().fold(form, |form, (name, value)| form.text(*name, *value)))
            }
            Body::Json(more) => request.json(&crate::letter_with(&serde_json::from_str(&self.filled(more, campaign)).unwrap())),
            Body::Report(json) => request.json(&serde_json::from_str::<serde_json::Value>(&self.filled(json, campaign)).unwrap()),
        };
        Answer::of(&self.house.send(request).await)
    }
}

fn typed(request: reqwest::RequestBuilder, encoded: String) -> reqwest::RequestBuilder {
    request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(encoded)
}

fn post(house: &House, path: &str, cookie: &str) -> reqwest::RequestBuilder {
    house.request(Method::POST, path).header(COOKIE, cookie).header("sec-fetch-site", "same-origin")
}

fn last_part(path: &str) -> String {
    path.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// What came back, as short as it can be told.
struct Answer {
    cell: String,
    to: String,
}

impl Answer {
    fn of(page: &Page) -> Self {
        let cell = if page.status == 403 { refused(page) } else { page.status.to_string() };
        Self { cell, to: without_secrets(page.header("location")) }
    }
}

/// Which refusal it is.
fn refused(page: &Page) -> String {
    let words = Words::default();
    let lead = page.texts(".failure .lead").concat();
    let name = [
        (words.refusal_sign_in_again(), "again"),
        (words.refusal_see_campaign(), "403:see"),
        (words.refusal_edit_campaign(), "403:edit"),
        (words.refusal_site_organiser(), "403:org"),
        (words.refusal_owner(), "403:own"),
        (words.refusal_read_mail(), "403:mail"),
        (words.refusal_review(), "403:review"),
        (words.refusal_elsewhere(), "403:else"),
    ];
    let name = name.into_iter().find(|(said, _)| *said == lead).map(|(_, name)| name);
    name.unwrap_or_else(|| panic!("a refusal that the table has no name for: {}", page.body_text())).to_owned()
}

/// Tokens and names of letters in an address are others in each house.
fn without_secrets(address: &str) -> String {
    let is_secret = |part: &str| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts = address.split_inclusive(['/', '=', '&', '?']);
    let part = |part: &str| {
        let plain = part.trim_end_matches(['/', '=', '&', '?']);
        if is_secret(plain) { part.replace(plain, "…") } else { part.to_owned() }
    };
    parts.map(part).collect()
}

/// The requests with the campaigns that they are about, in the order in which they are made.
fn requests() -> impl Iterator<Item = (&'static Row, &'static str, String)> {
    ROWS.iter().flat_map(|row| {
        let of_campaign = row.path.contains("{slug}");
        let campaigns: &[(&str, &str)] = if of_campaign { &[(OWN, "{own}"), (OTHER, "{other}")] } else { &[(OWN, "")] };
        campaigns.iter().map(move |(campaign, name)| {
            let label = format!("{} {} {}", row.method, row.path.replace("{slug}", name), row.note);
            (row, *campaign, label.trim_end().to_owned())
        })
    })
}

/// All answers to one sort of visitor, in the order of the requests.
async fn walked(who: Who) -> Vec<Answer> {
    let walk = Walk::new(who).await;
    let mut answers = Vec::new();
    for (row, campaign, _) in requests() {
        answers.push(walk.ask(row, campaign).await);
    }
    answers
}

async fn walked_in_turn(turns: Arc<Semaphore>, who: Who) -> Vec<Answer> {
    let _turn = turns.acquire().await.unwrap();
    walked(who).await
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_do_what_the_table_says() {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let columns = COLUMNS.map(|(_, who)| tokio::spawn(walked_in_turn(turns.clone(), who)));
    let mut answers = Vec::new();
    for column in columns {
        answers.push(column.await.unwrap());
    }
    let mut table = LEGEND.to_owned();
    let width = requests().map(|(_, _, label)| label.chars().count()).max().unwrap();
    let cells = |label: &str, cells: &[&str], to: &str| {
        let mut line = format!("{label:<width$} ");
        for cell in cells {
            let _ = write!(line, " {cell:<10}");
        }
        format!("{}{to}", line.trim_end())
    };
    let head = cells("", &COLUMNS.map(|(name, _)| name), "");
    let mut wing = "";
    for (place, (row, _, label)) in requests().enumerate() {
        if row.wing() != wing {
            wing = row.wing();
            let _ = writeln!(table, "\n{head}");
        }
        let of_row: Vec<&Answer> = answers.iter().map(|column| &column[place]).collect();
        let to: BTreeSet<&str> = of_row.iter().map(|answer| answer.to.as_str()).filter(|to| !to.is_empty()).collect();
        let to: String = to.iter().fold(String::new(), |text, to| text + " → " + to);
        let of_row: Vec<&str> = of_row.iter().map(|answer| answer.cell.as_str()).collect();
        let _ = writeln!(table, "{}", cells(&label, &of_row, &to));
    }
    if std::env::var("POSTBAG_GOLDEN").is_ok_and(|value| value == "renew") {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/roles.txt"), &table).unwrap();
    } else {
        let changed: Vec<&str> = table.lines().filter(|line| !TABLE.contains(line)).collect();
        assert!(table == TABLE, "roles.txt says otherwise, or has them in another order:\n{}", changed.join("\n"));
    }
}

/// Every method and pattern of the router, from what it says of itself: axum gives no list.
fn routes(site: &axum::Router) -> BTreeSet<(String, String)> {
    let said = format!("{site:?}");
    let (_, said) = said.split_once("path_router:").unwrap();
    let (said, _) = said.split_once("fallback_router:").unwrap();
    let (endpoints, paths) = said.split_once("node:").unwrap();
    let (mut methods_of, mut routes) = (BTreeMap::new(), BTreeSet::new());
    for endpoint in endpoints.split("RouteId(").skip(1) {
        let (id, rest) = endpoint.split_once(')').unwrap();
        let (_, methods) = rest.split_once("allow_header: Bytes(b\"").unwrap();
        methods_of.insert(id, methods.split('"').next().unwrap());
    }
    for path in paths.split("RouteId(").skip(1) {
        let (id, rest) = path.split_once(')').unwrap();
        let pattern = rest.split('"').nth(1).unwrap();
        for method in methods_of[id].split(',').filter(|method| *method != "HEAD") {
            routes.insert((method.to_owned(), pattern.to_owned()));
        }
    }
    routes
}

/// The pattern that takes a path: of several, the one with the most parts that are written out.
fn pattern<'r>(routes: &'r BTreeSet<(String, String)>, row: &Row) -> Option<&'r str> {
    let parts: Vec<&str> = row.path.split('?').next().unwrap().split('/').collect();
    let takes = |pattern: &str| {
        let pattern: Vec<&str> = pattern.split('/').collect();
        pattern.len() == parts.len() && pattern.iter().zip(&parts).all(|(of, part)| of.starts_with('{') || of == part)
    };
    let written_out = |pattern: &&str| pattern.split('/').filter(|part| !part.starts_with('{')).count();
    let fitting = routes.iter().filter(|(method, pattern)| method == row.method && takes(pattern));
    fitting.map(|(_, pattern)| pattern.as_str()).max_by_key(written_out)
}

#[tokio::test]
async fn every_route_has_a_row() {
    let house = House::start().await;
    let routes = routes(&server::router(house.app.clone()));
    assert!(routes.contains(&("POST".to_owned(), app::links::DeskLink::PUBLISH.to_owned())), "not understood: {routes:?}");
    let mut left: BTreeSet<(&str, &str)> = routes.iter().map(|(method, path)| (method.as_str(), path.as_str())).collect();
    for row in ROWS {
        let pattern = pattern(&routes, row).unwrap_or_else(|| panic!("no route takes {} {}", row.method, row.path));
        left.remove(&(row.method, pattern));
    }
    assert!(left.is_empty(), "add a row for each of these to roles/rows.rs, and renew roles.txt: {left:#?}");
}
