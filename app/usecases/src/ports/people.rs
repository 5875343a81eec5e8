//! Organisers, their sign-in links and their sessions. Secrets come here as SHA-256 digests only: a copy of the database
//! opens no desk.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{checked::EmailAddress, people::Organiser};
use jiff::Timestamp;

use super::StoreError;

/// A sign-in link as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInLink {
    pub organiser: Organiser,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

#[async_trait]
pub trait PeopleReads: Send + Sync + Debug {
    /// Whose session it is, while it lasts.
    async fn session(&self, session: &str, now: Timestamp) -> Result<Option<Organiser>, StoreError>;
}

#[async_trait]
pub trait PeopleWrites {
    /// Adds an organiser, or changes the role of an existing one.
    async fn add_organiser(&mut self, organiser: &Organiser) -> Result<(), StoreError>;

    async fn add_link(&mut self, link: &str, organiser: &EmailAddress, expires_at: Timestamp) -> Result<(), StoreError>;

    /// Marks a link as used if it is unused and has not expired. Says whether it did: of two who try at once, only one
    /// does.
    async fn spend_link(&mut self, link: &str, now: Timestamp) -> Result<bool, StoreError>;

    async fn link(&mut self, link: &str) -> Result<Option<SignInLink>, StoreError>;

    async fn open_session(&mut self, session: &str, organiser: &EmailAddress, until: Timestamp) -> Result<(), StoreError>;

    async fn end_session(&mut self, session: &str) -> Result<(), StoreError>;

    async fn delete_sessions(&mut self, expired_at: Timestamp) -> Result<(), StoreError>;
}
