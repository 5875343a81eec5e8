//! The letter for the supporter's own mail, or for the office's web form.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usecases::{Refusal, supporter::campaigns::Opened, supporter::letters::Offer};

use super::{
    Step,
    ways::{Leaving, Way},
    writing::{AGAIN, StepForm, Writing, again},
};
use crate::site::reader::words;
use crate::{
    islands::CopyButton,
    links::{EDITION, Link},
    site::components::{TextArea, TextField},
    site::document::{Head, page},
    site::reader::link_to,
};
use words::Words;

/// Makes the letter ready for a way by which the supporter sends it, and shows how to go on. `open` is the first thing
/// to do.
pub(super) async fn offer(
    leaving: Leaving<'_>,
    way: &'static dyn Way,
    title: fn(Words) -> &'static str,
    open: fn(&Opened, &Offer) -> AnyView,
) -> Result<Response, Refusal> {
    let Leaving { app, reader, opened, writing, from, .. } = leaving;
    let title = title(reader.words());
    let offer = app.letters.offer(opened, &writing.draft, way.channel(), &writing.letter, from).await?;
    let head = Head::new(title).islands().private().again(again(opened, AGAIN, ""));
    let (opened, writing) = (opened.clone(), writing.clone());
    let view = move || {
        let open = open(&opened, &offer);
        view! { <OfferPage opened writing offer way title open /> }
    };
    Ok(page(app, reader, StatusCode::OK, head, view))
}

#[component]
fn OfferPage(
    opened: Opened,
    writing: Writing,
    offer: Offer,
    way: &'static dyn Way,
    title: &'static str,
    open: AnyView,
) -> impl IntoView {
    let to = opened.target.email.as_ref().map(ToString::to_string);
    let words = words();
    let report = way.report(words);
    view! {
        <StepForm opened=opened.clone() writing=writing.clone() step=Step::Leave(way.channel()) id=AGAIN />
        <h1>{title}</h1>
        <div class="narrow">
            {open}
            {to.map(|to| view! { <TextField name="copy-to" label=words.letter_copy_to_label() value=to max=254 required=true /> })}
            <TextField name="copy-subject" label=words.letter_copy_subject_label() value=offer.subject max=300 required=true language=Some(opened.language) />
            <TextArea
                name="copy-body"
                label=words.letter_copy_body_label()
                value=offer.body
                max=10_000
                rows=14
                readonly=true
                language=Some(opened.language)
            />
            <CopyButton from="copy-body".to_owned() label=words.letter_copy_button().to_owned()
                copied=words.letter_copied_status().to_owned()
                selected=words.letter_selected_status().to_owned()
            />
            <form class="report" method="post" action=link_to(Link::Thanks(&opened.campaign.slug, None))>
                <input type="hidden" name="letter" value=writing.letter.to_string() />
                <input type="hidden" name="channel" value=way.channel().as_str() />
                <input type="hidden" name=EDITION value=opened.language.to_string() />
                <button class="button" type="submit">
                    {report}
                </button>
            </form>
            <p class="privacy">{words.networks_note()}</p>
            <StepForm opened=opened.clone() writing=writing.clone() step=Step::Check>
                <button class="button button--quiet" type="submit">
                    {words.letter_other_way_button()}
                </button>
            </StepForm>
        </div>
    }
}
