//! The machine's clock and its randomness. Only this module reads them.

use jiff::Timestamp;
use usecases::ports::{Clock, Ids};

#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

#[derive(Debug, Clone, Copy)]
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the randomness that everything else asks")]
    fn bytes(&self) -> [u8; 16] {
        rand::random()
    }
}
