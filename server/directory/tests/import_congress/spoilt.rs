//! Any bytes at all: they are taken and sound, or refused.

use super::*;

/// A file with a few bytes of it replaced by others.
fn spoilt(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    (0..text.len(), 0_usize..40, prop::collection::vec(any::<u8>(), 0..40)).prop_map(|(at, out, bytes)| {
        let mut file = text.as_bytes().to_vec();
        let end = (at + out).min(file.len());
        file.splice(at..end, bytes);
        file
    })
}

/// Asserts that a file that was taken is fit to be kept and printed.
fn assert_sound(read: &Congress) {
    for target in &read.members {
        let seat = target.seat().unwrap();
        assert!(US_STATES.iter().any(|state| state.code == seat.state));
        assert!(target.web_form.as_ref().is_none_or(|page| page.starts_with("https://")));
        for line in target.address.iter().flat_map(|address| &address.lines) {
            assert!(!line.is_empty() && line.chars().count() <= 45 && !line.contains(char::is_control), "{line}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for form in [Form::Json, Form::Yaml, Form::Csv] {
            prop_assert!(congress(&bytes[..], form, &about()).is_err());
        }
        prop_assert!(offices(&bytes[..], &about()).is_err());
        prop_assert!(districts(&bytes[..]).is_err());
    }

    #[test]
    fn a_spoilt_file_is_read_or_refused(
        json in spoilt(JSON), yaml in spoilt(YAML), table in spoilt(CSV), office in spoilt(OFFICES), pairs in spoilt(PAIRS),
        relationship in spoilt(RELATIONSHIP),
    ) {
        for (bytes, form) in [(json, Form::Json), (yaml, Form::Yaml), (table, Form::Csv)] {
            match congress(&bytes[..], form, &about()) {
                Ok(read) => assert_sound(&read),
                Err(refused) => prop_assert!(!refused.errors.is_empty()),
            }
        }
        if let Ok(read) = offices(&office[..], &about()) {
            for line in read.offices.iter().flat_map(|(_, office)| &office.address.lines) {
                prop_assert!(!line.is_empty() && line.chars().count() <= 45, "{line}");
            }
        }
        for bytes in [pairs, relationship] {
            if let Ok(read) = districts(&bytes[..]) {
                prop_assert!(read.districts.iter().all(|(_, of)| of.iter().all(|district| district.exists())));
            }
        }
    }

    #[test]
    fn pairs_that_are_written_down_are_read_as_they_were(
        pairs in prop::collection::vec((600_u32..99_500, 0_usize..56, 0_u8..60), 1..60), census in any::<bool>(),
    ) {
        let pairs: Vec<(Zip, District)> = pairs
            .into_iter()
            .filter_map(|(zip, state, number)| {
                let state = &US_STATES[state];
                let number = if state.seats == 1 { 0 } else { 1 + number % state.seats };
                Some((Zip::parse(&format!("{zip:05}")).ok()?, District::new(state.code, number)?))
            })
            .collect();
        prop_assume!(!pairs.is_empty());
        let line = |(zip, district): &(Zip, District)| {
            let (code, fips, number) = (district.state().code, district.state().fips, district.number);
            if census { format!("{fips:02}{number:02}|{zip}\n") } else { format!("{number},{zip},{code},{fips:02}\n") }
        };
        let header = if census { "GEOID_CD119_20|GEOID_ZCTA5_20\n" } else { "cd,zcta,state_abbr,state_fips\n" };
        let text = header.to_owned() + &pairs.iter().map(line).collect::<String>();
        let read = districts(text.as_bytes()).unwrap();
        prop_assert_eq!(read.districts, pairs.into_iter().collect::<Districts>());
        prop_assert_eq!(read.congress, census.then_some(Sitting::new(119)));
    }

    #[test]
    fn a_member_that_is_written_down_is_read_in_each_form(
        first in "[A-Z][a-zé]{1,8}", last in "[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?", state in 0_usize..50, class in 1_u8..=3,
        room in 1_u16..999, phone in "[2-9][0-9]{2}-555-01[0-9]{2}", site in "https://[a-z]{1,9}\\.example",
    ) {
        let (state, address) = (US_STATES[state].code, format!("{room} Hart Senate Office Building Washington DC 20510"));
        let end = Sitting::end_of_class(class, about().as_of);
        let json = format!(
            r#"[{{"id":{{"bioguide":"Z000001"}},"name":{{"first":"{first}","last":"{last}"}},"terms":[{{"type":"sen","start":"2025-01-03","end":"{end}","state":"{state}","class":{class},"party":"Independent","url":"{site}","address":"{address}","phone":"{phone}"}}]}}]"#
        );
        let table = format!(
            "{}\n{last},{first},,,,,,F,sen,{state},,{class},Independent,{site},{address},{phone},,,Z000001,\n",
            CSV.lines().next().unwrap()
        );
        let read = members(&json, Form::Json);
        let [target] = &read.members[..] else { panic!("{read:?}") };
        prop_assert_eq!(&target.holder, &Holder::Named { full: format!("{first} {last}"), last });
        prop_assert_eq!(target.seat().map(|seat| (seat.state.as_str(), seat.chamber)), Some((state, Chamber::Senate { class })));
        prop_assert_eq!(target.phone.clone(), Some(format!("+1 {phone}")));
        prop_assert_eq!(target.web_form.clone(), Some(site));
        prop_assert_eq!(&target.address.as_ref().unwrap().lines[0], &format!("{room} Hart Senate Office Building"));
        prop_assert_eq!(&members(&table, Form::Csv).members, &read.members);
        // JSON is YAML, but for the line end.
        prop_assert_eq!(&members(&format!("{json}\n"), Form::Yaml).members, &read.members);
    }

    #[test]
    fn an_office_that_is_written_down_is_read(
        city in "[A-Z][a-zñ]{1,12}", street in "[1-9][0-9]{0,3} [A-Z][a-z]{1,10} (St\\.|Avenue)", suite in "(Suite [1-9][0-9]{0,2})?",
        building in "([A-Z][a-zé]{1,12} ){0,9}",
    ) {
        let text = format!(
            "{}\nA000901,,,A000901-here,{street},{building},{city},,,,VT,{suite},05401,,\n",
            OFFICES.lines().next().unwrap()
        );
        let read = offices(text.as_bytes(), &about()).unwrap();
        let [(member, office)] = &read.offices[..] else { panic!("{read:?}") };
        prop_assert_eq!((member.as_str(), office.id.as_str()), ("congress-A000901", "here"));
        let lines = &office.address.lines;
        prop_assert!(lines.iter().all(|line| (1..=45).contains(&line.chars().count())), "{lines:?}");
        let (city, street) = (format!("{city} VT 05401"), if suite.is_empty() { street } else { format!("{street}, {suite}") });
        prop_assert_eq!(&lines[lines.len() - 2..], &[street, city]);
        prop_assert_eq!(lines[..lines.len() - 2].join(" "), building.trim());
    }
}
