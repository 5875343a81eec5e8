//! Ways: the channels and papers that the campaign offers.

use domain::{channel::Channel, form::Field, paper::PaperFormat};
use leptos::prelude::*;
use usecases::desk::parts::WaysForm;
use words::Words;

use super::part::{PartPage, Place};
use crate::site::{
    components::{Choices, TickOf},
    forms::{self, Control, Controls},
    reader::words,
};

pub(super) struct Ways;

impl PartPage for Ways {
    type Form = WaysForm;

    const IN_WORDS: bool = false;

    fn lead(words: Words) -> &'static str {
        words.desk_ways_lead()
    }

    fn controls(words: Words) -> Vec<Control> {
        forms::desk::ways(words)
    }

    fn fields(_: &Place, asked: &Controls, form: &WaysForm) -> AnyView {
        let words = words();
        let channels = Channel::ALL
            .map(|channel| {
                let checked = form.channels.contains(channel.as_str());
                view! { <TickOf field=Field::Channels value=channel.as_str() checked label=words.channel(channel) /> }
            })
            .into_iter()
            .collect_view();
        let papers = PaperFormat::ALL
            .map(|paper| {
                let checked = form.papers.contains(paper.as_str());
                view! { <TickOf field=Field::Papers value=paper.as_str() checked label=words.paper(paper) /> }
            })
            .into_iter()
            .collect_view();
        view! {
            <Choices form=asked.clone() field=Field::Channels>
                {channels}
            </Choices>
            <Choices form=asked.clone() field=Field::Papers>
                {papers}
            </Choices>
        }
        .into_any()
    }
}
