//! `/desk/sign-in/again`: who is signed in proves again who they are, for what asks for a recent sign-in. With a second
//! factor a code is enough; without one it takes another link.

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{checked::FieldError, form::Field};
use leptos::prelude::*;
use usecases::{Refusal, desk::Present};

use super::super::{DeskFrame, INVITE, SignedIn, commanded};
use super::{address, code::CodeForm, entering::Arriving, return_to};
use crate::links::{DeskPath, PeopleLink, RETURN};
use crate::site::{
    App,
    document::{Head, page},
    failure::Refused,
    fields::Fields,
    reader::{Reader, link_to, words},
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    show(&app, &reader, present, StatusCode::OK, way(query.as_deref()), Vec::new()).await
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    arriving: Arriving,
    RawQuery(query): RawQuery,
    fields: Fields,
) -> Result<Response, Refused> {
    let (to, session) = (way(query.as_deref()), arriving.session.unwrap_or_default());
    match app.access.sign_in_again(&present, &session, fields.get(&Field::OneTimeCode.name())).await {
        Ok(()) => Ok(Redirect::to(&reader.to(to)).into_response()),
        Err(Refusal::Invalid(errors)) => show(&app, &reader, present, StatusCode::UNPROCESSABLE_ENTITY, to, errors).await,
        Err(refusal) => Err(refusal.into()),
    }
}

fn way(query: Option<&str>) -> DeskPath {
    return_to(&Fields::of_query(query)).unwrap_or_else(DeskPath::overview)
}

async fn show(
    app: &App,
    reader: &Reader,
    present: Present,
    status: StatusCode,
    to: DeskPath,
    errors: Vec<FieldError>,
) -> Result<Response, Refused> {
    let has_code = app.access.second_factor(&present).await?.is_some_and(|factor| factor.on_since.is_some());
    let mails = app.access.mails_links();
    let organiser = present.organiser;
    let email = organiser.email.clone();
    let head = Head::new(reader.words().sign_in_again_title()).private();
    let view = move || {
        let words = words();
        let form = if has_code {
            view! {
                <CodeForm action=link_to(PeopleLink::SignInAgain(&to)) errors>
                    <button class="button" type="submit">
                        {words.sign_in_go_on_button()}
                    </button>
                </CodeForm>
            }
            .into_any()
        } else if mails {
            view! {
                <form method="post" action=link_to(PeopleLink::AskForLink(None))>
                    <p>{address(words.sign_in_again_mail_note(&email))}</p>
                    <input type="hidden" name=Field::Email.to_string() value=email.to_string() />
                    <input type="hidden" name=RETURN value=to.to_string() />
                    <button class="button" type="submit">
                        {words.sign_in_ask_button()}
                    </button>
                </form>
            }
            .into_any()
        } else {
            view! {
                <p>{words.sign_in_no_mail_lead()}</p>
                <p class="note">{commanded(words.desk_signed_out_note(INVITE))}</p>
            }
            .into_any()
        };
        view! {
            <DeskFrame organiser>
                <section class="narrow">
                    <h2>{words.sign_in_again_title()}</h2>
                    <p class="lead">{words.sign_in_again_lead(Present::FRESH_FOR.as_mins())}</p>
                    {form}
                </section>
            </DeskFrame>
        }
    };
    Ok(page(app, reader, status, head, view))
}
