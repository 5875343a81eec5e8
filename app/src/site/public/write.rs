//! `/c/{slug}/write/{target}`: the letter is written here ([`form`]), and leaves from here ([`ways`]).
//!
//! Everything is one form posted to its own path. The server keeps nothing between the steps: the text travels
//! in the form, and the letter's id with it, so that a reload or a second click is the same letter.

mod by_hand;
mod form;
mod offer;
mod paper;
mod ways;
mod writing;

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};
use by_hand::handwrite_page;
use domain::{channel::Channel, checked::LetterId, letter::Draft};
use form::write_page;
use usecases::{
    Origin, Refusal,
    guard::{GuardedForm, Look},
};
pub(super) use ways::way;
use ways::{Leaving, leave_page};
use writing::Writing;

use crate::site::{
    App,
    components::sent,
    failure::Refused,
    fields::Fields,
    reader::Reader,
    step::{self, Stepped},
    visitor::Visitor,
};

/// The steps for a letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Step {
    /// Checks the draft, and shows the ways out.
    #[default]
    Check,
    Edit,
    Handwrite,
    /// Leaves by one of the ways out. Cards and letters on paper are asked for in one step; the format tells which it
    /// is.
    Leave(Channel),
}

impl step::Step for Step {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Check, Self::Edit, Self::Handwrite].into_iter().chain(Channel::ALL.map(Self::Leave))
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Edit => "edit",
            Self::Handwrite => "handwrite",
            Self::Leave(channel) => way(channel).step(),
        }
    }
}

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    Path((slug, target)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let opened = app.campaigns.open(&slug, &target, fields.edition(), &reader.wishes(), None).await?;
    app.campaigns.must_be_open(&opened.campaign)?;
    let carried = app.letters.guard.begin(GuardedForm::Letter, &opened.campaign.id).await?;
    let writing = Writing { letter: app.letters.new_id(), draft: Draft::default(), errors: Vec::new(), carried };
    Ok(write_page(&app, &reader, StatusCode::OK, opened, writing, Vec::new()).await)
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    Path((slug, target)): Path<(String, String)>,
    Visitor(network): Visitor,
    Stepped { step, fields }: Stepped<Step>,
) -> Result<Response, Refused> {
    let opened = app.campaigns.open(&slug, &target, fields.edition(), &reader.wishes(), fields.revision()).await?;
    app.campaigns.must_be_open(&opened.campaign)?;
    let letter = LetterId::parse(fields.get("letter")).unwrap_or_else(|_| app.letters.new_id());
    let mut draft: Draft = fields.form();
    let blanks = opened.letter.template.blanks();
    draft.blanks.retain(|name, _| blanks.iter().any(|blank| blank.name == *name));
    let Look { suspicion, carried } = app.letters.guard.look(GuardedForm::Letter, &opened.campaign.id, &sent(&fields)).await?;
    let writing = Writing { letter, draft, errors: Vec::new(), carried };
    let done = match step {
        Step::Edit => {
            let too_long = app.letters.too_long(&opened, &writing.draft).await.unwrap_or_default();
            return Ok(write_page(&app, &reader, StatusCode::OK, opened, writing, too_long).await);
        }
        Step::Handwrite => return Ok(handwrite_page(&app, &reader, StatusCode::OK, opened, writing).await?),
        Step::Leave(channel) => {
            let way = way(channel);
            let from = Origin { network, suspicion };
            let leaving = Leaving { app: &app, reader: &reader, opened: &opened, writing: &writing, fields: &fields, from };
            match way.leave(leaving).await {
                // Errors in the way's own fields are mended where it asks for them.
                Err(Refusal::Invalid(errors)) if errors.iter().all(|error| way.asks_for(&error.field)) => {
                    let (status, writing) = (StatusCode::UNPROCESSABLE_ENTITY, Writing { errors, ..writing });
                    return Ok(if paper::is_by_hand(&fields) {
                        handwrite_page(&app, &reader, status, opened, writing).await?
                    } else {
                        leave_page(&app, &reader, status, opened, writing, fields).await?
                    });
                }
                left => left,
            }
        }
        Step::Check => match app.letters.check(&opened, &writing.draft) {
            Ok(_) => return Ok(leave_page(&app, &reader, StatusCode::OK, opened, writing, fields).await?),
            Err(refusal) => Err(refusal),
        },
    };
    match done {
        Ok(response) => Ok(response),
        Err(Refusal::Invalid(errors)) => {
            Ok(write_page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, opened, Writing { errors, ..writing }, Vec::new())
                .await)
        }
        Err(refusal) => Err(refusal.into()),
    }
}
