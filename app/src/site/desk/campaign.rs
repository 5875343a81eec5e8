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
    people::Organiser,
    tally::{Stages, Tally},
};
use leptos::prelude::*;
use usecases::desk::{EditCampaign, Rights};

use super::{DeskFrame, SignedIn};
use crate::site::{
    App,
    components::{Progress, StagesTable},
    document::{Head, page},
    failure::Refused,
    public::channel_rows,
    reader::Reader,
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(organiser): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let campaign = app.campaigns.get(&slug).await?;
    show_campaign(&app, &reader, organiser, campaign, StatusCode::OK, Uploading::default()).await
}

/// A campaign's counts and its artwork.
async fn show_campaign(
    app: &App,
    reader: &Reader,
    organiser: Organiser,
    campaign: Campaign,
    status: StatusCode,
    uploading: Uploading,
) -> Result<Response, Refused> {
    let tally = app.tallies.of(&campaign).await?;
    let unverified = app.tallies.unverified().await?.remove(&campaign.slug).unwrap_or_default();
    let artworks = app.artworks.of(&campaign).await?;
    let directory = app.campaigns.directory.get();
    let title = campaign.title().to_owned();
    let may_change = Rights::<EditCampaign>::check(&organiser).is_ok();
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
                <StagesTable caption="By the way they left" of="Way" rows=channel_rows(&tally, crate::site::reader::words()) />
                <Unverified channels=unverified.clone() />
                <StagesTable caption="By target" of="Target" rows=targets />
                <StagesTable caption="By day" of="Day (UTC)" rows=days />
                <StagesTable caption="By the country they were posted from" of="Country" rows=countries />
                <ArtworkSection campaign=campaign.slug artworks uploading may_change />
            </DeskFrame>
        }
    };
    Ok(page(app, reader, status, Head::new("Campaign").private(), view).await)
}

/// The letters beyond the daily allowance of one network.
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
