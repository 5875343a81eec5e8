//! The letter as it will read. While the supporter types, it is re-rendered by the renderer that prints it.
//!
//! The form is not part of the island: it is a plain form that works without it. The island listens to the form, and
//! keeps the draft in the tab's own storage, so that a reload loses nothing. Closing the tab deletes it, as is right on
//! a shared laptop.

use domain::{
    address::Address,
    campaign::Revision,
    checked::Slug,
    form::Field,
    letter::{Draft, Merge, Rendered, render},
    state::Iso2,
    template::{Blank, Template},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::shared::{CardPicture, CardWords, Counted, LetterText};

/// Everything that the preview is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sheet {
    /// Which letter it is: its campaign, and the id of its target.
    pub campaign: Slug,
    pub revision: Revision,
    pub target: String,
    pub template: Template,
    pub merge: Merge,
    pub draft: Draft,
    /// The lines above the address on the envelope.
    pub addressee: Vec<String>,
    pub address: Option<Address>,
    /// The letter's language, and how it runs.
    pub language: String,
    pub direction: String,
}

/// What the preview says, in the page's language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PreviewWords {
    pub title: String,
    pub filled: String,
    /// How many blanks are left.
    pub left: Counted,
    /// How many characters too long the letter is: with the blank to shorten (`{{blank}}`), with the supporter's own
    /// paragraph to shorten, and with neither.
    pub over_blank: Counted,
    pub over_note: Counted,
    pub over: Counted,
    pub card: CardWords,
}

/// The id of the form that the preview listens to.
pub const FORM: &str = "letter-form";

#[island]
pub fn LetterPreview(sheet: Sheet, words: PreviewWords) -> impl IntoView {
    let Sheet { campaign, revision, target, template, merge, draft, addressee, address, language, direction } = sheet;
    let (draft, set_draft) = signal(draft);
    let (over, set_over) = signal(None::<Over>);
    let blanks = template.blanks();
    #[cfg(feature = "hydrate")]
    {
        // The name of the draft in the tab's storage.
        let key = format!("{campaign}:{target}:{language}");
        form::listen(&key, blanks.iter().map(|blank| blank.name.clone()).collect(), set_draft);
        measure::listen(&campaign, revision, target, language.clone(), draft, set_over);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (campaign, revision, target, set_draft, set_over);

    let (title, card_words) = (words.title.clone(), words.card.clone());
    let letter = Memo::new(move |_| render(&template, &merge, &draft.get()));
    let card = move || {
        let draft = draft.get();
        let from = draft.country().unwrap_or_else(|_| Iso2::us());
        let sender = draft.sender_lines();
        address.as_ref().map(|address| {
            let (address, words) = (address.envelope(&addressee, &from), card_words.clone());
            view! { <CardPicture address sender from letter=letter.get() words /> }
        })
    };
    view! {
        <details class="fold">
            <summary>{title}</summary>
            <div class="preview" lang=language dir=direction>
                {card}
                <div class="sheet">
                    <p class="sheet__subject">{move || letter.get().subject_text()}</p>
                    {move || view! { <LetterText letter=letter.get() /> }}
                </div>
            </div>
        </details>
        // Outside of the fold, so that it is seen and read aloud on a phone too, where the letter is folded away.
        <p class="preview__status" role="status">
            {move || status(&words, &letter.get(), over.get().as_ref(), &blanks)}
        </p>
    }
}

/// How many characters too long a letter is for a card, and the field to shorten.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Over {
    characters: usize,
    field: Field,
}

/// What is left to do, to be seen and read aloud.
fn status(words: &PreviewWords, letter: &Rendered, over: Option<&Over>, blanks: &[Blank]) -> String {
    let left = match letter.unfilled().len() {
        0 => words.filled.clone(),
        left => words.left.say(left, &[]),
    };
    let Some(Over { characters, field }) = over else { return left };
    let over = match field {
        Field::Blank(name) => match blanks.iter().find(|blank| blank.name == *name) {
            Some(blank) => words.over_blank.say(*characters, &[("blank", &blank.label)]),
            None => words.over.say(*characters, &[]),
        },
        Field::Note => words.over_note.say(*characters, &[]),
        _ => words.over.say(*characters, &[]),
    };
    format!("{left} {over}")
}

