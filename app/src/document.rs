//! A page as a whole: the frame around every view, its headers, and what is shown when something is refused.
//!
//! Handlers load first and render then, so that a page's status is known before its first byte. A refusal is
//! carried by the response as a [`Failure`]; [`failures_become_pages`] turns it into a page that says what to
//! do, and the API into a problem document.

use std::sync::{Arc, Mutex};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::{hydration::HydrationScripts, nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use usecases::{
    Refusal,
    refusal::{Missing, Spent},
};

use crate::{App, components::Brand};

/// What a page says about itself.
#[derive(Debug, Clone, Default)]
pub struct Head {
    pub title: String,
    /// For search engines and link previews. May be empty.
    pub summary: String,
    /// Whether any island is on the page. Only then does it load WebAssembly.
    pub islands: bool,
    /// Pages that are one person's own are kept out of search engines and caches.
    pub private: bool,
}

impl Head {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    #[must_use]
    pub fn summary(self, summary: impl Into<String>) -> Self {
        Self { summary: summary.into(), ..self }
    }

    #[must_use]
    pub fn islands(self) -> Self {
        Self { islands: true, ..self }
    }

    #[must_use]
    pub fn private(self) -> Self {
        Self { private: true, ..self }
    }
}

/// Renders a page. Its data is loaded already: rendering waits for nothing.
pub async fn page<V>(app: &App, status: StatusCode, head: Head, view: impl FnOnce() -> V + Send + 'static) -> Response
where
    V: IntoView + 'static,
{
    // leptos_axum wants a view that can be made again, as for a route; a document is made once, from its data.
    let view = Arc::new(Mutex::new(Some(view)));
    let site = app.site.clone();
    let private = head.private;
    let shell = move || {
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(status);
            if let Ok(policy) = HeaderValue::from_str(&content_security_policy(&nonce)) {
                response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
            }
        }
        let scripts =
            (head.islands && site.islands).then(|| view! { <HydrationScripts options=site.leptos.clone() islands=true /> });
        let title = if head.title.is_empty() { "Postbag".to_owned() } else { format!("{} – Postbag", head.title) };
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <title>{title}</title>
                    {(!head.summary.is_empty()).then(|| view! { <meta name="description" content=head.summary.clone() /> })}
                    {head.private.then(|| view! { <meta name="robots" content="noindex" /> })}
                    <link rel="stylesheet" href="/pkg/postbag.css" />
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    {scripts}
                </head>
                <body>
                    <a class="skip" href="#main">"Skip to the content"</a>
                    <header class="masthead">
                        <a class="masthead__home" href="/">
                            <Brand />
                            "Postbag"
                        </a>
                    </header>
                    <main id="main" tabindex="-1">{view.lock().ok().and_then(|mut view| view.take()).map(|view| view())}</main>
                    <footer class="foot">
                        <p>"Postbag sets no cookies, loads nothing from elsewhere, and counts letters, not people."</p>
                        <p>
                            <a href="/api/v1/openapi.json">"Open data"</a>
                            " · "
                            <a href="/k">"Report a class set"</a>
                            " · "
                            <a href="/desk">"Organisers"</a>
                        </p>
                    </footer>
                </body>
            </html>
        }
    };
    let mut response = leptos_axum::render_app_async_with_context(|| (), shell)(Request::new(Body::empty())).await;
    let cache = if private { "no-store" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

/// Scripts only with this response's nonce; styles, pictures and connections only from here; forms only to here.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// Something that was not done: the status and the words for it.
#[derive(Debug, Clone)]
pub struct Failure {
    pub status: StatusCode,
    pub message: String,
    /// In so many seconds it is worth trying again.
    pub again_in: Option<u8>,
}

impl Failure {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), again_in: None }
    }

    /// The header that says when to come again.
    pub(crate) fn set_retry_after(&self, response: &mut Response) {
        if let Some(seconds) = self.again_in {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(u16::from(seconds)));
        }
    }
}

impl From<&Refusal> for Failure {
    fn from(refusal: &Refusal) -> Self {
        let again_in = if let Refusal::Busy { again_in } = refusal { Some(*again_in) } else { None };
        Self { again_in, ..Self::new(status_of(refusal), refusal.to_string()) }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The status of a refusal, for pages and API alike.
pub fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotFound(_) => StatusCode::NOT_FOUND,
        Refusal::Invalid(_) | Refusal::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::NotYetOpen(_) | Refusal::Closed(_) | Refusal::ChannelUnavailable => StatusCode::CONFLICT,
        Refusal::TokenSpent(_) => StatusCode::GONE,
        Refusal::Forbidden(_) => StatusCode::FORBIDDEN,
        Refusal::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Press(_) => StatusCode::INTERNAL_SERVER_ERROR,
        Refusal::Busy { .. } | Refusal::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A refusal on its way out of a page's handler, so that handlers can use `?`.
#[derive(Debug)]
pub struct Refused(Refusal);

impl<E: Into<Refusal>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        log(&self.0);
        Failure::from(&self.0).into_response()
    }
}

/// What is ours to mend is logged, with its cause; what is the writer's is not.
pub(crate) fn log(refusal: &Refusal) {
    match refusal {
        Refusal::Store(error) => tracing::error!(%error, "a request failed"),
        Refusal::Press(error) => tracing::error!(%error, "a document could not be made"),
        _ => {}
    }
}

/// Gives every failed request that has no body of its own a page (or a problem document) that says what to do.
pub async fn failures_become_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let failure = response.extensions().get::<Failure>().cloned();
    // Plain text is what axum says where a path or a query cannot be read.
    let bare = response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let failure = match failure {
        Some(failure) => failure,
        None if bare && (status.is_client_error() || status.is_server_error()) => Failure::new(status, plain_words(status)),
        None => return response,
    };
    let mut response = if is_api { crate::api::problem(&failure, &[]) } else { failure_page(&app, failure.clone()).await };
    failure.set_retry_after(&mut response);
    response
}

/// For a form or a request over its limit.
pub(crate) const TOO_MUCH: &str = "That is too much text. Go back and shorten it; a letter fits on a page.";

fn plain_words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => Missing::Page.message(),
        StatusCode::METHOD_NOT_ALLOWED => "This page cannot be used that way. Go back and try the button on the page.",
        StatusCode::PAYLOAD_TOO_LARGE => TOO_MUCH,
        StatusCode::GONE => Spent::Expired.message(),
        StatusCode::FORBIDDEN => "This form was sent from another site. Open the page here and send it again.",
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
            "This took too long. Nothing was lost; please try again in a minute."
        }
        status if status.is_client_error() => "This request could not be read. Go back and try again.",
        _ => "Something on our side did not work. Nothing was sent; please try again in a minute.",
    }
}

async fn failure_page(app: &App, failure: Failure) -> Response {
    let title = match failure.status {
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::GONE => "This link no longer works",
        StatusCode::CONFLICT => "Not possible now",
        StatusCode::UNAUTHORIZED => "Sign in",
        StatusCode::TOO_MANY_REQUESTS => "That was a lot",
        StatusCode::SERVICE_UNAVAILABLE if failure.again_in.is_some() => "In a moment",
        status if status.is_server_error() => "Our mistake",
        _ => "That did not work",
    };
    let Failure { status, message, .. } = failure;
    page(app, status, Head::new(title).private(), move || {
        view! {
            <section class="narrow failure">
                <h1>{title}</h1>
                <p class="lead">{message}</p>
                <p>
                    <a class="button" href="/">"All campaigns"</a>
                </p>
            </section>
        }
    })
    .await
}
