//! The page of a part: a form of its own, saved by itself. Saving publishes nothing.

use axum::{
    extract::{Path, RawQuery, State},
    http::{StatusCode, Uri},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    campaign::{Document, Part, Revision},
    checked::FieldError,
    form::Field,
    language::Language,
    target::TargetKind,
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{
        EditCampaign, Present, Rights,
        campaigns::{Conflict, Edited},
        parts::{At, PartForm, difference},
    },
    refusal::Missing,
};
use words::Words;

use super::{
    super::SignedIn,
    dates::Dates,
    differences::Conflicts,
    frame::{CampaignFrame, Current, Opened},
    kept::kept,
    languages::LanguageTabs,
    letters::{self, Letters},
    look::Look,
    pace::Pace,
    share::Share,
    story::Story,
    targets,
    ways::Ways,
};
use crate::{
    islands::EDITOR_FORM,
    links::{DeskLink, EDITION, REVISION},
    site::{
        App,
        components::ErrorSummary,
        document::{Head, page},
        failure::{Failure, Refused, status_of},
        fields::Fields,
        forms::{Control, Controls},
        reader::{Reader, link_to, words},
        said,
        step::STEP,
    },
};

/// The step that shows how what was typed will look, and saves nothing.
pub(super) const PREVIEW: &str = "preview";
/// The field of the address that says that a revision was saved.
pub(super) const SAVED: &str = "saved";

/// How the page of a part looks.
pub(super) trait PartPage: 'static {
    type Form: PartForm + Clone + Send + Sync + 'static;

    /// Whether it has words, which are written in each language.
    const IN_WORDS: bool;

    /// Whether a button beside "Save" shows how what was typed will look.
    const PREVIEWS: bool = false;

    /// Whether an island helps with the form.
    const MOVES: bool = false;

    /// What the page is for, with an example.
    fn lead(words: Words) -> &'static str;

    fn controls(words: Words) -> Vec<Control>;

    /// The fields in the order of the page.
    fn fields(place: &Place, asked: &Controls, form: &Self::Form) -> AnyView;

    /// How what was typed will look, if the page shows it. `asked` has the fields that say how it is to be shown.
    fn preview(_: &App, _: &Place, _: &Self::Form, _asked: &Fields) -> Result<Option<Shown>, Refusal> {
        Ok(None)
    }

    /// Whether the address of the page asks for a preview of what is saved.
    fn asks_for_preview(_asked: &Fields) -> bool {
        false
    }

    /// Does a step of its own to what was typed. Says whether it knows the step.
    fn take(_step: &str, _: &Place, _: &mut Self::Form) -> bool {
        false
    }

    /// What stands below the form's buttons and beside its fields, for what was typed.
    fn around(_: &App, _: &Reader, _: &Place, _: &Self::Form, _asked: &Fields) -> impl Future<Output = Around> + Send {
        std::future::ready(Around::default())
    }

    /// What stands below the form: other forms of the same part.
    fn below(_: &Place) -> Option<AnyView> {
        None
    }
}

/// A view that is made when its page is rendered.
pub(super) type Shown = Box<dyn FnOnce() -> AnyView + Send>;

/// What the page of a part has around its form's fields.
#[derive(Default)]
pub(super) struct Around {
    pub below: Option<Shown>,
    pub beside: Option<Shown>,
}

/// Where in which campaign a form is at home.
#[derive(Debug, Clone)]
pub(in crate::site::desk) struct Place {
    pub opened: Opened,
    pub at: At,
    /// What the form shows: the newest revision.
    pub document: Document,
}

impl Place {
    pub(super) fn new(opened: Opened, fields: &Fields) -> Result<Self, Refusal> {
        let document = opened.working.document.clone();
        let first = document.languages().next().ok_or(Refusal::NotFound(Missing::Language))?;
        let language = match fields.edition() {
            None => first,
            Some(tag) => {
                let language = Language::parse(tag).ok().filter(|language| document.edition(*language).is_some());
                language.ok_or(Refusal::NotFound(Missing::Language))?
            }
        };
        let kind = match fields.get(&Field::Kind.name()) {
            "" => None,
            kind => Some(TargetKind::parse(kind).ok_or(Refusal::NotFound(Missing::Page))?),
        };
        Ok(Self { opened, at: At { language, kind }, document })
    }

