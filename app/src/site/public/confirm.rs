//! `/confirm/{token}`: the supporter confirms a letter, or whoever got our mail says that they asked for none. Only the
//! buttons do it, since mail programs open links by themselves.

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
    site::step::{STEP, Step, Stepped},
    site::visitor::Visitor,
};

/// What the buttons ask for.
#[derive(Debug, Clone, Copy, Default)]
pub enum ConfirmStep {
    #[default]
    Yes,
    NotMe,
}

impl Step for ConfirmStep {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Yes, Self::NotMe].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::NotMe => "not_me",
        }
    }
}

pub async fn get(State(app): State<App>, reader: Reader, Path(token): Path<String>) -> Result<Response, Refused> {
    let awaiting = app.relay.awaiting(&token, reader.words().language()).await?;
    let head = Head::new(reader.words().confirm_page_title()).private();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <ConfirmPage awaiting /> }))
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    Path(token): Path<String>,
    Visitor(network): Visitor,
    Stepped { step, .. }: Stepped<ConfirmStep>,
) -> Result<Response, Refused> {
    match step {
        ConfirmStep::Yes => {
            let (campaign, letter) = app.relay.confirm(&token, network).await?;
            let thanks = Link::Thanks(&campaign, Some((&letter.id, letter.language)));
            Ok(Redirect::to(&reader.to(thanks)).into_response())
        }
        // There is no page to go to: with the letter its address is gone.
        ConfirmStep::NotMe => {
            app.relay.disown(&token).await?;
            let head = Head::new(reader.words().confirm_deleted_title()).private();
            Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <DeletedPage /> }))
        }
    }
}

#[component]
fn ConfirmPage(awaiting: Awaiting) -> impl IntoView {
    let words = words();
    let Awaiting { letter, campaign_title, target_name } = awaiting;
    let Tongue { lang, dir } = tongue(letter.language.tag());
    let review = !letter.review.is_empty();
    view! {
        <section class="narrow">
            <p class="crumbs" lang=lang.clone() dir=dir>{campaign_title}</p>
            <h1>{words.confirm_title()}</h1>
            <p class="lead">{quoting(OF_OFFICES, words.confirm_lead(letter.email.shown(), &letter.name, target_name))}</p>
            {review.then(|| view! { <p class="notice">{words.confirm_review_note()}</p> })}
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
            <h2>{words.confirm_not_me_title()}</h2>
            <form method="post" action=link_to(Link::Confirm(&letter.token))>
                <input type="hidden" name=STEP value=ConfirmStep::NotMe.as_str() />
                <button class="button button--quiet" type="submit">
                    {words.confirm_not_me_button()}
                </button>
            </form>
            <p class="privacy">{words.confirm_not_me_note()}</p>
        </section>
    }
}

#[component]
fn DeletedPage() -> impl IntoView {
    let words = words();
    view! {
        <section class="narrow">
            <h1>{words.confirm_deleted_title()}</h1>
            <p class="lead">{words.confirm_deleted_lead()}</p>
            <p>
                <a class="button button--quiet" href=link_to(Link::Home)>{words.campaigns_all_link()}</a>
            </p>
        </section>
    }
}
