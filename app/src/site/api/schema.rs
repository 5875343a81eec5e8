//! What the OpenAPI document says and no type of a handler says by itself: which refusals an endpoint answers with, which
//! names there are, and what a key or a slug looks like.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::{
    campaign::CampaignState,
    channel::Channel,
    paper::{Flip, PaperFormat},
    target::TargetKind,
    treaty::Status,
};
use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::{
    IntoParams, IntoResponses, PartialSchema, ToSchema,
    openapi::{
        Content, Header, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type,
        schema::{Object, Schema},
    },
};
use words::Words;

use super::Kind;

/// The refusals with these codes, under their statuses.
fn refusals(codes: &[&[&str]]) -> BTreeMap<String, RefOr<Response>> {
    let mut of_status: BTreeMap<StatusCode, Vec<String>> = BTreeMap::new();
    for kind in codes.iter().copied().flatten().filter_map(|code| Kind::find(code)) {
        of_status.entry(kind.status).or_default().push(format!("`{}`: {}", kind.code, (kind.title)(Words::default())));
    }
    let response = |(status, said): (StatusCode, Vec<String>)| {
        let content = Content::new(Some(Ref::from_schema_name("Problem")));
        let response = ResponseBuilder::new().description(said.join(" ")).content("application/problem+json", content);
        let response = if [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(&status) {
            response.header("Retry-After", retry_after())
        } else {
            response
        };
        (status.as_str().to_owned(), response.build().into())
    };
    of_status.into_iter().map(response).collect()
}

fn retry_after() -> Header {
    let mut header = Header::new(ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).build());
    header.description = Some("After how many seconds it is worth trying again, where that is known.".to_owned());
    header
}

/// What can happen to any request.
const ANY: &[&str] = &["timed-out", "internal", "store", "unavailable"];
/// What is wrong with an address, or a body: either may hold bytes that are no text.
const ADDRESS: &[&str] = &["unreadable", "no-campaign"];
/// What can happen to a body, whatever is in it.
const BODY: &[&str] = &["forbidden", "too-large"];
/// A letter has a target, and words in a language.
const LETTER: &[&str] = &["no-target", "no-language"];
/// When a letter cannot leave.
const STANDS_STILL: &[&str] = &["not-yet-open", "closed", "paused", "won", "channel-unavailable"];

macro_rules! answers {
    ($($(#[$about:meta])* $name:ident = $codes:expr;)*) => {$(
        $(#[$about])*
        pub(super) struct $name;

        impl $name {
            const CODES: &'static [&'static [&'static str]] = &$codes;
        }

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                refusals(Self::CODES)
            }
        }
    )*

        /// Every list of codes.
        #[cfg(test)]
        const ANSWERS: &[&[&[&str]]] = &[$($name::CODES),*];
    };
}

answers! {
    /// How an endpoint refuses that asks for nothing.
    Anywhere = [ANY];
    OfACampaign = [ANY, ADDRESS];
    OfAnEdition = [ANY, ADDRESS, &["no-language"]];
    OfAPreview = [ANY, ADDRESS, BODY, LETTER, &["busy"]];
    OfPaper = [ANY, ADDRESS, BODY, LETTER, STANDS_STILL, &["invalid", "key-reused", "no-artwork", "press", "busy"]];
    OfARelay = [ANY, ADDRESS, BODY, LETTER, STANDS_STILL, &["invalid", "key-reused", "too-many"]];
    OfAReport = [ANY, ADDRESS, BODY, STANDS_STILL, &["no-letter", "no-class-code", "invalid"]];
}

macro_rules! names {
    ($($(#[$about:meta])* $name:ident = $all:expr;)*) => {$(
        $(#[$about])*
        pub(super) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                one_of($all).into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

fn one_of(names: impl IntoIterator<Item = &'static str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build()
}

names! {
    StateName = CampaignState::ALL.map(CampaignState::as_str);
    ChannelName = Channel::ALL.map(Channel::as_str);
    /// Those of which a supporter says that a letter was sent.
    ReportedChannel = Channel::ALL.into_iter().filter(|channel| channel.is_reported()).map(Channel::as_str);
    KindName = TargetKind::ALL.map(TargetKind::as_str);
    StatusName = Status::ALL.map(Status::as_str);
    PaperName = PaperFormat::ALL.map(PaperFormat::as_str);
    FlipName = Flip::ALL.map(Flip::as_str);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "it is described here and read by axum")]
pub(super) struct SlugPath {
    /// The campaign's name in addresses.
    #[param(pattern = "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$", example = "cluster-munitions")]
    slug: String,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it is described here and read with its own errors")]
pub(super) struct KeyHeader {
    /// A name that you give this request. Sent again with the same name within 7 days, it is the same letter. With the same
    /// name and another body it is refused.
    #[param(rename = "Idempotency-Key", pattern = "^[!-~]([ -~]{0,253}[!-~])?$", max_length = 255)]
    key: Option<String>,
}

/// A whole number as JSON Schema means it: 5.0 is one, too.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let Some(number) = Option::<serde_json::Number>::deserialize(deserializer)? else { return Ok(None) };
    // Every number of 32 bits is exact as a float, and is written without a point. Less nothing is nothing.
    let read = number.as_f64().and_then(|number| (number + 0.0).to_string().parse().ok());
    read.map(Some).ok_or_else(|| D::Error::custom(format_args!("expected a whole number from 0 to {}, not {number}", u32::MAX)))
}

#[cfg(test)]
mod tests {
    use domain::class::CARDS_MAX;

    use super::*;

    #[test]
    fn every_code_that_an_endpoint_names_is_a_kind_of_problem() {
        for code in ANSWERS.iter().copied().flatten().copied().flatten() {
            assert!(Kind::find(code).is_some(), "{code}");
        }
    }

    #[test]
    fn refusals_are_told_by_status_with_their_codes() {
        let said = serde_json::to_value(OfAReport::responses()).unwrap();
        assert_eq!(said["413"]["description"], "`too-large`: The request is too large.");
        let missing = said["404"]["description"].as_str().unwrap();
        assert!(missing.contains("`no-campaign`: ") && missing.contains("`no-class-code`: "), "{missing}");
        assert!(said["503"]["headers"]["Retry-After"].is_object() && said["413"]["headers"].is_null());
    }

    #[test]
    fn whole_numbers_are_read_however_they_are_written() {
        let read = |text: &str| whole(&mut serde_json::Deserializer::from_str(text)).ok();
        for (text, number) in [("5", 5), ("5.0", 5), ("5e1", 50), ("-0.0", 0), ("4294967295", u32::MAX)] {
            assert_eq!(read(text), Some(Some(number)), "{text}");
        }
        assert_eq!(read("null"), Some(None));
        for text in ["5.5", "-1", "4294967296", "1e300", "\"5\"", "355687428095999.0"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_greatest_number_of_cards_is_that_of_a_set() {
        let schema = serde_json::to_value(super::super::letters::ReportRequest::schema()).unwrap();
        assert_eq!(schema["properties"]["count"]["maximum"], CARDS_MAX);
    }
}