    pub fn link(&self, part: Part) -> DeskLink<'_> {
        DeskLink::Part(&self.opened.working.slug, part, Some((self.at.language, self.at.kind)))
    }
}

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path((slug, part)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let place = Place::new(Opened::new(&app, present, &slug).await?, &fields)?;
    let note = fields.get(SAVED).parse().ok().map(|revision| Note::Saved(Revision(revision)));
    let fields = &fields;
    Ok(match Part::parse(&part) {
        Some(Part::Story) => show::<Story>(&app, &reader, place, fields, note).await,
        Some(Part::Letters) => show::<Letters>(&app, &reader, place, fields, note).await,
        Some(Part::Look) => show::<Look>(&app, &reader, place, fields, note).await,
        Some(Part::Dates) => show::<Dates>(&app, &reader, place, fields, note).await,
        Some(Part::Ways) => show::<Ways>(&app, &reader, place, fields, note).await,
        Some(Part::Pace) => show::<Pace>(&app, &reader, place, fields, note).await,
        Some(Part::Share) => show::<Share>(&app, &reader, place, fields, note).await,
        Some(Part::Targets) => Ok(targets::show(&app, &reader, place, fields)),
        None => Err(Refusal::NotFound(Missing::Page)),
    }?)
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    signed_in: Result<SignedIn, Response>,
    Path((slug, part)): Path<(String, String)>,
    uri: Uri,
    fields: Fields,
) -> Result<Response, Refused> {
    let part = Part::parse(&part);
    let (status, why) = match signed_in {
        Ok(SignedIn(present)) => match answer(&app, &reader, present, (&slug, part), &fields).await {
            // Somebody took the language out, or the site has no time: what was typed goes nowhere, and is not lost.
            Err(refusal @ (Refusal::NotFound(Missing::Language) | Refusal::Busy { .. } | Refusal::Store(_))) => {
                (status_of(&refusal), Some(said::refusal(reader.words(), &refusal)))
            }
            answer => return Ok(answer?),
        },
        Err(page) if fields.revision().is_none() => return Ok(page),
        Err(_) => (StatusCode::UNAUTHORIZED, None),
    };
    Ok(kept(&app, &reader, status, why, controls(part, reader.words()), (uri.to_string(), &fields)).await)
}

/// How the form of a part asks for its fields. Targets are chosen, and nothing is typed that could be lost.
fn controls(part: Option<Part>, words: Words) -> Vec<Control> {
    match part {
        Some(Part::Story) => Story::controls(words),
        Some(Part::Letters) => Letters::controls(words),
        Some(Part::Look) => Look::controls(words),
        Some(Part::Dates) => Dates::controls(words),
        Some(Part::Ways) => Ways::controls(words),
        Some(Part::Pace) => Pace::controls(words),
        Some(Part::Share) => Share::controls(words),
        Some(Part::Targets) | None => Vec::new(),
    }
}

async fn answer(
    app: &App,
    reader: &Reader,
    present: Present,
    (slug, part): (&str, Option<Part>),
    fields: &Fields,
) -> Result<Response, Refusal> {
    let opened = Opened::new(app, present, slug).await?;
    // Before anything is said of what was sent. Whoever saves makes the rights again that the use case takes.
    Rights::<EditCampaign>::check(&opened.present, opened.working.id.clone())?;
    let place = Place::new(opened, fields)?;
    match part {
        Some(Part::Story) => save::<Story>(app, reader, place, fields).await,
        Some(Part::Letters) => letters::post(app, reader, place, fields).await,
        Some(Part::Look) => save::<Look>(app, reader, place, fields).await,
        Some(Part::Dates) => save::<Dates>(app, reader, place, fields).await,
        Some(Part::Ways) => save::<Ways>(app, reader, place, fields).await,
        Some(Part::Pace) => save::<Pace>(app, reader, place, fields).await,
        Some(Part::Share) => save::<Share>(app, reader, place, fields).await,
        Some(Part::Targets) => targets::save(app, reader, place, fields).await,
        None => Err(Refusal::NotFound(Missing::Page)),
    }
}

