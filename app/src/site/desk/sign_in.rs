//! `/desk/sign-in/{token}`: signing in by a one-time link that `postbag organiser add` prints. The page of the link has
//! a button, so that a mail program that follows links does not use it up.

use axum::{
    extract::{Path, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use domain::checked::Token;
use leptos::prelude::*;
use usecases::{Refusal, refusal::Missing};

use super::COOKIE;
use crate::links::{DeskLink, Link};
use crate::site::{
    App,
    document::{Head, page},
    failure::Refused,
    reader::{Reader, link_to, words},
};

pub async fn page_of(State(app): State<App>, reader: Reader, Path(token): Path<String>) -> Result<Response, Refused> {
    // Only its shape is checked here; the button finds out whether it is ours and unused.
    let token = Token::parse(&token).map_err(|_| Refusal::NotFound(Missing::Token))?;
    let head = Head::new(reader.words().desk_sign_in_page_title()).private();
    Ok(page(&app, &reader, StatusCode::OK, head, move || {
        let words = words();
        view! {
            <section class="narrow">
                <h1>{words.desk_sign_in_title()}</h1>
                <p class="lead">{words.desk_sign_in_lead(usecases::Desk::SESSION_FOR.as_hours() / 24)}</p>
                <form method="post" action=link_to(DeskLink::SignIn(&token))>
                    <button class="button" type="submit">
                        {words.desk_sign_in_button()}
                    </button>
                </form>
            </section>
        }
    })
    .await)
}

pub async fn sign_in(State(app): State<App>, reader: Reader, Path(token): Path<String>) -> Result<Response, Refused> {
    let session = app.desk.sign_in(&token).await?;
    Ok((cookie(&app, session.as_str(), usecases::Desk::SESSION_FOR.as_secs()), Redirect::to(&reader.to(DeskLink::Overview)))
        .into_response())
}

pub async fn sign_out(State(app): State<App>, reader: Reader, jar: CookieJar) -> Result<Response, Refused> {
    if let Some(cookie) = jar.get(COOKIE) {
        app.desk.sign_out(cookie.value()).await?;
    }
    Ok((cookie(&app, "", 0), Redirect::to(&reader.to(Link::Home))).into_response())
}

/// The desk's cookie: sent only to the desk, unreadable to scripts, not sent along by other sites' forms.
fn cookie(app: &App, session: &str, seconds: i64) -> [(HeaderName, String); 1] {
    let secure = if app.site.secure { "; Secure" } else { "" };
    [(
        header::SET_COOKIE,
        format!("{COOKIE}={session}; Path={}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", DeskLink::Overview),
    )]
}
