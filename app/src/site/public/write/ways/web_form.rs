//! The letter copied into the office's web form.

use async_trait::async_trait;
use axum::response::Response;
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::{Refusal, supporter::campaigns::Opened, supporter::letters::Offer};

use super::{Leaving, Ready, Way};
use crate::site::public::write::offer::offer;

#[derive(Debug)]
pub(super) struct WebForm;

#[async_trait]
impl Way for WebForm {
    fn channel(&self) -> Channel {
        Channel::WebForm
    }

    fn title(&self) -> &'static str {
        "The office’s web form"
    }

    fn needs(&self, _: &Ready) -> String {
        "Copy and paste. The office asks for your address.".to_owned()
    }

    fn button(&self) -> &'static str {
        "Copy my letter"
    }

    fn report(&self) -> Option<&'static str> {
        Some("I sent it")
    }

    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal> {
        offer(leaving, &WebForm, "Copy it into the office’s form", open).await
    }
}

fn open(opened: &Opened, _: &Offer) -> AnyView {
    let form = opened.target.web_form.clone().unwrap_or_default();
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
}
