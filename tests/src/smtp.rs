//! Mail servers to send to: one that we did not write ([`Aiosmtpd`]), one that fails on command ([`Failing`]), and one that
//! keeps books ([`Ledger`]). All listen on a free port of this machine, are up when `start` returns, and end with their
//! handle. And what receiving servers judge a mail by: its signatures, and how much it looks like spam.

use std::time::Duration;

mod aiosmtpd;
mod certificates;
mod failing;
mod ledger;
mod python;
mod signatures;
mod spam;

pub use aiosmtpd::{Aiosmtpd, Mail};
pub use certificates::Certificate;
pub use failing::{Behaviour, Failing, Moment, Taken};
pub use ledger::{Entry, Ledger, Verdict};
pub use signatures::{Signature, check_signatures};
pub use spam::{SpamScore, spam_scores};

/// Nothing here takes longer unless it hangs, and then the test is told so.
const PATIENCE: Duration = Duration::from_secs(20);