/// What a page says above its form.
enum Note {
    Saved(Revision),
    /// Others changed the same fields meanwhile.
    Conflict(Box<Conflict>),
}

async fn show<P: PartPage>(
    app: &App,
    reader: &Reader,
    place: Place,
    fields: &Fields,
    note: Option<Note>,
) -> Result<Response, Refusal> {
    let form = P::Form::of(&place.document, place.at);
    let from = place.opened.working.newest;
    let preview = if P::asks_for_preview(fields) { P::preview(app, &place, &form, fields)? } else { None };
    let typed = Typed { place, form, from, errors: Vec::new(), note, preview };
    Ok(part_page::<P>(app, reader, StatusCode::OK, fields, typed).await)
}

/// The page with what was typed, and what is wrong with it. Nothing is saved.
pub(super) async fn show_typed<P: PartPage>(
    app: &App,
    reader: &Reader,
    place: Place,
    fields: &Fields,
    errors: Vec<FieldError>,
) -> Response {
    let from = fields.revision().unwrap_or(place.opened.working.newest);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let typed = Typed { place, form: fields.form(), from, errors, note: None, preview: None };
    part_page::<P>(app, reader, status, fields, typed).await
}

pub(super) async fn save<P: PartPage>(app: &App, reader: &Reader, place: Place, fields: &Fields) -> Result<Response, Refusal> {
    let rights = Rights::check(&place.opened.present, place.opened.working.id.clone())?;
    let mut form: P::Form = fields.form();
    let from = fields.revision().unwrap_or(place.opened.working.newest);
    let step = fields.get(STEP);
    if step == PREVIEW {
        let (status, preview, errors) = match typed_into(&place, &form) {
            Ok(seen) => (StatusCode::OK, P::preview(app, &seen, &form, fields)?, Vec::new()),
            Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, None, errors),
        };
        let typed = Typed { place, form, from, errors, note: None, preview };
        return Ok(part_page::<P>(app, reader, status, fields, typed).await);
    }
    if P::take(step, &place, &mut form) {
        let typed = Typed { place, form, from, errors: Vec::new(), note: None, preview: None };
        return Ok(part_page::<P>(app, reader, StatusCode::OK, fields, typed).await);
    }
    if !step.is_empty() {
        return Ok(Failure::new(StatusCode::BAD_REQUEST, Words::refusal_step).into_response());
    }
    let typed = |place, errors, note| Typed::<P> { place, form: form.clone(), from, errors, note, preview: None };
    let put = |document: &mut Document| form.put(document, place.at).map_err(Refusal::Invalid);
    match app.workshop.edit(&rights, fields.revision(), P::Form::PART, put).await {
        Ok(Edited::Saved(revision) | Edited::Unchanged(revision)) => {
            let link = reader.to(place.link(P::Form::PART));
            let separator = if link.contains('?') { '&' } else { '?' };
            Ok(Redirect::to(&format!("{link}{separator}{SAVED}={revision}")).into_response())
        }
        Ok(Edited::Conflict(conflict)) => {
            let (from, form) = (conflict.newest, own_over_theirs(&conflict, place.at));
            let typed = Typed { form, from, ..typed(place, Vec::new(), Some(Note::Conflict(conflict))) };
            Ok(part_page::<P>(app, reader, StatusCode::CONFLICT, fields, typed).await)
        }
        Err(Refusal::Invalid(errors)) => {
            Ok(part_page::<P>(app, reader, StatusCode::UNPROCESSABLE_ENTITY, fields, typed(place, errors, None)).await)
        }
        Err(refusal) => Err(refusal),
    }
}

