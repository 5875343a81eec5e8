//! Post: the letters of a campaign that wait to be sent, and the switches that stop them.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{Timestamp, directory::Directory, target::Target};
use leptos::prelude::*;
use usecases::{
    desk::{
        PausePost, Rights, WholeSite,
        pace::{Waits, WaitsFor},
    },
    zones,
};
use words::Words;

use super::{
    super::{
        OF_REPORTS, SignedIn,
        pauses::{CampaignPause, SitePause, Switch, Switched},
    },
    frame::{CampaignFrame, Current, Opened},
};
use crate::{
    links::{DeskLink, DeskPath},
    site::{
        App,
        components::DataTable,
        document::{Head, page},
        failure::Refused,
        reader::{Reader, Tongue, link_to, tongue, words},
    },
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let waits = app.pacing.of_campaign(&Rights::check(&opened.present, opened.working.id.clone())?).await?;
    let directory = app.campaigns.directory.get();
    let now = app.pacing.clock.now();
    let head = Head::new(reader.words().desk_post_link()).private();
    let view = move || {
        let words = words();
        let back = DeskPath::parse(&DeskLink::CampaignPost(&opened.working.slug).path()).unwrap_or_else(DeskPath::overview);
        let may_pause = opened.present.may::<PausePost>(&WholeSite);
        let may_hold = opened.may_publish() && opened.public.is_some();
        let Waits { site, hold, lines } = waits.clone();
        view! {
            <CampaignFrame opened=opened.clone() current=Current::Post>
                <section class="deskpart">
                    <h3>{words.desk_post_link()}</h3>
                    <p class="lead">{words.desk_post_lead()}</p>
                    <SitePause pause=site may_pause back=back.clone() />
                    <CampaignPause campaign=opened.working.id.clone() hold may_pause=may_hold back=back.clone() />
                    <WaitingTable lines directory=directory.clone() now may_pause back />
                </section>
            </CampaignFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view).await)
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
