//! The built-in tables against the sums and the cases that are known from elsewhere.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its sentences may")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use directory::{EDITION, built_in};
use domain::{
    Date,
    address::{Address, LINE_MAX, PostalParts, Stamp},
    campaign::Audience,
    directory::{Directory, Search},
    district::{Congress, District, Districts, Zip},
    forms_of_address::forms,
    language::Language,
    state::{Iso2, State, US_STATES, UsState},
    target::{Chamber, Holder, HouseRole, Office, OtherAddress, Target, TargetId, TargetKind},
    treaty::{Act, Status, TreatyId},
};

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| built_in().unwrap());

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn edition() -> Date {
    date(EDITION)
}

fn treaty(id: &str) -> TreatyId {
    TreatyId::parse(id).unwrap()
}

fn iso2(code: &str) -> Iso2 {
    Iso2::parse(code).unwrap()
}

fn target(id: &str) -> &'static Target {
    DIRECTORY.target(&TargetId::parse(id).unwrap()).unwrap_or_else(|| panic!("there is no {id}"))
}

fn status(id: &str, state: &str, on: &str) -> Status {
    DIRECTORY.status(&treaty(id), &iso2(state), date(on)).unwrap()
}

/// How many states stand where under a treaty, on a day.
fn sums(id: &str, on: Date) -> BTreeMap<Status, usize> {
    DIRECTORY.states().fold(BTreeMap::new(), |mut sums, state| {
        *sums.entry(DIRECTORY.status(&treaty(id), &state.iso2, on).unwrap()).or_default() += 1;
        sums
    })
}

#[test]
fn there_are_197_states_and_each_has_its_names() {
    assert_eq!(DIRECTORY.states().len(), 197);
    for state in DIRECTORY.states() {
        for name in [&state.name, &state.in_sentence, &state.spanish, &state.french] {
            assert!(!name.is_empty() && name.trim() == name, "{state:?}");
        }
        assert!(state.in_sentence == state.name || state.in_sentence == format!("the {}", state.name), "{state:?}");
        assert_eq!(state.name_in(Language::En), state.name);
        // A name begins with a capital letter, and whatever stands before it is an article; French ones agree with it.
        for language in Language::ALL {
            assert!(state.name_in(language).starts_with(char::is_uppercase), "{state:?}");
        }
        let vowel = state.name_in(Language::Fr).starts_with(|c: char| "AEIOUÉÎ".contains(c));
        assert!(!(vowel && (state.french.starts_with("le ") || state.french.starts_with("la "))), "{state:?}");
        assert!(vowel || !state.french.starts_with("l’"), "{state:?}");
        assert!(!state.french.contains('\''), "{state:?}");
        // "a" stands before the name in Spanish letters, and "a el" is not Spanish.
        assert!(!state.spanish.starts_with("el "), "{state:?}");
    }
    for (code, spanish) in
        [("DE", "Alemania"), ("PL", "Polonia"), ("NL", "los Países Bajos"), ("CI", "Costa de Marfil"), ("ZW", "Zimbabue")]
    {
        assert_eq!(DIRECTORY.state(&iso2(code)).unwrap().spanish, spanish);
    }
    for (code, in_sentence, listed) in [
        ("FR", "la France", "France"),
        ("JP", "le Japon", "Japon"),
        ("AO", "l’Angola", "Angola"),
        ("BS", "les Bahamas", "Bahamas"),
        ("CU", "Cuba", "Cuba"),
        ("IL", "Israël", "Israël"),
        ("US", "les États-Unis", "États-Unis"),
        ("CI", "la Côte d’Ivoire", "Côte d’Ivoire"),
        ("VA", "le Saint-Siège", "Saint-Siège"),
    ] {
        let state = DIRECTORY.state(&iso2(code)).unwrap();
        assert_eq!((state.name_in_sentence(Language::Fr), state.name_in(Language::Fr)), (in_sentence, listed));
    }
    for code in ["VA", "PS", "CK", "NU"] {
        assert!(DIRECTORY.state(&iso2(code)).is_some(), "{code}");
    }
}

/// How many steps of a chess king lie between two states on the map.
fn steps(one: &State, other: &State) -> u8 {
    one.tile.column.abs_diff(other.tile.column).max(one.tile.row.abs_diff(other.tile.row))
}

