//! The form by which a supporter finds whom to write to, and what the API says beside it.

use domain::campaign::Part;
use serde_json::{Value, json};
use tests::house::{BY_WEB_FORM, House, Page};

const CONGRESS: &str = "/c/children-in-detention/targets";

/// Lets a campaign write to others.
async fn write_to(house: &House, audience: &Value) {
    let audience = serde_json::from_value(audience.clone()).unwrap();
    house.change("cluster-munitions", Part::Targets, |campaign| campaign.audience = audience).await;
}

fn asks_for_zip(page: &Page) -> (bool, bool) {
    (!page.texts("label[for=zip]").is_empty(), !page.texts("label[for=state]").is_empty())
}

#[tokio::test]
async fn the_order_is_chosen_in_the_form_and_kept_from_page_to_page() {
    let house = House::start().await;
    let start = house.get("/c/mine-ban-treaty").await.form("Find");
    assert_eq!(start.get("order"), "directory");
    // A letter to one senator is a letter to the state.
    let ready = house.ready(BY_WEB_FORM).await;
    let sent = house.submit(&house.submit(&ready.form("Copy my letter")).await.form("I sent it")).await;
    assert_eq!(sent.status, 303);
    let usual = house.submit(&start).await;
    let mut page = house.submit(&start.set("order", "fewest")).await;
    assert_eq!(page.texts(".target__name"), usual.texts(".target__name"), "who comes first got none either way");
    while !page.attributes("a[rel=next]", "href").is_empty() {
        page = house.get(&page.link("Next")).await;
        assert_eq!(page.value("order"), "fewest", "what was asked for stays");
    }
    let last: Vec<String> = page.texts(".target").into_iter().rev().take(3).collect();
    assert!(last.iter().all(|target| target.contains("Vermont")), "{last:?}");
}

#[tokio::test]
async fn a_zip_code_in_several_districts_offers_each_of_them() {
    let house = House::start().await;
    let page = house.get(&format!("{CONGRESS}?zip=02139&order=fewest")).await;
    assert_eq!(page.texts(".districts a"), ["MA-5", "MA-7"]);
    let chosen = house.get(&page.link("MA-5")).await;
    assert_eq!(chosen.texts(".target__name"), ["Elizabeth Warren", "Edward J. Markey", "Katherine M. Clark"]);
    assert_eq!((chosen.value("order"), chosen.texts(".districts").len()), ("fewest".to_owned(), 0));
    // There is nothing to choose.
    for query in ["zip=25301", "zip=02139&q=warren", "state=MA", ""] {
        assert_eq!(house.get(&format!("{CONGRESS}?{query}")).await.texts(".districts"), [""; 0], "{query}");
    }
    write_to(&house, &json!({"rules": [{"rule": "senate"}]})).await;
    let senators = house.get("/c/cluster-munitions/targets?zip=02139").await;
    assert_eq!((senators.texts(".target__name").len(), senators.texts(".districts").len()), (2, 0));
}

#[tokio::test]
async fn a_zip_code_is_asked_for_only_where_it_leads_to_somebody() {
    let house = House::start().await;
    assert_eq!(asks_for_zip(&house.get(CONGRESS).await), (true, true));
    assert_eq!(asks_for_zip(&house.get("/c/cluster-munitions").await), (false, false));
    for (audience, asks) in [
        (json!({"rules": [{"rule": "listed", "targets": ["mission-ao-us"]}]}), false),
        (json!({"rules": [{"rule": "listed", "targets": ["mission-ao-us", "congress-B001318"]}]}), true),
        (json!({"rules": [{"rule": "delegation", "state": "WV"}]}), true),
        (json!({"rules": [{"rule": "missions", "to": "US"}]}), false),
        (json!({"rules": [{"rule": "missions", "to": "US"}, {"rule": "house"}]}), true),
    ] {
        write_to(&house, &audience).await;
        for page in ["", "/targets"] {
            let page = house.get(&format!("/c/cluster-munitions{page}")).await;
            assert_eq!(asks_for_zip(&page), (asks, asks), "{audience}");
        }
    }
}

#[tokio::test]
async fn the_api_says_what_the_zip_code_says() {
    let house = House::start().await;
    let find = async |query: &str| house.get(&format!("/api/v1/campaigns/children-in-detention/targets?{query}")).await.json();
    for (query, zip) in [
        ("zip=25301", json!({"states": ["WV"], "districts": ["WV-1"]})),
        ("zip=30165", json!({"states": ["AL", "GA"], "districts": ["AL-3", "GA-14"]})),
        ("zip=73301", json!({"states": ["TX"], "districts": []})),
        ("zip=00400", json!(null)),
        ("state=VT", json!(null)),
        ("district=WV-2", json!(null)),
    ] {
        assert_eq!(find(query).await["zip"], zip, "{query}");
    }
    assert_eq!(find("district=WV-2").await["total"], 3);
    let none = find("district=WV-7").await;
    assert_eq!((&none["total"], &none["notice"]), (&json!(0), &json!("There is no district WV-7. Try the name of the state.")));
}

#[tokio::test]
async fn the_api_answers_a_state_that_is_not_the_campaigns_with_its_reason() {
    let house = House::start().await;
    let find = async |query: &str| house.get(&format!("/api/v1/campaigns/{query}")).await.json();
    for words in ["United%20Kingdom", "UK", "Britain", "GB", "british%20embassy", "Untied%20Kingdom"] {
        let found = find(&format!("cluster-munitions/targets?q={words}")).await;
        assert_eq!(found["total"], 0, "{words}");
        assert_eq!(
            found["notice"],
            "The United Kingdom is a party to the Convention on Cluster Munitions. This campaign writes to states that are not.",
            "{words}"
        );
    }
    let found = find("children-in-detention/targets?q=Germny").await;
    assert_eq!(found["total"], 0);
    assert!(found["notice"].as_str().unwrap().starts_with("This campaign does not write to Germany"), "{found}");
    let found = find("children-in-detention/targets?q=GT%20Thompson").await;
    assert_eq!((&found["total"], &found["targets"][0]["name"]), (&json!(1), &json!("Glenn Thompson")));
}

#[tokio::test]
async fn a_zip_code_in_the_field_of_the_words_leads_where_it_leads_in_its_own() {
    let house = House::start().await;
    let own = house.get(&format!("{CONGRESS}?zip=25301")).await;
    let words = house.get(&format!("{CONGRESS}?q=25301")).await;
    assert_eq!(words.texts(".target__name"), own.texts(".target__name"));
    assert_eq!(words.texts(".target__name").len(), 3);
    let several = house.get(&format!("{CONGRESS}?q=02139")).await;
    assert_eq!(several.texts(".districts a"), ["MA-5", "MA-7"]);
    let chosen = house.get(&several.link("MA-5")).await;
    assert_eq!(chosen.texts(".target__name"), ["Elizabeth Warren", "Edward J. Markey", "Katherine M. Clark"]);
}
