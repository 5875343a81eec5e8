//! Choices that can be repeated.

use std::{
    hash::{BuildHasher as _, RandomState},
    ops::Range,
    sync::{Mutex, PoisonError},
};

/// `SplitMix64`, which is enough to choose moments with.
#[derive(Debug)]
pub(crate) struct Chance(Mutex<u64>);

impl Chance {
    /// Of the seed in `CRASH_SEED`, or of another one each time. Says which.
    pub(crate) fn new(test: &str) -> Self {
        let seed = match std::env::var("CRASH_SEED") {
            Ok(seed) => seed.parse().expect("CRASH_SEED is a number"),
            Err(_) => RandomState::new().hash_one(test),
        };
        println!("{test}: CRASH_SEED={seed}");
        Self(Mutex::new(seed))
    }

    /// A number of the range.
    pub(crate) fn of(&self, range: Range<u64>) -> u64 {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        range.start + (mixed ^ (mixed >> 31)) % (range.end - range.start)
    }
}
