//! The form of a campaign's targets: what it reads, and targets as people name them.

use std::collections::BTreeSet;

use domain::{
    campaign::{Audience, AudienceProblem, ListName, Rule},
    checked::FieldError,
    directory::Directory,
    form::{Each, Field, Form as _},
    state::{Iso2, Region},
    target::{CapitalRole, Target},
    treaty::Status,
};
use proptest::prelude::*;
use usecases::desk::audience::{NewRule, TargetsDraft, Then, resolve};

use super::*;

#[test]
fn targets_are_named_as_people_have_them() {
    let known = |text: &str| resolve(&DIRECTORY, &Field::These, text).map(|ids| ids.into_iter().collect::<Vec<_>>());
    for (text, ids) in [
        ("", vec![]),
        ("congress-B001318\n\n mission-ao-us ", vec!["congress-B001318", "mission-ao-us"]),
        ("B001318", vec!["congress-B001318"]),
        ("MISSION-AO-US", vec!["mission-ao-us"]),
        ("Becca Balint", vec!["congress-B001318"]),
        ("becca balint,VT,House", vec!["congress-B001318"]),
        ("\"Balint\";\"B001318\"\r\n", vec!["congress-B001318"]),
        ("- bioguide: B001318", vec!["congress-B001318"]),
        ("Embassy of the Republic of Albania\tmission-al-us", vec!["mission-al-us"]),
        ("Embassy of the Republic of Albania", vec!["mission-al-us"]),
        ("B001318\nBecca Balint", vec!["congress-B001318"]),
    ] {
        assert_eq!(known(text), Ok(ids.into_iter().map(id).collect()), "{text:?}");
    }
}

#[test]
fn a_line_that_names_nobody_or_several_is_told_with_its_number() {
    let errors = |text: &str| {
        let errors = resolve(&DIRECTORY, &Field::These, text).unwrap_err();
        errors.into_iter().map(|error| error.problem.code()).collect::<Vec<_>>()
    };
    let wrong = resolve(&DIRECTORY, &Field::These, "B001318\nnobody whom we know\n").unwrap_err();
    let nobody = AudienceProblem::NoSuchTarget { line: 2, text: "nobody whom we know".to_owned() };
    assert_eq!(wrong, [FieldError::new(Field::These, nobody)]);
    assert_eq!(errors("mission-xx-us"), ["no-such-target"]);
    assert_eq!(errors("embassy"), ["no-such-target"], "all of them are not meant");
    assert_eq!(errors("</textarea><script>"), ["no-such-target"]);
    assert_eq!(errors(&"x y z\n".repeat(10_000)).len(), 10, "the first ones are told");
    let several = errors("Hawley\nGeorgia");
    assert!(several.iter().all(|code| matches!(*code, "no-such-target" | "several-targets")), "{several:?}");
}

#[test]
fn ten_thousand_targets_are_refused_with_a_sentence() {
    let ids: Vec<String> = (0..10_000).map(|number| format!("custom-{number}")).collect();
    let mut tables = tables().unwrap();
    let some = tables.targets[600].clone();
    tables.targets.extend(ids.iter().map(|text| Target { id: id(text), ..some.clone() }));
    let directory = Directory::new(tables);
    let nobody = about(None, Audience::default());
    let mut draft = TargetsDraft { these: ids.join("\n"), ..TargetsDraft::of(&nobody) };
    let refused = |draft: &TargetsDraft| {
        let errors = draft.read(&nobody, &directory).unwrap_err();
        errors.into_iter().map(|error| (error.field, error.problem.code())).collect::<Vec<_>>()
    };
    assert_eq!(refused(&draft), [(Field::These, "too-many-targets")]);
    (draft.rule, draft.list_name) = (NewRule::List.as_str().to_owned(), "All".to_owned());
    draft.list = std::mem::take(&mut draft.these);
    assert_eq!(refused(&draft), [(Field::List, "too-many-targets")]);
}

/// What a form makes of an audience.
fn read(of: &Audience, change: impl FnOnce(&mut TargetsDraft)) -> Result<Audience, Vec<(Field, &'static str)>> {
    let of = about(Some("ccm"), of.clone());
    let mut draft = TargetsDraft::of(&of);
    change(&mut draft);
    let told = |errors: Vec<FieldError>| errors.into_iter().map(|error| (error.field, error.problem.code())).collect();
    draft.read(&of, &IMPORTED).map(|targeted| targeted.audience).map_err(told)
}