#[test]
fn on_the_map_every_state_has_a_tile_of_its_own_and_a_phone_can_show_them_all() {
    let taken: BTreeSet<_> = DIRECTORY.states().map(|state| (state.tile.column, state.tile.row)).collect();
    assert_eq!(taken.len(), 197);
    let (columns, rows) =
        taken.iter().fold((0, 0), |(columns, rows), (column, row)| (columns.max(column + 1), rows.max(row + 1)));
    assert_eq!((columns, rows), (27, 19));
    assert!(390 / u16::from(columns) >= 13, "the tiles are too small for a phone of 390 px");
    assert!(taken.iter().any(|tile| tile.0 == 0) && taken.iter().any(|tile| tile.1 == 0), "the map has an empty edge");
}

#[test]
fn on_the_map_nobody_is_far_from_the_own_region() {
    for state in DIRECTORY.states() {
        let nearest = DIRECTORY
            .states()
            .filter(|other| other.region == state.region && other.iso2 != state.iso2)
            .map(|other| steps(state, other))
            .min();
        assert!(nearest <= Some(2), "{} is {nearest:?} steps from the rest of {}", state.iso2, state.region.label());
    }
}

#[test]
fn on_the_map_neighbours_lie_near_neighbours() {
    for pair in [
        "CA US", "US MX", "HT DO", "CO VE", "BR PY", "BO PE", "CL AR", "PT ES", "ES AD", "AD FR", "FR BE", "NL DE", "DE PL",
        "IE GB", "NO SE", "SE FI", "EE LV", "LV LT", "PL LT", "UA MD", "BY UA", "AL GR", "BG RO", "IT VA", "MA DZ", "LY EG",
        "EG IL", "SN GM", "NG CM", "KE TZ", "ZA LS", "MZ ZW", "TR GR", "TR SY", "AE OM", "IN BD", "IN LK", "PK AF", "CN MN",
        "KP KR", "LA VN", "ID TL", "ID PG", "FJ TO", "NU CK",
    ] {
        let (one, other) = pair.split_once(' ').unwrap();
        assert_eq!(steps(DIRECTORY.state(&iso2(one)).unwrap(), DIRECTORY.state(&iso2(other)).unwrap()), 1, "{pair}");
    }
}

#[test]
fn on_the_map_west_is_left_and_north_is_up() {
    let tile = |code: &str| DIRECTORY.state(&iso2(code)).unwrap().tile;
    for eastward in
        ["US IE DE BY KZ CN JP", "PE BR SN NG SO IN VN PH", "CL ZA MG AU NZ", "CU PT IT GR TR IR PK", "AG CV", "MA EG SA AE"]
    {
        let columns: Vec<u8> = eastward.split(' ').map(|code| tile(code).column).collect();
        assert!(columns.is_sorted_by(|west, east| west < east), "{eastward}: {columns:?}");
    }
    for southward in [
        "CA US MX HN CR PA CO PE CL",
        "NO DK DE CH IT MT TN NE CM GA NA ZA",
        "FI EE LV LT RO BG GR EG SD",
        "KZ UZ IR SA YE SO TZ MZ",
        "MN CN TH MY ID AU NZ",
    ] {
        let rows: Vec<u8> = southward.split(' ').map(|code| tile(code).row).collect();
        assert!(rows.is_sorted_by(|north, south| north < south), "{southward}: {rows:?}");
    }
}

#[test]
fn every_treaty_has_its_names_in_every_language() {
    for treaty in DIRECTORY.treaties() {
        let names = Language::ALL.map(|language| treaty.name(language));
        for (language, name) in Language::ALL.into_iter().zip(names) {
            assert_eq!(language.without_article(&name.in_sentence), name.short);
            assert_ne!(name.in_sentence, name.short, "an article stands before it");
        }
        let different: BTreeSet<_> = names.iter().map(|name| &name.short).collect();
        assert_eq!(different.len(), Language::ALL.len(), "{names:?}");
    }
}

