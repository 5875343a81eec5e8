//! `/states`: the world as a map and as a list; `/states/{iso2}`: one state, its treaties, its missions, its letters.

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    Date,
    language::Grammar,
    state::Iso2,
    target::Target,
    treaty::{Membership, Status, Treaty},
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    refusal::Missing,
    supporter::states::{Portrait, View, World},
};

use crate::{
    links::Link,
    site::App,
    site::components::{DataTable, OF_OFFICES, Sources, StatusMark, WorldMap, name_in_sentence},
    site::document::{Head, page},
    site::failure::Refused,
    site::fields::Fields,
    site::reader::{KeptLanguage, Reader, link_to, quoting, words},
};

/// The view that the world's form asks for.
pub(super) fn view_of(fields: &Fields) -> View {
    View {
        treaty: fields.get("treaty").to_owned(),
        on: fields.get("on").to_owned(),
        region: fields.get("region").to_owned(),
        status: fields.get("status").to_owned(),
    }
}

/// The treaties that the form offers.
pub(super) fn treaties(app: &App) -> Vec<(String, String)> {
    app.campaigns
        .directory
        .get()
        .treaties()
        .map(|treaty| (treaty.id.to_string(), treaty.name(Grammar::En).short.clone()))
        .collect()
}

pub async fn list(State(app): State<App>, reader: Reader, RawQuery(raw): RawQuery) -> Result<Response, Refused> {
    let world = app
        .states
        .world(&view_of(&Fields::of_query(raw.as_deref())), reader.words().grammar())
        .ok_or(Refusal::NotFound(Missing::Treaty))?;
    let directory = app.campaigns.directory.get();
    let rows: Vec<(Iso2, String, Status, Membership)> = world
        .standings
        .iter()
        .filter(|standing| standing.asked_for)
        .filter_map(|standing| {
            let membership = directory.membership(&world.treaty.id, &standing.iso2)?.clone();
            Some((standing.iso2.clone(), standing.name.clone(), standing.status, membership))
        })
        .collect();
    let treaties = treaties(&app);
    let head = Head::new(format!("197 states and the {}", world.treaty.english.short));
    let today = app.campaigns.clock.today();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <StatesPage world treaties rows today /> }).await)
}

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    Path(iso2): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let portrait = app.states.portrait(&iso2, Fields::of_query(raw.as_deref()).get("on")).await?;
    let head = Head::new(portrait.state.name.clone());
    let today = app.campaigns.clock.today();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <StatePage portrait today /> }).await)
}

