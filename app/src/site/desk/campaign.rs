//! `/desk/c/{slug}`: a campaign's counts; below it, a page for each of its parts.

pub(super) mod artwork;
mod dates;
mod differences;
pub(super) mod file;
pub(super) mod frame;
pub(super) mod history;
mod kept;
pub(super) mod languages;
pub(super) mod letters;
mod look;
mod pace;
pub(super) mod part;
pub(super) mod preview;
pub(super) mod publish;
mod share;
mod story;
mod targets;
mod ways;

use std::collections::BTreeMap;

use self::frame::{CampaignFrame, Current, Opened};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    channel::Channel,
    post::Reply,
    tally::{Stages, Tally},
};
use leptos::prelude::*;
use usecases::{desk::Rights, ports::Replies};

use super::{OF_REPORTS, SignedIn};
use crate::site::{
    App,
    components::{DataTable, Progress, StagesTable},
    document::{Head, page},
    failure::Refused,
    public::channel_rows,
    reader::{Reader, words},
};

/// The most bytes of the form of a part: a story is several long texts.
pub const FORM_LIMIT: usize = 1024 * 1024;

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let campaign = opened.working.campaign();
    let tally = app.tallies.of(&campaign).await?;
    let unverified = app.tallies.unverified().await?.remove(&campaign.id).unwrap_or_default();
    let replies = app.outbox.replies(&Rights::check(&opened.present, campaign.id.clone())?).await?;
    let directory = app.campaigns.directory.get();
    let head = Head::new(reader.words().desk_campaign_page_title()).private();
    let view = move || {
        let words = words();
        let Tally { by_target, by_day, by_country, .. } = tally.clone();
        let targets = by_target
            .into_iter()
            .map(|(id, stages)| (directory.target(&id).map_or_else(|| id.to_string(), domain::target::Target::name), stages))
            .collect::<Vec<_>>();
        let days = by_day.into_iter().rev().map(|(day, stages)| (words.date(day), stages)).collect::<Vec<_>>();
        let countries = by_country
            .into_iter()
            .map(|(iso2, stages)| {
                (directory.country_in(&iso2, words.grammar()).map_or_else(|| iso2.to_string(), str::to_owned), stages)
            })
            .collect::<Vec<_>>();
        view! {
            <CampaignFrame opened current=Current::Counts>
                <Progress sent=tally.total() goal=campaign.document.goal />
                <StagesTable caption=words.desk_ways_caption() of=words.desk_way_column() rows=channel_rows(&tally, words) />
                <Unverified channels=unverified.clone() />
                <WhatWritersSay replies=replies.clone() />
                <StagesTable caption=words.desk_targets_caption() of=words.desk_target_column() rows=targets named_in=OF_REPORTS />
                <StagesTable caption=words.desk_days_caption() of=words.desk_day_column() rows=days />
                <StagesTable caption=words.desk_countries_caption() of=words.desk_country_column() rows=countries />
            </CampaignFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view))
}

/// Whether the offices answered, by those who were asked.
#[component]
fn WhatWritersSay(replies: Replies) -> impl IntoView {
    let words = words();
    let said: u64 = replies.replies.values().sum();
    let silent = replies.asked.saturating_sub(said);
    let rows = [
        (words.answer_yes_button(), replies.replies.get(&Reply::Yes).copied().unwrap_or_default()),
        (words.answer_not_really_button(), replies.replies.get(&Reply::NotReally).copied().unwrap_or_default()),
        (words.answer_no_button(), replies.replies.get(&Reply::No).copied().unwrap_or_default()),
        (words.desk_replies_silent_row(), silent),
        (words.desk_replies_asked_row(), replies.asked),
    ];
    let rows = rows.into_iter().map(|(label, count)| {
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td>{words.number(count)}</td>
            </tr>
        }
        .into_any()
    });
    let columns = [words.desk_replies_reply_column(), words.desk_replies_writers_column()];
    let is_known = replies.asked + said > 0;
    view! {
        <section class="deskpart" aria-labelledby="replies">
            <h3 id="replies">{words.desk_replies_title()}</h3>
            <p>{words.desk_replies_lead()}</p>
            {if is_known {
                view! {
                    <DataTable
                        caption=words.desk_replies_caption()
                        columns=columns.map(str::to_owned).to_vec()
                        rows=rows.collect()
                        empty=""
                    />
                }
                    .into_any()
            } else {
                view! { <p>{words.desk_replies_nobody()}</p> }.into_any()
            }}
        </section>
    }
}

/// The letters beyond the daily allowance of one network.
#[component]
fn Unverified(channels: BTreeMap<Channel, Stages>) -> impl IntoView {
    (!channels.is_empty()).then(|| {
        let words = words();
        let rows = channels.into_iter().map(|(channel, stages)| (words.channel(channel).to_owned(), stages)).collect::<Vec<_>>();
        view! {
            <StagesTable caption=words.desk_unverified_caption() of=words.desk_way_column() rows />
            <p class="note">{words.desk_unverified_note()}</p>
        }
    })
}
