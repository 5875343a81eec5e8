//! Pages that are kept ready: they are the same for everybody, and never older than what they show.

use domain::{channel::Channel, checked::LetterId, state::Iso2, tally::Stage};
use reqwest::Method;
use storage::Database;
use tests::house::{BY_MAIL, House, Page};
use usecases::ports::{Action, Clock as _, Recorder as _};

const CAMPAIGN: &str = "/c/cluster-munitions";

async fn get_with(house: &House, path: &str, headers: &[(&str, &str)]) -> Page {
    let request = headers.iter().fold(house.request(Method::GET, path), |request, (name, value)| request.header(*name, *value));
    house.send(request).await
}

/// The tag of a page that is kept.
async fn tag(house: &House, path: &str) -> String {
    let page = house.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.header("etag").to_owned()
}

#[tokio::test]
async fn a_page_that_is_the_same_for_everybody_has_a_tag_and_is_not_sent_twice() {
    let house = House::start().await;
    for path in ["/", CAMPAIGN, "/c/mine-ban-treaty/targets", "/states", "/states/ao"] {
        let page = house.get(path).await;
        let tag = page.header("etag");
        assert!(tag.starts_with('"') && page.header("cache-control").contains("s-maxage=1"), "{path}: {tag}");
        let again = get_with(&house, path, &[("if-none-match", tag)]).await;
        assert_eq!((again.status, again.body_text().as_str()), (304, ""), "{path}");
        assert_eq!(again.header("etag"), tag, "{path}");
        assert_eq!(again.header("content-security-policy"), page.header("content-security-policy"), "{path}");
    }
}

#[tokio::test]
async fn a_page_is_made_again_as_soon_as_what_it_shows_has_changed() {
    let house = House::start().await;
    let before = (tag(&house, CAMPAIGN).await, tag(&house, "/states").await);
    let link = house.asked("Ada Writer", "ada@home.example").await;
    house.submit(&house.get(&link).await.form("Yes, send it")).await;
    house.deliver().await;
    let after = (tag(&house, CAMPAIGN).await, tag(&house, "/states").await);
    assert_ne!(before.0, after.0);
    assert_eq!(before.1, after.1, "it shows no counts");
}

#[tokio::test]
async fn a_page_that_was_compressed_for_its_readers_can_be_made_again() {
    let house = House::start().await;
    for round in 0..3_u8 {
        for coding in ["gzip", "br", "identity"] {
            let page = get_with(&house, CAMPAIGN, &[("accept-encoding", coding)]).await;
            assert_eq!(page.status, 200, "{coding}, round {round}");
        }
        let email = format!("ada{round}@home.example");
        house.asked("Ada Writer", &email).await;
    }
}

#[tokio::test]
async fn languages_and_the_fields_of_an_address_are_kept_apart_and_other_fields_do_not_count() {
    let house = House::start().await;
    let german = get_with(&house, CAMPAIGN, &[("accept-language", "de-AT,de;q=0.9,en;q=0.8")]).await;
    assert_eq!(german.attributes("html", "lang"), ["de"]);
    assert_eq!(house.get(CAMPAIGN).await.attributes("html", "lang"), ["en"]);
    assert_ne!(tag(&house, "/states?status=party").await, tag(&house, "/states").await);
    let shared = house.get(&format!("{CAMPAIGN}?fbclid=1234&utm_source=mail")).await;
    assert_eq!(shared.header("etag"), tag(&house, CAMPAIGN).await);
    assert!(!shared.body_text().contains("fbclid"), "what others add to an address stands in no link");
}

#[tokio::test]
async fn what_somebody_asked_for_is_not_kept() {
    let house = House::start().await;
    for query in ["zip=05401", "q=sanders", "district=WV-2", "zip=05401&lookup=failed"] {
        let page = house.get(&format!("/c/mine-ban-treaty/targets?{query}")).await;
        assert_eq!((page.header("etag"), page.header("cache-control")), ("", "no-cache"), "{query}");
    }
    for path in [BY_MAIL, "/c/mine-ban-treaty/class"] {
        assert_eq!(house.get(path).await.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn every_letter_begins_with_an_id_and_a_time_of_its_own() {
    let house = House::start().await;
    let mut ids = Vec::new();
    let mut times = Vec::new();
    let mut pages = Vec::new();
    for _ in 0..3 {
        let page = house.get(BY_MAIL).await;
        ids.push(page.value("letter"));
        times.push(page.value("begun"));
        pages.push(page.body_text().replace(&page.value("letter"), "").replace(&page.value("begun"), ""));
        house.clock.advance(jiff::SignedDuration::from_secs(1));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "all the rest is the same");
    for mut own in [ids, times] {
        own.dedup();
        assert_eq!(own.len(), 3, "{own:?}");
    }
    let zipped = get_with(&house, BY_MAIL, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn what_another_node_changed_is_seen_when_this_one_looks() {
    let house = House::start().await;
    house.app.changes.look_for_changes().await.unwrap();
    let before = tag(&house, CAMPAIGN).await;
    let other = Database::connect(&storage::sqlite_url(&house.data.path().join("postbag.db"))).await.unwrap();
    let action = Action {
        letter: LetterId::from_bytes([7; 16]),
        campaign: "cluster-munitions".parse().unwrap(),
        target: "mission-ao-us".parse().unwrap(),
        channel: Channel::Postcard,
        stage: Stage::Prepared,
        country: Iso2::us(),
        at: house.clock.now(),
        verified: true,
    };
    other.record(&action, None).await.unwrap();
    house.app.changes.look_for_changes().await.unwrap();
    let counted = tag(&house, CAMPAIGN).await;
    assert_ne!(counted, before);
    house.app.changes.look_for_changes().await.unwrap();
    assert_eq!(tag(&house, CAMPAIGN).await, counted);
    other.close().await;
}
