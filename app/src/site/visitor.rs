//! The network of a request, as the listener found it out. Handlers know no more of the address, which stays at the
//! door.

use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};
use usecases::networks::Network;

#[derive(Debug, Clone, Copy)]
pub struct Visitor(pub Network);

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get().copied().unwrap_or(Network::UNKNOWN)))
    }
}
