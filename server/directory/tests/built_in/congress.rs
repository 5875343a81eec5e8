//! Districts, ZIP codes and the members of Congress.

use super::*;

/// Of the Congress for which there is one.
fn map() -> &'static Districts {
    DIRECTORY.map(Congress::new(119)).unwrap()
}

#[test]
fn a_zip_in_five_touches_several_districts_and_109_lie_in_two_states() {
    let districts = map();
    let areas = |fits: fn(&[District]) -> bool| districts.iter().filter(|(_, of)| fits(of)).count();
    assert_eq!(districts.len(), 33_774);
    assert_eq!(areas(|of| of.len() > 1), 7_299);
    assert_eq!(areas(|of| of.iter().any(|one| one.state() != of[0].state())), 109);
    assert_eq!(areas(<[District]>::is_empty), 0);
    let of = |zip: &str| districts.of(Zip::parse(zip).unwrap()).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(of("05401"), ["VT-0"]);
    assert_eq!(of("30165"), ["AL-3", "GA-14"]);
    assert_eq!(of("20001"), ["DC-0"]);
    assert_eq!(of("20500"), [""; 0], "the White House has a ZIP code of its own");
}

#[test]
fn every_district_of_a_zip_has_a_member_or_is_vacant() {
    let seats: BTreeSet<String> = members()
        .filter_map(|target| {
            let seat = target.seat().unwrap();
            let Chamber::House { district, .. } = seat.chamber else { return None };
            Some(format!("{}-{district}", seat.state))
        })
        .chain(DIRECTORY.vacancies().iter().map(|seat| seat.district.to_string()))
        .collect();
    for (zip, districts) in map().iter() {
        for district in districts {
            assert!(seats.contains(&district.to_string()), "{zip} {district}");
        }
    }
}

#[test]
fn congress_has_100_senators_and_437_in_the_house_of_whom_6_do_not_vote() {
    let count = |is: fn(Chamber) -> bool| members().filter(|target| is(target.seat().unwrap().chamber)).count();
    assert_eq!(count(|chamber| matches!(chamber, Chamber::Senate { .. })), 100);
    assert_eq!(count(|chamber| matches!(chamber, Chamber::House { .. })), 437);
    assert_eq!(count(|chamber| matches!(chamber, Chamber::House { role: HouseRole::Delegate, .. })), 5);
    assert_eq!(count(|chamber| matches!(chamber, Chamber::House { role: HouseRole::ResidentCommissioner, .. })), 1);
}

#[test]
fn each_state_has_two_senators_of_different_classes_and_a_territory_has_none() {
    for (index, state) in US_STATES.iter().enumerate() {
        let classes: Vec<u8> = members()
            .filter_map(|target| target.seat().filter(|seat| seat.state == state.code))
            .filter_map(|seat| if let Chamber::Senate { class } = seat.chamber { Some(class) } else { None })
            .collect();
        if index < 50 {
            assert!(classes.len() == 2 && classes[0] < classes[1], "{}: {classes:?}", state.code);
        } else {
            assert!(classes.is_empty(), "{}", state.code);
        }
    }
}

#[test]
fn five_delegates_and_the_resident_commissioner_alone_sit_for_territories() {
    for target in members() {
        let seat = target.seat().unwrap();
        let Chamber::House { role, .. } = seat.chamber else { continue };
        let expected = match seat.state.as_str() {
            "DC" | "AS" | "GU" | "MP" | "VI" => HouseRole::Delegate,
            "PR" => HouseRole::ResidentCommissioner,
            _ => HouseRole::Representative,
        };
        assert_eq!(role, expected, "{}", target.id);
    }
}

#[test]
fn members_and_vacancies_together_fill_the_435_districts() {
    let vacant = DIRECTORY.vacancies();
    assert_eq!(vacant.iter().map(|seat| seat.district.to_string()).collect::<Vec<_>>(), ["CA-14", "FL-20", "GA-13", "TX-23"]);
    let mut districts: BTreeSet<(String, u8)> = BTreeSet::new();
    for target in members() {
        let seat = target.seat().unwrap();
        if let Chamber::House { district, role: HouseRole::Representative } = seat.chamber {
            assert!(districts.insert((seat.state.clone(), district)), "{} has two members", target.id);
        }
    }
    for seat in vacant {
        assert!(!seat.source.is_empty());
        let name = (seat.district.state().code.to_owned(), seat.district.number);
        assert!(districts.insert(name), "{} is not vacant", seat.district);
    }
    assert_eq!(districts.len(), 435);
}

