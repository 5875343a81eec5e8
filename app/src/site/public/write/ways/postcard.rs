//! A card that the supporter prints and posts.

use async_trait::async_trait;
use axum::response::Response;
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::Refusal;

use super::{Leaving, Ready, Way};
use crate::site::{
    components::ArtworkChoice,
    public::write::paper::{self, FlipChoice, PaperChoice, PlaceChoice},
};

#[derive(Debug)]
pub(super) struct Postcard;

#[async_trait]
impl Way for Postcard {
    fn channel(&self) -> Channel {
        Channel::Postcard
    }

    fn title(&self) -> &'static str {
        "Postcard"
    }

    fn needs(&self, ready: &Ready) -> String {
        // What the usual place needs; the others say so themselves.
        let stamp = ready.places.first().map_or("", |place| place.card.as_str());
        format!("A printer and {stamp}. No email needed.")
    }

    fn ask(&self, ready: &Ready) -> Option<AnyView> {
        let Ready { places, artworks, from, too_long, .. } = ready;
        Some(
            view! {
                <PlaceChoice places=places.clone() card=true />
                <ArtworkChoice artworks=artworks.clone() />
                <PaperChoice card=true from=from.clone() places=places.clone() too_long=too_long.clone() />
                <FlipChoice from=from.clone() />
            }
            .into_any(),
        )
    }

    fn button(&self) -> &'static str {
        "Print a postcard"
    }

    fn is_posted(&self) -> bool {
        true
    }

    fn step(&self) -> &'static str {
        paper::STEP
    }

    fn mended_here(&self) -> &'static [&'static str] {
        paper::MENDED_HERE
    }

    fn report(&self) -> Option<&'static str> {
        Some("I posted the card")
    }

    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal> {
        paper::print(leaving).await
    }
}
