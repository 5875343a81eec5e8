//! Any bytes as a table of missions.
#![no_main]

use std::sync::LazyLock;

use directory::{import::missions, tables};
use domain::{directory::Tables, target::TargetKind};
use libfuzzer_sys::fuzz_target;

static TABLES: LazyLock<Tables> = LazyLock::new(|| tables().unwrap());

fuzz_target!(|bytes: &[u8]| {
    match missions(bytes, &TABLES.states) {
        Ok(rows) => {
            assert!(!rows.targets.is_empty() || !rows.absences.is_empty());
            for target in rows.targets {
                assert!(target.kind() == TargetKind::Mission && !target.channels().is_empty(), "{target:?}");
                let lines = target.address.map(|address| address.lines).unwrap_or_default();
                assert!(lines.iter().all(|line| (1..=45).contains(&line.chars().count())), "{lines:?}");
            }
            assert!(rows.absences.iter().all(|absence| !absence.reason.is_empty() && absence.of != absence.to));
        }
        Err(refused) => assert!(!refused.errors.is_empty()),
    }
});
