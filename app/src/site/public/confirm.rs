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
    site::components::OF_OFFICES,
    site::document::{Head, page},
    site::failure::Refused,
    site::reader::{Reader, Tongue, link_to, quoting, tongue, words},
};

pub async fn get(State(app): State<App>, reader: Reader, Path(token): Path<String>) -> Result<Response, Refused> {
    let awaiting = app.relay.awaiting(&token, reader.words().language()).await?;
    let head = Head::new(reader.words().confirm_page_title()).private();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <ConfirmPage awaiting /> }).await)
}

pub async fn post(State(app): State<App>, reader: Reader, Path(token): Path<String>) -> Result<Response, Refused> {
    let (campaign, letter) = app.relay.confirm(&token).await?;
    let thanks = Link::Thanks(&campaign, Some((&letter.id, letter.language)));
    Ok(Redirect::to(&reader.to(thanks)).into_response())
}

#[component]
fn ConfirmPage(awaiting: Awaiting) -> impl IntoView {
    let words = words();
    let Awaiting { letter, campaign_title, target_name } = awaiting;
    let Tongue { lang, dir } = tongue(letter.language.tag());
    view! {
        <section class="narrow">
            <p class="crumbs" lang=lang.clone() dir=dir>{campaign_title}</p>
            <h1>{words.confirm_title()}</h1>
            <p class="lead">{quoting(OF_OFFICES, words.confirm_lead(&letter.email, &letter.name, target_name))}</p>
            <form method="post" action=link_to(Link::Confirm(&letter.token))>
                <button class="button" type="submit">
                    {words.confirm_button()}
                </button>
            </form>
            <p class="privacy">{words.confirm_note()}</p>
            <div class="sheet" lang=lang dir=dir>
                <p class="sheet__subject">{letter.subject.clone()}</p>
                <p class="sheet__text">{letter.body.clone()}</p>
            </div>
        </section>
    }
}
