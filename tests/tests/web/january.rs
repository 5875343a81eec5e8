//! The third of January: what an operator does when a Congress ends and another begins, in the order of docs/operating.md,
//! with made files of the 120th Congress and a clock that passes noon in Washington.

use std::fs;

use clap::Parser as _;
use domain::{
    district::{Congress, District, Zip},
    target::{Chamber, Holder, Target, TargetKind},
};
use serde_json::{Value, json};
use server::cli::{Answer, Cli, answer};
use tests::house::House;
use tests::steps::Steps as _;
use usecases::ports::DirectoryRow;

use crate::desk::{self, signed_in};

const TARGETS: &str = "/api/v1/campaigns/children-in-detention/targets";
const BEFORE_NOON: &str = "2027-01-03T16:59:59Z";
const NOON: &str = "2027-01-03T17:00:00Z";
const THE_DAY_AFTER: &str = "2027-01-04T15:00:00Z";

/// Addison, Texas: in TX-24 and TX-32 of the 119th Congress, and in TX-5 of our 120th.
const ZIP: &str = "75001";

/// The answer of a command, by the clock of the house.
async fn postbag(house: &House, words: &[&str]) -> anyhow::Result<Answer> {
    let words = std::iter::once("postbag").chain(words.iter().copied());
    answer(Cli::try_parse_from(words).unwrap().command, &house.app).await
}

async fn refusal(house: &House, words: &[&str]) -> String {
    postbag(house, words).await.unwrap_err().to_string()
}

fn file(house: &House, name: &str, text: &str) -> String {
    let path = house.data.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The pairs of the map of the 119th Congress, but for one ZIP code.
fn pairs(house: &House, moved: Option<District>) -> Vec<(Zip, District)> {
    let directory = house.app.campaigns.directory.get();
    let map = directory.map(Congress::new(119)).unwrap();
    let zip = Zip::parse(ZIP).unwrap();
    let all = map.iter().flat_map(|(zip, of)| of.iter().map(move |district| (zip, *district)));
    all.filter(|(area, _)| moved.is_none() || *area != zip).chain(moved.map(|district| (zip, district))).collect()
}

/// A relationship file as the Census Bureau writes it, as far as it is read.
fn relationship(house: &House, congress: u16) -> String {
    let moved = District::new("TX", 5).unwrap();
    let lines = pairs(house, Some(moved)).into_iter().map(|(zip, district)| {
        let number = if district.state().has_senators() { district.number } else { 98 };
        format!("{:02}{number:02}|{zip}\n", district.state().fips)
    });
    format!("GEOID_CD{congress}_20|GEOID_ZCTA5_20\n{}", lines.collect::<String>())
}

/// A table of pairs, which does not say of which Congress it is.
fn table(house: &House) -> String {
    let lines = pairs(house, None).into_iter().map(|(zip, district)| {
        let state = district.state();
        format!("{:02},{},{zip},{}\n", state.fips, state.code, district.number)
    });
    format!("state_fips,state_abbr,zcta,cd\n{}", lines.collect::<String>())
}

/// The members of the 120th Congress: those of the 119th, elected again where they had to be, but one.
fn legislators(house: &House) -> String {
    let directory = house.app.campaigns.directory.get();
    let members = directory.targets().iter().filter(|target| target.kind() == TargetKind::Congress);
    Value::Array(members.map(legislator).collect()).to_string()
}

fn legislator(target: &Target) -> Value {
    let seat = target.seat().unwrap();
    let next = Congress::new(120);
    let (kind, class, district, end) = match seat.chamber {
        Chamber::Senate { class } => ("sen", Some(class), None, Congress::end_of_class(class, next.begins())),
        Chamber::House { district, .. } => ("rep", None, Some(district), next.ends()),
    };
    let start = if target.valid_until == Some(next.begins()) { "2027-01-03" } else { "2025-01-03" };
    let (bioguide, full, last) = match &target.holder {
        _ if seat.district() == District::new("TX", 5) => ("N000999", "Nora Newcomer", "Newcomer"),
        Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } => {
            (target.id.as_str().trim_start_matches("congress-"), full.as_str(), last.as_str())
        }
        Holder::Unnamed | Holder::Uncertain { .. } => panic!("{} has no name", target.id),
    };
    json!({
        "id": {"bioguide": bioguide},
        "name": {"official_full": full, "first": full, "last": last},
        "terms": [{
            "type": kind, "start": start, "end": end.to_string(), "state": seat.state, "district": district, "class": class,
            "party": seat.party, "url": target.web_form, "address": target.address.as_ref().map(|address| address.lines.join(" ")),
            "phone": target.phone.as_ref().map(|phone| phone.trim_start_matches("+1 ")),
        }],
    })
}

