//! Artwork: shown small, and chosen.

use domain::artwork::{Artwork, PictureSide};
use leptos::prelude::*;

use crate::links::Link;

/// An artwork as its small file shows it.
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

/// What the picture side of a card shows: one of the campaign's artworks, an empty frame, or its title; and whether
/// with a QR code. The first is chosen until another is.
#[component]
pub fn ArtworkChoice(
    artworks: Vec<Artwork>,
    /// What was chosen already.
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
            let id = format!("artwork-{index}");
            view! {
                <div class="choice choice--picture">
                    <input type="radio" id=id.clone() name="artwork" value=artwork.id.to_string() checked=artwork.id.to_string() == chosen />
                    <label for=id>
                        <ArtworkImage artwork=artwork.clone() />
                        <span class="choice__hint">{artwork.credit.to_string()}</span>
                    </label>
                </div>
            }
        })
        .collect_view();
    let plain =
        [(PictureSide::TITLE, "The campaign’s title, in large letters"), (PictureSide::FRAME, "Draw your own: an empty frame")]
            .map(|(value, label)| {
                let id = format!("artwork-{value}");
                view! {
                    <div class="choice">
                        <input type="radio" id=id.clone() name="artwork" value=value checked=value == chosen />
                        <label for=id>{label}</label>
                    </div>
                }
            });
    view! {
        <fieldset class="artworks">
            <legend>"Picture side"</legend>
            {pictures}
            {plain.into_iter().collect_view()}
        </fieldset>
        <div class="field field--check">
            <input type="checkbox" id="qr" name="qr" value="yes" checked=code />
            <label for="qr">"With a QR code that leads to the campaign’s page"</label>
        </div>
    }
}
