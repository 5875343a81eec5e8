//! A campaign's document as text, for the desk and for programs.

use std::sync::Arc;

use domain::campaign::CampaignFile;
use usecases::{
    Refusal,
    ports::{StoreError, StoreFault},
};

/// The text of a campaign's file.
pub fn written(file: &CampaignFile) -> Result<String, Refusal> {
    file.to_json().map_err(|error| {
        Refusal::Store(StoreError {
            doing: "writing the file of a campaign",
            fault: StoreFault::Corrupt { column: "content".to_owned() },
            source: Arc::new(error),
        })
    })
}