fn untick(draft: &mut TargetsDraft, sort: Each, about: &str) {
    draft.set(&Field::Each(sort, about.to_owned()), "");
}

#[test]
fn a_rule_is_added_by_a_choice_and_once() {
    let none = Audience::default();
    for (choice, rule) in [
        (NewRule::Congress, Rule::Congress),
        (NewRule::Senate, Rule::Senate),
        (NewRule::House, Rule::House),
        (NewRule::MissionsToUs, outsiders()),
        (NewRule::MissionsToUn, Rule::Missions { to: Iso2::un(), states: SomeStates::outsiders() }),
        (NewRule::Own, Rule::Own { states: SomeStates::outsiders() }),
        (NewRule::Capitals, Rule::Capitals { roles: BTreeSet::new(), states: SomeStates::outsiders() }),
    ] {
        let add = |draft: &mut TargetsDraft| draft.rule = choice.as_str().to_owned();
        let added = read(&none, add).unwrap();
        assert_eq!(added, rule.into());
        assert_eq!(read(&added, add).unwrap(), added, "the same rule again");
    }
    let some = read(&none, |draft| {
        draft.rule = "capitals".to_owned();
        draft.marks.tick(Each::Role, "monarch");
        draft.marks.tick(Each::Region, "Asia");
        for status in Status::ALL {
            untick(draft, Each::Status, status.as_str());
        }
    });
    assert_eq!(
        some.unwrap(),
        Rule::Capitals { roles: [CapitalRole::Monarch].into(), states: states(&[], &[Region::Asia]) }.into()
    );
    assert_eq!(read(&none, |draft| draft.rule = "everybody".to_owned()), Err(vec![(Field::Rule, "choose-rule")]));
}

#[test]
fn a_treaty_is_chosen_among_those_of_the_directory_and_an_older_one_stays() {
    let choose = |of: Option<&str>, treaty: &str| {
        let draft = TargetsDraft { treaty: treaty.to_owned(), ..TargetsDraft::default() };
        let read = draft.read(&about(of, Audience::default()), &DIRECTORY);
        read.map(|targeted| targeted.treaty.map(|treaty| treaty.to_string())).map_err(|errors| errors[0].problem.code())
    };
    assert_eq!(choose(None, "ccm"), Ok(Some("ccm".to_owned())));
    assert_eq!(choose(Some("ccm"), ""), Ok(None));
    assert_eq!(choose(Some("npt"), "npt"), Ok(Some("npt".to_owned())), "a treaty of a file from elsewhere");
    for unknown in ["npt", "../ccm", "CCM"] {
        assert_eq!(choose(Some("ccm"), unknown), Err("choose-treaty"), "{unknown}");
    }
}

#[test]
fn a_delegation_needs_a_state_and_a_district_that_exists() {
    let delegation = |state: &str, district: &str| {
        read(&Audience::default(), |draft| {
            draft.rule = "delegation".to_owned();
            (draft.state, draft.district) = (state.to_owned(), district.to_owned());
        })
    };
    let rule = |district| Ok(Rule::Delegation { state: "WV".to_owned(), district }.into());
    assert_eq!(delegation("WV", ""), rule(None));
    assert_eq!(delegation("wv", " 2 "), rule(Some(2)));
    assert_eq!(delegation("", ""), Err(vec![(Field::State, "choose-state")]));
    for district in ["3", "0", "-1", "two", "999"] {
        assert_eq!(delegation("WV", district), Err(vec![(Field::District, "choose-district")]), "{district}");
    }
}

#[test]
fn a_list_has_a_name_and_takes_the_place_of_the_one_of_that_name() {
    let list = |of: &Audience, name: &str, lines: &str| {
        read(of, |draft| {
            draft.rule = "list".to_owned();
            (draft.list_name, draft.list) = (name.to_owned(), lines.to_owned());
        })
    };
    let named = |ids: &[&str]| Rule::Listed {
        name: ListName::parse("Committee on Armed Services").ok(),
        targets: ids.iter().map(|text| id(text)).collect(),
    };
    let before: Audience = Rule::Senate.into();
    let first = list(&before, "Committee on Armed Services", "B001318\nW000817").unwrap();
    assert_eq!(first, Audience::of([Rule::Senate, named(&["congress-B001318", "congress-W000817"])]));
    let second = list(&first, " Committee on Armed Services ", "B001318").unwrap();
    assert_eq!(second, Audience::of([Rule::Senate, named(&["congress-B001318"])]));
    assert_eq!(list(&before, "", "nobody whom we know"), Err(vec![(Field::ListName, "empty"), (Field::List, "no-such-target")]));
    assert_eq!(list(&before, "Committee", " \n"), Err(vec![(Field::List, "empty")]));
}

