//! A letter is previewed, printed, relayed, reported.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    campaign::Revision,
    channel::Channel,
    checked::{FieldError, PersonName, Town},
    form::Field,
    letter::Draft,
    paper::{Flip, PaperFormat},
    problem::{Choice, Problem as Wrong},
    tally::Stage,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use usecases::{
    Asker, Origin, Refusal,
    class::Posted,
    ports::{Action, Reached},
    post::Wish,
    refusal::Missing,
    supporter::campaigns::Opened,
    supporter::letters::{self, Paper},
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, SchemaType, Type},
    },
};

use super::{
    ApiError, Body, idempotency_key, pdf,
    schema::{FlipName, KeyHeader, OfAPreview, OfARelay, OfAReport, OfPaper, PaperName, ReportedChannel, SlugPath, whole},
};
use crate::{
    links::ApiLink,
    site::{App, reader::Reader, visitor::Visitor},
};

/// Which letter of a printed document this is, to report it as posted.
const LETTER: HeaderName = HeaderName::from_static("postbag-letter");

/// A letter as its supporter fills it in: to whom, and the fields of the letter's form.
#[derive(Debug, Deserialize)]
pub(super) struct LetterFields {
    target: String,
    language: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    revision: Option<u32>,
    #[serde(flatten)]
    draft: Draft,
}

impl LetterFields {
    async fn open(self, app: &App, slug: &str) -> Result<(Opened, Draft), Refusal> {
        let opened = app.campaigns.open(slug, &self.target, self.language.as_deref(), &[], self.revision.map(Revision)).await?;
        Ok((opened, self.draft))
    }
}

/// Of the form's own definition, which knows nothing of OpenAPI.
impl PartialSchema for LetterFields {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let language = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some("BCP 47; the campaign's first language where it is left out."));
        let revision = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::Integer, Type::Null])).minimum(Some(0)).maximum(Some(u32::MAX)).description(Some(
            "The campaign's revision in whose words the letter was begun; honoured for 7 days after another is public. The newest where it is left out.",
        ));
        let blanks = ObjectBuilder::new()
            .property_names(Some(text()))
            .additional_properties(Some(text()))
            .examples([json!({"your-reason": "my school was hit"})]);
        let own = ObjectBuilder::new()
            .description(Some("A letter as its supporter fills it in. Lengths are those of the text as it is printed."))
            .property("target", text().examples(["mission-ao-us"]))
            .required("target")
            .property("language", language)
            .property("revision", revision)
            .property("blanks", blanks);
        let with_field = |schema: ObjectBuilder, (field, about): &(Field, &str)| {
            let (longest, example) = match field {
                Field::Name => (Some(PersonName::MAX), Some("Ada Writer")),
                Field::Place => (Some(Town::MAX), Some("Ridgeview, OH")),
                Field::Address => (Some(Draft::ADDRESS_MAX), None),
                Field::Note => (Some(Draft::NOTE_MAX), None),
                _ => (None, None),
            };
            let longest = longest.map(|longest| format!("At most {longest} characters."));
            let about = about.lines().map(|line| line.trim().to_owned()).chain(longest).collect::<Vec<_>>().join("\n");
            let property = text().description((!about.is_empty()).then_some(about)).examples(example);
            schema.property(field.name(), property)
        };
        Draft::ABOUT.iter().fold(own, with_field).into()
    }
}

impl ToSchema for LetterFields {}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Preview {
    subject: String,
    /// Paragraphs separated by an empty line; a blank that is not filled stands in brackets.
    body: String,
    /// The fields that are still to be filled in.
    unfilled: Vec<String>,
    /// The papers on which it does not fit. None of them: it fits on all.
    too_long: Vec<TooLong>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TooLong {
    #[schema(value_type = PaperName)]
    format: &'static str,
    /// So many must go, at the smallest size that is printed.
    characters: usize,
    /// The field to shorten for it: `note`, or a blank. `format` where nothing that was typed is too long.
    field: String,
    /// The same in words.
    message: String,
}

/// The letter as it reads so far, and whether it fits on paper. Stores and counts nothing.
#[utoipa::path(post, path = ApiLink::PREVIEW, tag = "letters", params(SlugPath), request_body = LetterFields,
    responses((status = 200, body = Preview), OfAPreview))]
