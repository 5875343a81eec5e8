//! Our server sends the letter, once the supporter has confirmed it from their mailbox.

use async_trait::async_trait;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::channel::Channel;
use leptos::prelude::*;
use usecases::Refusal;

use super::{Leaving, Ready, Way};
use crate::site::{
    components::{KEPT_OF_NETWORKS, TextField},
    public::write::writing::thanks,
};

#[derive(Debug)]
pub(super) struct Relay;

#[async_trait]
impl Way for Relay {
    fn channel(&self) -> Channel {
        Channel::Relay
    }

    fn title(&self) -> &'static str {
        "Let us send it"
    }

    fn needs(&self, _: &Ready) -> String {
        "Your email address, and one click in your mailbox.".to_owned()
    }

    fn ask(&self, ready: &Ready) -> Option<AnyView> {
        let errors = ready.writing.errors.clone();
        let wrong_consent = errors.iter().find(|error| error.field == "consent").map(|error| error.message.clone());
        Some(
            view! {
                <TextField
                    name="email"
                    label="Your email address"
                    hint="The office answers to it."
                    value=ready.fields.get("email").to_owned()
                    errors
                    kind="email"
                    autocomplete="email"
                    max=254
                    required=true
                />
                <div class=if wrong_consent.is_some() { "field field--check field--wrong" } else { "field field--check" }>
                    {wrong_consent.clone().map(|error| view! { <p class="field__error" id="consent-error">{error}</p> })}
                    <input
                        type="checkbox"
                        id="consent"
                        name="consent"
                        value="yes"
                        aria-invalid=wrong_consent.is_some().then_some("true")
                        aria-describedby=wrong_consent.is_some().then_some("consent-error")
                    />
                    <label for="consent">"Send this letter in my name. Keep my name, address and text until 28 days after it was delivered."</label>
                </div>
                <p class="privacy">"We send you one mail with a link, without your letter in it. "{KEPT_OF_NETWORKS}</p>
            }
            .into_any(),
        )
    }

    fn button(&self) -> &'static str {
        "Send it for me"
    }

    /// What is wrong with the address or the consent is mended where they are asked for.
    fn mended_here(&self) -> &'static [&'static str] {
        &["email", "consent"]
    }

    /// The supporter confirms it from their mailbox instead.
    fn report(&self) -> Option<&'static str> {
        None
    }

    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal> {
        let Leaving { app, opened, writing, fields, network } = leaving;
        let (email, consent) = (fields.get("email"), fields.get("consent") == "yes");
        let letter = app.relay.ask(opened, &writing.draft, email, consent, &writing.letter, network).await?;
        Ok(Redirect::to(&thanks(opened, &letter).path()).into_response())
    }
}
