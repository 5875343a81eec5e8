//! Who changed what, looked through and taken out as a file.

use domain::people::Role;
use jiff::SignedDuration;
use tests::house::{House, PUBLIC_URL};

use crate::desk::{self, signed_in_as, submit};

const AUDIT: &str = "/desk/audit";
const FILE: &str = "/desk/audit/audit.csv";

/// A campaign that was paused by one organiser and resumed by another, and who looks into it.
async fn changed(house: &House) -> String {
    let page = "/desk/c/cluster-munitions/publish";
    for (email, button) in [("ada@ngo.example", "Pause the campaign"), ("bob@ngo.example", "Resume the campaign")] {
        let cookie = signed_in_as(house, email, Role::Organiser).await;
        let form = desk::get(house, page, &cookie).await.form(button);
        assert_eq!(submit(house, &form, page, &cookie).await.status, 303);
    }
    signed_in_as(house, "olga@ngo.example", Role::Owner).await
}

#[tokio::test]
async fn an_owner_sees_who_changed_what_and_where() {
    let house = House::start().await;
    let owner = changed(&house).await;
    let page = desk::get(&house, AUDIT, &owner).await;
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    let rows = page.texts("tbody tr");
    let row = |words: &str| rows.iter().find(|row| row.contains(words)).unwrap_or_else(|| panic!("{words}: {rows:?}"));
    assert!(row("Paused a campaign").contains("ada@ngo.example"));
    assert!(row("Resumed a campaign").contains("Every state into the ban"), "{rows:?}");
    assert!(row("Gave somebody a role").contains("at the command line"), "{rows:?}");
}

#[tokio::test]
async fn it_is_narrowed_down_and_the_file_has_what_the_page_has() {
    let house = House::start().await;
    let owner = changed(&house).await;
    let search = "?email=BOB%40ngo.example&campaign=cluster-munitions&from=2026-01-01&until=2026-12-31";
    let page = desk::get(&house, &format!("{AUDIT}{search}"), &owner).await;
    assert_eq!(page.texts("tbody tr").len(), 1, "{:?}", page.texts("tbody tr"));
    let link = page.attributes("a", "href").into_iter().find(|href| href.starts_with(FILE)).unwrap();
    let file = desk::get(&house, &link, &owner).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"audit.csv\"");
    let text = file.body_text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!((lines[0], lines.len()), ("\"time\",\"person\",\"change\",\"campaign\",\"particulars\"", 2));
    assert!(lines[1].ends_with("\"bob@ngo.example\",\"resumed_campaign\",\"cluster-munitions\",\"\""), "{}", lines[1]);
    let nothing = desk::get(&house, &format!("{AUDIT}?until=2020-01-01"), &owner).await;
    assert_eq!(nothing.texts("tbody tr"), ["No change fits."]);
}

#[tokio::test]
async fn what_is_looked_for_in_vain_is_said_at_its_field() {
    let house = House::start().await;
    let owner = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let page = desk::get(&house, &format!("{AUDIT}?email=olga&from=2026-02-30&page=x"), &owner).await;
    assert_eq!((page.status, page.error("email").is_some(), page.error("from").is_some()), (422, true, true));
    assert!(page.body_text().contains("value=\"2026-02-30\""), "what was typed is kept");
    assert_eq!(desk::get(&house, &format!("{FILE}?from=2026-02-30"), &owner).await.status, 422);
}

#[tokio::test]
async fn the_file_asks_for_a_fresh_sign_in_and_only_owners_read_any_of_it() {
    let house = House::start().await;
    let owner = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    for role in [Role::Viewer, Role::Organiser] {
        let cookie = signed_in_as(&house, "bob@ngo.example", role).await;
        for path in [AUDIT, FILE] {
            assert_eq!(desk::get(&house, path, &cookie).await.status, 403, "{path}");
        }
        assert!(!desk::get(&house, "/desk", &cookie).await.attributes("nav a", "href").contains(&AUDIT.to_owned()));
    }
    assert!(desk::get(&house, "/desk", &owner).await.attributes("nav a", "href").contains(&AUDIT.to_owned()));
    house.clock.advance(SignedDuration::from_mins(16));
    assert_eq!(desk::get(&house, AUDIT, &owner).await.status, 200);
    let refused = desk::get(&house, FILE, &owner).await;
    assert_eq!(refused.status, 403);
    assert!(refused.body_text().contains("Sign in again"), "{}", refused.body_text());
    assert!(!refused.body_text().contains(PUBLIC_URL));
}
