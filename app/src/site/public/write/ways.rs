//! The page of a finished letter: the ways out, one file for each.
//!
//! A channel's [`Way`] says what this page shows of it, what its button does, and how the supporter reports that the
//! letter was sent. To add one: a variant of [`Channel`], a file here, and then what the compiler names.
//!
//! The page has no path of its own: the [form](super::form) posts here, since a page that stores nothing can only be
//! reached together with the text.

mod letter;
mod own_mail;
mod postcard;
mod relay;
mod web_form;

use async_trait::async_trait;
use axum::{http::StatusCode, response::Response};
use domain::{artwork::Artwork, channel::Channel, form::Field, state::Iso2};
use leptos::prelude::*;
use usecases::{
    Origin, Refusal,
    supporter::campaigns::Opened,
    supporter::letters::{Overflow, PostingPlace},
};

use words::Words;

use super::{
    Step,
    writing::{AGAIN, StepForm, Writing, again, card_words, envelope, places, posted_from, sheet, thanks},
};
use crate::{
    links::Link,
    shared::{CardPicture, LetterText},
    site::App,
    site::components::ErrorSummary,
    site::document::{Head, page},
    site::fields::Fields,
    site::forms::{self, Control, Controls},
    site::reader::{Reader, link_to, tongue, words},
};

/// A way out.
#[async_trait]
pub(in crate::site::public) trait Way: Send + Sync {
    fn channel(&self) -> Channel;

    /// Its title on the page of a finished letter.
    fn title(&self, words: Words) -> &'static str;

    /// What the supporter needs for it.
    fn needs(&self, words: Words, ready: &Ready) -> String;

    /// The fields that it asks the supporter for. `places` is how many addresses the office has.
    fn fields(&self, _words: Words, _places: usize) -> Vec<Control> {
        Vec::new()
    }

    /// How it asks for them.
    fn ask(&self, _: &Ready) -> Option<AnyView> {
        None
    }

    fn button(&self, words: Words) -> &'static str;

    /// Whether the supporter goes away to post it, and comes back to say so.
    fn is_posted(&self) -> bool {
        false
    }

    /// The name of the step that its button sends.
    fn step(&self) -> &'static str {
        self.channel().as_str()
    }

    /// Whether it can ask for a field. Errors in its own fields are mended on the page of the ways, errors in others in
    /// the letter's form.
    fn asks_for(&self, field: &Field) -> bool {
        self.fields(Words::default(), usize::MAX).iter().any(|control| control.field == *field)
    }

    /// The words with which the supporter reports the letter as sent. `None` if somebody else reports it.
    fn report(&self, words: Words) -> Option<&'static str>;

    /// Does what the button promises.
    async fn leave(&self, leaving: Leaving<'_>) -> Result<Response, Refusal>;
}

/// The way of a channel.
pub(in crate::site::public) fn way(channel: Channel) -> &'static dyn Way {
    match channel {
        Channel::OwnMail => &own_mail::OwnMail,
        Channel::Relay => &relay::Relay,
        Channel::WebForm => &web_form::WebForm,
        Channel::Postcard => &postcard::Postcard,
        Channel::Letter => &letter::Letter,
    }
}

/// A finished letter, with everything that its ways show.
#[derive(Debug)]
pub(in crate::site::public) struct Ready {
    opened: Opened,
    writing: Writing,
    /// The fields typed into a way that sent the supporter back.
    fields: Fields,
    /// The fields that all ways ask for, and their errors.
    form: Controls,
    from: Iso2,
    places: Vec<PostingPlace>,
    artworks: Vec<Artwork>,
    too_long: Vec<Overflow>,
}

/// A letter on its way out.
#[derive(Debug, Clone, Copy)]
pub(in crate::site::public) struct Leaving<'a> {
    pub(super) app: &'a App,
    pub(super) reader: &'a Reader,
    pub(super) opened: &'a Opened,
    pub(super) writing: &'a Writing,
    pub(super) fields: &'a Fields,
    pub(super) from: Origin,
}

pub(super) async fn leave_page(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    opened: Opened,
    writing: Writing,
    fields: Fields,
) -> Result<Response, Refusal> {
    let head = Head::new(reader.words().letter_ready_title()).private().again(again(&opened, AGAIN, ""));
    let places = places(app, reader, &opened, &writing);
    let ready = Ready {
        form: Controls::new(asked_by_all(reader.words(), &opened, places.len()), writing.errors.clone()),
        from: posted_from(&writing),
        places,
        artworks: opened.campaign.document.look.artworks.clone(),
        // If the press is busy, printing says so.
        too_long: app.letters.too_long(&opened, &writing.draft).await.unwrap_or_default(),
        opened,
        writing,
        fields,
    };
    Ok(page(app, reader, status, head, move || view! { <LeavePage ready /> }))
}

