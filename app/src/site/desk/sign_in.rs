//! Signing in: a link is asked for, and followed. A link's page has a button, so that a mail program that follows links
//! does not use it up. What comes after it, and before it, is in the files below.

mod again;
mod code;
mod entering;
mod first_owner;

use axum::{
    Router,
    extract::{FromRequestParts, Path, RawQuery, State},
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{
    checked::{FieldError, Token},
    form::Field,
};
use leptos::prelude::*;
use usecases::{Access, Asker, Origin, Refusal, refusal::Missing};

use self::entering::entered;
pub(super) use self::{
    code::CodeForm,
    entering::{Arriving, cleared},
};
use super::{INVITE, commanded};
use crate::links::{DeskPath, Link, PeopleLink, RETURN, without_language};
use crate::site::{
    App,
    components::{Entry, ErrorSummary},
    document::{Head, page},
    failure::Refused,
    fields::Fields,
    forms::{self, Controls},
    reader::{Reader, link_to, marked, words},
    visitor::Visitor,
};

/// The path of every page.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(PeopleLink::ASK_FOR_LINK, get(ask).post(asked))
        .route(PeopleLink::LINK_ASKED_FOR, get(sent))
        .route(PeopleLink::CODE, get(code::get).post(code::post))
        .route(PeopleLink::SIGN_IN_AGAIN, get(again::get).post(again::post))
        .route(PeopleLink::SIGN_IN, get(look_at_link).post(follow_link))
        .route(PeopleLink::FIRST_OWNER, get(first_owner::get).post(first_owner::post))
        .route(PeopleLink::SIGN_OUT, post(sign_out))
}

/// The page to which signing in leads, as the browser says.
fn return_to(fields: &Fields) -> Option<DeskPath> {
    DeskPath::parse(fields.get(RETURN))
}

pub async fn ask(State(app): State<App>, reader: Reader, RawQuery(query): RawQuery) -> Result<Response, Refused> {
    let to = return_to(&Fields::of_query(query.as_deref()));
    Ok(asking(&app, &reader, StatusCode::OK, Asking { to, ..Asking::default() }).await?)
}

/// Anybody who comes without a session is told how to sign in, and comes back to where they wanted to go.
pub(super) async fn how_to_sign_in<S: Send + Sync>(app: &App, parts: &mut Parts, state: &S) -> Response {
    let Ok(reader) = Reader::from_request_parts(parts, state).await;
    let to = (parts.method == Method::GET).then(|| DeskPath::parse(&without_language(&parts.uri))).flatten();
    let page = asking(app, &reader, StatusCode::UNAUTHORIZED, Asking { to, ..Asking::default() }).await;
    page.unwrap_or_else(|refusal| Refused::from(refusal).into_response())
}

