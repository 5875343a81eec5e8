//! `/api/v1`: what the pages do, for programs. One file a noun; shapes and words are those of DESIGN section 4.
//!
//! Errors are problem documents (RFC 9457) with a list of fields. The OpenAPI document is made from the
//! handlers themselves. To add an endpoint: write the handler with its `#[utoipa::path]`, name it in
//! [`routes()`], and it is in the document.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, Request},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{checked::FieldError, form::Field};
use serde::{Serialize, de::DeserializeOwned};
use usecases::Refusal;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use words::Words;

use crate::{
    links::ApiLink,
    site::App,
    site::failure::{Failure, log},
    site::fields::{LIMIT, too_much},
    site::reader::Reader,
};

mod campaigns;
mod letters;
mod problems;
mod schema;
mod tally;

pub(super) use self::problems::Kind;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Postbag",
        description = "Letter-writing campaigns: targets, letters, paper, relay and honest counts.",
        license(name = "MIT", identifier = "MIT")
    ),
    // Every refusal is one, and the endpoints name refusals by their codes.
    components(schemas(Problem)),
    tags((name = "campaigns", description = "Campaigns, their targets and their tallies"), (name = "letters", description = "A letter is previewed, printed, relayed, reported"))
)]
struct Document;

/// Every endpoint, and the document that describes them.
pub fn routes() -> Router<App> {
    let (router, document) = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(campaigns::list))
        .routes(routes!(campaigns::one))
        .routes(routes!(campaigns::document))
        .routes(routes!(campaigns::targets))
        .routes(routes!(tally::tally))
        .routes(routes!(letters::preview))
        .routes(routes!(letters::paper))
        .routes(routes!(letters::relay))
        .routes(routes!(letters::report))
        .split_for_parts();
    router
        .route(ApiLink::OPENAPI, axum::routing::get(move || async move { Json(document) }))
        .route(ApiLink::PROBLEMS, axum::routing::get(problems::get))
        .layer(DefaultBodyLimit::max(LIMIT))
}

/// A problem document, RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
struct Problem {
    /// The address of the kind of problem, on a page that explains all kinds. It ends in the code.
    r#type: String,
    /// What this kind of problem is, in English.
    title: &'static str,
    status: u16,
    /// What kind of problem it is, for programs: `closed`. It is the same in every language.
    code: &'static str,
    /// What happened and what to do, in the language of the request.
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
struct FieldProblem {
    field: String,
    /// What is wrong, for programs: the same in every version and language, such as `empty` or `too-long`.
    code: &'static str,
    message: String,
}

/// Answers with a problem document. `site` is the public address of this site.
pub(crate) fn problem(failure: &Failure, words: Words, site: &str) -> Response {
    let code = failure.code();
    let problem = Problem {
        r#type: format!("{site}{}", ApiLink::Problem(code)),
        title: Kind::find(code).map_or("", |kind| (kind.title)(Words::default())),
        status: failure.status.as_u16(),
        code,
        detail: failure.message(words),
        errors: failure
            .errors
            .iter()
            .map(|FieldError { field, problem }| FieldProblem {
                field: field.to_string(),
                code: problem.code(),
                message: words.problem(problem),
            })
            .collect(),
    };
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (failure.status, kind, in_language(words), serde_json::to_string(&problem).unwrap_or_default()).into_response()
}

/// The headers of an answer that has words in it.
fn in_language(words: Words) -> [(HeaderName, &'static str); 2] {
    [(header::CONTENT_LANGUAGE, words.locale().tag()), (header::VARY, "accept-language")]
}

/// A refusal on its way out of an endpoint, so that handlers can use `?`.
#[derive(Debug)]
struct ApiError(Refusal);

impl<E: Into<Refusal>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        log(&self.0);
        // The words are chosen where the request's languages are known.
        Failure::from(self.0).into_response()
    }
}

/// A request's JSON with the bytes it came in, by which a repeated request is known.
struct Body<T> {
    value: T,
    bytes: Bytes,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let words = Reader::of(request.uri(), request.headers()).words();
        let bytes = Bytes::from_request(request, state).await.map_err(too_much)?;
        // Some programs begin a text with a mark of its encoding.
        let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let value = serde_json::from_slice(json)
            .map_err(|error| Failure::said(StatusCode::BAD_REQUEST, why_unread(words, &error)).into_response())?;
        Ok(Self { value, bytes })
    }
}

/// Why a body could not be read, without the names of our types.
fn why_unread(words: Words, error: &serde_json::Error) -> String {
    let said = error.to_string();
    if said.contains("surrogate") || said.contains("hex escape") {
        return words.refusal_body_cut(error.column(), r"\ud83d", error.line());
    }
    let (before, rest) = said.split_once("struct ").unwrap_or((&said, ""));
    let place = rest.find(" at line").map_or("", |at| &rest[at..]);
    let object = if rest.is_empty() { "" } else { "an object" };
    // What the parser says is English.
    words.refusal_body(format_args!("{before}{object}{place}"), ApiLink::OpenApi)
}

/// The request's `Idempotency-Key`, where it has one. One that cannot be read is refused: passed over, it would
/// let a retry count twice.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let unreadable = |_| Refusal::Invalid(vec![FieldError::new(Field::IdempotencyKey, domain::problem::Problem::KeyCharacters)]);
    headers.get("idempotency-key").map(|key| key.to_str().map_err(unreadable)).transpose()
}

/// Answers with a PDF to be saved under a name.
pub(crate) fn pdf(name: &str, bytes: Vec<u8>) -> Response {
    pdf_as("attachment", name, bytes)
}

/// Answers with a PDF to be looked at.
pub(crate) fn pdf_to_see(name: &str, bytes: Vec<u8>) -> Response {
    pdf_as("inline", name, bytes)
}

fn pdf_as(disposition: &str, name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename=\"{name}.pdf\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}
