//! Members, as a file in any of its three forms has them.

use super::*;

#[test]
fn the_three_forms_say_the_same() {
    let json = members(JSON, Form::Json);
    assert_eq!(json.members.len(), 4);
    assert_eq!(members(YAML, Form::Yaml), json);
    let mut without_leaders = json.members;
    for target in &mut without_leaders {
        if let Office::Congress(seat) = &mut target.office {
            seat.leads_as = None;
        }
    }
    assert_eq!(members(CSV, Form::Csv).members, without_leaders);
}

#[test]
fn a_member_is_taken_with_the_last_term_and_the_leadership_office_held_now() {
    let congress = members(JSON, Form::Json);
    let ada = member(&congress, "congress-A000901");
    let chamber = Chamber::Senate { class: 1 };
    let leads_as = Some("Senate Majority Leader".to_owned());
    assert_eq!(ada.seat(), Some(&Seat { state: "VT".into(), chamber, party: "Independent".into(), leads_as }));
    assert_eq!(ada.holder, Holder::Named { full: "Ada Q. Arden".into(), last: "Arden".into() });
    assert_eq!(ada.address.as_ref().unwrap().lines, ["511 Hart Senate Office Building", "Washington DC 20510"]);
    assert_eq!(ada.phone.as_deref(), Some("+1 202-555-0101"));
    assert_eq!(
        (ada.source.as_str(), ada.as_of, ada.valid_until),
        (about().source.as_str(), about().as_of, "2031-01-03".parse().ok())
    );
    assert_eq!((&ada.email, &ada.note, ada.left_on), (&None, &None, None));

    let bo = member(&congress, "congress-B000902");
    assert_eq!(bo.holder, Holder::Named { full: "Bo T. Brook Jr.".into(), last: "Brook".into() });
    assert_eq!(bo.seat().unwrap().leads_as, None, "an office that ended in 2023");
    assert_eq!(bo.address.as_ref().unwrap().lines[1], "Washington DC 20515-4802");

    let dov = member(&congress, "congress-D000904");
    assert_eq!((&dov.address, &dov.phone, &dov.web_form), (&None, &None, &None));
}

