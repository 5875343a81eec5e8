//! `/desk/targets/{target}/{detail}`: one detail of one target, corrected for the whole site.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    checked::FieldError,
    form::Field,
    target::{Detail, DetailKind, Target, Upstream},
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{CorrectTargets, Present, Rights, WholeSite, contacts::CorrectionDraft},
    directory::Corrected,
    refusal::Missing,
};

use super::super::{DeskFrame, SignedIn};
use super::corrections::{By, countries};
use crate::{
    links::DeskLink,
    site::{
        App,
        components::{Entry, ErrorSummary, OF_OFFICES},
        document::{Again, Head, page},
        failure::Refused,
        forms::{self, Controls},
        reader::{Reader, Tongue, link_to, tongue, words},
        said,
        step::{STEP, Step, Stepped},
    },
};

/// What is done with a correction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Correcting {
    #[default]
    Save,
    /// Show the form again, as it is, in another language.
    Show,
    Remove,
}

impl Step for Correcting {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Save, Self::Show, Self::Remove].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Show => "show",
            Self::Remove => "remove",
        }
    }
}

/// The id of the form.
const FORM: &str = "correction";

/// A target and one of its details.
struct About {
    target: Target,
    kind: DetailKind,
    /// As the target's source has it.
    known: Detail,
    corrected: Option<Corrected>,
    upstream: Option<Upstream>,
}

fn about(app: &App, target: &str, detail: &str) -> Result<About, Refusal> {
    let target = app.contacts.get(target)?;
    let kind = DetailKind::parse(detail).ok_or(Refusal::NotFound(Missing::Page))?;
    if matches!(kind, DetailKind::Greeting(language) if language.grammar().is_none()) {
        return Err(Refusal::NotFound(Missing::Page));
    }
    let source = app.contacts.directory.upstream(&target.id);
    let known = Detail::of(source.as_ref().unwrap_or(&target), kind);
    let corrected = app.contacts.correction_of(&target.id, kind);
    let upstream = corrected.as_ref().map(|corrected| corrected.correction.upstream(source.as_ref()));
    Ok(About { target, kind, known, corrected, upstream })
}

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path((target, detail)): Path<(String, String)>,
) -> Result<Response, Refused> {
    Rights::<CorrectTargets>::check(&present, WholeSite)?;
    let about = about(&app, &target, &detail)?;
    let right = about.corrected.as_ref().map_or(&about.known, |corrected| &corrected.correction.right);
    let mut typed = CorrectionDraft::of(right);
    if typed.address_country.is_empty() {
        typed.address_country = about.target.country().to_string();
    }
    typed.as_of = app.contacts.clock.today().to_string();
    Ok(show(&app, &reader, present, about, typed, Vec::new(), StatusCode::OK))
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path((target, detail)): Path<(String, String)>,
    Stepped { step, fields }: Stepped<Correcting>,
) -> Result<Response, Refused> {
    let rights = Rights::check(&present, WholeSite)?;
    if step == Correcting::Remove {
        // Also of a target that is in the directory no more.
        let missing = |_| Refusal::NotFound(Missing::Target);
        let target = domain::target::TargetId::parse(&target).map_err(missing)?;
        let kind = DetailKind::parse(&detail).ok_or(Refusal::NotFound(Missing::Page))?;
        app.contacts.uncorrect(&rights, &target, kind).await?;
        return Ok(Redirect::to(&reader.to(DeskLink::Corrections)).into_response());
    }
    let about = about(&app, &target, &detail)?;
    let typed: CorrectionDraft = fields.form();
    if step == Correcting::Show {
        return Ok(show(&app, &reader, present, about, typed, Vec::new(), StatusCode::OK));
    }
    match app.contacts.correct(&rights, &about.target.id, about.kind, &typed).await {
        Ok(()) => Ok(Redirect::to(&reader.to(DeskLink::Target(&about.target.id))).into_response()),
        Err(Refusal::Invalid(errors)) => Ok(show(&app, &reader, present, about, typed, errors, StatusCode::UNPROCESSABLE_ENTITY)),
        Err(refusal) => Err(refusal.into()),
    }
}

fn show(
    app: &App,
    reader: &Reader,
    present: Present,
    about: About,
    typed: CorrectionDraft,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Response {
    let organiser = present.organiser;
    let words = reader.words();
    let countries = countries(app, words);
    let title = words.desk_correct_title(said::detail(words, about.kind));
    let path = DeskLink::Detail(&about.target.id, about.kind).path();
    let head = Head::new(title.clone()).private();
    let head = if status == StatusCode::OK { head } else { head.again(Again { form: FORM, path, step: "show" }) };
    let view = move || {
        let words = crate::site::reader::words();
        let Tongue { lang, dir } = tongue(OF_OFFICES);
        view! {
            <DeskFrame organiser>
                <p>
                    <a href=link_to(DeskLink::Target(&about.target.id)) lang=lang dir=dir>{about.target.name()}</a>
                </p>
                <h2>{title}</h2>
                <p class="lead">{words.desk_correct_lead()}</p>
                <Standing corrected=about.corrected.clone() upstream=about.upstream.clone() />
                <CorrectionForm about typed errors countries />
            </DeskFrame>
        }
    };
    page(app, reader, status, head, view)
}

/// A correction that there is, with what its source says now.
#[component]
fn Standing(corrected: Option<Corrected>, upstream: Option<Upstream>) -> impl IntoView {
    let words = words();
    corrected.zip(upstream).map(|(corrected, upstream)| {
        let action = link_to(DeskLink::Detail(&corrected.correction.target, corrected.correction.right.kind()));
        let said = said::upstream(words, &upstream, &corrected.correction.before);
        view! {
            <section class="notice">
                <p>
                    <By corrected />
                </p>
                <p>{format!("{}: {said}", words.desk_corrections_upstream_column())}</p>
                <form method="post" action=action>
                    <button class="button button--quiet" type="submit" name=STEP value=Correcting::Remove.as_str()>
                        {words.desk_correct_remove_button()}
                    </button>
                </form>
            </section>
        }
    })
}

#[component]
fn CorrectionForm(
    about: About,
    typed: CorrectionDraft,
    errors: Vec<FieldError>,
    countries: Vec<(String, String)>,
) -> impl IntoView {
    let words = words();
    let controls = Controls::new(forms::correction(words, about.kind, &about.known), errors);
    let none = if typed.has_none { "yes" } else { "" };
    let form = |field: Field, value: String| view! { <Entry form=controls.clone() field=field value=value /> };
    view! {
        <form id=FORM method="post" action=link_to(DeskLink::Detail(&about.target.id, about.kind)) novalidate>
            <ErrorSummary form=controls.clone() />
            {form(Field::Address, typed.address)}
            <Entry form=controls.clone() field=Field::AddressCountry value=typed.address_country options=countries />
            {form(Field::Email, typed.email)}
            {form(Field::WebForm, typed.web_form)}
            {form(Field::Greeting, typed.greeting)}
            {form(Field::HasNone, none.to_owned())}
            {form(Field::Source, typed.source)}
            {form(Field::AsOf, typed.as_of)}
            <button class="button" type="submit" name=STEP value=Correcting::Save.as_str()>
                {words.desk_correct_button()}
            </button>
        </form>
    }
}
