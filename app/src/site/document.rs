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

use words::Words;

use crate::{
    links::{ApiLink, DeskLink, Link, in_language},
    site::{
        App,
        components::Brand,
        reader::{Reader, link_to},
        step::STEP,
    },
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
    /// What a page that answers a form was made of. Without it the page can be opened again by its address alone.
    pub again: Option<Again>,
}

/// A form of the page that shows the page once more, in another language. It keeps what has been typed, where a link would
/// lose it.
#[derive(Debug, Clone)]
pub struct Again {
    /// The form's id.
    pub form: &'static str,
    /// The path that it is posted to.
    pub path: String,
    /// The step that leads to the same page. Empty if the form has it in a hidden field.
    pub step: &'static str,
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

    #[must_use]
    pub fn again(self, again: Again) -> Self {
        Self { again: Some(again), ..self }
    }
}

/// Renders a page. Its data is loaded already: rendering waits for nothing.
pub async fn page<V>(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    head: Head,
    view: impl FnOnce() -> V + Send + 'static,
) -> Response
where
    V: IntoView + 'static,
{
    let words = reader.words();
    let locale = words.locale();
    let reader = reader.clone();
    // leptos_axum wants a view that can be made again, as for a route. A document is made only once, from its data.
    let view = Arc::new(Mutex::new(Some(view)));
    let site = app.site.clone();
    let directory = app.campaigns.directory.get();
    let private = head.private;
    let shell = move || {
        provide_context(reader.clone());
        provide_context(Arc::clone(&directory));
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
        let alternates = (!head.private && head.again.is_none())
            .then(|| view! { <Alternates reader=reader.clone() site=site.public_url.clone() /> });
        view! {
            <!DOCTYPE html>
            <html lang=locale.tag() dir=locale.direction().as_str()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <title>{title}</title>
                    {(!head.summary.is_empty()).then(|| view! { <meta name="description" content=head.summary.clone() /> })}
                    {head.private.then(|| view! { <meta name="robots" content="noindex" /> })}
                    <link rel="stylesheet" href=Link::Stylesheet.path() />
                    <link rel="icon" href=Link::Icon.path() type="image/svg+xml" />
                    {alternates}
                    {scripts}
                </head>
                <body>
                    <a class="skip" href="#main">{words.frame_skip()}</a>
                    <header class="masthead">
                        <a class="masthead__home" href=link_to(Link::Home)>
                            <Brand />
                            "Postbag"
                        </a>
                        <LanguageMenu reader=reader.clone() again=head.again.clone() />
                    </header>
                    <main id="main" tabindex="-1">{view.lock().ok().and_then(|mut view| view.take()).map(|view| view())}</main>
                    <Foot words />
                </body>
            </html>
        }
    };
    let mut response = leptos_axum::render_app_async_with_context(|| (), shell)(Request::new(Body::empty())).await;
    let cache = if private { "no-store" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// The same page in every language, for search engines. They want whole addresses.
#[component]
fn Alternates(reader: Reader, site: String) -> impl IntoView {
    reader
        .offered()
        .map(|locale| {
            let href = format!("{site}{}", reader.here_in(locale));
            view! { <link rel="alternate" hreflang=locale.tag() href=href /> }
        })
        .collect_view()
}

/// The languages of the page, each by its own name.
#[component]
fn LanguageMenu(reader: Reader, again: Option<Again>) -> impl IntoView {
    let words = reader.words();
    let now = words.locale();
    let items = reader
        .offered()
        .map(|locale| {
            let (tag, dir, name) = (locale.tag(), locale.direction().as_str(), locale.name());
            let current = (locale == now).then_some("true");
            let item = match &again {
                None => {
                    let href = reader.here_in(locale);
                    view! { <a href=href lang=tag hreflang=tag dir=dir aria-current=current>{name}</a> }.into_any()
                }
                Some(Again { form, path, step }) => {
                    let action = in_language(path, Some(tag));
                    let step = (!step.is_empty()).then_some(*step);
                    view! {
                        <button
                            type="submit"
                            form=*form
                            formaction=action
                            name=step.map(|_| STEP)
                            value=step
                            lang=tag
                            dir=dir
                            aria-current=current
                        >
                            {name}
                        </button>
                    }
                    .into_any()
                }
            };
            view! { <li>{item}</li> }
        })
        .collect_view();
    view! {
        <details class="languages">
            <summary>
                <span class="languages__label">{words.frame_language()}</span>
                " "
                <span lang=now.tag()>{now.name()}</span>
            </summary>
            <ul>{items}</ul>
        </details>
    }
}

#[component]
fn Foot(words: Words) -> impl IntoView {
    view! {
        <footer class="foot">
            <p>{words.frame_promise()}</p>
            <p>
                <a href=ApiLink::OpenApi.path()>{words.frame_open_data()}</a>
                " · "
                <a href=link_to(Link::ClassReports)>{words.frame_report_class()}</a>
                " · "
                <a href=link_to(DeskLink::Overview)>{words.frame_organisers()}</a>
            </p>
        </footer>
    }
}

/// Scripts only with this response's nonce; styles, pictures and connections only from here; forms only to here.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}
