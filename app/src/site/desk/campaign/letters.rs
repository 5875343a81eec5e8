//! Letters: what targets get, in each language, for all kinds of targets or for one.

mod offers;
mod proof;
pub(in crate::site::desk) mod remarks;

use axum::response::Response;
use domain::{
    form::{Field, Form as _},
    target::TargetKind,
};
use leptos::prelude::*;
use usecases::{Refusal, desk::parts::LettersForm};
use words::Words;

use super::part::{Around, PartPage, Place, Shown, save, show_typed};
use crate::{
    islands::LetterEditor,
    links::DeskLink,
    site::{
        App,
        components::Entry,
        fields::Fields,
        forms::{self, Control, Controls},
        reader::{Reader, link_to, words},
        step::STEP,
    },
};

pub(super) struct Letters;

impl PartPage for Letters {
    type Form = LettersForm;

    const IN_WORDS: bool = true;
    const MOVES: bool = true;

    fn lead(words: Words) -> &'static str {
        words.desk_letters_lead()
    }

    fn controls(words: Words) -> Vec<Control> {
        forms::desk::letters(words)
    }

    fn fields(place: &Place, asked: &Controls, form: &LettersForm) -> AnyView {
        let entry = |field: Field| view! { <Entry form=asked.clone() value=form.get(&field) field /> };
        view! {
            <Kinds place=place.clone() />
            {[Field::Subject, Field::Body, Field::CardBody].map(entry).into_iter().collect_view()}
        }
        .into_any()
    }

    fn preview(app: &App, place: &Place, _: &LettersForm, asked: &Fields) -> Result<Option<Shown>, Refusal> {
        proof::preview(app, place, asked)
    }

    fn asks_for_preview(asked: &Fields) -> bool {
        proof::is_asked_for(asked)
    }

    fn take(step: &str, place: &Place, form: &mut LettersForm) -> bool {
        offers::take(step, place, form)
    }

    async fn around(app: &App, reader: &Reader, place: &Place, form: &LettersForm, asked: &Fields) -> Around {
        let below = Some(proof::controls(app, place, asked));
        if !place.opened.may_edit() {
            return Around { below, beside: None };
        }
        let (words, form) = (reader.words(), lines_as_shown(form));
        let lengths = remarks::lengths(app, place, &form).await;
        let start = remarks::of(words, place, &form, lengths);
        let path = reader.to(DeskLink::Remarks(&place.opened.working.slug));
        let menu = remarks::menu(words, place);
        let beside = Box::new(move || view! { <LetterEditor start menu words=remarks::editor_words(words) path /> }.into_any());
        Around { below, beside: Some(beside) }
    }
}

/// What a button of the letter's form asks for.
pub(super) async fn post(app: &App, reader: &Reader, place: Place, fields: &Fields) -> Result<Response, Refusal> {
    let Some(paper) = fields.get(STEP).strip_prefix(proof::PDF) else {
        return save::<Letters>(app, reader, place, fields).await;
    };
    match proof::pdf(app, &place, fields, paper).await {
        Err(Refusal::Invalid(errors)) => Ok(show_typed::<Letters>(app, reader, place, fields, errors).await),
        answer => answer,
    }
}

/// A form with the ends of its lines as the page shows them: browsers send others.
fn lines_as_shown(form: &LettersForm) -> LettersForm {
    let mut shown = form.clone();
    for (field, text) in form.pairs() {
        shown.set(&field, &text.replace("\r\n", "\n"));
    }
    shown
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
