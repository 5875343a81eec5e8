//! `/desk/targets/import`: a list of targets is uploaded. It is kept for a day, until its organiser has decided.

use axum::{
    extract::{
        Multipart, State,
        multipart::{MultipartError, MultipartRejection},
    },
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{checked::FieldError, form::Field, grid::Grid, problem::Problem};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{CorrectTargets, Present, Rights, WholeSite, contacts::Column},
};
use words::Words;

use super::super::{DeskFrame, SignedIn};
use crate::{
    links::DeskLink,
    site::{
        App,
        components::{Entry, ErrorSummary},
        document::{Head, page},
        failure::{Failure, Refused},
        forms::{self, Controls},
        reader::{Reader, link_to, marked, words},
        said,
    },
};

/// The most bytes of the form. A file that is somewhat too large is read to its end, so that its sender gets the page that
/// says so. A larger one is cut off.
pub const FORM_LIMIT: usize = 4 * Grid::BYTES_MAX;

pub async fn get(State(app): State<App>, reader: Reader, SignedIn(present): SignedIn) -> Result<Response, Refused> {
    Rights::<CorrectTargets>::check(&present, WholeSite)?;
    Ok(show(&app, &reader, present, Vec::new(), StatusCode::OK))
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refused> {
    // Checked before a file is read in vain.
    let rights = Rights::check(&present, WholeSite)?;
    let form = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let file = match read(reader.words(), form).await {
        Ok(file) => file,
        Err(failure) => return Ok(failure.into_response()),
    };
    match app.contacts.keep(&rights, file).await {
        Ok(file) => Ok(Redirect::to(&reader.to(DeskLink::ImportFile(&file))).into_response()),
        Err(Refusal::Invalid(errors)) => Ok(show(&app, &reader, present, errors, StatusCode::UNPROCESSABLE_ENTITY)),
        Err(refusal) => Err(refusal.into()),
    }
}

/// The file of the form; nothing of one that is too large.
async fn read(words: Words, mut form: Multipart) -> Result<Option<Vec<u8>>, Failure> {
    let mut file = Some(Vec::new());
    while let Some(mut field) = form.next_field().await.map_err(|error| unreadable(words, &error))? {
        if field.name().and_then(Field::parse) != Some(Field::File) {
            continue;
        }
        while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(words, &error))? {
            if let Some(file) = &mut file {
                file.extend_from_slice(&chunk);
            }
            file = file.filter(|file| file.len() <= Grid::BYTES_MAX);
        }
    }
    Ok(file)
}

fn unreadable(words: Words, error: &MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let problem = Problem::FileTooLarge { megabytes: Grid::BYTES_MAX >> 20 };
        Failure::said(StatusCode::PAYLOAD_TOO_LARGE, words.problem(&problem))
    } else {
        Failure::said(StatusCode::BAD_REQUEST, words.desk_import_broken_off_error())
    }
}

fn show(app: &App, reader: &Reader, present: Present, errors: Vec<FieldError>, status: StatusCode) -> Response {
    let organiser = present.organiser;
    let head = Head::new(reader.words().desk_import_title()).private();
    let view = move || {
        let words = words();
        let controls = Controls::new(forms::list_file(words), errors);
        let note = words.desk_import_form_note(Grid::BYTES_MAX >> 20, Grid::ROWS_MAX);
        view! {
            <DeskFrame organiser>
                <p>
                    <a href=link_to(DeskLink::Targets { q: "", page: 1 })>{words.desk_contact_all_link()}</a>
                </p>
                <h2>{words.desk_import_title()}</h2>
                <p class="lead">{words.desk_import_lead()}</p>
                <p>{marked(note, |_, text| view! { <code dir="auto">{text}</code> }.into_any())}</p>
                <p>
                    <a href=link_to(DeskLink::ImportExample)>{words.desk_import_example_link()}</a>
                </p>
                <form method="post" action=link_to(DeskLink::Import) enctype="multipart/form-data" novalidate>
                    <ErrorSummary form=controls.clone() />
                    <Entry form=controls field=Field::File />
                    <button class="button" type="submit">
                        {words.desk_import_upload_button()}
                    </button>
                </form>
            </DeskFrame>
        }
    };
    page(app, reader, status, head, view)
}

/// The columns of the example.
const EXAMPLE: [Column; 9] = [
    Column::Name,
    Column::Title,
    Column::Person,
    Column::Email,
    Column::Address,
    Column::Postcode,
    Column::Town,
    Column::Country,
    Column::Greeting,
];

/// Two made-up targets under these columns.
const ROWS: &str = include_str!("example.csv");

/// A table to begin with, with headings in the reader's language.
pub async fn example(reader: Reader, SignedIn(_): SignedIn) -> impl IntoResponse {
    let words = reader.words();
    let headings = EXAMPLE.map(|column| format!("\"{}\"", said::column(words, column))).join(";");
    // With the mark by which spreadsheets know UTF-8.
    let table = format!("\u{FEFF}{headings}\n{ROWS}").replace('\n', "\r\n");
    let name = format!("attachment; filename=\"{}.csv\"", words.desk_import_example_file());
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], table)
}
