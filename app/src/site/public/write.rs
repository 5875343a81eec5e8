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
    response::{IntoResponse, Redirect, Response},
};
use by_hand::handwrite_page;
use domain::{
    channel::Channel,
    checked::{FieldError, LetterId},
    form::Field,
    letter::Draft,
    paper::{Flip, PaperFormat},
};
use form::write_page;
use offer::offer;
use paper::WITH_BLEED;
use usecases::{Refusal, networks::Network, supporter::campaigns::Opened, supporter::letters::Paper};
use ways::leave_page;
use writing::{Writing, thanks};

use crate::site::{
    App,
    failure::Refused,
    fields::Fields,
    forms::{self, PaperDraft, RelayDraft},
    step::{self, Stepped},
    visitor::Visitor,
};

/// What can be done with a letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Step {
    /// Read over what was typed, and show the ways out.
    #[default]
    Check,
    Edit,
    Handwrite,
    /// Print it, on a card or in an envelope.
    Paper,
    OwnMail,
    WebForm,
    Relay,
}

impl step::Step for Step {
    const ALL: &'static [Self] =
        &[Self::Check, Self::Edit, Self::Handwrite, Self::Paper, Self::OwnMail, Self::WebForm, Self::Relay];

    fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Edit => "edit",
            Self::Handwrite => "handwrite",
            Self::Paper => "paper",
            Self::OwnMail => Channel::OwnMail.as_str(),
            Self::WebForm => Channel::WebForm.as_str(),
            Self::Relay => Channel::Relay.as_str(),
        }
    }
}

pub async fn get(
    State(app): State<App>,
    Path((slug, target)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let opened = app.campaigns.open(&slug, &target, fields.language()).await?;
    app.campaigns.must_be_open(&opened.campaign)?;
    let writing = Writing { letter: app.letters.new_id(), draft: Draft::default(), errors: Vec::new() };
    Ok(write_page(&app, StatusCode::OK, opened, writing, Vec::new()).await)
}

pub async fn post(
    State(app): State<App>,
    Path((slug, target)): Path<(String, String)>,
    Visitor(network): Visitor,
    Stepped { step, fields }: Stepped<Step>,
) -> Result<Response, Refused> {
    let opened = app.campaigns.open(&slug, &target, fields.language()).await?;
    app.campaigns.must_be_open(&opened.campaign)?;
    let letter = LetterId::parse(fields.get("letter")).unwrap_or_else(|_| app.letters.new_id());
    let mut draft: Draft = fields.form();
    let blanks = opened.edition.template.blanks();
    draft.blanks.retain(|name, _| blanks.iter().any(|blank| blank.name == *name));
    let writing = Writing { letter, draft, errors: Vec::new() };
    let done = match step {
        Step::Edit => {
            let too_long = app.letters.too_long(&opened, &writing.draft).await.unwrap_or_default();
            return Ok(write_page(&app, StatusCode::OK, opened, writing, too_long).await);
        }
        Step::Handwrite => return Ok(handwrite_page(&app, StatusCode::OK, opened, writing).await?),
        Step::Paper => match print(&app, &opened, &writing, &fields, network).await {
            // The paper is chosen anew where it was chosen.
            Err(Refusal::Invalid(errors)) if errors.iter().all(|error| forms::is_of_paper(&error.field)) => {
                let (status, writing) = (StatusCode::UNPROCESSABLE_ENTITY, Writing { errors, ..writing });
                return Ok(if fields.get("typed") == "no" {
                    handwrite_page(&app, status, opened, writing).await?
                } else {
                    leave_page(&app, status, opened, writing, String::new()).await?
                });
            }
            printed => printed,
        },
        Step::OwnMail => offer(&app, &opened, &writing, Channel::OwnMail, network).await,
        Step::WebForm => offer(&app, &opened, &writing, Channel::WebForm, network).await,
        Step::Relay => {
            let RelayDraft { email, consent } = fields.form();
            match app.relay.ask(&opened, &writing.draft, &email, consent, &writing.letter, network).await {
                // What is wrong with the address or the consent is mended where they are asked for.
                Err(Refusal::Invalid(errors))
                    if errors.iter().all(|error| matches!(error.field, Field::Email | Field::Consent)) =>
                {
                    let writing = Writing { errors, ..writing };
                    return Ok(leave_page(&app, StatusCode::UNPROCESSABLE_ENTITY, opened, writing, email).await?);
                }
                asked => asked.map(|letter| Redirect::to(&thanks(&opened, &letter).path()).into_response()),
            }
        }
        Step::Check => match app.letters.check(&opened, &writing.draft) {
            Ok(_) => return Ok(leave_page(&app, StatusCode::OK, opened, writing, String::new()).await?),
            Err(refusal) => Err(refusal),
        },
    };
    match done {
        Ok(response) => Ok(response),
        Err(Refusal::Invalid(errors)) => {
            Ok(write_page(&app, StatusCode::UNPROCESSABLE_ENTITY, opened, Writing { errors, ..writing }, Vec::new()).await)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn print(app: &App, opened: &Opened, writing: &Writing, fields: &Fields, network: Network) -> Result<Response, Refusal> {
    let unknown = |field: Field, message: &str| Refusal::Invalid(vec![FieldError::new(field, message)]);
    // One choice of the page, two fields of the job: so no sheet can be asked for with bleed.
    let asked: PaperDraft = fields.form();
    let choice = asked.format.as_str();
    let (format, bleed) = choice.strip_suffix(WITH_BLEED).map_or((choice, false), |format| (format, true));
    let format = PaperFormat::parse(format).ok_or_else(|| unknown(Field::Format, "Choose one of the papers offered."))?;
    // A letter's form has no such choice.
    let flip = match asked.flip.as_str() {
        "" => Flip::default(),
        flip => Flip::parse(flip).ok_or_else(|| unknown(Field::Flip, "Choose how your printer turns the sheet."))?,
    };
    let paper =
        Paper { format, flip, bleed, post_to: asked.post_to, typed: asked.typed != "no", artwork: asked.artwork, code: asked.qr };
    let pdf = app.letters.print(opened, &writing.draft, paper, &writing.letter, network).await?;
    let kind = if bleed { "-bleed" } else { "" };
    Ok(crate::site::api::pdf(&format!("{}-{}-{}{kind}", opened.campaign.slug, opened.target.id, format.as_str()), pdf))
}
