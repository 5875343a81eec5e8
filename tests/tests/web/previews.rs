//! A draft that is shown to people who have no account.

use domain::people::Role;
use reqwest::{Method, header::COOKIE};
use tests::house::{House, PUBLIC_URL, Page};

use crate::desk::{self, signed_in, signed_in_as, submit};

const PUBLISH: &str = "/desk/c/cluster-munitions/publish";

async fn press(house: &House, cookie: &str, button: &str) -> Page {
    let form = desk::get(house, PUBLISH, cookie).await.form(button);
    submit(house, &form, PUBLISH, cookie).await
}

/// Makes a link, and gives its path.
async fn made(house: &House, cookie: &str, button: &str) -> String {
    let answer = press(house, cookie, button).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{}", answer.body_text());
    answer.text("[data-testid=link]").strip_prefix(PUBLIC_URL).unwrap().to_owned()
}

#[tokio::test]
async fn a_link_shows_what_was_saved_last_and_nothing_can_be_sent_there() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    let link = made(&house, &cookie, "Make a link").await;
    let story = "/desk/c/cluster-munitions/story";
    let form = desk::get(&house, story, &cookie).await.form("Save");
    let saved = submit(&house, &form.set("title", "A title that is not public"), story, &cookie).await;
    assert_eq!(saved.status, 303, "{}", saved.body_text());
    let page = house.get(&link).await;
    assert_eq!((page.status, page.text("h1").as_str()), (200, "A title that is not public"));
    assert_eq!(
        (page.header("cache-control"), page.attributes("meta[name=robots]", "content")),
        ("no-store", vec!["noindex".to_owned()])
    );
    assert!(page.text(".notice").contains("This is a draft"));
    assert!(page.text(".sheet").contains("Convention on Cluster Munitions"), "{}", page.text(".sheet"));
    assert_eq!(page.attributes("main form", "action"), [""; 0]);
    let others = page.attributes("main .crumbs a", "href");
    assert!(others.iter().all(|href| href.starts_with("/preview/")) && !others.is_empty(), "{others:?}");
    assert_eq!(house.get(&others[0]).await.status, 200);
    assert_ne!(house.get("/c/cluster-munitions").await.text("h1"), "A title that is not public");
}

#[tokio::test]
async fn a_link_that_is_taken_back_or_replaced_leads_nowhere() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    let first = made(&house, &cookie, "Make a link").await;
    let second = made(&house, &cookie, "Make another link").await;
    assert_eq!((house.get(&first).await.status, house.get(&second).await.status), (404, 200));
    assert!(desk::get(&house, PUBLISH, &cookie).await.text("section:has(#preview-link)").contains("olga@ngo.example"));
    assert_eq!(press(&house, &cookie, "Take the link back").await.status, 303);
    assert_eq!(house.get(&second).await.status, 404);
    for made_up in ["/preview/x", "/preview/%00", "/preview/00000000000000000000000000000000"] {
        assert_eq!(house.get(made_up).await.status, 404, "{made_up}");
    }
}

#[tokio::test]
async fn who_may_not_edit_makes_no_link() {
    let house = House::start().await;
    let viewer = signed_in_as(&house, "vera@ngo.example", Role::Viewer).await;
    assert!(!desk::get(&house, PUBLISH, &viewer).await.body_text().contains("Make a link"));
    let path = "/desk/c/cluster-munitions/preview";
    let forced = house.request(Method::POST, path).header(COOKIE, &viewer).header("sec-fetch-site", "same-origin");
    assert_eq!(house.send(forced).await.status, 403);
}
