//! Time and randomness, so that tests can set the time and repeat the random values.

use std::fmt::Debug;

use domain::{
    Date,
    checked::{LetterId, Token},
};
use jiff::Timestamp;

use crate::zones;

/// The time, so that tests can set it.
pub trait Clock: Send + Sync + Debug {
    fn now(&self) -> Timestamp;

    /// The day in UTC, by which actions are summed and facts hold. Letters and campaigns have days of their own:
    /// [`zones`].
    fn today(&self) -> Date {
        zones::day_in_utc(self.now())
    }
}

/// Randomness, so that tests can repeat it: sixteen bytes that nobody can guess.
pub trait Ids: Send + Sync + Debug {
    fn bytes(&self) -> [u8; 16];

    fn letter(&self) -> LetterId {
        LetterId::from_bytes(self.bytes())
    }

    fn token(&self) -> Token {
        Token::from_bytes(self.bytes())
    }
}
