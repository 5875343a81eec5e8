//! The answer to a failed request: a page that says what to do, or for programs a problem document.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};
use leptos::prelude::*;
use usecases::Refusal;
use words::Words;

use crate::{
    links::{ApiLink, DeskPath, Link, PeopleLink, without_language},
    site::App,
    site::api::problem,
    site::document::{Head, page},
    site::failure::{Failure, Why},
    site::reader::Reader,
};

/// Gives every failed request that has no body of its own a page (or a problem document) that says what to do.
pub async fn failures_become_pages(State(app): State<App>, reader: Reader, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with(ApiLink::PREFIX);
    let back = here(request.method(), request.uri(), request.headers());
    let response = next.run(request).await;
    let status = response.status();
    let failure = response.extensions().get::<Failure>().cloned();
    // axum answers in plain text if it cannot read a path or a query.
    let bare = response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let failure = match failure {
        Some(failure) => failure,
        None if bare && (status.is_client_error() || status.is_server_error()) => Failure::new(status, plain_words(status)),
        None => return response,
    };
    let mut response = if is_api {
        problem(&failure, reader.words(), &app.site.public_url)
    } else {
        failure_page(&app, &reader, &failure, &back)
    };
    failure.set_retry_after(&mut response);
    response
}

/// What is said of a status that has no other reason.
fn plain_words(status: StatusCode) -> fn(Words) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => Words::refusal_no_page,
        StatusCode::METHOD_NOT_ALLOWED => Words::refusal_method,
        StatusCode::PAYLOAD_TOO_LARGE => Words::refusal_too_much,
        StatusCode::GONE => Words::refusal_link_expired,
        StatusCode::FORBIDDEN => Words::refusal_other_site,
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Words::refusal_too_long,
        status if status.is_client_error() => Words::refusal_unreadable,
        _ => Words::refusal_ours,
    }
}

/// The page of the desk on which somebody was who is refused: to it signing in again leads back.
fn here(method: &Method, uri: &Uri, headers: &HeaderMap) -> DeskPath {
    let page = if method == Method::GET {
        Some(without_language(uri))
    } else {
        // The page on which the form stood. Whatever the header says, it is taken for a path of the desk alone.
        let from = headers.get(header::REFERER).and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
        from.map(|from| without_language(&from))
    };
    page.and_then(|page| DeskPath::parse(&page)).unwrap_or_else(DeskPath::overview)
}

fn failure_page(app: &App, reader: &Reader, failure: &Failure, back: &DeskPath) -> Response {
    let words = reader.words();
    let title = match failure.status {
        StatusCode::NOT_FOUND => words.failure_not_found_title(),
        StatusCode::GONE => words.failure_gone_title(),
        StatusCode::CONFLICT => words.failure_conflict_title(),
        StatusCode::UNAUTHORIZED => words.failure_sign_in_title(),
        StatusCode::TOO_MANY_REQUESTS => words.failure_too_many_title(),
        StatusCode::SERVICE_UNAVAILABLE if failure.again_in.is_some() => words.failure_busy_title(),
        status if status.is_server_error() => words.failure_ours_title(),
        _ => words.failure_other_title(),
    };
    let (status, message) = (failure.status, failure.message(words));
    let again = matches!(&failure.why, Why::Refused(refusal) if matches!(**refusal, Refusal::SignInAgain));
    let (way_on, way_on_words) = if again {
        (reader.to(PeopleLink::SignInAgain(back)), words.refusal_sign_in_again_button())
    } else {
        (reader.to(Link::Home), words.campaigns_all_link())
    };
    page(app, reader, status, Head::new(title).private(), move || {
        view! {
            <section class="narrow failure">
                <h1>{title}</h1>
                <p class="lead">{message}</p>
                <p>
                    <a class="button" href=way_on>{way_on_words}</a>
                </p>
            </section>
        }
    })
}
