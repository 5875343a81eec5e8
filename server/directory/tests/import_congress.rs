//! The importers of members, of their offices and of districts, on small made-up files of the shape of those that
//! are published.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its sentences may")]

use std::{
    io::{self, Read},
    path::Path,
};

use directory::import::{About, Congress, Form, ImportError, Map, Offices, RECORD_MAX, Refused, congress, offices};
use domain::{
    district::{Congress as Sitting, District, Districts, Zip},
    state::US_STATES,
    target::{Chamber, Holder, HouseRole, Office, Seat, Target},
};
use proptest::prelude::*;

const JSON: &str = include_str!("upstream/legislators.json");
const YAML: &str = include_str!("upstream/legislators.yaml");
const CSV: &str = include_str!("upstream/legislators.csv");
const OFFICES: &str = include_str!("upstream/offices.csv");
const PAIRS: &str = include_str!("upstream/zccd.csv");
const RELATIONSHIP: &str = include_str!("upstream/cd119-zcta520.txt");

fn about() -> About {
    About { source: "unitedstates/congress-legislators (CC0)".to_owned(), as_of: "2026-06-15".parse().unwrap() }
}

/// What a file says, whatever had to be made of it.
fn districts(input: impl Read) -> Result<Map, Refused> {
    directory::import::districts(input).map(|map| Map { notes: Vec::new(), ..map })
}

fn members(text: &str, form: Form) -> Congress {
    congress(text.as_bytes(), form, &about()).unwrap()
}

fn member<'a>(congress: &'a Congress, id: &str) -> &'a Target {
    congress.members.iter().find(|target| target.id.as_str() == id).unwrap_or_else(|| panic!("there is no {id}"))
}

/// A text with one thing in it changed, which must be there.
fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The only error of a file.
fn only(read: Result<impl Sized, Refused>) -> ImportError {
    match read {
        Ok(_) => panic!("this was taken"),
        Err(Refused { errors, more: 0 }) if errors.len() == 1 => errors[0].clone(),
        Err(refused) => panic!("{refused}"),
    }
}

/// The line on which a text has something.
fn line_of(text: &str, what: &str) -> u64 {
    1 + text.lines().position(|line| line.contains(what)).unwrap() as u64
}

/// The line on which a member of the JSON begins.
fn begins(bioguide: &str) -> u64 {
    line_of(JSON, &format!("\"bioguide\": \"{bioguide}\"")) - 2
}

/// Line, column and the reason's beginning.
fn assert_error(error: &ImportError, line: u64, column: &str, reason: &str) {
    assert_eq!((error.line, error.column.as_str()), (line, column), "{error}");
    assert!(error.reason.starts_with(reason), "{error}");
}

