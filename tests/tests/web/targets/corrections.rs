//! What is corrected holds everywhere, survives imports, and says what its source says now.

use domain::{
    checked::EmailAddress,
    target::{Target, TargetKind},
};
use tests::house::BY_MAIL;
use usecases::directory::{Import, Manner};

use super::*;

const ANGOLA: &str = "/desk/targets/mission-ao-us";

/// Corrects a detail, and gives what came back.
async fn correct(house: &House, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = desk::get(house, path, cookie).await;
    assert_eq!(page.status, 200, "{path}");
    let form = page.form("Save this correction").set("source", "The embassy’s site").set("as_of", "2026-11-20");
    submit(house, cookie, &fields.iter().fold(form, |form, (name, value)| form.set(name, value))).await
}

/// Imports all missions with another email address of the embassy of Angola.
async fn imported(house: &House, email: &str) {
    let directory = house.app.campaigns.directory.as_told();
    let mission = |target: &&Target| target.kind() == TargetKind::Mission && target.id.as_str() == "mission-ao-us";
    let mut missions: Vec<Target> = directory.targets().iter().filter(mission).cloned().collect();
    missions[0].email = EmailAddress::parse(email).ok();
    missions[0].corrected.clear();
    let manner = Manner { dry_run: false, allow_gone: false, as_of: "2026-11-20".parse().unwrap() };
    house.app.campaigns.directory.import(Import::Missions(missions, Vec::new()), manner).await.unwrap();
}

fn email(house: &House) -> String {
    house.app.campaigns.directory.get().target(&id("mission-ao-us")).unwrap().email.clone().unwrap().to_string()
}

#[tokio::test]
async fn a_corrected_email_address_is_used_at_once_on_all_nodes_and_says_who_says_so() {
    let house = House::start().await;
    let store = house.database.clone();
    let node = House::with(|parts| parts.store = store).await;
    let cookie = desk::signed_in(&house).await;
    let before = email(&house);
    let answer = correct(&house, &cookie, &format!("{ANGOLA}/email"), &[("email", "new@angola.example")]).await;
    assert_eq!((answer.status, answer.header("location")), (303, ANGOLA), "{}", answer.body_text());
    assert_eq!((email(&house).as_str(), email(&node)), ("new@angola.example", before.clone()));
    assert!(node.app.campaigns.directory.refresh().await.unwrap());
    assert_eq!(email(&node), "new@angola.example");
    // Who writes sees it, and their letter goes there.
    let letter = house.get(BY_MAIL).await;
    assert!(letter.body_text().contains("Email address corrected:") && letter.body_text().contains("The embassy’s site"));
    let link = house.asked("Ada", "ada@home.example").await;
    house.submit(&house.get(&link).await.forms()[0].clone()).await;
    house.deliver().await;
    assert!(house.newest_mail().await.contains("new@angola.example"));
    // Taken back, the source's word holds again.
    let list = desk::get(&house, "/desk/targets/corrections", &cookie).await;
    let row = list.text("tbody tr");
    for part in [
        "Embassy of the Republic of Angola",
        "new@angola.example",
        "olga@ngo.example",
        &format!("says what it said then: {before}"),
    ] {
        assert!(row.contains(part), "{part}: {row}");
    }
    let back = submit(&house, &cookie, &list.form("Take the correction back")).await;
    assert_eq!((back.status, back.header("location")), (303, "/desk/targets/corrections"));
    assert_eq!(email(&house), before);
    assert!(node.app.campaigns.directory.refresh().await.unwrap());
    assert_eq!(email(&node), before);
    assert_eq!(submit(&house, &cookie, &list.form("Take the correction back")).await.status, 404, "it is gone");
}

#[tokio::test]
async fn imports_keep_a_correction_and_say_whether_their_source_agrees() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    correct(&house, &cookie, &format!("{ANGOLA}/email"), &[("email", "new@angola.example")]).await;
    let upstream = async || {
        let list = desk::get(&house, "/desk/targets/corrections", &cookie).await;
        list.texts("tbody td")[3].clone()
    };
    imported(&house, "third@angola.example").await;
    assert_eq!(email(&house), "new@angola.example");
    assert_eq!(upstream().await, "has changed since: third@angola.example");
    imported(&house, "new@angola.example").await;
    assert_eq!(upstream().await, "agrees by now: the correction can go");
    let page = desk::get(&house, &format!("{ANGOLA}/email"), &cookie).await;
    assert!(page.text(".notice").contains("agrees by now"), "{}", page.text(".notice"));
    submit(&house, &cookie, &page.form("Take the correction back")).await;
    assert_eq!(email(&house), "new@angola.example", "as the source has it");
    assert!(house.app.contacts.corrections().is_empty());
}

