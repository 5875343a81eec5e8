//! The letter copied into the office's web form.

use async_trait::async_trait;
use axum::response::Response;
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::{Refusal, supporter::campaigns::Opened, supporter::letters::Offer};

use super::{Leaving, Ready, Way};
use crate::site::public::write::offer::offer;
use crate::site::reader::{marked, words};
use words::Words;

#[derive(Debug)]
pub(super) struct WebForm;

#[async_trait]
impl Way for WebForm {
    fn channel(&self) -> Channel {
        Channel::WebForm
    }

    fn title(&self, words: Words) -> &'static str {
        words.letter_web_form_title()
    }

    fn needs(&self, words: Words, _: &Ready) -> String {
        words.letter_web_form_needs().to_owned()
    }

    fn button(&self, words: Words) -> &'static str {
        words.letter_web_form_button()
    }

    fn report(&self, words: Words) -> Option<&'static str> {
        Some(words.letter_sent_report_button())
    }

    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal> {
        offer(leaving, &WebForm, Words::letter_web_form_page_title, open).await
    }
}

fn open(opened: &Opened, _: &Offer) -> AnyView {
    let words = words();
    let form = opened.target.web_form.clone().unwrap_or_default();
    view! {
        <ol class="steps">
            <li>{words.letter_web_form_copy_step()}</li>
            <li>
                {marked(words.letter_web_form_paste_step(), move |_, text| {
                    view! { <a href=form.clone() target="_blank" rel="noopener noreferrer">{text}</a> }.into_any()
                })}
            </li>
            <li>{words.letter_web_form_report_step()}</li>
        </ol>
    }
    .into_any()
}
