//! Our own table of events, and of states that have none.

use super::*;

const HEADER: &str = "treaty,iso2,name,status,signed_on,joined_on,joined_by,left_on,note,source,as_of\n";
const OUTSIDE: &str = "not_party,,,,";

/// A whole table, in which all states are outside but these.
fn table(rows: &[(&str, &str)]) -> String {
    TABLES.states.iter().fold(HEADER.to_owned(), |mut text, state| {
        let code = state.iso2.as_str();
        let what = rows.iter().find(|(row, _)| *row == code).map_or(OUTSIDE, |(_, what)| what);
        let name = &state.name;
        writeln!(text, "ccm,{code},{name},{what},,A source,2026-06-15").unwrap();
        text
    })
}

fn read_with(text: &str, current: &[Membership]) -> Result<TreatyRows, Refused> {
    treaty_csv(text.as_bytes(), &TABLES.treaties, &TABLES.states, current)
}

fn read(text: &str) -> Result<TreatyRows, Refused> {
    read_with(text, &[])
}

/// The error about the row of Angola, when it says this.
fn angola(what: &str) -> String {
    refused(read(&table(&[("AO", what)])))
}

#[test]
fn a_table_of_every_state_is_taken_with_its_sources() {
    let rows = read(&table(&[
        ("AL", "party,2008-12-03,2009-06-16,ratification,"),
        ("AO", "signatory,2008-12-03,,,"),
        ("CU", "party,,2016-04-06,accession,"),
        ("LT", "withdrawn,2008-12-03,2011-03-24,ratification,2025-03-06"),
    ]))
    .unwrap();
    assert_eq!(rows.memberships.len(), 197);
    assert_eq!(
        acts(of(&rows, "LT")),
        [on("2008-12-03", Act::Signed), on("2011-03-24", Act::Joined(JoinedBy::Ratification)), on("2025-03-06", Act::Withdrew)]
    );
    assert_eq!(acts(of(&rows, "CU")), [on("2016-04-06", Act::Joined(JoinedBy::Accession))]);
    assert_eq!(of(&rows, "AO").status_on(date("2026-06-15")), Status::Signatory);
    assert_eq!(of(&rows, "US").events, []);
    let event = &of(&rows, "AL").events[1];
    assert_eq!((event.source.as_str(), event.as_of.as_str()), ("A source", "2026-06-15"));
    assert_eq!((&rows.to_decide, &rows.notes), (&Vec::new(), &Vec::new()));
}

#[test]
fn a_byte_order_mark_line_ends_of_windows_and_other_orders_of_columns_are_taken() {
    let text = format!("\u{feff}{}", table(&[("AO", "signatory,2008-12-03,,,")]).replace('\n', "\r\n"));
    assert_eq!(read(&text), read(&table(&[("AO", "signatory,2008-12-03,,,")])));
}

#[test]
fn a_status_that_its_days_do_not_bear_out_is_refused() {
    let line = TABLES.states.iter().position(|state| state.iso2.as_str() == "AO").unwrap() + 2;
    for (what, column, reason) in [
        ("party,2008-12-03,,,", "joined_on", "this must be filled in where the status is party"),
        ("party,,2009-06-16,,", "joined_by", "say how it joined: ratification, accession, acceptance, approval or succession"),
        ("party,,2009-06-16,treaty,", "joined_by", "this must be ratification, accession, acceptance, approval or succession"),
        ("party,,2009-06-16,accession,2025-01-01", "left_on", "this must be empty where the status is party"),
        ("signatory,,,,", "signed_on", "this must be filled in where the status is signatory"),
        ("signatory,2008-12-03,2009-06-16,ratification,", "joined_on", "this must be empty where the status is signatory"),
        ("not_party,2008-12-03,,,", "signed_on", "this must be empty where the status is not_party"),
        ("withdrawn,,2009-06-16,accession,", "left_on", "this must be filled in where the status is withdrawn"),
        ("withdrawn,,,,2025-01-01", "joined_on", "say when and how it had joined, as that is not known here"),
        ("party,2009-06-16,2008-12-03,ratification,", "joined_on", "2008-12-03 is before signed_on, which comes first"),
        ("withdrawn,,2009-06-16,accession,2009-06-15", "left_on", "2009-06-15 is before joined_on, which comes first"),
        ("party,,1999-06-16,accession,", "joined_on", "1999-06-16 is before the treaty was adopted, on 2008-05-30"),
        ("party,,2026-06-16,accession,", "joined_on", "2026-06-16 is after 2026-06-15, for which the row says so"),
        ("party,,2026-02-30,accession,", "joined_on", "this must be a day that exists, written as in 2026-06-15"),
        ("joined,,,,", "status", "this must be party, signatory, not_party or withdrawn"),
    ] {
        assert_eq!(angola(what), format!("line {line}, column {column}: {reason}"), "{what}");
    }
}

