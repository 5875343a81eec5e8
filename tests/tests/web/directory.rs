//! The directory changes while the site runs: what was imported is what supporters find.

use std::sync::Arc;

use domain::{
    Date,
    address::Address,
    campaign::Audience,
    checked::EmailAddress,
    directory::{Absence, Directory},
    district::{Congress, District, Districts, Zip},
    state::Iso2,
    tally::Stage,
    target::{CapitalRole, Chamber, Holder, HouseRole, Office, OtherAddress, Seat, Target, TargetId, TargetKind},
    treaty::{Act, Event, JoinedBy, Membership, TreatyId},
};
use jiff::civil::date;
use tests::house::{BY_MAIL, BY_WEB_FORM, House};
use usecases::{
    LiveDirectory,
    directory::{Import, ImportError, Manner, Report},
    ports::{DirectoryRow, DirectoryStore as _},
};

use crate::{
    campaign_to, campaign_to_these,
    desk::{self, signed_in, squeezed},
};

const AS_OF: Date = date(2026, 11, 20);
const MANNER: Manner = Manner { dry_run: false, allow_gone: false, as_of: AS_OF };
const DRY: Manner = Manner { dry_run: true, ..MANNER };

const SITTING: Congress = Congress::new(119);

/// The map of the Congress that sits.
fn map(house: &House) -> Districts {
    now(house).map(SITTING).unwrap().clone()
}

/// Who writes to a representative, and where a ZIP code leads.
const TO_CONGRESS: &str = "/c/children-in-detention";

fn live(house: &House) -> &LiveDirectory {
    &house.app.campaigns.directory
}

fn now(house: &House) -> Arc<Directory> {
    live(house).get()
}

async fn import(house: &House, import: Import) -> Report {
    import_so(house, import, MANNER).await
}

async fn import_so(house: &House, import: Import, manner: Manner) -> Report {
    let mut reports = live(house).import(import, manner).await.unwrap();
    assert_eq!(reports.len(), 1);
    reports.remove(0)
}

async fn version(house: &House) -> u64 {
    house.database.directory_version().await.unwrap()
}

fn id(text: &str) -> TargetId {
    TargetId::parse(text).unwrap()
}

fn state(text: &str) -> Iso2 {
    Iso2::parse(text).unwrap()
}

/// The members of Congress as a file has them: their offices at home stand in another one.
fn members(house: &House) -> Vec<Target> {
    let members = now(house)
        .targets()
        .iter()
        .filter(|target| target.kind() == TargetKind::Congress && target.is_current())
        .cloned()
        .collect::<Vec<_>>();
    members.into_iter().map(|target| Target { other_addresses: Vec::new(), ..target }).collect()
}

fn without(members: Vec<Target>, gone: &str) -> Vec<Target> {
    members.into_iter().filter(|target| target.id.as_str() != gone).collect()
}

/// Somebody who was elected to the House for a district.
fn elected(state: &str, district: u8) -> Target {
    let chamber = Chamber::House { district, role: HouseRole::Representative };
    Target {
        id: id("congress-N000999"),
        office: Office::Congress(Seat { state: state.to_owned(), chamber, party: "Independent".to_owned(), leads_as: None }),
        ..of_nobody("Nora Newcomer", "Newcomer")
    }
}

/// A target that a campaign of one's own writes to.
fn custom(name: &str) -> Target {
    let office = Office::Custom { name: "Examplia Arms".to_owned(), title: "Chair of the Board".to_owned(), country: Iso2::us() };
    Target { id: id(&format!("custom-{name}")), office, ..of_nobody("Carla Chair", "Chair") }
}

/// What the made-up targets have in common.
fn of_nobody(full: &str, last: &str) -> Target {
    Target {
        id: id("custom-nobody"),
        office: Office::Custom { name: String::new(), title: String::new(), country: Iso2::us() },
        holder: Holder::Named { full: full.to_owned(), last: last.to_owned() },
        holder_said: None,
        other_names: Vec::new(),
        address: Some(address("1 Sample Street|Washington DC 20515")),
        other_addresses: Vec::new(),
        email: None,
        web_form: None,
        phone: None,
        note: None,
        source: "A test".to_owned(),
        as_of: AS_OF,
        valid_until: None,
        left_on: None,
    }
}

fn address(lines: &str) -> Address {
    Address {
        lines: lines.split('|').map(str::to_owned).collect(),
        country: Iso2::us(),
        country_name: "United States of America".to_owned(),
    }
}

