//! `/desk`: what organisers see. Signing in is a one-time link that `postbag organiser add` prints; the link's
//! page has a button, so that a mail program that follows links does not use it up.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRef, FromRequestParts, Path, State},
    http::{HeaderName, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use domain::{
    campaign::Campaign,
    channel::Channel,
    checked::{LetterId, Slug},
    tally::{Stage, Stages, Tally},
};
use leptos::prelude::*;
use usecases::{
    Artworks, Refusal,
    campaigns::Standing,
    directory::AgedNames,
    ports::{LocalMail, Organiser, QueueRow},
    refusal::Missing,
};

use self::artwork::{ArtworkSection, Uploading};
use super::campaign::channel_rows;
use crate::{
    App,
    components::{DataTable, Progress, StageCells, StagesTable},
    document::{Head, page},
    failure::{Failure, Refused},
};

pub mod artwork;

const COOKIE: &str = "postbag_desk";

/// Whoever is signed in; a request by nobody is told how to sign in.
#[derive(Debug)]
pub struct SignedIn(Organiser);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    App: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let app = App::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let organiser = match jar.get(COOKIE) {
            Some(cookie) => app.desk.organiser(cookie.value()).await.map_err(|error| Refused::from(error).into_response())?,
            None => None,
        };
        organiser.map(Self).ok_or_else(|| {
            let how = "The desk is for organisers. Run “postbag organiser add” with your email address on the server, and open the link that it prints.";
            Failure::new(StatusCode::UNAUTHORIZED, how).into_response()
        })
    }
}

pub async fn get(State(app): State<App>, SignedIn(organiser): SignedIn) -> Result<Response, Refused> {
    let warnings = app.campaigns.warnings().await?;
    let campaigns = app.campaigns.standings().await?;
    let unverified = app.tallies.unverified().await?;
    let queue = app.desk.queue().await?;
    let aged = app.campaigns.directory.aged_names();
    let view = move || {
        view! {
            <DeskFrame organiser>
                <Warnings warnings />
                <AgedNamesNotice aged />
                <CampaignTable campaigns unverified />
                <QueueTable queue />
            </DeskFrame>
        }
    };
    Ok(page(&app, StatusCode::OK, Head::new("Desk").private(), view).await)
}

pub async fn campaign(
    State(app): State<App>,
    SignedIn(organiser): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let campaign = app.campaigns.get(&slug).await?;
    show_campaign(&app, organiser, campaign, StatusCode::OK, Uploading::default()).await
}

/// A campaign's counts and its artwork.
async fn show_campaign(
    app: &App,
    organiser: Organiser,
    campaign: Campaign,
    status: StatusCode,
    uploading: Uploading,
) -> Result<Response, Refused> {
    let tally = app.tallies.of(&campaign).await?;
    let unverified = app.tallies.unverified().await?.remove(&campaign.slug).unwrap_or_default();
    let artworks = app.artworks.of(&campaign).await?;
    let directory = app.campaigns.directory.get();
    let title = campaign.editions.first().map(|edition| edition.title.clone()).unwrap_or_default();
    let may_change = Artworks::may_change(&organiser).is_ok();
    let view = move || {
        let Tally { by_target, by_day, by_country, .. } = tally.clone();
        let targets = by_target
            .into_iter()
            .map(|(id, stages)| (directory.target(&id).map_or_else(|| id.to_string(), domain::target::Target::name), stages))
            .collect::<Vec<_>>();
        let days = by_day.into_iter().rev().map(|(day, stages)| (day.to_string(), stages)).collect::<Vec<_>>();
        let countries = by_country
            .into_iter()
            .map(|(iso2, stages)| (directory.country(&iso2).map_or_else(|| iso2.to_string(), str::to_owned), stages))
            .collect::<Vec<_>>();
        view! {
            <DeskFrame organiser>
                <h2>{title}</h2>
                <Progress sent=tally.total() goal=campaign.goal />
                <StagesTable caption="By the way they left" of="Way" rows=channel_rows(&tally) />
                <Unverified channels=unverified.clone() />
                <StagesTable caption="By target" of="Target" rows=targets />
                <StagesTable caption="By day" of="Day (UTC)" rows=days />
                <StagesTable caption="By the country they were posted from" of="Country" rows=countries />
                <ArtworkSection page=format!("/desk/c/{}", campaign.slug) artworks uploading may_change />
            </DeskFrame>
        }
    };
    Ok(page(app, status, Head::new("Campaign").private(), view).await)
}

