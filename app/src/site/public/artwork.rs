//! `/artwork/{id}.jpg`: the file of an artwork, and `/artwork/{id}-small.jpg`, the same for a page.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use usecases::{Refusal, ports::ArtworkFile, refusal::Missing};

use crate::site::{App, failure::Refused};

pub async fn get(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Refused> {
    let name = name.strip_suffix(".jpg").ok_or(Refusal::NotFound(Missing::Artwork))?;
    let (id, file) = match name.strip_suffix("-small") {
        Some(id) => (id, ArtworkFile::Preview),
        None => (name, ArtworkFile::Print),
    };
    let bytes = app.artworks.file(id, file).await?;
    // Its name is its digest, so its content never changes. Opened by itself, it may do nothing.
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    Ok((headers, bytes).into_response())
}
