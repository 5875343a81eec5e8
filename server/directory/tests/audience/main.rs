//! Whom campaigns write to, as organisers choose it and see it, in the built-in directory.

#![expect(clippy::unwrap_used, reason = "a test's helpers may fail as its sentences may")]

mod form;

use std::{collections::BTreeSet, sync::LazyLock};

use directory::{EDITION, built_in, tables};
use domain::{
    Date,
    campaign::{Audience, AudienceProblem, Document, ListName, Reason, Rule, SomeStates},
    channel::Channel,
    checked::FieldError,
    directory::Directory,
    form::{Each, Field},
    state::{Iso2, Region},
    target::{CapitalRole, Holder, Office, Target, TargetId},
    treaty::{Status, TreatyId},
};
use proptest::prelude::*;
use usecases::{
    desk::audience::{Difference, Named, compare, days_ahead, reach},
    starter::campaigns,
};

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| built_in().unwrap());

/// The same with offices in two capitals, a mission to the United Nations and an office of the operator's own.
static IMPORTED: LazyLock<Directory> = LazyLock::new(|| {
    let mut tables = tables().unwrap();
    let like = |id: &str, office: Office| {
        let some = DIRECTORY.target(&self::id("mission-al-us")).unwrap();
        Target { id: self::id(id), office, holder: Holder::Unnamed, ..some.clone() }
    };
    let minister = |code: &str| Office::Capital {
        of: iso2(code),
        role: CapitalRole::ForeignMinister,
        name: "Ministry of Foreign Affairs".into(),
        of_name: "the Republic of Examplia".into(),
    };
    let to_un =
        Office::Mission { of: iso2("AO"), to: Iso2::un(), name: "Permanent Mission of Angola".into(), of_name: "Angola".into() };
    let board = Office::Custom { name: "Headquarters of Examplia Arms".into(), title: String::new(), country: iso2("AL") };
    tables.targets.extend([
        like("capital-al-minister", minister("AL")),
        like("capital-ao-minister", minister("AO")),
        like("mission-ao-un", to_un),
        like("custom-board", board),
    ]);
    Directory::new(tables)
});

fn id(text: &str) -> TargetId {
    TargetId::parse(text).unwrap()
}

fn iso2(code: &str) -> Iso2 {
    Iso2::parse(code).unwrap()
}

