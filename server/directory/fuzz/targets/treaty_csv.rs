//! Any bytes as our own table of where states stand.
#![no_main]

use std::sync::LazyLock;

use directory::{import::treaty_csv, tables};
use domain::directory::Tables;
use libfuzzer_sys::fuzz_target;

static TABLES: LazyLock<Tables> = LazyLock::new(|| tables().unwrap());

fuzz_target!(|bytes: &[u8]| {
    match treaty_csv(bytes, &TABLES.treaties, &TABLES.states, &TABLES.memberships) {
        Ok(rows) => {
            assert!(!rows.memberships.is_empty() && rows.memberships.len().is_multiple_of(TABLES.states.len()));
            for row in rows.memberships {
                assert!(row.events.is_sorted_by_key(|event| event.on), "{row:?}");
                assert!(!row.source.is_empty() && !row.as_of.is_empty());
            }
        }
        Err(refused) => assert!(!refused.errors.is_empty()),
    }
});
