//! `/desk/first/{token}`: the first owner comes in, by the link that the server prints while the site has none.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    checked::{FieldError, Token},
    form::Field,
};
use leptos::prelude::*;
use usecases::{Refusal, refusal::Missing};

use super::entering::{Arriving, entered};
use crate::links::PeopleLink;
use crate::site::{
    App,
    components::{Entry, ErrorSummary},
    document::{Head, page},
    failure::Refused,
    fields::Fields,
    forms::{self, Controls},
    reader::{Reader, link_to, words},
};

pub async fn get(State(app): State<App>, reader: Reader, Path(token): Path<String>) -> Result<Response, Refused> {
    app.access.look_at_first_link(&token).await?;
    show(&app, &reader, StatusCode::OK, &token, String::new(), Vec::new())
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    arriving: Arriving,
    Path(token): Path<String>,
    fields: Fields,
) -> Result<Response, Refused> {
    let email = fields.get(&Field::Email.name()).to_owned();
    match app.access.become_owner(&token, &email, arriving.arrival(&reader)).await {
        Ok(step) => Ok(entered(&app, &reader, &step, None)),
        Err(Refusal::Invalid(errors)) => show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &token, email, errors),
        Err(refusal) => Err(refusal.into()),
    }
}

fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    token: &str,
    email: String,
    errors: Vec<FieldError>,
) -> Result<Response, Refused> {
    let token = Token::parse(token).map_err(|_| Refusal::NotFound(Missing::Token))?;
    let head = Head::new(reader.words().first_title()).private();
    let view = move || {
        let words = words();
        let asked = Controls::new(forms::people::sign_in(words), errors);
        view! {
            <section class="narrow">
                <h1>{words.first_title()}</h1>
                <p class="lead">{words.first_lead()}</p>
                <form method="post" action=link_to(PeopleLink::FirstOwner(&token)) novalidate>
                    <ErrorSummary form=asked.clone() />
                    <Entry form=asked field=Field::Email value=email />
                    <button class="button" type="submit">
                        {words.first_button()}
                    </button>
                </form>
            </section>
        }
    };
    Ok(page(app, reader, status, head, view))
}
