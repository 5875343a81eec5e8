//! From a street address to the members of Congress of those who live there: how the geocoder is asked and read, and the
//! site with it. Nothing of the address is kept.

use std::{sync::Arc, time::Duration};

use axum::http::StatusCode;
use domain::district::{Congress, District, Zip};
use outside::Census;
use reqwest::{Method, header::CONTENT_TYPE};
use tests::{
    geocoder::{Behaviour, Stub, matched, matches, on_map, with_matches},
    house::{Form, House, Logs, Page},
};
use usecases::ports::{Geocoder as _, GeocoderError, Home};

use crate::privacy::{database, holds};

/// Words that occur nowhere else.
const STREET: &str = "4711b Periwinkle Crescent";
/// It touches MA-5 and MA-7.
const ZIP: &str = "02139";
const CAMPAIGN: &str = "/c/children-in-detention";
const SHORT: Duration = Duration::from_millis(50);

async fn stub(behaviour: Behaviour) -> Stub {
    Stub::start(behaviour).await.unwrap()
}

fn home() -> Home {
    Home { street: STREET.to_owned(), zip: Zip::parse(ZIP).unwrap() }
}

async fn look_up(behaviour: Behaviour) -> Result<Option<District>, GeocoderError> {
    let stub = stub(behaviour).await;
    Census::new(&stub.url).unwrap().district(&home(), Congress::new(119)).await
}

fn district(name: &str) -> District {
    name.parse().unwrap()
}

#[tokio::test]
async fn it_is_asked_for_the_map_of_the_congress_that_sits() {
    let stub = stub(matches(&["2507"])).await;
    let census = Census::new(&stub.url).unwrap();
    census.district(&home(), Congress::new(119)).await.unwrap();
    census.district(&home(), Congress::new(120)).await.unwrap();
    let [sitting, next] = &stub.asked()[..] else { panic!("{:?}", stub.asked()) };
    assert_eq!(sitting.path, "/geocoder/geographies/address");
    let fields = ["street", "zip", "benchmark", "vintage", "layers", "format"];
    let asked = fields.map(|field| sitting.query[field].as_str());
    assert_eq!(asked, [STREET, ZIP, "Public_AR_Current", "ACS2025_Current", "all", "json"]);
    assert_eq!((sitting.query.len(), next.query["vintage"].as_str()), (fields.len(), "Current_Current"));
    assert!(sitting.user_agent.starts_with("Postbag/"), "{}", sitting.user_agent);
}

#[tokio::test]
async fn the_district_of_a_match_is_read() {
    for (geoids, name) in [
        (&["2507"][..], "MA-7"),
        (&["5000"], "VT-0"),
        // A delegate's, and the resident commissioner's.
        (&["1198"], "DC-0"),
        (&["7298"], "PR-0"),
        // Two sides of a street, in one district.
        (&["2507", "2507"], "MA-7"),
    ] {
        assert_eq!(look_up(matches(geoids)).await, Ok(Some(district(name))), "{geoids:?}");
    }
}

#[tokio::test]
async fn what_leaves_a_doubt_is_no_district() {
    let layer = "119th Congressional Districts";
    for (why, behaviour) in [
        ("no match", matches(&[])),
        ("two districts", matches(&["2505", "2507"])),
        ("water", matches(&["25ZZ"])),
        ("no such state", matches(&["0301"])),
        ("the next Congress's map", on_map("120th Congressional Districts", &["2507"])),
        ("no layer of districts", on_map("Counties", &["2507"])),
        ("no area", with_matches(&[matched(layer, &[])])),
        ("two areas", with_matches(&[matched(layer, &["2505", "2507"])])),
        ("a match without areas", with_matches(&[matched(layer, &["2507"]), serde_json::json!({})])),
    ] {
        assert_eq!(look_up(behaviour).await, Ok(None), "{why}");
    }
}

#[tokio::test]
async fn a_failure_says_what_it_is_and_nothing_of_the_address() {
    let elsewhere = stub(matches(&["2507"])).await;
    let huge = format!("{{\"result\":{{\"addressMatches\":[]}}}}{}", " ".repeat(300 * 1024));
    for (behaviour, error) in [
        (Behaviour::Say("<html>down for maintenance</html>".to_owned()), GeocoderError::Unreadable),
        (Behaviour::Say("{\"errors\":[\"benchmark\"]}".to_owned()), GeocoderError::Unreadable),
        (Behaviour::Say(huge), GeocoderError::Unreadable),
        (Behaviour::Fail(StatusCode::INTERNAL_SERVER_ERROR), GeocoderError::Status(500)),
        (Behaviour::Redirect(elsewhere.url.clone()), GeocoderError::Status(302)),
    ] {
        assert_eq!(look_up(behaviour).await, Err(error));
    }
    assert_eq!(elsewhere.asked(), [], "a redirect was followed");

    let silent = stub(Behaviour::FallSilent).await;
    let census = Census::new(&silent.url).unwrap().within(SHORT);
    assert_eq!(census.district(&home(), Congress::new(119)).await, Err(GeocoderError::Late));
    assert_eq!(silent.asked().len(), 1);
    // A port on which nobody listens any more.
    let gone = stub(matches(&[])).await.url.clone();
    let refused = Census::new(&gone).unwrap().district(&home(), Congress::new(119)).await;
    assert!(matches!(refused, Err(GeocoderError::Unreachable | GeocoderError::Late)), "{refused:?}");
    assert_eq!(format!("{:?}", home()), "Home");
}