#[test]
fn members_are_true_until_their_own_term_ends_and_take_no_email() {
    let mut appointed = Vec::new();
    for target in members() {
        let until = target.valid_until.unwrap();
        let expected = match target.seat().unwrap().chamber {
            Chamber::House { .. } => date("2027-01-03"),
            Chamber::Senate { class } => Congress::end_of_class(class, date("2026-06-15")),
        };
        if until != expected {
            appointed.push((target.name(), until.to_string()));
        }
        assert_eq!(target.email, None);
    }
    let special = || "2026-11-03".to_owned();
    assert_eq!(appointed, [("Ashley Moody".to_owned(), special()), ("Jon Husted".to_owned(), special())]);
    let stale = |moment: &str| members().filter(|target| target.is_stale_at(moment.parse().unwrap())).count();
    assert_eq!((stale("2026-11-03T16:59:59Z"), stale("2026-11-03T17:00:00Z")), (0, 2));
    assert_eq!((stale("2027-01-03T16:59:59Z"), stale("2027-01-03T17:00:00Z")), (2, 537 - 33 - 32));
}

#[test]
fn only_the_newest_member_has_no_address_yet() {
    let without: Vec<_> = members().filter(|target| target.address.is_none()).map(|target| target.id.as_str()).collect();
    assert_eq!(without, ["congress-G000607"]);
    for target in members().filter(|target| target.address.is_some()) {
        assert!(target.web_form.is_some() && target.phone.is_some(), "{}", target.id);
        let lines = &target.address.as_ref().unwrap().lines;
        let zip = if matches!(target.seat().unwrap().chamber, Chamber::Senate { .. }) {
            "Washington DC 20510"
        } else {
            "Washington DC 20515-"
        };
        assert!(lines.len() == 2 && lines[1].starts_with(zip), "{lines:?}");
    }
    // A new district: the rule by state and district would say 4308 for the eighth of Colorado.
    let colorado = members().find(|target| {
        target.seat().is_some_and(|seat| seat.state == "CO" && matches!(seat.chamber, Chamber::House { district: 8, .. }))
    });
    assert_eq!(colorado.unwrap().address.as_ref().unwrap().lines[1], "Washington DC 20515-0001");
}

#[test]
fn each_chamber_has_its_leaders_and_the_house_one_speaker() {
    let leaders: Vec<(&str, &str)> =
        members().filter_map(|target| Some((target.id.as_str(), target.seat()?.leads_as.as_deref()?))).collect();
    assert_eq!(leaders.len(), 10);
    for (id, title) in [
        ("congress-J000299", "Speaker of the House"),
        ("congress-T000250", "Senate Majority Leader"),
        ("congress-J000294", "House Minority Leader"),
    ] {
        assert_eq!(leaders.iter().filter(|leader| leader.1 == title).collect::<Vec<_>>(), [&(id, title)]);
    }
    for (id, title) in leaders {
        let chamber = target(id).seat().unwrap().chamber;
        let name = if matches!(chamber, Chamber::Senate { .. }) { "Senate" } else { "House" };
        assert!(title.contains(name), "{id} {title}");
    }
    assert_eq!(
        target("congress-J000299").office_line(),
        "Speaker of the House; Representative for Louisiana, district 4, Republican"
    );
}

#[test]
fn members_have_1306_offices_at_home_and_each_of_theirs_its_own_name_and_label() {
    let offices: Vec<_> =
        members().flat_map(|target| target.other_addresses.iter().map(move |office| (target, office))).collect();
    assert_eq!(offices.len(), 1_306);
    assert_eq!(members().filter(|target| target.other_addresses.is_empty()).count(), 4);
    for names in [|office: &OtherAddress| office.id.clone(), |office: &OtherAddress| office.label.clone()] {
        let apart: BTreeSet<_> = offices.iter().map(|(target, office)| (&target.id, names(office))).collect();
        assert_eq!(apart.len(), offices.len());
    }
    for (target, office) in &offices {
        let last = office.address.lines.last().unwrap();
        let (_, zip) = last.rsplit_once(' ').unwrap();
        assert!(UsState::of_zip(zip).is_some_and(|state| last.contains(&format!(" {} ", state.code))), "{} {last}", target.id);
        assert!(office.label.starts_with("Office in ") && !office.source.is_empty(), "{} {office:?}", target.id);
        assert!(office.as_of <= edition() && office.address.country == Iso2::us(), "{} {office:?}", target.id);
        for line in &office.address.lines {
            assert!(!line.is_empty() && line.chars().count() <= 45, "{} {line}", target.id);
        }
    }
    let cullman = &target("congress-A000055").other_addresses[0];
    assert_eq!((cullman.id.as_str(), cullman.label.as_str()), ("cullman", "Office in Cullman"));
    assert_eq!(cullman.address.lines, ["205 4th Ave. NE, Suite 104", "Cullman AL 35055"]);
    assert_eq!(cullman.phone.as_deref(), Some("+1 256-734-6043"));
}
