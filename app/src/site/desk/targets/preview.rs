//! The preview of a list: its first targets as they would be stored, what becomes of each row, and who is missing.

use axum::{http::StatusCode, response::Response};
use domain::{
    checked::Token,
    form::{Field, Form as _},
    forms_of_address::forms,
    language::{Grammar, Language},
    target::Target,
};
use leptos::prelude::*;
use usecases::desk::{
    Present,
    contacts::{ListDraft, Outcome, Plan, Preview, RowReport},
};

use super::super::DeskFrame;
use super::{columns::Importing, one::envelope};
use crate::{
    links::DeskLink,
    site::{
        App,
        components::{AddressLines, DataTable, Hidden, OF_OFFICES, OfficeLine, Tick},
        document::{Again, Head, page},
        forms::{self, Controls},
        reader::{Reader, Tongue, link_to, tongue, words},
        said,
        step::{STEP, Step as _},
    },
};

/// The id of the form.
const FORM: &str = "import";

/// So many targets are shown as they would be stored.
const FIRST: usize = 5;
/// The most rows of each outcome that are told one by one.
const TOLD: usize = 200;

/// Shows it. `changed` says that others have changed the directory since the last time.
pub(super) fn show(
    app: &App,
    reader: &Reader,
    present: Present,
    file: &Token,
    (list, preview): (ListDraft, Preview),
    changed: bool,
) -> Response {
    let organiser = present.organiser;
    let file = file.clone();
    let again = Again { form: FORM, path: DeskLink::ImportFile(&file).path(), step: Importing::Preview.as_str() };
    let head = Head::new(reader.words().desk_preview_title()).private().again(again);
    let status = if changed { StatusCode::CONFLICT } else { StatusCode::OK };
    let view = move || {
        let words = words();
        let grammar = Language::parse(&list.language_of_all).ok().and_then(Language::grammar).unwrap_or(words.grammar());
        let first: Vec<Target> = preview.plan.targets().take(FIRST).cloned().collect();
        view! {
            <DeskFrame organiser>
                <h2>{words.desk_preview_title()}</h2>
                <p class="lead">{words.desk_preview_lead()}</p>
                {changed.then(|| view! { <p class="notice" role="status">{words.desk_preview_again_notice()}</p> })}
                <First first grammar />
                <Report plan=preview.plan.clone() />
                <Decision file list preview />
            </DeskFrame>
        }
    };
    page(app, reader, status, head, view)
}

/// The first targets, with the envelope and the greeting of a letter to each.
#[component]
fn First(first: Vec<Target>, grammar: Grammar) -> impl IntoView {
    let words = words();
    let items = first
        .into_iter()
        .map(|target| {
            let Tongue { lang, dir } = tongue(OF_OFFICES);
            let lines = envelope(&target);
            let given = target.greetings.first().and_then(|greeting| greeting.language.grammar());
            let grammar = given.unwrap_or(grammar);
            let greeting = forms(&target, grammar).salutation;
            let Tongue { lang: greeted_in, dir: greeted_from } = tongue(grammar.tag());
            let email = target.email.as_ref().map(|email| view! { <p>{email.shown()}</p> });
            let page = target.web_form.clone().map(|page| view! { <p>{page}</p> });
            view! {
                <li class="gallery__item">
                    <p>
                        <strong lang=lang dir=dir>{target.name()}</strong>
                    </p>
                    <p class="note">
                        <OfficeLine target=target />
                    </p>
                    {(!lines.is_empty()).then(|| view! { <AddressLines lines /> })}
                    {email}
                    {page}
                    <p class="greeting" lang=greeted_in dir=greeted_from>{greeting}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="deskpart" aria-labelledby="first">
            <h3 id="first">{words.desk_preview_first_title()}</h3>
            <ul class="gallery">{items}</ul>
        </section>
    }
}

/// What becomes of each row: those that are refused come first, then what changes.
#[component]
fn Report(plan: Plan) -> impl IntoView {
    let words = words();
    let place = |row: &RowReport| match row.outcome {
        Outcome::Refused(_) => 0,
        Outcome::Changed(..) => 1,
        Outcome::New(_) => 2,
        Outcome::Same(_) => 3,
    };
    let mut parts: [Vec<RowReport>; 4] = Default::default();
    for row in plan.rows {
        parts[place(&row)].push(row);
    }
    let mut rows: Vec<AnyView> = Vec::new();
    for part in parts {
        let more = part.len().saturating_sub(TOLD);
        rows.extend(part.into_iter().take(TOLD).map(|row| view! { <ReportRow row /> }.into_any()));
        if more > 0 {
            rows.push(view! { <tr><td colspan="3">{words.desk_preview_more_note(more)}</td></tr> }.into_any());
        }
    }
    let columns = [words.desk_columns_line_column(), words.desk_contacts_name_column(), words.desk_preview_outcome_column()];
    view! {
        <DataTable
            caption=words.desk_preview_report_caption()
            columns=columns.map(str::to_owned).to_vec()
            words=true
            rows
            empty=""
        />
    }
}

#[component]
fn ReportRow(row: RowReport) -> impl IntoView {
    let words = words();
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let name = row.outcome.target().map(Target::name).unwrap_or_default();
    let remarks: Vec<String> = row.remarks.iter().map(|remark| said::remark(words, *remark)).collect();
    view! {
        <tr>
            <th scope="row">{words.desk_preview_row_cell(row.line)}</th>
            <td lang=lang dir=dir>{name}</td>
            <td>{said::outcome(words, &row.outcome)} " " {remarks.join(" ")}</td>
        </tr>
    }
}

/// Who is missing, and the buttons.
#[component]
fn Decision(file: Token, list: ListDraft, preview: Preview) -> impl IntoView {
    let words = words();
    let count = preview.plan.targets().count();
    let may_close = preview.plan.may_close();
    let missing = preview.plan.missing;
    let shown = missing.len();
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let names =
        missing.iter().take(TOLD).map(|target| view! { <li lang=lang.clone() dir=dir>{target.name()}</li> }).collect_view();
    let controls = Controls::new(forms::missing(words), Vec::new());
    let gone = (shown > 0).then(|| {
        view! {
            <section class="deskpart" aria-labelledby="missing">
                <h3 id="missing">{words.desk_preview_missing_title(shown)}</h3>
                <ul>{names}</ul>
                {(shown > TOLD).then(|| view! { <p>{words.desk_preview_more_note(shown - TOLD)}</p> })}
                {if may_close {
                    view! { <Tick form=controls field=Field::HaveLeft /> }.into_any()
                } else {
                    view! { <p class="note">{words.desk_preview_unsure_note()}</p> }.into_any()
                }}
            </section>
        }
    });
    view! {
        <form id=FORM method="post" action=link_to(DeskLink::ImportFile(&file))>
            <Hidden fields=list.pairs() />
            <Hidden fields=vec![(Field::Version, preview.version.to_string())] />
            {gone}
            {(count > 0)
                .then(|| {
                    view! {
                        <button class="button" type="submit" name=STEP value=Importing::Import.as_str()>
                            {words.desk_preview_import_button(count)}
                        </button>
                        " "
                    }
                })}
            <button class="button button--quiet" type="submit" name=STEP value=Importing::Columns.as_str()>
                {words.desk_preview_back_button()}
            </button>
        </form>
    }
}
