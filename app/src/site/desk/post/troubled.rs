//! The mails that mail servers did not take, and those that leave next.

use domain::post::OFFICE_MOVED;
use leptos::prelude::*;
use usecases::{Relay, desk::outbox::Outbox, ports::QueueRow};

use crate::site::{
    components::DataTable,
    desk::{OF_REPORTS, moment},
    reader::{Tongue, tongue, words},
};

#[component]
pub(super) fn Troubled(rows: Vec<QueueRow>) -> impl IntoView {
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
                    <Mails caption=words.desk_post_troubled_title() rows />
                    {is_cut.then(|| view! { <p class="note">{words.desk_post_troubled_most_note(Outbox::TROUBLED_MAX)}</p> })}
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
pub(super) fn NextMails(rows: Vec<QueueRow>) -> impl IntoView {
    let words = words();
    view! {
        <section class="deskpart" id="next">
            <h3>{words.desk_post_next_title()}</h3>
            <Mails caption=words.desk_post_next_title() rows />
        </section>
    }
}

#[component]
fn Mails(caption: &'static str, rows: Vec<QueueRow>) -> impl IntoView {
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
                    <td>{row.campaign.to_string()}</td>
                    <td>{row.target.to_string()}</td>
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