#[test]
fn targets_that_are_ticked_and_named_are_added_left_out_or_put_first() {
    let of = Audience { first: vec![id("mission-br-us")], ..outsiders().into() };
    let with = |then: Option<Then>, why: &str| {
        read(&of, |draft| {
            draft.then = then.map_or("", Then::as_str).to_owned();
            draft.reason = why.to_owned();
            draft.marks.tick(Each::Found, "mission-br-us");
            draft.marks.tick(Each::Found, "mission-nowhere-us");
            draft.these = "Embassy of the Republic of Albania".to_owned();
        })
    };
    let chosen = ["mission-al-us", "mission-br-us"];
    assert_eq!(with(Some(Then::Add), "").unwrap(), Audience { rules: vec![outsiders(), list(&chosen)], ..of.clone() });
    assert_eq!(with(Some(Then::First), "").unwrap().first, [id("mission-br-us"), id("mission-al-us")]);
    let out = with(Some(Then::Exclude), "Met them in May").unwrap();
    assert_eq!(out.excluded, chosen.map(|text| (id(text), reason("Met them in May"))).into());
    assert_eq!(with(Some(Then::Exclude), " "), Err(vec![(Field::Reason, "empty")]));
    assert_eq!(with(None, ""), Err(vec![(Field::Then, "choose-then")]));
    assert_eq!(
        read(&out, |draft| draft.these = "mission-al-us".to_owned()).unwrap().excluded.len(),
        1,
        "who is added is not left out"
    );
}

#[test]
fn what_loses_its_tick_or_its_number_goes() {
    let of = Audience {
        rules: vec![Rule::Senate, list(&["mission-al-us", "mission-br-us"]), outsiders()],
        first: vec![id("mission-al-us"), id("mission-br-us"), id("mission-ao-us")],
        excluded: [(id("mission-vn-us"), reason("Met them in May"))].into(),
    };
    let order = |id: &str| Field::Each(Each::Order, id.to_owned());
    let changed = read(&of, |draft| {
        untick(draft, Each::Rule, "0");
        untick(draft, Each::Picked, "mission-al-us");
        draft.set(&order("mission-al-us"), "");
        draft.set(&order("mission-br-us"), " 9 ");
        draft.set(&Field::Each(Each::Reason, "mission-vn-us".to_owned()), "Asked us not to write");
    });
    assert_eq!(
        changed.unwrap(),
        Audience {
            rules: vec![list(&["mission-br-us"]), outsiders()],
            first: vec![id("mission-ao-us"), id("mission-br-us")],
            excluded: [(id("mission-vn-us"), reason("Asked us not to write"))].into(),
        }
    );
    let without = read(&of, |draft| {
        untick(draft, Each::Picked, "mission-al-us");
        untick(draft, Each::Picked, "mission-br-us");
        untick(draft, Each::Excluded, "mission-vn-us");
    });
    let without = without.unwrap();
    assert_eq!((without.rules, without.excluded.len()), (vec![Rule::Senate, outsiders()], 0));
    for wrong in ["0", "-1", "first", "1.5", "10000"] {
        let told = read(&of, |draft| assert!(draft.set(&order("mission-al-us"), wrong)));
        assert_eq!(told, Err(vec![(order("mission-al-us"), "no-place-on-list")]), "{wrong}");
    }
    let untold = read(&of, |draft| assert!(draft.set(&Field::Each(Each::Reason, "mission-vn-us".to_owned()), "")));
    assert_eq!(untold, Err(vec![(Field::Each(Each::Reason, "mission-vn-us".to_owned()), "empty")]));
}

proptest! {
    #[test]
    fn a_form_that_is_sent_back_as_it_came_changes_nothing(audience in any_audience(), has_treaty: bool) {
        let document = about(has_treaty.then_some("ccm"), audience);
        let draft = TargetsDraft::of(&document);
        let mut sent = TargetsDraft::default();
        for (field, value) in draft.pairs() {
            prop_assert!(sent.set(&field, &value));
        }
        prop_assert_eq!(&sent, &draft);
        let mut saved = document.clone();
        sent.read(&document, &DIRECTORY).unwrap().put(&mut saved);
        prop_assert_eq!(saved, document);
    }
}
