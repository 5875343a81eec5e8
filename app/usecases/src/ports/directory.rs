//! The data that was imported into the directory.

use std::fmt::Debug;

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;

/// A row of the directory that was imported. Only [`crate::directory`] knows what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryRow {
    pub dataset: String,
    pub key: String,
    pub content: String,
}

#[async_trait]
pub trait DirectoryReads: Send + Sync + Debug {
    /// The version. It changes with every import that changed something, and with every correction, on any node.
    async fn directory_version(&self) -> Result<u64, StoreError>;

    /// The rows of every dataset that was imported, each dataset's in their order.
    async fn directory_rows(&self) -> Result<Vec<DirectoryRow>, StoreError>;
}

#[async_trait]
pub trait DirectoryWrites {
    /// The version as this unit of work sees it.
    async fn directory_version(&mut self) -> Result<u64, StoreError>;

    /// Begins a dataset anew: it then has no rows, and a higher version.
    async fn renew_dataset(&mut self, dataset: &str, at: Timestamp) -> Result<(), StoreError>;

    /// Adds rows to datasets, each in its place.
    async fn add_directory_rows(&mut self, rows: &[DirectoryRow]) -> Result<(), StoreError>;
}