/// Whether the letter fits on a postcard. Only the press can tell: measuring a text takes its fonts, and they would be
/// most of a first visit's download.
#[cfg(feature = "hydrate")]
mod measure {
    use std::time::Duration;

    use domain::{campaign::Revision, checked::Slug, form::Field, letter::Draft, paper::PaperFormat};
    use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
    use serde::{Deserialize, Serialize};
    use wasm_bindgen::{JsCast as _, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{Headers, RequestInit, Response};

    use super::Over;
    use crate::links::ApiLink;

    /// After so long without typing, the server is asked.
    const PAUSE: Duration = Duration::from_millis(500);

    #[derive(Serialize)]
    struct Asked<'a> {
        revision: Revision,
        target: &'a str,
        language: &'a str,
        #[serde(flatten)]
        draft: &'a Draft,
    }

    #[derive(Deserialize)]
    struct Answer {
        too_long: Vec<TooLong>,
    }

    #[derive(Deserialize)]
    struct TooLong {
        format: String,
        characters: usize,
        field: String,
    }

    pub(super) fn listen(
        campaign: &Slug,
        revision: Revision,
        target: String,
        language: String,
        draft: ReadSignal<Draft>,
        set_over: WriteSignal<Option<Over>>,
    ) {
        let path = ApiLink::Preview(campaign).path();
        let waiting = StoredValue::new_local(None::<TimeoutHandle>);
        // An answer counts only if nothing was typed after its question.
        let question = StoredValue::new(0_u32);
        Effect::new(move |_| {
            let draft = draft.get();
            if let Some(before) = waiting.try_update_value(Option::take).flatten() {
                before.clear();
            }
            question.update_value(|number| *number = number.wrapping_add(1));
            let number = question.get_value();
            if draft.note.is_empty() && draft.blanks.values().all(String::is_empty) {
                set_over.set(None);
                return;
            }
            let Ok(body) = serde_json::to_string(&Asked { revision, target: &target, language: &language, draft: &draft }) else {
                return;
            };
            let path = path.clone();
            let ask = move || {
                spawn_local(async move {
                    // If the server cannot be reached, nothing is shown; printing will report it.
                    let over = ask(&path, &body).await;
                    if question.try_get_value() == Some(number) {
                        set_over.set(over);
                    }
                });
            };
            waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
        });
        on_cleanup(move || {
            if let Some(waiting) = waiting.try_update_value(Option::take).flatten() {
                waiting.clear();
            }
        });
    }

    /// How many characters must go until every card has room for the letter.
    async fn ask(path: &str, body: &str) -> Option<Over> {
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&JsValue::from_str(body));
        let headers = Headers::new().ok()?;
        headers.set("content-type", "application/json").ok()?;
        request.set_headers(&headers);
        let answer = JsFuture::from(window().fetch_with_str_and_init(path, &request)).await.ok()?;
        let text = JsFuture::from(answer.dyn_into::<Response>().ok()?.text().ok()?).await.ok()?.as_string()?;
        let answer: Answer = serde_json::from_str(&text).ok()?;
        let cards = answer.too_long.into_iter().filter(|over| PaperFormat::parse(&over.format).is_some_and(PaperFormat::is_card));
        let most = cards.max_by_key(|over| over.characters)?;
        Some(Over { characters: most.characters, field: Field::parse(&most.field)? })
    }
}

#[cfg(feature = "hydrate")]
mod form {
    use domain::{
        form::{Field, Form as _},
        letter::Draft,
    };
    use leptos::{ev, prelude::*};
    use wasm_bindgen::JsCast as _;
    use web_sys::{FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Storage};