fn offices(house: &House) -> Vec<(TargetId, OtherAddress)> {
    let of =
        |target: &Target| target.other_addresses.iter().map(|office| (target.id.clone(), office.clone())).collect::<Vec<_>>();
    now(house).targets().iter().filter(|target| target.kind() == TargetKind::Congress).flat_map(of).collect()
}

fn office(id: &str) -> OtherAddress {
    OtherAddress {
        id: id.to_owned(),
        label: format!("District office in {id}"),
        address: address("9 Sample Square|Sampleton AL 35000"),
        phone: None,
        source: "A test".to_owned(),
        as_of: AS_OF,
    }
}

fn missions_to_us(house: &House) -> (Vec<Target>, Vec<Absence>) {
    let to_us = |target: &&Target| matches!(&target.office, Office::Mission { to, .. } if *to == Iso2::us());
    let directory = live(house).as_told();
    (
        directory.targets().iter().filter(to_us).cloned().collect(),
        directory.absences().iter().filter(|absence| absence.to == Iso2::us()).cloned().collect(),
    )
}

fn memberships(house: &House, treaty: &str) -> Vec<Membership> {
    let treaty = TreatyId::parse(treaty).unwrap();
    let directory = now(house);
    directory.states().filter_map(|state| directory.membership(&treaty, &state.iso2)).cloned().collect()
}

#[tokio::test]
async fn the_rows_that_are_there_already_change_nothing() {
    let house = House::start().await;
    let directory = now(&house);
    let (missions, absences) = missions_to_us(&house);
    let all_missions =
        directory.absences().len() + directory.targets().iter().filter(|target| target.kind() == TargetKind::Mission).count();
    let mbt = memberships(&house, "mbt");
    let states = mbt.len();
    for (built_in, count) in [
        (Import::Congress(members(&house)), 537),
        (Import::Offices(offices(&house)), offices(&house).len()),
        (Import::Missions(missions, absences), all_missions),
        (Import::Treaties(mbt), states),
        (Import::Districts(SITTING, map(&house)), map(&house).lines().len()),
    ] {
        let report = import(&house, built_in).await;
        assert_eq!((report.new.len(), report.changed.len(), report.gone.len(), report.same), (0, 0, 0, count), "{report}");
        assert_eq!(version(&house).await, 0, "{report}");
    }
    assert!(states == 197 && Arc::ptr_eq(&now(&house), &directory), "nobody has anything to read");
    // And so it is with rows that were imported before.
    let mut changed = members(&house);
    changed[0].phone = Some("+1 202-555-0100".to_owned());
    let report = import(&house, Import::Congress(changed.clone())).await;
    assert_eq!(report.changed, [(format!("{} ({})", changed[0].name(), changed[0].id), vec!["phone".to_owned()])]);
    assert_eq!(version(&house).await, 1);
    let again = import(&house, Import::Congress(changed)).await;
    assert_eq!((again.changed.len(), again.same, version(&house).await), (0, 537, 1), "{again}");
}

#[tokio::test]
async fn a_newer_day_is_shown_and_is_no_change_of_what_is_said() {
    let house = House::start().await;
    let dated = |target: Target| Target { as_of: AS_OF, source: "A newer file".to_owned(), ..target };
    let report = import(&house, Import::Congress(members(&house).into_iter().map(dated).collect())).await;
    assert_eq!((report.changed.len(), report.same), (0, 537), "{report}");
    assert!(house.get(BY_WEB_FORM).await.body_text().contains("Source: A newer file, as of 2026-11-20."));
}

