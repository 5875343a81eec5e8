//! `/desk/c/{slug}`: a campaign's counts, and its artwork.

pub(super) mod artwork;

use std::collections::BTreeMap;

use artwork::{ArtworkSection, Uploading};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    campaign::Campaign,
    channel::Channel,
    tally::{Stages, Tally},
};
use leptos::prelude::*;
use usecases::desk::{EditCampaign, Present, Rights, SeeCampaign};

use super::{DeskFrame, OF_REPORTS, SignedIn, tongue_of_title};
use crate::site::{
    App,
    components::{Progress, StagesTable},
    document::{Head, page},
    failure::Refused,
    public::channel_rows,
    reader::{Reader, Tongue, words},
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let campaign = app.campaigns.get(&slug).await?;
    show_campaign(&app, &reader, present, campaign, StatusCode::OK, Uploading::default()).await
}

/// A campaign's counts and its artwork.
async fn show_campaign(
    app: &App,
    reader: &Reader,
    present: Present,
    campaign: Campaign,
    status: StatusCode,
    uploading: Uploading,
) -> Result<Response, Refused> {
    Rights::<SeeCampaign>::check(&present, campaign.id.clone())?;
    let tally = app.tallies.of(&campaign).await?;
    let unverified = app.tallies.unverified().await?.remove(&campaign.id).unwrap_or_default();
    let artworks = app.artworks.of(&campaign).await?;
    let directory = app.campaigns.directory.get();
    let title = campaign.document.title().to_owned();
    let may_change = present.may::<EditCampaign>(&campaign.id);
    let head = Head::new(reader.words().desk_campaign_page_title()).private();
    let organiser = present.organiser;
    let view = move || {
        let words = words();
        let Tongue { lang, dir } = tongue_of_title(&campaign);
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
            <DeskFrame organiser>
                <h2 lang=lang dir=dir>{title}</h2>
                <Progress sent=tally.total() goal=campaign.document.goal />
                <StagesTable caption=words.desk_ways_caption() of=words.desk_way_column() rows=channel_rows(&tally, words) />
                <Unverified channels=unverified.clone() />
                <StagesTable caption=words.desk_targets_caption() of=words.desk_target_column() rows=targets named_in=OF_REPORTS />
                <StagesTable caption=words.desk_days_caption() of=words.desk_day_column() rows=days />
                <StagesTable caption=words.desk_countries_caption() of=words.desk_country_column() rows=countries />
                <ArtworkSection campaign=campaign.slug artworks uploading may_change />
            </DeskFrame>
        }
    };
    Ok(page(app, reader, status, head, view).await)
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
