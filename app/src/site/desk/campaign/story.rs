//! Story: what a visitor reads.

use domain::form::{Field, Form as _};
use leptos::prelude::*;
use usecases::{Refusal, desk::parts::StoryForm};
use words::Words;

use super::part::{PartPage, Place, Shown};
use crate::site::{
    App,
    components::Entry,
    fields::Fields,
    forms::{self, Control, Controls},
    public::StoryView,
    reader::words,
};

pub(super) struct Story;

impl PartPage for Story {
    type Form = StoryForm;

    const IN_WORDS: bool = true;
    const PREVIEWS: bool = true;

    fn lead(words: Words) -> &'static str {
        words.desk_story_lead()
    }

    fn controls(words: Words) -> Vec<Control> {
        forms::desk::story(words)
    }

    fn fields(_: &Place, asked: &Controls, form: &StoryForm) -> AnyView {
        let entry = |field: Field| view! { <Entry form=asked.clone() value=form.get(&field) field /> };
        let words = words();
        view! {
            {entry(Field::Title)}
            {entry(Field::Summary)}
            <details class="more">
                <summary>{words.desk_markdown_summary()}</summary>
                <pre class="markdown">{words.desk_markdown_example()}</pre>
            </details>
            {[Field::Story, Field::Why, Field::WhatToDo, Field::TalkingPoints, Field::Sources].map(entry).into_iter().collect_view()}
        }
        .into_any()
    }

    fn preview(_: &App, place: &Place, _: &StoryForm, _: &Fields) -> Result<Option<Shown>, Refusal> {
        let Some(edition) = place.document.edition(place.at.language).cloned() else { return Ok(None) };
        let look = place.document.look.clone();
        Ok(Some(Box::new(move || {
            view! {
                <section class="preview-box" aria-labelledby="preview">
                    <h4 id="preview">{words().desk_preview_title()}</h4>
                    <StoryView edition look />
                </section>
            }
            .into_any()
        })))
    }
}