#[test]
fn every_state_has_a_row_under_each_treaty_with_its_source_and_day() {
    assert_eq!(DIRECTORY.treaties().len(), 2);
    for treaty in DIRECTORY.treaties() {
        assert!(!treaty.source.is_empty());
        for state in DIRECTORY.states() {
            let row = DIRECTORY.membership(&treaty.id, &state.iso2).unwrap_or_else(|| panic!("{} {}", treaty.id, state.iso2));
            assert!(!row.source.is_empty() && row.as_of.len() >= 4, "{row:?}");
        }
    }
}

#[test]
fn under_the_mine_ban_treaty_161_parties_and_36_others_make_197() {
    let sums = sums("mbt", edition());
    assert_eq!(sums[&Status::Party], 161);
    assert_eq!(sums[&Status::NotParty], 31);
    assert_eq!(sums[&Status::Withdrawn], 5);
    assert_eq!(sums.get(&Status::Signatory), None, "the last signatory ratified in March 2025");
}

#[test]
fn on_1_december_2025_the_mine_ban_treaty_had_the_166_parties_that_its_campaign_counted() {
    assert_eq!(sums("mbt", date("2025-12-01"))[&Status::Party], 166);
}

#[test]
fn under_the_cluster_convention_112_parties_12_signatories_and_73_others_make_197() {
    let sums = sums("ccm", edition());
    assert_eq!(sums[&Status::Party], 112);
    assert_eq!(sums[&Status::Signatory], 12);
    assert_eq!(sums[&Status::NotParty] + sums[&Status::Withdrawn], 73);
    assert_eq!(sums[&Status::Withdrawn], 1, "Lithuania");
}

#[test]
fn on_1_august_2025_the_cluster_convention_had_the_111_parties_that_its_campaign_counted() {
    assert_eq!(sums("ccm", date("2025-08-01"))[&Status::Party], 111);
}

#[test]
fn withdrawals_take_effect_by_themselves_on_their_day() {
    assert_eq!(status("mbt", "EE", "2025-12-01"), Status::Party);
    assert_eq!(status("mbt", "EE", "2026-01-01"), Status::Withdrawn);
    for (state, last, first) in [
        ("EE", "2025-12-26", "2025-12-27"),
        ("LV", "2025-12-26", "2025-12-27"),
        ("LT", "2025-12-26", "2025-12-27"),
        ("FI", "2026-01-09", "2026-01-10"),
        ("PL", "2026-02-19", "2026-02-20"),
    ] {
        assert_eq!(status("mbt", state, last), Status::Party, "{state}");
        assert_eq!(status("mbt", state, first), Status::Withdrawn, "{state}");
    }
    assert_eq!(status("ccm", "LT", "2025-03-05"), Status::Party);
    assert_eq!(status("ccm", "LT", "2025-03-06"), Status::Withdrawn);
}

#[test]
fn a_state_that_never_did_anything_has_a_row_without_events() {
    let row = DIRECTORY.membership(&treaty("mbt"), &iso2("US")).unwrap();
    assert!(row.events.is_empty() && !row.source.is_empty());
    assert_eq!(status("mbt", "US", EDITION), Status::NotParty);
    assert_eq!(status("mbt", "UA", EDITION), Status::Party, "a withdrawal cannot take effect in war");
}

#[test]
fn nobody_joined_before_the_treaty_was_adopted_or_signed_after_it_was_closed() {
    for treaty in DIRECTORY.treaties() {
        for state in DIRECTORY.states() {
            for event in &DIRECTORY.membership(&treaty.id, &state.iso2).unwrap().events {
                assert!(event.on > treaty.adopted_on && event.on <= edition(), "{} {} {event:?}", treaty.id, state.iso2);
                assert!(
                    event.act != Act::Signed || event.on < treaty.closed_for_signature_on,
                    "{} {} {event:?}",
                    treaty.id,
                    state.iso2
                );
            }
        }
    }
}

#[test]
fn notes_are_for_the_public() {
    for treaty in DIRECTORY.treaties() {
        for state in DIRECTORY.states() {
            if let Some(note) = &DIRECTORY.membership(&treaty.id, &state.iso2).unwrap().note {
                assert!(note.ends_with('.') && note.len() < 300 && !note.contains(".csv"), "{note}");
            }
        }
    }
    for state in ["UA", "LB", "MH", "TO"] {
        assert!(DIRECTORY.membership(&treaty("mbt"), &iso2(state)).unwrap().note.is_some(), "{state}");
    }
}

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

