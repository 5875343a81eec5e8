//! `/c/{slug}`: a campaign's story and count; `/c/{slug}/targets`: whom to write to.

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    campaign::{Audience, Campaign, CampaignState, Edition},
    state::US_STATES,
    tally::{Channel, Stages, Tally},
    treaty::TreatyId,
};
use leptos::prelude::*;
use usecases::{
    finding::{Finder, Found, Order},
    states::{View, World},
};

use super::states::view_of;

use crate::{
    App,
    components::{Progress, Select, StagesTable, TargetItem, WorldMap},
    document::{Head, Refused, page},
    fields::Fields,
};

/// The query's fields; a query that cannot be read asks for nothing.
pub(super) fn query(raw: Option<&str>) -> Fields {
    Fields::parse(raw.unwrap_or_default()).unwrap_or_default()
}

pub async fn get(State(app): State<App>, Path(slug): Path<String>, RawQuery(raw): RawQuery) -> Result<Response, Refused> {
    let fields = query(raw.as_deref());
    let campaign = app.campaigns.get(&slug).await?;
    let edition = app.campaigns.edition(&campaign, Some(fields.get("lang")))?.clone();
    let tally = app.tallies.of(&campaign).await?;
    let state = app.campaigns.state(&campaign);
    let offices = Offices::of(&app, &campaign);
    // A campaign about a treaty shows where the world stands under it.
    let view_of = |treaty: &TreatyId| View { treaty: treaty.to_string(), ..view_of(&fields) };
    let world = campaign.treaty.as_ref().and_then(|treaty| app.states.world(&view_of(treaty)));
    let head = Head::new(edition.title.clone()).summary(edition.summary.clone());
    let view = move || view! { <CampaignPage campaign edition tally state offices world /> };
    Ok(page(&app, StatusCode::OK, head, view).await)
}

pub async fn targets(State(app): State<App>, Path(slug): Path<String>, RawQuery(raw): RawQuery) -> Result<Response, Refused> {
    let fields = query(raw.as_deref());
    let campaign = app.campaigns.get(&slug).await?;
    let edition = app.campaigns.edition(&campaign, Some(fields.get("lang")))?.clone();
    let finder = Finder {
        q: fields.get("q").to_owned(),
        zip: fields.get("zip").to_owned(),
        state: fields.get("state").to_owned(),
        kind: fields.get("kind").to_owned(),
        order: Order::parse(fields.get("order")),
        page: fields.get("page").parse().unwrap_or(1),
    };
    let found = app.campaigns.find(&campaign, &finder).await?;
    let offices = Offices::of(&app, &campaign);
    let head = Head::new(format!("Whom to write to – {}", edition.title));
    let view = move || {
        view! { <TargetsPage campaign edition finder found offices /> }
    };
    Ok(page(&app, StatusCode::OK, head, view).await)
}

#[component]
fn CampaignPage(
    campaign: Campaign,
    edition: Edition,
    tally: Tally,
    state: CampaignState,
    offices: Offices,
    world: Option<World>,
) -> impl IntoView {
    let language = edition.language;
    let slug = campaign.slug.to_string();
    let languages = campaign
        .languages()
        .filter(|other| *other != language)
        .map(|other| {
            view! {
                <a href=format!("/c/{slug}?lang={}", other.tag()) hreflang=other.tag() lang=other.tag()>
                    {other.name()}
                </a>
            }
        })
        .collect_view();
    let story = edition.story.clone().into_iter().map(|paragraph| view! { <p>{paragraph}</p> }).collect_view();
    let sources = edition
        .sources
        .clone()
        .into_iter()
        .map(|source| {
            view! {
                <li>
                    <a href=source.url rel="noopener noreferrer">{source.title}</a>
                </li>
            }
        })
        .collect_view();
    let channels = channel_rows(&tally);
    let closed = match (state, campaign.closes_on) {
        (CampaignState::Closed, Some(day)) => {
            Some(format!("This campaign closed on {day}. Its letters were counted; no more are taken."))
        }
        (CampaignState::Upcoming, _) => Some(format!("This campaign opens on {}.", campaign.opens_on)),
        _ => None,
    };
    let open = closed.is_none();
    view! {
        <article class="story" lang=language.tag()>
            <p class="crumbs" lang="en">
                <a href="/">"All campaigns"</a>
                " " {languages}
            </p>
            <h1>{edition.title.clone()}</h1>
            <p class="lead">{edition.summary.clone()}</p>
        </article>
        <div class="columns">
            <aside class="side">
                <Progress sent=tally.total() goal=campaign.goal />
                {closed.map(|words| view! { <p class="flag">{words}</p> })}
                {open.then(|| view! { <FinderForm campaign=campaign.clone() finder=Finder::default() language=language.tag() offices /> })}
                <details>
                    <summary>"How this is counted"</summary>
                    <StagesTable caption="Letters by the way they left" of="Way" rows=channels />
                    <p class="note">
                        "Prepared: made ready. Confirmed: the supporter says it was sent, or clicked the link in our mail. Accepted: the office’s mail server took it. Bounced: it came back. Only confirmed letters are in the large number, less those that came back."
                    </p>
                </details>
            </aside>
            <div class="story" lang=language.tag()>
                {story}
                <div class="sources" lang="en">
                    <h2>"Where this is written"</h2>
                    <ul>{sources}</ul>
                </div>
            </div>
        </div>
        {world.map(|world| view! { <WorldMap world action=format!("/c/{slug}") treaties=Vec::new() language=language.tag() /> })}
    }
}

