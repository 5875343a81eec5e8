//! History: every revision, what it changed, and how it comes back.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::campaign::Revision;
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{Rights, parts::difference},
    ports::Saved,
    refusal::Missing,
};

use super::{
    super::{SignedIn, moment},
    differences::Differences,
    frame::{CampaignFrame, Current, Opened},
};
use crate::{
    links::DeskLink,
    site::{
        App,
        components::DataTable,
        document::{Head, page},
        failure::Refused,
        reader::{Reader, link_to, words},
        said,
    },
};

pub async fn list(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let history = app.workshop.history(&Rights::check(&opened.present, opened.working.id.clone())?).await?;
    let head = Head::new(reader.words().desk_history_link()).private();
    let view = move || {
        let words = words();
        let (slug, live) = (opened.working.slug.clone(), opened.working.live);
        let rows = history
            .into_iter()
            .map(|saved| {
                let Saved { revision, at, author, change, published_at } = saved;
                let public = match published_at {
                    Some(_) if live == Some(revision) => words.desk_history_live_cell().to_owned(),
                    Some(at) => moment(words, at),
                    None => String::new(),
                };
                view! {
                    <tr>
                        <th scope="row">
                            <a href=link_to(DeskLink::Revision(&slug, revision))>{words.desk_revision_title(revision)}</a>
                        </th>
                        <td>{moment(words, at)}</td>
                        <td>{author.map_or_else(|| words.desk_history_nobody_cell().to_owned(), |author| author.to_string())}</td>
                        <td>{said::change(words, change)}</td>
                        <td>{public}</td>
                    </tr>
                }
                .into_any()
            })
            .collect();
        let columns = [
            words.desk_history_revision_column(),
            words.desk_history_when_column(),
            words.desk_history_who_column(),
            words.desk_history_what_column(),
            words.desk_history_public_column(),
        ];
        view! {
            <CampaignFrame opened=opened.clone() current=Current::History>
                <section class="deskpart">
                    <h3>{words.desk_history_link()}</h3>
                    <p class="lead">{words.desk_history_lead()}</p>
                    <DataTable
                        caption=words.desk_history_caption()
                        columns=columns.map(str::to_owned).to_vec()
                        words=true
                        rows
                        empty=""
                    />
                </section>
            </CampaignFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view))
}

pub async fn one(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path((slug, revision)): Path<(String, String)>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let revision = parse(&revision)?;
    let rights = Rights::check(&opened.present, opened.working.id.clone())?;
    let document = app.workshop.revision(&rights, revision).await?;
    let before = match revision.before() {
        Some(before) => app.workshop.revision(&rights, before).await?,
        None => document.clone(),
    };
    let since = difference(&document, &opened.working.document);
    let differences = difference(&before, &document);
    let head = Head::new(reader.words().desk_revision_title(revision)).private();
    let view = move || {
        let words = words();
        let restore = (opened.may_edit() && !since.is_empty()).then(|| {
            let link = link_to(DeskLink::Revision(&opened.working.slug, revision));
            view! {
                <Differences caption=words.desk_revision_since_caption() differences=since empty="" />
                <form method="post" action=link>
                    <button class="button" type="submit">
                        {words.desk_restore_button()}
                    </button>
                </form>
            }
        });
        view! {
            <CampaignFrame opened=opened.clone() current=Current::History>
                <section class="deskpart">
                    <h3>{words.desk_revision_title(revision)}</h3>
                    <Differences
                        caption=words.desk_revision_changed_caption()
                        differences
                        empty=words.desk_revision_first_note()
                    />
                    {restore}
                </section>
            </CampaignFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view))
}

pub async fn restore(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path((slug, revision)): Path<(String, String)>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let rights = Rights::check(&opened.present, opened.working.id.clone())?;
    app.workshop.restore(&rights, parse(&revision)?).await?;
    Ok(Redirect::to(&reader.to(DeskLink::History(&opened.working.slug))).into_response())
}

fn parse(revision: &str) -> Result<Revision, Refusal> {
    revision.parse().map(Revision).map_err(|_| Refusal::NotFound(Missing::Page))
}