/// The place with a document as what was typed makes it.
pub(super) fn typed_into<F: PartForm>(place: &Place, form: &F) -> Result<Place, Vec<FieldError>> {
    let mut document = place.document.clone();
    form.put(&mut document, place.at)?;
    Ok(Place { document, ..place.clone() })
}

/// The newest revision, with what the writer changed in it: fields that only others changed are as these left them.
fn own_over_theirs<F: PartForm>(conflict: &Conflict, at: At) -> F {
    let (base, own) = (F::of(&conflict.base, at), F::of(&conflict.own, at));
    let mut form = F::of(&conflict.theirs, at);
    for (field, value) in own.pairs() {
        if base.get(&field) != value {
            form.set(&field, &value);
        }
    }
    form
}

/// A form with what was typed, and what is said of it.
struct Typed<P: PartPage> {
    place: Place,
    form: P::Form,
    /// The revision that the next save begins from.
    from: Revision,
    errors: Vec<FieldError>,
    note: Option<Note>,
    preview: Option<Shown>,
}

async fn part_page<P: PartPage>(app: &App, reader: &Reader, status: StatusCode, asked: &Fields, typed: Typed<P>) -> Response {
    let part = P::Form::PART;
    let head = Head { islands: P::MOVES, ..Head::new(reader.words().part(part)).private() };
    let around = P::around(app, reader, &typed.place, &typed.form, asked).await;
    let view = move || {
        let words = words();
        let Typed { place, form, from, errors, note, preview } = typed;
        let asked = Controls::of_letter(P::controls(words), errors, place.at.language);
        let note = note.map(|note| match note {
            Note::Saved(revision) => view! { <p class="notice" role="status">{words.desk_saved_notice(revision)}</p> }.into_any(),
            Note::Conflict(conflict) => {
                let Conflict { newest, base, theirs, own } = *conflict;
                let (theirs, own) = (difference(&base, &theirs), difference(&base, &own));
                view! { <Conflicts newest theirs own keep=link_to(place.link(part)) /> }.into_any()
            }
        });
        let may_edit = place.opened.may_edit();
        let fields = P::fields(&place, &asked, &form);
        let below = P::below(&place);
        let class = if around.beside.is_some() { "deskform deskform--helped" } else { "deskform" };
        let tabs = P::IN_WORDS.then(|| view! { <LanguageTabs place=place.clone() part /> });
        view! {
            <CampaignFrame opened=place.opened.clone() current=Current::Part(part)>
                <section class="deskpart">
                    <h3>{words.part(part)}</h3>
                    <p class="lead">{P::lead(words)}</p>
                    {note}
                    {tabs}
                    {preview.map(|preview| preview())}
                    <ErrorSummary form=asked />
                    <form class=class id=EDITOR_FORM method="post" action=link_to(place.link(part)) novalidate>
                        <input type="hidden" name=REVISION value=from.to_string() />
                        <input type="hidden" name=EDITION value=place.at.language.to_string() />
                        {place.at.kind.map(|kind| view! { <input type="hidden" name=Field::Kind.name() value=kind.as_str() /> })}
                        <fieldset class="deskform__fields" disabled=!may_edit>
                            {fields}
                        </fieldset>
                        {may_edit
                            .then(|| {
                                view! {
                                    <p class="actions">
                                        <button class="button" type="submit">
                                            {words.desk_save_button()}
                                        </button>
                                        {P::PREVIEWS
                                            .then(|| {
                                                view! {
                                                    <button class="button button--quiet" type="submit" name=STEP value=PREVIEW>
                                                        {words.desk_preview_button()}
                                                    </button>
                                                }
                                            })}
                                    </p>
                                }
                            })}
                        {around.below.map(|below| below())}
                        {around.beside.map(|beside| beside())}
                    </form>
                    {below}
                </section>
            </CampaignFrame>
        }
    };
    page(app, reader, status, head, view)
}
