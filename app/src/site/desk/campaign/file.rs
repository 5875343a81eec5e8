//! A campaign as a file.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::campaign::CampaignFile;

use super::{super::SignedIn, frame::Opened};
use crate::site::{App, campaign_file, failure::Refused};

pub async fn get(State(app): State<App>, SignedIn(present): SignedIn, Path(slug): Path<String>) -> Result<Response, Refused> {
    let working = Opened::new(&app, present, &slug).await?.working;
    let name = format!("attachment; filename=\"{}.json\"", working.slug);
    let text = campaign_file::written(&CampaignFile { slug: working.slug, document: working.document })?;
    let headers = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, [(header::CACHE_CONTROL, "no-store")], text).into_response())
}
