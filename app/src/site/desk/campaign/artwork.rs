//! The artwork of a campaign, on its page at the desk: shown, added, taken out.

use axum::{
    extract::{
        Multipart, Path, State,
        multipart::{MultipartError, MultipartRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    artwork::Artwork,
    campaign::{Look, Part},
    checked::{FieldError, Slug},
    form::{Field, Form as _},
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::artworks::{Upload, UploadWords},
    desk::{EditCampaign, Rights},
    ports::press::{PICTURE_BYTES_MAX, PictureError},
};
use words::Words;

use super::{
    super::SignedIn,
    frame::{CampaignFrame, Current, Opened},
};
use crate::{
    links::DeskLink,
    site::App,
    site::components::{ArtworkImage, Entry, ErrorSummary},
    site::document::{Head, page},
    site::failure::{Failure, Refused},
    site::forms::{self, Controls},
    site::reader::{Reader, link_to, words},
};

/// The most bytes of a form with a picture. A picture that is somewhat too large is read to its end, so that its sender
/// gets the page that says so. A larger form is cut off.
pub const FORM_LIMIT: usize = 4 * PICTURE_BYTES_MAX;

/// The words typed beside a picture, and their errors.
#[derive(Debug, Clone, Default)]
pub struct Uploading {
    words: UploadWords,
    errors: Vec<FieldError>,
}

pub async fn add(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refused> {
    // Checked before a picture is read in vain.
    let opened = Opened::new(&app, present, &slug).await?;
    let rights = Rights::<EditCampaign>::check(&opened.present, opened.working.id.clone())?;
    let slug = opened.working.slug.clone();
    let form = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let upload = match read(reader.words(), form).await {
        Ok(upload) => upload,
        Err(failure) => return Ok(failure.into_response()),
    };
    let words = upload.words.clone();
    match app.artworks.add(&rights, &slug, upload).await {
        Ok(_) => Ok(Redirect::to(&reader.to(DeskLink::Part(&slug, Part::Look, None))).into_response()),
        Err(Refusal::Invalid(errors)) => {
            let uploading = Uploading { words, errors };
            Ok(artwork_page(&app, &reader, opened, uploading))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn remove(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path((slug, artwork)): Path<(String, String)>,
) -> Result<Response, Refused> {
    let working = app.workshop.open(&present, &slug).await?;
    let rights = Rights::<EditCampaign>::check(&present, working.id.clone())?;
    app.artworks.remove(&rights, &artwork).await?;
    Ok(Redirect::to(&reader.to(DeskLink::Part(&working.slug, Part::Look, None))).into_response())
}

/// The artworks with the errors of an upload.
fn artwork_page(app: &App, reader: &Reader, opened: Opened, uploading: Uploading) -> Response {
    let head = Head::new(reader.words().desk_artwork_title()).private();
    let view = move || {
        let artworks = opened.working.document.look.artworks.clone();
        let campaign = opened.working.slug.clone();
        view! {
            <CampaignFrame opened current=Current::Part(Part::Look)>
                <ArtworkSection campaign artworks uploading may_change=true />
            </CampaignFrame>
        }
    };
    page(app, reader, StatusCode::UNPROCESSABLE_ENTITY, head, view)
}

/// The fields of the form. Nothing is kept of a file that is too large.
async fn read(words: Words, mut form: Multipart) -> Result<Upload, Failure> {
    let mut upload = Upload { file: Some(Vec::new()), ..Upload::default() };
    while let Some(mut field) = form.next_field().await.map_err(|error| unreadable(words, &error))? {
        match field.name().and_then(Field::parse) {
            Some(Field::File) => {
                while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(words, &error))? {
                    if let Some(file) = &mut upload.file {
                        file.extend_from_slice(&chunk);
                    }
                    upload.file = upload.file.filter(|file| file.len() <= PICTURE_BYTES_MAX);
                }
            }
            Some(typed) => {
                upload.words.set(&typed, &field.text().await.map_err(|error| unreadable(words, &error))?);
            }
            None => {}
        }
    }
    Ok(upload)
}

fn unreadable(words: Words, error: &MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::said(StatusCode::PAYLOAD_TOO_LARGE, words.problem(&PictureError::TooManyBytes.into()))
    } else {
        Failure::said(StatusCode::BAD_REQUEST, words.desk_artwork_broken_off_error())
    }
}

#[component]
pub(super) fn ArtworkSection(campaign: Slug, artworks: Vec<Artwork>, uploading: Uploading, may_change: bool) -> impl IntoView {
    let words = words();
    let Uploading { words: UploadWords { credit, alternative_text }, errors } = uploading;
    let asked = Controls::new(forms::desk::upload(words), errors);
    let full = artworks.len() >= Look::ARTWORKS_MAX;
    let none = artworks.is_empty();
    let items = artworks
        .into_iter()
        .map(|artwork| {
            let remove = link_to(DeskLink::Artwork(&campaign, &artwork.id));
            let described = artwork.alternative_text.to_string();
            view! {
                <li class="gallery__item">
                    <ArtworkImage artwork=artwork.clone() />
                    <p>
                        <strong>{artwork.credit.to_string()}</strong>
                    </p>
                    <p class="note">{words.desk_artwork_text_note(&described)}</p>
                    <p class="note">{sharpness(words, &artwork)}</p>
                    {may_change
                        .then(|| {
                            view! {
                                <form method="post" action=remove>
                                    <button
                                        class="button button--quiet"
                                        type="submit"
                                        aria-label=words.desk_artwork_remove_label(&described)
                                    >
                                        {words.desk_artwork_remove_button()}
                                    </button>
                                </form>
                            }
                        })}
                </li>
            }
        })
        .collect_view();
    let form = may_change.then(move || {
        view! {
            <form method="post" action=link_to(DeskLink::Artworks(&campaign)) enctype="multipart/form-data" novalidate>
                <h4>{if full { words.desk_artwork_words_title() } else { words.desk_artwork_add_title() }}</h4>
                <ErrorSummary form=asked.clone() />
                <Entry form=asked.clone() field=Field::File />
                <Entry form=asked.clone() field=Field::Credit value=credit />
                <Entry form=asked field=Field::AlternativeText value=alternative_text />
                <button class="button" type="submit">
                    {if full { words.desk_artwork_words_button() } else { words.desk_artwork_add_button() }}
                </button>
            </form>
        }
    });
    view! {
        <section class="deskpart" aria-labelledby="artwork">
            <h3 id="artwork">{words.desk_artwork_title()}</h3>
            <p>{if none { words.desk_artwork_none_lead() } else { words.desk_artwork_lead() }}</p>
            <ul class="gallery">{items}</ul>
            {(may_change && full).then(|| view! { <p class="note">{words.desk_artwork_full_note()}</p> })}
            {(may_change && !none).then(|| view! { <p>{words.desk_artwork_words_note()}</p> })}
            {form}
        </section>
    }
}

/// How large an artwork may be printed.
fn sharpness(words: Words, artwork: &Artwork) -> String {
    let Artwork { width, height, .. } = artwork;
    if artwork.is_small() {
        let (across, high) = artwork.prints_well_at();
        let (across, high) = (inches(words, across), inches(words, high));
        words.desk_artwork_small_note(across, Artwork::DOTS, *height, high, *width)
    } else {
        words.desk_artwork_sharp_note(*height, *width)
    }
}

fn inches(words: Words, inches: f32) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "an artwork is a few inches large")]
    let tenths = (inches * 10.0).round() as i32;
    words.tenths(tenths)
}
