//! `/desk/targets/import/{file}`: what the columns of an uploaded list are, and then its preview.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    checked::{FieldError, Token},
    form::{Field, Form as _},
    grid::{Encoding, Grid},
    language::Grammar,
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{
        Present, Rights, WholeSite,
        contacts::{Column, Done, ListDraft},
    },
    refusal::Missing,
};
use words::Words;

use super::super::{DeskFrame, SignedIn};
use super::{corrections::countries, preview};
use crate::{
    links::{DeskLink, Imported},
    site::{
        App,
        components::{DataTable, Entry, ErrorSummary},
        document::{Again, Head, page},
        failure::Refused,
        forms::{self, Controls, Decided},
        reader::{Reader, link_to, words},
        step::{STEP, Step, Stepped},
    },
};

/// What is done with a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Importing {
    #[default]
    Preview,
    /// Choose the columns again.
    Columns,
    Import,
}

impl Step for Importing {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Preview, Self::Columns, Self::Import].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Columns => "columns",
            Self::Import => "import",
        }
    }
}

/// The id of the form.
const FORM: &str = "columns";

/// So many rows of the file are shown beside the choice.
const SHOWN: usize = 4;

/// The most characters of a heading in a list to choose from.
const HEADING_MAX: usize = 40;

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(file): Path<String>,
) -> Result<Response, Refused> {
    let rights = Rights::check(&present, WholeSite)?;
    let grid = app.contacts.grid(&rights, &file).await?;
    let guess = app.contacts.guess(&grid);
    let guess = ListDraft { language_of_all: reader.words().grammar().tag().to_owned(), ..guess };
    Ok(choose(&app, &reader, present, &file, (grid, guess), Vec::new(), StatusCode::OK)?)
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(file): Path<String>,
    Stepped { step, fields }: Stepped<Importing>,
) -> Result<Response, Refused> {
    let rights = Rights::check(&present, WholeSite)?;
    let grid = app.contacts.grid(&rights, &file).await?;
    let Decided { version, have_left, list } = fields.form();
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    let mut changed = false;
    match step {
        Importing::Columns => {
            return Ok(choose(&app, &reader, present, &file, (grid, list), Vec::new(), StatusCode::OK)?);
        }
        Importing::Preview => {}
        Importing::Import => {
            // Without a version nobody has seen a preview.
            let version = version.parse().unwrap_or(u64::MAX);
            match app.contacts.import(&rights, &file, &list, version, have_left).await {
                Ok(Done { counts, left }) => {
                    let (new, changed, same, refused) = (counts.new, counts.changed, counts.same, counts.refused);
                    let imported = Imported { new, changed, same, left, refused };
                    return Ok(Redirect::to(&reader.to(DeskLink::Imported(imported))).into_response());
                }
                Err(Refusal::DirectoryChanged) => changed = true,
                Err(Refusal::Invalid(errors)) => {
                    return Ok(choose(&app, &reader, present, &file, (grid, list), errors, invalid)?);
                }
                Err(refusal) => return Err(refusal.into()),
            }
        }
    }
    match app.contacts.preview(&grid, &list) {
        Ok(shown) => Ok(preview::show(&app, &reader, present, &token(&file)?, (list, shown), changed)),
        Err(Refusal::Invalid(errors)) => Ok(choose(&app, &reader, present, &file, (grid, list), errors, invalid)?),
        Err(refusal) => Err(refusal.into()),
    }
}

fn token(file: &str) -> Result<Token, Refusal> {
    Token::parse(file).map_err(|_| Refusal::NotFound(Missing::File))
}