#[tokio::test]
async fn a_member_who_left_is_not_written_to_any_more_and_keeps_the_letters() {
    let house = House::start().await;
    let senator = "congress-S000033";
    let ready = house.ready(BY_WEB_FORM).await;
    let told = house.submit(&house.submit(&ready.form("Copy my letter")).await.form("I sent it")).await;
    let thanks = told.header("location");

    let report = import(&house, Import::Congress(without(members(&house), senator))).await;
    assert_eq!((&report.gone[..], report.same), (&[format!("Bernard Sanders ({senator})")][..], 536));
    assert_eq!(now(&house).target(&id(senator)).unwrap().left_on, Some(AS_OF));

    // Neither found nor written to, also by who had begun.
    let api = "/api/v1/campaigns/mine-ban-treaty";
    let list = house.get("/c/mine-ban-treaty/targets?q=sanders").await;
    assert!(!list.attributes(".targets a", "href").iter().any(|href| href.contains(senator)), "{}", list.body_text());
    assert_eq!(house.get(&format!("{api}/targets")).await.json()["total"], 536);
    for refused in [house.get(BY_WEB_FORM).await, house.submit(&ready.form("Print a postcard")).await] {
        assert_eq!((refused.status, refused.text("h1").as_str()), (404, "Not found"));
        assert!(refused.text(".lead").contains("Choose one from the campaign's list"), "{}", refused.text(".lead"));
    }
    assert_eq!(house.post_json(&format!("{api}/preview"), &serde_json::json!({"target": senator})).await.status, 404);

    // What was counted stays, under the name.
    assert_eq!(
        (house.counted("mine-ban-treaty").await[Stage::Prepared], house.counted("mine-ban-treaty").await[Stage::Confirmed]),
        (1, 1)
    );
    assert_eq!(house.get(&format!("{api}/tally")).await.json()["by_target"][0]["target"], senator);
    let rows = desk::get(&house, "/desk/c/mine-ban-treaty", &signed_in(&house).await).await.texts("tbody tr");
    assert!(rows.iter().any(|row| squeezed(row) == "BernardSanders1100"), "{rows:?}");
    let thanked = house.get(thanks).await;
    assert!(thanked.status == 200 && thanked.body_text().contains("Sanders"), "{}", thanked.body_text());
    assert_eq!(house.get("/states/US").await.text("[data-testid=letters]"), "1");
}

#[tokio::test]
async fn a_member_who_left_stays_so_through_later_imports_and_may_come_back() {
    let house = House::start().await;
    let all = members(&house);
    let senator = id("congress-S000033");
    import(&house, Import::Congress(without(all.clone(), senator.as_str()))).await;
    let mut later = without(all.clone(), senator.as_str());
    later[0].phone = None;
    let report = import_so(&house, Import::Congress(later), Manner { as_of: date(2026, 12, 1), ..MANNER }).await;
    assert!(report.gone.is_empty() && report.changed.len() == 1, "gone once: {report}");
    assert_eq!(now(&house).target(&senator).unwrap().left_on, Some(AS_OF), "and on the day on which it was seen first");
    let report = import(&house, Import::Congress(all)).await;
    assert_eq!(report.new, [format!("Bernard Sanders ({senator})")]);
    assert_eq!((now(&house).target(&senator).unwrap().left_on, house.get(BY_WEB_FORM).await.status), (None, 200));
}

#[tokio::test]
async fn an_organiser_can_be_told_of_the_targets_that_a_campaign_names_and_has_lost() {
    let campaign = campaign_to_these(&["congress-S000033", "congress-W000800", "custom-gone"]);
    let house = House::with_campaigns(std::slice::from_ref(&campaign)).await;
    let lost = |house: &House| {
        let lost = live(house).lost_targets(&campaign);
        lost.into_iter().map(|lost| (lost.id.to_string(), lost.name, lost.left_on)).collect::<Vec<_>>()
    };
    let never = ("custom-gone".to_owned(), "custom-gone".to_owned(), None);
    assert_eq!(lost(&house), std::slice::from_ref(&never));
    import(&house, Import::Congress(without(members(&house), "congress-S000033"))).await;
    assert_eq!(lost(&house), [("congress-S000033".to_owned(), "Bernard Sanders".to_owned(), Some(AS_OF)), never]);
    let by_rule = campaign_to(Audience::Congress);
    assert_eq!(live(&house).lost_targets(&by_rule), [], "a campaign by rule needs no change");
}

#[tokio::test]
async fn a_campaign_to_a_delegation_writes_to_a_new_member_without_being_edited() {
    let delegation = campaign_to(Audience::Delegation { state: "VT".to_owned(), district: None });
    let house = House::with_campaigns(&[delegation]).await;
    let names = async || house.get(&format!("{TO_CONGRESS}/targets")).await.texts(".target__name");
    assert_eq!(names().await.len(), 3);
    let mut next = without(members(&house), "congress-B001318");
    next.push(elected("VT", 0));
    let report = import(&house, Import::Congress(next)).await;
    assert_eq!((&report.new[..], report.gone.len()), (&["Nora Newcomer (congress-N000999)".to_owned()][..], 1));
    let names = names().await;
    assert!(names.len() == 3 && names.contains(&"Nora Newcomer".to_owned()), "{names:?}");
    let letter = house.ready(&format!("{TO_CONGRESS}/write/congress-N000999")).await;
    assert!(letter.body_text().contains("Dear Representative Newcomer"), "{}", letter.body_text());
}