/// Members of a document as a table, which does not say whose term runs.
fn as_table(members: &str) -> String {
    let members: Vec<Value> = serde_json::from_str(members).unwrap();
    let mut table = String::from(
        "bioguide_id,full_name,first_name,middle_name,last_name,suffix,type,state,district,senate_class,party,url,contact_form,address,phone\n",
    );
    for member in members {
        let (name, term) = (&member["name"], &member["terms"][0]);
        let fields = [
            &member["id"]["bioguide"],
            &name["official_full"],
            &name["first"],
            &Value::Null,
            &name["last"],
            &Value::Null,
            &term["type"],
            &term["state"],
            &term["district"],
            &term["class"],
            &term["party"],
            &term["url"],
            &Value::Null,
            &term["address"],
            &term["phone"],
        ];
        let fields = fields.map(|field| match field {
            Value::Null => String::new(),
            Value::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
            other => other.to_string(),
        });
        table.push_str(&fields.join(","));
        table.push('\n');
    }
    table
}

#[tokio::test]
async fn the_list_of_the_congress_before_is_not_taken_for_that_of_the_one_that_sits() {
    let house = House::start().await;
    let mut old: Vec<Value> = serde_json::from_str(&legislators(&house)).unwrap();
    for member in &mut old {
        let term = &mut member["terms"][0];
        if term["start"] == "2027-01-03" {
            term["start"] = "2025-01-03".into();
            term["end"] = "2027-01-03".into();
        }
    }
    let old = Value::Array(old).to_string();
    house.clock.set(THE_DAY_AFTER);
    let before = warnings(&house).await;
    let list = file(&house, "old.json", &old);
    let said = refusal(&house, &["import", "congress", &list, "--as-of", "2027-01-04", "--allow-gone"]).await;
    assert!(said.contains("of the 537 members in this file, the terms of 470 have ended: it is an old list"), "{said}");
    let table = file(&house, "old.csv", &as_table(&old));
    let said = refusal(&house, &["import", "congress", &table, "--as-of", "2027-01-04"]).await;
    assert!(said.contains("It is the list of the Congress before.") && said.contains("wait for the list of the 120th"), "{said}");
    assert_eq!(warnings(&house).await, before);
    // The table of a House with new members is taken.
    let mut new: Vec<Value> = serde_json::from_str(&legislators(&house)).unwrap();
    for (number, member) in new.iter_mut().filter(|member| member["terms"][0]["type"] == "rep").take(20).enumerate() {
        member["id"]["bioguide"] = format!("N{:06}", 500 + number).into();
    }
    let table = file(&house, "new.csv", &as_table(&Value::Array(new).to_string()));
    let said = postbag(&house, &["import", "congress", &table, "--as-of", "2027-01-04"]).await.unwrap().text;
    assert!(said.contains(" 21 new, ") && said.contains(" 21 gone, "), "{said}");
    assert!(!warnings(&house).await.iter().any(|warning| warning.contains("members of Congress")));
}

async fn districts(house: &House) -> Value {
    house.get(&format!("{TARGETS}?zip={ZIP}")).await.json()["zip"]["districts"].clone()
}

