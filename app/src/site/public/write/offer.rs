//! The letter in the supporter's own mail, or in the office's web form.

use axum::{http::StatusCode, response::Response};
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::{Refusal, networks::Network, supporter::campaigns::Opened, supporter::letters::Offer};

use super::{
    Step,
    writing::{StepForm, Writing},
};
use crate::{
    islands::CopyButton,
    links::{LANGUAGE, Link},
    site::App,
    site::components::{KEPT_OF_NETWORKS, TextArea, TextField},
    site::document::{Head, page},
};

/// Makes the letter ready for the supporter's own mail or for a web form, and shows how to go on.
pub(super) async fn offer(
    app: &App,
    opened: &Opened,
    writing: &Writing,
    channel: Channel,
    network: Network,
) -> Result<Response, Refusal> {
    let offer = app.letters.offer(opened, &writing.draft, channel, &writing.letter, network).await?;
    let head =
        Head::new(if channel == Channel::OwnMail { "Send it from your own mail" } else { "Copy it into the office’s form" })
            .islands()
            .private();
    let (opened, writing) = (opened.clone(), writing.clone());
    let view = move || view! { <OfferPage opened writing offer channel /> };
    Ok(page(app, StatusCode::OK, head, view).await)
}

#[component]
fn OfferPage(opened: Opened, writing: Writing, offer: Offer, channel: Channel) -> impl IntoView {
    let own_mail = channel == Channel::OwnMail;
    let title = if own_mail { "Send it from your own mail" } else { "Copy it into the office’s form" };
    let form = opened.target.web_form.clone().unwrap_or_default();
    let to = opened.target.email.as_ref().map(ToString::to_string);
    let open = if own_mail {
        view! {
            <ul class="links">
                <li>
                    <a class="button" href=offer.mailto.clone()>"Open my mail app"</a>
                </li>
                <li>
                    <a class="button button--quiet" href=offer.gmail.clone() target="_blank" rel="noopener noreferrer">"Gmail"</a>
                </li>
                <li>
                    <a class="button button--quiet" href=offer.outlook.clone() target="_blank" rel="noopener noreferrer">"Outlook"</a>
                </li>
            </ul>
            <p class="note">"Nothing happens? Copy the text below into a new mail."</p>
        }
        .into_any()
    } else {
        view! {
            <ol class="steps">
                <li>"Copy your letter below."</li>
                <li>
                    <a href=form target="_blank" rel="noopener noreferrer">"Open the office’s page"</a>
                    ", find its contact form, and paste the letter."
                </li>
                <li>"Come back and tell us."</li>
            </ol>
        }
        .into_any()
    };
    view! {
        <h1>{title}</h1>
        <div class="narrow">
            {open}
            {to.map(|to| view! { <TextField name="copy-to" label="To" value=to max=254 required=true /> })}
            <TextField name="copy-subject" label="Subject" value=offer.subject max=300 required=true />
            <div lang=opened.language.tag()>
                <TextArea name="copy-body" label="Letter" value=offer.body max=10_000 rows=14 readonly=true />
            </div>
            <CopyButton from="copy-body".to_owned() label="Copy the letter".to_owned() />
            <form class="report" method="post" action=Link::Thanks(&opened.campaign.slug, None).path()>
                <input type="hidden" name="letter" value=writing.letter.to_string() />
                <input type="hidden" name="channel" value=channel.as_str() />
                <input type="hidden" name=LANGUAGE value=opened.language.tag() />
                <button class="button" type="submit">
                    "I sent it"
                </button>
            </form>
            <p class="privacy">{KEPT_OF_NETWORKS}</p>
            <StepForm opened=opened.clone() writing=writing.clone() step=Step::Check>
                <button class="button button--quiet" type="submit">
                    "Choose another way"
                </button>
            </StepForm>
        </div>
    }
}