#[test]
fn what_else_a_list_calls_a_member_is_kept_to_be_found_by() {
    let text = with(JSON, r#""suffix": "Jr.""#, r#""suffix": "Jr.", "nickname": "Buddy""#);
    let congress = members(&text, Form::Json);
    let others = |id| member(&congress, id).other_names.clone();
    assert_eq!(others("congress-A000901"), ["Ada Quill Arden"], "the name that is shown has an initial");
    assert_eq!(others("congress-B000902"), ["Buddy Brook"]);
    assert_eq!(others("congress-C000903"), ["Celia Inés Cruz Río"]);
    // A table of one's own may lack the column.
    let table = with(CSV, "suffix,nickname,full_name", "suffix,called,full_name");
    assert_eq!(members(&table, Form::Csv).members.len(), 4);
}

#[test]
fn a_delegate_and_a_resident_commissioner_are_told_by_their_territory() {
    let text = with(&with(JSON, r#""state": "WV""#, r#""state": "DC""#), r#""district": 2"#, r#""district": 0"#);
    let congress = members(&text, Form::Json);
    let chamber = |id| member(&congress, id).seat().unwrap().chamber;
    assert_eq!(chamber("congress-B000902"), Chamber::House { district: 0, role: HouseRole::Delegate });
    assert_eq!(chamber("congress-C000903"), Chamber::House { district: 0, role: HouseRole::ResidentCommissioner });
    assert_eq!(chamber("congress-D000904"), Chamber::House { district: 0, role: HouseRole::Representative });
}

#[test]
fn dear_is_followed_by_as_much_of_the_last_name_as_the_member_uses() {
    let celia = Holder::Named { full: "Celia Inés Cruz".into(), last: "Cruz".into() };
    assert_eq!(member(&members(JSON, Form::Json), "congress-C000903").holder, celia);
}

#[test]
fn members_stand_by_the_name_of_their_state_senators_first() {
    let ids: Vec<_> = members(JSON, Form::Json).members.iter().map(|target| target.id.to_string()).collect();
    assert_eq!(ids, ["congress-D000904", "congress-C000903", "congress-A000901", "congress-B000902"]);
}

#[test]
fn who_does_not_serve_on_the_day_of_the_file_is_left_out_and_noted() {
    let notes = |as_of: &str| {
        let about = About { as_of: as_of.parse().unwrap(), ..about() };
        let read = congress(JSON.as_bytes(), Form::Json, &about).unwrap();
        (read.members.len(), read.notes)
    };
    let note = "Left out, as they do not serve on the day of the file: 1 (congress-E000905).";
    assert_eq!(notes("2026-06-15"), (4, vec![note.to_owned()]));
    let (members, said) = notes("2026-06-09");
    assert_eq!(members, 3, "D000904 has not been sworn in");
    let to_come = "Left out, as their term begins later; import the file again then: 1 (congress-D000904 from 2026-06-10).";
    assert!(said.contains(&to_come.to_owned()), "{said:?}");
    assert_eq!(notes("2027-01-03").0, 2, "the terms of two have ended");
}

#[test]
fn with_the_next_term_listed_a_member_has_the_term_of_the_files_day() {
    let next = |from: &str, party: &str| {
        let next = format!(
            r#"{{"type": "sen", "start": "{from}", "end": "2033-01-03", "state": "VT", "class": 3, "party": "{party}"}}"#
        );
        let mut members: Vec<serde_json::Value> = serde_json::from_str(JSON).unwrap();
        members[0]["terms"].as_array_mut().unwrap().push(serde_json::from_str(&next).unwrap());
        serde_json::to_string_pretty(&members).unwrap()
    };
    let listed = next("2027-01-03", "Republican");
    assert_eq!(members(&listed, Form::Json), members(JSON, Form::Json));
    // YAML is a superset of JSON, but for its line end.
    assert_eq!(members(&format!("{listed}\n"), Form::Yaml).members, members(JSON, Form::Json).members);
    let later = About { as_of: "2027-01-03".parse().unwrap(), ..about() };
    let read = congress(listed.as_bytes(), Form::Json, &later).unwrap();
    assert_eq!(member(&read, "congress-A000901").seat().unwrap().party, "Republican");
    let wrong = with(&listed, "\"party\": \"Independent\",\n        \"phone\"", "\"party\": \"\",\n        \"phone\"");
    let error = only(congress(wrong.as_bytes(), Form::Json, &about()));
    assert_eq!((error.column.as_str(), error.reason.as_str()), ("[0].terms[1].party", "this must be filled in"));
}

#[test]
fn members_are_true_until_their_own_term_ends() {
    for (text, form) in [(JSON, Form::Json), (YAML, Form::Yaml), (CSV, Form::Csv)] {
        let read = members(text, form);
        let until = |id: &str| member(&read, id).valid_until.unwrap().to_string();
        // A senator of class 1, a representative, the resident commissioner, and who came in a year and a half late.
        let ends = ["A000901", "B000902", "C000903", "D000904"].map(|id| until(&format!("congress-{id}")));
        assert_eq!(ends, ["2031-01-03", "2027-01-03", "2029-01-03", "2027-01-03"], "{form:?}");
    }
    // An appointed one, whom nobody but the file itself can know.
    let appointed = with(JSON, r#""end": "2031-01-03""#, r#""end": "2026-11-03""#);
    assert_eq!(member(&members(&appointed, Form::Json), "congress-A000901").valid_until, "2026-11-03".parse().ok());
}

#[test]
fn a_term_that_a_special_election_ended_is_kept_until_the_seat_has_a_successor() {
    let appointed = with(JSON, r#""end": "2031-01-03""#, r#""end": "2026-11-03""#);
    let about = About { as_of: "2026-11-27".parse().unwrap(), ..about() };
    let read = congress(appointed.as_bytes(), Form::Json, &about).unwrap();
    assert_eq!((read.members.len(), member(&read, "congress-A000901").valid_until), (4, "2026-11-03".parse().ok()));
    assert_eq!(
        read.notes[0],
        "Ada Q. Arden (congress-A000901) is kept: the term ended on 2026-11-03, and the file has nobody else for the seat. Supporters are told."
    );
    let successor = r#"[{"id": {"bioguide": "F000906"}, "name": {"first": "Fay", "last": "Frost"}, "terms": [{"type": "sen",
        "start": "2026-11-10", "end": "2031-01-03", "state": "VT", "class": 1, "party": "Independent"}]},"#;
    let elected = with(&appointed, "[", successor);
    let read = congress(elected.as_bytes(), Form::Json, &about).unwrap();
    assert!(read.members.iter().all(|target| target.id.as_str() != "congress-A000901") && read.members.len() == 4);
    assert_eq!(member(&read, "congress-F000906").valid_until, "2031-01-03".parse().ok());
    assert_eq!(read.notes, ["Left out, as they do not serve on the day of the file: 2 (congress-E000905, congress-A000901)."]);
}

#[test]
fn whose_next_term_is_listed_already_serves_now_and_goes_on_in_the_same_seat() {
    // The last term of B000902, and after it one more.
    let next = |district: u8| {
        let end = JSON.find("\"end\": \"2027-01-03\"").unwrap();
        let (from, to) = (JSON[..end].rfind('{').unwrap(), end + JSON[end..].find('}').unwrap() + 1);
        let term = with(&JSON[from..to], "2027-01-03", "2029-01-03");
        let term = with(&term, "2025-01-03", "2027-01-03");
        let term = with(&term, "\"district\": 2", &format!("\"district\": {district}"));
        format!("{}, {term}{}", &JSON[..to], &JSON[to..])
    };
    let until = |text: &str, as_of: &str| {
        let about = About { as_of: as_of.parse().unwrap(), ..about() };
        let read = congress(text.as_bytes(), Form::Json, &about).unwrap();
        let brook = member(&read, "congress-B000902");
        (brook.seat().unwrap().district().unwrap().to_string(), brook.valid_until.unwrap().to_string())
    };
    assert_eq!(until(&next(2), "2026-12-20"), ("WV-2".to_owned(), "2029-01-03".to_owned()));
    assert_eq!(until(&next(1), "2026-12-20"), ("WV-2".to_owned(), "2027-01-03".to_owned()), "another seat is another term");
    assert_eq!(until(&next(1), "2027-01-03"), ("WV-1".to_owned(), "2029-01-03".to_owned()));
}

#[test]
fn a_form_on_a_site_of_the_congress_is_reached_encrypted() {
    let congress = members(JSON, Form::Json);
    let page = |id| member(&congress, id).web_form.as_deref().unwrap();
    assert_eq!(page("congress-A000901"), "https://www.arden.senate.gov/contact/?topic=1");
    assert_eq!(page("congress-B000902"), "https://brook.house.gov/contact");
    assert_eq!(page("congress-C000903"), "https://cruz.example", "there is no form");
}

#[test]
fn a_form_that_is_no_page_gives_way_to_the_site_and_a_broken_site_is_refused() {
    for page in
        ["javascript:alert(1)", "http://arden.example/contact", "https://arden.example/a b", "ftp://arden.example", "contact"]
    {
        let read = members(&with(JSON, "http://www.arden.senate.gov/contact/?topic=1", page), Form::Json);
        assert_eq!(member(&read, "congress-A000901").web_form.as_deref(), Some("https://www.arden.senate.gov"), "{page}");
        assert!(read.notes.iter().any(|note| note.contains(page)), "{page}");
        let site = with(JSON, "https://cruz.example", page);
        assert_error(
            &only(congress(site.as_bytes(), Form::Json, &about())),
            begins("C000903"),
            "[2].terms[-1].url",
            "this must be a plain https:// address",
        );
    }
}
