//! Look: colour, slogan, artwork, header.

use domain::{
    campaign::Colour,
    form::{Field, Form as _},
};
use leptos::prelude::*;
use usecases::desk::parts::LookForm;
use words::Words;

use super::{
    artwork::{ArtworkSection, Uploading},
    part::{PartPage, Place},
};
use crate::site::{
    components::{Choice, Choices, Entry},
    forms::{self, Control, Controls},
    reader::words,
};

pub(super) struct Look;

impl PartPage for Look {
    type Form = LookForm;

    const IN_WORDS: bool = true;

    fn lead(words: Words) -> &'static str {
        words.desk_look_lead()
    }

    fn controls(words: Words) -> Vec<Control> {
        forms::desk::look(words)
    }

    fn fields(place: &Place, asked: &Controls, form: &LookForm) -> AnyView {
        let words = words();
        let colours = Colour::ALL
            .map(|colour| {
                let (value, checked) = (colour.as_str(), form.colour == colour.as_str());
                view! {
                    <Choice field=Field::Colour id=format!("colour-{value}") value checked label=words.colour(colour)>
                        <span class=format!("swatch colour--{value}")></span>
                    </Choice>
                }
            })
            .into_iter()
            .collect_view();
        let headers: Vec<(String, String)> = std::iter::once((String::new(), words.desk_header_none_option().to_owned()))
            .chain(
                place.document.look.artworks.iter().map(|artwork| (artwork.id.to_string(), artwork.alternative_text.to_string())),
            )
            .collect();
        view! {
            <Entry form=asked.clone() field=Field::Slogan value=form.get(&Field::Slogan) />
            <Choices form=asked.clone() field=Field::Colour class="colours">
                {colours}
            </Choices>
            <Entry form=asked.clone() field=Field::Header value=form.get(&Field::Header) options=headers />
        }
        .into_any()
    }

    fn below(place: &Place) -> Option<AnyView> {
        let working = &place.opened.working;
        let (campaign, artworks) = (working.slug.clone(), place.document.look.artworks.clone());
        let may_change = place.opened.may_edit();
        Some(view! { <ArtworkSection campaign artworks uploading=Uploading::default() may_change /> }.into_any())
    }
}
