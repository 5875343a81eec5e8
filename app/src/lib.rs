//! The pages. Every page is a document that the server renders whole; only moving parts are islands.
//!
//! With the feature `ssr` this crate is the [`site`]: its axum handlers, its views, its API. With `hydrate` it is the
//! [`islands`], the pieces they are made of and the [`links`]; nothing else reaches WebAssembly. It knows use cases,
//! never a database, a mail server or a printer.

pub mod islands;
pub mod links;
pub mod shared;
#[cfg(feature = "ssr")]
pub mod site;
