//! Any bytes as a table of offices.
#![no_main]

use directory::import::{About, offices};
use domain::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let about = About { source: "a source".to_owned(), as_of: Date::constant(2026, 6, 15) };
    match offices(bytes, &about) {
        Ok(read) => {
            for (_, office) in read.offices {
                let lines = office.address.lines;
                assert!(lines.len() >= 2, "{lines:?}");
                assert!(lines.iter().all(|line| (1..=45).contains(&line.chars().count())), "{lines:?}");
            }
        }
        Err(refused) => assert!(!refused.errors.is_empty()),
    }
});
