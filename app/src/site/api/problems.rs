//! The kinds of problems that the API answers with, and the page that explains them.

use axum::{extract::State, http::StatusCode, response::Response};
use leptos::prelude::*;
use words::{Part, Words};

use crate::{
    links::ApiLink,
    site::App,
    site::components::DataTable,
    site::document::{Head, page},
    site::reader::{Reader, words},
};

/// A kind of problem. Its code is the same in every version and language, and so is its address.
#[derive(Debug, Clone, Copy)]
pub(in crate::site) struct Kind {
    pub code: &'static str,
    pub status: StatusCode,
    /// What it means, whatever the request was.
    pub title: fn(Words) -> &'static str,
}

const fn kind(code: &'static str, status: StatusCode, title: fn(Words) -> &'static str) -> Kind {
    Kind { code, status, title }
}

/// All of them, by status.
pub(in crate::site) const KINDS: &[Kind] = &[
    kind("unreadable", StatusCode::BAD_REQUEST, Words::api_unreadable_title),
    kind("signed-out", StatusCode::UNAUTHORIZED, Words::api_signed_out_title),
    kind("forbidden", StatusCode::FORBIDDEN, Words::api_forbidden_title),
    kind("sign-in-again", StatusCode::FORBIDDEN, Words::api_sign_in_again_title),
    kind("works-elsewhere", StatusCode::FORBIDDEN, Words::api_works_elsewhere_title),
    kind("last-owner", StatusCode::CONFLICT, Words::api_last_owner_title),
    kind("no-mail-server", StatusCode::CONFLICT, Words::api_no_mail_server_title),
    kind("overtaken", StatusCode::CONFLICT, Words::api_overtaken_title),
    kind("directory-changed", StatusCode::CONFLICT, Words::api_directory_changed_title),
    kind("no-page", StatusCode::NOT_FOUND, Words::api_no_page_title),
    kind("no-campaign", StatusCode::NOT_FOUND, Words::api_no_campaign_title),
    kind("no-target", StatusCode::NOT_FOUND, Words::api_no_target_title),
    kind("no-language", StatusCode::NOT_FOUND, Words::api_no_language_title),
    kind("no-letter", StatusCode::NOT_FOUND, Words::api_no_letter_title),
    kind("no-mailed-letter", StatusCode::NOT_FOUND, Words::api_no_mailed_letter_title),
    kind("no-link", StatusCode::NOT_FOUND, Words::api_no_link_title),
    kind("no-state", StatusCode::NOT_FOUND, Words::api_no_state_title),
    kind("no-treaty", StatusCode::NOT_FOUND, Words::api_no_treaty_title),
    kind("no-class-code", StatusCode::NOT_FOUND, Words::api_no_class_code_title),
    kind("no-artwork", StatusCode::NOT_FOUND, Words::api_no_artwork_title),
    kind("no-file-kept", StatusCode::NOT_FOUND, Words::api_no_file_title),
    kind("no-person", StatusCode::NOT_FOUND, Words::api_no_person_title),
    kind("no-session", StatusCode::NOT_FOUND, Words::api_no_session_title),
    kind("method", StatusCode::METHOD_NOT_ALLOWED, Words::api_method_title),
    kind("timed-out", StatusCode::REQUEST_TIMEOUT, Words::api_timed_out_title),
    kind("not-yet-open", StatusCode::CONFLICT, Words::api_not_yet_open_title),
    kind("closed", StatusCode::CONFLICT, Words::api_closed_title),
    kind("paused", StatusCode::CONFLICT, Words::api_paused_title),
    kind("won", StatusCode::CONFLICT, Words::api_won_title),
    kind("channel-unavailable", StatusCode::CONFLICT, Words::api_channel_title),
    kind("link-used", StatusCode::GONE, Words::api_link_used_title),
    kind("link-expired", StatusCode::GONE, Words::api_link_expired_title),
    kind("link-moved", StatusCode::GONE, Words::api_link_moved_title),
    kind("link-code", StatusCode::GONE, Words::api_link_code_title),
    kind("too-large", StatusCode::PAYLOAD_TOO_LARGE, Words::api_too_large_title),
    kind("media-type", StatusCode::UNSUPPORTED_MEDIA_TYPE, Words::api_media_type_title),
    kind("invalid", StatusCode::UNPROCESSABLE_ENTITY, Words::api_invalid_title),
    kind("key-reused", StatusCode::UNPROCESSABLE_ENTITY, Words::api_key_reused_title),
    kind("too-many", StatusCode::TOO_MANY_REQUESTS, Words::api_too_many_title),
    kind("too-many-tries", StatusCode::TOO_MANY_REQUESTS, Words::api_too_many_tries_title),
    kind("refused", StatusCode::BAD_REQUEST, Words::api_refused_title),
    kind("press", StatusCode::INTERNAL_SERVER_ERROR, Words::api_press_title),
    kind("starter", StatusCode::INTERNAL_SERVER_ERROR, Words::api_starter_title),
    kind("internal", StatusCode::INTERNAL_SERVER_ERROR, Words::api_internal_title),
    kind("busy", StatusCode::SERVICE_UNAVAILABLE, Words::api_busy_title),
    kind("store", StatusCode::SERVICE_UNAVAILABLE, Words::api_store_title),
    kind("unavailable", StatusCode::SERVICE_UNAVAILABLE, Words::api_unavailable_title),
];

