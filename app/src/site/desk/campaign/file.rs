//! A campaign as a file.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::campaign::CampaignFile;
use usecases::{
    Refusal,
    ports::{StoreError, StoreFault},
};

use super::{super::SignedIn, frame::Opened};
use crate::site::{App, failure::Refused};

pub async fn get(State(app): State<App>, SignedIn(present): SignedIn, Path(slug): Path<String>) -> Result<Response, Refused> {
    let working = Opened::new(&app, present, &slug).await?.working;
    let name = format!("attachment; filename=\"{}.json\"", working.slug);
    let file = CampaignFile { slug: working.slug, document: working.document };
    let text = file.to_json().map_err(|error| {
        Refusal::Store(StoreError {
            doing: "writing the file of a campaign",
            fault: StoreFault::Corrupt { column: "content".to_owned() },
            source: Arc::new(error),
        })
    })?;
    let headers = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, [(header::CACHE_CONTROL, "no-store")], text).into_response())
}
