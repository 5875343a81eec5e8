//! A letter on its way through the pages: the draft travels in their forms.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use domain::{
    checked::{FieldError, LetterId},
    form::Form as _,
    forms_of_address::forms,
    language::Grammar,
    letter::Draft,
    state::Iso2,
};
use leptos::prelude::*;
use usecases::{guard::Carried, supporter::campaigns::Opened, supporter::letters::PostingPlace};
use words::Words;

use super::Step;
use crate::{
    islands::{PreviewWords, Sheet},
    links::{EDITION, Link, REVISION},
    shared::CardWords,
    site::reader::{Reader, link_to},
    site::{
        App,
        components::{Guarded, Hidden},
        document::Again,
        step::{STEP, Step as _},
    },
};

/// A letter that is being written: its draft and the errors in it.
#[derive(Debug, Clone)]
pub struct Writing {
    pub letter: LetterId,
    pub draft: Draft,
    pub errors: Vec<FieldError>,
    /// What its forms carry for the guard.
    pub carried: Carried,
}

/// The preview's data.
pub fn sheet(opened: &Opened, draft: &Draft) -> Sheet {
    Sheet {
        campaign: opened.campaign.slug.clone(),
        revision: opened.revision,
        target: opened.target.id.to_string(),
        template: opened.letter.template.clone(),
        merge: opened.merge.clone(),
        draft: draft.clone(),
        addressee: forms(&opened.target, Grammar::En).envelope,
        address: opened.target.address.clone(),
        language: opened.language.to_string(),
        direction: opened.language.direction().as_str().to_owned(),
    }
}

/// What the preview says.
pub fn preview_words(words: Words) -> PreviewWords {
    PreviewWords {
        title: words.letter_preview_title().to_owned(),
        filled: words.letter_filled_status().to_owned(),
        left: words.letter_left_status_forms().into(),
        over_blank: words.letter_over_blank_status_forms().into(),
        over_note: words.letter_over_note_status_forms().into(),
        over: words.letter_over_status_forms().into(),
        card: card_words(words),
    }
}

/// What the picture of a card says.
pub fn card_words(words: Words) -> CardWords {
    CardWords { title: words.letter_card_title().to_owned(), stamp: words.letter_card_stamp_label().to_owned() }
}

pub fn envelope(opened: &Opened, from: &Iso2) -> Vec<String> {
    let lines = forms(&opened.target, Grammar::En).envelope;
    opened.target.address.as_ref().map(|address| address.envelope(&lines, from)).unwrap_or_default()
}

/// The country that the supporter posts from, the United States until another is chosen.
pub fn posted_from(writing: &Writing) -> Iso2 {
    writing.draft.country().unwrap_or_else(|_| Iso2::us())
}

/// Where paper can be posted to from the supporter's country.
pub fn places(app: &App, reader: &Reader, opened: &Opened, writing: &Writing) -> Vec<PostingPlace> {
    app.letters.places(&opened.target, &posted_from(writing), reader.words().language())
}

/// The page that the supporter comes back to.
pub fn thanks<'a>(opened: &'a Opened, letter: &'a LetterId) -> Link<'a> {
    Link::Thanks(&opened.campaign.slug, Some((letter, opened.language)))
}

/// The form that shows a page of the letter once more.
pub(super) fn again(opened: &Opened, form: &'static str, step: &'static str) -> Again {
    Again { form, path: Link::Write(&opened.campaign.slug, &opened.target.id, None).path(), step }
}

/// The id of the form with which a page that is reached by a step is shown once more.
pub(super) const AGAIN: &str = "again";

/// A form that posts the letter's whole text to the letter's own path, with a step.
#[component]
pub(super) fn StepForm(
    opened: Opened,
    writing: Writing,
    step: Step,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let action = link_to(Link::Write(&opened.campaign.slug, &opened.target.id, None));
    view! {
        <form class=class id=id method="post" action=action novalidate>
            <input type="hidden" name="letter" value=writing.letter.to_string() />
            <input type="hidden" name=EDITION value=opened.language.to_string() />
            <input type="hidden" name=REVISION value=opened.revision.to_string() />
            <Hidden fields=writing.draft.pairs() />
            <Guarded carried=writing.carried.clone() />
            <input type="hidden" name=STEP value=step.as_str() />
            {children.map(|children| children())}
        </form>
    }
}
