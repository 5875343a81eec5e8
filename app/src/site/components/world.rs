//! The world as tiles: one square for each state, all of the same size, and the form that chooses what they show.

use domain::{Date, state::Region, target::day_in_words, treaty::Status};
use leptos::prelude::*;
use usecases::supporter::states::{StateStanding, World};

use super::{Select, StatusMark};
use crate::links::{EDITION, Link};
use crate::site::reader::{KeptLanguage, link_to};

/// The width of one tile with its gap, in units of the picture.
const TILE: u16 = 20;

/// The map, its legend with the sums, and the form that asks for another day, region or status.
#[component]
pub fn WorldMap(
    world: World,
    /// Where the form leads.
    action: String,
    /// The treaties that can be chosen: short name and words. None are offered if there is only one.
    treaties: Vec<(String, String)>,
    /// Carried by the form too.
    #[prop(optional)]
    language: String,
    /// Whether the form is open from the start.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let World { treaty, on, region, status, standings, counts, notice } = world;
    let asked = region.is_some() || status.is_some();
    let found = standings.iter().filter(|standing| standing.asked_for).count();
    let legend = counts
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
    let id = format!("world-{}", treaty.id);
    view! {
            <section class="world" aria-labelledby=id.clone()>
                <h3 id=id.clone()>{format!("{} on {on}", treaty.english.short)}</h3>
                <ul class="standing__counts">{legend}</ul>
                {notice.map(|notice| view! { <p class="notice" role="status">{notice}</p> })}
                {asked.then(|| view! { <p class="world__found" role="status">{format!("{found} states are shown, the others are pale.")}</p> })}
                <p class="skip-past"><a href=format!("#after-{}", treaty.id)>"Skip the map"</a></p>
                <Tiles standings on />
                <p class="note" id=format!("after-{}", treaty.id)>
                    {format!(
                        "Computed for that day from each state’s signature, joining and withdrawal, as they were known on {}. ",
                        day_in_words(treaty.as_of),
                    )}
                    {treaty.note.map(|note| format!("{note} "))}
                    <a href=link_to(Link::States(Some((&treaty.id, on))))>"The same as a list, with sources"</a>
                </p>
                <details class="more" open=open || asked>
                    <summary>"Another day, region or status"</summary>
                    <form class="world__form" method="get" action=action>
    <KeptLanguage />
                        {(!language.is_empty()).then(|| view! { <input type="hidden" name=EDITION value=language /> })}
                        {(treaties.len() > 1)
                            .then(|| view! { <Select name="treaty" label="Treaty" value=treaty.id.to_string() options=treaties /> })}
                        <div class="field">
                            <label for="on">"Day"</label>
                            <input id="on" name="on" type="date" value=on.to_string() />
                        </div>
                        <Select name="region" label="Region" value=region.map_or("", Region::label) options=regions() />
                        <Select name="status" label="Status" value=status.map_or("", Status::as_str) options=statuses() />
                        <button class="button" type="submit">"Show"</button>
                    </form>
                </details>
            </section>
        }
}

fn regions() -> Vec<(String, String)> {
    let all = Region::ALL.map(|region| (region.label().to_owned(), region.label().to_owned()));
    std::iter::once((String::new(), "All regions".to_owned())).chain(all).collect()
}

fn statuses() -> Vec<(String, String)> {
    let all = Status::ALL.map(|status| (status.as_str().to_owned(), status.label().to_owned()));
    std::iter::once((String::new(), "Any status".to_owned())).chain(all).collect()
}

/// One link for each state, in the order of their names; a status is a colour and a pattern.
#[component]
fn Tiles(standings: Vec<StateStanding>, on: Date) -> impl IntoView {
    let last = |place: fn(&StateStanding) -> u8| standings.iter().map(place).max().map_or(0, |last| u16::from(last) + 1) * TILE;
    let (width, height) = (last(|standing| standing.tile.column), last(|standing| standing.tile.row));
    let tiles = standings
        .into_iter()
        .map(|StateStanding { iso2, name, tile, status, asked_for }| {
            let (x, y) = (u16::from(tile.column) * TILE, u16::from(tile.row) * TILE);
            let class = if asked_for { "tile" } else { "tile tile--other" };
            view! {
                <a class=format!("{class} tile--{}", status.as_str()) href=link_to(Link::State(&iso2, on))>
                    <title>{format!("{name}: {}", status.label())}</title>
                    <rect x=x + 1 y=y + 1 width=TILE - 2 height=TILE - 2 rx="2" />
                    <text x=x + TILE / 2 y=y + 13>{iso2.to_string()}</text>
                </a>
            }
        })
        .collect_view();
    view! {
        <svg class="tiles" viewBox=format!("0 0 {width} {height}") role="group" aria-label="The world, one tile for each state">
            <defs>
                <pattern id="tile-signatory" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="tile__ground" width="6" height="6" />
                    <rect class="tile__signed" width="2.2" height="6" />
                </pattern>
                <pattern id="tile-withdrawn" width="5" height="5" patternUnits="userSpaceOnUse">
                    <rect class="tile__ground" width="5" height="5" />
                    <path class="tile__left" d="M0 0l5 5M5 0l-5 5" />
                </pattern>
            </defs>
            {tiles}
        </svg>
    }
}
