//! Share: what goes round beside the letters.

use domain::form::{Field, Form as _};
use leptos::prelude::*;
use usecases::{Refusal, desk::parts::ShareForm};
use words::Words;

use super::part::{PartPage, Place, Shown};
use crate::site::{
    App,
    components::{Entry, Headings, ProseView},
    fields::Fields,
    forms::{self, Control, Controls},
    reader::words,
};

pub(super) struct Share;

impl PartPage for Share {
    type Form = ShareForm;

    const IN_WORDS: bool = true;
    const PREVIEWS: bool = true;

    fn lead(words: Words) -> &'static str {
        words.desk_share_lead()
    }

    fn controls(words: Words) -> Vec<Control> {
        forms::desk::share(words)
    }

    fn fields(_: &Place, asked: &Controls, form: &ShareForm) -> AnyView {
        let entry = |field: Field| view! { <Entry form=asked.clone() value=form.get(&field) field /> };
        [Field::ShareText, Field::Hashtags, Field::Thanks, Field::Won, Field::Contact]
            .map(entry)
            .into_iter()
            .collect_view()
            .into_any()
    }

    fn preview(_: &App, place: &Place, _: &ShareForm, _: &Fields) -> Result<Option<Shown>, Refusal> {
        let Some(edition) = place.document.edition(place.at.language).cloned() else { return Ok(None) };
        let artworks = place.document.look.artworks.clone();
        Ok(Some(Box::new(move || {
            let shared = edition.share.text_with_hashtags();
            view! {
                <section class="preview-box" aria-labelledby="preview">
                    <h4 id="preview">{words().desk_preview_title()}</h4>
                    <p>{shared}</p>
                    <ProseView prose=edition.share.thanks artworks headings=Headings::FromH3 language=edition.language />
                    <p class="flag">{edition.share.won}</p>
                </section>
            }
            .into_any()
        })))
    }
}
