//! `/c/{slug}/thanks`: how far a letter has come, "I posted it", and the next steps.

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    campaign::{Campaign, Edition},
    channel::Channel,
    checked::LetterId,
    tally::Stage,
    target::Target,
};
use leptos::prelude::*;
use usecases::{Refusal, ports::Action, refusal::Missing};
use words::{Span, Words};

use super::write::way;

use crate::{
    links::{EDITION, Link, TargetsQuery},
    site::App,
    site::components::{Headings, OF_OFFICES, Progress, ProseView},
    site::document::{Head, page},
    site::failure::Refused,
    site::fields::Fields,
    site::reader::{Reader, Tongue, link_to, quoting, tongue, words},
    site::visitor::Visitor,
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let campaign = app.campaigns.get(&slug).await?;
    let reader = reader.of_campaign(&campaign);
    let edition = app.campaigns.edition(&campaign, fields.edition(), &reader.wishes())?.clone();
    let letter = fields.get("letter").to_owned();
    // A letter that we know nothing about yet (printed in another tab, say) has a page all the same.
    let actions = match app.letters.actions(&campaign, &letter).await {
        Err(Refusal::NotFound(Missing::Letter)) => Vec::new(),
        other => other?,
    };
    let is_held = app.relay.is_held(&letter).await?;
    let total = app.tallies.of(&campaign).await?.total();
    let directory = app.campaigns.directory.get();
    let target = actions.first().and_then(|action| directory.target(&action.target)).cloned();
    let head = Head::new(reader.words().thanks_title()).private();
    let view = move || {
        view! {
            <Thanks
                campaign
                edition
                actions
                target
                letter
                is_held
                total
            />
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view))
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    Visitor(network): Visitor,
    fields: Fields,
) -> Result<Response, Refused> {
    let campaign = app.campaigns.get(&slug).await?;
    let reader = reader.of_campaign(&campaign);
    let language = app.campaigns.edition(&campaign, fields.edition(), &reader.wishes())?.language;
    let missing = || Refusal::NotFound(Missing::Letter);
    let channel = Channel::parse(fields.get("channel")).ok_or_else(missing)?;
    let letter = LetterId::parse(fields.get("letter")).map_err(|_| missing())?;
    app.letters.report(&campaign, letter.as_str(), channel, network).await?;
    Ok(Redirect::to(&reader.to(Link::Thanks(&campaign.slug, Some((&letter, language))))).into_response())
}

/// How far a letter has come, as its writer is told.
#[derive(Debug, Clone, Copy)]
enum Reached {
    /// Nothing is known of it yet.
    Unknown,
    Ready,
    /// For the press of a button behind the link in our mail.
    Waiting,
    Counted,
    /// Confirmed, and an organiser looks at it before it leaves.
    Held,
    /// Confirmed, but not in the public number.
    Beyond,
}

impl Reached {
    /// The title and the sentences under it, with the office where it is known.
    fn told(self, words: Words, to: Option<String>) -> (&'static str, Vec<Span>) {
        let plain = |text: &str| vec![Span::Text(text.to_owned())];
        match (self, to) {
            (Self::Unknown, _) => (words.thanks_unknown_title(), plain(words.thanks_unknown_lead())),
            (Self::Ready, None) => (words.thanks_ready_title(), plain(words.thanks_ready_lead())),
            (Self::Ready, Some(to)) => (words.thanks_ready_title(), words.thanks_ready_to_lead(to)),
            (Self::Waiting, None) => (words.thanks_waiting_title(), plain(words.thanks_waiting_lead())),
            (Self::Waiting, Some(to)) => (words.thanks_waiting_title(), words.thanks_waiting_to_lead(to)),
            (Self::Counted, None) => (words.thanks_title(), plain(words.thanks_counted_lead())),
            (Self::Counted, Some(to)) => (words.thanks_title(), words.thanks_counted_to_lead(to)),
            (Self::Held, None) => (words.thanks_title(), plain(words.thanks_held_lead())),
            (Self::Held, Some(to)) => (words.thanks_title(), words.thanks_held_to_lead(to)),
            (Self::Beyond, None) => (words.thanks_title(), plain(words.thanks_beyond_lead())),
            (Self::Beyond, Some(to)) => (words.thanks_title(), words.thanks_beyond_to_lead(to)),
        }
    }
}

