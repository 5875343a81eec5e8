//! `/desk/mail`: the local mailbox, where there is no mail server.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use leptos::prelude::*;
use usecases::{desk::Rights, ports::LocalMail};

use super::{DeskFrame, SignedIn};
use crate::links::DeskLink;
use crate::site::{
    App,
    components::DataTable,
    document::{Head, page},
    failure::Refused,
    reader::{Reader, link_to},
};

pub async fn list(State(app): State<App>, reader: Reader, SignedIn(organiser): SignedIn) -> Result<Response, Refused> {
    let mails = app.desk.mailbox(&Rights::check(&organiser)?).await;
    let view = move || {
        view! {
            <DeskFrame organiser>
                <Mailbox mails />
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, Head::new("Local mailbox").private(), view).await)
}

pub async fn one(
    State(app): State<App>,
    reader: Reader,
    SignedIn(organiser): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Refused> {
    let text = app.desk.read_mail(&Rights::check(&organiser)?, &name).await?;
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
                <pre class="mail">{lines}</pre>
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, Head::new("Mail").private(), view).await)
}

#[component]
fn Mailbox(mails: Option<Vec<LocalMail>>) -> impl IntoView {
    let Some(mails) = mails else {
        return view! { <p class="lead">"Mail goes to a real server (MAIL_URL); there is no local mailbox."</p> }.into_any();
    };
    let rows = mails
        .into_iter()
        .map(|mail| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=link_to(DeskLink::Mail(&mail.name))>{mail.subject}</a>
                    </th>
                    <td>{mail.to}</td>
                    <td>{mail.date}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <p class="notice">"No mail server is set (MAIL_URL), so every mail stays here and reaches nobody."</p>
        <DataTable
            caption="Local mailbox"
            columns=["Subject", "To", "Date"].map(str::to_owned).to_vec()
            words=true
            rows
            empty="No mail yet."
        />
    }
    .into_any()
}