/// The fields that the ways of a target ask for, each once.
fn asked_by_all(words: Words, opened: &Opened, places: usize) -> Vec<Control> {
    let mut asked: Vec<Control> = Vec::new();
    for control in opened.channels().into_iter().flat_map(|channel| way(channel).fields(words, places)) {
        if asked.iter().all(|known| known.field != control.field) {
            asked.push(control);
        }
    }
    asked
}

#[component]
fn LeavePage(ready: Ready) -> impl IntoView {
    let words = words();
    let Ready { opened, writing, from, too_long, .. } = &ready;
    let sheet = sheet(opened, &writing.draft);
    let of_title = tongue(opened.language.tag());
    let address = envelope(opened, from);
    let letter = domain::letter::render(&sheet.template, &sheet.merge, &sheet.draft);
    let sender = writing.draft.sender_lines();
    let shorten = shorten(words, too_long, &forms::letter(words, &opened.letter.template));
    let exits = opened.channels().into_iter().map(|channel| exit(words, way(channel), &ready)).collect_view();
    view! {
        <p class="crumbs">
            <a href=link_to(Link::Campaign(&opened.campaign.slug, Some(opened.language))) lang=of_title.lang dir=of_title.dir>{opened.edition.title.clone()}</a>
        </p>
        <StepForm opened=opened.clone() writing=writing.clone() step=Step::Check id=AGAIN />
        <h1>{words.letter_ready_title()}</h1>
        <ErrorSummary form=ready.form.clone() />
        <div class="write">
            <section class="write__card" aria-labelledby="letter-heading">
                <h2 class="write__title" id="letter-heading">{words.letter_ready_letter_title()}</h2>
                <details class="fold">
                <summary>{words.letter_ready_letter_title()}</summary>
                <div class="preview" lang=opened.language.to_string() dir=opened.language.direction().as_str()>
                {(!address.is_empty()).then(|| view! { <CardPicture address sender from=from.clone() letter=letter.clone() words=card_words(words) /> })}
                <div class="sheet">
                    <p class="sheet__subject">{letter.subject_text()}</p>
                    <LetterText letter=letter.clone() />
                </div>
                </div>
                </details>
                {shorten.map(|shorten| view! { <p class="note">{shorten}</p> })}
                <StepForm opened=opened.clone() writing=writing.clone() step=Step::Edit>
                    <button class="button button--quiet" type="submit">
                        {words.letter_change_button()}
                    </button>
                </StepForm>
            </section>
            <section class="write__form" aria-labelledby="ways">
                <h2 id="ways">{words.letter_ways_title()}</h2>
                <ul class="exits">{exits}</ul>
            </section>
        </div>
    }
}

/// Names the field to shorten, if the letter does not fit on every paper.
fn shorten(words: Words, too_long: &[Overflow], letter: &[Control]) -> Option<String> {
    let most = too_long.iter().max_by_key(|over| over.characters).filter(|over| over.field != Field::Format)?;
    let field = letter.iter().find(|control| control.field == most.field)?;
    let papers: Vec<&str> = too_long.iter().map(|over| words.paper(over.format)).collect();
    Some(words.letter_shorten_note(most.characters, &field.called, &papers))
}

/// One way out: what it needs, what it asks, and its button.
fn exit(words: Words, way: &'static dyn Way, ready: &Ready) -> impl IntoView + use<> {
    let Ready { opened, writing, .. } = ready;
    let thanks = link_to(thanks(opened, &writing.letter));
    let asked = way.ask(ready);
    view! {
        <li class="exit">
            <h3>{way.title(words)}</h3>
            <p class="exit__needs">{way.needs(words, ready)}</p>
            <StepForm opened=opened.clone() writing=writing.clone() step=Step::Leave(way.channel())>
                {asked}
                <button class="button" type="submit">
                    {way.button(words)}
                </button>
            </StepForm>
            {way.is_posted().then(|| view! { <p class="exit__after"><a href=thanks>{words.letter_posted_link()}</a></p> })}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_channel_has_a_way_of_its_own_and_words_where_the_supporter_reports_it() {
        for channel in Channel::ALL {
            assert_eq!(way(channel).channel(), channel);
            assert_eq!(way(channel).report(Words::default()).is_some(), channel.is_reported(), "{channel:?}");
        }
    }
}
