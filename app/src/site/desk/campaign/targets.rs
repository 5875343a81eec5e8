//! Targets: whom the campaign writes to, by rule or by hand; who is in now, and who comes and goes on which day.
//!
//! The form is read with the revision that it was made of, so it carries that one's number until it is saved. If others
//! changed the targets meanwhile, it carries beside it the number of the revision that is overwritten.

mod fields;
mod reach;

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    campaign::{Document, Part, Revision},
    checked::FieldError,
    directory::{Directory, Search},
    target::Target,
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{
        Rights,
        audience::{Reach, TargetsDraft, reach as whom},
        campaigns::{Conflict, Edited},
        parts::difference,
    },
};

use self::{
    fields::Asked,
    reach::{changes, days, in_now},
};
use super::{
    differences::Conflicts,
    frame::{CampaignFrame, Current},
    part::{PREVIEW, Place, SAVED},
};
use crate::{
    links::{DeskLink, REVISION},
    site::{
        App,
        components::ErrorSummary,
        document::{Head, page},
        fields::Fields,
        reader::{Reader, link_to, words},
        step::STEP,
    },
};

/// The step that finds targets, and saves nothing.
const FIND: &str = "find";
/// The field with the revision that is overwritten, where it is not the one that the form was made of.
const OVER: &str = "over";
/// The field of the address with the page of the list of targets, from 1.
const PAGE: &str = "page";
/// The most targets that are shown as found.
const FOUND_MAX: usize = 60;

/// The page with what was typed, and what is said of it.
struct Typed {
    place: Place,
    form: TargetsDraft,
    /// The document that the form was made of, and its number.
    base: Document,
    from: Revision,
    over: Option<Revision>,
    /// The document as the form would make it; the one that it was made of where it cannot be read.
    seen: Document,
    errors: Vec<FieldError>,
    found: Option<Vec<Target>>,
    saved: Option<Revision>,
    conflict: Option<Box<Conflict>>,
    /// Of the list of targets, from 1.
    page_number: usize,
}

impl Typed {
    fn of(place: Place) -> Self {
        let (base, from) = (place.document.clone(), place.opened.working.newest);
        Self {
            form: TargetsDraft::of(&base),
            seen: base.clone(),
            base,
            from,
            over: None,
            errors: Vec::new(),
            found: None,
            saved: None,
            conflict: None,
            page_number: 1,
            place,
        }
    }
}

pub(super) fn show(app: &App, reader: &Reader, place: Place, query: &Fields) -> Response {
    let saved = query.get(SAVED).parse().ok().map(Revision);
    let page_number = query.get(PAGE).parse().unwrap_or(1);
    targets_page(app, reader, StatusCode::OK, Typed { saved, page_number, ..Typed::of(place) })
}

pub(super) async fn save(app: &App, reader: &Reader, place: Place, fields: &Fields) -> Result<Response, Refusal> {
    let rights = Rights::check(&place.opened.present, place.opened.working.id.clone())?;
    let newest = place.opened.working.newest;
    let from = fields.revision().unwrap_or(newest);
    let base = if from == newest {
        place.document.clone()
    } else {
        app.workshop.revision(&Rights::check(&place.opened.present, place.opened.working.id.clone())?, from).await?
    };
    let over = fields.get(OVER).parse().ok().map(Revision);
    let directory = app.campaigns.directory.get();
    let form: TargetsDraft = fields.form();
    let read = form.read(&base, &directory);
    let typed = Typed { form, base: base.clone(), from, over, seen: base, ..Typed::of(place) };
    if matches!(fields.get(STEP), FIND | PREVIEW) {
        let search = Search { words: typed.form.q.chars().take(100).collect(), kind: None };
        let found = || directory.search(&search).into_iter().cloned().collect();
        let found = (!search.words.trim().is_empty()).then(found);
        return Ok(match read {
            Ok(targeted) => {
                let mut seen = typed.base.clone();
                targeted.put(&mut seen);
                targets_page(app, reader, StatusCode::OK, Typed { seen, found, ..typed })
            }
            // Whoever looks for a target has not finished yet.
            Err(_) if fields.get(STEP) == FIND => targets_page(app, reader, StatusCode::OK, Typed { found, ..typed }),
            Err(errors) => targets_page(app, reader, StatusCode::UNPROCESSABLE_ENTITY, Typed { errors, found, ..typed }),
        });
    }
    let targeted = match read {
        Ok(targeted) => targeted,
        Err(errors) => {
            return Ok(targets_page(app, reader, StatusCode::UNPROCESSABLE_ENTITY, Typed { errors, ..typed }));
        }
    };
    let put = |document: &mut Document| {
        targeted.put(document);
        Ok(())
    };
    match app.workshop.edit(&rights, over.or(fields.revision()), Part::Targets, put).await? {
        Edited::Saved(revision) | Edited::Unchanged(revision) => {
            let link = reader.to(DeskLink::Part(&typed.place.opened.working.slug, Part::Targets, None));
            Ok(Redirect::to(&with(&link, SAVED, &revision.to_string())).into_response())
        }
        Edited::Conflict(conflict) => {
            let typed = Typed { over: Some(conflict.newest), conflict: Some(conflict), ..typed };
            Ok(targets_page(app, reader, StatusCode::CONFLICT, typed))
        }
    }
}