pub(super) async fn preview(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    Body { value, .. }: Body<LetterFields>,
) -> Result<Json<Preview>, ApiError> {
    let (opened, draft) = value.open(&app, &slug).await?;
    let letter = app.letters.preview(&opened, &draft);
    let too_long = app.letters.too_long(&opened, &draft).await?;
    let too_long = too_long.into_iter().map(|over| {
        let letters::Overflow { format, characters, field, problem } = over;
        TooLong { format: format.as_str(), characters, field: field.to_string(), message: reader.words().problem(&problem) }
    });
    Ok(Json(Preview {
        subject: letter.subject_text(),
        body: letter.body_text(),
        unfilled: letter.unfilled().iter().map(Field::to_string).collect(),
        too_long: too_long.collect(),
    }))
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PaperRequest {
    #[serde(flatten)]
    letter: LetterFields,
    /// One of the campaign's `formats`. `us-letter-4up` is for domestic mail alone; `us-letter` and `a4` go in an envelope.
    #[schema(value_type = PaperName, example = "us-letter")]
    format: String,
    /// How the printer turns the sheet: `long` (as most do) or `short`.
    #[schema(value_type = Option<FlipName>)]
    flip: Option<String>,
    /// For a print shop: pages bigger than the card by 0.125 in (3 mm for A6) on every side, with `TrimBox` and `BleedBox`.
    /// For `us-postcard-4x6` and `a6` alone; `flip` says nothing to them.
    #[serde(default)]
    bleed: bool,
    /// Which of the target's `other_addresses` it is posted to; its `address` where it is left out.
    #[serde(default)]
    post_to: String,
    /// Without the text, lines to write on by hand: only `target`, `country` and `address` are needed then.
    #[serde(default = "yes")]
    typed: bool,
    /// Cards: what the picture side shows. The id of one of the campaign's `artworks`; `frame`, to draw in by hand; or
    /// `title`, the campaign's title in type. The first of the artworks where it is left out, or the title where there
    /// is none.
    #[serde(default)]
    artwork: String,
    /// Cards: whether the picture side has a QR code that leads to the campaign's page.
    #[serde(default = "yes")]
    qr: bool,
}

const fn yes() -> bool {
    true
}

/// A PDF to print. Counts the letter as prepared; the header `Postbag-Letter` names it, to report it as posted.
#[utoipa::path(post, path = ApiLink::PAPER, tag = "letters",
    params(SlugPath, KeyHeader), request_body = PaperRequest,
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>,
        headers(("Postbag-Letter" = String, description = "The letter's name, to report it as posted."))), OfPaper))]
pub(super) async fn paper(
    State(app): State<App>,
    Path(slug): Path<String>,
    Visitor(network): Visitor,
    headers: HeaderMap,
    Body { value, bytes }: Body<PaperRequest>,
) -> Result<Response, ApiError> {
    let invalid = |field: Field, choice: Choice| Refusal::Invalid(vec![FieldError::new(field, choice)]);
    let format = PaperFormat::parse(&value.format).ok_or_else(|| invalid(Field::Format, Choice::PaperName))?;
    let flip = match value.flip.as_deref() {
        None => Flip::default(),
        Some(flip) => Flip::parse(flip).ok_or_else(|| invalid(Field::Flip, Choice::FlipName))?,
    };
    let (opened, draft) = value.letter.open(&app, &slug).await?;
    let PaperRequest { bleed, post_to, typed, artwork, qr, .. } = value;
    let paper = Paper { format, flip, bleed, post_to, typed, artwork, code: qr };
    // Before the key is bound: a request that is corrected may use its key again.
    app.letters.check_paper(&opened, &draft, &paper)?;
    let letter = app.letters.for_key(idempotency_key(&headers)?, &format!("paper/{slug}"), &bytes).await?;
    let bytes = app.letters.print(&opened, &draft, paper, &letter, Origin::unjudged(network)).await?;
    let mut response = pdf(&format!("{slug}-{}", opened.target.id), bytes);
    if let Ok(name) = HeaderValue::from_str(letter.as_str()) {
        response.headers_mut().insert(LETTER, name);
    }
    Ok(response)
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RelayRequest {
    #[serde(flatten)]
    letter: LetterFields,
    /// The supporter's own address, where they confirm and where answers go.
    #[schema(example = "ada@home.example")]
    email: String,
    /// That we may send the letter in the supporter's name.
    #[schema(example = true)]
    consent: bool,
    /// That we may ask the supporter, once, three weeks after the letter was accepted, whether the office answered.
    #[serde(default)]
    ask_later: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RelayAnswer {
    letter: String,
    /// `awaiting_confirmation`.
    state: &'static str,
}

/// Asks us to send a letter. Nothing leaves before the supporter confirms from their mailbox.
#[utoipa::path(post, path = ApiLink::RELAY, tag = "letters",
    params(SlugPath, KeyHeader), request_body = RelayRequest,
    responses((status = 202, body = RelayAnswer), OfARelay))]
