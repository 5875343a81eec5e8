//! Files without an end, or with more in them than there can be.

use super::*;

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
