//! A campaign as a file.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use usecases::desk::Rights;

use super::{super::SignedIn, frame::Opened};
use crate::site::{App, campaign_file, failure::Refused};

pub async fn get(State(app): State<App>, SignedIn(present): SignedIn, Path(slug): Path<String>) -> Result<Response, Refused> {
    let Opened { working, present, .. } = Opened::new(&app, present, &slug).await?;
    let file = app.workshop.file(&Rights::check(&present, working.id)?).await?;
    let name = format!("attachment; filename=\"{}.json\"", file.slug);
    let text = campaign_file::written(&file)?;
    let headers = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, [(header::CACHE_CONTROL, "no-store")], text).into_response())
}
