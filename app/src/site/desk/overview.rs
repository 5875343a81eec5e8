//! `/desk`: the tasks for organisers, and every campaign.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use domain::{
    campaign::CampaignId,
    channel::Channel,
    tally::{Stage, Stages},
};
use leptos::prelude::*;
use usecases::{
    desk::{CreateCampaign, ReviewPost, Warning, WholeSite},
    directory::AgedNames,
    ports::Working,
    supporter::campaigns::Standing,
};

use super::{DeskFrame, SignedIn, campaign::frame::state_label, commanded, tongue_of_title};
use crate::links::{DeskLink, PostQuery};
use crate::site::{
    App,
    components::{DataTable, StageCells},
    document::{Head, page},
    failure::Refused,
    reader::{Reader, Tongue, link_to, words},
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
    let undecided = app.outbox.undecided(&present).await?;
    let undecided = if present.may::<ReviewPost>(&WholeSite) {
        Undecided::OfSite(undecided.values().sum())
    } else {
        let of = |working: &Working| undecided.get(&working.id).map(|held| (working.clone(), *held));
        Undecided::OfCampaigns(campaigns.iter().filter_map(of).collect())
    };
    let aged = if of_site { app.campaigns.directory.aged_names() } else { Vec::new() };
    let view = move || {
        view! {
            <DeskFrame organiser=present.organiser.clone()>
                <Tasks undecided warnings />
                <AgedNamesNotices aged />
                <CampaignTable campaigns standings unverified may_create />
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, Head::new(reader.words().desk_title()).private(), view))
}

/// How many letters wait for whoever looks.
#[derive(Debug)]
enum Undecided {
    OfSite(u64),
    OfCampaigns(Vec<(Working, u64)>),
}

/// The tasks for organisers. Letters come first, since somebody waits for each.
#[component]
fn Tasks(undecided: Undecided, warnings: Vec<Warning>) -> impl IntoView {
    let words = words();
    let mut items = match undecided {
        Undecided::OfSite(0) => Vec::new(),
        Undecided::OfSite(held) => vec![
            view! {
                <li>
                    <a href=link_to(DeskLink::Post(PostQuery::default()))>{words.desk_undecided_task(held)}</a>
                </li>
            }
            .into_any(),
        ],
        Undecided::OfCampaigns(campaigns) => campaigns
            .into_iter()
            .map(|(working, held)| {
                let Tongue { lang, dir } = tongue_of_title(&working.document);
                let title = working.document.title().to_owned();
                view! {
                    <li>
                        <bdi lang=lang dir=dir>{title}</bdi>
                        ": "
                        <a href=link_to(
                            DeskLink::CampaignPost(&working.slug, PostQuery::default()),
                        )>{words.desk_undecided_task(held)}</a>
                    </li>
                }
                .into_any()
            })
            .collect(),
    };
    items.extend(warnings.iter().map(|warning| view! { <li>{commanded(said::warning(words, warning))}</li> }.into_any()));
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