#[tokio::test]
async fn a_campaign_to_a_delegation_asks_for_a_zip_code() {
    let delegation = campaign_to(Audience::Delegation { state: "WV".to_owned(), district: None });
    let house = House::with_campaigns(&[delegation]).await;
    let campaign = house.get(TO_CONGRESS).await;
    assert!(!campaign.body_text().contains("embassies"), "{}", campaign.text(".finder h2"));
    let found = house.submit(&campaign.form("Find").set("zip", "25301")).await;
    assert_eq!(found.value("zip"), "25301");
    assert_eq!(found.texts(".target__name").len(), 3, "both senators and the representative");
    // Where a ZIP code leads to nobody none is asked for.
    let elsewhere = House::with_campaigns(&[campaign_to_these(&["mission-us-al", "mission-us-ao"])]).await.get(TO_CONGRESS).await;
    assert_eq!((elsewhere.text(".finder h2").as_str(), elsewhere.texts("#zip").len()), ("Choose one of 2 offices", 0));
}

#[tokio::test]
async fn a_file_that_lacks_more_than_a_tenth_is_refused_unless_one_insists() {
    let house = House::start().await;
    let lacking = |gone: usize| Import::Congress(members(&house).split_off(gone));
    let refused = live(&house).import(lacking(54), MANNER).await.unwrap_err();
    assert!(matches!(refused, ImportError::MuchGone { gone: 54, of: 537 }), "{refused:?}");
    let words = refused.to_string();
    assert!(words.contains("54 of 537") && words.contains("--allow-gone") && words.ends_with("Nothing was changed."), "{words}");
    live(&house).import(lacking(54), DRY).await.unwrap_err();
    assert_eq!(import_so(&house, lacking(53), DRY).await.gone.len(), 53, "a tenth at most");
    assert_eq!((version(&house).await, now(&house).target(&members(&house)[0].id).unwrap().is_current()), (0, true));
    let insisting = Manner { allow_gone: true, ..MANNER };
    assert_eq!(import_so(&house, lacking(54), insisting).await.gone.len(), 54);
    let current =
        now(&house).targets().iter().filter(|target| target.kind() == TargetKind::Congress && target.is_current()).count();
    assert_eq!((version(&house).await, current), (1, 537 - 54));
    // Of six there is no tenth: a small list may lose all but one of five.
    let six = |count: usize| Import::Targets((0..count).map(|number| custom(&format!("number-{number}"))).collect());
    import(&house, six(6)).await;
    assert_eq!(import(&house, six(1)).await.gone.len(), 5);
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let house = House::start().await;
    let before = now(&house);
    let mut next = without(members(&house), "congress-S000033");
    next[0].phone = None;
    next.push(elected("CA", 14));
    let dry = import_so(&house, Import::Congress(next.clone()), DRY).await;
    assert_eq!((dry.new.len(), dry.changed.len(), dry.gone.len(), dry.same), (1, 1, 1, 535));
    assert_eq!(version(&house).await, 0);
    assert!(Arc::ptr_eq(&now(&house), &before) && !live(&house).refresh().await.unwrap());
    assert_eq!(house.get(BY_WEB_FORM).await.status, 200);
    assert_eq!(import(&house, Import::Congress(next)).await, dry, "and what was said is what is done");
}

#[tokio::test]
async fn a_seat_is_vacant_when_the_list_of_members_lacks_it_and_taken_when_it_does_not() {
    let house = House::start().await;
    let vacant = |house: &House| {
        let mut vacant: Vec<String> = now(house).vacancies().iter().map(|vacancy| vacancy.district.to_string()).collect();
        vacant.sort();
        vacant
    };
    assert_eq!(vacant(&house), ["CA-14", "FL-20", "GA-13", "TX-23"]);
    let mut next = without(members(&house), "congress-B001318");
    next.push(elected("CA", 14));
    import(&house, Import::Congress(next)).await;
    assert_eq!(vacant(&house), ["FL-20", "GA-13", "TX-23", "VT-0"]);
    let found = house.get(&format!("{TO_CONGRESS}/targets?zip=05401")).await;
    assert!(found.text(".notice").contains("The seat of VT-0 was vacant on "), "{}", found.text(".notice"));
    assert_eq!(found.texts(".target__name").len(), 2, "both senators");
    let taken = house.get(&format!("{TO_CONGRESS}/targets?q=CA-14")).await;
    assert_eq!(taken.texts(".target__name"), ["Nora Newcomer"]);
}

