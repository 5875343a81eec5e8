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
    treaty::{Act, Event, JoinedBy, Membership, Status, Treaty},
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
    site::components::{DataTable, Notices, OF_OFFICES, OfficeLine, Sources, Stamp, StatusMark, WorldMap},
    site::document::{Head, page},
    site::failure::Refused,
    site::fields::Fields,
    site::kept::Shows,
    site::reader::{KeptLanguage, Reader, Tongue, link_to, quoting, reader, tongue, words},
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
pub(super) fn treaties(app: &App, grammar: Grammar) -> Vec<(String, String)> {
    app.campaigns.directory.get().treaties().map(|treaty| (treaty.id.to_string(), treaty.name(grammar).short.clone())).collect()
}

pub async fn list(State(app): State<App>, reader: Reader, RawQuery(raw): RawQuery) -> Result<Response, Refused> {
    let words = reader.words();
    let world = app
        .states
        .world(&view_of(&Fields::of_query(raw.as_deref())), words.grammar())
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
    let treaties = treaties(&app, words.grammar());
    let head =
        Head::new(words.states_page_title(world.standings.len(), &world.treaty.name(words.grammar()).short)).kept(Shows::Texts);
    let today = app.campaigns.clock.today();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <StatesPage world treaties rows today /> }))
}

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    Path(iso2): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let portrait = app.states.portrait(&iso2, Fields::of_query(raw.as_deref()).get("on")).await?;
    let head = Head::new(portrait.state.name_in(reader.words().grammar())).kept(Shows::Counts);
    let today = app.campaigns.clock.today();
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <StatePage portrait today /> }))
}

