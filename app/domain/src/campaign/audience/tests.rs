use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    state::Region,
    target::{CapitalRole, Chamber, Holder, HouseRole, Office, Seat, tests::target as of_office},
    treaty::Status,
};

const AFRICA: Situation = Situation { status: Some(Status::Signatory), region: Some(Region::Africa) };

fn id(text: &str) -> TargetId {
    TargetId::parse(text).unwrap()
}

fn iso2(code: &str) -> Iso2 {
    Iso2::parse(code).unwrap()
}

fn target(name: &str, office: Office) -> Target {
    Target { id: id(name), ..of_office(office, Holder::Unnamed) }
}

fn member(name: &str, state: &str, chamber: Chamber) -> Target {
    target(name, Office::Congress(Seat { state: state.into(), chamber, party: "Independent".into(), leads_as: None }))
}

fn senator(name: &str, state: &str) -> Target {
    member(name, state, Chamber::Senate { class: 1 })
}

fn representative(name: &str, state: &str, district: u8) -> Target {
    member(name, state, Chamber::House { district, role: HouseRole::Representative })
}

fn mission(name: &str, of: &str, to: &str) -> Target {
    target(name, Office::Mission { of: iso2(of), to: iso2(to), name: "Mission".into(), of_name: "Examplia".into() })
}

fn capital(name: &str, of: &str, role: CapitalRole) -> Target {
    target(name, Office::Capital { of: iso2(of), role, name: "Ministry".into(), of_name: "Examplia".into() })
}

fn own(name: &str) -> Target {
    target(name, Office::Custom { name: "Examplia Arms".into(), title: String::new(), country: iso2("AL") })
}

/// One or more of each kind of office.
fn everybody() -> Vec<Target> {
    vec![
        senator("congress-S1", "WV"),
        senator("congress-S2", "VT"),
        representative("congress-R1", "WV", 1),
        representative("congress-R2", "WV", 2),
        representative("congress-R3", "VT", 0),
        mission("mission-al-us", "AL", "US"),
        mission("mission-al-un", "AL", "UN"),
        mission("mission-us-al", "US", "AL"),
        capital("capital-al-president", "AL", CapitalRole::HeadOfState),
        capital("capital-al-minister", "AL", CapitalRole::ForeignMinister),
        own("custom-board"),
    ]
}

/// The names of those that an audience includes.
fn included(audience: &Audience, situation: Situation) -> Vec<String> {
    everybody().iter().filter(|target| audience.includes(target, || situation)).map(|target| target.id.to_string()).collect()
}

fn missions(to: &str, statuses: &[Status], regions: &[Region]) -> Rule {
    Rule::Missions { to: iso2(to), states: states(statuses, regions) }
}

fn states(statuses: &[Status], regions: &[Region]) -> SomeStates {
    SomeStates { statuses: statuses.iter().copied().collect(), regions: regions.iter().copied().collect() }
}

#[test]
fn each_rule_takes_in_its_share_and_nobody_else() {
    let delegation = |state: &str, district| Rule::Delegation { state: state.to_owned(), district };
    let capitals =
        |roles: &[CapitalRole]| Rule::Capitals { roles: roles.iter().copied().collect(), states: SomeStates::default() };
    for (rule, those) in [
        (Rule::Congress, vec!["congress-S1", "congress-S2", "congress-R1", "congress-R2", "congress-R3"]),
        (Rule::Senate, vec!["congress-S1", "congress-S2"]),
        (Rule::House, vec!["congress-R1", "congress-R2", "congress-R3"]),
        (delegation("WV", None), vec!["congress-S1", "congress-R1", "congress-R2"]),
        (delegation("WV", Some(2)), vec!["congress-S1", "congress-R2"]),
        (delegation("ZZ", None), vec![]),
        (missions("US", &[], &[]), vec!["mission-al-us"]),
        (missions("UN", &[], &[]), vec!["mission-al-un"]),
        (missions("AL", &[], &[]), vec!["mission-us-al"]),
        (capitals(&[]), vec!["capital-al-president", "capital-al-minister"]),
        (capitals(&[CapitalRole::ForeignMinister]), vec!["capital-al-minister"]),
        (Rule::Own { states: SomeStates::default() }, vec!["custom-board"]),
        (
            Rule::Listed { name: ListName::parse("Committee").ok(), targets: [id("custom-board"), id("congress-S2")].into() },
            vec!["congress-S2", "custom-board"],
        ),
        (Rule::Listed { name: None, targets: BTreeSet::new() }, vec![]),
    ] {
        assert_eq!(included(&rule.clone().into(), AFRICA), those, "{rule:?}");
    }
}

