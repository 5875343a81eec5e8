//! The pages. Every page is a document that the server renders whole; only what moves is an island.
//!
//! With the feature `ssr` this crate is the site: its axum handlers, its views, its API. With `hydrate` it is
//! the [`islands`] and the components they are made of, and nothing else reaches WebAssembly.
//! It knows use cases, never a database, a mail server or a printer.

pub mod components;
pub mod islands;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
pub mod failure;
#[cfg(feature = "ssr")]
pub mod failure_page;
#[cfg(feature = "ssr")]
pub mod fields;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod site;
#[cfg(feature = "ssr")]
pub mod visitor;

#[cfg(feature = "ssr")]
pub use site::{App, Site};
