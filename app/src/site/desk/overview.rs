//! `/desk`: every campaign, the tasks for organisers, and the mail that waits or failed.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use domain::{
    campaign::CampaignId,
    channel::Channel,
    post::OFFICE_MOVED,
    tally::{Stage, Stages},
};
use leptos::prelude::*;
use usecases::{
    desk::{CreateCampaign, Warning, WholeSite},
    directory::AgedNames,
    ports::{QueueRow, Working},
    supporter::campaigns::Standing,
};

use super::{DeskFrame, OF_REPORTS, SignedIn, campaign::frame::state_label, commanded, moment, tongue_of_title};
use crate::links::DeskLink;
use crate::site::{
    App,
    components::{DataTable, StageCells},
    document::{Head, page},
    failure::Refused,
    reader::{Reader, Tongue, link_to, tongue, words},
    said,
};

pub async fn get(State(app): State<App>, reader: Reader, SignedIn(present): SignedIn) -> Result<Response, Refused> {
    // Who works on single campaigns sees those and nothing else.
    let of_site = present.organiser.role.is_some();
    let campaigns = app.workshop.all(&present).await?;
    let may_create = present.may::<CreateCampaign>(&WholeSite);
    let mut warnings = app.campaigns.warnings().await?;
    warnings.retain(|warning| match warning {
        Warning::LostTargets { campaign, .. } | Warning::UnknownZone { campaign, .. } => {
            campaigns.iter().any(|known| known.slug == *campaign)
        }
        _ => of_site,
    });
    let standings = app.campaigns.standings().await?;
    let unverified = app.tallies.unverified().await?;
    let mut queue = app.desk.queue().await?;
    queue.retain(|row| campaigns.iter().any(|working| working.id == row.campaign));
    let aged = if of_site { app.campaigns.directory.aged_names() } else { Vec::new() };
    let view = move || {
        view! {
            <DeskFrame organiser=present.organiser.clone()>
                <Warnings warnings />
                <AgedNamesNotices aged />
                <CampaignTable campaigns standings unverified may_create />
                <QueueTable queue />
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, Head::new(reader.words().desk_title()).private(), view).await)
}

/// The tasks for organisers.
#[component]
fn Warnings(warnings: Vec<Warning>) -> impl IntoView {
    let words = words();
    let items = warnings.iter().map(|warning| view! { <li>{commanded(said::warning(words, warning))}</li> }).collect_view();
    (!items.is_empty()).then(|| {
        view! {
            <section class="notice" aria-labelledby="see-to">
                <h2 id="see-to">{words.desk_tasks_title()}</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}

#[component]
fn AgedNamesNotices(aged: Vec<AgedNames>) -> impl IntoView {
    let words = words();
    aged.iter().map(|aged| view! { <p class="note">{commanded(said::aged_names(words, aged))}</p> }).collect_view()
}

#[component]
fn CampaignTable(
    campaigns: Vec<Working>,
    standings: Vec<Standing>,
    unverified: BTreeMap<CampaignId, BTreeMap<Channel, Stages>>,
    may_create: bool,
) -> impl IntoView {
    let words = words();
    if campaigns.is_empty() {
        return view! { <FirstSteps may_create /> }.into_any();
    }
    let columns = [words.desk_campaign_column(), words.desk_state_column()]
        .into_iter()
        .chain(Stage::ALL.map(|stage| words.stage(stage)))
        .chain([words.desk_goal_column(), words.desk_unverified_column()]);
    let rows = campaigns
        .into_iter()
        .map(|working| {
            let public = standings.iter().find(|standing| standing.campaign.id == working.id);
            let Tongue { lang, dir } = tongue_of_title(&working.document);
            let title = working.document.title().to_owned();
            let beyond: Stages = unverified.get(&working.id).into_iter().flat_map(BTreeMap::values).copied().sum();
            let stages = public.map(|standing| standing.stages).unwrap_or_default();
            view! {
                <tr>
                    <th scope="row">
                        <a href=link_to(DeskLink::Campaign(&working.slug)) lang=lang dir=dir>{title}</a>
                    </th>
                    <td>{state_label(words, public.map(|standing| standing.state))}</td>
                    <StageCells stages />
                    <td>{words.number(working.document.goal)}</td>
                    <td>{words.number(beyond.letters())}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <DataTable caption=words.desk_campaigns_caption() columns=columns.map(str::to_owned).collect() rows empty="" /> }
        .into_any()
}

/// What somebody does first at an empty desk.
#[component]
fn FirstSteps(may_create: bool) -> impl IntoView {
    let words = words();
    view! {
        <section class="deskpart" aria-labelledby="first-steps">
            <h2 id="first-steps">{words.desk_first_title()}</h2>
            <ol class="steps">
                <li>
                    {may_create.then(|| view! { <a href=link_to(DeskLink::New)>{words.desk_new_link()}</a> " " })}
                    {words.desk_first_create()}
                </li>
                <li>{words.desk_first_fill()}</li>
                <li>{words.desk_first_publish()}</li>
            </ol>
        </section>
    }
}

#[component]
fn QueueTable(queue: Vec<QueueRow>) -> impl IntoView {
    let words = words();
    let Tongue { lang, dir } = tongue(OF_REPORTS);
    let columns = [
        words.desk_queue_mail_column(),
        words.desk_campaign_column(),
        words.desk_queue_target_column(),
        words.desk_queue_tries_column(),
        words.desk_queue_next_column(),
        words.desk_queue_error_column(),
    ];
    let rows = queue
        .into_iter()
        .map(|row| {
            let error = match row.last_error.as_deref() {
                Some(OFFICE_MOVED) => view! { <td>{words.mail_failure_moved_note()}</td> }.into_any(),
                error => view! { <td lang=lang.clone() dir=dir>{error.unwrap_or_default().to_owned()}</td> }.into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{words.purpose(row.purpose)}</th>
                    <td>{row.campaign.to_string()}</td>
                    <td>{row.target.to_string()}</td>
                    <td>{words.number(row.attempts)}</td>
                    <td>{if row.failed { words.desk_queue_failed_cell().to_owned() } else { moment(words, row.due_at) }}</td>
                    {error}
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <DataTable
            caption=words.desk_queue_caption()
            columns=columns.map(str::to_owned).to_vec()
            words=true
            rows
            empty=words.desk_queue_empty()
        />
    }
}
