//! Listens to the form, and asks the server what there is to say when nobody has typed for a moment.

use std::time::Duration;

use domain::{form::Field, template::text_of_highlights};
use leptos::{ev, leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, FormData, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, RequestInit, Response, UrlSearchParams,
};

use super::{EDITOR_FORM, fields};
use crate::shared::Remarks;

/// After so long without typing, the server is asked.
const PAUSE: Duration = Duration::from_millis(500);
/// In bytes. What is longer is pasted as the browser does.
const PASTED_MAX: usize = 1_000_000;

/// The questions to the server: one at a time.
#[derive(Default)]
struct Questions {
    waiting: Option<TimeoutHandle>,
    is_asking: bool,
    /// Whether to ask once more after the one that is asked.
    again: bool,
    /// How often something was typed. An answer counts only if nothing was after its question.
    typed: u32,
}

pub(super) fn listen(path: String, last: StoredValue<Option<String>>, set_remarks: WriteSignal<Remarks>) {
    let questions = StoredValue::new_local(Questions::default());
    let path = StoredValue::new(path);
    let input = window_event_listener(ev::input, move |event| {
        if field_of(&event).is_some() {
            let waiting = set_timeout_with_handle(move || ask(path, questions, set_remarks), PAUSE).ok();
            let before = questions.try_update_value(|questions| {
                questions.typed = questions.typed.wrapping_add(1);
                std::mem::replace(&mut questions.waiting, waiting)
            });
            if let Some(before) = before.flatten() {
                before.clear();
            }
        }
    });
    let focus = window_event_listener(ev::focusin, move |event| {
        if let Some(field) = field_of(&event) {
            last.set_value(Some(field.id()));
        }
    });
    let paste = window_event_listener(ev::paste, move |event| {
        let Some(field) = field_of(&event) else { return };
        let html = event.clipboard_data().and_then(|data| data.get_data("text/html").ok()).unwrap_or_default();
        let Some(text) = Some(html).filter(|html| html.len() <= PASTED_MAX).and_then(|html| text_of_highlights(&html)) else {
            return;
        };
        // What is highlighted comes in brackets, and is offered as a blank.
        event.prevent_default();
        let is_line = field.has_type::<HtmlInputElement>();
        let text = if is_line { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { text };
        let field: HtmlTextAreaElement = field.unchecked_into();
        let caret = |at: Option<u32>| at.and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
        let (from, to) = (field.selection_start().ok().flatten(), field.selection_end().ok().flatten());
        fields::put(&field, caret(from), caret(to), &text);
    });
    // A reload keeps what was typed, and somebody may have typed before the island woke.
    Effect::new(move |_| {
        if let Some(field) = document().active_element().filter(is_of_letter) {
            last.set_value(Some(field.id()));
        }
        if was_typed() {
            ask(path, questions, set_remarks);
        }
    });
    on_cleanup(move || {
        input.remove();
        focus.remove();
        paste.remove();
        if let Some(waiting) = questions.try_update_value(|questions| questions.waiting.take()).flatten() {
            waiting.clear();
        }
    });
}

/// Whether the fields are other than the page was made with.
fn was_typed() -> bool {
    let fields = FIELDS.iter().filter_map(|field| document().get_element_by_id(&field.name()));
    // An input of one line has the same properties.
    fields
        .map(wasm_bindgen::JsCast::unchecked_into::<HtmlTextAreaElement>)
        .any(|field| field.default_value().is_ok_and(|first| field.value() != first))
}

const FIELDS: [Field; 3] = [Field::Subject, Field::Body, Field::CardBody];

/// The letter's field in which something happens.
fn field_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok().filter(is_of_letter)
}

fn is_of_letter(field: &Element) -> bool {
    let is_known = FIELDS.iter().any(|known| known.name() == field.id());
    is_known && field.closest(&format!("#{EDITOR_FORM}")).ok().flatten().is_some()
}

type Kept = StoredValue<Questions, LocalStorage>;

fn ask(path: StoredValue<String>, questions: Kept, set_remarks: WriteSignal<Remarks>) {
    let may_ask = questions.try_update_value(|questions| {
        let may = !questions.is_asking;
        questions.again = !may;
        questions.is_asking = true;
        may
    });
    if may_ask != Some(true) {
        return;
    }
    spawn_local(async move {
        loop {
            let typed = questions.try_with_value(|questions| questions.typed);
            let Some(path) = path.try_get_value() else { return };
            // If the server cannot be reached, what was said stays; saving will say the rest.
            if let Some(answer) = answer(&path).await
                && questions.try_with_value(|questions| questions.typed) == typed
            {
                set_remarks.set(answer);
            }
            let again = questions.try_update_value(|questions| {
                questions.is_asking = questions.again;
                std::mem::take(&mut questions.again)
            });
            if again != Some(true) {
                return;
            }
        }
    });
}

async fn answer(path: &str) -> Option<Remarks> {
    let form = document().get_element_by_id(EDITOR_FORM)?.dyn_into::<HtmlFormElement>().ok()?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(&form).ok()?.into()).ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&JsValue::from(fields));
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, &request)).await.ok()?;
    let answer = answer.dyn_into::<Response>().ok().filter(Response::ok)?;
    let text = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}
