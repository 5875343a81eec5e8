//! `/desk/audit`: who changed what, to look through and to take out as a file.

use axum::{
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::{
    campaign::CampaignId,
    checked::FieldError,
    form::{Field, Form as _},
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{
        Present, ReadAudit, Rights, WholeSite,
        audit::{AuditDraft, Shown},
    },
    ports::{ActKind, Audited, Working},
};

use super::{DeskFrame, OF_REPORTS, SignedIn, moment, tongue_of_title};
use crate::{
    links::{AuditSearch, DeskLink},
    site::{
        App,
        components::{DataTable, Entry, ErrorSummary},
        document::{Head, page},
        failure::Refused,
        fields::Fields,
        forms::{self, Controls},
        reader::{KeptLanguage, Reader, Tongue, link_to, tongue, words},
        said,
    },
};

/// The fields of the search, in the order of the page.
const FIELDS: [Field; 4] = [Field::Email, Field::Campaign, Field::From, Field::Until];

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let rights = Rights::<ReadAudit>::check(&present, WholeSite)?;
    let draft: AuditDraft = Fields::of_query(raw.as_deref()).form();
    let campaigns = app.audit.campaigns(&rights).await?;
    let (status, shown, errors) = match app.audit.page(&rights, &draft).await {
        Ok(shown) => (StatusCode::OK, Some(shown), Vec::new()),
        Err(Refusal::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, None, errors),
        Err(refusal) => return Err(refusal.into()),
    };
    let Present { organiser, .. } = present;
    let head = Head::new(reader.words().desk_audit_title()).private();
    let view = move || {
        let words = words();
        view! {
            <DeskFrame organiser>
                <h2>{words.desk_audit_title()}</h2>
                <p class="lead">{words.desk_audit_lead()}</p>
                <Search draft=draft.clone() campaigns=campaigns.clone() errors />
                {shown.map(|shown| view! { <Changes shown draft campaigns /> })}
            </DeskFrame>
        }
    };
    Ok(page(&app, &reader, status, head, view))
}

pub async fn file(State(app): State<App>, SignedIn(present): SignedIn, RawQuery(raw): RawQuery) -> Result<Response, Refused> {
    let rights = Rights::check(&present, WholeSite)?;
    let file = app.audit.file(&rights, &Fields::of_query(raw.as_deref()).form()).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file).into_response())
}

/// The link with what is looked for.
fn search(draft: &AuditDraft, page: usize) -> AuditSearch<'_> {
    let AuditDraft { email, campaign, from, until, .. } = draft;
    AuditSearch { email, campaign, from, until, page }
}

#[component]
fn Search(draft: AuditDraft, campaigns: Vec<Working>, errors: Vec<FieldError>) -> impl IntoView {
    let words = words();
    let asked = Controls::new(forms::people::audit(words), errors);
    let of_campaigns: Vec<(String, String)> = std::iter::once((String::new(), words.desk_audit_all_option().to_owned()))
        .chain(campaigns.iter().map(|working| (working.id.to_string(), working.document.title().to_owned())))
        .collect();
    let fields = FIELDS.map(|field| {
        let options = if field == Field::Campaign { of_campaigns.clone() } else { Vec::new() };
        view! { <Entry form=asked.clone() value=draft.get(&field) options field /> }
    });
    view! {
        <ErrorSummary form=asked.clone() />
        <form class="deskform" method="get" action=link_to(DeskLink::Audit(AuditSearch::default())) novalidate>
            <KeptLanguage />
            {fields.into_iter().collect_view()}
            <button class="button" type="submit">
                {words.desk_audit_button()}
            </button>
        </form>
    }
}

#[component]
fn Changes(shown: Shown, draft: AuditDraft, campaigns: Vec<Working>) -> impl IntoView {
    let words = words();
    let Shown { changes, page, more } = shown;
    let columns = [
        words.desk_history_when_column(),
        words.desk_history_who_column(),
        words.desk_history_what_column(),
        words.desk_campaign_column(),
        words.desk_audit_particulars_column(),
    ];
    let rows = changes
        .into_iter()
        .map(|change| {
            let Audited { at, by, kind, campaign, subject } = change;
            let Tongue { lang, dir } = if kind == ActKind::ImportedTargets { tongue(OF_REPORTS) } else { Tongue::default() };
            view! {
                <tr>
                    <th scope="row">{moment(words, at)}</th>
                    <td>{by.map_or_else(|| words.desk_audit_operator_cell().to_owned(), |by| by.to_string())}</td>
                    <td>{said::act(words, kind)}</td>
                    <td>{campaign.map(|id| view! { <CampaignCell id campaigns=campaigns.clone() /> })}</td>
                    <td lang=lang dir=dir>{said::particulars(words, kind, subject)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let to = |page: usize| link_to(DeskLink::Audit(search(&draft, page)));
    let newer = (page > 1).then(|| view! { <a href=to(page - 1)>{words.desk_audit_newer_link()}</a> " " });
    let older = more.then(|| view! { <a href=to(page + 1)>{words.desk_audit_older_link()}</a> });
    view! {
        <DataTable
            caption=words.desk_audit_caption()
            columns=columns.map(str::to_owned).to_vec()
            words=true
            rows
            empty=words.desk_audit_empty()
        />
        <p>{newer} {older}</p>
        <p>
            <a href=link_to(DeskLink::AuditFile(search(&draft, 1)))>{words.desk_audit_file_link()}</a>
        </p>
    }
}

/// A campaign by its title; by its id if it is gone.
#[component]
fn CampaignCell(id: CampaignId, campaigns: Vec<Working>) -> impl IntoView {
    match campaigns.into_iter().find(|working| working.id == id) {
        Some(working) => {
            let Tongue { lang, dir } = tongue_of_title(&working.document);
            let title = working.document.title().to_owned();
            view! { <a href=link_to(DeskLink::Campaign(&working.slug)) lang=lang dir=dir>{title}</a> }.into_any()
        }
        None => id.to_string().into_any(),
    }
}