#[test]
fn a_rule_about_states_asks_where_each_stands_and_lies() {
    let outsiders = SomeStates::outsiders();
    let rule = |states: &SomeStates| Audience::from(Rule::Missions { to: iso2("US"), states: states.clone() });
    let is_in = |states: &SomeStates, situation| !included(&rule(states), situation).is_empty();
    let of = |status| Situation { status: Some(status), ..AFRICA };
    assert!(is_in(&outsiders, of(Status::Signatory)) && is_in(&outsiders, of(Status::NotParty)));
    assert!(is_in(&outsiders, of(Status::Withdrawn)) && !is_in(&outsiders, of(Status::Party)));
    let nowhere = Situation::default();
    assert!(!is_in(&outsiders, nowhere), "without a treaty nobody stands outside it");
    assert!(is_in(&SomeStates::default(), nowhere), "all are all");
    let africa = states(&[Status::Signatory], &[Region::Africa]);
    assert!(is_in(&africa, AFRICA) && !is_in(&africa, of(Status::NotParty)));
    assert!(!is_in(&africa, Situation { region: Some(Region::Asia), ..AFRICA }));
    assert!(!is_in(&africa, Situation { region: None, ..AFRICA }));
}

#[test]
fn the_situation_is_not_asked_for_where_no_rule_depends_on_it() {
    let audience = Audience::of([Rule::Congress, missions("US", &[], &[])]);
    let asked = || -> Situation { unreachable!("nobody depends on it") };
    assert_eq!(everybody().iter().filter(|target| audience.includes(target, asked)).count(), 6);
}

#[test]
fn several_rules_take_in_whom_any_of_them_does_and_say_which() {
    let audience =
        Audience::of([Rule::Senate, Rule::Delegation { state: "WV".to_owned(), district: Some(1) }, missions("UN", &[], &[])]);
    assert_eq!(included(&audience, AFRICA), ["congress-S1", "congress-S2", "congress-R1", "mission-al-un"]);
    let rules: Vec<_> = everybody().iter().map(|target| audience.rules_for(target, || AFRICA)).collect();
    assert_eq!(rules[..3], [vec![0, 1], vec![0], vec![1]]);
}

#[test]
fn nobody_is_written_to_who_is_left_out_or_has_left() {
    let mut audience = Audience::of([Rule::Congress, Rule::Listed { name: None, targets: [id("custom-board")].into() }]);
    audience.excluded.insert(id("custom-board"), Reason::parse("Asked us not to write").unwrap());
    audience.excluded.insert(id("congress-S1"), Reason::parse("Wrote the bill").unwrap());
    assert_eq!(included(&audience, AFRICA), ["congress-S2", "congress-R1", "congress-R2", "congress-R3"]);
    let gone = Target { left_on: Some(jiff::civil::date(2026, 1, 3)), ..senator("congress-S9", "WV") };
    assert!(!audience.includes(&gone, || AFRICA) && audience.rules_for(&gone, || AFRICA).is_empty());
}

