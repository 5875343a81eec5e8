//! The letter in the supporter's own mail app or webmail.

use async_trait::async_trait;
use axum::response::Response;
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::{Refusal, supporter::campaigns::Opened, supporter::letters::Offer};

use super::{Leaving, Ready, Way};
use crate::site::public::write::offer::offer;
use crate::site::reader::words;
use words::Words;

#[derive(Debug)]
pub(super) struct OwnMail;

#[async_trait]
impl Way for OwnMail {
    fn channel(&self) -> Channel {
        Channel::OwnMail
    }

    fn title(&self, words: Words) -> &'static str {
        words.letter_own_mail_title()
    }

    fn needs(&self, words: Words, _: &Ready) -> String {
        words.letter_own_mail_needs().to_owned()
    }

    fn button(&self, words: Words) -> &'static str {
        words.letter_own_mail_button()
    }

    fn report(&self, words: Words) -> Option<&'static str> {
        Some(words.letter_sent_report_button())
    }

    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal> {
        offer(leaving, &OwnMail, Words::letter_own_mail_page_title, open).await
    }
}

fn open(_: &Opened, offer: &Offer) -> AnyView {
    view! {
        <ul class="links">
            <li>
                <a class="button" href=offer.mailto.clone()>{words().letter_own_mail_app_link()}</a>
            </li>
            <li>
                <a class="button button--quiet" href=offer.gmail.clone() target="_blank" rel="noopener noreferrer">"Gmail"</a>
            </li>
            <li>
                <a class="button button--quiet" href=offer.outlook.clone() target="_blank" rel="noopener noreferrer">"Outlook"</a>
            </li>
        </ul>
        <p class="note">{words().letter_own_mail_note()}</p>
    }
    .into_any()
}
