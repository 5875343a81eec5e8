//! Missions to the United States and of the United States, and who leads them.

use super::*;

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
fn missions_in_the_united_states_and_the_diplomatic_pouch_are_domestic_mail() {
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
    assert_eq!(Stamp::of(&Iso2::us(), &street.country, &street.country_name, true), Stamp::GlobalForever);
    assert_eq!(Stamp::of(&Iso2::us(), &pouch.country, &pouch.country_name, true), Stamp::Postcard);
    let holy_see = &target("mission-us-va").other_addresses[0];
    assert_eq!(holy_see.label, "The embassy’s address in Italy");
    assert_eq!(holy_see.address.envelope(&[], &Iso2::us()), ["Via Sallustiana, 49", "00187 Rome", "ITALY"]);
}

#[test]
fn who_leads_a_mission_is_ambassador_charge_or_unnamed() {
    assert!(matches!(target("mission-ee-us").holder, Holder::Named { .. }));
    assert!(matches!(target("mission-pl-us").holder, Holder::ChargeDAffaires { .. }));
    assert_eq!(target("mission-st-us").holder, Holder::Unnamed);
}

#[test]
fn the_nuncio_is_called_one_in_a_list_too() {
    assert_eq!(target("mission-va-us").office_line(), "Apostolic Nuncio Archbishop Gabriele Caccia");
    assert_eq!(target("mission-al-us").office_line(), "Ambassador Ervin Bushati");
}