#[test]
fn it_leads_to_congress_where_anybody_there_is_written_to_and_is_congress_where_all_are() {
    let is_member = |id: &TargetId| id.as_str().starts_with("congress-");
    let list = |ids: &[&str]| Rule::Listed { name: None, targets: ids.iter().map(|text| id(text)).collect() };
    for (rules, leads, is) in [
        (vec![Rule::House], true, true),
        (vec![Rule::House, list(&["congress-S1"])], true, true),
        (vec![Rule::House, list(&["congress-S1", "mission-al-us"])], true, false),
        (vec![missions("US", &[], &[])], false, false),
        (vec![missions("US", &[], &[]), list(&["congress-S1"])], true, false),
        (vec![list(&["custom-board"])], false, false),
    ] {
        let audience = Audience::of(rules);
        assert_eq!((audience.leads_to_congress(is_member), audience.is_congress(is_member)), (leads, is), "{audience:?}");
    }
}

#[test]
fn an_audience_names_each_whom_once() {
    let audience = Audience::of([missions("US", &[Status::Party], &[]), Rule::Senate, missions("US", &[], &[Region::Asia])]);
    assert_eq!(audience.whom(), [Whom::Missions(iso2("US")), Whom::Senate]);
    assert_eq!(Audience::default().whom(), [Whom::Listed]);
    assert!(Audience::from(missions("US", &[], &[])).is_missions_to_the_us());
    assert!(!audience.is_missions_to_the_us() && !Audience::default().is_missions_to_the_us());
}

#[test]
fn an_audience_that_is_too_large_is_refused_by_what_there_is_too_much_of() {
    let ids = |count: usize| (0..count).map(|number| id(&format!("custom-{number}")));
    let reason = || Reason::parse("Asked us not to write").unwrap();
    assert_eq!(Audience::listed(ids(2_000)).check(), Ok(()));
    assert_eq!(Audience::listed(ids(10_000)).check(), Err(TooMany { of: Crowd::Named, count: 10_000 }));
    let two = Audience {
        rules: [Audience::listed(ids(1_500)).rules, Audience::listed(ids(501)).rules].concat(),
        ..Audience::default()
    };
    assert_eq!(two.check(), Err(TooMany { of: Crowd::Named, count: 2_001 }));
    let first = Audience { first: ids(101).collect(), ..Rule::Congress.into() };
    assert_eq!(first.check(), Err(TooMany { of: Crowd::First, count: 101 }));
    let excluded = Audience { excluded: ids(501).map(|id| (id, reason())).collect(), ..Rule::Congress.into() };
    assert_eq!(excluded.check(), Err(TooMany { of: Crowd::Excluded, count: 501 }));
    assert_eq!(Audience::of(vec![Rule::Senate; 101]).check(), Err(TooMany { of: Crowd::Rules, count: 101 }));
}

