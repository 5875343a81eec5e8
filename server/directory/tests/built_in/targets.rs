//! Rules that hold for all targets, and how targets are found.

use super::*;

#[test]
fn every_target_has_an_id_of_its_own_a_source_and_a_day() {
    let ids: BTreeSet<_> = DIRECTORY.targets().iter().map(|target| &target.id).collect();
    assert_eq!(ids.len(), DIRECTORY.targets().len());
    assert_eq!(ids.len(), 537 + 187 + 169);
    for target in DIRECTORY.targets() {
        assert!(TargetId::parse(target.id.as_str()).is_ok());
        assert!(!target.source.is_empty(), "{}", target.id);
        assert!(target.as_of >= date("2025-12-01") && target.as_of <= edition(), "{}", target.id);
        if let Some(phone) = &target.phone {
            assert!(
                phone.starts_with('+') && phone.chars().all(|c| c.is_ascii_digit() || " +-ext.".contains(c)),
                "{} {phone}",
                target.id
            );
        }
    }
}

#[test]
fn members_stand_by_state_then_senators_then_districts_and_missions_by_country() {
    let place = |target: &Target| {
        let seat = target.seat().unwrap();
        let state = domain::state::UsState::find(&seat.state).unwrap().name;
        match seat.chamber {
            Chamber::Senate { class } => (state, 0, class),
            Chamber::House { district, .. } => (state, 1, district),
        }
    };
    assert!(members().map(place).is_sorted());
    let first =
        |targets: &mut dyn Iterator<Item = &'static Target>| targets.map(|target| target.id.to_string()).collect::<Vec<_>>();
    let to_us = first(&mut missions_to_the_us());
    let order = |code: &str| to_us.iter().position(|id| *id == format!("mission-{code}-us")).unwrap();
    assert!(
        order("al") < order("dz") && order("cr") < order("ci") && order("ci") < order("hr") && order("tr") < order("tm"),
        "Côte d'Ivoire under C"
    );
    let kinds: Vec<bool> = DIRECTORY.targets().iter().map(|target| target.kind() == TargetKind::Mission).collect();
    assert!(kinds.is_sorted(), "members of Congress first");
}

#[test]
fn nobody_whom_the_cluster_campaign_writes_to_is_a_party() {
    let outsiders = Audience::from(Rule::Missions { to: Iso2::us(), states: SomeStates::outsiders() });
    let audience: Vec<_> = DIRECTORY
        .targets()
        .iter()
        .filter(|target| outsiders.includes(target, || DIRECTORY.situation(target, Some(&treaty("ccm")), edition())))
        .collect();
    for target in &audience {
        let status = DIRECTORY.status(&treaty("ccm"), &target.country(), edition()).unwrap();
        assert_ne!(status, Status::Party, "{}", target.id);
        assert!(target.address.is_some(), "{}", target.id);
    }
    // 85 outside, less the United States and five without a mission: Bhutan, Iran, North Korea, Syria, Venezuela.
    assert_eq!(audience.len(), 85 - 1 - 5);
}

fn found(words: &str) -> Vec<&'static str> {
    DIRECTORY
        .search(&Search { words: words.to_owned(), ..Search::default() })
        .into_iter()
        .map(|target| target.id.as_str())
        .collect()
}

#[test]
fn a_search_finds_by_name_state_country_in_english_spanish_and_french() {
    assert_eq!(found("cote"), ["mission-ci-us", "mission-us-ci"]);
    assert_eq!(found("sanders vermont"), ["congress-S000033"]);
    assert_eq!(found("vermont"), found("VT"));
    assert_eq!(found("Vermont").len(), 3);
    assert_eq!(found("polonia"), ["mission-pl-us", "mission-us-pl"]);
    assert_eq!(found("allemagne"), ["mission-de-us", "mission-us-de"]);
    assert_eq!(found("pays bas"), ["mission-nl-us", "mission-us-nl"]);
    assert_eq!(found("países bajos"), ["mission-nl-us", "mission-us-nl"]);
    assert!(found("WV").len() >= 4 && found("west virginia").len() == 4);
    assert!(found("simunovic").contains(&"mission-hr-us"));
    assert_eq!(found("no such words"), [""; 0]);
    assert_eq!(found("").len(), DIRECTORY.targets().len());
}

#[test]
fn a_search_may_ask_for_a_kind() {
    let search = |words: &str, kind| DIRECTORY.search(&Search { words: words.to_owned(), kind: Some(kind) }).len();
    assert_eq!(search("West Virginia", TargetKind::Congress), 4);
    assert_eq!(search("", TargetKind::Mission), 187 + 169);
    assert_eq!(search("West Virginia", TargetKind::Mission), 0);
}

/// Whether an address is named as consular sections name their mailboxes.
fn is_a_consular_mailbox(email: &str) -> bool {
    let local = email.split('@').next().unwrap().to_lowercase();
    ["acs", "cons", "citizen", "amcit", "niv", "american"].iter().any(|word| local.contains(word))
}

#[test]
fn a_supporter_is_told_that_a_consular_desk_reads_a_mailbox() {
    const DESK: &str = "A consular desk reads this mailbox: say at once that your letter is for the head of the embassy.";
    let told = |target: &&Target| target.note.as_deref().is_some_and(|note| note.contains(DESK));
    let missions = || DIRECTORY.targets().iter().filter(|target| target.kind() == TargetKind::Mission);
    for target in missions().filter(|target| target.email.as_ref().is_some_and(|email| is_a_consular_mailbox(email.as_str()))) {
        assert!(told(&target), "{} {:?}", target.id, target.note);
    }
    assert_eq!(missions().filter(told).count(), 141 + 7);
    for id in ["mission-us-gb", "mission-il-us", "mission-jo-us", "mission-pk-us", "mission-sd-us", "mission-to-us"] {
        assert!(told(&target(id)), "{id}");
    }
    assert_eq!(target("mission-pl-us").note, None);
}

#[test]
fn a_note_speaks_to_the_public_and_not_of_the_table() {
    for target in DIRECTORY.targets() {
        let note = target.note.as_deref().unwrap_or("A note.");
        assert!(note.ends_with('.') && !note.contains("the source gives") && !note.contains("ZIP code"), "{} {note}", target.id);
    }
}
