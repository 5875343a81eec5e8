//! `/healthz`: the process answers. `/readyz`: it can do its work, and what will soon run out.

use app::App;
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::ToSpan as _;

/// So many days ahead the end of the directory's validity is a warning.
const DAYS_AHEAD: i32 = 45;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/healthz", get(|| async { "ok" })).route("/readyz", get(ready))
}

async fn ready(State(app): State<App>) -> Response {
    if let Err(error) = app.campaigns.store.ping().await {
        tracing::error!(%error, "not ready");
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(Readiness { ready: false, warnings: vec!["the database does not answer".into()] }),
        )
            .into_response();
    }
    let today = app.campaigns.clock.today();
    let soon = today.checked_add(DAYS_AHEAD.days()).unwrap_or(today);
    let ends =
        app.campaigns.directory.targets().iter().filter_map(|target| target.valid_until).filter(|until| *until <= soon).min();
    let warnings = ends.map(|until| format!("part of the directory is valid until {until} only")).into_iter().collect();
    Json(Readiness { ready: true, warnings }).into_response()
}

#[derive(serde::Serialize)]
struct Readiness {
    ready: bool,
    warnings: Vec<String>,
}
