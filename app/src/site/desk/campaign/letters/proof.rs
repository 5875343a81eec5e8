//! A letter as one of the campaign's targets would get it: on the page, and in print.

use axum::response::Response;
use domain::{
    campaign::Campaign,
    checked::FieldError,
    form::Field,
    letter::{Draft, render},
    paper::PaperFormat,
    problem::Choice,
    target::{Target, TargetKind},
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{Rights, parts::LettersForm, proofs::Whose},
    refusal::Missing,
};

use super::{
    super::{
        super::OF_REPORTS,
        part::{PREVIEW, Place, Shown, typed_into},
    },
    lines_as_shown,
};
use crate::{
    shared::LetterText,
    site::{
        App, api,
        components::TextField,
        fields::Fields,
        reader::{KeptLanguage, tongue, words},
        step::STEP,
    },
};

/// The step that prints; behind it stands the paper.
pub(super) const PDF: &str = "pdf ";
/// The most targets that are listed to choose one from. Of more, one is searched for.
const LISTED_MAX: usize = 600;
/// The longest search, in characters.
const WORDS_MAX: usize = 100;

/// Whose letter is asked for.
fn whose(asked: &Fields) -> Whose<'_> {
    match (asked.get(&Field::Target.name()), asked.get(&Field::Q.name())) {
        ("", "") => Whose::Any,
        ("", words) => Whose::Words(words),
        (target, _) => Whose::Of(target),
    }
}

pub(super) fn is_asked_for(asked: &Fields) -> bool {
    !matches!(whose(asked), Whose::Any)
}

/// The campaign as it would be with this document.
pub(super) fn campaign(place: &Place) -> Campaign {
    Campaign { document: place.document.clone(), ..place.opened.working.campaign() }
}

pub(super) fn preview(app: &App, place: &Place, asked: &Fields) -> Result<Option<Shown>, Refusal> {
    let language = place.at.language;
    let Some(letter) = app.campaigns.sample_to(&campaign(place), language, place.at.kind, whose(asked))? else {
        return Ok(Some(Box::new(|| view! { <p class="note">{words().desk_proof_nobody_note()}</p> }.into_any())));
    };
    let rendered = render(&letter.letter.template, &letter.merge, &Draft::default());
    let name = letter.target.name();
    // Of the letter before it was decided which paragraphs stand.
    let statuses = letter.edition.letter_to(letter.target.kind()).template.statuses();
    let status = letter.status.filter(|_| !statuses.is_empty());
    Ok(Some(Box::new(move || {
        let words = words();
        let of_letter = tongue(language.tag());
        let note = status.map(|status| {
            let statuses: Vec<&str> = statuses.iter().map(|status| words.status(*status)).collect();
            view! { <p class="note">{words.desk_proof_status_note(&name, words.status(status), &statuses)}</p> }
        });
        view! {
            <section class="preview-box" aria-labelledby="preview">
                <h4 id="preview">{words.desk_preview_letter_title(&name)}</h4>
                {note}
                <div class="sheet" lang=of_letter.lang dir=of_letter.dir>
                    <p class="sheet__subject">{rendered.subject_text()}</p>
                    <LetterText letter=rendered />
                </div>
            </section>
        }
        .into_any()
    })))
}

/// The letter as it was typed, in print. Nothing is saved and nothing is counted.
pub(super) async fn pdf(app: &App, place: &Place, asked: &Fields, paper: &str) -> Result<Response, Refusal> {
    let rights = Rights::check(&place.opened.present, place.opened.working.id.clone())?;
    let unknown = || Refusal::Invalid(vec![FieldError::new(Field::Format, Choice::Paper)]);
    let paper = PaperFormat::parse(paper).ok_or_else(unknown)?;
    let form: LettersForm = lines_as_shown(&asked.form());
    let typed = typed_into(place, &form).map_err(Refusal::Invalid)?;
    let letter = app.campaigns.sample_to(&campaign(&typed), place.at.language, place.at.kind, whose(asked))?;
    let letter = letter.ok_or(Refusal::NotFound(Missing::Target))?;
    let pdf = app.letters.proof(&rights, &letter, paper).await?;
    Ok(api::pdf_to_see(&format!("{}-{}-{}", letter.campaign.slug, letter.target.id, paper.as_str()), pdf))
}

/// Whom to see the letter to, and how. Who may not edit sees what is saved.
pub(super) fn controls(app: &App, place: &Place, asked: &Fields) -> Shown {
    let may_edit = place.opened.may_edit();
    let campaign = campaign(place);
    let recipients = campaign.document.edition(place.at.language);
    let recipients = recipients.map(|edition| app.campaigns.recipients(&campaign, edition, place.at.kind)).unwrap_or_default();
    let (chosen, searched) = (asked.get(&Field::Target.name()).to_owned(), asked.get(&Field::Q.name()).to_owned());
    let papers: Vec<PaperFormat> = place.document.ways.papers.iter().copied().filter(|_| may_edit).collect();
    Box::new(move || {
        let words = words();
        let target = if recipients.len() > LISTED_MAX {
            let (name, label) = (Field::Q.name(), words.desk_proof_search_label());
            view! { <TextField name label value=searched kind="search" max=WORDS_MAX required=true /> }.into_any()
        } else {
            view! { <Recipients recipients chosen /> }.into_any()
        };
        let print = (!papers.is_empty()).then(|| {
            let buttons = papers
                .into_iter()
                .map(|paper| {
                    // In a tab of its own, so that what was typed stays where it is.
                    view! {
                        <button
                            class="button button--quiet"
                            type="submit"
                            name=STEP
                            value=format!("{PDF}{}", paper.as_str())
                            formtarget="_blank"
                        >
                            {words.desk_proof_pdf_button(words.paper(paper))}
                        </button>
                    }
                })
                .collect_view();
            view! {
                <p class="note">{words.desk_proof_print_label()}</p>
                <div class="proof__papers">{buttons}</div>
            }
        });
        // Who may not edit asks for what is saved, by the address alone.
        let (step, method) = if may_edit { (Some(STEP), None) } else { (None, Some("get")) };
        view! {
            <div class="proof">
                {(!may_edit).then(|| view! { <KeptLanguage /> })} {target} <button class="button button--quiet" type="submit" name=step value=PREVIEW formmethod=method>
                    {words.desk_preview_button()}
                </button> {print}
            </div>
        }
        .into_any()
    })
}

/// The targets to choose one from, by their kinds.
#[component]
fn Recipients(recipients: Vec<Target>, chosen: String) -> impl IntoView {
    let words = words();
    let groups = TargetKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let options = recipients
                .iter()
                .filter(|target| target.kind() == kind)
                .map(|target| {
                    let id = target.id.to_string();
                    let selected = id == chosen;
                    view! {
                        <option value=id selected=selected lang=OF_REPORTS>
                            {target.name()}
                        </option>
                    }
                })
                .collect::<Vec<_>>();
            (!options.is_empty()).then(|| view! { <optgroup label=words.targets(kind)>{options}</optgroup> })
        })
        .collect_view();
    let name = Field::Target.name();
    view! {
        <div class="field">
            <label for=name.clone()>{words.desk_proof_target_label()}</label>
            <select id=name.clone() name=name.clone()>
                <option value="">{words.desk_proof_first_option()}</option>
                {groups}
            </select>
        </div>
    }
}