#[tokio::test]
async fn offices_at_home_stay_with_the_members_and_are_replaced_by_a_file_of_offices() {
    let house = House::start().await;
    let of = |house: &House, member: &str| {
        let offices = now(house).target(&id(member)).unwrap().other_addresses.clone();
        offices.into_iter().map(|office| office.id).collect::<Vec<_>>()
    };
    let built_in = offices(&house);
    let mut next = members(&house);
    next[0].phone = None;
    next.push(elected("CA", 14));
    import(&house, Import::Congress(next.clone())).await;
    assert_eq!(offices(&house), built_in, "no file of members brings or takes an office");
    assert_eq!(of(&house, "congress-A000055"), ["cullman", "jasper", "tuscumbia"]);

    let mut moved = built_in.clone();
    moved.retain(|(member, _)| member.as_str() != "congress-A000055");
    moved.extend([(id("congress-A000055"), office("sampleton")), (id("congress-N000999"), office("newtown"))]);
    let report = import(&house, Import::Offices(moved)).await;
    assert_eq!((report.new.len(), report.changed.len(), report.gone.len()), (2, 0, 3), "{report}");
    assert_eq!(
        (of(&house, "congress-A000055"), of(&house, "congress-N000999")),
        (vec!["sampleton".into()], vec!["newtown".into()])
    );
    assert!(now(&house).target(&id("congress-A000055")).unwrap().address.is_some(), "the one in Washington is the member's");
    next[1].phone = None;
    import(&house, Import::Congress(next)).await;
    assert_eq!(of(&house, "congress-A000055"), ["sampleton"], "imported offices stay as built-in ones do");
}

#[tokio::test]
async fn an_import_of_districts_changes_what_a_zip_code_finds() {
    let house = House::start().await;
    let burlington = Zip::parse("05401").unwrap();
    let zip = async || house.get(&format!("{TO_CONGRESS}/targets?zip=05401")).await.text(".notice");
    assert!(zip().await.contains("ZIP 05401 is in Vermont"));
    let map = map(&house);
    let pairs = map.iter().flat_map(|(zip, districts)| districts.iter().map(move |district| (zip, *district)));
    let moved = pairs.filter(|(zip, _)| *zip != burlington).chain([(burlington, District::new("NY", 21).unwrap())]).collect();
    let report = import(&house, Import::Districts(SITTING, moved)).await;
    assert_eq!(report.changed, [("ZIP codes 054..".to_owned(), vec!["line".to_owned()])], "{report}");
    // The post's own state stays among the answers, whatever a table says.
    assert!(zip().await.starts_with("ZIP 05401 may lie in Vermont or New York."), "{}", zip().await);
}

#[tokio::test]
async fn an_import_of_a_treaty_changes_the_page_of_the_state_and_whom_a_campaign_writes_to() {
    let house = House::start().await;
    let total = async || house.get("/api/v1/campaigns/cluster-munitions/targets").await.json()["total"].as_u64().unwrap();
    let before = total().await;
    let mut rows = memberships(&house, "ccm");
    let angola = rows.iter_mut().find(|row| row.state.as_str() == "AO").unwrap();
    angola.events.push(Event {
        on: date(2026, 11, 1),
        act: Act::Joined(JoinedBy::Ratification),
        source: "Depositary notification C.N.1".to_owned(),
        as_of: "2026-11-02".to_owned(),
    });
    let report = import(&house, Import::Treaties(rows)).await;
    assert_eq!(report.changed, [("AO".to_owned(), vec!["events".to_owned()])]);
    let page = house.get("/states/AO").await;
    assert_eq!(page.texts(".standing h3")[1], "Convention on Cluster Munitions State party");
    assert!(page.body_text().contains("2026-11-01: joined by ratification. "));
    assert!(page.body_text().contains("Depositary notification C.N.1, as of 2026-11-02."));
    let day_before = house.get("/states/AO?on=2026-10-31").await;
    assert_eq!(day_before.texts(".standing h3")[1], "Convention on Cluster Munitions Signed, not ratified");
    assert_eq!(house.get("/?treaty=ccm").await.texts(".standing__counts .number")[0], "113");
    assert_eq!((house.get(BY_MAIL).await.status, total().await), (404, before - 1), "a party is not asked to join");
}

