//! Any bytes as a list of members, in each of the three forms.
#![no_main]

use directory::import::{About, Form, congress};
use domain::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let about = About { source: "a source".to_owned(), as_of: Date::constant(2026, 6, 15) };
    for form in [Form::Json, Form::Yaml, Form::Csv] {
        match congress(bytes, form, &about) {
            Ok(read) => {
                assert!(!read.members.is_empty() || !read.notes.is_empty());
                for target in read.members {
                    assert!(target.seat().is_some() && target.valid_until.is_some());
                    assert!(target.web_form.is_none_or(|page| page.starts_with("https://")));
                    let lines = target.address.map(|address| address.lines).unwrap_or_default();
                    assert!(lines.iter().all(|line| (1..=45).contains(&line.chars().count())), "{lines:?}");
                }
            }
            Err(refused) => assert!(!refused.errors.is_empty()),
        }
    }
});
