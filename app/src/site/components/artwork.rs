//! Artwork: shown small, and chosen.

use domain::{
    artwork::{Artwork, PictureSide},
    form::Field,
};
use leptos::prelude::*;

use super::{Choice, Choices, Tick};
use crate::{
    links::Link,
    site::{forms::Controls, reader::words},
};

/// An artwork, shown by its small file.
#[component]
pub fn ArtworkImage(artwork: Artwork) -> impl IntoView {
    view! {
        <img
            class="artwork"
            src=Link::ArtworkPreview(&artwork.id).path()
            alt=artwork.alternative_text.to_string()
            width=artwork.width.to_string()
            height=artwork.height.to_string()
            loading="lazy"
            decoding="async"
        />
    }
}

/// The choice of picture side for a card: one of the campaign's artworks, an empty frame, or its title; and whether it
/// has a QR code. The first is chosen until another is.
#[component]
pub fn ArtworkChoice(
    form: Controls,
    artworks: Vec<Artwork>,
    /// The choice that was made before.
    #[prop(optional)]
    chosen: String,
    #[prop(default = true)] code: bool,
) -> impl IntoView {
    let first = artworks.first().map_or(PictureSide::TITLE.to_owned(), |artwork| artwork.id.to_string());
    let chosen = if chosen.is_empty() { first } else { chosen };
    let pictures = artworks
        .into_iter()
        .enumerate()
        .map(|(index, artwork)| {
            let (id, checked) = (format!("artwork-{index}"), artwork.id.to_string() == chosen);
            view! {
                <Choice field=Field::Artwork id value=artwork.id.to_string() checked hint=artwork.credit.to_string()>
                    <ArtworkImage artwork=artwork.clone() />
                </Choice>
            }
        })
        .collect_view();
    let words = words();
    let plain = [(PictureSide::TITLE, words.artwork_title_label()), (PictureSide::FRAME, words.artwork_frame_label())].map(
        |(value, label)| {
            view! { <Choice field=Field::Artwork id=format!("artwork-{value}") value checked=value == chosen label /> }
        },
    );
    view! {
        <Choices form=form.clone() field=Field::Artwork class="artworks">
            {pictures}
            {plain.into_iter().collect_view()}
        </Choices>
        <Tick form field=Field::Qr checked=code />
    }
}