#[test]
fn a_withdrawal_may_be_told_before_its_day() {
    let rows = read(&table(&[("AO", "withdrawn,,2009-06-16,accession,2027-01-01")])).unwrap();
    assert_eq!(of(&rows, "AO").status_on(date("2026-12-31")), Status::Party);
    assert_eq!(of(&rows, "AO").status_on(date("2027-01-01")), Status::Withdrawn);
}

#[test]
fn a_day_left_open_is_taken_from_what_is_known_and_else_asked_for() {
    let text = table(&[("VU", "party,,2025-09,accession,"), ("LT", "withdrawn,2008-12-03,,,2025-03-06")]);
    let current = [
        known("VU", vec![event("2025-09-05", Act::Joined(JoinedBy::Accession))]),
        known("LT", vec![event("2008-12-03", Act::Signed), event("2011-03-24", Act::Joined(JoinedBy::Ratification))]),
    ];
    let rows = read_with(&text, &current).unwrap();
    assert_eq!(of(&rows, "VU").events, current[0].events, "with the source that said it");
    assert_eq!(
        acts(of(&rows, "LT"))[1..],
        [on("2011-03-24", Act::Joined(JoinedBy::Ratification)), on("2025-03-06", Act::Withdrew)]
    );
    let errors = read(&text).unwrap_err().errors;
    let reasons: Vec<&str> = errors.iter().map(|error| error.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "say when and how it had joined, as that is not known here",
            "say the day, as in 2025-09-05; 2025-09 leaves it open, and it is not known here"
        ]
    );
}

#[test]
fn a_state_that_joined_again_keeps_its_history() {
    let before = vec![event("2011-03-24", Act::Joined(JoinedBy::Ratification)), event("2025-03-06", Act::Withdrew)];
    let text = table(&[("LT", "party,,2026-03-01,accession,")]);
    let rows = read_with(&text, &[known("LT", before)]).unwrap();
    assert_eq!(of(&rows, "LT").status_on(date("2012-01-01")), Status::Party);
    assert_eq!(of(&rows, "LT").status_on(date("2025-12-01")), Status::Withdrawn);
    assert_eq!(of(&rows, "LT").status_on(date("2026-03-01")), Status::Party);
}

#[test]
fn a_table_that_is_older_than_what_is_known_undoes_nothing() {
    let withdrew = Event { as_of: "2025-03-06".to_owned(), ..event("2025-03-06", Act::Withdrew) };
    let left = known("LT", vec![event("2011-03-24", Act::Joined(JoinedBy::Ratification)), withdrew]);
    let text = table(&[("LT", "party,,2011-03-24,ratification,")]);
    let of_day = |day: &str| read_with(&text.replace(",2026-06-15\n", &format!(",{day}\n")), std::slice::from_ref(&left));
    let error = refused(of_day("2024-06"));
    assert!(error.contains("as_of: the row says what was so on 2024-06, and left_on 2025-03-06 is known since"), "{error}");
    assert_eq!(acts(of(&of_day("2025-03-06").unwrap(), "LT")).len(), 1, "who knows of it may take it back");
}

#[test]
fn codes_of_other_lists_are_refused_with_what_to_write() {
    for (code, reason) in [
        ("TP", "TP is the former code of Timor-Leste: write TL"),
        ("UK", "UK is how the European Union writes the United Kingdom: write GB"),
        ("EL", "EL is how the European Union writes Greece: write GR"),
        ("XK", "Kosovo (XK) is not in the list of 197: leave the row out"),
        ("ZZ", "ZZ is not in the list of 197"),
        ("us", "A country code is two capital letters, for instance NU."),
    ] {
        let error = refused(read(&format!("{HEADER}ccm,{code},,{OUTSIDE},,A source,2026\n")));
        assert_eq!(error, format!("line 2, column iso2: {reason}"));
    }
}

#[test]
fn a_state_is_there_once_and_a_treaty_is_known() {
    let twice = table(&[]) + "ccm,AF,Afghanistan,not_party,,,,,,A source,2026\n";
    assert_eq!(refused(read(&twice)), "line 199, column iso2: Afghanistan has a row for ccm already, on line 2");
    let other = format!("{HEADER}npt,AF,,{OUTSIDE},,A source,2026\n");
    assert_eq!(refused(read(&other)), "line 2, column treaty: this treaty is not known here; the treaties are mbt, ccm");
}