async fn warnings(house: &House) -> Vec<String> {
    let ready = house.get("/readyz").await;
    assert_eq!((ready.status, &ready.json()["ready"]), (200, &true.into()), "an old list takes no node out of service");
    ready.json()["warnings"].as_array().unwrap().iter().map(|warning| warning.as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_third_of_january_is_passed_as_the_manual_says() {
    let house = House::start().await;
    let old = districts(&house).await;
    assert_eq!(old, json!(["TX-24", "TX-32"]));

    // 1. Six weeks before: check, the desk and readyz say what is to come.
    let check = postbag(&house, &["check"]).await.unwrap();
    assert!(
        !check.is_well && check.text.contains("Import the map of the 120th Congress before: postbag import districts FILE."),
        "{}",
        check.text
    );
    assert!(check.text.contains(
        "The terms of 470 members of Congress end on January 3, 2027, at noon in Washington. Import a newer list then."
    ));
    let desk = desk::get(&house, "/desk", &signed_in(&house).await).await.text(".notice");
    assert!(desk.contains("which ends on January 3, 2027, at noon in Washington"), "{desk}");

    // 2. The map, as soon as the Bureau has it. It changes nothing yet.
    house.clock.set("2026-12-28T12:00:00Z");
    let map = file(&house, "tab20_cd12020_zcta520_natl.txt", &relationship(&house, 120));
    let dry = postbag(&house, &["import", "districts", &map, "--as-of", "2026-12-20", "--dry-run"]).await.unwrap().text;
    assert!(dry.contains("districts 120: 0 new, 1 changed, 0 gone"), "{dry}");
    assert!(warnings(&house).await.iter().any(|warning| warning.contains("map of districts")), "that was a rehearsal");
    let said = postbag(&house, &["import", "districts", &map, "--as-of", "2026-12-20"]).await.unwrap().text;
    assert!(said.contains("changed  ZIP codes 750..: line"), "{said}");
    assert!(
        said.ends_with("This is the map of the 120th Congress: it takes effect by itself on 2027-01-03, at noon in Washington.")
    );
    assert!(!warnings(&house).await.iter().any(|warning| warning.contains("map of districts")));
    assert_eq!(districts(&house).await, old);

    // 3. Until noon nothing changes, and at noon the map does, by itself.
    house.clock.set(BEFORE_NOON);
    assert_eq!(districts(&house).await, old);
    assert!(warnings(&house).await[1].contains("end on January 3, 2027"), "{:?}", warnings(&house).await);
    house.clock.set(NOON);
    assert_eq!(districts(&house).await, json!(["TX-5"]));
    assert!(
        warnings(&house).await[1].contains("The terms of 470 members of Congress ended on January 3, 2027. Import a newer list")
    );
    let page = house.get(&format!("/c/children-in-detention/targets?zip={ZIP}")).await;
    let notice = page.text(".notice");
    assert!(
        notice.starts_with(
            "ZIP 75001 is in Texas, district 5. The terms of John Cornyn and Lance Gooden ended on January 3, 2027."
        ),
        "{notice}"
    );
    assert_eq!(page.texts(".target__name"), ["Ted Cruz", "John Cornyn", "Lance Gooden"], "Senator Cruz sits on");

    // 4. The members, when the list has them.
    house.clock.set(THE_DAY_AFTER);
    let list = file(&house, "legislators-current.json", &legislators(&house));
    let said = postbag(&house, &["import", "congress", &list, "--as-of", "2027-01-04"]).await.unwrap().text;
    assert!(said.contains("new      Nora Newcomer (congress-N000999)") && said.contains("gone     Lance Gooden"), "{said}");
    assert!(said.contains(" 1 new, ") && said.contains(" 1 gone, "), "{said}");

    // 5. Nothing is left to see to.
    let check = postbag(&house, &["check"]).await.unwrap();
    assert!(check.is_well && check.text.contains("senators"), "{}", check.text);
    assert_eq!(warnings(&house).await, [""; 0]);
    let page = house.get(&format!("/c/children-in-detention/targets?zip={ZIP}")).await;
    assert_eq!(page.texts(".target__name"), ["Ted Cruz", "John Cornyn", "Nora Newcomer"]);
    assert_eq!(page.text(".notice"), "ZIP 75001 is in Texas, district 5. These are your two senators and your representative.");
}

#[tokio::test]
async fn check_reads_sensibly_on_the_day_after_with_nothing_imported() {
    let house = House::start().await;
    house.clock.set(THE_DAY_AFTER);
    let check = postbag(&house, &["check"]).await.unwrap();
    assert!(!check.is_well);
    let told: Vec<&str> = check.text.split("\n\n").skip(1).collect();
    let [names, appointed, ended, map] = told[..] else { panic!("{told:?}") };
    assert!(names.starts_with("Among missions, "), "{names}");
    assert_eq!(
        appointed,
        "The terms of 2 members of Congress ended on November 3, 2026. Import a newer list: others may hold the seats since. By name: Ashley Moody and Jon Husted."
    );
    assert_eq!(
        ended,
        "The terms of 470 members of Congress ended on January 3, 2027. Import a newer list: others may hold the seats since."
    );
    assert_eq!(
        map,
        "The 120th Congress has sat since January 3, 2027. Our map of districts is still that of the 119th Congress, so ZIP codes lead to the state and its senators, and people choose their representative from a list. Import the new map: postbag import districts FILE."
    );
    // And a ZIP code leads to the state, with the reason, on the page and in the API.
    let found = house.get(&format!("{TARGETS}?zip={ZIP}")).await.json();
    assert_eq!((&found["zip"]["states"], &found["zip"]["districts"]), (&json!(["TX"]), &json!([])));
    let notice = found["notice"].as_str().unwrap();
    assert!(
        notice.contains(
            "The 120th Congress has sat since January 3, 2027. Our map of districts is still that of the 119th Congress"
        ),
        "{notice}"
    );
    assert_eq!(house.get(&format!("/c/children-in-detention/targets?zip={ZIP}")).await.text(".notice"), notice);
}

#[tokio::test]
async fn a_map_is_taken_for_the_congress_that_it_is_of() {
    let house = House::start().await;
    let named = file(&house, "named.txt", &relationship(&house, 120));
    let unnamed = file(&house, "zccd.csv", &table(&house));
    let past = file(&house, "past.txt", &relationship(&house, 118));
    let future = file(&house, "future.txt", &relationship(&house, 121));
    for (words, why) in [
        (vec![&*named, "--congress", "119"], "The file says that it is of the 120th Congress, and --congress says the 119th."),
        (vec![&*past], "This is the map of the 118th Congress, whose time is over: the 119th sits. Get the map of the 119th."),
        (vec![&*future], "a map can be imported when its Congress is the next one"),
    ] {
        let said = refusal(&house, &[&["import", "districts", "--as-of", "2026-11-20"], &words[..]].concat()).await;
        assert!(said.contains(why) && said.ends_with("Nothing was changed."), "{said}");
    }
    // A table that says nothing is of the Congress that sits, or of the one that is named.
    let import = ["import", "districts", &unnamed, "--as-of", "2026-11-20"];
    let said = postbag(&house, &import).await.unwrap().text;
    assert!(said.contains("districts: 0 new, 0 changed, 0 gone, 894 as before"), "{said}");
    assert!(said.contains("it was taken as the map of the 119th, which sits"), "{said}");
    // One by other lines is the next one's, and who imports it has to say so.
    let ours = table(&house);
    let others = ours.lines().map(|line| match line.strip_prefix("48,TX,").and_then(|rest| rest.split_once(',')) {
        Some((zip, number)) => format!("48,TX,{zip},{}\n", number.parse::<u8>().unwrap() % 38 + 1),
        None => format!("{line}\n"),
    });
    let other = file(&house, "other.csv", &others.collect::<String>());
    let said = refusal(&house, &["import", "districts", &other, "--as-of", "2026-11-20", "--dry-run"]).await;
    assert!(said.contains("Say --congress 119 if it is of that one, or --congress 120"), "{said}");
    house.clock.set(NOON);
    let said = refusal(&house, &import).await;
    assert!(
        said.contains("it hardly differs from the map of the 119th that is here.") && said.contains("--congress 120"),
        "{said}"
    );
    assert_eq!(districts(&house).await, json!([]));
    let said = postbag(&house, &[&import[..], &["--congress", "120"]].concat()).await.unwrap().text;
    assert!(said.contains("districts 120: 0 new, 0 changed, 0 gone"), "{said}");
    assert_eq!(districts(&house).await, json!(["TX-24", "TX-32"]), "the same lines are a map all the same");
    assert!(!warnings(&house).await.iter().any(|warning| warning.contains("map of districts")));
}

#[tokio::test]
async fn a_map_that_was_cut_short_is_noticed_though_it_is_the_first_of_its_congress() {
    let house = House::start().await;
    let text = relationship(&house, 120);
    let half = text.lines().take(20_000).collect::<Vec<_>>().join("\n") + "\n";
    let half = file(&house, "half.txt", &half);
    let said = refusal(&house, &["import", "districts", &half, "--as-of", "2026-11-20"]).await;
    assert!(said.contains("--allow-gone") && said.ends_with("Nothing was changed."), "{said}");
}

#[tokio::test]
async fn a_map_that_was_imported_before_maps_named_their_congress_is_of_the_119th() {
    let house = House::start().await;
    let row = DirectoryRow {
        dataset: "districts".to_owned(),
        key: "750".to_owned(),
        content: r#"{"fact":"areas","prefix":750,"line":"TX-5:01"}"#.to_owned(),
    };
    house.database.replace_datasets(&["districts".to_owned()], &[row], house.app.campaigns.clock.now()).await.unwrap();
    assert!(house.app.campaigns.directory.refresh().await.unwrap());
    assert_eq!(districts(&house).await, json!(["TX-5"]));
    house.clock.set(NOON);
    assert_eq!(districts(&house).await, json!([]));
}

#[tokio::test]
async fn senators_who_were_imported_before_terms_were_their_own_sit_on_all_the_same() {
    let house = House::start().await;
    let directory = house.app.campaigns.directory.get();
    let members = directory.targets().iter().filter(|target| target.kind() == TargetKind::Congress);
    let row = |target: &Target| {
        let until = Congress::new(119).ends();
        let stored = Target { valid_until: Some(until), other_addresses: Vec::new(), ..target.clone() };
        let mut content = serde_json::to_value(stored).unwrap();
        content["fact"] = "target".into();
        DirectoryRow { dataset: "congress".to_owned(), key: target.id.to_string(), content: content.to_string() }
    };
    let rows: Vec<DirectoryRow> = members.clone().map(row).collect();
    house.database.replace_datasets(&["congress".to_owned()], &rows, house.app.campaigns.clock.now()).await.unwrap();
    assert!(house.app.campaigns.directory.refresh().await.unwrap());
    let ends = |directory: &domain::directory::Directory| {
        let members = directory.targets().iter().filter(|target| target.kind() == TargetKind::Congress);
        members.map(|target| (target.id.to_string(), target.valid_until)).collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(ends(&house.app.campaigns.directory.get()), ends(&directory));
}
