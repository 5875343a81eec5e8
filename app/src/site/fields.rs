//! The fields of a form, read strictly: input that is not UTF-8, or too long, is refused, not mended.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    campaign::Revision,
    form::{Field, Form},
};
use percent_encoding::percent_decode_str;
use words::Words;

use crate::{
    links::{EDITION, REVISION},
    site::failure::Failure,
};

/// The most bytes of a form or of a request's body. A letter is a few thousand.
pub(crate) const LIMIT: usize = 64 * 1024;

/// The fields of a form or of a query, each under its name. If a name comes twice, the first counts, except where several
/// of a list can be ticked.
#[derive(Debug, Clone, Default)]
pub struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    pub fn parse(encoded: &str) -> Option<Self> {
        let decode =
            |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8().ok().map(std::borrow::Cow::into_owned);
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for pair in encoded.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            fields.entry(decode(name)?).or_default().push(decode(value)?);
        }
        Some(Self(fields))
    }

    /// A query's fields. A query that cannot be read counts as empty.
    pub fn of_query(raw: Option<&str>) -> Self {
        Self::parse(raw.unwrap_or_default()).unwrap_or_default()
    }

    /// A field's value; empty if it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// The tag of the edition that was asked for; `None` if none was.
    pub fn edition(&self) -> Option<&str> {
        Some(self.get(EDITION)).filter(|tag| !tag.is_empty())
    }

    /// The revision in whose words a letter was begun.
    pub fn revision(&self) -> Option<Revision> {
        self.get(REVISION).parse().ok().map(Revision)
    }

    /// Every field with each of its values.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The values typed into a form.
    pub fn form<F: Form>(&self) -> F {
        let mut form = F::default();
        for (name, values) in &self.0 {
            if let (Some(field), Some((first, more))) = (Field::parse(name), values.split_first()) {
                form.set(&field, first);
                for value in more {
                    form.add(&field, value);
                }
            }
        }
        form
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = Bytes::from_request(request, state).await.map_err(too_much)?;
        std::str::from_utf8(&body)
            .ok()
            .and_then(Self::parse)
            .ok_or_else(|| Failure::new(StatusCode::BAD_REQUEST, Words::refusal_not_text).into_response())
    }
}

pub(crate) fn too_much(rejection: BytesRejection) -> Response {
    let status = rejection.into_response().status();
    let message: fn(Words) -> &'static str =
        if status == StatusCode::PAYLOAD_TOO_LARGE { Words::refusal_too_much } else { Words::refusal_broken_off };
    Failure::new(status, message).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_the_first_of_a_name_counts() {
        let fields = Fields::parse("name=Ana+%C5%81&x=1&x=2&blanks.your-reason=a%26b%3Dc&empty=").unwrap();
        assert_eq!((fields.get("name"), fields.get("x"), fields.get("empty"), fields.get("none")), ("Ana Ł", "1", "", ""));
        let draft: domain::letter::Draft = fields.form();
        assert_eq!((draft.name.as_str(), draft.blanks["your-reason"].as_str(), draft.note.as_str()), ("Ana Ł", "a&b=c", ""));
    }

    #[test]
    fn what_is_not_utf8_is_refused() {
        assert!(Fields::parse("name=%FF").is_none());
        assert!(Fields::parse("%C3=x").is_none());
    }
}
