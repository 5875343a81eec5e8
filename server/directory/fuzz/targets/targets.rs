//! Any bytes as a table of capitals and other targets.
#![no_main]

use std::sync::LazyLock;

use directory::{import::targets, tables};
use domain::directory::Tables;
use libfuzzer_sys::fuzz_target;

static TABLES: LazyLock<Tables> = LazyLock::new(|| tables().unwrap());

fuzz_target!(|bytes: &[u8]| {
    match targets(bytes, &TABLES.states) {
        Ok(read) => {
            for target in read.targets {
                assert!(target.id.as_str().starts_with(target.kind().as_str()) && !target.channels().is_empty(), "{target:?}");
                assert!(target.valid_until.is_none_or(|until| until > target.as_of));
                assert!(target.web_form.is_none_or(|page| page.starts_with("https://")));
                let lines = target.address.map(|address| address.lines).unwrap_or_default();
                assert!(lines.iter().all(|line| (1..=45).contains(&line.chars().count())), "{lines:?}");
            }
        }
        Err(refused) => assert!(!refused.errors.is_empty()),
    }
});
