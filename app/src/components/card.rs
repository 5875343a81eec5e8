//! The card as it will print: drawn from the same geometry as the PDF, in points.

use domain::{
    letter::Rendered,
    paper::{CardGeometry, PaperFormat, Rect},
};
use leptos::prelude::*;

use super::LetterText;

/// The address side of a postcard with a letter on it. The message is text that can be read and selected; the
/// picture's size of type follows the letter's length as the press's does, the press alone decides what fits.
#[component]
pub fn CardPicture(
    /// The lines of the envelope.
    address: Vec<String>,
    /// The supporter's own address; may be empty.
    sender: Vec<String>,
    letter: Rendered,
) -> impl IntoView {
    let card = CardGeometry::of(PaperFormat::UsPostcard4x6)?;
    let size = match letter.body_text().chars().count() {
        ..=420 => "card__message card__message--11",
        421..=560 => "card__message card__message--10",
        561..=700 => "card__message card__message--9",
        _ => "card__message card__message--8",
    };
    let address = address.into_iter().map(|line| line.to_uppercase()).collect::<Vec<_>>();
    Some(view! {
        <svg
            class="card"
            viewBox=format!("0 0 {} {}", card.size.width, card.size.height)
            role="group"
            aria-label="The address side of your postcard as it will print"
        >
            <rect class="card__paper" x="0" y="0" width=card.size.width height=card.size.height />
            <Region class="card__stamp" rect=card.stamp.inset(18.0) />
            <text
                class="card__stamp-text"
                x=card.stamp.left + card.stamp.width / 2.0
                y=card.stamp.top + card.stamp.height / 2.0 + 3.0
                text-anchor="middle"
            >
                "stamp"
            </text>
            <Region class="card__divider" rect=card.divider />
            <Region class="card__barcode" rect=card.barcode />
            <Lines class="card__sender" lines=sender rect=card.return_address leading=9.5 />
            <foreignObject x=card.message.left y=card.message.top width=card.message.width height=card.message.height>
                <div class=size>
                    <LetterText letter />
                </div>
            </foreignObject>
            <Lines
                class="card__address"
                lines=address
                rect=card.address
                leading=12.0
            />
        </svg>
    })
}

#[component]
fn Region(class: &'static str, rect: Rect) -> impl IntoView {
    view! { <rect class=class x=rect.left y=rect.top width=rect.width height=rect.height /> }
}

/// Lines of an address from the top of a region.
#[component]
fn Lines(class: &'static str, lines: Vec<String>, rect: Rect, leading: f32) -> impl IntoView {
    let mut y = rect.top;
    let lines = lines
        .into_iter()
        .map(|line| {
            y += leading;
            view! {
                <text class=class x=rect.left y=y>
                    {line}
                </text>
            }
        })
        .collect_view();
    view! { <g>{lines}</g> }
}