pub(super) async fn relay(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    Visitor(network): Visitor,
    headers: HeaderMap,
    Body { value, bytes }: Body<RelayRequest>,
) -> Result<Response, ApiError> {
    let (opened, draft) = value.letter.open(&app, &slug).await?;
    let wish = Wish { email: &value.email, consent: value.consent, ask_later: value.ask_later };
    app.relay.check(&opened, &draft, wish)?;
    let letter = app.letters.for_key(idempotency_key(&headers)?, &format!("relay/{slug}"), &bytes).await?;
    // Who names no language that we have gets our mails in the letter's.
    let asker = Asker { from: Origin::unjudged(network), reader: reader.or(opened.language.tag()).words().language() };
    let letter = app.relay.ask(&opened, &draft, wish, &letter, asker).await?;
    let answer = RelayAnswer { letter: letter.to_string(), state: domain::post::LetterState::AwaitingConfirmation.as_str() };
    Ok((StatusCode::ACCEPTED, Json(answer)).into_response())
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ReportRequest {
    /// The letter that was sent, as `Postbag-Letter` named it.
    letter: Option<String>,
    /// Or the class set of which cards were posted.
    class_code: Option<String>,
    /// With a class code: how many cards were posted, in all. A smaller number corrects a larger one.
    #[serde(default, deserialize_with = "whole")]
    #[schema(minimum = 0, maximum = 60)]
    count: Option<u32>,
    /// With a class code `postcard`.
    #[schema(value_type = ReportedChannel, example = "letter")]
    channel: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportAnswer {
    /// What was reported: a letter, or a class set and how many of its cards were posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    letter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    /// `confirmed`.
    stage: &'static str,
    /// Whether it stands in the public number; with a class code, whether all of its posted cards do. What goes beyond
    /// the number of letters that is taken from one network in a day is kept, and seen by the organisers alone.
    verified: bool,
}

/// The supporter says that a letter was sent, or a teacher how many cards of a class set. Saying it again counts nothing.
#[utoipa::path(post, path = ApiLink::REPORT, tag = "letters", params(SlugPath), request_body = ReportRequest,
    responses((status = 200, body = ReportAnswer), OfAReport))]
pub(super) async fn report(
    State(app): State<App>,
    Path(slug): Path<String>,
    Visitor(network): Visitor,
    Body { value, .. }: Body<ReportRequest>,
) -> Result<Json<ReportAnswer>, ApiError> {
    let campaign = app.campaigns.get(&slug).await?;
    let invalid = |field: Field, problem: Wrong| Refusal::Invalid(vec![FieldError::new(field, problem)]);
    let channel = Channel::parse(&value.channel).ok_or_else(|| invalid(Field::Channel, Choice::Channel.into()))?;
    let stage = Stage::Confirmed.as_str();
    match (value.letter, value.class_code) {
        (Some(letter), None) => {
            app.letters.report(&campaign, &letter, channel, network).await?;
            let actions = app.letters.actions(&campaign, &letter).await?;
            let confirmed = |action: &Action| action.channel == channel && action.stage == Stage::Confirmed;
            let verified = actions.iter().any(|action| confirmed(action) && action.verified);
            Ok(Json(ReportAnswer { letter: Some(letter), class_code: None, count: None, stage, verified }))
        }
        (None, Some(code)) => {
            if channel != Channel::Postcard {
                return Err(invalid(Field::Channel, Wrong::OnlyPostcards).into());
            }
            let count = value.count.ok_or_else(|| invalid(Field::Count, Wrong::NoCount))?;
            let (of, set) = app.classes.find(&code).await?;
            if of.slug != campaign.slug {
                return Err(Refusal::NotFound(Missing::ClassCode).into());
            }
            let set = app.classes.report(&set, &Posted::Count(count as usize), network).await?;
            let posted = set.cards.iter().filter(|card| card.posted.at_all()).count();
            let verified = set.cards.iter().all(|card| card.posted != Reached::Unverified);
            Ok(Json(ReportAnswer { letter: None, class_code: Some(set.code.digits()), count: Some(posted), stage, verified }))
        }
        _ => Err(invalid(Field::Letter, Wrong::LetterOrClassCode).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_that_supporters_report_is_named_where_one_is_asked_for() {
        let schema = serde_json::to_value(ReportedChannel::schema()).unwrap();
        let offered = schema["enum"].as_array().unwrap();
        let said = words::Words::default().problem(&Choice::Channel.into());
        for channel in Channel::ALL {
            let is_word = |word: &str| word == channel.as_str();
            let named = said.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(is_word);
            assert_eq!(
                (named, offered.contains(&json!(channel.as_str()))),
                (channel.is_reported(), channel.is_reported()),
                "{channel:?}"
            );
        }
    }
}