#[test]
fn a_misspelt_field_is_refused_and_a_missing_one_is_empty() {
    let read = |json: &str| serde_json::from_str::<Audience>(json);
    assert_eq!(read(r#"{"rules":[{"rule":"capitals"}]}"#).unwrap(), capitals_of_all().into());
    for json in [
        r#"{"rules":[],"frist":[]}"#,
        r#"{"rules":[{"rule":"missions","to":"US","state":{}}]}"#,
        r#"{"rules":[{"rule":"missions","to":"US","states":{"region":["Africa"]}}]}"#,
        r#"{"rules":[{"rule":"everybody"}]}"#,
        r#"{"to":"congress"}"#,
        r#"{"rules":[],"excluded":{"mission-al-us":""}}"#,
        r#"{"rules":[],"first":["../x"]}"#,
    ] {
        assert!(read(json).is_err(), "{json}");
    }
}

fn capitals_of_all() -> Rule {
    Rule::Capitals { roles: BTreeSet::new(), states: SomeStates::default() }
}

/// Any audience about the targets of [`everybody`], and some that do not exist.
fn any_audience() -> impl Strategy<Value = Audience> {
    let ids = || {
        let known: Vec<TargetId> = everybody().into_iter().map(|target| target.id).chain([id("mission-xx-us")]).collect();
        proptest::sample::select(known)
    };
    let some = || {
        let statuses = proptest::sample::subsequence(Status::ALL.to_vec(), 0..=4);
        let regions = proptest::sample::subsequence(Region::ALL.to_vec(), 0..=5);
        (statuses, regions).prop_map(|(statuses, regions)| states(&statuses, &regions))
    };
    let rule = prop_oneof![
        Just(Rule::Congress),
        Just(Rule::Senate),
        Just(Rule::House),
        (prop_oneof!["WV", "VT", "ZZ"], proptest::option::of(0..3_u8))
            .prop_map(|(state, district)| Rule::Delegation { state, district }),
        (prop_oneof!["US", "UN", "AL"], some()).prop_map(|(to, states)| Rule::Missions { to: iso2(&to), states }),
        (proptest::sample::subsequence(CapitalRole::ALL.to_vec(), 0..=4), some())
            .prop_map(|(roles, states)| Rule::Capitals { roles: roles.into_iter().collect(), states }),
        some().prop_map(|states| Rule::Own { states }),
        (proptest::option::of("[A-Z][a-z]{1,8}"), proptest::collection::btree_set(ids(), 0..5))
            .prop_map(|(name, targets)| Rule::Listed { name: name.and_then(|name| ListName::parse(&name).ok()), targets }),
    ];
    let reason = "[A-Za-z]{1,20}".prop_map(|text| Reason::parse(&text).unwrap());
    (
        proptest::collection::vec(rule, 0..5),
        proptest::collection::vec(ids(), 0..6),
        proptest::collection::btree_map(ids(), reason, 0..5),
    )
        .prop_map(|(rules, first, excluded)| Audience { rules, first, excluded })
}

fn any_situation() -> impl Strategy<Value = Situation> {
    let status = proptest::option::of(proptest::sample::select(Status::ALL.to_vec()));
    let region = proptest::option::of(proptest::sample::select(Region::ALL.to_vec()));
    (status, region).prop_map(|(status, region)| Situation { status, region })
}

proptest! {
    #[test]
    fn an_audience_is_read_as_it_was_written(audience in any_audience()) {
        let json = serde_json::to_string(&audience).unwrap();
        prop_assert_eq!(serde_json::from_str::<Audience>(&json).unwrap(), audience);
    }

    #[test]
    fn nobody_comes_twice_or_though_left_out_and_the_order_is_that_of_the_list_and_then_of_the_directory(
        audience in any_audience(),
        situation in any_situation(),
    ) {
        let everybody = everybody();
        let mut included: Vec<&Target> = everybody.iter().filter(|target| audience.includes(target, || situation)).collect();
        let before: Vec<&TargetId> = included.iter().map(|target| &target.id).collect();
        audience.put_in_order(&mut included, |target| &target.id);
        let after: Vec<&TargetId> = included.iter().map(|target| &target.id).collect();

        let once: BTreeSet<&TargetId> = after.iter().copied().collect();
        prop_assert_eq!(once.len(), after.len());
        prop_assert_eq!(&once, &before.iter().copied().collect());
        prop_assert!(after.iter().all(|id| !audience.excluded.contains_key(id)));

        let mut expected: Vec<&TargetId> = Vec::new();
        for id in audience.first.iter().filter(|id| before.contains(id)).chain(before.iter().copied()) {
            if !expected.contains(&id) {
                expected.push(id);
            }
        }
        prop_assert_eq!(after, expected);
    }

    #[test]
    fn who_is_included_is_taken_in_by_a_rule_and_nobody_else_is(audience in any_audience(), situation in any_situation()) {
        for target in everybody() {
            let rules = audience.rules_for(&target, || situation);
            prop_assert_eq!(audience.includes(&target, || situation), !rules.is_empty());
            let alone = |place: &usize| Audience::from(audience.rules[*place].clone()).includes(&target, || situation);
            prop_assert!(rules.iter().all(alone));
        }
    }
}
