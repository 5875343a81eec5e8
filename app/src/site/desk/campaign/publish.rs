//! Publish: what is missing, what changes for the public, and the buttons that change it.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    campaign::{CampaignState, Hold, Part},
    checked::FieldError,
    directory::Directory,
    form::Field,
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{
        ExportCampaign, Rights,
        checklist::{Check, Todo},
        parts::difference,
    },
    directory::LostTarget,
};
use words::Words;

use super::{
    super::SignedIn,
    differences::Differences,
    frame::{CampaignFrame, Current, Opened},
    preview::PreviewLink,
};
use crate::{
    links::{DeskLink, Link, REVISION},
    site::{
        App,
        components::{Entry, ErrorSummary},
        document::{Head, page},
        failure::Refused,
        forms::{self, Controls},
        reader::{Reader, link_to, words},
        step::{STEP, Step, Stepped},
    },
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Act {
    #[default]
    Publish,
    Pause,
    Resume,
    Win,
    Move,
}

impl Step for Act {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Publish, Self::Pause, Self::Resume, Self::Win, Self::Move].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Win => "win",
            Self::Move => "move",
        }
    }
}

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    Ok(publish_page(&app, &reader, StatusCode::OK, opened, String::new(), Vec::new()).await?)
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
    Stepped { step, fields }: Stepped<Act>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let (present, id) = (&opened.present, opened.working.id.clone());
    let mut slug = opened.working.slug.clone();
    let done = match step {
        Act::Publish => {
            // What was seen is published, not what somebody saved since.
            let rights = Rights::check(present, id)?;
            let revision = fields.revision().ok_or(Refusal::Overtaken(opened.working.newest))?;
            app.workshop.publish(&rights, revision).await
        }
        Act::Pause => app.workshop.pause(&Rights::check(present, id)?).await,
        // What was won takes letters again only by somebody who may end it.
        Act::Resume if opened.working.hold == Some(Hold::Won) => app.workshop.reopen(&Rights::check(present, id)?).await,
        Act::Resume => app.workshop.resume(&Rights::check(present, id)?).await,
        Act::Win => app.workshop.win(&Rights::check(present, id)?).await,
        Act::Move => {
            let moved = app.workshop.rename(&Rights::check(present, id)?, fields.get(&Field::Slug.name())).await;
            moved.map(|moved| slug = moved)
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&reader.to(DeskLink::Publish(&slug))).into_response()),
        Err(Refusal::Invalid(errors)) => {
            let typed = fields.get(&Field::Slug.name()).to_owned();
            Ok(publish_page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, opened, typed, errors).await?)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn publish_page(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    opened: Opened,
    typed: String,
    errors: Vec<FieldError>,
) -> Result<Response, Refusal> {
    let made = app.previews.of(&Rights::check(&opened.present, opened.working.id.clone())?).await?;
    let todos = app.checklist.of(&opened.working.campaign()).await?;
    let directory = app.campaigns.directory.get();
    let head = Head::new(reader.words().desk_publish_link()).private();
    let view = move || {
        let words = words();
        let asked = Controls::new(forms::desk::address(words), errors);
        let working = &opened.working;
        let slug = working.slug.clone();
        let may_export = opened.present.may::<ExportCampaign>(&working.id);
        let ready = todos.iter().all(|todo| !todo.must);
        let changes = opened.public.as_ref().map(|public| {
            let differences = difference(&public.document, &working.document);
            view! {
                <Differences caption=words.desk_publish_changes_caption() differences empty=words.desk_publish_unchanged_note() />
            }
        });
        let publish = (opened.may_publish() && working.is_ahead()).then(|| {
            let label = if working.live.is_some() { words.desk_publish_again_button() } else { words.desk_publish_button() };
            view! {
                <form method="post" action=link_to(DeskLink::Publish(&slug))>
                    <input type="hidden" name=REVISION value=working.newest.to_string() />
                    <button class="button" type="submit" disabled=!ready>
                        {label}
                    </button>
                </form>
            }
        });
        let public = opened.public.is_some().then(|| {
            view! {
                <p>
                    <a href=link_to(Link::Campaign(&slug, None))>{words.desk_publish_public_link()}</a>
                </p>
            }
        });
        view! {
            <CampaignFrame opened=opened.clone() current=Current::Publish>
                <section class="deskpart">
                    <h3>{words.desk_publish_link()}</h3>
                    <p class="lead">{words.desk_publish_lead()}</p>
                    <ErrorSummary form=asked.clone() />
                    <Checklist opened=opened.clone() todos directory />
                    {changes}
                    {publish}
                    {public}
                </section>
                {opened.may_edit().then(|| view! { <PreviewLink action=link_to(DeskLink::Preview(&slug)) made /> })}
                {opened.may_publish().then(|| view! { <Holds opened=opened.clone() /> })}
                {opened
                    .may_edit()
                    .then(|| {
                        view! {
                            <section class="deskpart" aria-labelledby="address">
                                <h3 id="address">{words.desk_address_title()}</h3>
                                <p>{words.desk_address_lead()}</p>
                                <form class="deskform" method="post" action=link_to(DeskLink::Publish(&slug)) novalidate>
                                    <Entry
                                        form=asked
                                        field=Field::Slug
                                        value=if typed.is_empty() { slug.to_string() } else { typed }
                                    />
                                    <button class="button button--quiet" type="submit" name=STEP value=Act::Move.as_str()>
                                        {words.desk_address_button()}
                                    </button>
                                </form>
                            </section>
                        }
                    })}
                {may_export
                    .then(|| {
                        view! {
                            <p>
                                <a href=link_to(DeskLink::File(&slug))>{words.desk_file_link()}</a>
                            </p>
                        }
                    })}
            </CampaignFrame>
        }
    };
    Ok(page(app, reader, status, head, view))
}

