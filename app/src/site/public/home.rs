//! `/`: the campaigns, and where the states stand.

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    campaign::{CampaignState, Edition},
    language::Direction,
};
use leptos::prelude::*;
use usecases::{Refusal, refusal::Missing, supporter::campaigns::Standing, supporter::states::World};

use super::states::{treaties, view_of};
use crate::{
    links::Link,
    site::App,
    site::components::{OF_OFFICES, Progress, WorldMap},
    site::document::{Head, page},
    site::failure::Refused,
    site::fields::Fields,
    site::kept::Shows,
    site::reader::{Reader, Tongue, link_to, tongue, words},
};

pub async fn get(State(app): State<App>, reader: Reader, RawQuery(raw): RawQuery) -> Result<Response, Refused> {
    let campaigns = app.campaigns.standings().await?;
    let world = app
        .states
        .world(&view_of(&Fields::of_query(raw.as_deref())), reader.words().grammar())
        .ok_or(Refusal::NotFound(Missing::Treaty))?;
    let words = reader.words();
    let treaties = treaties(&app, words.grammar());
    let head = Head::new("").summary(words.home_summary()).kept(Shows::Counts);
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <Home campaigns world treaties /> }))
}

#[component]
fn Home(campaigns: Vec<Standing>, world: World, treaties: Vec<(String, String)>) -> impl IntoView {
    let words = words();
    let states = world.standings.len();
    let campaigns = campaigns.into_iter().map(|standing| view! { <CampaignCard standing /> }).collect_view();
    view! {
        <section class="hero">
            <div class="hero__words">
                <h1>{words.home_title()}</h1>
                <p class="lead">{words.home_lead()}</p>
            </div>
            <HeroCard />
        </section>
        <section aria-labelledby="campaigns">
            <h2 id="campaigns">{words.home_campaigns_title()}</h2>
            <ul class="campaigns">{campaigns}</ul>
        </section>
        <section aria-labelledby="world">
            <h2 id="world">{words.home_world_title(states)}</h2>
            <WorldMap world action=link_to(Link::Home) treaties />
        </section>
    }
}

/// A letter that waits to be finished. It is only a picture: the words beside it say the same.
#[component]
fn HeroCard() -> impl IntoView {
    let words = words();
    let lang = tongue(OF_OFFICES).lang;
    // The letter runs in its own direction in the left half. The address is the post's.
    let direction = words.locale().direction();
    let at = |x: u16| if direction == Direction::Rtl { 236 - x } else { x };
    let blank = |width: u16| if direction == Direction::Rtl { 206 - width } else { 30 };
    view! {
        <svg class="hero__card" viewBox="0 0 432 288" width="432" height="288" aria-hidden="true" focusable="false">
            <defs>
                <pattern id="airmail" width="48" height="48" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="hero__paper" width="48" height="48" />
                    <rect class="hero__red" width="12" height="48" />
                    <rect class="hero__blue" x="24" width="12" height="48" />
                </pattern>
            </defs>
            <rect width="432" height="288" rx="4" fill="url(#airmail)" />
            <rect class="hero__paper" x="11" y="11" width="410" height="266" rx="2" />
            <path class="hero__rule" d="M216 92v152" />
            <g class="hero__text" direction=direction.as_str()>
                <text x=at(32) y="74">{words.home_card_salutation()}</text>
                <text x=at(32) y="104">{words.home_card_ask()}</text>
                <text x=at(32) y="124">{words.home_card_because()}</text>
                <rect class="hero__blank" x=blank(96) y="136" width="96" height="23" rx="4" />
                <text x=at(37) y="153">{words.home_card_reason()}</text>
                <text x=at(32) y="196">{words.home_card_close()}</text>
                <rect class="hero__blank" x=blank(86) y="206" width="86" height="23" rx="4" />
                <text x=at(37) y="223">{words.home_card_name()}</text>
            </g>
            <g class="hero__address" lang=lang>
                <text x="238" y="146">"HER EXCELLENCY"</text>
                <text x="238" y="164">"THE AMBASSADOR"</text>
                <text x="238" y="182">"2100 EMBASSY ROW NW"</text>
                <text x="238" y="200">"WASHINGTON DC 20008"</text>
            </g>
            <rect class="hero__stamp" x="338" y="30" width="64" height="72" />
            <rect class="hero__frame" x="345" y="37" width="50" height="58" />
            <path class="hero__bird" d="M350 76c5-1 9-4 12-9-4-6-4-12-2-18 6 3 10 7 13 12 3-3 7-4 11-3l5 3-5 2c-1 8-7 15-16 17-7 1-13 0-18-4z" />
        </svg>
    }
}

#[component]
fn CampaignCard(standing: Standing) -> impl IntoView {
    let Standing { campaign, state, stages } = standing;
    let goal = campaign.document.goal;
    let words = words();
    // The reader's, which the link leads to, else the first.
    let theirs = |edition: &&Edition| edition.language.is_kin_of(words.language());
    campaign.document.editions.iter().find(theirs).or(campaign.document.editions.first()).cloned().map(|edition| {
        let Tongue { lang, dir } = tongue(edition.language.tag());
        let more = campaign
            .document
            .editions
            .iter()
            .filter(|other| other.language != edition.language)
            .map(|edition| {
                let language = edition.language;
                view! {
                    <a href=link_to(Link::Campaign(&campaign.slug, Some(language))) hreflang=language.to_string() lang=language.to_string() dir=language.direction().as_str()>
                        {language.name()}
                    </a>
                }
            })
            .collect_view();
        view! {
            <li class="campaign">
                <h3 lang=lang.clone() dir=dir>
                    <a href=link_to(Link::Campaign(&campaign.slug, None))>{edition.title}</a>
                </h3>
                <p lang=lang dir=dir>{edition.summary}</p>
                <p class="campaign__languages">{more}</p>
                {(state != CampaignState::Open).then(|| view! { <p class="flag">{words.campaign_state(state)}</p> })}
                <Progress sent=stages.sent() goal />
            </li>
        }
    })
}