/// The same answer for every address.
pub async fn asked(
    State(app): State<App>,
    reader: Reader,
    Visitor(network): Visitor,
    fields: Fields,
) -> Result<Response, Refused> {
    let (to, email) = (return_to(&fields), fields.get(&Field::Email.name()).to_owned());
    let asker = Asker { from: Origin::unjudged(network), reader: reader.words().language() };
    let path = to.as_ref().map(DeskPath::to_string).unwrap_or_default();
    match app.access.ask_for_link(&email, &path, asker).await {
        Ok(()) => Ok(Redirect::to(&reader.to(PeopleLink::LinkAskedFor)).into_response()),
        Err(Refusal::Invalid(errors)) => {
            Ok(asking(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Asking { to, email, errors }).await?)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The form in which a link is asked for.
#[derive(Debug, Clone, Default)]
struct Asking {
    to: Option<DeskPath>,
    email: String,
    errors: Vec<FieldError>,
}

async fn asking(app: &App, reader: &Reader, status: StatusCode, form: Asking) -> Result<Response, Refusal> {
    let (has_owner, mails) = (app.access.has_owner().await?, app.access.mails_links());
    let head = Head::new(reader.words().desk_signed_out_title()).private();
    let view = move || {
        let words = words();
        view! {
            <section class="narrow">
                <h1>{words.desk_signed_out_title()}</h1>
                {(!has_owner).then(|| view! { <p class="notice">{commanded(words.desk_first_lead(INVITE))}</p> })}
                {if mails {
                    view! { <AskForLink form /> }.into_any()
                } else {
                    view! { <p class="lead">{words.sign_in_no_mail_lead()}</p> }.into_any()
                }}
                <p class="note">{commanded(words.desk_signed_out_note(INVITE))}</p>
                <p>
                    <a href=link_to(Link::Home)>{words.campaigns_all_link()}</a>
                </p>
            </section>
        }
    };
    Ok(page(app, reader, status, head, view))
}

#[component]
fn AskForLink(form: Asking) -> impl IntoView {
    let words = words();
    let Asking { to, email, errors } = form;
    let asked = Controls::new(forms::people::sign_in(words), errors);
    view! {
        <p class="lead">{words.sign_in_ask_lead()}</p>
        <form method="post" action=link_to(PeopleLink::AskForLink(None)) novalidate>
            <ErrorSummary form=asked.clone() />
            {to.map(|to| view! { <input type="hidden" name=RETURN value=to.to_string() /> })}
            <Entry form=asked field=Field::Email value=email />
            <button class="button" type="submit">
                {words.sign_in_ask_button()}
            </button>
        </form>
    }
}

pub async fn sent(State(app): State<App>, reader: Reader) -> Response {
    let head = Head::new(reader.words().sign_in_sent_title()).private();
    page(&app, &reader, StatusCode::OK, head, || {
        let words = words();
        view! {
            <section class="narrow">
                <h1>{words.sign_in_sent_title()}</h1>
                <p class="lead">{words.sign_in_sent_lead(Access::LINK_FOR.as_hours())}</p>
                <p>{words.sign_in_sent_note(Access::LINKS_PER_ADDRESS)}</p>
                <p>
                    <a href=link_to(PeopleLink::AskForLink(None))>{words.sign_in_another_link()}</a>
                </p>
            </section>
        }
    })
}

pub async fn look_at_link(
    State(app): State<App>,
    reader: Reader,
    arriving: Arriving,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let email = app.access.look_at_link(&token).await?;
    let token = Token::parse(&token).map_err(|_| Refusal::NotFound(Missing::Token))?;
    let to = return_to(&Fields::of_query(query.as_deref()));
    let other = match &arriving.session {
        Some(session) => {
            app.access.present(session).await?.map(|present| present.organiser.email).filter(|other| *other != email)
        }
        None => None,
    };
    let head = Head::new(reader.words().desk_sign_in_page_title()).private();
    Ok(page(&app, &reader, StatusCode::OK, head, move || {
        let words = words();
        view! {
            <section class="narrow">
                <h1>{words.desk_sign_in_title()}</h1>
                <p class="lead">{address(words.sign_in_as_lead(&email))}</p>
                {other.map(|other| view! { <p class="notice">{address(words.sign_in_other_notice(&other))}</p> })}
                <p>{words.desk_sign_in_lead(Access::SESSION_FOR.as_hours() / 24)}</p>
                <form method="post" action=link_to(PeopleLink::SignIn(&token, to.as_ref()))>
                    <button class="button" type="submit">
                        {words.desk_sign_in_button()}
                    </button>
                </form>
            </section>
        }
    }))
}

pub async fn follow_link(
    State(app): State<App>,
    reader: Reader,
    arriving: Arriving,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let to = return_to(&Fields::of_query(query.as_deref()));
    let step = app.access.follow_link(&token, arriving.arrival(&reader)).await?;
    Ok(entered(&app, &reader, &step, to.as_ref()))
}

pub async fn sign_out(State(app): State<App>, reader: Reader, arriving: Arriving) -> Result<Response, Refused> {
    if let Some(session) = &arriving.session {
        app.access.sign_out(session).await?;
    }
    Ok(cleared(&app, &reader.to(Link::Home)))
}

/// A message with an address in it, which is read from left to right.
pub(super) fn address(spans: Vec<words::Span>) -> Vec<AnyView> {
    marked(spans, |_, text| view! { <bdi dir="ltr">{text}</bdi> }.into_any())
}
