//! Sign-in links and sessions. Secrets come here as SHA-256 digests only: a copy of the database opens no desk.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    checked::EmailAddress,
    people::{Device, Organiser},
};
use jiff::Timestamp;

use super::StoreError;

/// A sign-in link as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInLink {
    pub organiser: Organiser,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// A session that is to be opened.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    pub digest: &'a str,
    pub organiser: &'a EmailAddress,
    pub device: Device,
    pub at: Timestamp,
    pub until: Timestamp,
}

/// A session that lasts, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    pub organiser: Organiser,
    /// The last time that its organiser proved who they are.
    pub signed_in_at: Timestamp,
    /// The last use that was noted.
    pub used_at: Timestamp,
}

/// A session as its organiser sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The digest of its secret, which is its name.
    pub digest: String,
    pub device: Device,
    pub opened_at: Timestamp,
    pub used_at: Timestamp,
}

/// What was tried so often that there is a limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tries {
    pub count: u64,
    /// When the first of them was.
    pub first: Option<Timestamp>,
}

#[async_trait]
pub trait SessionReads: Send + Sync + Debug {
    async fn session(&self, session: &str, now: Timestamp) -> Result<Option<OpenSession>, StoreError>;

    /// An organiser's sessions that last, the last used first.
    async fn sessions_of(&self, email: &EmailAddress, now: Timestamp) -> Result<Vec<SessionRow>, StoreError>;

    /// A link, to look at.
    async fn sign_in_link(&self, link: &str) -> Result<Option<SignInLink>, StoreError>;

    /// Who has to type a code yet, and has tried less than `most` times.
    async fn half_session(&self, half: &str, now: Timestamp, most: u32) -> Result<Option<EmailAddress>, StoreError>;
}

#[async_trait]
pub trait SessionWrites {
    async fn add_link(&mut self, link: &str, organiser: &EmailAddress, expires_at: Timestamp) -> Result<(), StoreError>;

    /// Marks a link as used if it is unused and has not expired. Says whether it did: of two who try at once, only one
    /// does.
    async fn spend_link(&mut self, link: &str, now: Timestamp) -> Result<bool, StoreError>;

    async fn link(&mut self, link: &str) -> Result<Option<SignInLink>, StoreError>;

    async fn open_session(&mut self, new: NewSession<'_>) -> Result<(), StoreError>;

    /// Notes that the organiser of a session has proved again who they are.
    async fn renew_session(&mut self, session: &str, at: Timestamp) -> Result<(), StoreError>;

    /// Notes that a session is used.
    async fn use_session(&mut self, session: &str, at: Timestamp) -> Result<(), StoreError>;

    async fn end_session(&mut self, session: &str) -> Result<(), StoreError>;

    /// Ends a session if it is this organiser's. Says whether it was.
    async fn end_session_of(&mut self, email: &EmailAddress, session: &str) -> Result<bool, StoreError>;

    /// Ends all sessions of an organiser, also those that wait for a code.
    async fn end_sessions(&mut self, email: &EmailAddress) -> Result<(), StoreError>;

    /// Deletes the links of an organiser that nobody has followed.
    async fn delete_links(&mut self, email: &EmailAddress) -> Result<(), StoreError>;

    async fn open_half_session(&mut self, half: &str, email: &EmailAddress, until: Timestamp) -> Result<(), StoreError>;

    /// Takes one of the `most` tries that somebody has who has to type a code yet. Nobody if none is left, or the time
    /// is over.
    async fn try_half_session(&mut self, half: &str, now: Timestamp, most: u32) -> Result<Option<EmailAddress>, StoreError>;

    async fn end_half_session(&mut self, half: &str) -> Result<(), StoreError>;

    async fn add_try(&mut self, whose: &str, at: Timestamp) -> Result<(), StoreError>;

    /// The tries since then under either of two names.
    async fn count_tries(&mut self, whose: [&str; 2], since: Timestamp) -> Result<Tries, StoreError>;

    /// Deletes sessions, half-open or whole, whose time is over, links that expired before `links`, and tries from before
    /// `tries`.
    async fn delete_ended(&mut self, now: Timestamp, links: Timestamp, tries: Timestamp) -> Result<(), StoreError>;
}
