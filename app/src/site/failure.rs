//! Failures, for pages and the API alike: a refusal's status and words, carried by the response until it gets a body.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::checked::FieldError;
use usecases::Refusal;
use words::Words;

use super::{api::Kind, said};

/// A failed request: the status and why.
#[derive(Debug, Clone)]
pub struct Failure {
    pub status: StatusCode,
    pub why: Why,
    /// After how many seconds it is worth trying again.
    pub again_in: Option<u32>,
    /// What is wrong with which field.
    pub errors: Vec<FieldError>,
}

/// Why a request failed.
#[derive(Debug, Clone)]
pub enum Why {
    Refused(Arc<Refusal>),
    /// A message of the catalogue.
    Message(fn(Words) -> &'static str),
    /// What a parser or a page says itself.
    Said(String),
}

impl Failure {
    pub fn new(status: StatusCode, message: fn(Words) -> &'static str) -> Self {
        Self { status, why: Why::Message(message), again_in: None, errors: Vec::new() }
    }

    /// With words that are chosen already.
    pub fn said(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, why: Why::Said(message.into()), again_in: None, errors: Vec::new() }
    }

    /// What happened and what to do, in the reader's language.
    pub(crate) fn message(&self, words: Words) -> String {
        match &self.why {
            Why::Refused(refusal) => said::refusal(words, refusal),
            Why::Message(message) => message(words).to_owned(),
            Why::Said(message) => message.clone(),
        }
    }

    /// Its name for programs. Without a refusal it is the status's.
    pub(crate) fn code(&self) -> &'static str {
        match &self.why {
            Why::Refused(refusal) => refusal.code(),
            Why::Message(_) | Why::Said(_) => Kind::of_status(self.status),
        }
    }

    /// Sets the header that says when to try again.
    pub(crate) fn set_retry_after(&self, response: &mut Response) {
        if let Some(seconds) = self.again_in {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let again_in = match &refusal {
            Refusal::Busy { again_in } => Some(u32::from(*again_in)),
            Refusal::TooMany { again_in, .. } | Refusal::TooManyTries { again_in } => {
                Some(u32::try_from(again_in.as_secs()).unwrap_or(1).max(1))
            }
            _ => None,
        };
        let errors = if let Refusal::Invalid(errors) = &refusal { errors.clone() } else { Vec::new() };
        Self { status: status_of(&refusal), again_in, errors, why: Why::Refused(Arc::new(refusal)) }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The status of a refusal, for pages and API alike.
pub fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotFound(_) => StatusCode::NOT_FOUND,
        Refusal::Invalid(_) | Refusal::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::NotYetOpen(..)
        | Refusal::Closed(..)
        | Refusal::Paused
        | Refusal::Won
        | Refusal::Overtaken(_)
        | Refusal::DirectoryChanged
        | Refusal::LastOwner
        | Refusal::NoMailServer
        | Refusal::ChannelUnavailable => StatusCode::CONFLICT,
        Refusal::TokenSpent(_) => StatusCode::GONE,
        Refusal::Forbidden(_) | Refusal::SignInAgain | Refusal::Elsewhere => StatusCode::FORBIDDEN,
        Refusal::TooMany { .. } | Refusal::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Press(_) | Refusal::Starter(_) => StatusCode::INTERNAL_SERVER_ERROR,
        Refusal::Busy { .. } | Refusal::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A refusal on its way out of a page's handler, so that handlers can use `?`.
#[derive(Debug)]
pub struct Refused(Refusal);

impl<E: Into<Refusal>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        log(&self.0);
        Failure::from(self.0).into_response()
    }
}

/// Logs a failure that is ours to mend, with its cause; not one that the writer can mend.
pub(crate) fn log(refusal: &Refusal) {
    match refusal {
        Refusal::Store(error) => tracing::error!(%error, fault = ?error.fault, "a request failed"),
        Refusal::Press(error) => tracing::error!(%error, "a document could not be made"),
        _ => {}
    }
}
