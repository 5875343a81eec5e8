//! A document's identity: equal jobs have equal ones, without a clock and without chance.

use std::hash::{Hash, Hasher};

/// 128 bits of FNV-1a. It keeps two documents apart in a viewer; it is no proof of anything.
#[derive(Debug, Clone, Copy)]
pub struct Digest(u128);

impl Digest {
    /// The digest of a job, as made by this version of the press.
    pub fn of(job: &impl Hash) -> Self {
        let mut digest = Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        env!("CARGO_PKG_VERSION").hash(&mut digest);
        job.hash(&mut digest);
        digest
    }

    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }

    fn finish(&self) -> u64 {
        u64::try_from(self.0 >> 64).unwrap_or(0)
    }
}
