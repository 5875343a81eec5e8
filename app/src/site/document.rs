//! A page as a whole: the frame around every view, and its headers.
//!
//! Handlers load first and then render, so that a page's status is known before its first byte.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hydration_context::SsrSharedContext;
use leptos::{config::LeptosOptions, hydration::HydrationScripts, prelude::*};
use sha2::{Digest as _, Sha256};

use words::Words;

use crate::{
    links::{ApiLink, DeskLink, Link, in_language},
    site::{
        App,
        components::Brand,
        kept::{Keep, Own, Shows},
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
    /// For a page that is the same for everybody, but for what is listed there.
    pub keep: Option<Keep>,
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

    /// The page is the same for everybody as long as what it shows does not change. Only for pages in
    /// [`kept`](crate::site::kept).
    #[must_use]
    pub fn kept(self, shows: Shows) -> Self {
        self.with_own(shows, Vec::new())
    }

    /// The same, but for texts that are its reader's own. They stand nowhere else in the page.
    #[must_use]
    pub fn with_own(self, shows: Shows, own: Vec<(Own, String)>) -> Self {
        Self { keep: Some(Keep { shows, own }), ..self }
    }

    #[must_use]
    pub fn again(self, again: Again) -> Self {
        Self { again: Some(again), ..self }
    }
}

/// Renders a page. Its data is loaded already: rendering waits for nothing.
pub fn page<V>(app: &App, reader: &Reader, status: StatusCode, head: Head, view: impl FnOnce() -> V) -> Response
where
    V: IntoView + 'static,
{
    let words = reader.words();
    let locale = words.locale();
    let site = &app.site;
    let scripts = site.islands.as_ref().filter(|_| head.islands);
    let policy = scripts.map_or(&POLICY, |scripts| &scripts.policy);
    let cache = if head.private { "no-store" } else { "no-cache" };
    let keep = head.keep.clone().filter(|_| status == StatusCode::OK);
    let html = rendered(|| {
        provide_context(reader.clone());
        provide_context(app.campaigns.directory.get());
        let title = if head.title.is_empty() { "Postbag".to_owned() } else { format!("{} – Postbag", head.title) };
        let alternates = (!head.private && head.again.is_none())
            .then(|| view! { <Alternates reader=reader.clone() site=site.public_url.clone() /> });
        let scripts = scripts.map(|_| view! { <HydrationScripts options=site.leptos.clone() islands=true /> });
        let view = view();
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
                    <link rel="stylesheet" href=Link::Stylesheet(&site.files.version).path() />
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
                        <LanguageMenu reader=reader.clone() again=head.again />
                    </header>
                    <main id="main" tabindex="-1">{view}</main>
                    <Foot words />
                </body>
            </html>
        }
    });
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    if let Some(keep) = keep {
        response.extensions_mut().insert(keep);
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// The HTML of a view. What the view makes while it is rendered is gone afterwards.
///
/// `leptos_axum` renders a page as a stream, for pages that wait for data while they are sent. Ours do not ([ADR 29](../../../docs/adr/0029-pages-are-kept-ready.md)).
fn rendered<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    html
}

/// What pages with islands load, and the policy that lets them.
#[derive(Debug)]
pub struct Islands {
    policy: HeaderValue,
}

impl Islands {
    /// The scripts of the site with these options. They are the same on every page, so that the policy can name the one in the page by its
    /// digest.
    pub fn new(options: &LeptosOptions) -> Option<Self> {
        let options = options.clone();
        let scripts = rendered(|| view! { <HydrationScripts options islands=true /> });
        let digests: Vec<String> = inline_scripts(&scripts).map(|script| format!("'sha256-{}'", digest(script))).collect();
        let digests = digests.join(" ");
        let policy = format!(
            "default-src 'none'; script-src 'self' {digests} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        Some(Self { policy: HeaderValue::try_from(policy).ok()? })
    }
}

/// The texts of the scripts in a piece of HTML.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| Some(rest.split_once('>')?.1.split_once("</script>")?.0))
}

fn digest(text: &str) -> String {
    BASE64.encode(Sha256::digest(text))
}

/// The policy of pages without islands. No script and no connection; styles and pictures only from here; forms only to here.
static POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

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
