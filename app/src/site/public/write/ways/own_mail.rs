//! The letter in the supporter's own mail app or webmail.

use async_trait::async_trait;
use axum::response::Response;
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::{Refusal, supporter::campaigns::Opened, supporter::letters::Offer};

use super::{Leaving, Ready, Way};
use crate::site::public::write::offer::offer;

#[derive(Debug)]
pub(super) struct OwnMail;

#[async_trait]
impl Way for OwnMail {
    fn channel(&self) -> Channel {
        Channel::OwnMail
    }

    fn title(&self) -> &'static str {
        "Your own mail"
    }

    fn needs(&self, _: &Ready) -> String {
        "Your mail app, Gmail or Outlook. About two minutes.".to_owned()
    }

    fn button(&self) -> &'static str {
        "Open in my mail"
    }

    fn report(&self) -> Option<&'static str> {
        Some("I sent it")
    }

    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal> {
        offer(leaving, &OwnMail, "Send it from your own mail", open).await
    }
}

fn open(_: &Opened, offer: &Offer) -> AnyView {
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
}
