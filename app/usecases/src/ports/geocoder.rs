//! Looking up in which district an address lies.

use std::fmt::{self, Debug};

use async_trait::async_trait;
use domain::district::{Congress, District, Zip};

/// Somebody's home, to be looked up and forgotten. It is stored nowhere. It cannot be printed, so it is in no log
/// either.
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

/// Why an address could not be looked up. It does not contain the address, since it is logged.
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

/// Knows in which district an address lies.
#[async_trait]
pub trait Geocoder: Send + Sync + Debug {
    /// The district on the map of a Congress: maps change between two of them, and numbers do not show it. `None` if
    /// the address is unknown or can be in several districts.
    async fn district(&self, home: &Home, congress: Congress) -> Result<Option<District>, GeocoderError>;
}
