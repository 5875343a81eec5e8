//! `/desk`: every campaign, the tasks for organisers, and the mail that waits or failed.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use domain::{
    channel::Channel,
    checked::Slug,
    tally::{Stage, Stages},
};
use leptos::prelude::*;
use usecases::{directory::AgedNames, ports::QueueRow, supporter::campaigns::Standing};

use super::{DeskFrame, SignedIn};
use crate::links::DeskLink;
use crate::site::{
    App,
    components::{DataTable, StageCells},
    document::{Head, page},
    failure::Refused,
    reader::{Reader, link_to},
};

pub async fn get(State(app): State<App>, reader: Reader, SignedIn(organiser): SignedIn) -> Result<Response, Refused> {
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
    Ok(page(&app, &reader, StatusCode::OK, Head::new("Desk").private(), view).await)
}

/// The tasks for organisers.
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

/// The offices whose letters name nobody. Nothing is wrong with them, and whoever has newer names can import them.
#[component]
fn AgedNamesNotice(aged: Vec<AgedNames>) -> impl IntoView {
    aged.into_iter().map(|aged| view! { <p class="note">{aged.words()}</p> }).collect_view()
}

#[component]
fn CampaignTable(campaigns: Vec<Standing>, unverified: BTreeMap<Slug, BTreeMap<Channel, Stages>>) -> impl IntoView {
    let columns = ["Campaign", "State"].into_iter().chain(Stage::ALL.map(Stage::label)).chain(["Goal", "Not verified"]);
    let rows = campaigns
        .into_iter()
        .map(|Standing { campaign, state, stages }| {
            let title = campaign.title().to_owned();
            let beyond: Stages = unverified.get(&campaign.slug).into_iter().flat_map(BTreeMap::values).copied().sum();
            view! {
                <tr>
                    <th scope="row">
                        <a href=link_to(DeskLink::Campaign(&campaign.slug))>{title}</a>
                    </th>
                    <td>{state.as_str()}</td>
                    <StageCells stages />
                    <td>{campaign.goal}</td>
                    <td>{beyond.letters()}</td>
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
