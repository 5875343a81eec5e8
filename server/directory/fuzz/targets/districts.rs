//! Any bytes as a table of ZIP codes and districts, of either form.
#![no_main]

use directory::import::{Map, districts};
use domain::district::Districts;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match districts(bytes) {
        Ok(Map { districts: read, .. }) => {
            assert!(read.iter().all(|(_, of)| !of.is_empty() && of.iter().all(|district| district.exists())));
            let lines = read.lines();
            let again = Districts::parse_lines(lines.iter().map(|(prefix, line)| (*prefix, line.as_str())));
            assert_eq!(again.as_ref(), Some(&read));
        }
        Err(refused) => assert!(!refused.errors.is_empty()),
    }
});
