//! Who knows in which district an address lies.

use std::fmt::{self, Debug};

use async_trait::async_trait;
use domain::district::{Congress, District, Zip};

/// Where somebody lives, to be looked up and forgotten. It is stored nowhere and cannot be printed, so that it is in
/// no log either.
pub struct Home {
    /// House number and street, on one line.
    pub street: String,
    pub zip: Zip,
}

impl Debug for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Home")
    }
}

/// Why an address could not be looked up. It says nothing of the address, since it is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GeocoderError {
    #[error("it could not be reached")]
    Unreachable,
    #[error("it did not answer in time")]
    Late,
    #[error("it answered with status {0}")]
    Status(u16),
    #[error("its answer could not be read")]
    Unreadable,
}

/// Who knows in which district an address lies.
#[async_trait]
pub trait Geocoder: Send + Sync + Debug {
    /// The district on the map of a Congress: maps change between two of them, and numbers do not say so.
    /// `None` where the address is not known, or can be in several districts.
    async fn district(&self, home: &Home, congress: Congress) -> Result<Option<District>, GeocoderError>;
}
