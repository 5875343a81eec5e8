//! A letter that the supporter prints and posts in an envelope.

use async_trait::async_trait;
use axum::response::Response;
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::Refusal;
use words::Words;

use super::{Leaving, Ready, Way};
use crate::site::{
    forms::{self, Control},
    public::write::paper::{self, PaperChoice, PlaceChoice},
};

#[derive(Debug)]
pub(super) struct Letter;

#[async_trait]
impl Way for Letter {
    fn channel(&self) -> Channel {
        Channel::Letter
    }

    fn title(&self, words: Words) -> &'static str {
        words.letter_envelope_title()
    }

    fn needs(&self, words: Words, ready: &Ready) -> String {
        let stamp = ready.places.first().map_or_else(String::new, |place| words.stamp(&place.letter));
        words.letter_envelope_needs(stamp)
    }

    fn fields(&self, words: Words, places: usize) -> Vec<Control> {
        forms::paper(words, places)
    }

    fn ask(&self, ready: &Ready) -> Option<AnyView> {
        let Ready { opened, form, places, from, too_long, .. } = ready;
        Some(
            view! {
                <PlaceChoice form=form.clone() places=places.clone() card=false />
                <PaperChoice form=form.clone() card=false papers=opened.campaign.document.ways.papers.clone() from=from.clone() places=places.clone() too_long=too_long.clone() />
            }
            .into_any(),
        )
    }

    fn button(&self, words: Words) -> &'static str {
        words.letter_envelope_button()
    }

    fn is_posted(&self) -> bool {
        true
    }

    fn step(&self) -> &'static str {
        paper::STEP
    }

    fn report(&self, words: Words) -> Option<&'static str> {
        Some(words.letter_envelope_report_button())
    }

    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal> {
        paper::print(leaving).await
    }
}
