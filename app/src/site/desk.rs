//! The pages of organisers, and who may see them. There is one file for each page. To add one, write the file, its path
//! and its link in [`crate::links`], and name it here.

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, FromRef, FromRequestParts},
    http::request::Parts,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use axum_extra::extract::CookieJar;
use domain::{Timestamp, campaign::Document, people::Organiser};
use leptos::prelude::*;

use usecases::{
    desk::{About as _, CreateCampaign, Present, ReadAudit, ReadMail, Right as _, SeePeople, SeePost, WholeSite},
    zones,
};
use words::{Part, Span, Words};

use super::{
    App,
    failure::Refused,
    fields::LIMIT,
    reader::{Tongue, link_to, marked, tongue, words},
};
use crate::links::{AuditSearch, DeskLink, PeopleLink, PostQuery};

mod account;
mod audit;
mod campaign;
mod mail;
mod new;
mod overview;
mod pauses;
mod people;
mod post;
mod sign_in;
mod targets;
mod waiting;

/// The path of every page.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(DeskLink::OVERVIEW, get(overview::get))
        .route(DeskLink::NEW, get(new::get).post(new::post))
        .route(DeskLink::NEW_FROM_FILE, post(new::from_file).layer(DefaultBodyLimit::max(new::FORM_LIMIT)))
        .route(DeskLink::CAMPAIGN, get(campaign::get))
        .route(
            DeskLink::PART,
            get(campaign::part::get).post(campaign::part::post).layer(DefaultBodyLimit::max(campaign::FORM_LIMIT)),
        )
        .route(DeskLink::REMARKS, post(campaign::letters::remarks::post).layer(DefaultBodyLimit::max(campaign::FORM_LIMIT)))
        .route(DeskLink::LANGUAGES, get(campaign::languages::get).post(campaign::languages::post))
        .route(DeskLink::HISTORY, get(campaign::history::list))
        .route(DeskLink::REVISION, get(campaign::history::one).post(campaign::history::restore))
        .route(DeskLink::PAUSES, post(pauses::post))
        .route(DeskLink::PUBLISH, get(campaign::publish::get).post(campaign::publish::post))
        .route(DeskLink::FILE, get(campaign::file::get))
        .route(DeskLink::PREVIEW, post(campaign::preview::post))
        .route(DeskLink::ARTWORKS, post(campaign::artwork::add).layer(DefaultBodyLimit::max(campaign::artwork::FORM_LIMIT)))
        .route(DeskLink::ARTWORK, post(campaign::artwork::remove))
        .route(DeskLink::TARGETS, get(targets::list))
        .route(DeskLink::TARGET, get(targets::one::get))
        .route(DeskLink::DETAIL, get(targets::correct::get).post(targets::correct::post))
        .route(DeskLink::CORRECTIONS, get(targets::corrections::list))
        .route(
            DeskLink::IMPORT,
            get(targets::import::get).post(targets::import::post).layer(DefaultBodyLimit::max(targets::import::FORM_LIMIT)),
        )
        .route(DeskLink::IMPORT_FILE, get(targets::columns::get).post(targets::columns::post))
        .route(DeskLink::IMPORT_EXAMPLE, get(targets::import::example))
        .route(DeskLink::AUDIT, get(audit::get))
        .route(DeskLink::AUDIT_FILE, get(audit::file))
        .route(DeskLink::POST, get(post::of_site).post(post::decide_on_site))
        .route(DeskLink::CAMPAIGN_POST, get(post::of_campaign).post(post::decide_on_campaign))
        .route(DeskLink::MAILBOX, get(mail::list))
        .route(DeskLink::MAIL, get(mail::one))
        .merge(sign_in::routes())
        .route(PeopleLink::ACCOUNT, get(account::get))
        .route(PeopleLink::SESSIONS, post(account::end_sessions))
        .route(PeopleLink::SECOND_FACTOR, get(account::second_factor::get).post(account::second_factor::post))
        .route(PeopleLink::PEOPLE, get(people::of_site).post(people::change_site))
        .route(PeopleLink::CAMPAIGN_PEOPLE, get(people::of_campaign).post(people::change_campaign))
        .layer(DefaultBodyLimit::max(LIMIT))
        .layer(Extension(Part::Desk))
}

