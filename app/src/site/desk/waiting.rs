//! The letters of a campaign that wait to be sent, and the switches that stop them: a piece that a page of the campaign places.

use std::sync::Arc;

use domain::{Timestamp, directory::Directory, target::Target};
use leptos::prelude::*;
use usecases::{
    desk::{
        PausePost, WholeSite,
        pace::{Waits, WaitsFor},
    },
    zones,
};
use words::Words;

use super::{
    OF_REPORTS,
    campaign::frame::Opened,
    pauses::{CampaignPause, SitePause, Switch, Switched},
};
use crate::{
    links::{DeskLink, DeskPath},
    site::{
        components::DataTable,
        reader::{Tongue, link_to, tongue, words},
    },
};

/// All of it. The switches lead to `back`.
#[component]
pub(super) fn Waiting(opened: Opened, waits: Waits, directory: Arc<Directory>, now: Timestamp, back: DeskPath) -> impl IntoView {
    let may_pause = opened.present.may::<PausePost>(&WholeSite);
    let may_hold = opened.may_publish() && opened.public.is_some();
    let Waits { site, hold, lines } = waits;
    view! {
        <SitePause pause=site may_pause back=back.clone() />
        <CampaignPause campaign=opened.working.id hold may_pause=may_hold back=back.clone() />
        <WaitingTable lines directory now may_pause back />
    }
}

/// Target by target, how many letters wait and when the next of them leaves.
#[component]
fn WaitingTable(
    lines: Vec<WaitsFor>,
    directory: Arc<Directory>,
    now: Timestamp,
    may_pause: bool,
    back: DeskPath,
) -> impl IntoView {
    let words = words();
    let Tongue { lang, dir } = tongue(OF_REPORTS);
    let columns = [words.desk_target_column(), words.desk_waits_column()]
        .into_iter()
        .chain(may_pause.then(|| words.desk_waits_pause_column()))
        .map(str::to_owned)
        .collect();
    let rows = lines
        .into_iter()
        .map(|line| {
            let name = directory.target(&line.target).map_or_else(|| line.target.to_string(), Target::name);
            let paused = line.pause.is_some();
            let of = Switched::Target(line.target.clone(), name.clone());
            let switch = may_pause.then(|| view! { <td><Switch of paused back=back.clone() /></td> });
            view! {
                <tr>
                    <th scope="row">
                        <a href=link_to(DeskLink::Target(&line.target)) lang=lang.clone() dir=dir>{name}</a>
                    </th>
                    <td>{waiting(words, &line, now)}</td>
                    {switch}
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <DataTable caption=words.desk_waits_caption() columns words=true rows empty=words.desk_waits_empty() /> }
}

/// "12 waiting, next at 14:05", by the clocks of the office.
fn waiting(words: Words, line: &WaitsFor, now: Timestamp) -> String {
    let Some(next) = &line.next else { return words.desk_waits_paused_cell(line.letters) };
    let (time, place) = (next.there.strftime("%H:%M"), next.zone.place());
    if zones::clock_in(&next.zone, now).date() == next.there.date() {
        words.desk_waits_today_cell(line.letters, place, time)
    } else {
        words.desk_waits_cell(line.letters, next.there.date(), place, time)
    }
}
