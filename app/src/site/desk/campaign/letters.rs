//! Letters: what targets get, in each language, for all kinds of targets or for one.

use domain::{
    form::{Field, Form as _},
    language::Language,
    letter::{Draft, render},
    target::TargetKind,
    template::{At, Doubt, Offer, doubts, offers},
};
use leptos::prelude::*;
use usecases::desk::parts::LettersForm;
use words::Words;

use super::part::{PartPage, Place, Shown};
use crate::{
    links::DeskLink,
    shared::LetterText,
    site::{
        App,
        components::Entry,
        forms::{self, Control, Controls},
        reader::{link_to, tongue, words},
    },
};

pub(super) struct Letters;

impl PartPage for Letters {
    type Form = LettersForm;

    const IN_WORDS: bool = true;
    const PREVIEWS: bool = true;

    fn lead(words: Words) -> &'static str {
        words.desk_letters_lead()
    }

    fn controls(words: Words) -> Vec<Control> {
        forms::desk::letters(words)
    }

    fn fields(place: &Place, asked: &Controls, form: &LettersForm) -> AnyView {
        let entry = |field: Field| view! { <Entry form=asked.clone() value=form.get(&field) field /> };
        let treaty = place.document.treaty.is_some();
        view! {
            <Kinds place=place.clone() />
            {entry(Field::Subject)}
            <Insertions language=place.at.language treaty />
            {entry(Field::Body)}
            <Remarks form=form.clone() language=place.at.language treaty />
            {entry(Field::CardBody)}
        }
        .into_any()
    }

    fn preview(app: &App, place: &Place, _: &LettersForm) -> Option<Shown> {
        let Place { opened, at, document } = place;
        let campaign = domain::campaign::Campaign { document: document.clone(), ..opened.working.campaign() };
        let language = at.language;
        let letter = app.campaigns.sample(&campaign, language, at.kind)?;
        let rendered = render(&letter.letter.template, &letter.merge, &Draft::default());
        let name = letter.target.name();
        Some(Box::new(move || {
            let of_letter = tongue(language.tag());
            view! {
                <section class="preview-box" aria-labelledby="preview">
                    <h4 id="preview">{words().desk_preview_letter_title(name)}</h4>
                    <div class="sheet" lang=of_letter.lang dir=of_letter.dir>
                        <p class="sheet__subject">{rendered.subject_text()}</p>
                        <LetterText letter=rendered />
                    </div>
                </section>
            }
            .into_any()
        }))
    }
}

/// The kinds of targets, each of which may have a letter of its own.
#[component]
fn Kinds(place: Place) -> impl IntoView {
    let words = words();
    let at = place.at;
    let own = place.document.edition(at.language).map(|edition| edition.letters.clone()).unwrap_or_default();
    let item = |kind: Option<TargetKind>, name: String| {
        let link = DeskLink::Part(&place.opened.working.slug, domain::campaign::Part::Letters, Some((at.language, kind)));
        let here = (kind == at.kind).then_some("true");
        view! {
            <li>
                <a href=link_to(link) aria-current=here>{name}</a>
            </li>
        }
    };
    let kinds = TargetKind::ALL
        .map(|kind| {
            let name = words.targets(kind);
            item(Some(kind), if own.contains_key(&kind) { words.desk_kind_own_link(name) } else { name.to_owned() })
        })
        .to_vec();
    view! {
        <nav class="tabs" aria-label=words.desk_kinds_label()>
            <ul>{item(None, words.desk_kind_all_link().to_owned())} {kinds}</ul>
        </nav>
        {at.kind.map(|_| view! { <p class="note">{words.desk_kind_note()}</p> })}
    }
}

/// What can be put into a letter.
#[component]
fn Insertions(language: Language, treaty: bool) -> impl IntoView {
    let words = words();
    let rows = words
        .insertions(language, treaty)
        .into_iter()
        .map(|insertion| {
            view! {
                <dt>
                    <code dir="ltr">{insertion.written}</code>
                    " "
                    {insertion.name}
                </dt>
                <dd>{insertion.note}</dd>
            }
        })
        .collect_view();
    view! {
        <details class="more">
            <summary>{words.desk_insertions_summary()}</summary>
            <dl class="insertions">{rows}</dl>
        </details>
    }
}

/// What may be a mistake in the letter, and what in it could become a blank.
#[component]
fn Remarks(form: LettersForm, language: Language, treaty: bool) -> impl IntoView {
    let words = words();
    let doubts: Vec<At<Doubt>> = doubts(&form.subject, &form.body, treaty);
    let offers: Vec<Offer> = offers(&form.body, language);
    let notes = doubts.iter().map(|doubt| view! { <li>{words.template_doubt(&doubt.what)}</li> }).collect_view();
    let offered = offers.iter().map(|offer| view! { <li>{words.template_offer(offer)}</li> }).collect_view();
    (!doubts.is_empty() || !offers.is_empty()).then(|| {
        view! {
            <div class="note" role="note">
                <ul>{notes} {offered}</ul>
            </div>
        }
    })
}
