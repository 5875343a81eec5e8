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
    desk::Warning,
    directory::AgedNames,
    ports::{QueueRow, Working},
    supporter::campaigns::Standing,
};

use super::{DeskFrame, OF_REPORTS, SignedIn, commanded, moment, tongue_of_title};
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
    let theirs: Vec<Working> = app.workshop.all(&present).await?;
    let sees = |id: &CampaignId| theirs.iter().any(|campaign| campaign.id == *id);
    let mut warnings = app.campaigns.warnings().await?;
    warnings.retain(|warning| match warning {
        Warning::LostTargets { campaign, .. } | Warning::UnknownZone { campaign, .. } => {
            theirs.iter().any(|known| known.slug == *campaign)
        }
        _ => of_site,
    });
    let mut campaigns = app.campaigns.standings().await?;
    campaigns.retain(|standing| sees(&standing.campaign.id));
    let unverified = app.tallies.unverified().await?;
    let mut queue = app.desk.queue().await?;
    queue.retain(|row| sees(&row.campaign));
    let aged = if of_site { app.campaigns.directory.aged_names() } else { Vec::new() };
    let organiser = present.organiser;
    let view = move || {
        view! {
            <DeskFrame organiser>
                <Warnings warnings />
                <AgedNamesNotices aged />
                <CampaignTable campaigns unverified />
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
fn CampaignTable(campaigns: Vec<Standing>, unverified: BTreeMap<CampaignId, BTreeMap<Channel, Stages>>) -> impl IntoView {
    let words = words();
    let columns = [words.desk_campaign_column(), words.desk_state_column()]
        .into_iter()
        .chain(Stage::ALL.map(|stage| words.stage(stage)))
        .chain([words.desk_goal_column(), words.desk_unverified_column()]);
    let rows = campaigns
        .into_iter()
        .map(|Standing { campaign, state, stages }| {
            let Tongue { lang, dir } = tongue_of_title(&campaign);
            let title = campaign.document.title().to_owned();
            let beyond: Stages = unverified.get(&campaign.id).into_iter().flat_map(BTreeMap::values).copied().sum();
            view! {
                <tr>
                    <th scope="row">
                        <a href=link_to(DeskLink::Campaign(&campaign.slug)) lang=lang dir=dir>{title}</a>
                    </th>
                    <td>{words.campaign_state(state)}</td>
                    <StageCells stages />
                    <td>{words.number(campaign.document.goal)}</td>
                    <td>{words.number(beyond.letters())}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <DataTable caption=words.desk_campaigns_caption() columns=columns.map(str::to_owned).collect() rows empty=words.desk_campaigns_empty() /> }
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
