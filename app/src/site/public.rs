//! The pages of supporters and teachers. One file a page, or a folder where it has several views: its handlers and its
//! view. To add one, write the file and name its path here.

use axum::{Router, extract::DefaultBodyLimit, routing::get};

use super::{App, fields::LIMIT};

mod artwork;
mod campaign;
mod class;
mod confirm;
mod countries;
mod home;
mod states;
mod test_page;
mod thanks;
mod write;

pub(in crate::site) use campaign::channel_rows;

/// The path of every page.
pub(in crate::site) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::get))
        .route("/c/{slug}", get(campaign::get))
        .route("/c/{slug}/targets", get(campaign::targets).post(campaign::look_up))
        .route("/c/{slug}/write/{target}", get(write::get).post(write::post))
        .route("/c/{slug}/class", get(class::get).post(class::post))
        .route("/k", get(class::report::ask))
        .route("/k/{code}", get(class::report::get).post(class::report::post))
        .route("/c/{slug}/thanks", get(thanks::get).post(thanks::post))
        .route("/paper/test/{stock}", get(test_page::get))
        .route("/states", get(states::list))
        .route("/states/{iso2}", get(states::get))
        .route("/confirm/{token}", get(confirm::get).post(confirm::post))
        .route("/artwork/{name}", get(artwork::get))
        .layer(DefaultBodyLimit::max(LIMIT))
}