pub async fn mail(State(app): State<App>, SignedIn(organiser): SignedIn) -> Result<Response, Refused> {
    let mails = app.desk.mailbox(&organiser).await?;
    let view = move || {
        view! {
            <DeskFrame organiser>
                <Mailbox mails />
            </DeskFrame>
        }
    };
    Ok(page(&app, StatusCode::OK, Head::new("Local mailbox").private(), view).await)
}

pub async fn one_mail(
    State(app): State<App>,
    SignedIn(organiser): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Refused> {
    let text = app.desk.read_mail(&organiser, &name).await?;
    let view = move || {
        // Links are made so that the local mailbox can be used as a mailbox is.
        let lines = text
            .lines()
            .map(|line| match line.trim() {
                link if link.starts_with("http://") || link.starts_with("https://") => {
                    view! { <a href=link.to_owned()>{link.to_owned()}</a> "\n" }.into_any()
                }
                _ => format!("{line}\n").into_any(),
            })
            .collect_view();
        view! {
            <DeskFrame organiser>
                <pre class="mail">{lines}</pre>
            </DeskFrame>
        }
    };
    Ok(page(&app, StatusCode::OK, Head::new("Mail").private(), view).await)
}

pub async fn sign_in_page(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Refused> {
    // Shaped like one of ours; whether it is one, and unused, the button finds out.
    let token = LetterId::parse(&token).map_err(|_| Refusal::NotFound(Missing::Token))?;
    Ok(page(&app, StatusCode::OK, Head::new("Sign in").private(), move || {
        view! {
            <section class="narrow">
                <h1>"Sign in to the desk"</h1>
                <p class="lead">"This link works once. It sets one cookie, which keeps you signed in on this device for 14 days."</p>
                <form method="post" action=format!("/desk/sign-in/{}", token)>
                    <button class="button" type="submit">
                        "Sign in"
                    </button>
                </form>
            </section>
        }
    })
    .await)
}

pub async fn sign_in(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Refused> {
    let session = app.desk.sign_in(&token).await?;
    Ok((cookie(&app, &session, usecases::Desk::SESSION_FOR.as_secs()), Redirect::to("/desk")).into_response())
}

pub async fn sign_out(State(app): State<App>, jar: CookieJar) -> Result<Response, Refused> {
    if let Some(cookie) = jar.get(COOKIE) {
        app.desk.sign_out(cookie.value()).await?;
    }
    Ok((cookie(&app, "", 0), Redirect::to("/")).into_response())
}

/// The desk's cookie: sent to the desk alone, unreadable to scripts, not sent along by other sites' forms.
fn cookie(app: &App, session: &str, seconds: i64) -> [(HeaderName, String); 1] {
    let secure = if app.site.secure { "; Secure" } else { "" };
    [(header::SET_COOKIE, format!("{COOKIE}={session}; Path=/desk; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"))]
}

/// What an organiser has to see to.
#[component]
fn Warnings(warnings: Vec<String>) -> impl IntoView {
    let items = warnings.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view();
    (!items.is_empty()).then(|| {
        view! {
            <section class="notice" aria-labelledby="see-to">
                <h2 id="see-to">"To see to"</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}

/// Whom letters do not call by name. Nothing is wrong with them, and whoever has newer names can give them.
#[component]
fn AgedNamesNotice(aged: Vec<AgedNames>) -> impl IntoView {
    aged.into_iter().map(|aged| view! { <p class="note">{aged.words()}</p> }).collect_view()
}

#[component]
fn DeskFrame(organiser: Organiser, children: Children) -> impl IntoView {
    view! {
        <header class="deskhead">
            <h1>"Desk"</h1>
            <nav aria-label="Desk">
                <a href="/desk">"Campaigns"</a>
                " "
                <a href="/desk/mail">"Mailbox"</a>
            </nav>
            <form method="post" action="/desk/sign-out">
                <span>{format!("{} ({})", organiser.email, organiser.role.as_str())}</span>
                <button class="button button--quiet" type="submit">
                    "Sign out"
                </button>
            </form>
        </header>
        {children()}
    }
}

/// What went beyond what one network may have counted in a day.
#[component]
fn Unverified(channels: BTreeMap<Channel, Stages>) -> impl IntoView {
    (!channels.is_empty()).then(|| {
        let rows = channels.into_iter().map(|(channel, stages)| (channel.label().to_owned(), stages)).collect::<Vec<_>>();
        view! {
            <StagesTable caption="Not verified" of="Way" rows />
            <p class="note">"These came after the most letters that one network may have counted in a day. They are in no other number, here or in public."</p>
        }
    })
}

#[component]
fn CampaignTable(campaigns: Vec<Standing>, unverified: BTreeMap<Slug, BTreeMap<Channel, Stages>>) -> impl IntoView {
    let columns = ["Campaign", "State"].into_iter().chain(Stage::ALL.map(Stage::label)).chain(["Goal", "Not verified"]);
    let rows = campaigns
        .into_iter()
        .map(|Standing { campaign, state, stages }| {
            let title = campaign.editions.first().map(|edition| edition.title.clone()).unwrap_or_default();
            let beyond: Stages = unverified.get(&campaign.slug).into_iter().flat_map(BTreeMap::values).copied().sum();
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/desk/c/{}", campaign.slug)>{title}</a>
                    </th>
                    <td>{state.as_str()}</td>
                    <StageCells stages />
                    <td>{campaign.goal}</td>
                    <td>{beyond.prepared.max(beyond.confirmed)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <DataTable caption="Campaigns" columns=columns.map(str::to_owned).collect() rows empty="There is no campaign." /> }
}

#[component]
fn QueueTable(queue: Vec<QueueRow>) -> impl IntoView {
    let columns = ["Mail", "Campaign", "Target", "Tries", "Next try", "Last error"];
    let rows = queue
        .into_iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">{row.purpose.as_str().replace('_', " ")}</th>
                    <td>{row.campaign.to_string()}</td>
                    <td>{row.target.to_string()}</td>
                    <td>{row.attempts}</td>
                    <td>{if row.failed { "given up".to_owned() } else { row.due_at.strftime("%Y-%m-%d %H:%M UTC").to_string() }}</td>
                    <td>{row.last_error.unwrap_or_default()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <DataTable
            caption="Mail that waits or failed"
            columns=columns.map(str::to_owned).to_vec()
            words=true
            rows
            empty="Nothing waits."
        />
    }
}

#[component]
fn Mailbox(mails: Option<Vec<LocalMail>>) -> impl IntoView {
    let Some(mails) = mails else {
        return view! { <p class="lead">"Mail goes to a real server (MAIL_URL); there is no local mailbox."</p> }.into_any();
    };
    let rows = mails
        .into_iter()
        .map(|mail| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/desk/mail/{}", mail.name)>{mail.subject}</a>
                    </th>
                    <td>{mail.to}</td>
                    <td>{mail.date}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <p class="notice">"No mail server is set (MAIL_URL), so every mail stays here and reaches nobody."</p>
        <DataTable
            caption="Local mailbox"
            columns=["Subject", "To", "Date"].map(str::to_owned).to_vec()
            words=true
            rows
            empty="No mail yet."
        />
    }
    .into_any()
}
