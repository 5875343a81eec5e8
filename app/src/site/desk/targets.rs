//! `/desk/targets`: everybody who can be written to, to look one up.

pub(super) mod columns;
pub(super) mod correct;
pub(super) mod corrections;
pub(super) mod import;
pub(super) mod one;
mod preview;

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{form::Field, target::Target};
use leptos::prelude::*;
use usecases::desk::{CorrectTargets, WholeSite};

use super::{DeskFrame, SignedIn};
use crate::{
    links::{DeskLink, Imported},
    site::{
        App,
        components::{DataTable, Entry, OF_OFFICES, OfficeLine},
        document::{Head, page},
        failure::Refused,
        fields::Fields,
        forms::{self, Controls, LookUp},
        reader::{KeptLanguage, Reader, Tongue, link_to, tongue, words},
        said,
    },
};

/// So many targets are shown at a time.
const SHOWN: usize = 50;

/// The most pages that are asked for by number: no directory has as many.
const PAGES_MAX: usize = 10_000;

pub async fn list(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let look_up: LookUp = fields.form();
    let found = app.contacts.find(&look_up.q, None);
    let imported = imported(&fields);
    let may_correct = present.may::<CorrectTargets>(&WholeSite);
    let organiser = present.organiser;
    let head = Head::new(reader.words().desk_contacts_title()).private();
    let view = move || {
        let words = words();
        let controls = Controls::new(forms::look_up(words), Vec::new());
        view! {
            <DeskFrame organiser>
                <h2>{words.desk_contacts_title()}</h2>
                <p class="lead">{words.desk_contacts_lead()}</p>
                {imported.map(|imported| view! { <DoneNotice imported /> })}
                <p>
                    {may_correct.then(|| view! { <a class="button" href=link_to(DeskLink::Import)>{words.desk_contacts_import_link()}</a> " " })}
                    <a href=link_to(DeskLink::Corrections)>{words.desk_contacts_corrections_link()}</a>
                </p>
                <form method="get" action=link_to(DeskLink::Targets { q: "", page: 1 })>
                    <KeptLanguage />
                    <Entry form=controls field=Field::Q value=look_up.q.clone() />
                    <button class="button" type="submit">
                        {words.desk_contacts_search_button()}
                    </button>
                </form>
                <Found found look_up />
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view))
}

/// What an import came to, where one led here.
fn imported(fields: &Fields) -> Option<Imported> {
    let [new, changed, same, left, refused] = Imported::FIELDS.map(|field| fields.get(field).parse().ok());
    Some(Imported { new: new?, changed: changed?, same: same?, left: left?, refused: refused? })
}

#[component]
fn DoneNotice(imported: Imported) -> impl IntoView {
    let words = words();
    let Imported { new, changed, same, left, refused } = imported;
    let said = [
        (new, words.desk_imported_new_notice(new)),
        (changed, words.desk_imported_changed_notice(changed)),
        (same, words.desk_imported_same_notice(same)),
        (left, words.desk_imported_left_notice(left)),
        (refused, words.desk_imported_refused_notice(refused)),
    ];
    let said: Vec<String> = said.into_iter().filter_map(|(count, said)| (count > 0).then_some(said)).collect();
    view! {
        <div class="notice" role="status">
            <p>{said.join(" ")}</p>
            <p>{words.desk_imported_next_note()}</p>
        </div>
    }
}

#[component]
fn Found(found: Vec<Target>, look_up: LookUp) -> impl IntoView {
    let words = words();
    let count = found.len();
    let number = look_up.page.parse().unwrap_or(1).clamp(1, PAGES_MAX);
    let before = (number - 1) * SHOWN;
    let rows = found.into_iter().skip(before).take(SHOWN).map(|target| view! { <Row target /> }.into_any()).collect();
    let columns = [
        words.desk_contacts_name_column(),
        words.desk_contacts_office_column(),
        words.desk_contacts_reached_column(),
        words.desk_contacts_source_column(),
    ];
    let to = |page: usize| link_to(DeskLink::Targets { q: &look_up.q, page });
    let fewer = (number > 1).then(|| view! { <a href=to(number - 1)>{words.desk_contacts_fewer_link()}</a> " " });
    let more = (before + SHOWN < count).then(|| view! { <a href=to(number + 1)>{words.desk_contacts_more_link()}</a> });
    view! {
        <DataTable
            caption=words.desk_contacts_caption(count)
            columns=columns.map(str::to_owned).to_vec()
            words=true
            rows
            empty=words.desk_contacts_empty()
        />
        <p>{fewer} {more}</p>
    }
}

#[component]
fn Row(target: Target) -> impl IntoView {
    let words = words();
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    view! {
        <tr>
            <th scope="row">
                <a href=link_to(DeskLink::Target(&target.id)) lang=lang.clone() dir=dir>{target.name()}</a>
            </th>
            <td>
                <OfficeLine target=target.clone() />
            </td>
            <td>{said::reached(words, &target)}</td>
            <td lang=lang dir=dir>{target.source}</td>
        </tr>
    }
}
