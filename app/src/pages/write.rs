//! `/c/{slug}/write/{target}`: the letter is written here, and goes on to [`leave`](super::leave).
//!
//! Everything is one form posted to its own path. The server keeps nothing between the steps: the text travels
//! in the form, and the letter's id with it, so that a reload or a second click is the same letter.

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    channel::Channel,
    checked::{FieldError, LetterId},
    forms_of_address::forms,
    language::Language,
    letter::Draft,
    paper::{Flip, PaperFormat},
    state::Iso2,
    target::TargetKind,
};
use leptos::prelude::*;
use usecases::{Refusal, campaigns::Opened, letters::Paper};

use super::leave;
use crate::{
    App,
    components::{AddressLines, ErrorSummary, Select, StatusMark, TextArea, TextField},
    document::{Head, page},
    failure::Refused,
    fields::Fields,
    islands::{FORM, LetterPreview, Sheet},
};

/// A letter being written: what was typed, and what is wrong with it.
#[derive(Debug, Clone)]
pub(super) struct Writing {
    pub(super) letter: LetterId,
    pub(super) draft: Draft,
    pub(super) errors: Vec<FieldError>,
}

pub async fn get(
    State(app): State<App>,
    Path((slug, target)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let opened = app.campaigns.open(&slug, &target, Some(fields.get("lang"))).await?;
    app.campaigns.must_be_open(&opened.campaign)?;
    let writing = Writing { letter: app.letters.new_id(), draft: Draft::default(), errors: Vec::new() };
    Ok(write_page(&app, StatusCode::OK, opened, writing).await)
}

pub async fn post(
    State(app): State<App>,
    Path((slug, target)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Refused> {
    let opened = app.campaigns.open(&slug, &target, Some(fields.get("lang"))).await?;
    app.campaigns.must_be_open(&opened.campaign)?;
    let letter = LetterId::parse(fields.get("letter")).unwrap_or_else(|_| app.letters.new_id());
    let mut draft = fields.draft();
    let blanks = opened.edition.template.blanks();
    draft.blanks.retain(|name, _| blanks.iter().any(|blank| blank.name == *name));
    let writing = Writing { letter, draft, errors: Vec::new() };
    let done = match fields.get("step") {
        "edit" => return Ok(write_page(&app, StatusCode::OK, opened, writing).await),
        "handwrite" => return Ok(leave::handwrite_page(&app, StatusCode::OK, opened, writing).await?),
        "paper" => match print(&app, &opened, &writing, &fields).await {
            // The paper is chosen anew where it was chosen.
            Err(Refusal::Invalid(errors)) if errors.iter().all(|error| error.field == "format") => {
                let (status, writing) = (StatusCode::UNPROCESSABLE_ENTITY, Writing { errors, ..writing });
                return Ok(if fields.get("typed") == "no" {
                    leave::handwrite_page(&app, status, opened, writing).await?
                } else {
                    leave::leave_page(&app, status, opened, writing, String::new()).await?
                });
            }
            printed => printed,
        },
        "own_mail" => leave::offer(&app, &opened, &writing, Channel::OwnMail).await,
        "web_form" => leave::offer(&app, &opened, &writing, Channel::WebForm).await,
        "relay" => {
            let (email, consent) = (fields.get("email"), fields.get("consent") == "yes");
            match app.relay.ask(&opened, &writing.draft, email, consent, &writing.letter).await {
                // What is wrong with the address or the consent is mended where they are asked for.
                Err(Refusal::Invalid(errors))
                    if errors.iter().all(|error| matches!(error.field.as_str(), "email" | "consent")) =>
                {
                    let writing = Writing { errors, ..writing };
                    return Ok(leave::leave_page(
                        &app,
                        StatusCode::UNPROCESSABLE_ENTITY,
                        opened,
                        writing,
                        fields.get("email").to_owned(),
                    )
                    .await?);
                }
                asked => asked.map(|letter| Redirect::to(&leave::thanks(&opened, &letter)).into_response()),
            }
        }
        _ => match app.letters.check(&opened, &writing.draft) {
            Ok(_) => return Ok(leave::leave_page(&app, StatusCode::OK, opened, writing, String::new()).await?),
            Err(refusal) => Err(refusal),
        },
    };
    match done {
        Ok(response) => Ok(response),
        Err(Refusal::Invalid(errors)) => {
            Ok(write_page(&app, StatusCode::UNPROCESSABLE_ENTITY, opened, Writing { errors, ..writing }).await)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// What stands behind a single card's format in the choice of papers that is for a print shop.
pub(super) const WITH_BLEED: &str = " bleed";

async fn print(app: &App, opened: &Opened, writing: &Writing, fields: &Fields) -> Result<Response, Refusal> {
    let unknown = |field: &str, message: &str| Refusal::Invalid(vec![FieldError::new(field, message)]);
    // One choice of the page, two fields of the job: so no sheet can be asked for with bleed.
    let choice = fields.get("format");
    let (format, bleed) = choice.strip_suffix(WITH_BLEED).map_or((choice, false), |format| (format, true));
    let format = PaperFormat::parse(format).ok_or_else(|| unknown("format", "Choose one of the papers offered."))?;
    // A letter's form has no such choice.
    let flip = match fields.get("flip") {
        "" => Flip::default(),
        flip => Flip::parse(flip).ok_or_else(|| unknown("note", "Choose how your printer turns the sheet."))?,
    };
    let paper = Paper {
        format,
        flip,
        bleed,
        post_to: fields.get("post_to").to_owned(),
        typed: fields.get("typed") != "no",
        artwork: fields.get("artwork").to_owned(),
        code: fields.get("qr") == "yes",
    };
    let pdf = app.letters.print(opened, &writing.draft, paper, &writing.letter).await?;
    let kind = if bleed { "-bleed" } else { "" };
    Ok(crate::api::pdf(&format!("{}-{}-{}{kind}", opened.campaign.slug, opened.target.id, format.as_str()), pdf))
}

pub(super) async fn write_page(app: &App, status: StatusCode, opened: Opened, writing: Writing) -> Response {
    let head = Head::new(format!("Write to {}", opened.target.name_in_sentence())).islands().private();
    let countries = countries(app);
    let source = source(&opened, app.campaigns.clock.today());
    page(app, status, head, move || {
        view! { <WritePage opened writing countries source /> }
    })
    .await
}

/// The list of states, the United States first.
pub(super) fn countries(app: &App) -> Vec<(String, String)> {
    let directory = app.campaigns.directory.get();
    let mut states: Vec<_> = directory.states().collect();
    states.sort_by_key(|state| state.iso2 != Iso2::us());
    states.into_iter().map(|state| (state.iso2.to_string(), state.name.clone())).collect()
}

fn source(opened: &Opened, today: domain::Date) -> String {
    let target = &opened.target;
    let stale =
        if target.is_stale_on(today) { " This entry is out of date: the office may have changed hands since." } else { "" };
    let ends = target.valid_until.filter(|_| !target.is_stale_on(today)).map(|until| format!(" True until {until}."));
    format!("Source: {}, as of {}.{}{stale}", target.source, target.as_of, ends.unwrap_or_default())
}

/// The preview's data.
pub(super) fn sheet(opened: &Opened, draft: &Draft) -> Sheet {
    Sheet {
        campaign: opened.campaign.slug.to_string(),
        target: opened.target.id.to_string(),
        template: opened.edition.template.clone(),
        merge: opened.merge.clone(),
        draft: draft.clone(),
        addressee: forms(&opened.target, Language::En).envelope,
        address: opened.target.address.clone(),
        language: opened.language.tag().to_owned(),
    }
}

pub(super) fn envelope(opened: &Opened, from: &Iso2) -> Vec<String> {
    let lines = forms(&opened.target, Language::En).envelope;
    opened.target.address.as_ref().map(|address| address.envelope(&lines, from)).unwrap_or_default()
}

#[component]
fn WritePage(opened: Opened, writing: Writing, countries: Vec<(String, String)>, source: String) -> impl IntoView {
    let Writing { letter, draft, errors } = writing;
    let sheet = sheet(&opened, &draft);
    let template = opened.edition.template.clone();
    let language = opened.language.tag();
    let slug = opened.campaign.slug.to_string();
    let action = format!("/c/{slug}/write/{}", opened.target.id);
    let letter_lang = language;
    let blanks = template
        .blanks()
        .into_iter()
        .map(|blank| {
            let value = draft.blanks.get(&blank.name).cloned().unwrap_or_default();
            let name = format!("blanks.{}", blank.name);
            let mut letters = blank.label.chars();
            let label: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
            view! {
                <div lang=letter_lang>
                    <TextArea name label value errors=errors.clone() max=blank.max required=true rows=3 />
                </div>
            }
        })
        .collect_view();
    let note = template.takes_note().then(|| {
        view! {
            <TextArea
                name="note"
                label="A paragraph of your own"
                hint="What you have seen, or why you care. A letter that is yours is read."
                value=draft.note.clone()
                errors=errors.clone()
                max=Draft::NOTE_MAX
                rows=4
            />
        }
    });
    let status = opened.status.filter(|_| opened.target.kind() != TargetKind::Congress);
    let handwrite = opened.target.channels().contains(&Channel::Postcard);
    let country = if draft.country.is_empty() { "US".to_owned() } else { draft.country.clone() };
    let address_open = !draft.address.is_empty() || errors.iter().any(|error| error.field == "address");
    view! {
        <p class="crumbs">
            <a href=format!("/c/{slug}?lang={language}")>{opened.edition.title.clone()}</a>
            " "
            <a href=format!("/c/{slug}/targets?lang={language}")>"Choose another office"</a>
            " "
            {handwrite
                .then(|| {
                    view! { <a href=format!("/c/{slug}/class?lang={language}&target={}", opened.target.id)>"Write to it with a class"</a> }
                })}
        </p>
        <header class="addressee">
            <h1>
                <span class="addressee__to">"Write to"</span>
                " "
                {opened.target.name()}
            </h1>
            <p>{opened.target.office_line()} " " {status.map(|status| view! { <StatusMark status /> })}</p>
        </header>
        <ErrorSummary errors=errors.clone() />
        <div class="desk">
            <section class="desk__card" aria-labelledby="preview-heading">
                // On a phone the summary is what is seen, on a desk the heading: see style/write.css.
                <h2 class="desk__title" id="preview-heading">"Your letter as it will read"</h2>
                <LetterPreview sheet />
            </section>
            <form class="desk__form" id=FORM method="post" action=action novalidate>
                <input type="hidden" name="letter" value=letter.to_string() />
                <input type="hidden" name="lang" value=language />
                {blanks}
                {note}
                <TextField name="name" label="Your name" value=draft.name.clone() errors=errors.clone() max=80 autocomplete="name" required=true />
                <TextField
                    name="place"
                    label="Your town"
                    hint="With the state or country, for instance Ridgeview, OH. Offices look for it."
                    value=draft.place.clone()
                    errors=errors.clone()
                    max=80
                    autocomplete="address-level2"
                    required=true
                />
                <Select
                    name="country"
                    label="The country you post from"
                    value=country
                    options=countries
                    errors=errors.clone()
                    autocomplete="country"
                />
                <details class="more" open=address_open>
                    <summary>"Add your postal address, for the answer"</summary>
                    <TextArea
                        name="address"
                        label="Your postal address"
                        hint="Printed in the corner of a card or letter. At most five lines; on a card there is room for four."
                        value=draft.address.clone()
                        errors=errors.clone()
                        max=Draft::ADDRESS_MAX
                        rows=3
                        autocomplete="street-address"
                    />
                </details>
                <p class="privacy">"While you type, this server measures whether your words fit on a card, and keeps none of them. They are not stored until you ask us to send an email for you; print and your own mail store nothing about you."</p>
                <p class="actions">
                    <button class="button" type="submit" name="step" value="check">
                        "Continue"
                    </button>
                    {handwrite
                        .then(|| {
                            view! {
                                <button class="button button--quiet" type="submit" name="step" value="handwrite">
                                    "I want to write by hand"
                                </button>
                            }
                        })}
                </p>
            </form>
        </div>
        <details class="more">
            <summary>"Address and source"</summary>
            <AddressLines lines=envelope(&opened, &Iso2::us()) />
            {opened.target.phone.clone().map(|phone| view! { <p>{format!("Telephone {phone}")}</p> })}
            {opened.target.note.clone().map(|note| view! { <p>{note}</p> })}
            <p class="note">{source}</p>
        </details>
    }
}