    /// Reads the form at every change, and once at the start: the browser may have kept what was typed.
    pub(super) fn listen(key: &str, blanks: Vec<String>, set_draft: WriteSignal<Draft>) {
        let Some(form) = document().get_element_by_id(super::FORM).and_then(|element| element.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        let key = format!("postbag-draft:{key}");
        tell_zone(&form);
        // After hydration, which needs the server's HTML without what the browser kept.
        let (of_form, of_blanks, saved_as, kept_as) = (form.clone(), blanks.clone(), key.clone(), key.clone());
        Effect::new(move |_| {
            if let Some(saved) = storage().and_then(|storage| storage.get_item(&saved_as).ok().flatten()) {
                restore(&of_form, &saved);
            }
            // A reload must not lose what was typed before the island woke, either.
            if let Some(draft) = read(&of_form, &of_blanks) {
                keep(&saved_as, &draft);
                set_draft.set(draft);
            }
        });
        let of_form = form.clone();
        let handle = window_event_listener(ev::input, move |event| {
            let inside = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                .is_some_and(|element| element.closest(&format!("#{}", super::FORM)).ok().flatten().is_some());
            if !inside {
                return;
            }
            if let Some(draft) = read(&of_form, &blanks) {
                keep(&key, &draft);
                set_draft.set(draft);
            }
        });
        // The next page's form has what was sent. In the tab it would wait for the next child at the same laptop.
        let submit = window_event_listener(ev::submit, move |_| {
            if let Some(storage) = storage() {
                let _ = storage.remove_item(&kept_as);
            }
        });
        on_cleanup(move || {
            handle.remove();
            submit.remove();
        });
    }

    /// Puts the browser's time zone into its hidden field: a letter bears the day of the place where it is written.
    fn tell_zone(form: &HtmlFormElement) {
        let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
        let zone = js_sys::Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
        let field =
            form.query_selector("[name=\"zone\"]").ok().flatten().and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let (Some(zone), Some(field)) = (zone, field) {
            field.set_value(&zone);
        }
    }

    fn storage() -> Option<Storage> {
        window().session_storage().ok().flatten()
    }

    fn keep(key: &str, draft: &Draft) {
        if let Some(storage) = storage() {
            // A full or forbidden storage loses the convenience, not the letter.
            let _ = storage.set_item(key, &save(draft));
        }
    }

    fn read(form: &HtmlFormElement, blanks: &[String]) -> Option<Draft> {
        let data = FormData::new_with_form(form).ok()?;
        let blanks = blanks.iter().map(|name| (name.clone(), String::new())).collect();
        let mut draft = Draft { blanks, ..Draft::default() };
        for (field, _) in draft.pairs() {
            draft.set(&field, &data.get(&field.name()).as_string().unwrap_or_default());
        }
        Some(draft)
    }

    /// Fields and their values, separated by characters that nobody types (unit and record separator). The zone is left
    /// out; the browser names it anew.
    fn save(draft: &Draft) -> String {
        let typed = draft.pairs().into_iter().filter(|(field, _)| *field != Field::Zone);
        typed.map(|(field, value)| format!("{}\u{1f}{value}", field.name())).collect::<Vec<_>>().join("\u{1e}")
    }

    /// Fills fields that are empty; values that the server sent back stay.
    fn restore(form: &HtmlFormElement, saved: &str) {
        for (name, value) in saved.split('\u{1e}').filter_map(|pair| pair.split_once('\u{1f}')) {
            let Some(field) = form.query_selector(&format!("[name=\"{name}\"]")).ok().flatten() else { continue };
            if let Some(input) = field.dyn_ref::<HtmlInputElement>()
                && input.value().is_empty()
            {
                input.set_value(value);
            } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>()
                && area.value().is_empty()
            {
                area.set_value(value);
            } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>()
                && !value.is_empty()
            {
                select.set_value(value);
            }
        }
    }
}
