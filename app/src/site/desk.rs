//! The pages of organisers, and who may see them. There is one file for each page. To add one, write the file, its path
//! and its link in [`crate::links`], and name it here.

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use axum_extra::extract::CookieJar;
use domain::people::Organiser;
use leptos::prelude::*;

use super::{
    App,
    failure::{Failure, Refused},
    fields::LIMIT,
    reader::link_to,
};
use crate::links::DeskLink;

mod campaign;
mod mail;
mod overview;
mod sign_in;

/// The path of every page.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(DeskLink::OVERVIEW, get(overview::get))
        .route(
            DeskLink::CAMPAIGN,
            get(campaign::get).post(campaign::artwork::add).layer(DefaultBodyLimit::max(campaign::artwork::FORM_LIMIT)),
        )
        .route(DeskLink::ARTWORK, post(campaign::artwork::remove))
        .route(DeskLink::MAILBOX, get(mail::list))
        .route(DeskLink::MAIL, get(mail::one))
        .route(DeskLink::SIGN_IN, get(sign_in::page_of).post(sign_in::sign_in))
        .route(DeskLink::SIGN_OUT, post(sign_in::sign_out))
        .layer(DefaultBodyLimit::max(LIMIT))
}

const COOKIE: &str = "postbag_desk";

/// The organiser who is signed in. Anybody else is told how to sign in.
#[derive(Debug)]
pub struct SignedIn(Organiser);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    App: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let app = App::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let organiser = match jar.get(COOKIE) {
            Some(cookie) => app.desk.organiser(cookie.value()).await.map_err(|error| Refused::from(error).into_response())?,
            None => None,
        };
        organiser.map(Self).ok_or_else(|| {
            let how = "The desk is for organisers. Run “postbag organiser add” with your email address on the server, and open the link that it prints.";
            Failure::new(StatusCode::UNAUTHORIZED, how).into_response()
        })
    }
}

#[component]
fn DeskFrame(organiser: Organiser, children: Children) -> impl IntoView {
    view! {
        <header class="deskhead">
            <h1>"Desk"</h1>
            <nav aria-label="Desk">
                <a href=link_to(DeskLink::Overview)>"Campaigns"</a>
                " "
                <a href=link_to(DeskLink::Mailbox)>"Mailbox"</a>
            </nav>
            <form method="post" action=link_to(DeskLink::SignOut)>
                <span>{format!("{} ({})", organiser.email, organiser.role.as_str())}</span>
                <button class="button button--quiet" type="submit">
                    "Sign out"
                </button>
            </form>
        </header>
        {children()}
    }
}
