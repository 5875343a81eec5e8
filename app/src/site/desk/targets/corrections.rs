//! `/desk/targets/corrections`: what was corrected for the whole site, and what its source says now.

use axum::{extract::State, http::StatusCode, response::Response};
use domain::target::Target;
use leptos::prelude::*;
use usecases::{
    desk::{CorrectTargets, WholeSite, contacts::Listed},
    directory::Corrected,
};
use words::Words;

use super::{
    super::{DeskFrame, SignedIn, moment},
    correct::Correcting,
};
use crate::{
    links::DeskLink,
    site::{
        App,
        components::{DataTable, OF_OFFICES},
        document::{Head, page},
        failure::Refused,
        reader::{Reader, Tongue, link_to, tongue, words},
        said,
        step::{STEP, Step as _},
    },
};

pub async fn list(State(app): State<App>, reader: Reader, SignedIn(present): SignedIn) -> Result<Response, Refused> {
    let corrections = app.contacts.corrections();
    let may_correct = present.may::<CorrectTargets>(&WholeSite);
    let organiser = present.organiser;
    let head = Head::new(reader.words().desk_corrections_title()).private();
    let view = move || {
        let words = words();
        let columns = [
            words.desk_contacts_name_column(),
            words.desk_contact_detail_column(),
            words.desk_corrections_right_column(),
            words.desk_corrections_who_column(),
            words.desk_corrections_upstream_column(),
        ];
        let columns = columns.into_iter().chain(may_correct.then(|| words.desk_corrections_remove_column()));
        let rows = corrections.into_iter().map(|listed| view! { <Row listed may_correct /> }.into_any()).collect();
        view! {
            <DeskFrame organiser>
                <p>
                    <a href=link_to(DeskLink::Targets { q: "", page: 1 })>{words.desk_contact_all_link()}</a>
                </p>
                <h2>{words.desk_corrections_title()}</h2>
                <p class="lead">{words.desk_corrections_lead()}</p>
                <DataTable
                    caption=words.desk_corrections_caption()
                    columns=columns.map(str::to_owned).collect()
                    words=true
                    rows
                    empty=words.desk_corrections_empty()
                />
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view))
}

#[component]
fn Row(listed: Listed, may_correct: bool) -> impl IntoView {
    let words = words();
    let Listed { corrected, target, upstream } = listed;
    let correction = corrected.correction.clone();
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let kind = correction.right.kind();
    let detail = said::detail(words, kind);
    let name = target.as_ref().map_or_else(|| correction.target.to_string(), Target::name);
    let action = link_to(DeskLink::Detail(&correction.target, kind));
    let remove = may_correct.then(|| {
        view! {
            <td>
                <form method="post" action=action>
                    <button
                        class="button button--quiet"
                        type="submit"
                        name=STEP
                        value=Correcting::Remove.as_str()
                        aria-label=words.desk_correct_remove_label(&detail, &name)
                    >
                        {words.desk_correct_remove_button()}
                    </button>
                </form>
            </td>
        }
    });
    let name = match &target {
        Some(target) => view! { <a href=link_to(DeskLink::Target(&target.id)) lang=lang dir=dir>{name.clone()}</a> }.into_any(),
        None => name.clone().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{detail}</td>
            <td dir="auto">{said::value(words, &correction.right)}</td>
            <td>
                <By corrected />
            </td>
            <td>{said::upstream(words, &upstream, &correction.before)}</td>
            {remove}
        </tr>
    }
}

/// Who says so, and who entered it.
#[component]
pub(super) fn By(corrected: Corrected) -> impl IntoView {
    let words = words();
    let Corrected { correction, organiser, at } = corrected;
    words.desk_corrections_by_note(correction.said.as_of, organiser, correction.said.source, moment(words, at))
}

/// Every country that an address can lie in, by its name.
pub(super) fn countries(app: &App, words: Words) -> Vec<(String, String)> {
    let directory = app.campaigns.directory.get();
    let countries = directory.countries(words.grammar()).iter().map(|(code, name)| (code.to_string(), name.clone()));
    let none = (String::new(), words.desk_correct_country_option().to_owned());
    std::iter::once(none).chain(countries).collect()
}
