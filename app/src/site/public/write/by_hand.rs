//! Cards for those who write by hand.

use axum::{http::StatusCode, response::Response};
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::{Refusal, supporter::campaigns::Opened};

use super::{
    Step,
    paper::{FlipChoice, PaperChoice, PlaceChoice},
    writing::{AGAIN, StepForm, Writing, again, places, posted_from, thanks},
};
use crate::{
    shared::LetterText,
    site::App,
    site::components::{ArtworkChoice, ErrorSummary},
    site::document::{Head, page},
    site::forms::{self, Controls},
    site::reader::Reader,
};

/// A card with lines and the address, and nothing to fill in first.
pub(super) async fn handwrite_page(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    opened: Opened,
    writing: Writing,
) -> Result<Response, Refusal> {
    let head = Head::new(reader.words().letter_hand_page_title()).private().again(again(&opened, AGAIN, ""));
    let places = places(app, reader, &opened, &writing);
    let artworks = opened.campaign.document.look.artworks.clone();
    let here = reader.clone();
    let view = move || {
        let words = here.words();
        let from = posted_from(&writing);
        let text = domain::letter::render(&opened.letter.template, &opened.merge, &writing.draft);
        let form = Controls::new(forms::paper(here.words(), places.len()), writing.errors.clone());
        let thanks = here.to(thanks(&opened, &writing.letter));
        view! {
            <StepForm opened=opened.clone() writing=writing.clone() step=Step::Handwrite id=AGAIN />
            <h1>{words.letter_hand_title()}</h1>
            <ErrorSummary form=form.clone() />
            <p class="lead">{words.letter_hand_lead()}</p>
            <div class="write">
                <section class="write__card" aria-labelledby="words">
                    <h2 id="words">{words.letter_hand_words_title()}</h2>
                    <div class="sheet" lang=opened.language.to_string() dir=opened.language.direction().as_str()>
                        <LetterText letter=text />
                    </div>
                </section>
                <section class="write__form" aria-labelledby="print">
                    <h2 id="print">{words.letter_hand_card_title()}</h2>
                    <StepForm opened=opened.clone() writing=writing.clone() step=Step::Leave(Channel::Postcard) class="exit">
                        <input type="hidden" name="typed" value="no" />
                        <PlaceChoice form=form.clone() places=places.clone() card=true />
                        <ArtworkChoice form=form.clone() artworks />
                        <PaperChoice form=form.clone() card=true papers=opened.campaign.document.ways.papers.clone() from=from.clone() places />
                        <FlipChoice form from />
                        <button class="button" type="submit">
                            {words.letter_hand_button()}
                        </button>
                    </StepForm>
                    <p class="exit__after">
                        <a href=thanks>{words.letter_posted_link()}</a>
                    </p>
                </section>
            </div>
        }
    };
    Ok(page(app, reader, status, head, view))
}
