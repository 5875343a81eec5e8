//! Failures, for pages and the API alike: a refusal's status and words, carried by the response until it gets a body.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use usecases::Refusal;

/// A failed request: the status and the words for it.
#[derive(Debug, Clone)]
pub struct Failure {
    pub status: StatusCode,
    pub message: String,
    /// After how many seconds it is worth trying again.
    pub again_in: Option<u32>,
}

impl Failure {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), again_in: None }
    }

    /// Sets the header that says when to try again.
    pub(crate) fn set_retry_after(&self, response: &mut Response) {
        if let Some(seconds) = self.again_in {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

impl From<&Refusal> for Failure {
    fn from(refusal: &Refusal) -> Self {
        let again_in = match refusal {
            Refusal::Busy { again_in } => Some(u32::from(*again_in)),
            Refusal::TooMany { again_in, .. } => Some(u32::try_from(again_in.as_secs()).unwrap_or(1).max(1)),
            _ => None,
        };
        Self { again_in, ..Self::new(status_of(refusal), refusal.to_string()) }
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
        Refusal::NotYetOpen(..) | Refusal::Closed(..) | Refusal::ChannelUnavailable => StatusCode::CONFLICT,
        Refusal::TokenSpent(_) => StatusCode::GONE,
        Refusal::Forbidden(_) => StatusCode::FORBIDDEN,
        Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
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
        Failure::from(&self.0).into_response()
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

/// For a form or a request over its limit.
pub(crate) const TOO_MUCH: &str = "That is too much text. Go back and shorten it; a letter fits on a page.";
