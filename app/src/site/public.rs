//! The pages of supporters and teachers. There is one file for each page, or a folder if it has several views, with its
//! handlers and its view. To add one, write the file, its path and its link in [`crate::links`], and name it here.

use axum::{Router, extract::DefaultBodyLimit, routing::get};

use super::{App, fields::LIMIT};
use crate::links::Link;

mod answer;
mod artwork;
mod campaign;
mod class;
mod confirm;
mod countries;
mod home;
mod preview;
mod states;
mod story;
mod test_page;
mod thanks;
mod write;

pub(in crate::site) use campaign::channel_rows;
pub(in crate::site) use story::StoryView;
use story::other_languages;

/// The path of every page.
pub(in crate::site) fn routes() -> Router<App> {
    Router::new()
        .route(Link::HOME, get(home::get))
        .route(Link::CAMPAIGN, get(campaign::get))
        .route(Link::TARGETS, get(campaign::targets).post(campaign::look_up))
        .route(Link::WRITE, get(write::get).post(write::post))
        .route(Link::CLASS, get(class::get).post(class::post))
        .route(Link::CLASS_REPORTS, get(class::report::ask))
        .route(Link::CLASS_REPORT, get(class::report::get).post(class::report::post))
        .route(Link::THANKS, get(thanks::get).post(thanks::post))
        .route(Link::TEST_PAGE, get(test_page::get))
        .route(Link::STATES, get(states::list))
        .route(Link::STATE, get(states::get))
        .route(Link::CONFIRM, get(confirm::get).post(confirm::post))
        .route(Link::ANSWER, get(answer::get).post(answer::post))
        .route(Link::PREVIEW, get(preview::get))
        .route(Link::ARTWORK, get(artwork::get))
        .layer(DefaultBodyLimit::max(LIMIT))
}
