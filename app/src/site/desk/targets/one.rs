//! `/desk/targets/{target}`: what is known of one target, and a link to correct each detail.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    forms_of_address::forms,
    language::Grammar,
    state::Iso2,
    target::{Detail, DetailKind, Target},
};
use leptos::prelude::*;
use usecases::desk::{CorrectTargets, PausePost, WholeSite};

use super::super::{DeskFrame, SignedIn, pauses::TargetPause};
use crate::{
    links::{DeskLink, DeskPath},
    site::{
        App,
        components::{AddressLines, DataTable, OF_OFFICES, OfficeLine, Sources},
        document::{Head, page},
        failure::Refused,
        reader::{Reader, Tongue, link_to, tongue, words},
        said,
    },
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(target): Path<String>,
) -> Result<Response, Refused> {
    let target = app.contacts.get(&target)?;
    let may_correct = present.may::<CorrectTargets>(&WholeSite);
    let may_pause = present.may::<PausePost>(&WholeSite);
    let pause = app.pacing.of_target(&target.id).await?;
    let organiser = present.organiser;
    let head = Head::new(reader.words().desk_contacts_title()).private();
    let view = move || {
        let words = words();
        let Tongue { lang, dir } = tongue(OF_OFFICES);
        let back = DeskPath::parse(&DeskLink::Target(&target.id).path()).unwrap_or_else(DeskPath::overview);
        let left = target.left_on.map(|day| view! { <p class="notice">{words.desk_contact_left_notice(day)}</p> });
        view! {
            <DeskFrame organiser>
                <p>
                    <a href=link_to(DeskLink::Targets { q: "", page: 1 })>{words.desk_contact_all_link()}</a>
                </p>
                <h2 lang=lang dir=dir>{target.name()}</h2>
                <p>
                    <OfficeLine target=target.clone() />
                </p>
                {left}
                {target.address.is_some().then(|| view! { <AddressLines lines=envelope(&target) /> })}
                <Details target=target.clone() may_correct />
                <TargetPause target=target.id.clone() name=target.name() pause=pause.clone() may_pause back />
                <p class="note">
                    <Sources target />
                </p>
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view))
}

/// The lines of the envelope, as from abroad.
pub(super) fn envelope(target: &Target) -> Vec<String> {
    let addressee = forms(target, Grammar::En).envelope;
    target.address.as_ref().map_or_else(Vec::new, |address| address.envelope(&addressee, &Iso2::un()))
}

/// Each detail as letters go by it.
#[component]
fn Details(target: Target, may_correct: bool) -> impl IntoView {
    let words = words();
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let greetings = Grammar::ALL.map(|grammar| DetailKind::Greeting(grammar.language()));
    let kinds = [DetailKind::Address, DetailKind::Email, DetailKind::WebForm].into_iter().chain(greetings);
    let rows = kinds
        .map(|kind| {
            let value = match kind {
                DetailKind::Greeting(language) => {
                    let greeting = language.grammar().map(|grammar| forms(&target, grammar).salutation).unwrap_or_default();
                    let Tongue { lang, dir } = tongue(language.tag());
                    view! { <td lang=lang dir=dir>{greeting}</td> }.into_any()
                }
                _ => view! { <td lang=lang.clone() dir=dir>{said::value(words, &Detail::of(&target, kind))}</td> }.into_any(),
            };
            let label = said::detail(words, kind);
            let is_corrected = target.corrected.iter().any(|(corrected, _)| *corrected == kind);
            let text = if is_corrected { words.desk_contact_again_link() } else { words.desk_contact_correct_link() };
            let link = may_correct.then(|| {
                view! {
                    <a href=link_to(DeskLink::Detail(&target.id, kind)) aria-label=words.desk_contact_correct_label(&label)>
                        {text}
                    </a>
                }
            });
            view! {
                <tr>
                    <th scope="row">{label}</th>
                    {value}
                    <td>{link}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let columns = [words.desk_contact_detail_column(), words.desk_contact_value_column(), words.desk_contact_change_column()];
    view! {
        <DataTable
            caption=words.desk_contact_known_title()
            columns=columns.map(str::to_owned).to_vec()
            words=true
            rows
            empty=""
        />
    }
}