/// An address with one field more.
fn with(link: &str, name: &str, value: &str) -> String {
    let separator = if link.contains('?') { '&' } else { '?' };
    format!("{link}{separator}{name}={value}")
}

fn targets_page(app: &App, reader: &Reader, status: StatusCode, typed: Typed) -> Response {
    let directory: Arc<Directory> = app.campaigns.directory.get();
    let today = app.campaigns.clock.today();
    let head = Head::new(reader.words().part(Part::Targets)).private();
    let view = move || {
        let words = words();
        let reach: Reach = whom(&directory, &typed.seen, today);
        let Typed { place, form, base, from, over, seen, errors, found, saved, conflict, page_number } = typed;
        let slug = place.opened.working.slug.clone();
        let link = link_to(DeskLink::Part(&slug, Part::Targets, None));
        let is_typed = seen != place.document;
        let saved = saved.map(|revision| view! { <p class="notice" role="status">{words.desk_saved_notice(revision)}</p> });
        let conflict = conflict.map(|conflict| {
            let Conflict { newest, base, theirs, own } = *conflict;
            let (theirs, own) = (difference(&base, &theirs), difference(&base, &own));
            view! { <Conflicts newest theirs own keep=link.clone() /> }
        });
        let may_edit = place.opened.may_edit();
        let asked = Asked::new(words, &base, &directory, errors, &whom(&directory, &base, today));
        let public = place.opened.public.as_ref();
        let changes = public.and_then(|public| changes(words, &directory, &public.document, &seen, today));
        let in_now = in_now(words, &directory, &seen, &reach, is_typed, page_number, &link);
        let days = days(words, &directory, &seen, today);
        view! {
            <CampaignFrame opened=place.opened.clone() current=Current::Part(Part::Targets)>
                <section class="deskpart">
                    <h3>{words.part(Part::Targets)}</h3>
                    <p class="lead">{words.audience_lead()}</p>
                    {saved}
                    {conflict}
                    <ErrorSummary form=asked.errors.clone() />
                    <form class="deskform" method="post" action=link.clone() novalidate>
                        <input type="hidden" name=REVISION value=from.to_string() />
                        {over.map(|over| view! { <input type="hidden" name=OVER value=over.to_string() /> })}
                        <fieldset class="deskform__fields" disabled=!may_edit>
                            {fields::all(words, &asked, &form, &base, &directory, found)}
                        </fieldset>
                        {may_edit
                            .then(|| {
                                view! {
                                    <p class="actions">
                                        <button class="button" type="submit">
                                            {words.desk_save_button()}
                                        </button>
                                        <button class="button button--quiet" type="submit" name=STEP value=PREVIEW>
                                            {words.audience_preview_button()}
                                        </button>
                                    </p>
                                }
                            })}
                    </form>
                </section>
                {in_now}
                {changes}
                {days}
            </CampaignFrame>
        }
    };
    page(app, reader, status, head, view)
}
