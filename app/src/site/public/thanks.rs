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
};
use leptos::prelude::*;
use usecases::{Refusal, ports::Action, refusal::Missing};

use super::write::way;

use crate::{
    links::{EDITION, Link, TargetsQuery},
    site::App,
    site::components::{KEPT_OF_NETWORKS, Progress},
    site::document::{Head, page},
    site::failure::Refused,
    site::fields::Fields,
    site::reader::{Reader, link_to},
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
    let total = app.tallies.of(&campaign).await?.total();
    let directory = app.campaigns.directory.get();
    let target =
        actions.first().and_then(|action| directory.target(&action.target)).map(domain::target::Target::name_in_sentence);
    let head = Head::new("Thank you").private();
    let view = move || {
        view! {
            <Thanks
                campaign
                edition
                actions
                target
                letter
                total
            />
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view).await)
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

#[component]
fn Thanks(
    campaign: Campaign,
    edition: Edition,
    actions: Vec<Action>,
    target: Option<String>,
    letter: String,
    total: u64,
) -> impl IntoView {
    let slug = &campaign.slug;
    let language = edition.language;
    let reached =
        |channel: Channel, stage: Stage| actions.iter().any(|action| action.channel == channel && action.stage == stage);
    let confirmed = Channel::ALL.into_iter().any(|channel| reached(channel, Stage::Confirmed));
    // The supporter is told if the letter is not in the public number.
    let beyond = confirmed && actions.iter().all(|action| action.stage != Stage::Confirmed || !action.verified);
    let waiting = Channel::ALL
        .into_iter()
        .any(|channel| !channel.is_reported() && reached(channel, Stage::Prepared) && !reached(channel, Stage::Confirmed));
    let reports = Channel::ALL
        .into_iter()
        .filter(|channel| reached(*channel, Stage::Prepared) && !reached(*channel, Stage::Confirmed))
        .filter_map(|channel| {
            let words = way(channel).report()?;
            let form = view! {
                <form class="report" method="post" action=link_to(Link::Thanks(slug, None))>
                    <input type="hidden" name="letter" value=letter.clone() />
                    <input type="hidden" name="channel" value=channel.as_str() />
                    <input type="hidden" name=EDITION value=language.to_string() />
                    <button class="button" type="submit">
                        {words}
                    </button>
                </form>
            };
            Some(form)
        })
        .collect::<Vec<_>>();
    let says = !reports.is_empty();
    let to = target.map(|target| format!(" to {target}")).unwrap_or_default();
    let (title, words) = if beyond {
        (
            "Thank you",
            format!(
                "Your letter{to} is noted. So many letters came from your network today that it is not in the number below; the organisers see it."
            ),
        )
    } else if confirmed {
        ("Thank you", format!("Your letter{to} is counted."))
    } else if waiting {
        (
            "Look in your mailbox",
            format!(
                "We sent you a mail. Your letter{to} leaves when you press the button behind its link, and not before. The link works for seven days."
            ),
        )
    } else if reports.is_empty() {
        ("Print or send it first", "We do not know this letter yet. Once it is printed or sent, this page counts it.".to_owned())
    } else {
        ("Nearly done", format!("Your letter{to} is ready. It counts once you say that it is on its way."))
    };
    view! {
        <section class="narrow thanks">
            <h1>{title}</h1>
            <p class="lead">{words}</p>
            {reports}
            {says.then(|| view! { <p class="privacy">{KEPT_OF_NETWORKS}</p> })}
            <div class="thanks__count">
                <Progress sent=total goal=campaign.goal />
                {(confirmed && !beyond).then(|| view! { <Postmark /> })}
            </div>
            <p>
                <a class=if confirmed { "button" } else { "button button--quiet" } href=link_to(Link::Targets(slug, TargetsQuery::all(language)))>"Write to another office"</a>
            </p>
            <p>
                <a href=link_to(Link::Campaign(slug, Some(language)))>{edition.title}</a>
                " · "
                <a href=link_to(Link::Home)>"All campaigns"</a>
            </p>
        </section>
    }
}

/// Stamped once, when a letter is counted.
#[component]
fn Postmark() -> impl IntoView {
    view! {
        <svg class="postmark" viewBox="0 0 160 80" width="160" height="80" aria-hidden="true" focusable="false">
            <circle cx="40" cy="40" r="34" />
            <circle cx="40" cy="40" r="26" />
            <text x="40" y="45" text-anchor="middle">
                "SENT"
            </text>
            <path d="M78 24q10-6 20 0t20 0 20 0 20 0M78 36q10-6 20 0t20 0 20 0 20 0M78 48q10-6 20 0t20 0 20 0 20 0M78 60q10-6 20 0t20 0 20 0 20 0" />
        </svg>
    }
}