fn members() -> impl Iterator<Item = &'static Target> {
    DIRECTORY.targets().iter().filter(|target| target.kind() == TargetKind::Congress)
}

fn missions_to_the_us() -> impl Iterator<Item = &'static Target> {
    DIRECTORY.targets().iter().filter(|target| matches!(&target.office, Office::Mission { to, .. } if *to == Iso2::us()))
}

fn us_missions() -> impl Iterator<Item = &'static Target> {
    DIRECTORY.targets().iter().filter(|target| matches!(&target.office, Office::Mission { of, .. } if *of == Iso2::us()))
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
fn nobody_else_than_the_five_delegates_and_the_resident_commissioner_sits_for_a_territory() {
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

#[test]
fn a_state_has_a_mission_to_the_united_states_or_a_reason_why_not() {
    let missing = DIRECTORY.absences();
    let to_us: BTreeSet<&str> = missing.iter().filter(|row| row.to == Iso2::us()).map(|row| row.of.as_str()).collect();
    assert_eq!(to_us, BTreeSet::from(["AF", "BT", "CK", "IR", "KP", "NU", "PS", "SY", "VE"]));
    let reason = |of: &str| missing.iter().find(|row| row.of.as_str() == of).unwrap().reason.as_str();
    assert!(reason("SY").ends_with("whether it is open is not confirmed."), "{}", reason("SY"));
    assert!(missing.iter().all(|row| row.to.as_str() != "VE"), "the embassy in Caracas is open again");
    assert_eq!(missions_to_the_us().count() + to_us.len(), 196);
    assert_eq!(us_missions().count() + missing.len() - to_us.len(), 196);
    for row in missing {
        assert!(row.reason.ends_with('.') && !row.source.is_empty(), "{row:?}");
    }
}

#[test]
fn missions_in_washington_and_new_york_are_domestic_mail_and_so_is_the_diplomatic_pouch() {
    for target in missions_to_the_us() {
        let address = target.address.as_ref().unwrap();
        assert_eq!(address.country, Iso2::us());
        let last = address.lines.last().unwrap();
        assert!(last.starts_with("Washington DC 200") || last.starts_with("New York NY 10"), "{last}");
    }
    let abroad: Vec<_> =
        us_missions().filter(|target| target.address.as_ref().is_none_or(|address| address.country != Iso2::us())).collect();
    for target in us_missions().filter(|target| !abroad.iter().any(|other| other.id == target.id)) {
        assert!(target.address.as_ref().unwrap().lines[1].starts_with("Washington DC 20521"), "{:?}", target.address);
    }
    let abroad: Vec<_> = abroad.iter().map(|target| target.id.as_str()).collect();
    assert_eq!(abroad, ["mission-us-cr", "mission-us-mv", "mission-us-sc", "mission-us-sb", "mission-us-so"]);
    let albania = target("mission-us-al").address.as_ref().unwrap();
    assert_eq!(albania.lines, ["9510 Tirana Place", "Washington DC 20521-9510"]);
}

#[test]
fn of_169_embassies_abroad_160_are_also_reached_by_the_post_of_their_country() {
    let (with, without): (Vec<_>, Vec<_>) = us_missions().partition(|target| !target.other_addresses.is_empty());
    assert_eq!((with.len(), without.len()), (160, 9));
    let without: Vec<_> = without.iter().map(|target| target.id.as_str()).collect();
    // No street is known in Libya, Russia, Saudi Arabia, Somalia and Venezuela; of four others it is the only address.
    for code in ["ly", "ru", "sa", "so", "ve", "cr", "mv", "sc", "sb"] {
        assert!(without.contains(&format!("mission-us-{code}").as_str()), "{code}");
    }
    for target in with {
        let [street] = target.other_addresses.as_slice() else { panic!("{} has several", target.id) };
        assert_eq!((street.id.as_str(), street.as_of, &street.source), ("street", target.as_of, &target.source));
        assert_ne!(Some(&street.address), target.address.as_ref());
        let Office::Mission { to, .. } = &target.office else { panic!("{} is no mission", target.id) };
        let stands_in = DIRECTORY.state(&street.address.country).unwrap();
        assert!(stands_in.iso2 == *to || (to.as_str(), stands_in.iso2.as_str()) == ("VA", "IT"), "{}", target.id);
        assert_eq!(street.label, format!("The embassy’s address in {}", stands_in.in_sentence));
        for line in &street.address.lines {
            assert!(!line.is_empty() && line.chars().count() <= LINE_MAX && !line.contains(['(', ')', '|']), "{line}");
        }
        assert!(street.address.lines.len() >= 2, "{}", target.id);
    }
    assert!(
        DIRECTORY
            .targets()
            .iter()
            .filter(|target| target.country() != Iso2::us())
            .all(|target| target.other_addresses.is_empty())
    );
}

#[test]
fn an_embassy_s_own_address_is_abroad_and_its_pouch_is_not() {
    let bahamas = target("mission-us-bs");
    let street = &bahamas.other_addresses[0].address;
    assert_eq!(
        street.envelope(&["The Ambassador".into()], &Iso2::us()),
        ["The Ambassador", "42 Queen Street", "Nassau", "BAHAMAS"]
    );
    let pouch = bahamas.address.as_ref().unwrap();
    assert_eq!(pouch.envelope(&[], &Iso2::us()), ["3370 Nassau Place", "Washington DC 20521-3370"]);
    assert_eq!(Stamp::of(&Iso2::us(), &street.country, true), Stamp::GlobalForever);
    assert_eq!(Stamp::of(&Iso2::us(), &pouch.country, true), Stamp::Postcard);
    let holy_see = &target("mission-us-va").other_addresses[0];
    assert_eq!(holy_see.label, "The embassy’s address in Italy");
    assert_eq!(holy_see.address.envelope(&[], &Iso2::us()), ["Via Sallustiana, 49", "00187 Rome", "ITALY"]);
}

#[test]
fn the_last_line_of_an_envelope_names_the_country_in_full() {
    for state in DIRECTORY.states() {
        for name in [&state.name, &state.in_sentence] {
            let country_name = name.clone();
            let address = Address { lines: vec!["1 Road".into(), "Town".into()], country: state.iso2.clone(), country_name };
            let elsewhere = if state.iso2 == iso2("CA") { iso2("DE") } else { iso2("CA") };
            let last = address.envelope(&[], &elsewhere).pop().unwrap();
            let congo = state.iso2 == iso2("CG");
            let full = if congo { "REPUBLIC OF THE CONGO".to_owned() } else { state.name.to_uppercase() };
            assert_eq!(last, full, "without its article");
            assert!(last.chars().count() >= 4 && !last.contains(['.', '&', '(']), "{last} is abbreviated");
            assert_eq!(address.envelope(&[], &state.iso2).len(), 2, "{last} is not written at home");
        }
    }
}

#[test]
fn it_is_known_of_every_state_how_its_addresses_are_written() {
    let parts = PostalParts { lines: vec!["1 Road".into()], town: "Town".into(), ..PostalParts::default() };
    for state in DIRECTORY.states() {
        let lines = parts.lines_for(&state.iso2).unwrap();
        assert_eq!(lines.len(), 2, "{}: {lines:?}", state.iso2);
    }
}

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
fn every_line_of_an_address_fits_on_a_card() {
    for target in DIRECTORY.targets() {
        for line in target.address.iter().flat_map(|address| &address.lines) {
            assert!(!line.is_empty() && line.chars().count() <= 45, "{} {line}", target.id);
        }
        assert!(target.address.as_ref().is_none_or(|address| address.lines.len() >= 2), "{}", target.id);
    }
}

#[test]
fn names_are_written_as_on_an_envelope() {
    for target in DIRECTORY.targets() {
        if let Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } = &target.holder {
            assert!(full.contains(last.as_str()) || last == "Al-Sabah", "{full}: {last}");
            let shouted = full.split_whitespace().find(|word| {
                word.chars().filter(|c| c.is_alphabetic()).count() > 2
                    && !word.chars().any(char::is_lowercase)
                    && !matches!(*word, "III")
            });
            assert_eq!(shouted, None, "{full}");
        }
    }
    for (id, expected_full, expected_last) in [
        ("mission-al-us", "Ervin Bushati", "Bushati"),
        ("mission-ao-us", "Agostinho de Carvalho dos Santos Van-Dúnem", "Van-Dúnem"),
        ("mission-cv-us", "Jose Luis do Livramento Monteiro Alves de Brito", "Monteiro Alves de Brito"),
        ("mission-cn-us", "Xie Feng", "Xie"),
        ("mission-co-us", "Daniel García-Peña Jaramillo", "García-Peña Jaramillo"),
        ("mission-hr-us", "Pjer Šimunović", "Šimunović"),
        ("mission-us-th", "Sean O’Neill", "O’Neill"),
        ("mission-us-co", "John McNamara", "McNamara"),
        ("mission-us-bw", "Howard A. Van Vranken", "Van Vranken"),
        ("mission-us-va", "Brian Francis Burch II", "Burch"),
    ] {
        match &target(id).holder {
            Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } => {
                assert_eq!((full.as_str(), last.as_str()), (expected_full, expected_last));
            }
            Holder::Uncertain { .. } | Holder::Unnamed => panic!("{id} has nobody"),
        }
    }
}

