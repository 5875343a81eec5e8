//! Post: the letters of a campaign that wait to be sent, and the switches that stop them.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use leptos::prelude::*;
use usecases::desk::Rights;

use super::{
    super::{SignedIn, waiting::Waiting},
    frame::{CampaignFrame, Current, Opened},
};
use crate::{
    links::{DeskLink, DeskPath},
    site::{
        App,
        document::{Head, page},
        failure::Refused,
        reader::{Reader, words},
    },
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let waits = app.pacing.of_campaign(&Rights::check(&opened.present, opened.working.id.clone())?).await?;
    let directory = app.campaigns.directory.get();
    let now = app.pacing.clock.now();
    let head = Head::new(reader.words().desk_post_link()).private();
    let view = move || {
        let words = words();
        let back = DeskPath::parse(&DeskLink::CampaignPost(&opened.working.slug).path()).unwrap_or_else(DeskPath::overview);
        view! {
            <CampaignFrame opened=opened.clone() current=Current::Post>
                <section class="deskpart">
                    <h3>{words.desk_post_link()}</h3>
                    <p class="lead">{words.desk_post_lead()}</p>
                    <Waiting opened=opened.clone() waits=waits.clone() directory=directory.clone() now back />
                </section>
            </CampaignFrame>
        }
    };
    Ok(page(&app, &reader, StatusCode::OK, head, view).await)
}
