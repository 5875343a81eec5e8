//! `/confirm/{token}`: the supporter confirms a letter. Only the button does it, since mail programs open links by
//! themselves.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use usecases::post::Awaiting;

use crate::{
    links::Link,
    site::App,
    site::document::{Head, page},
    site::failure::Refused,
    site::reader::{Reader, link_to},
};

pub async fn get(State(app): State<App>, reader: Reader, Path(token): Path<String>) -> Result<Response, Refused> {
    let awaiting = app.relay.awaiting(&token).await?;
    let head = Head::new("Send your letter").private();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <ConfirmPage awaiting /> }).await)
}

pub async fn post(State(app): State<App>, reader: Reader, Path(token): Path<String>) -> Result<Response, Refused> {
    let letter = app.relay.confirm(&token).await?;
    let thanks = Link::Thanks(&letter.campaign, Some((&letter.id, letter.language)));
    Ok(Redirect::to(&reader.to(thanks)).into_response())
}

#[component]
fn ConfirmPage(awaiting: Awaiting) -> impl IntoView {
    let Awaiting { letter, campaign_title, target_name } = awaiting;
    view! {
        <section class="narrow">
            <p class="crumbs">{campaign_title}</p>
            <h1>"Send this letter?"</h1>
            <p class="lead">{format!("To {target_name}, from {}. Answers come to {}.", letter.name, letter.email)}</p>
            <form method="post" action=link_to(Link::Confirm(&letter.token))>
                <button class="button" type="submit">
                    "Yes, send it"
                </button>
            </form>
            <p class="privacy">"Your name, your address and this text are deleted 28 days after the letter was delivered. If you did not ask for this, close this page: nothing is sent, and all is deleted after seven days."</p>
            <div class="sheet" lang=letter.language.to_string()>
                <p class="sheet__subject">{letter.subject.clone()}</p>
                <p class="sheet__text">{letter.body.clone()}</p>
            </div>
        </section>
    }
}