#[test]
fn who_leads_a_mission_is_ambassador_charge_or_unnamed() {
    assert!(matches!(target("mission-ee-us").holder, Holder::Named { .. }));
    assert!(matches!(target("mission-pl-us").holder, Holder::ChargeDAffaires { .. }));
    assert_eq!(target("mission-st-us").holder, Holder::Unnamed);
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
    let audience: Vec<_> = DIRECTORY
        .targets()
        .iter()
        .filter(|target| {
            Audience::MissionsOfOutsiders.includes(target, DIRECTORY.status(&treaty("ccm"), &target.country(), edition()))
        })
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

#[test]
fn every_target_is_addressed_in_every_language_without_a_gap() {
    for target in DIRECTORY.targets() {
        for language in Language::ALL {
            let forms = forms(target, language);
            let end = if language == Language::Fr { ',' } else { ':' };
            assert!(!format!("{forms:?}").contains(['<', '>']), "{forms:?}");
            assert!(
                forms.salutation.ends_with(end) && !forms.salutation.contains("  ") && !forms.salutation.contains(" :"),
                "{forms:?}"
            );
            assert!(forms.close.ends_with(',') && forms.envelope.iter().all(|line| !line.trim().is_empty()), "{forms:?}");
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table, a row for each kind of target")]
fn real_targets_are_addressed_as_protocol_wants_it() {
    // Salutation and close in each language.
    type Words = [(&'static str, &'static str); 3];
    const EXCELLENCY: Words = [
        ("Your Excellency:", "Respectfully,"),
        ("Excelencia:", "Con todo respeto,"),
        ("Excellence,", "Avec ma très haute considération,"),
    ];
    const CHARGE: Words = [
        ("Dear Chargé d’Affaires:", "Respectfully,"),
        ("A la Encargaduría de Negocios:", "Con todo respeto,"),
        ("Madame, Monsieur,", "Avec ma très haute considération,"),
    ];
    let plain = |english, spanish, french| -> Words {
        [(english, "Sincerely,"), (spanish, "Atentamente,"), (french, "Avec ma considération distinguée,")]
    };
    let member = |english, spanish: &'static str| {
        let chamber = if spanish.ends_with("Senado:") {
            "Honorable membre du Sénat,"
        } else {
            "Honorable membre de la Chambre des représentants,"
        };
        plain(english, spanish, chamber)
    };
    for (id, envelope, words) in [
        (
            "congress-S000033",
            "The Honorable Bernard Sanders / United States Senate",
            member("Dear Senator Sanders:", "Honorable Sanders, miembro del Senado:"),
        ),
        (
            "congress-V000128",
            "The Honorable Chris Van Hollen / United States Senate",
            member("Dear Senator Van Hollen:", "Honorable Van Hollen, miembro del Senado:"),
        ),
        (
            "congress-K000383",
            "The Honorable Angus S. King, Jr. / United States Senate",
            member("Dear Senator King:", "Honorable King, miembro del Senado:"),
        ),
        (
            "congress-W000797",
            "The Honorable Debbie Wasserman Schultz / U.S. House of Representatives",
            member("Dear Representative Wasserman Schultz:", "Honorable Wasserman Schultz, miembro de la Cámara:"),
        ),
        (
            "congress-G000607",
            "The Honorable James Gallagher / U.S. House of Representatives",
            member("Dear Representative Gallagher:", "Honorable Gallagher, miembro de la Cámara:"),
        ),
        (
            "congress-N000147",
            "The Honorable Eleanor Holmes Norton / U.S. House of Representatives",
            member("Dear Delegate Norton:", "Honorable Norton, miembro de la Cámara:"),
        ),
        (
            "congress-H001103",
            "The Honorable Pablo José Hernández / U.S. House of Representatives",
            member("Dear Commissioner Hernández:", "Honorable Hernández, miembro de la Cámara:"),
        ),
        (
            "mission-al-us",
            "H.E. Ervin Bushati / Ambassador of the Republic of Albania / Embassy of the Republic of Albania",
            EXCELLENCY,
        ),
        (
            "mission-bs-us",
            "H.E. Wendall Kermith Jones / Ambassador of the Commonwealth of The Bahamas / Embassy of the Commonwealth of The Bahamas",
            EXCELLENCY,
        ),
        ("mission-ca-us", "H.E. Mark Wiseman / Ambassador of Canada / Embassy of Canada", EXCELLENCY),
        ("mission-cz-us", "H.E. Miloslav Stašek / Ambassador of the Czech Republic / Embassy of the Czech Republic", EXCELLENCY),
        (
            "mission-gy-us",
            "H.E. Samuel Archibald Hinds / Ambassador of the Co-operative Republic of Guyana / Embassy of the Co-operative Republic of Guyana",
            EXCELLENCY,
        ),
        (
            "mission-ws-us",
            "H.E. Pa’olelei Luteru / Ambassador of the Independent State of Samoa / Permanent Mission of the Independent State of Samoa to the United Nations",
            EXCELLENCY,
        ),
        (
            "mission-va-us",
            "H.E. Archbishop Gabriele Caccia / Apostolic Nuncio / Apostolic Nunciature of the Holy See",
            EXCELLENCY,
        ),
        (
            "mission-st-us",
            "The Ambassador of the Democratic Republic of Sao Tome and Principe / Permanent Mission of the Democratic Republic of Sao Tome and Principe to the United Nations",
            EXCELLENCY,
        ),
        ("mission-pl-us", "Bogdan Adam Klich / Chargé d’Affaires a.i. / Embassy of the Republic of Poland", CHARGE),
        ("mission-cu-us", "Lianys Torres Rivera / Chargé d’Affaires a.i. / Embassy of the Republic of Cuba", CHARGE),
        (
            "mission-us-mx",
            "The Honorable Ronald D. Johnson / Ambassador of the United States of America / Embassy of the United States in Mexico",
            plain("Dear Ambassador Johnson:", "Excelencia:", "Excellence,"),
        ),
        (
            "mission-us-va",
            "The Honorable Brian Francis Burch II / Ambassador of the United States of America / Embassy of the United States to the Holy See",
            plain("Dear Ambassador Burch:", "Excelencia:", "Excellence,"),
        ),
        (
            "mission-us-ws",
            "The Ambassador of the United States of America / Embassy of the United States in Samoa",
            plain("Dear Ambassador:", "Excelencia:", "Excellence,"),
        ),
        (
            "mission-us-al",
            "Nancy Vanhorn / Chargé d’Affaires a.i. / Embassy of the United States in Albania",
            plain("Dear Chargé d’Affaires:", "A la Encargaduría de Negocios:", "Madame, Monsieur,"),
        ),
    ] {
        for (language, (salutation, close)) in Language::ALL.into_iter().zip(words) {
            let forms = forms(target(id), language);
            assert_eq!(forms.envelope.join(" / "), envelope);
            assert_eq!((forms.salutation.as_str(), forms.close.as_str()), (salutation, close), "{id}");
        }
    }
}

#[test]
fn the_nuncio_is_called_one_in_a_list_too() {
    assert_eq!(target("mission-va-us").office_line(), "Apostolic Nuncio Archbishop Gabriele Caccia");
    assert_eq!(target("mission-al-us").office_line(), "Ambassador Ervin Bushati");
}

/// What the address says of who reads it, as consular sections name their mailboxes.
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
