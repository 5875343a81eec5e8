//! `/preview/{token}`: a draft, for whoever was given its link.

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    campaign::{Campaign, Edition},
    checked::Token,
    letter::{Draft, Rendered, render},
    target::TargetKind,
};
use leptos::prelude::*;
use usecases::{Refusal, refusal::Missing};

use super::{StoryView, other_languages};
use crate::{
    links::Link,
    shared::LetterText,
    site::{
        App,
        components::OF_OFFICES,
        document::{Head, page},
        failure::Refused,
        fields::Fields,
        reader::{Reader, Tongue, link_to, quoting, tongue, words},
    },
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    Path(token): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let campaign = app.previews.show(&token).await?.campaign();
    let token = Token::parse(&token).map_err(|_| Refusal::NotFound(Missing::Token))?;
    let reader = reader.of_campaign(&campaign);
    let edition = app.campaigns.edition(&campaign, fields.edition(), &reader.wishes())?.clone();
    let letters = letters(&app, &campaign, &edition);
    let count = app.campaigns.count(&campaign);
    let head = Head::new(edition.title.clone()).private();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <Preview token campaign edition letters count /> }))
}

/// Each letter that differs, as the first of those who get it would.
fn letters(app: &App, campaign: &Campaign, edition: &Edition) -> Vec<(String, Rendered)> {
    let mut templates = Vec::new();
    let of_kind = |kind| app.campaigns.sample(campaign, edition.language, Some(kind));
    let opened = TargetKind::ALL.into_iter().filter_map(of_kind).filter(|opened| opened.letter.is_written());
    let differing = opened.filter(|opened| {
        let own = edition.letter_to(opened.target.kind());
        let is_new = !templates.contains(own);
        templates.extend(is_new.then(|| own.clone()));
        is_new
    });
    differing.map(|opened| (opened.target.name(), render(&opened.letter.template, &opened.merge, &Draft::default()))).collect()
}

#[component]
fn Preview(token: Token, campaign: Campaign, edition: Edition, letters: Vec<(String, Rendered)>, count: usize) -> impl IntoView {
    let words = words();
    let language = edition.language;
    let Tongue { lang, dir } = tongue(language.tag());
    let choice = other_languages(&campaign.document, language, |other| link_to(Link::Preview(&token, Some(other))));
    let letters = letters
        .into_iter()
        .map(|(name, letter)| {
            let Tongue { lang, dir } = tongue(language.tag());
            view! {
                <section>
                    <h2>{quoting(OF_OFFICES, words.preview_letter_title(name))}</h2>
                    <div class="sheet" lang=lang dir=dir>
                        <p class="sheet__subject">{letter.subject_text()}</p>
                        <LetterText letter />
                    </div>
                </section>
            }
        })
        .collect_view();
    view! {
        <p class="notice">{words.preview_notice()}</p>
        {choice}
        <div class=format!("colour--{}", campaign.document.look.colour.as_str())>
            <article class="story" lang=lang dir=dir>
                <h1>{edition.title.clone()}</h1>
                <p class="lead">{edition.summary.clone()}</p>
            </article>
            <StoryView edition=edition look=campaign.document.look.clone() />
            <p>{words.preview_targets_note(count)}</p>
            {letters}
        </div>
    }
}
