//! Second factors: the secret that an authenticator shares with us, and recovery codes as digests.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::checked::EmailAddress;
use jiff::Timestamp;

use super::StoreError;

/// A second factor as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// In base32.
    pub secret: String,
    /// Nothing until a code has shown that the secret has arrived.
    pub on_since: Option<Timestamp>,
    /// How many recovery codes are unused.
    pub codes_left: u64,
}

#[async_trait]
pub trait SecondFactorReads: Send + Sync + Debug {
    async fn second_factor(&self, email: &EmailAddress) -> Result<Option<SecondFactor>, StoreError>;
}

#[async_trait]
pub trait SecondFactorWrites {
    async fn second_factor(&mut self, email: &EmailAddress) -> Result<Option<SecondFactor>, StoreError>;

    /// Keeps a new secret, which takes the place of one that was never confirmed. One that is on stays.
    async fn begin_second_factor(&mut self, email: &EmailAddress, secret: &str) -> Result<(), StoreError>;

    /// Turns a second factor on that is not. Says whether it did.
    async fn turn_on_second_factor(&mut self, email: &EmailAddress, at: Timestamp) -> Result<bool, StoreError>;

    /// Takes a step, unless this one or a later one was taken. Says whether it did.
    async fn take_step(&mut self, email: &EmailAddress, step: u64) -> Result<bool, StoreError>;

    /// Puts these recovery codes in the place of those that there are.
    async fn set_recovery_codes(&mut self, email: &EmailAddress, digests: &[String]) -> Result<(), StoreError>;

    /// Uses a recovery code up. Says whether it was there and unused.
    async fn spend_recovery_code(&mut self, email: &EmailAddress, digest: &str, at: Timestamp) -> Result<bool, StoreError>;

    /// Removes a second factor with its recovery codes. Says whether it was on.
    async fn remove_second_factor(&mut self, email: &EmailAddress) -> Result<bool, StoreError>;
}
