//! `/answer/{token}`: did the office answer? We ask once, by mail, whoever wished it. Only a button answers, since mail
//! programs open links by themselves.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::post::Reply;
use leptos::prelude::*;
use usecases::post::AskedAbout;
use words::Words;

use crate::{
    links::{Link, TargetsQuery},
    site::App,
    site::components::OF_OFFICES,
    site::document::{Head, page},
    site::failure::{Failure, Refused},
    site::fields::Fields,
    site::reader::{Reader, link_to, quoting, words},
};

/// The field with the answer.
const REPLY: &str = "reply";

pub async fn get(State(app): State<App>, reader: Reader, Path(token): Path<String>) -> Result<Response, Refused> {
    let asked = app.relay.asked_about(&token, reader.words().language()).await?;
    let head = Head::new(reader.words().answer_title()).private();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <AnswerPage asked /> }))
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    Path(token): Path<String>,
    fields: Fields,
) -> Result<Response, Refused> {
    let Some(reply) = Reply::parse(fields.get(REPLY)) else {
        return Ok(Failure::new(StatusCode::BAD_REQUEST, Words::refusal_step).into_response());
    };
    let asked = app.relay.answer(&token, reply, reader.words().language()).await?;
    let head = Head::new(reader.words().thanks_title()).private();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <AnsweredPage asked /> }))
}

/// The button for an answer, and what it means.
fn worded(words: Words, reply: Reply) -> (&'static str, &'static str) {
    match reply {
        Reply::Yes => (words.answer_yes_button(), words.answer_yes_hint()),
        Reply::No => (words.answer_no_button(), words.answer_no_hint()),
        Reply::NotReally => (words.answer_not_really_button(), words.answer_not_really_hint()),
    }
}

#[component]
fn AnswerPage(asked: AskedAbout) -> impl IntoView {
    let words = words();
    let AskedAbout { letter, target_name, .. } = asked;
    let answers = Reply::ALL
        .map(|reply| {
            let (label, hint) = worded(words, reply);
            view! {
                <p class="answer">
                    <button class="button" type="submit" name=REPLY value=reply.as_str() aria-describedby=format!("answer-{}", reply.as_str())>
                        {label}
                    </button>
                    <span class="answer__hint" id=format!("answer-{}", reply.as_str())>{hint}</span>
                </p>
            }
        })
        .collect_view();
    view! {
        <section class="narrow">
            <h1>{words.answer_title()}</h1>
            <p class="lead">{quoting(OF_OFFICES, words.answer_lead(target_name))}</p>
            <form class="answers" method="post" action=link_to(Link::Answer(&letter.token))>
                {answers}
            </form>
            <p class="privacy">{words.answer_note()}</p>
        </section>
    }
}

#[component]
fn AnsweredPage(asked: AskedAbout) -> impl IntoView {
    let words = words();
    let AskedAbout { letter, campaign, .. } = asked;
    view! {
        <section class="narrow">
            <h1>{words.thanks_title()}</h1>
            <p class="lead">{words.answer_thanks_lead()}</p>
            <p>
                <a class="button button--quiet" href=link_to(Link::Targets(&campaign, TargetsQuery::all(letter.language)))>
                    {words.thanks_another_link()}
                </a>
            </p>
        </section>
    }
}
