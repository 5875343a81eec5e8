//! Our server sends the letter, once the supporter has confirmed it from their mailbox.

use async_trait::async_trait;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{channel::Channel, form::Field};
use leptos::prelude::*;
use usecases::{Asker, Refusal, post::Wish};
use words::Words;

use super::{Leaving, Ready, Way};
use crate::site::{
    components::{Entry, Tick},
    forms::{self, Control, RelayDraft},
    public::write::writing::thanks,
    reader::words,
};

#[derive(Debug)]
pub(super) struct Relay;

#[async_trait]
impl Way for Relay {
    fn channel(&self) -> Channel {
        Channel::Relay
    }

    fn title(&self, words: Words) -> &'static str {
        words.letter_relay_title()
    }

    fn needs(&self, words: Words, _: &Ready) -> String {
        words.letter_relay_needs().to_owned()
    }

    fn fields(&self, words: Words, _: usize) -> Vec<Control> {
        forms::relay(words)
    }

    fn ask(&self, ready: &Ready) -> Option<AnyView> {
        let RelayDraft { email, .. } = ready.fields.form();
        let form = ready.form.clone();
        Some(
            view! {
                <Entry form=form.clone() field=Field::Email value=email />
                <Tick form=form.clone() field=Field::Consent />
                <Tick form field=Field::AskLater />
                <p class="privacy">{words().letter_relay_note()} " " {words().networks_note()}</p>
            }
            .into_any(),
        )
    }

    fn button(&self, words: Words) -> &'static str {
        words.letter_relay_button()
    }

    /// The supporter confirms it from their mailbox instead.
    fn report(&self, _: Words) -> Option<&'static str> {
        None
    }

    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal> {
        let Leaving { app, reader, opened, writing, fields, from } = leaving;
        let RelayDraft { email, consent, ask_later } = fields.form();
        let wish = Wish { email: &email, consent, ask_later };
        let asker = Asker { from, reader: reader.words().language() };
        let letter = app.relay.ask(opened, &writing.draft, wish, &writing.letter, asker).await?;
        Ok(Redirect::to(&reader.to(thanks(opened, &letter))).into_response())
    }
}
