//! `/desk/sign-in/code`: who has a second factor types a code after having followed a link, in the same browser.

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{checked::FieldError, form::Field};
use leptos::prelude::*;
use usecases::{Refusal, desk::Entered, refusal::Spent};

use super::{
    address,
    entering::{Arriving, entered},
    return_to,
};
use crate::links::{DeskPath, PeopleLink};
use crate::site::{
    App,
    components::{Entry, ErrorSummary},
    document::{Head, page},
    failure::Refused,
    fields::Fields,
    forms::{self, Controls},
    reader::{Reader, link_to, words},
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    arriving: Arriving,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let to = return_to(&Fields::of_query(query.as_deref()));
    show(&app, &reader, &arriving, StatusCode::OK, to, Vec::new()).await
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    arriving: Arriving,
    RawQuery(query): RawQuery,
    fields: Fields,
) -> Result<Response, Refused> {
    let to = return_to(&Fields::of_query(query.as_deref()));
    let half = half(&arriving)?;
    match app.access.enter_code(half, fields.get(&Field::OneTimeCode.name()), arriving.arrival(&reader)).await {
        Ok(session) => Ok(entered(&app, &reader, &Entered::SignedIn(session), to.as_ref())),
        Err(Refusal::Invalid(errors)) => show(&app, &reader, &arriving, StatusCode::UNPROCESSABLE_ENTITY, to, errors).await,
        Err(refusal) => Err(refusal.into()),
    }
}

/// The secret of this browser's half-open session.
fn half(arriving: &Arriving) -> Result<&str, Refusal> {
    arriving.half.as_deref().ok_or(Refusal::TokenSpent(Spent::Code))
}

async fn show(
    app: &App,
    reader: &Reader,
    arriving: &Arriving,
    status: StatusCode,
    to: Option<DeskPath>,
    errors: Vec<FieldError>,
) -> Result<Response, Refused> {
    let email = app.access.whose_code(half(arriving)?).await?;
    let head = Head::new(reader.words().sign_in_code_title()).private();
    let view = move || {
        let words = words();
        view! {
            <section class="narrow">
                <h1>{words.sign_in_code_title()}</h1>
                <p class="lead">{address(words.sign_in_as_lead(&email))}</p>
                <CodeForm action=link_to(PeopleLink::Code(to.as_ref())) errors>
                    <button class="button" type="submit">
                        {words.desk_sign_in_button()}
                    </button>
                </CodeForm>
            </section>
        }
    };
    Ok(page(app, reader, status, head, view))
}

/// A form that asks for a code, and what can be done with it. What was typed is not shown again: a code is good once.
#[component]
pub(in crate::site::desk) fn CodeForm(action: String, errors: Vec<FieldError>, children: Children) -> impl IntoView {
    let words = words();
    let asked = Controls::new(forms::people::code(words), errors);
    view! {
        <form method="post" action=action novalidate>
            <p>{words.sign_in_code_lead()}</p>
            <ErrorSummary form=asked.clone() />
            <Entry form=asked field=Field::OneTimeCode />
            {children()}
        </form>
    }
}
