//! Campaigns after an import of treaties, missions or custom targets.

use super::*;

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
    let by_rule = campaign_to(Rule::Congress);
    assert_eq!(live(&house).lost_targets(&by_rule), [], "a campaign by rule needs no change");
}

#[tokio::test]
async fn an_import_of_a_treaty_changes_the_states_page_and_a_campaigns_targets() {
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
    assert!(page.body_text().contains("Joined by ratification on November 1, 2026."));
    let source = "Depositary notification C.N.1, as of November 2, 2026.";
    assert!(page.texts(".standing li").iter().any(|act| act.contains(source)), "{:?}", page.texts(".standing li"));
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
async fn a_campaign_that_names_who_has_left_is_told_at_the_desk() {
    let house = House::with_campaigns(&[campaign_to_these(&["custom-arms", "custom-bank"])]).await;
    let cookie = signed_in(&house).await;
    import(&house, Import::Targets(vec![custom("arms"), custom("bank")])).await;
    let notice = async || desk::get(&house, "/desk", &cookie).await.text(".notice");
    assert!(!notice().await.contains("names targets"));
    import(&house, Import::Targets(vec![custom("arms")])).await;
    let told = notice().await;
    assert!(told.contains("The campaign children-in-detention names targets that are not written to any more: Examplia Arms (left on November 20, 2026)."), "{told}");
}
