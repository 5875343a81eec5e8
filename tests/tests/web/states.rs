//! Where the states stand: the map, the list, and a page for each.

use std::collections::BTreeSet;

use domain::{
    Date,
    campaign::Part,
    state::Region,
    treaty::{Status, TreatyId},
};
use jiff::civil::date;
use tests::house::{BY_MAIL, House, Page};

use crate::campaign_to_these;

/// Estonia, Latvia and Lithuania left the Mine Ban Treaty on 27 December 2025.
const BEFORE: Date = date(2025, 12, 1);
const AFTER: Date = date(2026, 1, 1);

/// The classes of a state's tile.
fn tile(page: &Page, iso2: &str) -> Vec<String> {
    page.attributes(&format!(".tile[href^='/states/{iso2}?']"), "class")
}

#[tokio::test]
async fn a_withdrawal_shows_on_the_page_of_a_state_from_its_day_on() {
    let house = House::start().await;
    let mbt = async |path: &str| house.get(path).await.texts(".standing h3")[0].clone();
    for (day, status) in
        [("2025-12-01", "State party"), ("2025-12-26", "State party"), ("2025-12-27", "Withdrew"), ("2026-01-01", "Withdrew")]
    {
        assert_eq!(mbt(&format!("/states/EE?on={day}")).await, format!("Mine Ban Treaty {status}"), "{day}");
        house.clock.set(&format!("{day}T12:00:00Z"));
        assert_eq!(mbt("/states/EE").await, format!("Mine Ban Treaty {status}"), "today is {day}");
    }
    let page = house.get("/states/ee?on=2025-12-01").await;
    assert_eq!((page.text("h1").as_str(), page.value("on").as_str()), ("Estonia", "2025-12-01"), "in small letters too");
    assert!(page.texts("h2").contains(&"Where it stands on December 1, 2025".to_owned()), "{:?}", page.texts("h2"));
    // The form asks for another day, and the form's page is the state's own.
    let asked = page.form("Show").set("on", "2026-01-01");
    assert_eq!((asked.method.as_str(), asked.action.as_str()), ("get", ""), "to the page's own path");
}

#[tokio::test]
async fn what_is_to_come_is_told_as_what_is_to_come() {
    let house = House::start().await;
    let (past, future) = (
        "Left on December 27, 2025: the withdrawal took effect.",
        "Will leave on December 27, 2025: the withdrawal takes effect then.",
    );
    for (today, path, words) in [
        ("2025-12-01", "/states/EE", future),
        ("2025-12-01", "/states/EE?on=2026-06-01", future),
        ("2025-12-27", "/states/EE", past),
        ("2026-01-01", "/states/EE?on=2025-12-01", past),
    ] {
        house.clock.set(&format!("{today}T12:00:00Z"));
        let acts = house.get(path).await.texts(".standing li");
        assert!(acts.iter().any(|act| act.starts_with(words)), "{today} {path}: {acts:?}");
    }
    house.clock.set("2025-12-01T12:00:00Z");
    let list = house.get("/states?treaty=mbt").await.texts("tbody tr");
    assert!(list.iter().any(|row| row.contains("Joined by accession on May 12, 2004. Will leave on December 27, 2025:")));
}

#[tokio::test]
async fn a_withdrawal_shows_on_every_map_from_its_day_on() {
    let house = House::start().await;
    for path in ["/states?treaty=mbt", "/?treaty=mbt", "/c/mine-ban-treaty?language=en"] {
        for (day, class, parties) in [(BEFORE, "tile tile--party", "166"), (AFTER, "tile tile--withdrawn", "163")] {
            let page = house.get(&format!("{path}&on={day}")).await;
            assert_eq!(tile(&page, "EE"), [class], "{path} {day}");
            assert_eq!(page.texts(".standing__counts .number")[0], parties, "{path} {day}");
            assert_eq!(page.attributes(".tile[href^='/states/EE']", "href"), [format!("/states/EE?on={day}")], "{path}");
            assert_eq!(page.text(".world h3"), format!("Mine Ban Treaty on {}", domain::language::Language::EN.date(day)));
            assert_eq!(page.value("on"), day.to_string());
        }
    }
}

