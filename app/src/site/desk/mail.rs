//! `/desk/mail`: the local mailbox, where there is no mail server.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::Timestamp;
use leptos::prelude::*;
use usecases::{
    desk::{Rights, WholeSite},
    ports::LocalMail,
};

use super::{DeskFrame, SignedIn, moment};
use crate::links::DeskLink;
use crate::site::{
    App,
    components::DataTable,
    document::{Head, page},
    failure::Refused,
    reader::{Reader, link_to, words},
};

pub async fn list(State(app): State<App>, reader: Reader, SignedIn(present): SignedIn) -> Result<Response, Refused> {
    let mails = app.desk.mailbox(&Rights::check(&present, WholeSite)?).await;
    let organiser = present.organiser;
    let view = move || {
        view! {
            <DeskFrame organiser>
                <Mailbox mails />
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, Head::new(reader.words().desk_mailbox_page_title()).private(), view))
}

pub async fn one(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Refused> {
    let text = app.desk.read_mail(&Rights::check(&present, WholeSite)?, &name).await?;
    let organiser = present.organiser;
    let view = move || {
        // Addresses become links, so that the local mailbox can be used like a real one.
        let lines = text
            .lines()
            .map(|line| match line.trim() {
                link if link.starts_with("http://") || link.starts_with("https://") => {
                    view! { <a href=link.to_owned()>{link.to_owned()}</a> "\n" }.into_any()
                }
                _ => format!("{line}\n").into_any(),
            })
            .collect_view();
        view! {
            <DeskFrame organiser>
                <pre class="mail" dir="auto">{lines}</pre>
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, Head::new(reader.words().desk_mail_page_title()).private(), view))
}

#[component]
fn Mailbox(mails: Option<Vec<LocalMail>>) -> impl IntoView {
    let words = words();
    let Some(mails) = mails else {
        return view! { <p class="lead">{words.desk_mailbox_server_lead()}</p> }.into_any();
    };
    let rows = mails
        .into_iter()
        .map(|mail| {
            // What is not a time is shown as the mail has it.
            let date = mail.date.parse::<Timestamp>().map_or(mail.date, |at| moment(words, at));
            view! {
                <tr>
                    <th scope="row">
                        <a href=link_to(DeskLink::Mail(&mail.name)) dir="auto">{mail.subject}</a>
                    </th>
                    <td>{mail.to}</td>
                    <td>{date}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let columns = [words.desk_mailbox_subject_column(), words.desk_mailbox_to_column(), words.desk_mailbox_date_column()];
    view! {
        <p class="notice">{words.desk_mailbox_notice()}</p>
        <DataTable
            caption=words.desk_mailbox_caption()
            columns=columns.map(str::to_owned).to_vec()
            words=true
            rows
            empty=words.desk_mailbox_empty()
        />
    }
    .into_any()
}