#[component]
fn StatesPage(
    world: World,
    treaties: Vec<(String, String)>,
    rows: Vec<(Iso2, String, Status, Membership)>,
    today: Date,
) -> impl IntoView {
    let reader = reader();
    let words = reader.words();
    let on = world.on;
    let Tongue { lang, dir } = tongue(words.grammar().tag());
    let rows = rows
        .into_iter()
        .map(|(iso2, name, status, membership)| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=reader.to(Link::State(&iso2, on)) lang=lang.clone() dir=dir>{name}</a>
                    </th>
                    <td><StatusMark status /></td>
                    <td>{history(&membership, today)}</td>
                    <td>{quoting(OF_OFFICES, words.source_cell(as_known(&membership.as_of), membership.source))}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let states = world.standings.len();
    view! {
        <h1>{words.states_title(states)}</h1>
        <WorldMap world action=link_to(Link::States(None)) treaties open=true />
        <div class="states">
        <DataTable
            caption=words.states_caption(on)
            columns=[
                words.states_state_column(),
                words.states_status_column(),
                words.states_acts_column(),
                words.states_source_column(),
            ]
                .map(str::to_owned)
                .to_vec()
            words=true
            rows
            empty=words.states_empty()
        />
        </div>
    }
}

/// "Signed on December 3, 2008. Joined by ratification on September 8, 2011."
fn history(membership: &Membership, today: Date) -> String {
    let events: Vec<String> = membership.events.iter().map(|event| said(event, today)).collect();
    events.join(" ")
}

/// What a state did; before the day has come, what it will do.
fn said(event: &Event, today: Date) -> String {
    let words = words();
    let Event { on, act, .. } = *event;
    match (act, on > today) {
        (Act::Signed, false) => words.act_signed(on),
        (Act::Signed, true) => words.act_signed_to_come(on),
        (Act::Joined(JoinedBy::Ratification), false) => words.act_ratification(on),
        (Act::Joined(JoinedBy::Ratification), true) => words.act_ratification_to_come(on),
        (Act::Joined(JoinedBy::Accession), false) => words.act_accession(on),
        (Act::Joined(JoinedBy::Accession), true) => words.act_accession_to_come(on),
        (Act::Joined(JoinedBy::Acceptance), false) => words.act_acceptance(on),
        (Act::Joined(JoinedBy::Acceptance), true) => words.act_acceptance_to_come(on),
        (Act::Joined(JoinedBy::Approval), false) => words.act_approval(on),
        (Act::Joined(JoinedBy::Approval), true) => words.act_approval_to_come(on),
        (Act::Joined(JoinedBy::Succession), false) => words.act_succession(on),
        (Act::Joined(JoinedBy::Succession), true) => words.act_succession_to_come(on),
        (Act::Withdrew, false) => words.act_withdrew(on),
        (Act::Withdrew, true) => words.act_withdrew_to_come(on),
    }
}

/// The day for which a source says something, written out. A source that names only a month or a year is quoted.
fn as_known(as_of: &str) -> String {
    as_of.parse().map_or_else(|_| as_of.to_owned(), |day: Date| words().date(day))
}

#[component]
fn StatePage(portrait: Portrait, today: Date) -> impl IntoView {
    let Portrait { state, on, treaties, missions, absences, capital, campaigns, letters, notice } = portrait;
    let words = words();
    let names = words.grammar();
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let of_name = tongue(names.tag());
    let day = on.to_string();
    let treaties = treaties
        .into_iter()
        .map(|(treaty, membership, status)| view! { <Standing treaty membership status today /> })
        .collect_view();
    let absences = absences
        .into_iter()
        .map(|absence| {
            view! {
                <p>
                    <span lang=lang.clone() dir=dir>{absence.reason}</span>
                    " "
                    <span class="note">{quoting(OF_OFFICES, words.source_of_act(words.date(absence.as_of), absence.source))}</span>
                </p>
            }
        })
        .collect_view();
    let campaigns: Vec<_> = campaigns
        .into_iter()
        .map(|(campaign, targets)| {
            let title = campaign.document.title().to_owned();
            let of_title = campaign.document.editions.first().map(|edition| tongue(edition.language.tag())).unwrap_or_default();
            let slug = campaign.slug.clone();
            let few = targets.len() <= 3;
            let targets = targets
                .into_iter()
                .take(if few { 3 } else { 0 })
                .map(|target| {
                    view! {
                        <li>
                            <a href=link_to(Link::Write(&slug, &target.id, None))>{quoting(OF_OFFICES, words.state_write_link(target.name_in_sentence(words.language())))}</a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <li>
                    <a href=link_to(Link::Campaign(&slug, None)) lang=of_title.lang dir=of_title.dir>{title}</a>
                    {few.then_some(view! { <ul>{targets}</ul> })}
                </li>
            }
        })
        .collect();
    let campaigns = if campaigns.is_empty() {
        view! { <p>{words.state_campaigns_empty()}</p> }.into_any()
    } else {
        view! { <ul>{campaigns}</ul> }.into_any()
    };
    let no_capital = capital.is_empty().then_some(view! { <p>{words.state_capital_empty()}</p> });
    view! {
            <p class="crumbs">
                <a href=link_to(Link::Home)>{words.campaigns_all_link()}</a>
                " "
                <a href=link_to(Link::States(None))>{words.states_all_link()}</a>
            </p>
            <header class="addressee">
                <h1 lang=of_name.lang dir=of_name.dir>{state.name_in(names).to_owned()}</h1>
                <p>{format!("{} · {}", words.region(state.region), state.iso2)}</p>
            </header>
            <Notices notices=notice.into_iter().collect() />
            <div class="columns">
                <aside class="side">
                    <div class="tally">
                        <Stamp spans=words.state_letters(letters) id="letters" />
                    </div>
                    <h2>{words.state_write_title()}</h2>
                    {campaigns}
                    <form class="finder" method="get">
    <KeptLanguage />
                        <div class="field">
                            <label for="on">{words.state_day_label()}</label>
                            <input id="on" name="on" type="date" value=day />
                        </div>
                        <button class="button button--quiet" type="submit">{words.world_button()}</button>
                    </form>
                </aside>
                <div class="story">
                    <h2>{words.state_standing_title(on)}</h2>
                    {treaties}
                    <h2>{words.state_missions_title()}</h2>
                    {missions.into_iter().map(|target| view! { <Contact target /> }).collect_view()}
                    {absences}
                    <h2>{words.state_capital_title()}</h2>
                    {capital.into_iter().map(|target| view! { <Contact target /> }).collect_view()}
                    {no_capital}
                </div>
            </div>
        }
}

/// A treaty: the status, and every act with its own source.
#[component]
fn Standing(treaty: Treaty, membership: Membership, status: Status, today: Date) -> impl IntoView {
    let words = words();
    let names = words.grammar();
    let of_name = tongue(names.tag());
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let events = membership
        .events
        .into_iter()
        .map(|event| {
            view! {
                <li>
                    {said(&event, today)}
                    " "
                    <span class="note">{quoting(OF_OFFICES, words.source_of_act(as_known(&event.as_of), event.source))}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="standing">
            <h3><span lang=of_name.lang dir=of_name.dir>{treaty.name(names).short.clone()}</span> " " <StatusMark status /></h3>
            <ul>{events}</ul>
            {membership.note.map(|note| view! { <p lang=lang dir=dir>{note}</p> })}
            <p class="note">{quoting(OF_OFFICES, words.source_standing_note(as_known(&membership.as_of), membership.source))}</p>
        </section>
    }
}

/// An office, how to reach it, and the source.
#[component]
fn Contact(target: Target) -> impl IntoView {
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let lines: Vec<String> = target.address.iter().flat_map(|address| address.lines.clone()).collect();
    let reach = [target.email.as_ref().map(ToString::to_string), target.phone.clone()];
    // A telephone number keeps its order on a page that runs from right to left.
    let reach = reach
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(place, at)| view! { {(place > 0).then_some(" · ")} <bdi dir="ltr">{at}</bdi> })
        .collect_view();
    view! {
        <section class="contact">
            <h3 lang=lang.clone() dir=dir>{target.name()}</h3>
            <p><OfficeLine target=target.clone() /></p>
            <p lang=lang.clone() dir=dir>{lines.join(", ")}</p>
            <p>{reach}</p>
            {target.note.clone().map(|note| view! { <p lang=lang dir=dir>{note}</p> })}
            <p class="note"><Sources target=target.clone() /></p>
        </section>
    }
}
