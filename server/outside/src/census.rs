//! The geocoder of the US Census Bureau: free, without a key, and the only one outside whom this server ever tells
//! where somebody lives. The address is in the request, over TLS, and nowhere else: no error here carries it.
//!
//! The service: <https://geocoding.geo.census.gov/geocoder/Geocoding_Services_API.html>.

use std::{collections::BTreeMap, time::Duration};

use anyhow::Context as _;
use async_trait::async_trait;
use domain::district::{Congress, District};
use reqwest::{Client, Url};
use serde::Deserialize;
use serde_json::Value;
use tokio::{sync::Semaphore, time::timeout};
use usecases::ports::{Geocoder, GeocoderError, Home};

use crate::client;

#[derive(Debug)]
pub struct Census {
    client: Client,
    endpoint: Url,
    /// How long one look-up may take, from the name's resolution to the answer's last byte.
    limit: Duration,
    /// Look-ups that may be under way. Who has no place in time goes by the ZIP code: nobody can make this server
    /// a burden to the Bureau.
    places: Semaphore,
}

impl Census {
    pub const URL: &str = "https://geocoding.geo.census.gov";
    /// A person waits for it, and the ZIP code does nearly as well.
    const LIMIT: Duration = Duration::from_secs(3);
    const PLACES: usize = 16;
    /// An answer with all layers is some 20 KB.
    const ANSWER_MAX: usize = 256 * 1024;

    /// At a base address without a path.
    pub fn new(url: &str) -> anyhow::Result<Self> {
        let endpoint = Url::parse(url).and_then(|url| url.join("/geocoder/geographies/address")).ok();
        let endpoint = endpoint
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .context("POSTBAG_GEOCODER_URL must be an address such as https://geocoding.geo.census.gov")?;
        Ok(Self { client: client()?, endpoint, limit: Self::LIMIT, places: Semaphore::new(Self::PLACES) })
    }

    #[must_use]
    pub fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    async fn ask(&self, home: &Home, congress: Congress) -> Result<Option<District>, GeocoderError> {
        let _place = self.places.acquire().await.map_err(|_| GeocoderError::Late)?;
        let zip = home.zip.to_string();
        let query = [
            ("street", home.street.as_str()),
            ("zip", &zip),
            ("benchmark", "Public_AR_Current"),
            ("vintage", vintage(congress)),
            ("layers", "all"),
            ("format", "json"),
        ];
        // Not `?` on reqwest's errors: they carry the address that was asked for.
        let mut response =
            self.client.get(self.endpoint.clone()).query(&query).send().await.map_err(|_| GeocoderError::Unreachable)?;
        if !response.status().is_success() {
            return Err(GeocoderError::Status(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| GeocoderError::Unreadable)? {
            if body.len() + chunk.len() > Self::ANSWER_MAX {
                return Err(GeocoderError::Unreadable);
            }
            body.extend_from_slice(&chunk);
        }
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| GeocoderError::Unreadable)?;
        Ok(answer.result.district(congress))
    }
}

#[async_trait]
impl Geocoder for Census {
    async fn district(&self, home: &Home, congress: Congress) -> Result<Option<District>, GeocoderError> {
        timeout(self.limit, self.ask(home, congress)).await.unwrap_or(Err(GeocoderError::Late))
    }
}

/// The maps on which a Congress's districts are. The current ones are a Congress ahead from the summer before an
/// election on: since September 2026 they show the 120th.
fn vintage(congress: Congress) -> &'static str {
    if congress == Congress::new(119) { "ACS2025_Current" } else { "Current_Current" }
}

/// As much of the answer as is read. The rest says again what was asked, coordinates, and other areas.
#[derive(Deserialize)]
struct Answer {
    result: Matches,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Matches {
    address_matches: Vec<Match>,
}

#[derive(Deserialize)]
struct Match {
    /// Areas by the name of their layer. Each layer has fields of its own.
    #[serde(default)]
    geographies: BTreeMap<String, Value>,
}

impl Matches {
    /// The district that all matches lie in; none where there is a doubt.
    fn district(&self, congress: Congress) -> Option<District> {
        let mut districts = self.address_matches.iter().map(|one| one.district(congress));
        let first = districts.next()??;
        districts.all(|other| other == Some(first)).then_some(first)
    }
}

impl Match {
    /// A layer is called "119th Congressional Districts", by the Congress on whose map it is. On another's map the same
    /// number can be another place.
    fn district(&self, congress: Congress) -> Option<District> {
        let is_asked_for = |layer: &str| {
            let number = layer.strip_suffix(" Congressional Districts")?;
            let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| number.strip_suffix(ending))?;
            (digits.parse() == Ok(congress)).then_some(())
        };
        let (_, areas) = self.geographies.iter().find(|(layer, _)| is_asked_for(layer).is_some())?;
        match areas.as_array()?.as_slice() {
            [area] => District::of_geoid(area.get("GEOID")?.as_str()?),
            _ => None,
        }
    }
}