#[test]
fn an_address_that_is_none_is_told_at_the_start() {
    assert!(Census::new(Census::URL).is_ok());
    for url in ["", "census", "ftp://census.example", "mailto:census@census.example"] {
        assert!(Census::new(url).unwrap_err().to_string().contains("POSTBAG_GEOCODER_URL"), "{url}");
    }
}

async fn house(stub: &Stub) -> House {
    let census = Arc::new(Census::new(&stub.url).unwrap().within(Duration::from_secs(3)));
    House::with(|parts| parts.geocoder = Some(census)).await
}

async fn form(house: &House) -> Form {
    house.get(CAMPAIGN).await.form("Look up").set("street", STREET).set("street-zip", ZIP)
}

/// Where a form leads, opened.
async fn follow(house: &House, form: &Form) -> (String, Page) {
    let answer = house.submit(form).await;
    assert_eq!(answer.status, 303, "{}", answer.body_text());
    let path = answer.header("location").to_owned();
    let page = house.get(&path).await;
    (path, page)
}

#[tokio::test]
async fn an_address_leads_to_both_senators_and_the_one_representative() {
    let stub = stub(matches(&["2507"])).await;
    let house = house(&stub).await;
    let form = form(&house).await;
    assert_eq!(form.method, "post");
    let (path, page) = follow(&house, &form.set("order", "fewest")).await;
    assert_eq!(path, format!("{CAMPAIGN}/targets?language=en&district=MA-7&order=fewest"));
    assert_eq!(page.texts(".target__name"), ["Elizabeth Warren", "Edward J. Markey", "Ayanna Pressley"]);
    assert_eq!(
        page.text(".notice"),
        "Your home is in Massachusetts, district 7. These are your two senators and your representative."
    );
}

#[tokio::test]
async fn a_delegate_is_found_by_an_address_too() {
    let stub = stub(matches(&["1198"])).await;
    let house = house(&stub).await;
    let (path, page) = follow(&house, &form(&house).await.set("street-zip", "20001-1234")).await;
    assert!(path.ends_with("district=DC-0"), "{path}");
    assert_eq!(
        page.text(".notice"),
        "Your home is in the District of Columbia. It has one delegate in the House and no senators."
    );
}

#[tokio::test]
async fn a_district_in_a_state_on_which_the_table_is_silent_is_believed() {
    let stub = stub(matches(&[])).await;
    let house = house(&stub).await;
    let form = form(&house).await;
    for (zip, geoid, district) in [
        // The post's own state, which the table has lost, and the one that it has.
        ("57638", "4600", "SD-0"),
        ("57638", "3800", "ND-0"),
        ("57717", "4600", "SD-0"),
        ("81120", "0803", "CO-3"),
        // A neighbour of which it may have lost the district, and a post office that is no area.
        ("58649", "4600", "SD-0"),
        ("73301", "4837", "TX-37"),
        // A number that nobody has told us of.
        ("00400", "3607", "NY-7"),
    ] {
        stub.behave(matches(&[geoid]));
        let (path, page) = follow(&house, &form.clone().set("street-zip", zip)).await;
        assert!(path.ends_with(&format!("district={district}")), "{zip}: {path}");
        assert!(page.texts(".target__name").len() >= 3, "{zip}");
    }
}

#[tokio::test]
async fn from_noon_on_the_lines_of_the_new_congress_are_asked_for() {
    let stub = stub(matches(&["2507"])).await;
    let house = house(&stub).await;
    let form = form(&house).await;
    house.clock.set("2027-01-03T16:59:59Z");
    assert!(follow(&house, &form).await.0.ends_with("district=MA-7"));
    house.clock.set("2027-01-03T17:00:00Z");
    assert!(follow(&house, &form).await.0.ends_with("lookup=failed"), "that layer is the 119th\u{2019}s");
    stub.behave(on_map("120th Congressional Districts", &["2507"]));
    let (path, page) = follow(&house, &form).await;
    assert!(path.ends_with("district=MA-7"), "{path}");
    let notice = page.text(".notice");
    assert!(notice.starts_with("Your home is in Massachusetts, district 7. The terms of "), "{notice}");
    assert_eq!(stub.asked().last().unwrap().query["vintage"], "Current_Current");
}