#[tokio::test]
async fn an_import_of_missions_moves_them_and_says_why_there_is_none() {
    let house = House::start().await;
    let (mut missions, mut absences) = missions_to_us(&house);
    let angola = missions.iter_mut().find(|mission| mission.id.as_str() == "mission-ao-us").unwrap();
    angola.address = Some(address("7 Moved Street NW|Washington DC 20009"));
    missions.retain(|mission| mission.id.as_str() != "mission-dz-us");
    absences.push(Absence {
        of: state("DZ"),
        to: Iso2::us(),
        reason: "The embassy closed for repairs.".to_owned(),
        source: "A test".to_owned(),
        as_of: AS_OF,
    });
    let report = import(&house, Import::Missions(missions, absences)).await;
    assert_eq!(report.dataset, "missions");
    assert_eq!((&report.new[..], report.gone.len()), (&["no mission of DZ to US".to_owned()][..], 1));
    assert_eq!(report.changed[0].1, ["address"]);
    assert!(house.get(BY_MAIL).await.text(".address").contains("7 Moved Street NW"));
    let page = house.get("/states/DZ").await;
    assert!(page.body_text().contains("The embassy closed for repairs."));
    assert!(!page.texts(".contact h3").iter().any(|name| name.contains("Algeria") && !name.contains("United States")));
    assert_eq!(house.get("/c/cluster-munitions/write/mission-dz-us").await.status, 404);
    let found = house.get("/c/cluster-munitions/targets?q=algeria").await;
    assert!(found.text(".notice").contains("Algeria: The embassy closed for repairs."), "{}", found.text(".notice"));
}

#[tokio::test]
async fn a_file_of_missions_leaves_those_that_it_does_not_speak_of() {
    let house = House::start().await;
    let mut angola = now(&house).target(&id("mission-ao-us")).unwrap().clone();
    let to_canada = Office::Mission {
        of: state("AO"),
        to: state("CA"),
        name: "Embassy of the Republic of Angola".to_owned(),
        of_name: "the Republic of Angola".to_owned(),
    };
    let in_canada = Target { id: id("mission-ao-ca"), office: to_canada, ..angola.clone() };
    angola.phone = Some("+1 202-555-0100".to_owned());
    let report = import(&house, Import::Missions(vec![angola, in_canada], Vec::new())).await;
    assert_eq!((report.new.len(), report.changed.len(), report.gone.len()), (1, 1, 0), "{report}");
    assert!(report.same > 300, "{report}");
    assert_eq!(house.get("/c/cluster-munitions/write/mission-dz-us").await.status, 200);
    // What was imported stays when another file comes.
    let algeria = now(&house).target(&id("mission-dz-us")).unwrap().clone();
    let algeria = Target { phone: None, ..algeria };
    let report = import(&house, Import::Missions(vec![algeria], Vec::new())).await;
    assert_eq!((report.new.len(), report.changed.len(), report.gone.len()), (0, 1, 0), "{report}");
    assert_eq!(now(&house).target(&id("mission-ao-us")).unwrap().phone.as_deref(), Some("+1 202-555-0100"));
    assert!(now(&house).target(&id("mission-ao-ca")).is_some_and(Target::is_current));
}

#[tokio::test]
async fn a_file_that_holds_nothing_is_refused() {
    let house = House::start().await;
    for nothing in [Import::Missions(Vec::new(), Vec::new()), Import::Treaties(Vec::new()), Import::Congress(Vec::new())] {
        let refused = live(&house).import(nothing, MANNER).await.unwrap_err();
        assert!(matches!(refused, ImportError::Nothing), "{refused:?}");
    }
    assert_eq!(version(&house).await, 0);
}

#[tokio::test]
async fn a_file_of_members_that_is_older_than_what_is_here_is_refused() {
    let house = House::start().await;
    let older = Manner { as_of: date(2026, 6, 1), ..MANNER };
    let refused = live(&house).import(Import::Congress(members(&house)), older).await.unwrap_err();
    assert!(matches!(refused, ImportError::Older { .. }), "{refused:?}");
    assert_eq!(version(&house).await, 0);
}

