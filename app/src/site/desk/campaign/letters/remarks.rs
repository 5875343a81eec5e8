//! What there is to say of a letter while it is written: what is wrong and where, what could become a blank, whether it fits
//! on paper.

use std::ops::Range;

use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::{
    checked::{FieldError, TextError},
    form::{Field, Form as _},
    problem::Problem,
    template::{At, Doubt, Offer, Spot, Template, Text, doubts},
};
use usecases::desk::{
    Rights,
    lengths::Length,
    parts::{BODY_MAX, LettersForm, PartForm as _},
};
use words::Words;

use super::{
    super::{
        super::SignedIn,
        frame::Opened,
        part::{Place, typed_into},
    },
    lines_as_shown, offers, proof,
};
use crate::{
    islands::{EditorWords, Insertion},
    shared::{LengthRow, Mark, Offered, Place as Spotted, Remarks},
    site::{App, failure::Refused, fields::Fields, forms, reader::Reader},
};

/// The most signs of a marked text that are shown.
const SHOWN_MAX: usize = 60;

/// What there is to say of the letter as it is typed, for the island that shows it.
pub(in crate::site::desk) async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, Refused> {
    let place = Place::new(Opened::new(&app, present, &slug).await?, &fields)?;
    Rights::<usecases::desk::EditCampaign>::check(&place.opened.present, place.opened.working.id.clone())?;
    let form = lines_as_shown(&fields.form());
    let lengths = lengths(&app, &place, &form).await;
    let remarks = of(reader.words(), &place, &form, lengths);
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(remarks)).into_response())
}

/// Whether the longest letter fits on each paper. Nothing where the letter cannot be read, or the press has no time.
pub(super) async fn lengths(app: &App, place: &Place, form: &LettersForm) -> Vec<Length> {
    let Ok(rights) = Rights::check(&place.opened.present, place.opened.working.id.clone()) else { return Vec::new() };
    let Ok(typed) = typed_into(place, form) else { return Vec::new() };
    let is_written = !LettersForm::of(&typed.document, place.at).body.is_empty();
    let campaign = proof::campaign(&typed);
    let lengths = if is_written { app.checklist.lengths_as_typed(&rights, &campaign, place.at).await.ok() } else { None };
    lengths.unwrap_or_default()
}

pub(super) fn of(words: Words, place: &Place, form: &LettersForm, lengths: Vec<Length>) -> Remarks {
    let language = place.at.language;
    let errors = typed_into(place, form).err().unwrap_or_default();
    // What is not there yet is no mistake.
    let errors: Vec<FieldError> = errors.into_iter().filter(|error| error.problem != Problem::Text(TextError::Empty)).collect();
    let summary = match errors.len() {
        0 => words.desk_editor_fine_note().to_owned(),
        wrong => words.desk_editor_wrong_note(wrong),
    };
    let wrong = errors.iter().map(|FieldError { field, problem }| match problem {
        Problem::Template(fault) => spotted(words, form, field, &fault.spot, true, words.template_error(&fault.what)),
        problem => Mark {
            wrong: true,
            field: field.to_string(),
            place: None,
            label: called(words, field),
            marked: String::new(),
            said: words.problem(problem),
        },
    });
    let doubted = doubted(place, form).into_iter();
    let doubted =
        doubted.map(|(field, doubt)| spotted(words, form, &field, &doubt.spot, false, words.template_doubt(&doubt.what)));
    let offered = offers::FIELDS.into_iter().flat_map(|field| {
        let text = form.get(&field);
        let offered = |offer: Offer| Offered {
            place: spot(&field, &text, &offer.range),
            becomes: offer.becomes.written(),
            said: words.template_offer(&offer),
            step: offers::step(&field, &offer),
            found: offer.found,
        };
        offers::of(&text, language).into_iter().map(offered).collect::<Vec<_>>()
    });
    Remarks {
        summary,
        marks: wrong.chain(doubted).collect(),
        offers: offered.collect(),
        blanks: blanks(form),
        lengths: rows(words, lengths),
    }
}

