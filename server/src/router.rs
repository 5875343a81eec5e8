//! Every path, and the layers that every request passes through.

use std::time::Duration;

use app::site::{self, App, failure::Failure, failure_page::failures_become_pages, kept_pages};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    csrf::CsrfLayer,
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

/// Longer than any page takes. A request that takes longer is broken off.
const LIMIT: Duration = Duration::from_secs(30);

/// The whole site.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(site::routes().layer(middleware::from_fn_with_state(app.clone(), kept_pages)))
        .merge(crate::health::routes())
        .fallback(files)
        .with_state(app.clone())
        .layer(
            // From the outside in.
            ServiceBuilder::new()
                // Paths carry tokens of one person, so the span has only the method.
                .layer(TraceLayer::new_for_http().make_span_with(
                    |request: &axum::extract::Request| tracing::info_span!("request", method = %request.method()),
                ))
                // Fast levels, because a page is made once for one reader.
                .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_compressing()))
                .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(set(header::REFERRER_POLICY, "same-origin"))
                .layer(set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
                .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-cache")))
                .layer(middleware::from_fn_with_state(app, failures_become_pages))
                .layer(CatchPanicLayer::custom(|_| panicked()))
                .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LIMIT))
                // Another site's form cannot act here: Sec-Fetch-Site and Origin say where a POST comes from.
                .layer(CsrfLayer::new()),
        )
}

/// The built files, whose paths no page has.
async fn files(State(app): State<App>, request: Request) -> Response {
    let Some(file) = app.site.files.answer(request.uri().path(), request.headers()) else {
        return Failure::from(usecases::Refusal::NotFound(usecases::refusal::Missing::Page)).into_response();
    };
    if matches!(*request.method(), Method::GET | Method::HEAD) { file } else { StatusCode::METHOD_NOT_ALLOWED.into_response() }
}

/// tower-http's own choice, without PDFs: they are compressed inside.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("application/pdf"))
}

fn set(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// The panic hook has logged it; the reader gets the page for it.
fn panicked() -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