#[tokio::test]
async fn an_address_a_form_and_a_greeting_are_corrected_and_taken_away() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let target = || house.app.campaigns.directory.get().target(&id("mission-ao-us")).unwrap().clone();
    let address = [("address", "7 Moved Street NW\r\nWashington DC 20009"), ("address_country", "US")];
    assert_eq!(correct(&house, &cookie, &format!("{ANGOLA}/address"), &address).await.status, 303);
    assert_eq!(target().address.unwrap().lines, ["7 Moved Street NW", "Washington DC 20009"]);
    let form = [("web_form", "https://angola.example/contact")];
    assert_eq!(correct(&house, &cookie, &format!("{ANGOLA}/web_form"), &form).await.status, 303);
    assert_eq!(target().web_form.as_deref(), Some("https://angola.example/contact"));
    let greeting = [("greeting", "Senhora Embaixadora,")];
    assert_eq!(correct(&house, &cookie, &format!("{ANGOLA}/greeting-pt"), &greeting).await.status, 303);
    let page = desk::get(&house, ANGOLA, &cookie).await;
    let rows = page.texts("tbody tr");
    assert!(rows.iter().any(|row| row.starts_with("Greeting (Português)") && row.contains("Senhora Embaixadora,")), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("Greeting (English)") && row.contains("Your Excellency:")), "{rows:?}");
    assert!(page.text(".address").contains("7 Moved Street NW"));
    // There is none any more.
    assert_eq!(correct(&house, &cookie, &format!("{ANGOLA}/email"), &[("has_none", "yes")]).await.status, 303);
    assert_eq!(target().email, None);
    assert_eq!(target().corrected.len(), 4);
    let french = desk::get(&house, "/desk/targets/corrections?lang=fr", &cookie).await;
    assert!(french.texts("tbody tr").iter().any(|row| row.contains("aucun")), "{:?}", french.texts("tbody tr"));
}

#[tokio::test]
async fn what_is_no_correction_is_said_at_its_field_and_kept() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let known = email(&house);
    for (detail, fields, at, reason) in [
        ("email", &[("email", "nobody")][..], "email", "Enter an email address in the form name@example.org."),
        ("email", &[("email", known.as_str())], "email", "It is so already: there is nothing to correct."),
        ("email", &[("email", "a@b.example"), ("source", " ")], "source", "Please fill this in."),
        ("email", &[("email", "a@b.example"), ("as_of", "soon")], "as_of", "Write a day that exists, as in 2026-11-21."),
        ("email", &[("email", "a@b.example"), ("as_of", "2026-12-24")], "as_of", "This day is yet to come."),
        ("web_form", &[("web_form", "javascript:alert(1)")], "web_form", "Give the whole address of the page"),
        ("address", &[("address", "one line")], "address", "Write the address on at least two lines."),
        ("address", &[("address", "a\nb"), ("address_country", "ZZ")], "address_country", "Choose a country from the list."),
        ("greeting-en", &[("greeting", "a\u{202E}b")], "greeting", "There is an invisible character"),
    ] {
        let answer = correct(&house, &cookie, &format!("{ANGOLA}/{detail}"), fields).await;
        let error = answer.error(at).unwrap_or_default();
        assert!(answer.status == 422 && error.starts_with(reason), "{detail} {fields:?}: {error}");
        assert_eq!(answer.value(fields[0].0), fields[0].1, "what was typed is kept");
    }
    assert_eq!((house.app.contacts.corrections().len(), email(&house)), (0, known));
    for path in ["/desk/targets/nobody/email", &format!("{ANGOLA}/phone"), &format!("{ANGOLA}/greeting-xx")] {
        assert_eq!(desk::get(&house, path, &cookie).await.status, 404, "{path}");
    }
}