const COOKIE: &str = "postbag_desk";
/// The command that prints a sign-in link.
const INVITE: &str = "postbag organiser add";
/// The language of warnings, of what mail servers answer, and of the names of offices.
const OF_REPORTS: &str = "en";

/// The organiser who is signed in. Anybody else is told how to sign in.
#[derive(Debug)]
pub struct SignedIn(Present);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    App: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let app = App::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let present = match jar.get(COOKIE) {
            Some(cookie) => app.access.present(cookie.value()).await.map_err(|error| Refused::from(error).into_response())?,
            None => None,
        };
        match present {
            Some(present) => Ok(Self(present)),
            None => Err(sign_in::how_to_sign_in(&app, parts, state).await),
        }
    }
}

/// A message with a command in it, or with names, which are English.
fn commanded(spans: Vec<Span>) -> Vec<AnyView> {
    let Tongue { lang, dir } = tongue(OF_REPORTS);
    marked(spans, |tag, text| match tag {
        "command" => view! { <code dir="ltr">{text}</code> }.into_any(),
        _ => view! { <bdi lang=lang.clone() dir=dir>{text}</bdi> }.into_any(),
    })
}

/// The language of the title that a campaign has at the desk.
fn tongue_of_title(document: &Document) -> Tongue {
    document.editions.first().map(|edition| tongue(edition.language.tag())).unwrap_or_default()
}

/// A time on a page: days and hours of the desk are in UTC.
fn moment(words: Words, at: Timestamp) -> String {
    words.desk_time_cell(zones::day_in_utc(at), at.strftime("%H:%M"))
}

#[component]
fn DeskFrame(organiser: Organiser, children: Children) -> impl IntoView {
    let words = words();
    // A link that would lead to a refusal is not shown.
    let may_create = WholeSite.role(&organiser) >= Some(CreateCampaign::LEAST);
    let reads_mail = WholeSite.role(&organiser) >= Some(ReadMail::LEAST);
    let reads_audit = WholeSite.role(&organiser) >= Some(ReadAudit::LEAST);
    let sees_post = WholeSite.role(&organiser) >= Some(SeePost::LEAST);
    let sees_people = WholeSite.role(&organiser) >= Some(SeePeople::LEAST);
    view! {
        <header class="deskhead">
            <h1>{words.desk_title()}</h1>
            <nav aria-label=words.desk_nav_label()>
                <a href=link_to(DeskLink::Overview)>{words.desk_campaigns_link()}</a>
                " "
                {may_create.then(|| view! { <a href=link_to(DeskLink::New)>{words.desk_new_link()}</a> })}
                " "
                <a href=link_to(DeskLink::Targets { q: "", page: 1 })>{words.desk_contacts_link()}</a>
                {sees_post
                    .then(|| view! { " " <a href=link_to(DeskLink::Post(PostQuery::default()))>{words.desk_post_link()}</a> })}
                {reads_mail.then(|| view! { " " <a href=link_to(DeskLink::Mailbox)>{words.desk_mailbox_link()}</a> })}
                {sees_people.then(|| view! { " " <a href=link_to(PeopleLink::People)>{words.desk_people_link()}</a> })}
                {reads_audit
                    .then(|| {
                        view! {
                            " "
                            <a href=link_to(DeskLink::Audit(AuditSearch::default()))>{words.desk_audit_link()}</a>
                        }
                    })}
                " "
                <a href=link_to(PeopleLink::Account)>{words.desk_account_link()}</a>
            </nav>
            <form method="post" action=link_to(PeopleLink::SignOut)>
                <span>{match organiser.role {
                    Some(role) => words.desk_organiser_note(organiser.email.shown(), words.role(role)),
                    None => organiser.email.shown(),
                }}</span>
                <button class="button button--quiet" type="submit">
                    {words.desk_sign_out_button()}
                </button>
            </form>
        </header>
        {children()}
    }
}
