//! A page as a whole: the frame around every view, and its headers.
//!
//! Handlers load first and then render, so that a page's status is known before its first byte.

use std::sync::{Arc, Mutex};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use leptos::{hydration::HydrationScripts, nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

use crate::{
    links::{ApiLink, DeskLink, Link},
    site::{App, components::Brand},
};

/// A page's metadata.
#[derive(Debug, Clone, Default)]
pub struct Head {
    pub title: String,
    /// For search engines and link previews. May be empty.
    pub summary: String,
    /// Whether the page has an island. Only then does it load WebAssembly.
    pub islands: bool,
    /// One person's own pages are kept out of search engines and caches.
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
    // leptos_axum wants a view that can be made again, as for a route. A document is made only once, from its data.
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
                    <link rel="stylesheet" href=Link::Stylesheet.path() />
                    <link rel="icon" href=Link::Icon.path() type="image/svg+xml" />
                    {scripts}
                </head>
                <body>
                    <a class="skip" href="#main">"Skip to the content"</a>
                    <header class="masthead">
                        <a class="masthead__home" href=Link::Home.path()>
                            <Brand />
                            "Postbag"
                        </a>
                    </header>
                    <main id="main" tabindex="-1">{view.lock().ok().and_then(|mut view| view.take()).map(|view| view())}</main>
                    <footer class="foot">
                        <p>"Postbag sets no cookies, loads nothing from elsewhere, and counts letters, not people."</p>
                        <p>
                            <a href=ApiLink::OpenApi.path()>"Open data"</a>
                            " · "
                            <a href=Link::ClassReports.path()>"Report a class set"</a>
                            " · "
                            <a href=DeskLink::Overview.path()>"Organisers"</a>
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