#[test]
fn the_ending_of_a_name_says_how_a_file_is_written() {
    for (name, form) in
        [("a.json", Form::Json), ("a.yaml", Form::Yaml), ("b.c.YML", Form::Yaml), ("/d/legislators-current.csv", Form::Csv)]
    {
        assert_eq!(Form::of(Path::new(name)), Ok(form), "{name}");
    }
    for (name, form) in [("a.json.gz", Form::Json), ("a.jsonl", Form::Json), ("a.NDJSON", Form::Json), ("a.csv.gz", Form::Csv)] {
        assert_eq!(Form::of(Path::new(name)), Ok(form), "{name}");
    }
    for name in ["", "json", "a.xml", "a.gz", "gz"] {
        let error = Form::of(Path::new(name)).unwrap_err();
        assert_eq!(error.to_string(), "The file's name must end in .json, .yaml or .csv, as it says how the file is written.");
    }
}

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
fn a_member_is_taken_with_the_last_term_and_the_office_in_the_leadership_that_is_held_now() {
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
fn a_member_whose_next_term_is_listed_already_has_the_term_that_holds_on_the_day_of_the_file() {
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
fn whose_term_ended_with_a_special_election_is_kept_until_the_file_has_somebody_else_for_the_seat() {
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
fn a_form_that_is_no_page_is_noted_and_the_site_stands_in_its_place_but_a_site_that_is_none_is_refused() {
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

#[test]
fn what_is_wrong_with_a_member_of_a_document_is_said_with_the_line_and_the_path() {
    for (from, to, column, reason) in [
        ("A000901", "A00901", "[0].id.bioguide", "a Bioguide ID is written"),
        ("D000904", "A000901", "[3].id.bioguide", "A000901 stands in this file twice"),
        (
            "\"official_full\": \"Ada Q. Arden\"",
            "\"official_full\": \"A\\u0007da\"",
            "[0].name.official_full",
            "There is an invisible character",
        ),
        (
            "\"official_full\": \"Ada Q. Arden\"",
            "\"official_full\": \"A\\u202eda\"",
            "[0].name.official_full",
            "There is an invisible character",
        ),
        ("\"last\": \"Brook\"", "\"last\": \"\"", "[1].name.last", "this must be filled in"),
        ("\"state\": \"WV\"", "\"state\": \"XX\"", "[1].terms[-1].state", "this is not a state"),
        ("\"district\": 2", "\"district\": 3", "[1].terms[-1].district", "WV has no district 3"),
        ("\"district\": 2", "\"district\": 0", "[1].terms[-1].district", "WV has no district 0"),
        ("\"district\": 2", "\"district\": 700", "[1].terms[-1].district", "number too large"),
        ("\"class\": 1", "\"class\": 4", "[0].terms[-1].class", "a senator\u{2019}s class is 1, 2 or 3"),
        ("\"type\": \"sen\"", "\"type\": \"pope\"", "[0].terms[-1].type", "this must be sen or rep"),
        ("\"2031-01-03\"", "\"2031-02-30\"", "[0].terms[1].end", "this must be a day that exists"),
        ("\"2009-01-06\"", "\"2009-1-6\"", "[0].terms[0].start", "this must be a day that exists"),
        ("\"2021-01-03\"", "\"soon\"", "[0].leadership_roles[0].start", "this must be a day that exists"),
        ("202-555-0102", "(202) 555-0102", "[1].terms[-1].phone", "a phone number is written"),
        ("Washington DC 20515-4802", "Washington 20515-4802", "[1].terms[-1].address", "an address is written"),
        ("Washington DC 20515-4802", "Washington DC 20515-48", "[1].terms[-1].address", "an address is written"),
        ("\"party\": \"Republican\"", "\"party\": \"\"", "[1].terms[-1].party", "this must be filled in"),
    ] {
        let text = with(JSON, from, to);
        let line = begins(["A000901", "B000902", "C000903", "D000904"][usize::from(column.as_bytes()[1] - b'0')]);
        assert_error(&only(congress(text.as_bytes(), Form::Json, &about())), line, column, reason);
    }
}

#[test]
fn in_yaml_the_line_is_that_of_the_bioguide_id() {
    let text = with(YAML, "district: 2", "district: 3");
    let line = line_of(YAML, "B000902");
    assert_error(&only(congress(text.as_bytes(), Form::Yaml, &about())), line, "[1].terms[-1].district", "WV has no district 3");
}

#[test]
fn what_is_no_member_at_all_is_refused_where_it_stands() {
    for (from, to, line, column, reason) in [
        (
            "\"district\": 2",
            "\"district\": \"two\"",
            line_of(JSON, "\"district\": 2"),
            "[1]",
            "invalid type: string \"two\", expected u64",
        ),
        ("\"bioguide\": \"B000902\"", "\"bioguid\": \"B000902\"", begins("B000902") + 3, "[1]", "missing field `bioguide`"),
        ("\"first\": \"Bo\",", "\"first\": \"Bo\", \"first\": \"Bo\",", begins("B000902") + 5, "[1]", "duplicate field `first`"),
        ("\"first\": \"Bo\",", "\"first\": \"Bo\"", begins("B000902") + 6, "[1]", "expected `,` or `}`"),
    ] {
        assert_error(&only(congress(with(JSON, from, to).as_bytes(), Form::Json, &about())), line, column, reason);
    }
    assert_error(&only(congress(&b"{}"[..], Form::Json, &about())), 1, "all", "this is an object and not a list of members");
    assert_error(&only(congress(&b"[]"[..], Form::Json, &about())), 0, "all", "there is no member in this file");
    assert_error(&only(congress(&b"[] x"[..], Form::Json, &about())), 1, "all", "trailing characters");
    assert_error(
        &only(congress(with(YAML, "district: 2", "district: two").as_bytes(), Form::Yaml, &about())),
        line_of(YAML, "district: 2"),
        "[1]",
        "",
    );
    assert_error(&only(congress(&b"- &a [*a]\n"[..], Form::Yaml, &about())), 1, "all", "write the list out");
}

#[test]
fn a_seat_has_one_member_and_a_state_two_senators() {
    let second = |from: &str, to: &str| only(congress(with(JSON, from, to).as_bytes(), Form::Json, &about()));
    let elm = with(
        JSON,
        "\"start\": \"2019-01-03\",\n        \"end\": \"2025-01-03\"",
        "\"start\": \"2025-01-03\",\n        \"end\": \"2031-01-03\"",
    );
    let error = only(congress(elm.as_bytes(), Form::Json, &about()));
    assert_error(&error, begins("E000905"), "[4].terms[-1].class", "congress-A000901 has this seat too");
    assert_error(
        &second("\"state\": \"PR\"", "\"state\": \"AK\""),
        begins("D000904"),
        "[3].terms[-1].district",
        "congress-C000903 has this seat too",
    );
    let table = CSV.replace("rep,WV,2,", "sen,VT,,2").replace("rep,AK,0,", "sen,VT,,3");
    assert_error(&only(congress(table.as_bytes(), Form::Csv, &about())), 5, "state", "VT has two senators already");
    let territory = CSV.replace("rep,PR,0,", "sen,PR,,2");
    assert_error(&only(congress(territory.as_bytes(), Form::Csv, &about())), 4, "state", "PR elects no senator");
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_nothing_is_taken() {
    let text = CSV.replace("202-555-0101", "911").replace("rep,WV,2", "rep,WV,9").replace("Celia", "Ce\u{7}lia");
    let Refused { errors, more } = congress(text.as_bytes(), Form::Csv, &about()).unwrap_err();
    let places: Vec<_> = errors.iter().map(|error| (error.line, error.column.as_str())).collect();
    assert_eq!(places, [(2, "phone"), (3, "district"), (4, "full_name"), (4, "first_name")]);
    assert_eq!(more, 0);
    let rows = "01,AL,30165,70\r\n".repeat(250);
    let refused = districts(format!("state_fips,state_abbr,zcta,cd\r\n{rows}").as_bytes()).unwrap_err();
    assert_eq!((refused.errors.len(), refused.more), (100, 150));
    let text = refused.to_string();
    assert!(text.starts_with("line 2, column state_abbr: ") && text.ends_with("and 150 more\n"), "{text}");
}

#[test]
fn a_byte_order_mark_and_either_line_end_are_taken() {
    let mark = |text: &str| format!("\u{feff}{text}");
    let windows = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r\n");
    for (text, form) in [(JSON, Form::Json), (YAML, Form::Yaml), (CSV, Form::Csv)] {
        let plain = members(text, form);
        for other in [mark(text), windows(text), mark(&windows(text)), text.replace("\r\n", "\n")] {
            assert_eq!(members(&other, form), plain, "{form:?}");
        }
    }
    assert_eq!(districts(mark(PAIRS).as_bytes()), districts(PAIRS.replace("\r\n", "\n").as_bytes()));
    assert_eq!(offices(mark(OFFICES).as_bytes(), &about()), offices(OFFICES.as_bytes(), &about()));
}

/// A file that is cut short is refused wherever it is cut; a table, and YAML, only where a line is cut, as the lines
/// before it are a whole file too. The last line of a table that has all its fields lacks its line break and no more.
#[test]
fn a_file_that_is_cut_short_is_refused() {
    let cuts = |text: &'static str| (0..text.len()).map(move |end| &text.as_bytes()[..end]);
    let in_a_line = |part: &&[u8]| part.last().is_some_and(|last| *last != b'\n');
    // The list ends before the line end at the end of the file.
    for part in cuts(JSON.trim_end()).step_by(5) {
        assert!(congress(part, Form::Json, &about()).is_err(), "{}", part.len());
    }
    for part in cuts(YAML).step_by(5).filter(in_a_line) {
        assert!(congress(part, Form::Yaml, &about()).is_err(), "{}", part.len());
    }
    let lacks_fields = |part: &&[u8]| {
        let separator = if part.contains(&b'|') { b'|' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(*part);
        let fields: Vec<usize> = reader.byte_records().map(|record| record.unwrap().len()).collect();
        fields.len() < 2 || fields.last() < fields.first()
    };
    for part in cuts(CSV).filter(in_a_line).filter(lacks_fields) {
        assert!(congress(part, Form::Csv, &about()).is_err(), "{}", part.len());
    }
    for part in cuts(OFFICES).filter(in_a_line).filter(|part| std::str::from_utf8(part).is_ok()).filter(lacks_fields) {
        assert!(offices(part, &about()).is_err(), "{}", part.len());
    }
    for part in cuts(PAIRS).chain(cuts(RELATIONSHIP)).filter(in_a_line).filter(lacks_fields) {
        assert!(districts(part).is_err(), "{}", part.len());
    }
    let part = &JSON.as_bytes()[..2000];
    let last = part.split(|byte| *byte == b'\n').count() as u64;
    assert_error(&only(congress(part, Form::Json, &about())), last, "[1]", "the file ends too early: it was cut short");
    let part = PAIRS.trim_end();
    assert_eq!(districts(part.as_bytes()), districts(PAIRS.as_bytes()), "only the line break is missing");
    let part = part.trim_end_matches(",0");
    assert_error(&only(districts(part.as_bytes())), 6, "all", "the file ends in the middle of this line: it was cut short");
    let error = districts(&b"state_fips,state_abbr,zcta,cd\n06,CA,90001,4"[..]).unwrap_err().errors[0].clone();
    assert_error(&error, 2, "cd", "the file ends at this number, of which a digit may be missing");
}

#[test]
fn another_table_than_the_one_that_is_asked_for_is_refused_by_its_header() {
    assert_error(
        &only(congress(PAIRS.as_bytes(), Form::Csv, &about())),
        1,
        "header",
        "there is no column bioguide_id; the file must have ",
    );
    assert_error(&only(offices(CSV.as_bytes(), &about())), 1, "header", "there is no column bioguide; ");
    assert_error(&only(districts(OFFICES.as_bytes())), 1, "header", "there is no column state_fips; ");
    assert_error(&only(districts(&b""[..])), 0, "all", "the file is empty");
    let twice = with(PAIRS, "zcta,cd", "zcta,cd,cd").replace("3\r\n", "3,4\r\n");
    assert!(districts(twice.as_bytes()).unwrap_err().errors.iter().any(|error| error.reason == "there are two columns cd"));
}

#[test]
fn an_office_has_a_name_an_address_and_a_phone() {
    let Offices { offices, notes } = offices(OFFICES.as_bytes(), &about()).unwrap();
    let read: Vec<_> = offices
        .iter()
        .map(|(member, office)| {
            (member.as_str(), office.id.as_str(), office.label.as_str(), office.address.lines.join("|"), office.phone.as_deref())
        })
        .collect();
    let expected = [
        (
            "congress-A000901",
            "burlington",
            "Office in Burlington",
            "The Old Mill|Second Entrance from the Yard behind it|1 Made-up Street, #247|Burlington VT 05401",
            Some("+1 802-555-0111"),
        ),
        (
            "congress-A000901",
            "rutland",
            "Office in Rutland",
            "2 Made-up Street|Corner of the Long Avenue with the Trees|Suite 3|Rutland VT 05701-0002",
            None,
        ),
        (
            "congress-B000902",
            "wheeling",
            "Office in Wheeling, 3 Made-up Ave., Suite 104",
            "3 Made-up Ave., Suite 104|Wheeling WV 26003",
            Some("+1 304-555-0112"),
        ),
        (
            "congress-B000902",
            "wheeling-1",
            "Office in Wheeling, P.O. Box 5",
            "Town Hall|4 Made-up Ave.|P.O. Box 5|Wheeling WV 26003",
            Some("+1 304-555-0113"),
        ),
        (
            "congress-C000903",
            "peña_blanca",
            "Office in Peña Blanca",
            "Calle Inventada 5|Peña Blanca PR 00725",
            Some("+1 787-555-0114"),
        ),
    ];
    assert_eq!(read, expected.map(|(member, id, label, lines, phone)| (member, id, label, lines.to_owned(), phone)));
    assert_eq!(notes, ["Left out, for want of a street address or of a ZIP code: 1 (D000904-nome)."]);
    let (_, office) = &offices[0];
    assert_eq!(
        (&office.source, office.as_of, office.address.country_name.as_str()),
        (&about().source, about().as_of, "United States of America")
    );
}

#[test]
fn what_is_wrong_with_an_office_is_said_with_its_line() {
    for (from, to, line, column, reason) in [
        ("A000901-rutland", "A000901-burlington", 3, "id", "A000901-burlington stands in this file twice"),
        ("A000901-rutland", "B000902-rutland", 3, "id", "this must be as in A000901-springfield"),
        ("A000901-rutland", "A000901-<b>", 3, "id", "this must be as in A000901-springfield"),
        ("A000901,00901,1,A000901-rutland", "A901,00901,1,A901-rutland", 3, "bioguide", "a Bioguide ID is written"),
        ("802-555-0111", "+1 802", 2, "phone", "a phone number is written"),
        (",VT,247,", ",ZZ,247,", 2, "state", "this is not a state"),
        (",05401,", ",540,", 2, "zip", "a ZIP code is written"),
        (",05401,", ",26003,", 2, "zip", "this is a ZIP code of another state"),
        (
            "1 Made-up Street,",
            "1-Made-up-Street-that-is-longer-than-all-of-an-address-line,",
            2,
            "address",
            "there is a word longer than",
        ),
        ("Rutland,", "Rut\u{7}land,", 3, "city", "There is an invisible character"),
        ("Rutland,", ",", 3, "city", "this must be filled in"),
    ] {
        assert_error(&only(offices(with(OFFICES, from, to).as_bytes(), &about())), line, column, reason);
    }
    let long = with(OFFICES, "Calle Inventada 5", &"Calle ".repeat(100));
    assert_error(&only(offices(long.as_bytes(), &about())), 6, "address", "This is 99 characters too long");
    let not_utf8: Vec<u8> = OFFICES.bytes().map(|byte| if byte == b'L' { 0xff } else { byte }).collect();
    assert_error(&only(offices(&not_utf8[..], &about())), 3, "all", "this is not UTF-8");
}

#[test]
fn pairs_and_the_relationship_file_of_the_census_give_the_same_districts() {
    let Map { districts: read, congress, .. } = districts(PAIRS.as_bytes()).unwrap();
    let of = |zip: &str| read.of(Zip::parse(zip).unwrap()).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(read.len(), 3);
    assert_eq!(of("30165"), ["AL-3", "GA-14"]);
    assert_eq!((of("05401"), of("00725")), (vec!["VT-0".to_owned()], vec!["PR-0".to_owned()]));
    // A table of pairs does not say of which Congress it is.
    assert_eq!(congress, None);
    let of_congress = |number| Ok(Map { districts: read.clone(), congress: Some(Sitting::new(number)), notes: Vec::new() });
    assert_eq!(districts(RELATIONSHIP.as_bytes()), of_congress(119));
    let of_the_next = RELATIONSHIP.replace("CD119_20", "CD120_20").replace("ZCTA5_20", "ZCTA5_30");
    assert_eq!(districts(of_the_next.as_bytes()), of_congress(120));
    let of_none = RELATIONSHIP.replace("CD119_20", "CDXX_20");
    assert_error(&only(districts(of_none.as_bytes())), 1, "GEOID_CDXX_20", "this must carry the number of the Congress");
}

#[test]
fn a_district_that_does_not_exist_is_refused() {
    for (from, to, column, reason) in [
        ("30165,3\r", "30165,8\r", "cd", "Alabama has the districts 1 to 7"),
        ("30165,3\r", "30165,0\r", "cd", "Alabama has the districts 1 to 7"),
        ("30165,3\r", "30165,three\r", "cd", "this must be a number"),
        ("01,AL", "01,ZZ", "state_abbr", "this is not a state"),
        ("01,AL", "02,AL", "state_fips", "the number of Alabama is 01"),
        ("30165,3\r", "3016,3\r", "zcta", "A ZIP code has five digits"),
    ] {
        assert_error(&only(districts(with(PAIRS, from, to).as_bytes())), 2, column, reason);
    }
    for (from, to, reason) in [
        ("|0103|", "|0108|", "Alabama has the districts 1 to 7"),
        ("|0103|", "|9903|", "this must be the number of a state and of a district"),
        ("|0103|", "|01|", "this must be the number of a state and of a district"),
        ("|0103|", "|é03|", "this must be the number of a state and of a district"),
        ("|0103|", "|01+3|", "this must be the number of a state and of a district"),
    ] {
        assert_error(&only(districts(with(RELATIONSHIP, from, to).as_bytes())), 2, "GEOID_CD119_20", reason);
    }
}

/// Says the same again and again, without an end.
struct Endless {
    text: Vec<u8>,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let part = &self.text[self.at..];
        let count = part.len().min(buffer.len());
        buffer[..count].copy_from_slice(&part[..count]);
        self.at = (self.at + count) % self.text.len();
        Ok(count)
    }
}

/// A file that begins in some way and never ends.
fn endless(start: &str, then: &str) -> impl Read {
    io::Cursor::new(start.to_owned()).chain(Endless { text: then.as_bytes().to_vec(), at: 0 })
}

#[test]
fn a_record_without_an_end_is_refused_before_it_is_held() {
    let reason = format!("a record is longer than {} KB", RECORD_MAX >> 10);
    let named = "[{\"id\": {\"bioguide\": \"A000901\"}, \"name\": {\"first\": \"";
    let (csv_header, office_header) = (CSV.lines().next().unwrap(), OFFICES.lines().next().unwrap());
    for error in [
        only(congress(endless("", " "), Form::Json, &about())),
        only(congress(endless(named, "a"), Form::Json, &about())),
        only(congress(endless("[{\"fax\": \"", "a"), Form::Json, &about())),
        only(congress(endless("[{\"terms\": [", "{\"start\": \"\", \"end\": \"\"},"), Form::Json, &about())),
        only(congress(endless("- id:\n    bioguide: ", "a"), Form::Yaml, &about())),
        only(congress(endless("- fax: [", "1, "), Form::Yaml, &about())),
        only(congress(endless(&format!("{csv_header}\n\""), "a\n"), Form::Csv, &about())),
        only(congress(endless("", "a,"), Form::Csv, &about())),
        only(offices(endless(&format!("{office_header}\n"), "a"), &about())),
        only(districts(endless("state_fips,state_abbr,zcta,cd\n", "\n"))),
    ] {
        assert!(error.reason.contains(&reason) && error.line >= 1, "{error}");
    }
}

#[test]
fn a_file_with_more_records_than_there_can_be_is_refused() {
    let row = OFFICES.lines().nth(1).unwrap();
    let Refused { errors, more } =
        offices(endless(&format!("{}\n", OFFICES.lines().next().unwrap()), &format!("{row}\n")), &about()).unwrap_err();
    assert_eq!((errors.len(), more), (100, 9_900), "every office but the first stands there twice");
    let Refused { errors, more } = congress(endless("[{}", ",{}"), Form::Json, &about()).unwrap_err();
    assert_eq!((errors.len(), more), (1, 0), "{errors:?}");
    let mut member = JSON[2..JSON.find("  {\n    \"id\": {\n      \"bioguide\": \"B").unwrap()].to_owned();
    member = member.split_whitespace().collect::<Vec<_>>().join(" ");
    let Refused { errors, more } = congress(endless("[", &member), Form::Json, &about()).unwrap_err();
    assert_eq!((errors.len(), more), (100, 1_900), "{:?}", errors.last());
}

/// A file with a few bytes of it replaced by others.
fn spoilt(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    (0..text.len(), 0_usize..40, prop::collection::vec(any::<u8>(), 0..40)).prop_map(|(at, out, bytes)| {
        let mut file = text.as_bytes().to_vec();
        let end = (at + out).min(file.len());
        file.splice(at..end, bytes);
        file
    })
}

/// What is taken is fit to be kept and printed.
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
