//! Members of Congress, their offices and their districts.

use super::*;

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
    assert!(rows.iter().any(|row| squeezed(row) == "BernardSanders110000"), "{rows:?}");
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
async fn a_campaign_to_a_delegation_writes_to_a_new_member_without_being_edited() {
    let delegation = campaign_to(Rule::Delegation { state: "VT".to_owned(), district: None });
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
    let delegation = campaign_to(Rule::Delegation { state: "WV".to_owned(), district: None });
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
async fn a_seat_of_a_territory_and_one_in_the_senate_are_told_when_nobody_holds_them() {
    let house = House::start().await;
    let holds = |target: &Target, state: &str| target.seat().is_some_and(|seat| seat.state == state);
    let mut members: Vec<Target> = members(&house).into_iter().filter(|target| !holds(target, "GU")).collect();
    let senator = members.iter().position(|target| holds(target, "WV") && target.seat().unwrap().district().is_none()).unwrap();
    members.remove(senator);
    import(&house, Import::Congress(members)).await;
    let told = async |query: &str| house.get(&format!("{TO_CONGRESS}/targets?{query}")).await.text(".notice");
    assert!(told("state=GU").await.contains("The seat of GU-0 was vacant on June 15, 2026."), "{}", told("state=GU").await);
    assert!(told("zip=26003").await.contains("A seat of West Virginia in the Senate was vacant on June 15, 2026."));
}
