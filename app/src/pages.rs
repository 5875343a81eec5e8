//! One file a page, or a folder where it has several views: its handlers and its view. To add one, write the file and name
//! its path here.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::{App, fields::LIMIT};

mod artwork;
mod campaign;
mod class;
mod confirm;
mod countries;
mod desk;
mod home;
mod letter;
mod report;
mod states;
mod test_page;
mod thanks;

/// Every page's path.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::get))
        .route("/c/{slug}", get(campaign::get))
        .route("/c/{slug}/targets", get(campaign::targets).post(campaign::look_up))
        .route("/c/{slug}/write/{target}", get(letter::get).post(letter::post))
        .route("/c/{slug}/class", get(class::get).post(class::post))
        .route("/k", get(report::ask))
        .route("/k/{code}", get(report::get).post(report::post))
        .route("/c/{slug}/thanks", get(thanks::get).post(thanks::post))
        .route("/paper/test/{stock}", get(test_page::get))
        .route("/states", get(states::list))
        .route("/states/{iso2}", get(states::get))
        .route("/confirm/{token}", get(confirm::get).post(confirm::post))
        .route("/desk", get(desk::get))
        .route("/artwork/{name}", get(artwork::get))
        .route(
            "/desk/c/{slug}",
            get(desk::campaign).post(desk::artwork::add).layer(DefaultBodyLimit::max(desk::artwork::FORM_LIMIT)),
        )
        .route("/desk/c/{slug}/artwork/{artwork}", post(desk::artwork::remove))
        .route("/desk/mail", get(desk::mail))
        .route("/desk/mail/{name}", get(desk::one_mail))
        .route("/desk/sign-in/{token}", get(desk::sign_in_page).post(desk::sign_in))
        .route("/desk/sign-out", post(desk::sign_out))
        .layer(DefaultBodyLimit::max(LIMIT))
}