#[tokio::test]
async fn a_seat_of_a_territory_and_one_in_the_senate_are_told_when_nobody_holds_them() {
    let house = House::start().await;
    let holds = |target: &Target, state: &str| target.seat().is_some_and(|seat| seat.state == state);
    let mut members: Vec<Target> = members(&house).into_iter().filter(|target| !holds(target, "GU")).collect();
    let senator = members.iter().position(|target| holds(target, "WV") && target.seat().unwrap().district().is_none()).unwrap();
    members.remove(senator);
    import(&house, Import::Congress(members)).await;
    let told = async |query: &str| house.get(&format!("{TO_CONGRESS}/targets?{query}")).await.text(".notice");
    assert!(told("state=GU").await.contains("The seat of GU-0 was vacant on 15 June 2026."), "{}", told("state=GU").await);
    assert!(told("zip=26003").await.contains("A seat of West Virginia in the Senate was vacant on 15 June 2026."));
}

#[tokio::test]
async fn targets_of_ones_own_are_written_to_once_they_are_imported() {
    let house = House::with_campaigns(&[campaign_to_these(&["custom-arms", "capital-ao-foreign"])]).await;
    let path = format!("{TO_CONGRESS}/write/custom-arms");
    assert_eq!((house.get(&path).await.status, house.get(TO_CONGRESS).await.status), (404, 200));
    let office = Office::Capital {
        of: state("AO"),
        role: CapitalRole::ForeignMinister,
        name: "Ministry of External Relations".to_owned(),
        of_name: "the Republic of Angola".to_owned(),
    };
    let minister = Target { id: id("capital-ao-foreign"), office, ..of_nobody("Mina Minister", "Minister") };
    import(&house, Import::Targets(vec![custom("arms"), minister])).await;
    let letter = house.get(&path).await;
    assert_eq!((letter.status, letter.texts(".addressee h1")), (200, vec!["Write to Examplia Arms".to_owned()]));
    let page = house.get("/states/AO").await;
    assert!(page.texts(".contact h3").contains(&"Ministry of External Relations of the Republic of Angola".to_owned()));
    let found = house.get("/api/v1/campaigns/children-in-detention/targets?kind=custom").await.json();
    assert_eq!((&found["total"], &found["targets"][0]["id"]), (&1.into(), &"custom-arms".into()));
    assert_eq!(house.submit(&house.ready(&path).await.form("Print a letter")).await.status, 200);
    // Another list takes the place of this one.
    let report = import(&house, Import::Targets(vec![custom("other")])).await;
    assert_eq!((report.new.len(), report.gone.len()), (1, 2));
    assert_eq!(house.get(&path).await.status, 404);
    assert!(house.get("/states/AO").await.body_text().contains("We know no address of its foreign ministry yet."));
}

#[tokio::test]
async fn another_node_takes_up_what_was_imported_and_a_new_one_starts_with_it() {
    let first = House::start().await;
    let store = first.database.clone();
    let second = House::with(|parts| parts.store = store.clone()).await;
    import(&first, Import::Congress(without(members(&first), "congress-S000033"))).await;
    assert_eq!((first.get(BY_WEB_FORM).await.status, second.get(BY_WEB_FORM).await.status), (404, 200));
    assert!(live(&second).refresh().await.unwrap());
    assert_eq!(second.get(BY_WEB_FORM).await.status, 404);
    assert!(!live(&second).refresh().await.unwrap(), "once");
    let third = House::with(|parts| parts.store = store).await;
    assert_eq!(third.get(BY_WEB_FORM).await.status, 404);
}

