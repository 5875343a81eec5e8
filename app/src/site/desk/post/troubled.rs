//! The mails that mail servers did not take, and those that leave next.

use std::{collections::BTreeMap, sync::Arc};

use domain::{campaign::CampaignId, directory::Directory, post::OFFICE_MOVED, target::TargetId};
use leptos::prelude::*;
use usecases::{
    Relay,
    desk::outbox::Outbox,
    ports::{QueueRow, Working},
};

use crate::{
    links::DeskLink,
    site::{
        components::{DataTable, OF_OFFICES},
        desk::{OF_REPORTS, moment, tongue_of_title},
        reader::{Tongue, link_to, tongue, words},
    },
};

/// By what campaigns and targets are called on the page.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// By their ids.
    pub(super) campaigns: BTreeMap<String, Working>,
    pub(super) directory: Arc<Directory>,
}

impl Names {
    /// Its title; its id if it is gone.
    fn campaign(&self, id: &CampaignId) -> AnyView {
        let Some(working) = self.campaigns.get(id.as_str()) else { return id.to_string().into_any() };
        let Tongue { lang, dir } = tongue_of_title(&working.document);
        let title = working.document.title().to_owned();
        view! { <span lang=lang dir=dir>{title}</span> }.into_any()
    }

    fn target(&self, id: &TargetId) -> AnyView {
        let Some(target) = self.directory.target(id) else { return id.to_string().into_any() };
        let Tongue { lang, dir } = tongue(OF_OFFICES);
        view! { <a href=link_to(DeskLink::Target(id)) lang=lang dir=dir>{target.name()}</a> }.into_any()
    }
}

#[component]
pub(super) fn Troubled(rows: Vec<QueueRow>, names: Names) -> impl IntoView {
    let words = words();
    let is_cut = u32::try_from(rows.len()).is_ok_and(|rows| rows == Outbox::TROUBLED_MAX);
    view! {
        <section class="deskpart" id="troubled">
            <h3>{words.desk_post_troubled_title()}</h3>
            {if rows.is_empty() {
                view! { <p>{words.desk_post_troubled_empty()}</p> }.into_any()
            } else {
                view! {
                    <p>{words.desk_post_troubled_lead(Relay::TRY_FOR.as_hours() / 24)}</p>
                    <Mails caption=words.desk_post_troubled_caption() rows names />
                    {is_cut.then(|| view! { <p class="note">{words.desk_post_troubled_most_note(Outbox::TROUBLED_MAX)}</p> })}
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
pub(super) fn NextMails(rows: Vec<QueueRow>, names: Names) -> impl IntoView {
    let words = words();
    view! {
        <section class="deskpart" id="next">
            <Mails caption=words.desk_post_next_title() rows names />
        </section>
    }
}

#[component]
fn Mails(caption: &'static str, rows: Vec<QueueRow>, names: Names) -> impl IntoView {
    let words = words();
    let Tongue { lang, dir } = tongue(OF_REPORTS);
    let columns = [
        words.desk_queue_mail_column(),
        words.desk_campaign_column(),
        words.desk_queue_target_column(),
        words.desk_queue_tries_column(),
        words.desk_queue_next_column(),
        words.desk_queue_error_column(),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let error = match row.last_error.as_deref() {
                Some(OFFICE_MOVED) => view! { <td>{words.mail_failure_moved_note()}</td> }.into_any(),
                error => view! { <td lang=lang.clone() dir=dir>{error.unwrap_or_default().to_owned()}</td> }.into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{words.purpose(row.purpose)}</th>
                    <td>{names.campaign(&row.campaign)}</td>
                    <td>{names.target(&row.target)}</td>
                    <td>{words.number(row.attempts)}</td>
                    <td>{if row.failed { words.desk_queue_failed_cell().to_owned() } else { moment(words, row.due_at) }}</td>
                    {error}
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <DataTable caption columns=columns.map(str::to_owned).to_vec() words=true rows empty="" /> }
}
