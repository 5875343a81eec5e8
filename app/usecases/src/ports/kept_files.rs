//! Files that an organiser uploaded and has not decided about yet. Each is kept for a day at most.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::checked::{EmailAddress, Token};
use jiff::Timestamp;

use super::StoreError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    pub id: Token,
    /// Who uploaded it. Nobody else gets it.
    pub organiser: EmailAddress,
    pub bytes: Vec<u8>,
    pub until: Timestamp,
}

#[async_trait]
pub trait KeptFileReads: Send + Sync + Debug {
    /// The bytes of a file of this organiser, while it is kept.
    async fn kept_file(&self, id: &Token, organiser: &EmailAddress, now: Timestamp) -> Result<Option<Vec<u8>>, StoreError>;
}

#[async_trait]
pub trait KeptFileWrites {
    /// Keeps a file in place of any other of the same organiser.
    async fn keep_file(&mut self, file: &KeptFile) -> Result<(), StoreError>;

    async fn drop_file(&mut self, id: &Token) -> Result<(), StoreError>;

    /// Deletes those whose time is over. Says how many.
    async fn drop_expired_files(&mut self, now: Timestamp) -> Result<u64, StoreError>;
}