impl Kind {
    /// The kind with this code.
    pub fn find(code: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.code == code)
    }

    /// The code of a status that has no other reason.
    pub const fn of_status(status: StatusCode) -> &'static str {
        match status {
            StatusCode::BAD_REQUEST => "unreadable",
            StatusCode::UNAUTHORIZED => "signed-out",
            StatusCode::FORBIDDEN => "forbidden",
            StatusCode::NOT_FOUND => "no-page",
            StatusCode::METHOD_NOT_ALLOWED => "method",
            StatusCode::REQUEST_TIMEOUT => "timed-out",
            StatusCode::PAYLOAD_TOO_LARGE => "too-large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "media-type",
            StatusCode::UNPROCESSABLE_ENTITY => "invalid",
            StatusCode::TOO_MANY_REQUESTS => "too-many",
            StatusCode::SERVICE_UNAVAILABLE => "unavailable",
            status if status.as_u16() < 500 => "refused",
            _ => "internal",
        }
    }
}

/// The page to which the `type` of a problem document leads.
pub(super) async fn get(State(app): State<App>, reader: Reader) -> Response {
    let reader = reader.within(Part::Api);
    let head = Head::new(reader.words().api_problems_page_title());
    page(&app, &reader, StatusCode::OK, head, move || view! { <Problems /> })
}

#[component]
fn Problems() -> impl IntoView {
    let words = words();
    let rows = KINDS
        .iter()
        .map(|Kind { code, status, title }| {
            view! {
                <tr id=*code>
                    <th scope="row"><code>{*code}</code></th>
                    <td>{status.as_u16()}</td>
                    <td>{title(words)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let columns = [words.api_code_column(), words.api_status_column(), words.api_meaning_column()];
    view! {
        <h1>{words.api_problems_page_title()}</h1>
        <p class="lead">{words.api_problems_lead()}</p>
        <p><a href=ApiLink::OpenApi.path()>{words.api_openapi_link()}</a></p>
        <DataTable caption=words.api_problems_caption() columns=columns.map(str::to_owned).to_vec() words=true rows empty="" />
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::{
        Date,
        campaign::{Revision, ZoneName},
    };
    use jiff::SignedDuration;
    use usecases::{
        Refusal,
        desk::Named,
        ports::press::PressError,
        post::Excess,
        refusal::{Missing, Spent},
    };

    use super::*;
    use crate::site::failure::status_of;

    #[test]
    fn every_kind_has_a_code_of_its_own_and_every_status_a_kind() {
        let codes: BTreeSet<&str> = KINDS.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), KINDS.len());
        let refusals = [
            Missing::Campaign,
            Missing::Target,
            Missing::Language,
            Missing::Letter,
            Missing::MailedLetter,
            Missing::Token,
            Missing::State,
            Missing::Treaty,
            Missing::ClassCode,
            Missing::Artwork,
            Missing::File,
            Missing::Person,
            Missing::Session,
            Missing::Page,
        ]
        .map(Refusal::NotFound)
        .into_iter()
        .chain([Spent::Used, Spent::Expired, Spent::Moved, Spent::Code].map(Refusal::TokenSpent))
        .chain([
            Refusal::Invalid(Vec::new()),
            Refusal::NotYetOpen(Date::MIN, ZoneName::default()),
            Refusal::Closed(Date::MIN, ZoneName::default()),
            Refusal::Paused,
            Refusal::Won,
            Refusal::SignInAgain,
            Refusal::LastOwner,
            Refusal::Elsewhere,
            Refusal::NoMailServer,
            Refusal::TooManyTries { again_in: SignedDuration::ZERO },
            Refusal::Overtaken(Revision::FIRST),
            Refusal::DirectoryChanged,
            Refusal::ChannelUnavailable,
            Refusal::KeyReused,
            Refusal::Forbidden(Named::ReadMail),
            Refusal::TooMany { of: Excess::Network, again_in: SignedDuration::ZERO },
            Refusal::Busy { again_in: 1 },
            Refusal::Press(PressError::Nothing),
        ]);
        for refusal in refusals {
            let kind = Kind::find(refusal.code()).unwrap_or_else(|| panic!("{refusal} has no kind"));
            assert_eq!(kind.status, status_of(&refusal), "{refusal}");
        }
        for status in (400..600).filter_map(|status| StatusCode::from_u16(status).ok()) {
            assert!(Kind::find(Kind::of_status(status)).is_some(), "{status}");
        }
    }
}
