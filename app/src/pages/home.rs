//! `/`: the campaigns, and where the world stands.

use axum::{extract::State, http::StatusCode, response::Response};
use domain::{
    campaign::{Campaign, CampaignState},
    language::Language,
    tally::Stages,
    treaty::Status,
};
use leptos::prelude::*;

use crate::{
    App,
    components::{Progress, StatusMark},
    document::{Head, Refused, page},
};

pub async fn get(State(app): State<App>) -> Result<Response, Refused> {
    let campaigns = app.campaigns.all().await?;
    let totals = app.tallies.totals().await?;
    let campaigns: Vec<(Campaign, CampaignState, Stages)> = campaigns
        .into_iter()
        .map(|campaign| (app.campaigns.state(&campaign), totals.get(&campaign.slug).copied().unwrap_or_default(), campaign))
        .map(|(state, stages, campaign)| (campaign, state, stages))
        .collect();
    let today = app.campaigns.clock.today();
    let directory = &app.campaigns.directory;
    let treaties: Vec<(String, Vec<(Status, usize)>)> = directory
        .treaties()
        .map(|treaty| {
            let counts = Status::ALL
                .into_iter()
                .map(|status| {
                    (status, directory.states().filter(|state| directory.status(&treaty.id, &state.iso2, today) == Some(status)).count())
                })
                .filter(|(_, count)| *count > 0)
                .collect();
            (treaty.name(Language::En).short.clone(), counts)
        })
        .collect();
    let head = Head::new("").summary("Write to the offices that decide: a postcard, a letter or an email, in two minutes.");
    Ok(page(&app, StatusCode::OK, head, move || view! { <Home campaigns treaties today=today.to_string() /> }).await)
}

#[component]
fn Home(campaigns: Vec<(Campaign, CampaignState, Stages)>, treaties: Vec<(String, Vec<(Status, usize)>)>, today: String) -> impl IntoView {
    let campaigns = campaigns.into_iter().map(|(campaign, state, stages)| view! { <CampaignCard campaign state stages /> }).collect_view();
    let treaties = treaties
        .into_iter()
        .map(|(name, counts)| {
            let counts = counts
                .into_iter()
                .map(|(status, count)| {
                    view! {
                        <li>
                            <strong class="number">{count}</strong>
                            " "
                            <StatusMark status />
                        </li>
                    }
                })
                .collect_view();
            view! {
                <section class="standing">
                    <h3>{name}</h3>
                    <ul class="standing__counts">{counts}</ul>
                </section>
            }
        })
        .collect_view();
    view! {
        <section class="hero">
            <h1>"Write to the people who decide"</h1>
            <p class="lead">
                "Choose an office, fill in a letter, and send it from your own mail, as a postcard you print at home, or through us. No account, about two minutes."
            </p>
        </section>
        <section aria-labelledby="campaigns">
            <h2 id="campaigns">"Campaigns"</h2>
            <ul class="campaigns">{campaigns}</ul>
        </section>
        <section aria-labelledby="world">
            <h2 id="world">"Where 197 states stand"</h2>
            <div class="standings">{treaties}</div>
            <p class="note">{format!("Computed for {today} from each state’s signature, joining and withdrawal. The sources stand with each letter’s target.")}</p>
        </section>
    }
}

#[component]
fn CampaignCard(campaign: Campaign, state: CampaignState, stages: Stages) -> impl IntoView {
    let href = format!("/c/{}", campaign.slug);
    let goal = campaign.goal;
    campaign.editions.first().cloned().map(|edition| {
        let more = campaign
            .editions
            .iter()
            .skip(1)
            .map(|edition| {
                let language = edition.language;
                view! {
                    <a href=format!("{href}?lang={}", language.tag()) hreflang=language.tag() lang=language.tag()>
                        {language.name()}
                    </a>
                }
            })
            .collect_view();
        view! {
            <li class="campaign">
                <h3>
                    <a href=href.clone()>{edition.title}</a>
                </h3>
                <p>{edition.summary}</p>
                <p class="campaign__languages">{more}</p>
                {(state != CampaignState::Open).then(|| view! { <p class="flag">{state.as_str()}</p> })}
                <Progress sent=stages.sent() goal />
            </li>
        }
    })
}