fn today() -> Date {
    EDITION.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A campaign about a treaty.
fn about(treaty: Option<&str>, audience: impl Into<Audience>) -> Document {
    let mut document = campaigns().unwrap().remove(0).document;
    document.treaty = treaty.map(|treaty| TreatyId::parse(treaty).unwrap());
    document.audience = audience.into();
    document
}

fn missions(to: Iso2, statuses: &[Status], regions: &[Region]) -> Rule {
    Rule::Missions { to, states: states(statuses, regions) }
}

fn states(statuses: &[Status], regions: &[Region]) -> SomeStates {
    SomeStates { statuses: statuses.iter().copied().collect(), regions: regions.iter().copied().collect() }
}

fn outsiders() -> Rule {
    Rule::Missions { to: Iso2::us(), states: SomeStates::outsiders() }
}

fn list(ids: &[&str]) -> Rule {
    Rule::Listed { name: None, targets: ids.iter().map(|text| id(text)).collect() }
}

fn reason(text: &str) -> Reason {
    Reason::parse(text).unwrap()
}

fn count(directory: &Directory, document: &Document) -> usize {
    reach(directory, document, today()).targets.len()
}

#[test]
fn each_rule_reaches_as_many_as_the_directory_has() {
    let delegation = |state: &str, district| Rule::Delegation { state: state.to_owned(), district };
    for (rule, those) in [
        (Rule::Congress, 537),
        (Rule::Senate, 100),
        (Rule::House, 437),
        (delegation("VT", None), 3),
        (delegation("WV", Some(2)), 3),
        (delegation("PR", None), 1),
        (outsiders(), 79),
        (missions(Iso2::us(), &[], &[]), 187),
        (Rule::Capitals { roles: BTreeSet::new(), states: SomeStates::default() }, 2),
        (Rule::Capitals { roles: [CapitalRole::Monarch].into(), states: SomeStates::default() }, 0),
        (missions(Iso2::un(), &[], &[]), 1),
        (Rule::Own { states: SomeStates::default() }, 1),
        (Rule::Own { states: states(&[], &[Region::Africa]) }, 0),
        (list(&["custom-board", "mission-al-us"]), 2),
    ] {
        assert_eq!(count(&IMPORTED, &about(Some("ccm"), rule.clone())), those, "{rule:?}");
    }
}

#[test]
fn regions_and_statuses_part_the_missions_without_rest_and_without_overlap() {
    let all = count(&DIRECTORY, &about(Some("ccm"), missions(Iso2::us(), &[], &[])));
    let of_region = |region| count(&DIRECTORY, &about(Some("ccm"), missions(Iso2::us(), &[], &[region])));
    assert_eq!(Region::ALL.map(of_region).iter().sum::<usize>(), all);
    let of_status = |status| count(&DIRECTORY, &about(Some("ccm"), missions(Iso2::us(), &[status], &[])));
    assert_eq!(Status::ALL.map(of_status).iter().sum::<usize>(), all);
    let each = Region::ALL.map(|region| missions(Iso2::us(), &[], &[region]));
    assert_eq!(count(&DIRECTORY, &about(Some("ccm"), Audience::of(each))), all);
}

#[test]
fn who_is_in_is_told_with_the_rules_that_say_so_in_the_order_that_supporters_see() {
    let audience = Audience {
        first: vec![id("mission-br-us"), id("mission-ao-us"), id("congress-B001318"), id("mission-xx-us")],
        excluded: [(id("mission-vn-us"), reason("Met them in May")), (id("mission-fr-us"), reason("Is a party"))].into(),
        ..Audience::of([outsiders(), list(&["mission-br-us", "mission-xx-us"]), missions(Iso2::us(), &[], &[Region::Africa])])
    };
    let reach = reach(&DIRECTORY, &about(Some("ccm"), audience), today());
    let first = &reach.targets[..2];
    assert_eq!((first[0].target.id.as_str(), first[0].first, &first[0].rules[..]), ("mission-br-us", Some(0), &[0, 1][..]));
    assert_eq!((first[1].target.id.as_str(), first[1].first, &first[1].rules[..]), ("mission-ao-us", Some(1), &[0, 2][..]));
    assert_eq!(first[1].status, Some(Status::Signatory));
    assert!(reach.targets[2..].iter().all(|reached| reached.first.is_none()));
    assert!(!reach.includes(&id("mission-vn-us")));
    let left_out: Vec<_> = reach.excluded.iter().map(|left_out| (left_out.id.as_str(), left_out.matters)).collect();
    assert_eq!(left_out, [("mission-fr-us", false), ("mission-vn-us", true)]);
    assert_eq!(reach.first_in_vain, [id("congress-B001318")]);
    let lost: Vec<_> = reach.lost.iter().map(|lost| (lost.target.id.as_str(), lost.named)).collect();
    assert_eq!(lost, [("mission-xx-us", Named::Rule(1)), ("mission-xx-us", Named::First)]);
    let parties = reach.targets.iter().filter(|reached| reached.status == Some(Status::Party)).count();
    assert!(parties > 0 && reach.of_parties == parties, "missions of Africa are of parties too");
}

#[test]
fn each_channel_is_counted_by_whom_it_reaches() {
    let congress = reach(&DIRECTORY, &about(None, Rule::Congress), today());
    assert_eq!(congress.channels.get(&Channel::Relay), None, "members publish no addresses");
    let with_address = congress.targets.iter().filter(|reached| !reached.target.places().is_empty()).count();
    assert!(with_address > 500 && congress.channels[&Channel::Postcard] == with_address);
    let by_nothing = congress.targets.iter().filter(|reached| reached.target.channels().is_empty()).count();
    assert_eq!(congress.unreachable, by_nothing);
    let missions = reach(&DIRECTORY, &about(Some("ccm"), outsiders()), today());
    let by_mail = missions.targets.iter().filter(|reached| reached.target.email.is_some()).count();
    assert_eq!((missions.channels[&Channel::OwnMail], missions.channels[&Channel::Relay]), (by_mail, by_mail));
}

#[test]
fn a_rule_that_takes_in_nobody_is_told_at_its_field_with_the_reason() {
    let mut audience = Audience::of([
        Rule::Senate,
        outsiders(),
        missions(Iso2::un(), &[], &[]),
        Rule::Delegation { state: "ZZ".to_owned(), district: None },
        list(&["mission-al-us"]),
    ]);
    audience.excluded.insert(id("mission-al-us"), reason("Asked us not to write"));
    let at = |place: usize, problem| FieldError::new(Field::Each(Each::Rule, place.to_string()), problem);
    assert_eq!(
        reach(&DIRECTORY, &about(None, audience), today()).problems(),
        [
            at(1, AudienceProblem::NoTreaty),
            at(2, AudienceProblem::NoSuchOffices),
            at(3, AudienceProblem::NobodyNow),
            at(4, AudienceProblem::AllExcluded),
        ]
    );
    let nobody = reach(&DIRECTORY, &about(None, Audience::default()), today());
    assert_eq!(nobody.problems(), [FieldError::new(Field::Rule, AudienceProblem::NoRule)]);
    assert_eq!(reach(&DIRECTORY, &about(None, Rule::Senate), today()).problems(), []);
}

#[test]
fn the_days_ahead_tell_who_comes_when_its_state_leaves_the_treaty() {
    let document = about(Some("mbt"), outsiders());
    let days = days_ahead(&DIRECTORY, &document, day("2025-12-01"));
    let comes: Vec<_> =
        days.iter().flat_map(|day| day.comes.iter().map(move |(id, status)| (day.on, id.as_str(), *status))).collect();
    let withdrew = Some(Status::Withdrawn);
    assert_eq!(
        comes,
        [
            (day("2025-12-27"), "mission-ee-us", withdrew),
            (day("2025-12-27"), "mission-lv-us", withdrew),
            (day("2025-12-27"), "mission-lt-us", withdrew),
            (day("2026-01-10"), "mission-fi-us", withdrew),
            (day("2026-02-20"), "mission-pl-us", withdrew),
        ]
    );
    assert!(days.iter().all(|day| day.goes.is_empty() && day.changes.is_empty()));
    // To all the same states' missions nothing comes; what is asked of them changes.
    let to_all = days_ahead(&DIRECTORY, &about(Some("mbt"), missions(Iso2::us(), &[], &[])), day("2025-12-01"));
    assert_eq!(to_all.iter().map(|day| day.changes.len()).sum::<usize>(), 5);
    // To parties they go.
    let to_parties = days_ahead(&DIRECTORY, &about(Some("mbt"), missions(Iso2::us(), &[Status::Party], &[])), day("2025-12-01"));
    assert_eq!(to_parties.iter().map(|day| day.goes.len()).sum::<usize>(), 5);
    // Who is left out does not come, and a day that is over is not ahead.
    let mut without = document.clone();
    without.audience.excluded.insert(id("mission-pl-us"), reason("Met them in May"));
    assert_eq!(days_ahead(&DIRECTORY, &without, day("2026-01-10")), []);
    assert_eq!(days_ahead(&DIRECTORY, &document, day("2026-01-10")).len(), 1);
}

#[test]
fn the_days_ahead_tell_whose_term_ends_within_a_year() {
    let days = days_ahead(&DIRECTORY, &about(None, Rule::Congress), today());
    let january = days.iter().find(|day| day.on == self::day("2027-01-03")).unwrap();
    assert!(january.ends.len() > 437 && january.ends.len() < 537, "the House and a third of the Senate");
    assert!(days.iter().all(|day| day.on <= self::day("2027-11-27") && day.comes.is_empty() && day.goes.is_empty()));
    assert!(days.is_sorted_by_key(|day| day.on));
}

#[test]
fn two_documents_are_compared_by_who_comes_and_who_goes() {
    let old = about(Some("ccm"), outsiders());
    let compare = |new: &Document| compare(&DIRECTORY, &old, new, today());
    assert!(compare(&old).is_empty());
    let mut new = old.clone();
    new.audience.rules.push(list(&["congress-B001318"]));
    new.audience.excluded.insert(id("mission-ao-us"), reason("Met them in May"));
    let difference = compare(&new);
    assert_eq!(difference, Difference { comes: vec![id("congress-B001318")], goes: vec![id("mission-ao-us")], reordered: false });
    new.audience.first.push(id("mission-vn-us"));
    assert!(compare(&new).reordered);
    let other_treaty = Document { treaty: TreatyId::parse("mbt").ok(), ..old.clone() };
    assert!(!compare(&other_treaty).is_empty(), "the rule goes by the campaign's treaty");
}

/// Any audience as the form keeps them: one list by hand at most, and nothing twice.
fn any_audience() -> impl Strategy<Value = Audience> {
    let ids =
        || proptest::sample::subsequence(DIRECTORY.targets().iter().map(|target| target.id.clone()).collect::<Vec<_>>(), 1..8);
    let some = || {
        let statuses = proptest::sample::subsequence(Status::ALL.to_vec(), 0..=4);
        let regions = proptest::sample::subsequence(Region::ALL.to_vec(), 0..=5);
        (statuses, regions).prop_map(|(statuses, regions)| states(&statuses, &regions))
    };
    let rule = prop_oneof![
        Just(Rule::Congress),
        Just(Rule::House),
        "[A-Z]{2}".prop_map(|state| Rule::Delegation { state, district: Some(1) }),
        some().prop_map(|states| Rule::Missions { to: Iso2::us(), states }),
        some().prop_map(|states| Rule::Own { states }),
        ("[A-Z][a-z]{1,8}", ids())
            .prop_map(|(name, ids)| Rule::Listed { name: ListName::parse(&name).ok(), targets: ids.into_iter().collect() }),
    ];
    let by_hand = proptest::option::of(ids().prop_map(|ids| Rule::Listed { name: None, targets: ids.into_iter().collect() }));
    let first = ids().prop_shuffle();
    let excluded = ids().prop_map(|ids| ids.into_iter().map(|id| (id, reason("Asked us not to write"))).collect());
    (proptest::collection::vec(rule, 0..5), by_hand, first, excluded).prop_map(|(rules, by_hand, first, excluded)| Audience {
        rules: rules.into_iter().chain(by_hand).collect(),
        first,
        excluded,
    })
}

proptest! {
    #[test]
    fn nobody_is_reached_twice_or_though_left_out_and_those_that_come_first_do(audience in any_audience()) {
        let reach = reach(&DIRECTORY, &about(Some("ccm"), audience.clone()), today());
        let ids: Vec<&TargetId> = reach.targets.iter().map(|reached| &reached.target.id).collect();
        prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        prop_assert!(ids.iter().all(|id| !audience.excluded.contains_key(*id)));
        let first: Vec<&TargetId> = audience.first.iter().filter(|id| ids.contains(id)).collect();
        prop_assert_eq!(&ids[..first.len()], &first[..]);
        let in_vain: Vec<&TargetId> = audience.first.iter().filter(|id| !ids.contains(id)).collect();
        prop_assert_eq!(reach.first_in_vain.iter().collect::<Vec<_>>(), in_vain);
        prop_assert!(reach.targets.iter().all(|reached| !reached.rules.is_empty()));
    }
}
