//! The site: everything that the server renders and answers. Nothing here compiles to WebAssembly.
//!
//! There is one folder, a **wing**, for each kind of visitor: [`public`] for supporters and teachers, [`desk`] for
//! organisers, [`api`] for programs. Each wing has its `routes()`.

pub mod api;
mod app;
mod campaign_file;
mod components;
mod content;
mod desk;
mod document;
pub mod failure;
pub mod failure_page;
pub mod fields;
mod files;
mod forms;
mod kept;
mod links;
mod public;
mod reader;
pub mod said;
mod step;
pub mod visitor;

use axum::Router;

pub use app::{App, Site, UseCases};
pub use content::Content;
pub use document::Islands;
pub use files::Files;
pub use kept::{Shelf, kept_pages};
pub use links::SiteLinks;
pub use reader::Reader;

/// Every path of every wing.
pub fn routes() -> Router<App> {
    Router::new().merge(public::routes()).merge(desk::routes()).merge(api::routes())
}