#[tokio::test]
async fn every_state_is_a_tile_of_its_own_that_says_its_name_and_its_status() {
    let house = House::start().await;
    let directory = house.app.campaigns.directory.get();
    let codes: BTreeSet<&str> = directory.states().map(|state| state.iso2.as_str()).collect();
    // The 193 members of the United Nations, their two observers, the Cook Islands and Niue.
    assert!(codes.len() == 197 && ["VA", "PS", "CK", "NU"].iter().all(|code| codes.contains(code)));
    for treaty in ["mbt", "ccm"] {
        let page = house.get(&format!("/states?treaty={treaty}")).await;
        let mut said = page.texts("a.tile > title");
        let mut expected: Vec<String> = directory
            .states()
            .map(|state| {
                let status = directory.status(&TreatyId::parse(treaty).unwrap(), &state.iso2, date(2026, 11, 21)).unwrap();
                format!("{}: {}", state.name, words::Words::default().status(status))
            })
            .collect();
        let names: Vec<&str> = said.iter().filter_map(|title| Some(title.split_once(':')?.0)).collect();
        assert!(names.len() == 197 && names[0] == "Afghanistan" && names[196] == "Zimbabwe", "as a screen reader reads them");
        let ivory_coast = names.iter().position(|name| *name == "Côte d'Ivoire").unwrap();
        assert_eq!((names[ivory_coast - 1], names[ivory_coast + 1]), ("Costa Rica", "Croatia"), "whatever its accents");
        said.sort();
        expected.sort();
        assert_eq!(said, expected, "{treaty}");
        let hrefs: BTreeSet<String> = page.attributes("a.tile", "href").into_iter().collect();
        assert_eq!(hrefs, codes.iter().map(|code| format!("/states/{code}?on=2026-11-21")).collect());
        let (x, y) = (page.attributes("a.tile > rect", "x"), page.attributes("a.tile > rect", "y"));
        let places: BTreeSet<(String, String)> = x.into_iter().zip(y).collect();
        assert_eq!(places.len(), 197, "no tile hides another");
        // The same as a list, in words.
        assert_eq!((page.texts("tbody tr").len(), page.texts("tbody .status").len()), (197, 197));
        assert!(page.texts("tbody td:last-child").iter().all(|source| source.contains(", as of ")));
    }
}

#[tokio::test]
async fn every_tile_leads_to_the_page_of_its_state() {
    let house = House::start().await;
    let directory = house.app.campaigns.directory.get();
    for state in directory.states() {
        let page = house.get(&format!("/states/{}", state.iso2)).await;
        assert_eq!((page.status, page.text("h1")), (200, state.name.clone()));
        assert_eq!(page.texts(".standing h3").len(), 2, "{}", state.name);
        let unsourced = page.texts(".contact .note, .standing > .note").into_iter().find(|note| !note.contains(", as of "));
        assert_eq!(unsourced, None, "{}", state.name);
        assert_eq!(page.texts(".contact").len(), page.texts(".contact > .note").len(), "{}", state.name);
    }
}

#[tokio::test]
async fn the_map_can_be_asked_for_a_region_and_for_a_status() {
    let house = House::start().await;
    let directory = house.app.campaigns.directory.get();
    let in_europe = directory.states().filter(|state| state.region == Region::Europe).count();
    for (query, rows) in [
        ("region=Europe".to_owned(), in_europe),
        (format!("status={}", Status::Withdrawn.as_str()), 5),
        ("region=Europe&status=withdrawn".to_owned(), 5),
        ("region=Europe&status=withdrawn&on=2025-12-27".to_owned(), 3),
        ("region=Oceania&status=withdrawn".to_owned(), 0),
        ("status=signatory".to_owned(), 0),
    ] {
        let page = house.get(&format!("/states?treaty=mbt&{query}")).await;
        let shown = if rows == 0 { 1 } else { rows };
        assert_eq!((page.status, page.texts("tbody tr").len()), (200, shown), "{query}");
        assert_eq!(page.texts("a.tile").len(), 197, "{query}: the others are pale");
        assert_eq!(page.texts("a.tile:not(.tile--other)").len(), rows, "{query}");
        assert_eq!(page.text(".world__found"), format!("{rows} states are shown, the others are pale."));
        assert_eq!(page.body_text().contains("No state fits."), rows == 0, "{query}");
    }
    // The form on the map asks the same.
    let asked = house.get("/?treaty=mbt").await.form("Show").set("region", "Europe").set("status", "withdrawn");
    let page = house.submit(&asked).await;
    assert_eq!((page.value("region").as_str(), page.value("status").as_str()), ("Europe", "withdrawn"));
    assert!(["EE", "FI", "LT", "LV", "PL"].iter().all(|code| tile(&page, code) == ["tile tile--withdrawn"]));
}

#[tokio::test]
async fn what_of_a_question_cannot_be_read_is_said() {
    let house = House::start().await;
    for path in ["/?treaty=mbt&", "/states?", "/c/mine-ban-treaty?"] {
        for (query, words) in [
            (
                "on=2026-02-30",
                "“2026-02-30” is not a day. Write it like this: 2025-12-01. What you see below is of today, November 21, 2026.",
            ),
            ("on=yesterday", "“yesterday” is not a day."),
            ("region=Atlantis", "“Atlantis” is not a region. Choose one from the list."),
            ("status=undecided", "“undecided” is not a status. Choose one from the list."),
            ("status=%3Cb%3Ehurt", "“<b>hurt” is not a status."),
        ] {
            let page = house.get(&format!("{path}{query}")).await;
            assert_eq!((page.status, page.texts("a.tile:not(.tile--other)").len()), (200, 197), "{path}{query}");
            assert!(page.text(".world .notice").contains(words), "{path}{query}: {}", page.text(".world .notice"));
        }
        assert!(house.get(&format!("{path}on=&region=&status=")).await.texts(".world .notice").is_empty(), "{path}");
    }
    let both = house.get("/states?on=2026-13-01&region=Atlantis").await.text(".notice");
    assert!(both.contains("“2026-13-01” is not a day.") && both.contains("“Atlantis” is not a region."), "{both}");
    let state = house.get("/states/EE?on=2026-02-30").await;
    assert_eq!((state.status, state.texts("h2").contains(&"Where it stands on November 21, 2026".to_owned())), (200, true));
    assert!(state.text(".notice").contains("“2026-02-30” is not a day."));
}