/// What is missing, and what would be better.
#[component]
fn Checklist(opened: Opened, todos: Vec<Todo>, directory: Arc<Directory>) -> impl IntoView {
    let words = words();
    let slug = opened.working.slug.clone();
    let list = |must: bool| {
        let items = todos
            .iter()
            .filter(|todo| todo.must == must)
            .map(|todo| {
                let place = todo.language.map(|language| (language, None));
                view! {
                    <li>
                        {check(words, &directory, &todo.check)}
                        {todo.language.map(|language| format!(" ({})", language.name()))}
                        " "
                        <a href=link_to(DeskLink::Part(&slug, todo.part, place))>{words.part(todo.part)}</a>
                    </li>
                }
            })
            .collect::<Vec<_>>();
        (!items.is_empty()).then_some(items)
    };
    let must = list(true).map(|items| {
        view! {
            <h4>{words.desk_checklist_must_title()}</h4>
            <ul class="checklist checklist--must">{items}</ul>
        }
    });
    let better = list(false).map(|items| {
        view! {
            <h4>{words.desk_checklist_better_title()}</h4>
            <ul class="checklist">{items}</ul>
        }
    });
    let none = todos.is_empty().then(|| view! { <p class="notice">{words.desk_checklist_done_note()}</p> });
    view! { {must} {better} {none} }
}

fn check(words: Words, directory: &Directory, check: &Check) -> String {
    match check {
        Check::NoLetter => words.desk_check_no_letter().to_owned(),
        Check::NoTitle => words.desk_check_no_title().to_owned(),
        Check::NoPicture(text) => words.desk_check_no_picture(text),
        Check::NoTarget => words.desk_check_no_target().to_owned(),
        Check::Idle { rule, why } => words.desk_check_idle(words.rule(rule, directory), words.problem(&why.clone().into())),
        Check::Lost(LostTarget { name, left_on: Some(day), .. }) => words.audience_lost_left(*day, name),
        Check::Lost(LostTarget { name, left_on: None, .. }) => words.audience_lost_unknown(name),
        Check::OfParties(count) => words.desk_check_parties(*count),
        Check::NobodyByChannel(channel) => words.desk_check_nobody_by_channel(words.channel(*channel)),
        Check::Closed(day) => words.desk_check_closed(*day),
        Check::TooLong { paper, over } => words.desk_check_too_long(*over, words.paper(*paper)),
        Check::Doubt(doubt) => words.template_doubt(doubt),
        Check::NoSummary => words.desk_check_no_summary().to_owned(),
        Check::NoStory => words.desk_check_no_story().to_owned(),
        Check::NoSources => words.desk_check_no_sources().to_owned(),
        Check::NoThanks => words.desk_check_no_thanks().to_owned(),
        Check::NoContact => words.desk_check_no_contact().to_owned(),
    }
}

/// Pausing, resuming, and the end that one hopes for.
#[component]
fn Holds(opened: Opened) -> impl IntoView {
    let words = words();
    let working = &opened.working;
    let button = |act: Act, label: &'static str| {
        view! {
            <form method="post" action=link_to(DeskLink::Publish(&working.slug))>
                <button class="button button--quiet" type="submit" name=STEP value=act.as_str()>
                    {label}
                </button>
            </form>
        }
    };
    let open = matches!(opened.state, Some(CampaignState::Open | CampaignState::Upcoming));
    let lacks_words = working.document.editions.iter().any(|edition| edition.share.won.is_empty());
    let share = link_to(DeskLink::Part(&working.slug, Part::Share, None));
    working.live.is_some().then(|| {
        view! {
            <section class="deskpart" aria-labelledby="hold">
                <h3 id="hold">{words.desk_hold_title()}</h3>
                <p>{words.desk_hold_lead()}</p>
                {open.then(|| button(Act::Pause, words.desk_pause_button()))}
                {(working.hold.is_some())
                    .then(|| button(Act::Resume, words.desk_resume_button()))}
                {(working.hold != Some(Hold::Won)).then(|| button(Act::Win, words.desk_win_button()))}
                {lacks_words
                    .then(|| {
                        view! {
                            <p class="note">
                                {words.desk_win_words_note()}
                                " "
                                <a href=share.clone()>{words.part(Part::Share)}</a>
                            </p>
                        }
                    })}
            </section>
        }
    })
}