/// Every channel in the order of [`Channel::ALL`], also those with nothing yet.
pub(super) fn channel_rows(tally: &Tally) -> Vec<(String, Stages)> {
    Channel::ALL
        .into_iter()
        .map(|channel| (channel.label().to_owned(), tally.by_channel.get(&channel).copied().unwrap_or_default()))
        .collect()
}

/// Whom a campaign writes to, as far as it decides what can be asked.
#[derive(Debug, Clone, Copy)]
struct Offices {
    count: usize,
    /// Whether a ZIP code leads to any of them.
    congress: bool,
}

impl Offices {
    fn of(app: &App, campaign: &Campaign) -> Self {
        Self { count: app.campaigns.count(campaign), congress: app.campaigns.leads_to_congress(campaign) }
    }
}

/// A ZIP leads to Congress, a country to a mission.
#[component]
fn FinderForm(campaign: Campaign, finder: Finder, language: &'static str, offices: Offices) -> impl IntoView {
    let Offices { count, congress } = offices;
    let states: Vec<(String, String)> = std::iter::once((String::new(), "Any state".to_owned()))
        .chain(US_STATES.iter().map(|state| (state.code.to_owned(), state.name.to_owned())))
        .collect();
    let words = if congress { "Name" } else { "Country or name" };
    let pick = match (congress, &campaign.audience) {
        (true, _) => "Find your members of Congress".to_owned(),
        (false, Audience::MissionsOfOutsiders) => format!("Choose one of {count} embassies"),
        (false, _) => format!("Choose one of {count} offices"),
    };
    view! {
        <form class="finder" method="get" action=format!("/c/{}/targets", campaign.slug) role="search" aria-label="Whom to write to">
            <h2>{pick}</h2>
            <input type="hidden" name="lang" value=language />
            {congress
                .then(|| {
                    view! {
                        <div class="field">
                            <label for="zip">"Your ZIP code"</label>
                            <input id="zip" name="zip" value=finder.zip.clone() inputmode="numeric" autocomplete="postal-code" />
                        </div>
                        <Select name="state" label="or your state" value=finder.state.clone() options=states />
                    }
                })}
            <div class="field">
                <label for="q">{words}</label>
                <input id="q" name="q" value=finder.q.clone() type="search" />
            </div>
            <button class="button" type="submit">
                "Find"
            </button>
        </form>
    }
}

#[component]
fn TargetsPage(campaign: Campaign, edition: Edition, finder: Finder, found: Found, offices: Offices) -> impl IntoView {
    let slug = campaign.slug.to_string();
    let language = edition.language.tag();
    let Found { targets, total, page, pages, notice, .. } = found;
    let items = targets
        .into_iter()
        .map(|listed| {
            let href = format!("/c/{slug}/write/{}?lang={language}", listed.target.id);
            view! { <TargetItem listed href /> }
        })
        .collect_view();
    let to_page = {
        let (slug, finder) = (slug.clone(), finder.clone());
        move |page: usize| {
            let encode = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
            format!(
                "/c/{slug}/targets?lang={language}&q={}&zip={}&state={}&kind={}&order={}&page={page}",
                encode(&finder.q),
                encode(&finder.zip),
                encode(&finder.state),
                encode(&finder.kind),
                finder.order.as_str()
            )
        }
    };
    let before = (page > 1).then(|| view! { <a rel="prev" href=to_page(page - 1)>"Previous"</a> });
    let after = (page < pages).then(|| view! { <a rel="next" href=to_page(page + 1)>"Next"</a> });
    view! {
        <p class="crumbs">
            <a href=format!("/c/{slug}?lang={language}")>{edition.title.clone()}</a>
        </p>
        <h1>"Whom do you want to write to?"</h1>
        <div class="columns columns--list">
            <aside class="side">
                <FinderForm campaign finder language offices />
            </aside>
            <section aria-labelledby="found">
                <h2 id="found">{if total == 1 { "One office".to_owned() } else { format!("{total} offices") }}</h2>
                {notice.map(|notice| view! { <p class="notice" role="status">{notice}</p> })}
                <ul class="targets">{items}</ul>
                {(pages > 1)
                    .then(|| {
                        view! {
                            <nav class="pager" aria-label="Pages">
                                {before} <span>{format!("Page {page} of {pages}")}</span> {after}
                            </nav>
                        }
                    })}
            </section>
        </div>
    }
}