#[tokio::test]
async fn an_import_that_cannot_be_read_is_told_and_what_is_built_in_stands_in_for_it() {
    let spoilt = [
        ("congress", "{}"),
        ("congress", "not even JSON"),
        ("districts", r#"{"fact":"areas","prefix":54,"line":"VT-0 05401"}"#),
        ("weather", r#"{"fact":"areas","prefix":54,"line":"VT-0:01"}"#),
    ];
    for (dataset, content) in spoilt {
        let house = House::start().await;
        let cookie = signed_in(&house).await;
        import(&house, Import::Targets(vec![custom("arms")])).await;
        let row = DirectoryRow { dataset: dataset.to_owned(), key: "spoilt".to_owned(), content: content.to_owned() };
        house.database.replace_datasets(&[dataset.to_owned()], &[row], house.app.campaigns.clock.now()).await.unwrap();
        live(&house).refresh().await.unwrap();
        let desk = desk::get(&house, "/desk", &cookie).await.text(".notice");
        assert!(desk.contains(&format!("What was imported as {dataset} cannot be read")), "{desk}");
        assert!(now(&house).target(&id("custom-arms")).is_some(), "the other datasets are read");
        assert_eq!((house.get(BY_WEB_FORM).await.status, house.get("/readyz").await.status), (200, 200));
    }
}

#[tokio::test]
async fn importing_again_mends_what_cannot_be_read() {
    let house = House::start().await;
    let senator = "congress-S000033";
    import(&house, Import::Congress(without(members(&house), senator))).await;
    let mut rows = house.database.directory_rows().await.unwrap();
    let spoilt = rows.iter_mut().find(|row| row.key == "congress-W000800").unwrap();
    spoilt.content = "{}".to_owned();
    house.database.replace_datasets(&["congress".to_owned()], &rows, house.app.campaigns.clock.now()).await.unwrap();
    assert!(live(&house).refresh().await.unwrap());
    assert!(live(&house).unreadable().contains("congress"));
    let current = without(members(&house), senator);
    let report = import(&house, Import::Congress(current)).await;
    assert_eq!((report.new.len(), report.gone.len(), report.same), (1, 0, 535), "{report}");
    assert!(!live(&house).refresh().await.unwrap());
    assert_eq!(now(&house).target(&id(senator)).unwrap().left_on, Some(AS_OF), "what could be read is kept");
    // Also where the row that cannot be read is one that no file brings any more.
    let mut rows = house.database.directory_rows().await.unwrap();
    rows.iter_mut().find(|row| row.key == senator).unwrap().content = "{}".to_owned();
    house.database.replace_datasets(&["congress".to_owned()], &rows, house.app.campaigns.clock.now()).await.unwrap();
    assert!(live(&house).refresh().await.unwrap());
    assert!(live(&house).unreadable().contains("congress"));
    import(&house, Import::Congress(without(members(&house), senator))).await;
    assert!(live(&house).unreadable().is_empty());
}

/// Imports Angola's embassy with another mailbox.
async fn move_the_mailbox_of_angola(house: &House) {
    let angola = now(house).target(&id("mission-ao-us")).unwrap().clone();
    let moved = Target { email: Some(EmailAddress::parse("new@embassy.example").unwrap()), ..angola };
    import(house, Import::Missions(vec![moved], Vec::new())).await;
}

#[tokio::test]
async fn a_letter_that_waits_is_not_sent_to_a_mailbox_that_the_directory_has_left() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let form = house.get(&link).await.form("Yes, send it");
    move_the_mailbox_of_angola(&house).await;
    for page in [house.get(&link).await, house.submit(&form).await] {
        assert_eq!(page.status, 410);
        assert!(page.text(".lead").contains("The directory changed since you wrote"), "{}", page.text(".lead"));
    }
    assert_eq!((house.deliver().await, house.counted("cluster-munitions").await[Stage::Confirmed]), (0, 0));
}

#[tokio::test]
async fn a_letter_in_the_queue_is_given_up_and_its_writer_told_when_the_mailbox_moves() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    house.submit(&house.get(&link).await.form("Yes, send it")).await;
    move_the_mailbox_of_angola(&house).await;
    assert_eq!(house.deliver().await, 2, "the letter, given up, and the notice");
    let mails = house.mailbox().await;
    assert!(mails.iter().all(|mail| mail.to.contains("ada@home.example")), "{mails:?}");
    assert!(house.newest_mail().await.contains("The directory changed since you wrote"));
}

#[tokio::test]
async fn a_campaign_that_names_who_has_left_is_told_at_the_desk() {
    let house = House::with_campaigns(&[campaign_to_these(&["custom-arms", "custom-bank"])]).await;
    let cookie = signed_in(&house).await;
    import(&house, Import::Targets(vec![custom("arms"), custom("bank")])).await;
    let notice = async || desk::get(&house, "/desk", &cookie).await.text(".notice");
    assert!(!notice().await.contains("names targets"));
    import(&house, Import::Targets(vec![custom("arms")])).await;
    let told = notice().await;
    assert!(told.contains("The campaign children-in-detention names targets that are not written to any more: Examplia Arms (left on 2026-11-20)."), "{told}");
}