#[test]
fn a_table_that_was_cut_short_is_refused() {
    let whole = table(&[]);
    let at_a_line: String = whole.split_inclusive('\n').take(100).collect();
    let error = refused(read(&at_a_line));
    assert!(error.starts_with("iso2: ccm has 99 of 197 states; a row is needed for each"), "{error}");
    for cut in [HEADER.len() + 10, whole.len() - 5] {
        let errors = read(&whole[..cut]).unwrap_err().errors;
        assert!(errors.iter().any(|error| error.reason.contains("cut short")), "{errors:?}");
    }
    assert_eq!(refused(read(HEADER)), "there is no row in it");
    assert!(read("").is_err());
}

#[test]
fn another_header_and_what_is_not_utf_8_are_refused() {
    let error = refused(read(&table(&[]).replacen("joined_on", "joined", 1)));
    assert!(error.starts_with("line 1, column header: there is no column joined_on; the file must have treaty, iso2"), "{error}");
    let mut bytes = table(&[]).into_bytes();
    bytes[HEADER.len() + 8] = 0xff;
    let error = refused(treaty_csv(&bytes[..], &TABLES.treaties, &TABLES.states, &[]));
    assert!(error.starts_with("line 2") && error.contains("UTF-8"), "{error}");
}

#[test]
fn the_built_in_memberships_come_back_as_they_went() {
    let text = written(&TABLES.memberships);
    let rows = read_with(&text, &[]).unwrap();
    assert_eq!(rows.memberships.len(), TABLES.memberships.len());
    for row in &rows.memberships {
        let built_in =
            TABLES.memberships.iter().find(|built_in| (&built_in.treaty, &built_in.state) == (&row.treaty, &row.state));
        assert_eq!(acts(row), acts(built_in.unwrap()), "{} {}", row.treaty, row.state);
    }
}

/// Memberships in our form.
fn written(memberships: &[Membership]) -> String {
    memberships.iter().fold(HEADER.to_owned(), |mut text, row| {
        let on = |act: fn(Act) -> bool| {
            row.events.iter().find(|event| act(event.act)).map_or(String::new(), |event| event.on.to_string())
        };
        let signed = on(|act| act == Act::Signed);
        let joined = on(|act| matches!(act, Act::Joined(_)));
        let left = on(|act| act == Act::Withdrew);
        let by = row.events.iter().find_map(|event| match event.act {
            Act::Joined(by) => Some(format!("{by:?}").to_lowercase()),
            _ => None,
        });
        let status = row.status_on(date("9999-12-31")).as_str();
        let by = by.unwrap_or_default();
        writeln!(text, "{},{},,{status},{signed},{joined},{by},{left},,A source,2026-06-15", row.treaty, row.state).unwrap();
        text
    })
}

fn any_day() -> impl Strategy<Value = Date> {
    (2009..2026_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn any_events() -> impl Strategy<Value = Vec<Event>> {
    let joined_by = prop_oneof![Just(JoinedBy::Ratification), Just(JoinedBy::Accession), Just(JoinedBy::Succession)];
    (0..5_usize, proptest::collection::vec(any_day(), 3), joined_by).prop_map(|(shape, mut days, by)| {
        days.sort();
        let acts = [Act::Signed, Act::Joined(by), Act::Withdrew];
        let chosen: &[usize] = [&[][..], &[0], &[0, 1], &[1], &[0, 1, 2]][shape];
        chosen.iter().map(|index| event(&days[*index].to_string(), acts[*index])).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_states_did_comes_back(events in proptest::collection::vec(any_events(), 197)) {
        let memberships: Vec<Membership> =
            TABLES.states.iter().zip(events).map(|(state, events)| known(state.iso2.as_str(), events)).collect();
        let rows = read(&written(&memberships)).unwrap();
        for (row, membership) in rows.memberships.iter().zip(&memberships) {
            prop_assert_eq!(acts(row), acts(membership));
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..400), row in "(ccm|mbt|x),[A-Z]{2},,(party|withdrawn|signatory)?,[0-9-]{0,10},[0-9-]{0,10},(accession)?,[0-9-]{0,10},,s,2026") {
        let _ = treaty_csv(&bytes[..], &TABLES.treaties, &TABLES.states, &TABLES.memberships);
        let _ = read_with(&format!("{HEADER}{row}\n"), &TABLES.memberships);
    }
}
