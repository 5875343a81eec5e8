//! `/healthz`: the process answers. `/readyz`: it can do its work, and what will soon run out.

use app::site::{App, said};
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use usecases::desk::Warning;
use words::{Words, plain};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/healthz", get(|| async { "ok" })).route("/readyz", get(ready))
}

async fn ready(State(app): State<App>) -> Response {
    if let Err(error) = app.database.ping().await {
        tracing::error!(%error, "not ready");
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(Readiness { ready: false, warnings: vec!["the database does not answer".into()] }),
        )
            .into_response();
    }
    // An old directory is no reason to take a node out of service: any other node would have the same.
    Json(Readiness { ready: true, warnings: app.campaigns.directory.warnings().iter().map(in_english).collect() }).into_response()
}

/// For a program that watches, and whoever reads its log.
fn in_english(warning: &Warning) -> String {
    plain(said::warning(Words::default(), warning))
}

#[derive(serde::Serialize)]
struct Readiness {
    ready: bool,
    warnings: Vec<String>,
}