#[component]
fn Thanks(
    campaign: Campaign,
    edition: Edition,
    actions: Vec<Action>,
    target: Option<Target>,
    letter: String,
    is_held: bool,
    total: u64,
) -> impl IntoView {
    let words = words();
    let slug = &campaign.slug;
    let language = edition.language;
    let Tongue { lang, dir } = tongue(language.tag());
    let reached =
        |channel: Channel, stage: Stage| actions.iter().any(|action| action.channel == channel && action.stage == stage);
    let confirmed = Channel::ALL.into_iter().any(|channel| reached(channel, Stage::Confirmed));
    // What is said and offered to who has sent a letter is not for one that may never leave.
    let counted = confirmed && !is_held;
    // The supporter is told if the letter is not in the public number.
    let beyond = confirmed && actions.iter().all(|action| action.stage != Stage::Confirmed || !action.verified);
    let waiting = Channel::ALL
        .into_iter()
        .any(|channel| !channel.is_reported() && reached(channel, Stage::Prepared) && !reached(channel, Stage::Confirmed));
    let reports = Channel::ALL
        .into_iter()
        .filter(|channel| reached(*channel, Stage::Prepared) && !reached(*channel, Stage::Confirmed))
        .filter_map(|channel| {
            let label = way(channel).report(words)?;
            let form = view! {
                <form class="report" method="post" action=link_to(Link::Thanks(slug, None))>
                    <input type="hidden" name="letter" value=letter.clone() />
                    <input type="hidden" name="channel" value=channel.as_str() />
                    <input type="hidden" name=EDITION value=language.to_string() />
                    <button class="button" type="submit">
                        {label}
                    </button>
                </form>
            };
            Some(form)
        })
        .collect::<Vec<_>>();
    let says = !reports.is_empty();
    let stage = if is_held {
        Reached::Held
    } else if beyond {
        Reached::Beyond
    } else if confirmed {
        Reached::Counted
    } else if waiting {
        Reached::Waiting
    } else if says {
        Reached::Ready
    } else {
        Reached::Unknown
    };
    let shared = edition.share.text_with_hashtags();
    let (title, lead) = stage.told(words, target.as_ref().map(|target| target.name_in_sentence(words.language())));
    view! {
        <section class="narrow thanks">
            <h1>{title}</h1>
            <p class="lead">{quoting(OF_OFFICES, lead)}</p>
            {reports}
            {says.then(|| view! { <p class="privacy">{words.networks_note()}</p> })}
            {counted.then(|| view! { <ProseView prose=edition.share.thanks.clone() artworks=campaign.document.look.artworks.clone() headings=Headings::FromH3 language /> })}
            {(counted && !shared.is_empty())
                .then(|| {
                    let Tongue { lang, dir } = tongue(language.tag());
                    view! {
                        <div class="share">
                            <h2>{words.thanks_share_title()}</h2>
                            <p class="share__text" lang=lang dir=dir>{shared}</p>
                        </div>
                    }
                })}
            <div class="thanks__count">
                <Progress sent=total goal=campaign.document.goal />
                {(counted && !beyond).then(|| view! { <Postmark /> })}
            </div>
            <p>
                <a class=if confirmed { "button" } else { "button button--quiet" } href=link_to(Link::Targets(slug, TargetsQuery::all(language)))>{words.thanks_another_link()}</a>
            </p>
            <p>
                <a href=link_to(Link::Campaign(slug, Some(language))) lang=lang dir=dir>{edition.title}</a>
                " · "
                <a href=link_to(Link::Home)>{words.campaigns_all_link()}</a>
            </p>
        </section>
    }
}

/// Stamped once, when a letter is counted.
#[component]
fn Postmark() -> impl IntoView {
    view! {
        <span class="postmark">
        <svg viewBox="0 0 160 80" width="160" height="80" aria-hidden="true" focusable="false">
            <circle cx="40" cy="40" r="34" />
            <circle cx="40" cy="40" r="26" />
            <text x="40" y="45" text-anchor="middle">
                {words().thanks_postmark()}
            </text>
            <path d="M78 24q10-6 20 0t20 0 20 0 20 0M78 36q10-6 20 0t20 0 20 0 20 0M78 48q10-6 20 0t20 0 20 0 20 0M78 60q10-6 20 0t20 0 20 0 20 0" />
        </svg>
        </span>
    }
}