/// The page on which columns are chosen.
fn choose(
    app: &App,
    reader: &Reader,
    present: Present,
    file: &str,
    (grid, typed): (Grid, ListDraft),
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Result<Response, Refusal> {
    let file = token(file)?;
    let organiser = present.organiser;
    let countries = countries(app, reader.words());
    let again = Again { form: FORM, path: DeskLink::ImportFile(&file).path(), step: Importing::Columns.as_str() };
    let head = Head::new(reader.words().desk_columns_title()).private().again(again);
    let view = move || {
        let words = words();
        let count = typed.rows(&grid).len();
        let unused: Vec<String> = typed.unused(&grid).into_iter().map(|at| heading(words, &grid, at)).collect();
        view! {
            <DeskFrame organiser>
                <h2>{words.desk_columns_title()}</h2>
                <p class="lead">{words.desk_columns_lead(count)}</p>
                {windows_note(words, &grid.encoding)}
                <FirstRows grid=grid.clone() />
                {(!unused.is_empty()).then(|| view! { <p class="note" id="unused">{words.desk_columns_unused_note(&unused)}</p> })}
                <ColumnForm file grid typed errors countries />
            </DeskFrame>
        }
    };
    Ok(page(app, reader, status, head, view))
}

/// What is to be looked at where the letters are not certain.
fn windows_note(words: Words, encoding: &Encoding) -> Option<impl IntoView + use<>> {
    let Encoding::Windows1252 { seen: Some((word, line)) } = encoding else { return None };
    let note = words.desk_columns_windows_note(*line, word);
    Some(view! { <p class="notice">{note}</p> })
}

/// The first rows of the file, as they are.
#[component]
fn FirstRows(grid: Grid) -> impl IntoView {
    let words = words();
    let width = grid.width();
    let columns = std::iter::once(words.desk_columns_line_column().to_owned()).chain((0..width).map(letter)).collect();
    let rows = grid
        .rows
        .into_iter()
        .take(SHOWN)
        .map(|row| {
            let cells =
                (0..width).map(|at| view! { <td dir="auto">{shortened(row.cell(at), 2 * HEADING_MAX)}</td> }).collect_view();
            view! {
                <tr>
                    <th scope="row">{words.number(row.line)}</th>
                    {cells}
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <DataTable caption=words.desk_columns_first_caption() columns words=true rows empty="" /> }
}

#[component]
fn ColumnForm(
    file: Token,
    grid: Grid,
    typed: ListDraft,
    errors: Vec<FieldError>,
    countries: Vec<(String, String)>,
) -> impl IntoView {
    let words = words();
    let controls = Controls::new(forms::columns(words), errors);
    let none = (String::new(), words.desk_columns_none_option().to_owned());
    let columns: Vec<(String, String)> =
        std::iter::once(none).chain((0..grid.width()).map(|at| (at.to_string(), heading(words, &grid, at)))).collect();
    let ask = |column: Column| {
        let value = typed.get(&column.field());
        view! { <Entry form=controls.clone() field=column.field() value options=columns.clone() /> }
    };
    let who = [
        Column::Name,
        Column::Title,
        Column::Person,
        Column::FirstName,
        Column::LastName,
        Column::Country,
        Column::Greeting,
        Column::Language,
        Column::Note,
        Column::Id,
    ];
    let whither = [
        Column::Email,
        Column::WebForm,
        Column::Address,
        Column::AddressMore,
        Column::Town,
        Column::Region,
        Column::Postcode,
        Column::AddressCountry,
        Column::Phone,
    ];
    let header = if typed.header { "yes" } else { "" };
    let no_language = (String::new(), words.desk_columns_all_none_option().to_owned());
    let languages = Grammar::ALL.map(|grammar| (grammar.tag().to_owned(), grammar.language().name()));
    let languages: Vec<(String, String)> = std::iter::once(no_language).chain(languages).collect();
    view! {
        <form id=FORM method="post" action=link_to(DeskLink::ImportFile(&file)) novalidate>
            <ErrorSummary form=controls.clone() />
            <Entry form=controls.clone() field=Field::FirstRow value=header />
            <fieldset class="listcolumns">
                <legend>{words.desk_columns_who_title()}</legend>
                {who.map(ask).collect_view()}
            </fieldset>
            <fieldset class="listcolumns">
                <legend>{words.desk_columns_where_title()}</legend>
                {whither.map(ask).collect_view()}
            </fieldset>
            <fieldset>
                <legend>{words.desk_columns_about_title()}</legend>
                <Entry form=controls.clone() field=Field::Source value=typed.source.clone() />
                <Entry form=controls.clone() field=Field::AsOf value=typed.as_of.clone() />
                <Entry form=controls.clone() field=Field::CountryOfAll value=typed.country_of_all.clone() options=countries />
                <Entry form=controls.clone() field=Field::LanguageOfAll value=typed.language_of_all.clone() options=languages />
            </fieldset>
            <button class="button" type="submit" name=STEP value=Importing::Preview.as_str()>
                {words.desk_columns_preview_button()}
            </button>
        </form>
    }
}

/// A column by its letter, as spreadsheets have it, and by its first cell.
fn heading(words: Words, grid: &Grid, at: usize) -> String {
    let first = grid.rows.first().map_or("", |row| row.cell(at));
    if first.is_empty() { letter(at) } else { words.desk_columns_option(shortened(first, HEADING_MAX), letter(at)) }
}

/// The letter of a column in a spreadsheet: A to Z, then AA.
fn letter(at: usize) -> String {
    let last = u8::try_from(at % 26).map_or('?', |offset| char::from(b'A' + offset));
    if at < 26 { last.to_string() } else { format!("{}{last}", letter(at / 26 - 1)) }
}

/// The beginning of a cell, on one line.
fn shortened(cell: &str, most: usize) -> String {
    let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (at, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (199, "GR")] {
            assert_eq!(letter(at), name);
        }
    }

    #[test]
    fn a_long_cell_is_cut_between_two_letters() {
        assert_eq!(shortened("Łódź\nand more", 4), "Łódź…");
        assert_eq!(shortened(" Łódź ", 4), "Łódź");
    }
}
