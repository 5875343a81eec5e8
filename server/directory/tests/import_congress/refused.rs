//! Errors in a list of members, each with its place.

use super::*;

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