#[tokio::test]
async fn where_the_look_up_fails_the_zip_code_has_to_do() {
    let stub = stub(matches(&[])).await;
    let house = house(&stub).await;
    let form = form(&house).await;
    let by_zip = house.get(&format!("{CAMPAIGN}/targets?zip={ZIP}")).await;
    for (why, behaviour) in [
        ("no match", matches(&[])),
        ("two districts", matches(&["2505", "2507"])),
        ("a district that there is not", matches(&["2510"])),
        ("another state than the ZIP code's", matches(&["5402"])),
        ("a failure", Behaviour::Fail(StatusCode::SERVICE_UNAVAILABLE)),
        ("no JSON", Behaviour::Say("sorry".to_owned())),
    ] {
        stub.behave(behaviour);
        let (path, page) = follow(&house, &form).await;
        assert_eq!(path, format!("{CAMPAIGN}/targets?language=en&zip={ZIP}&lookup=failed"), "{why}");
        assert_eq!(page.texts(".target__name"), by_zip.texts(".target__name"), "{why}");
        let notices = page.texts(".notice");
        assert_eq!(notices[0], "The address could not be looked up; this goes by the ZIP code.", "{why}");
        assert_eq!(notices[1..], by_zip.texts(".notice"), "{why}");
    }
}

#[tokio::test]
async fn what_is_no_address_is_asked_for_again_with_what_was_typed() {
    let stub = stub(matches(&["2507"])).await;
    let house = house(&stub).await;
    let form = form(&house).await;
    for (street, zip, wrong) in
        [("", ZIP, "#street-error"), (STREET, "2139", "#street-zip-error"), (&"9".repeat(101), ZIP, "#street-error")]
    {
        let again = house.submit(&form.clone().set("street", street).set("street-zip", zip)).await;
        assert_eq!(again.status, 422);
        assert!(!again.text(wrong).is_empty());
        assert_eq!((again.value("street"), again.value("street-zip")), (street.to_owned(), zip.to_owned()));
        assert_eq!(again.header("cache-control"), "no-store");
    }
    assert_eq!(stub.asked(), [], "nobody was asked");
    // And the same page takes it when it is right.
    let again = house.submit(&form.clone().set("street", "")).await.form("Look up").set("street", STREET);
    assert!(follow(&house, &again).await.0.contains("district=MA-7"));
}

#[tokio::test]
async fn an_address_is_asked_for_only_where_it_is_looked_up_and_leads_somewhere() {
    let (stub, without) = (stub(matches(&["2507"])).await, House::start().await);
    let with = house(&stub).await;
    let offers = async |house: &House, path: &str| !house.get(path).await.texts("#street").is_empty();
    for page in ["", "/targets"] {
        assert!(offers(&with, &format!("{CAMPAIGN}{page}")).await, "{page}");
        assert!(!offers(&with, &format!("/c/cluster-munitions{page}")).await, "{page}");
        assert!(!offers(&without, &format!("{CAMPAIGN}{page}")).await, "{page}");
    }
    assert!(with.get(CAMPAIGN).await.body_text().contains("US Census Bureau"));
    let form = form(&with).await;
    assert_eq!(without.submit(&form).await.status, 404);
    assert_eq!(with.submit(&Form { action: "/c/cluster-munitions/targets".to_owned(), ..form.clone() }).await.status, 404);
    let foreign = with
        .request(Method::POST, &form.action)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(form.encoded());
    assert_eq!(with.send(foreign).await.status, 403);
    assert_eq!(stub.asked(), []);
}

#[tokio::test]
async fn an_address_is_found_neither_in_the_database_nor_in_the_log() {
    let logs = Logs::keep();
    let stub = stub(matches(&["2507"])).await;
    let silent = Stub::start(Behaviour::FallSilent).await.unwrap();
    let house = house(&stub).await;
    let impatient = Arc::new(Census::new(&silent.url).unwrap().within(SHORT));
    let late = House::with(|parts| parts.geocoder = Some(impatient)).await;
    let form = form(&house).await;
    follow(&house, &form).await;
    for behaviour in
        [Behaviour::Fail(StatusCode::BAD_GATEWAY), Behaviour::Say("no".to_owned()), Behaviour::Redirect("/x".to_owned())]
    {
        stub.behave(behaviour);
        follow(&house, &form).await;
    }
    house.submit(&form.clone().set("street-zip", "1")).await;
    follow(&late, &form).await;
    assert_eq!((stub.asked().len(), silent.asked().len()), (4, 1), "the address was sent where it belongs");

    let logged = logs.text();
    for why in ["it did not answer in time", "it answered with status 502", "it answered with status 302", "could not be read"] {
        assert!(logged.contains(why), "{why}: {logged}");
    }
    for word in ["Periwinkle", "4711b"] {
        assert_eq!(logged.lines().find(|line| line.contains(word)), None, "the log holds {word}");
        for house in [&house, &late] {
            let stored = database(house.data.path());
            assert!(holds(&stored, "children-in-detention") && !holds(&stored, word), "the database holds {word}");
        }
    }
}
