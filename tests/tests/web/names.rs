//! Names age: what a page, the API, a print, a mail and a class show on which day.

use domain::{directory::Absence, state::Iso2, tally::Stage, target::Target};
use serde_json::{Value, json};
use tests::{
    house::{BY_MAIL, House},
    look::Pdf,
};
use usecases::directory::{Import, Manner};

use crate::{API, desk, letter, letter_with};

/// The table says who leads the embassy of Angola for 20 January 2026 at the latest.
const NAMED: &str = "2026-03-01T12:00:00Z";
const AGED: &str = "2026-08-01T12:00:00Z";
const NAME: &str = "Van-Dúnem";

async fn embassy(house: &House) -> Value {
    house.get(&format!("{API}/targets?q=angola")).await.json()["targets"][0].clone()
}

#[tokio::test]
async fn an_embassy_is_written_to_by_name_and_after_180_days_by_the_office() {
    let house = House::start().await;
    house.clock.set(NAMED);
    let row = embassy(&house).await;
    assert!(row["address"][0].as_str().unwrap().contains(NAME) && row["name_uncertain_since"].is_null(), "{row}");
    assert!(row["office"].as_str().unwrap().contains(NAME), "{row}");
    assert!(house.get(BY_MAIL).await.text(".addressee").contains(NAME));
    let paper = letter_with(&json!({"format": "us-letter", "typed": true, "country": "US"}));
    let printed = async || Pdf::new(&house.post_json(&format!("{API}/paper"), &paper).await.body).text();
    assert!(printed().await.contains(NAME));

    house.clock.set(AGED);
    let row = embassy(&house).await;
    assert_eq!(row["address"][0], "The Ambassador of the Republic of Angola");
    assert_eq!(row["salutation"], "Your Excellency:");
    assert_eq!((&row["office"], row["name_uncertain_since"].is_string()), (&json!("Ambassador"), true), "{row}");
    assert!(!row.to_string().contains(NAME), "{row}");
    let page = house.get(BY_MAIL).await;
    assert!(!page.text(".addressee").contains(NAME), "{}", page.text(".addressee"));
    assert!(page.body_text().contains("The name has not been certain since"), "and the page says since when");
    let text = printed().await;
    assert!(text.contains("The Ambassador of the Republic of Angola") || text.contains("THE AMBASSADOR OF"), "{text}");
    assert!(!text.to_lowercase().contains(&NAME.to_lowercase()), "{text}");
    let state = house.get("/states/AO").await;
    assert!(state.body_text().contains("The name has not been certain since"));
    assert_eq!(embassy(&house).await["id"], house.get(&format!("{API}/targets?q=dunem")).await.json()["targets"][0]["id"]);
}

#[tokio::test]
async fn a_letter_that_was_begun_while_the_name_was_certain_goes_on_after_it_has_aged() {
    let house = House::start().await;
    house.clock.set("2026-03-01T12:00:00Z");
    let form = house.letter(BY_MAIL).await;
    house.clock.set(AGED);
    let ready = house.submit(&form).await;
    assert_eq!(ready.status, 200, "{}", ready.body_text());
    let pdf = house.submit(&ready.form("Print a postcard")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 1);
}

#[tokio::test]
async fn the_desk_counts_the_names_that_have_aged() {
    let house = House::start().await;
    house.clock.set(NAMED);
    let cookie = desk::signed_in(&house).await;
    assert!(!desk::get(&house, "/desk", &cookie).await.body_text().contains("older than 180 days"));
    house.clock.set(AGED);
    let cookie = desk::signed_in(&house).await;
    let page = desk::get(&house, "/desk", &cookie).await.body_text();
    assert!(
        page.contains("Among missions, ")
            && page.contains(" names are older than 180 days and no longer used (the oldest is of "),
        "{page}"
    );
}

#[tokio::test]
async fn a_newer_name_that_is_imported_is_used_again() {
    let house = House::start().await;
    house.clock.set(AGED);
    let live = &house.app.campaigns.directory;
    let day = "2026-07-30".parse().unwrap();
    let old: Vec<Target> = live.get().targets().iter().filter(|target| target.id.as_str() == "mission-ao-us").cloned().collect();
    let name = domain::target::Holder::Named { full: "Full Name".to_owned(), last: "Name".to_owned() };
    let new: Vec<Target> =
        old.into_iter().map(|target| Target { holder: name.clone(), holder_said: None, as_of: day, ..target }).collect();
    let none: Vec<Absence> = Vec::new();
    live.import(Import::Missions(new, none), Manner { dry_run: false, allow_gone: false, as_of: day }).await.unwrap();
    assert_eq!(embassy(&house).await["address"][0], "H.E. Full Name");
    assert_eq!(live.get().target(&"mission-ao-us".parse().unwrap()).unwrap().country(), Iso2::parse("AO").unwrap());
    let preview = house.post_json(&format!("{API}/preview"), &letter()).await.json();
    assert!(preview["body"].as_str().unwrap().starts_with("Your Excellency:"), "{preview}");
}
