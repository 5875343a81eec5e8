//! Every link, form and redirect of every page, byte for byte: people have them in bookmarks, mails and on cards.
//!
//! `links.txt` has them as they are. To change one on purpose, write the new file with `POSTBAG_GOLDEN=renew`, and read the difference.

use std::fmt::Write as _;

use reqwest::{Method, header::COOKIE};
use tests::house::{BY_MAIL, BY_WEB_FORM, House, Page};

use crate::{artwork, desk};

const LINKS: &str = include_str!("links.txt");

/// What leads from an answer to another of our addresses.
#[derive(Default)]
struct Links(String);

impl Links {
    fn note(&mut self, of: &str, page: &Page) {
        let _ = writeln!(self.0, "{of}: {}", page.status);
        let redirect = page.header("location");
        let mut links: Vec<(&str, String)> = Vec::new();
        if !redirect.is_empty() {
            links.push(("redirect", redirect.to_owned()));
        }
        if page.header("content-type").starts_with("text/html") {
            for (css, attribute) in
                [("link:not([rel=alternate])", "href"), ("a:not(.languages a)", "href"), ("form", "action"), ("img", "src")]
            {
                links.extend(page.attributes(css, attribute).into_iter().map(|link| (attribute, link)));
            }
        }
        // The frame leads to the same on every page, a map to each state, a list to each office: they are here once.
        let of_the_frame = |link: &str| !of.ends_with("GET /") && (FRAME.contains(&link) || link.starts_with("/pkg/"));
        let mut seen = Vec::new();
        for (kind, link) in links.into_iter().filter(|(_, link)| link.starts_with('/') && !of_the_frame(link)) {
            let item = ITEMS.into_iter().find(|item| link.contains(item)).unwrap_or(&link).to_owned();
            if !seen.contains(&(kind, item.clone())) {
                let _ = writeln!(self.0, "    {kind} {link}");
                seen.push((kind, item));
            }
        }
    }

    async fn get(&mut self, house: &House, path: &str) -> Page {
        let page = house.get(path).await;
        self.note(&format!("GET {path}"), &page);
        page
    }

    async fn press(&mut self, house: &House, button: &str, page: &Page) -> Page {
        let answer = house.submit(&page.form(button)).await;
        self.note(&format!("“{button}”"), &answer);
        answer
    }
}

const FRAME: [&str; 5] = ["/", "/favicon.svg", "/api/v1/openapi.json", "/k", "/desk"];
const ITEMS: [&str; 2] = ["/states/", "/write/"];

#[tokio::test]
async fn every_link_of_every_page_is_what_it_was() {
    let house = House::start().await;
    let mut links = Links::default();
    for path in [
        "/",
        "/no-such-page",
        "/c/cluster-munitions",
        "/c/cluster-munitions?language=es",
        "/c/mine-ban-treaty",
        "/c/cluster-munitions/targets?language=es&q=of%20the_&order=fewest",
        "/c/children-in-detention/targets?kind=congress&page=2&order=fewest",
        "/c/children-in-detention/targets?zip=02139&order=fewest",
        "/c/mine-ban-treaty/targets?state=VT&language=en",
        "/states",
        "/states/AO?on=2020-01-02",
        "/states/FR",
        "/k",
        "/k?code=4821%200937%205516",
        "/c/mine-ban-treaty/class",
        "/c/cluster-munitions/class?language=es&target=mission-ao-us",
    ] {
        links.get(&house, path).await;
    }

    links.get(&house, &format!("{BY_MAIL}?language=es")).await;
    links.note("the letter's page", &house.get(BY_MAIL).await);
    let ready = house.ready(BY_MAIL).await;
    links.note("“Continue”", &ready);
    links.press(&house, "Change my letter", &ready).await;
    let offer = links.press(&house, "Open in my mail", &ready).await;
    let thanks = links.press(&house, "I sent it", &offer).await;
    links.get(&house, thanks.header("location")).await;
    links.note("“Print a postcard”", &house.submit(&ready.form("Print a postcard")).await);
    let by_hand = house.submit(&house.letter(BY_MAIL).await.set("step", "handwrite")).await;
    links.note("“I want to write by hand”", &by_hand);
    links.press(&house, "Copy my letter", &house.ready(BY_WEB_FORM).await).await;
    let relay = house.ready(BY_MAIL).await.form("Send it for me").set("email", "a@home.example").set("consent", "yes");
    links.note("“Send it for me”", &house.submit(&relay).await);
    house.deliver().await;
    let confirm = house.link().await;
    let page = links.get(&house, &confirm).await;
    links.press(&house, "Yes, send it", &page).await;

    let form = house.get("/c/mine-ban-treaty/class").await.form("Make the set").set("cards", "4").set("to", "delegation");
    let set = house.submit(&form.set("state", "WV").set("typed", "no")).await;
    links.note("“Make the set”", &set);
    links.press(&house, "Change names, text or paper", &set).await;
    links.note("“Print the set (PDF)”", &house.submit(&set.form("Print the set (PDF)")).await);
    let report = links.get(&house, &set.link("Report what was posted")).await;
    links.press(&house, "Report", &report).await;
    links.press(&house, "Report these", &report).await;
    links.get(&house, &report.link("Print the set, or one card of it, again")).await;

    let cookie = desk::signed_in(&house).await;
    artwork::uploaded(&house, &cookie, [200, 30, 40], "Art by Ada").await;
    let letter = house.mailbox().await[0].name.clone();
    let of_campaign = [
        "story",
        "letters",
        "targets",
        "look",
        "dates",
        "ways",
        "pace",
        "share",
        "people",
        "post",
        "languages",
        "history",
        "history/2",
        "publish",
    ];
    let mut paths = ["/desk", "/desk/new", "/desk/c/cluster-munitions", "/desk/mail"].map(str::to_owned).to_vec();
    paths.extend(of_campaign.map(|page| format!("/desk/c/cluster-munitions/{page}")));
    paths.extend(["/desk/people", "/desk/account", "/desk/targets", "/desk/targets/import"].map(str::to_owned));
    paths.push(format!("/desk/mail/{letter}"));
    for path in &paths {
        let path = path.as_str();
        links.note(&format!("GET {path}"), &desk::get(&house, path, &cookie).await);
    }
    links.note("“Continue” with artwork", &house.ready(BY_MAIL).await);
    let page = desk::get(&house, "/desk/c/cluster-munitions/look", &cookie).await;
    for button in ["Take out", "Sign out"] {
        let request = house.request(Method::POST, &page.form(button).action);
        let request = request.header(COOKIE, &cookie).header("sec-fetch-site", "same-origin");
        links.note(&format!("“{button}”"), &house.send(request).await);
    }
    let invited = desk::invited(&house, domain::people::Role::Viewer).await;
    links.get(&house, &invited).await;

    if std::env::var("POSTBAG_GOLDEN").is_ok_and(|value| value == "renew") {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/links.txt"), &links.0).unwrap();
    } else {
        assert_eq!(links.0, LINKS);
    }
}
