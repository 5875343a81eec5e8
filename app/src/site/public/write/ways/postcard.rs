//! A card that the supporter prints and posts.

use async_trait::async_trait;
use axum::response::Response;
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::Refusal;
use words::Words;

use super::{Leaving, Ready, Way};
use crate::site::{
    components::ArtworkChoice,
    forms::{self, Control},
    public::write::paper::{self, FlipChoice, PaperChoice, PlaceChoice},
};

#[derive(Debug)]
pub(super) struct Postcard;

#[async_trait]
impl Way for Postcard {
    fn channel(&self) -> Channel {
        Channel::Postcard
    }

    fn title(&self, words: Words) -> &'static str {
        words.letter_postcard_title()
    }

    fn needs(&self, words: Words, ready: &Ready) -> String {
        // The stamp for the usual place; the others name theirs.
        let stamp = ready.places.first().map_or_else(String::new, |place| words.stamp(&place.card));
        words.letter_postcard_needs(stamp)
    }

    fn fields(&self, words: Words, places: usize) -> Vec<Control> {
        forms::paper(words, places)
    }

    fn ask(&self, ready: &Ready) -> Option<AnyView> {
        let Ready { opened, form, places, artworks, from, too_long, .. } = ready;
        Some(
            view! {
                <PlaceChoice form=form.clone() places=places.clone() card=true />
                <ArtworkChoice form=form.clone() artworks=artworks.clone() />
                <PaperChoice form=form.clone() card=true papers=opened.campaign.document.ways.papers.clone() from=from.clone() places=places.clone() too_long=too_long.clone() />
                <FlipChoice form=form.clone() from=from.clone() />
            }
            .into_any(),
        )
    }

    fn button(&self, words: Words) -> &'static str {
        words.letter_postcard_button()
    }

    fn is_posted(&self) -> bool {
        true
    }

    fn step(&self) -> &'static str {
        paper::STEP
    }

    fn report(&self, words: Words) -> Option<&'static str> {
        Some(words.letter_postcard_report_button())
    }

    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal> {
        paper::print(leaving).await
    }
}
