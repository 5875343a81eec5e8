//! `/desk/new`: a campaign begins, blank, as a copy of another, or from a file.

use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    campaign::Part,
    checked::FieldError,
    form::{Field, Form as _},
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{CreateCampaign, FILE_MAX, NewForm, Present, Rights, WholeSite},
};
use words::Words;

use super::{DeskFrame, SignedIn};
use crate::{
    links::DeskLink,
    site::{
        App,
        components::{Entry, ErrorSummary},
        document::{Head, page},
        failure::{Failure, Refused},
        fields::Fields,
        forms::{self, Controls},
        reader::{Reader, link_to, words},
    },
};

/// The most bytes of a form with a campaign's file. A file that is somewhat too large is read to its end, so that its
/// sender gets the page that says so.
pub const FORM_LIMIT: usize = 4 * FILE_MAX;

/// What was typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
struct Typed {
    form: NewForm,
    errors: Vec<FieldError>,
    /// The address for the file's campaign, and the errors of that form.
    slug: String,
    of_file: Vec<FieldError>,
}

pub async fn get(State(app): State<App>, reader: Reader, SignedIn(present): SignedIn) -> Result<Response, Refused> {
    Rights::<CreateCampaign>::check(&present, WholeSite)?;
    let form = NewForm { languages: reader.words().locale().tag().to_owned(), ..NewForm::default() };
    Ok(new_page(&app, &reader, StatusCode::OK, present, Typed { form, ..Typed::default() }).await?)
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    fields: Fields,
) -> Result<Response, Refused> {
    let form: NewForm = fields.form();
    match app.workshop.begin(&present, &form).await {
        Ok(slug) => Ok(Redirect::to(&reader.to(DeskLink::Part(&slug, Part::Story, None))).into_response()),
        Err(Refusal::Invalid(errors)) => {
            let typed = Typed { form, errors, ..Typed::default() };
            Ok(new_page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, present, typed).await?)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn from_file(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refused> {
    let rights = Rights::<CreateCampaign>::check(&present, WholeSite)?;
    let form = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let (file, slug) = match read(form).await {
        Ok(read) => read,
        Err(failure) => return Ok(failure.into_response()),
    };
    match app.workshop.begin_from_file(&rights, &file, &slug).await {
        Ok(slug) => Ok(Redirect::to(&reader.to(DeskLink::Publish(&slug))).into_response()),
        Err(Refusal::Invalid(mut of_file)) => {
            // The page has another field for the address of a campaign that is typed.
            of_file.iter_mut().filter(|error| error.field == Field::Slug).for_each(|error| error.field = Field::FileSlug);
            let typed = Typed { slug, of_file, ..Typed::default() };
            Ok(new_page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, present, typed).await?)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The file and the address that was typed beside it.
async fn read(mut form: Multipart) -> Result<(Vec<u8>, String), Failure> {
    let broken = |error: &axum::extract::multipart::MultipartError| {
        let words: fn(Words) -> &'static str = match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Words::refusal_too_much,
            _ => Words::refusal_broken_off,
        };
        Failure::new(error.status(), words)
    };
    let (mut file, mut slug) = (Vec::new(), String::new());
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        match field.name().and_then(Field::parse) {
            Some(Field::File) => file = field.bytes().await.map_err(|error| broken(&error))?.to_vec(),
            Some(Field::FileSlug) => slug = field.text().await.map_err(|error| broken(&error))?,
            _ => {}
        }
    }
    if file.len() > FILE_MAX {
        return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, Words::refusal_too_much));
    }
    Ok((file, slug))
}

async fn new_page(app: &App, reader: &Reader, status: StatusCode, present: Present, typed: Typed) -> Result<Response, Refusal> {
    let campaigns = app.workshop.all(&present).await?;
    let head = Head::new(reader.words().desk_new_title()).private();
    let view = move || {
        let words = words();
        let Typed { form, errors, slug, of_file } = typed;
        let asked = Controls::new(forms::desk::new_campaign(words), errors);
        let asked_of_file = Controls::new(forms::desk::file(words), of_file);
        let copies: Vec<(String, String)> = std::iter::once((String::new(), words.desk_form_copy_none_option().to_owned()))
            .chain(campaigns.iter().map(|working| (working.slug.to_string(), working.document.title().to_owned())))
            .collect();
        let entry = |field: Field| view! { <Entry form=asked.clone() value=form.get(&field) field /> }.into_any();
        let typed_fields = [Field::Title, Field::Languages, Field::Slug].map(entry).into_iter().collect_view();
        let copy_of = form.copy_of.clone();
        view! {
            <DeskFrame organiser=present.organiser.clone()>
                <section class="deskpart">
                    <h2>{words.desk_new_title()}</h2>
                    <p class="lead">{words.desk_new_lead()}</p>
                    <ErrorSummary form=asked.clone() />
                    <form class="deskform" method="post" action=link_to(DeskLink::New) novalidate>
                        {typed_fields}
                        <Entry form=asked.clone() field=Field::CopyOf value=copy_of options=copies />
                        <button class="button" type="submit">
                            {words.desk_new_button()}
                        </button>
                    </form>
                </section>
                <section class="deskpart" aria-labelledby="from-file">
                    <h3 id="from-file">{words.desk_new_file_title()}</h3>
                    <ErrorSummary form=asked_of_file.clone() />
                    <form class="deskform" method="post" action=link_to(DeskLink::NewFromFile) enctype="multipart/form-data" novalidate>
                        <Entry form=asked_of_file.clone() field=Field::File />
                        <Entry form=asked_of_file field=Field::FileSlug value=slug />
                        <button class="button button--quiet" type="submit">
                            {words.desk_new_file_button()}
                        </button>
                    </form>
                </section>
            </DeskFrame>
        }
    };
    Ok(page(app, reader, status, head, view))
}
