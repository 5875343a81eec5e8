//! Any bytes as the depositary's XML.
#![no_main]

use std::{collections::BTreeSet, sync::LazyLock};

use directory::{
    import::{About, treaty_xml},
    tables,
};
use domain::{Date, directory::Tables, treaty::Act};
use libfuzzer_sys::fuzz_target;

static TABLES: LazyLock<Tables> = LazyLock::new(|| tables().unwrap());

fuzz_target!(|bytes: &[u8]| {
    let about = About { source: "a source".to_owned(), as_of: Date::constant(2026, 6, 15) };
    let current = &TABLES.memberships;
    match treaty_xml(bytes, None, &TABLES.treaties, &TABLES.states, current, &about) {
        Ok(rows) => {
            let states: BTreeSet<_> = rows.memberships.iter().map(|row| &row.state).collect();
            assert_eq!((states.len(), rows.memberships.len()), (TABLES.states.len(), TABLES.states.len()));
            for row in &rows.memberships {
                assert!(row.events.is_sorted_by_key(|event| event.on), "{row:?}");
                let before = current.iter().find(|before| (&before.treaty, &before.state) == (&row.treaty, &row.state)).unwrap();
                let left = before.events.iter().any(|event| event.act == Act::Withdrew);
                assert!(!left || row.events.iter().any(|event| event.act == Act::Withdrew), "{row:?}");
            }
        }
        Err(refused) => assert!(!refused.errors.is_empty()),
    }
});
