//! The world as tiles: one square for each state, all of the same size, and the form that chooses what they show.

use domain::{Date, state::Region, treaty::Status};
use leptos::prelude::*;
use usecases::supporter::states::{StateStanding, World};

use super::{Notices, OF_OFFICES, Select, StatusMark};
use crate::links::{EDITION, Link};
use crate::site::reader::{KeptLanguage, Tongue, link_to, quoting, reader, tongue, words};

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
    #[prop(into, optional)]
    language: String,
    /// Whether the form is open from the start.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let words = words();
    let names = words.grammar();
    let World { treaty, on, region, status, standings, counts, notices } = world;
    let asked = region.is_some() || status.is_some();
    let found = standings.iter().filter(|standing| standing.asked_for).count();
    let legend = counts
        .into_iter()
        .map(|(status, count)| {
            view! {
                <li>
                    <StatusMark status />
                    " "
                    <strong class="number">{words.number(count)}</strong>
                </li>
            }
        })
        .collect_view();
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let id = format!("world-{}", treaty.id);
    view! {
            <section class="world" aria-labelledby=id.clone()>
                <h3 id=id.clone()>{quoting(names.tag(), words.world_title(on, &treaty.name(names).short))}</h3>
                <ul class="standing__counts">{legend}</ul>
                <Notices notices />
                {asked.then(|| view! { <p class="world__found" role="status">{words.world_found_note(found)}</p> })}
                <p class="skip-past"><a href=format!("#after-{}", treaty.id)>{words.world_skip_link()}</a></p>
                <Tiles standings on />
                <p class="note" id=format!("after-{}", treaty.id)>
                    {words.world_note(treaty.as_of)}
                    " "
                    {treaty.note.map(|note| view! { <span lang=lang dir=dir>{note}</span> " " })}
                    <a href=link_to(Link::States(Some((&treaty.id, on))))>{words.world_list_link()}</a>
                </p>
                <details class="more" open=open || asked>
                    <summary>{words.world_form_summary()}</summary>
                    <form class="world__form" method="get" action=action>
    <KeptLanguage />
                        {(!language.is_empty()).then(|| view! { <input type="hidden" name=EDITION value=language /> })}
                        {(treaties.len() > 1)
                            .then(|| view! { <Select name="treaty" label=words.world_treaty_label() value=treaty.id.to_string() options=treaties options_in=names.tag() /> })}
                        <div class="field">
                            <label for="on">{words.world_day_label()}</label>
                            <input id="on" name="on" type="date" value=on.to_string() />
                        </div>
                        <Select name="region" label=words.world_region_label() value=region.map_or("", Region::as_str) options=regions() />
                        <Select name="status" label=words.world_status_label() value=status.map_or("", Status::as_str) options=statuses() />
                        <button class="button" type="submit">{words.world_button()}</button>
                    </form>
                </details>
            </section>
        }
}

fn regions() -> Vec<(String, String)> {
    let words = words();
    let all = Region::ALL.map(|region| (region.as_str().to_owned(), words.region(region).to_owned()));
    std::iter::once((String::new(), words.world_all_regions_option().to_owned())).chain(all).collect()
}

fn statuses() -> Vec<(String, String)> {
    let words = words();
    let all = Status::ALL.map(|status| (status.as_str().to_owned(), words.status(status).to_owned()));
    std::iter::once((String::new(), words.world_any_status_option().to_owned())).chain(all).collect()
}

/// One link for each state, in the order of their names; a status is a colour and a pattern. A map has its west on the left
/// in every language.
#[component]
fn Tiles(standings: Vec<StateStanding>, on: Date) -> impl IntoView {
    // Asked for once: there are 197 tiles.
    let reader = reader();
    let words = reader.words();
    let last = |place: fn(&StateStanding) -> u8| standings.iter().map(place).max().map_or(0, |last| u16::from(last) + 1) * TILE;
    let (width, height) = (last(|standing| standing.tile.column), last(|standing| standing.tile.row));
    let tiles = standings
        .into_iter()
        .map(|StateStanding { iso2, name, tile, status, asked_for }| {
            let (x, y) = (u16::from(tile.column) * TILE, u16::from(tile.row) * TILE);
            let class = if asked_for { "tile" } else { "tile tile--other" };
            view! {
                <a class=format!("{class} tile--{}", status.as_str()) href=reader.to(Link::State(&iso2, on))>
                    <title>{words.world_tile_title(name, words.status(status))}</title>
                    <rect x=x + 1 y=y + 1 width=TILE - 2 height=TILE - 2 rx="2" />
                    <text x=x + TILE / 2 y=y + 13>{iso2.to_string()}</text>
                </a>
            }
        })
        .collect_view();
    view! {
        <svg class="tiles" dir="ltr" viewBox=format!("0 0 {width} {height}") role="group" aria-label=words.world_picture_label()>
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