#[tokio::test]
async fn a_state_or_a_treaty_that_there_is_not_is_a_404_page() {
    let house = House::start().await;
    // Kosovo, whose code is nobody's; Timor-Leste as it was written once; the United Nations, which is no state.
    for path in ["/states/XK", "/states/TP", "/states/UN", "/states/E", "/states/EST", "/states/%F0%9F%92%8C", "/states/EE/more"]
    {
        let page = house.get(path).await;
        assert_eq!((page.status, page.text("h1").as_str()), (404, "Not found"), "{path}");
    }
    assert!(house.get("/states/XK").await.text(".lead").contains("in our list of 197"));
    let treaty = house.get("/states?treaty=npt").await;
    assert!(treaty.status == 404 && treaty.text(".lead").contains("We know no treaty of that name."));
    assert_eq!(house.get("/states/%FF").await.status, 400);
}

#[tokio::test]
async fn a_state_s_page_shows_its_missions_who_writes_to_it_and_the_letters_so_far() {
    let house = House::start().await;
    let page = house.get("/states/AO").await;
    assert_eq!(
        page.texts(".contact h3"),
        ["Embassy of the Republic of Angola", "Embassy of the United States in Angola"],
        "each to the other"
    );
    assert_eq!(page.link("Every state into the ban on cluster bombs"), "/c/cluster-munitions");
    assert_eq!(page.link("Write to the Embassy of the Republic of Angola"), BY_MAIL);
    assert_eq!(page.text("[data-testid=letters]"), "0");
    let ready = house.ready(BY_MAIL).await;
    house.submit(&ready.form("Print a postcard")).await;
    assert_eq!(house.get("/states/AO").await.text("[data-testid=letters]"), "0", "printed is not sent");
    let thanks = house.get(&ready.link("Posted it? Tell us.")).await;
    house.submit(&thanks.form("I posted the card")).await;
    let page = house.get("/states/AO").await;
    assert_eq!((page.text("[data-testid=letters]").as_str(), page.text(".tally__label").as_str()), ("1", "letter so far"));
    assert_eq!(house.get("/states/DZ").await.text("[data-testid=letters]"), "0");
    let none = house.get("/states/AF").await;
    assert!(none.body_text().contains("The embassy in Washington closed in March 2022."));
    assert!(none.body_text().contains("No campaign here writes to it now."), "a party to both, and without a mission");
}

#[tokio::test]
async fn a_campaign_that_takes_no_letters_is_not_among_those_that_write_to_a_state() {
    let house = House::with_campaigns(&[campaign_to_these(&["mission-ao-us"])]).await;
    let write = "Write to the Embassy of the Republic of Angola";
    assert_eq!(house.get("/states/AO").await.link(write), "/c/children-in-detention/write/mission-ao-us");
    house.change("children-in-detention", Part::Dates, |campaign| campaign.closes_on = Some(date(2026, 11, 21))).await;
    assert!(house.get("/states/AO").await.body_text().contains("No campaign here writes to it now."));
}

#[tokio::test]
async fn a_campaign_about_a_treaty_shows_the_map_and_one_about_none_does_not() {
    let house = House::start().await;
    for (campaign, tiles) in [("mine-ban-treaty", 197), ("cluster-munitions", 197), ("children-in-detention", 0)] {
        assert_eq!(house.get(&format!("/c/{campaign}")).await.texts("a.tile").len(), tiles, "{campaign}");
    }
    let spanish = house.get("/c/cluster-munitions?language=es&region=Africa").await;
    assert_eq!(spanish.value("language"), "es");
    let asked = house.submit(&spanish.form("Show").set("region", "Asia")).await;
    assert_eq!(asked.text("h1"), "Que todos los Estados prohíban las bombas de racimo", "the language goes along");
    // A campaign's map is that of its own treaty.
    assert!(house.get("/c/cluster-munitions?treaty=mbt").await.text(".world h3").starts_with("Convention on Cluster Munitions"));
}

#[tokio::test]
async fn a_map_says_for_which_day_it_is_known_what_states_did() {
    let house = House::start().await;
    let mbt = house.get("/states?treaty=mbt").await.body_text();
    assert!(mbt.contains("as known on February 20, 2026."), "{mbt}");
    let ccm = house.get("/states?treaty=ccm").await.body_text();
    assert!(ccm.contains("as known on September 8, 2025.") && ccm.contains("What states deposited there is not in this list."));
}
