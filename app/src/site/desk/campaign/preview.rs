//! The link to a draft: made, shown once, taken back.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use usecases::{
    desk::Rights,
    ports::{Previewed, PublicLink},
};

use super::{
    super::{SignedIn, moment},
    frame::{CampaignFrame, Current, Opened},
};
use crate::{
    links::DeskLink,
    site::{
        App,
        document::{Head, page},
        failure::Refused,
        reader::{Reader, link_to, words},
        step::{STEP, Step, Stepped},
    },
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Act {
    #[default]
    Make,
    End,
}

impl Step for Act {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Make, Self::End].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::End => "end",
        }
    }
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
    Stepped { step, .. }: Stepped<Act>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let rights = Rights::check(&opened.present, opened.working.id.clone())?;
    match step {
        Act::Make => {
            let link = app.previews.make(&rights).await?;
            Ok(handed(&app, &reader, opened, &link))
        }
        Act::End => {
            app.previews.end(&rights).await?;
            Ok(Redirect::to(&reader.to(DeskLink::Publish(&opened.working.slug))).into_response())
        }
    }
}

/// The link, shown once.
fn handed(app: &App, reader: &Reader, opened: Opened, link: &PublicLink) -> Response {
    let link = link.to_string();
    let head = Head::new(reader.words().desk_preview_link_title()).private();
    let view = move || {
        let words = words();
        let back = link_to(DeskLink::Publish(&opened.working.slug));
        view! {
            <CampaignFrame opened current=Current::Publish>
                <section class="narrow">
                    <h3>{words.desk_preview_link_title()}</h3>
                    <p class="lead">{words.desk_preview_link_made_lead()}</p>
                    <p>
                        <code class="handed" dir="ltr" data-testid="link">{link}</code>
                    </p>
                    <p>
                        <a href=back>{words.desk_preview_link_back_link()}</a>
                    </p>
                </section>
            </CampaignFrame>
        }
    };
    page(app, reader, StatusCode::OK, head, view)
}

/// Whether there is a link to the draft, and the buttons that make it and take it back.
#[component]
pub(super) fn PreviewLink(action: String, made: Option<Previewed>) -> impl IntoView {
    let words = words();
    let there = made.is_some();
    let (lead, label) = match made {
        None => (words.desk_preview_link_none_lead().to_owned(), words.desk_preview_link_make_button()),
        Some(Previewed { by, at }) => {
            (words.desk_preview_link_lead(by, moment(words, at)), words.desk_preview_link_again_button())
        }
    };
    let button = |act: Act, label: &'static str| {
        view! {
            <button class="button button--quiet" type="submit" name=STEP value=act.as_str()>
                {label}
            </button>
        }
    };
    view! {
        <section class="deskpart" aria-labelledby="preview-link">
            <h3 id="preview-link">{words.desk_preview_link_title()}</h3>
            <p>{lead}</p>
            <form method="post" action=action>
                {button(Act::Make, label)}
                " "
                {there.then(|| button(Act::End, words.desk_preview_link_end_button()))}
            </form>
        </section>
    }
}
