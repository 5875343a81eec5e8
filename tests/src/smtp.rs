//! Mail servers to send to: one that we did not write ([`Aiosmtpd`]), and one that fails on command
//! ([`Failing`]). Both listen on a free port of this machine, are up when `start` returns, and end with their
//! handle.

use std::time::Duration;

mod aiosmtpd;
mod failing;

pub use aiosmtpd::{Aiosmtpd, Mail};
pub use failing::{Behaviour, Failing, Moment, Taken};

/// Nothing here takes longer unless it hangs, and then the test is told so.
const PATIENCE: Duration = Duration::from_secs(20);