#[component]
fn StatesPage(
    world: World,
    treaties: Vec<(String, String)>,
    rows: Vec<(Iso2, String, Status, Membership)>,
    today: Date,
) -> impl IntoView {
    let on = world.on;
    let rows = rows
        .into_iter()
        .map(|(iso2, name, status, membership)| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=link_to(Link::State(&iso2, on))>{name}</a>
                    </th>
                    <td><StatusMark status /></td>
                    <td>{history(&membership, today)}</td>
                    <td>{format!("{}, as of {}", membership.source, membership.as_of)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let caption = format!("{} on {on}", world.treaty.english.short);
    view! {
        <h1>"197 states"</h1>
        <WorldMap world action=link_to(Link::States(None)) treaties open=true />
        <DataTable
            caption
            columns=["State", "Status", "What it did", "Source"].map(str::to_owned).to_vec()
            words=true
            rows
            empty="No state fits. Choose another region or status."
        />
    }
}

/// "Signed 2008-12-03; joined by ratification 2011-09-08".
fn history(membership: &Membership, today: Date) -> String {
    let events: Vec<String> = membership.events.iter().map(|event| format!("{} {}", event.words(today), event.on)).collect();
    let mut history = events.join("; ");
    if let Some(first) = history.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    history
}

#[component]
fn StatePage(portrait: Portrait, today: Date) -> impl IntoView {
    let Portrait { state, on, treaties, missions, absences, capital, campaigns, letters, notice } = portrait;
    let day = on.to_string();
    let treaties = treaties
        .into_iter()
        .map(|(treaty, membership, status)| view! { <Standing treaty membership status today /> })
        .collect_view();
    let absences = absences
        .into_iter()
        .map(|absence| view! { <p>{absence.reason} " " <span class="note">{format!("{}, as of {}.", absence.source, absence.as_of)}</span></p> })
        .collect_view();
    let campaigns: Vec<_> = campaigns
        .into_iter()
        .map(|(campaign, targets)| {
            let title = campaign.title().to_owned();
            let slug = campaign.slug.clone();
            let few = targets.len() <= 3;
            let targets = targets
                .into_iter()
                .take(if few { 3 } else { 0 })
                .map(|target| {
                    view! {
                        <li>
                            <a href=link_to(Link::Write(&slug, &target.id, None))>{quoting(OF_OFFICES, words().state_write_link(name_in_sentence(&target)))}</a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <li>
                    <a href=link_to(Link::Campaign(&slug, None))>{title}</a>
                    {few.then_some(view! { <ul>{targets}</ul> })}
                </li>
            }
        })
        .collect();
    let campaigns = if campaigns.is_empty() {
        view! { <p>"No campaign here writes to it now."</p> }.into_any()
    } else {
        view! { <ul>{campaigns}</ul> }.into_any()
    };
    let no_capital = capital.is_empty().then_some(view! { <p>"We know no address of its foreign ministry yet."</p> });
    view! {
            <p class="crumbs">
                <a href=link_to(Link::Home)>"All campaigns"</a>
                " "
                <a href=link_to(Link::States(None))>"All states"</a>
            </p>
            <header class="addressee">
                <h1>{state.name.clone()}</h1>
                <p>{format!("{} · {}", words().region(state.region), state.iso2)}</p>
            </header>
            {notice.map(|notice| view! { <p class="notice" role="status">{notice}</p> })}
            <div class="columns">
                <aside class="side">
                    <div class="tally">
                        <p class="tally__stamp">
                            <span class="tally__number" data-testid="letters">{letters}</span>
                            <span class="tally__label">{if letters == 1 { "letter so far" } else { "letters so far" }}</span>
                        </p>
                    </div>
                    <h2>"Write to it"</h2>
                    {campaigns}
                    <form class="finder" method="get">
    <KeptLanguage />
                        <div class="field">
                            <label for="on">"Where it stood on"</label>
                            <input id="on" name="on" type="date" value=day />
                        </div>
                        <button class="button button--quiet" type="submit">"Show"</button>
                    </form>
                </aside>
                <div class="story">
                    <h2>{format!("Where it stands on {on}")}</h2>
                    {treaties}
                    <h2>"Missions"</h2>
                    {missions.into_iter().map(|target| view! { <Contact target /> }).collect_view()}
                    {absences}
                    <h2>"In the capital"</h2>
                    {capital.into_iter().map(|target| view! { <Contact target /> }).collect_view()}
                    {no_capital}
                </div>
            </div>
        }
}

/// A treaty: the status, and every act with its own source.
#[component]
fn Standing(treaty: Treaty, membership: Membership, status: Status, today: Date) -> impl IntoView {
    let events = membership
        .events
        .into_iter()
        .map(|event| {
            view! {
                <li>
                    {format!("{}: {}. ", event.on, event.words(today))}
                    <span class="note">{format!("{}, as of {}.", event.source, event.as_of)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="standing">
            <h3>{treaty.english.short.clone()} " " <StatusMark status /></h3>
            <ul>{events}</ul>
            {membership.note.map(|note| view! { <p>{note}</p> })}
            <p class="note">{format!("Source: {}, as of {}.", membership.source, membership.as_of)}</p>
        </section>
    }
}

/// An office, how to reach it, and the source.
#[component]
fn Contact(target: Target) -> impl IntoView {
    let lines: Vec<String> = target.address.iter().flat_map(|address| address.lines.clone()).collect();
    let reach = [target.email.as_ref().map(ToString::to_string), target.phone.clone()];
    let reach: Vec<String> = reach.into_iter().flatten().collect();
    view! {
        <section class="contact">
            <h3>{target.name()}</h3>
            <p>{target.office_line()}</p>
            <p>{lines.join(", ")}</p>
            <p>{reach.join(" · ")}</p>
            {target.note.clone().map(|note| view! { <p>{note}</p> })}
            <p class="note"><Sources target=target.clone() /></p>
        </section>
    }
}
