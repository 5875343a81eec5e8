//! Steps: what a form's button asks for.

use axum::{
    extract::{FromRequest, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use words::Words;

use super::{failure::Failure, fields::Fields};

/// The steps of one page's forms. The default is the step of a form that names none.
pub trait Step: Copy + Default + Send + 'static {
    fn all() -> impl Iterator<Item = Self>;

    /// The value in the field [`STEP`].
    fn as_str(self) -> &'static str;
}

/// The field that names the step.
pub const STEP: &str = "step";

/// A form's fields, and the step that is asked for. An unknown step is refused before anything is done: no page of ours
/// sends it, and another step in its place could count or send something that nobody asked for.
#[derive(Debug)]
pub struct Stepped<S> {
    pub step: S,
    pub fields: Fields,
}

impl<S: Step, A: Send + Sync> FromRequest<A> for Stepped<S> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &A) -> Result<Self, Response> {
        let fields = Fields::from_request(request, app).await?;
        let step = match fields.get(STEP) {
            "" => Some(S::default()),
            name => S::all().find(|step| step.as_str() == name),
        };
        step.map(|step| Self { step, fields })
            .ok_or_else(|| Failure::new(StatusCode::BAD_REQUEST, Words::refusal_step).into_response())
    }
}