/// What may be a mistake, in the order of the page.
fn doubted(place: &Place, form: &LettersForm) -> Vec<(Field, At<Doubt>)> {
    let LettersForm { subject, body, card_body } = form;
    let treaty = place.document.treaty.is_some();
    if [subject, body, card_body].into_iter().any(|text| text.chars().count() > BODY_MAX) {
        return Vec::new();
    }
    let of_letter = doubts(subject, body, treaty).into_iter().map(|doubt| match doubt.spot.text {
        Text::Subject => (Field::Subject, doubt),
        Text::Body => (Field::Body, doubt),
    });
    of_letter.chain(doubts("", card_body, treaty).into_iter().map(|doubt| (Field::CardBody, doubt))).collect()
}

/// The blanks that the letter has, to be put in once more: a card needs the same.
fn blanks(form: &LettersForm) -> Vec<String> {
    let template = Template::parse(&form.subject, &form.body).ok();
    let written = |blank: domain::template::Blank| match blank.max {
        domain::template::Blank::MAX => format!("[[{}]]", blank.label),
        max => format!("[[{}|{max}]]", blank.label),
    };
    template.map(|template| template.blanks().into_iter().map(written).collect()).unwrap_or_default()
}

fn rows(words: Words, lengths: Vec<Length>) -> Vec<LengthRow> {
    let row = |Length { paper, over, target }: Length| LengthRow {
        paper: words.paper(paper).to_owned(),
        fits: over == 0,
        said: if over == 0 { words.desk_lengths_fits_cell().to_owned() } else { words.desk_lengths_over_cell(over) },
        target: target.name(),
    };
    lengths.into_iter().map(row).collect()
}

/// What is said of a place in a field.
fn spotted(words: Words, form: &LettersForm, field: &Field, at: &Spot, wrong: bool, said: String) -> Mark {
    let text = form.get(field);
    let called = called(words, field);
    let label = if *field == Field::Subject { called } else { words.desk_mark_line_label(called, at.line) };
    let marked: String = text.get(at.range.clone()).unwrap_or_default().chars().take(SHOWN_MAX).collect();
    Mark { wrong, field: field.to_string(), place: Some(spot(field, &text, &at.range)), label, marked, said }
}

/// A place as browsers count it.
fn spot(field: &Field, text: &str, range: &Range<usize>) -> Spotted {
    let units = |at: usize| text.get(..at).unwrap_or(text).encode_utf16().count();
    Spotted { field: field.to_string(), from: units(range.start), to: units(range.end) }
}

fn called(words: Words, field: &Field) -> String {
    let asked = forms::desk::letters(words);
    asked.into_iter().find(|control| control.field == *field).map(|control| control.called).unwrap_or_default()
}

/// The menu of what can be put into a letter.
pub(super) fn menu(words: Words, place: &Place) -> Vec<Insertion> {
    let insertions = words.insertions(place.at.language, place.document.treaty.is_some()).into_iter();
    insertions.map(|item| Insertion { written: item.written, name: item.name.to_owned(), note: item.note }).collect()
}

pub(super) fn editor_words(words: Words) -> EditorWords {
    EditorWords {
        title: words.desk_editor_label().to_owned(),
        marks: words.desk_marks_title().to_owned(),
        offers: words.desk_offers_title().to_owned(),
        offers_note: words.desk_offers_note().to_owned(),
        all: words.desk_offers_all_button().to_owned(),
        all_step: offers::ALL.to_owned(),
        menu: words.desk_insertions_summary().to_owned(),
        insert: words.desk_insert_button().to_owned(),
        again: words.desk_insert_again_label().to_owned(),
        lengths: words.desk_lengths_caption().to_owned(),
        lengths_columns: [
            words.desk_lengths_paper_column(),
            words.desk_lengths_fits_column(),
            words.desk_lengths_target_column(),
        ]
        .map(str::to_owned),
        lengths_note: words.desk_lengths_note().to_owned(),
    }
}
