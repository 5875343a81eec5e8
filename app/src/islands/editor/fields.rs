//! The fields of the letter's form, as the island types into them.

#[cfg(not(feature = "hydrate"))]
pub(super) use self::none::{insert, replace, select};
#[cfg(feature = "hydrate")]
pub(super) use self::page::{insert, put, replace, select};

/// On the server there is nothing to click.
#[cfg(not(feature = "hydrate"))]
mod none {
    use super::super::Place;

    pub(in super::super) fn replace(_: &Place, _: &str, _: &str) -> bool {
        false
    }

    pub(in super::super) fn select(_: &Place) {}

    pub(in super::super) fn insert(_: Option<&str>, _: &str) {}
}

#[cfg(feature = "hydrate")]
mod page {
    use domain::{
        form::Field,
        template::{is_paragraph, to_insert},
    };
    use leptos::prelude::*;
    use wasm_bindgen::JsCast as _;
    use web_sys::{Event, EventInit, HtmlDocument, HtmlTextAreaElement};

    use super::super::Place;

    /// A field. One of a single line has the same methods as a text area, as far as they are used here.
    fn field(id: &str) -> Option<HtmlTextAreaElement> {
        Some(document().get_element_by_id(id)?.unchecked_into())
    }

    fn unit(at: usize) -> u32 {
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Where a unit of UTF-16 is in a text, in bytes.
    fn byte(text: &str, unit: usize) -> usize {
        let mut units = 0;
        let at = text.char_indices().find(|(_, c)| {
            let here = units >= unit;
            units += c.len_utf16();
            here
        });
        at.map_or(text.len(), |(at, _)| at)
    }

    /// Types a text over a range, as a person would: the browser can take it back, and tells those who listen.
    pub(in super::super) fn put(field: &HtmlTextAreaElement, from: usize, to: usize, text: &str) {
        let _ = field.focus();
        let _ = field.set_selection_range(unit(from), unit(to));
        let typed = document()
            .dyn_into::<HtmlDocument>()
            .ok()
            .and_then(|page| page.exec_command_with_show_ui_and_value("insertText", false, text).ok());
        if typed != Some(true) {
            let _ = field.set_range_text_with_start_and_end(text, unit(from), unit(to));
            let bubbles = EventInit::new();
            bubbles.set_bubbles(true);
            if let Ok(event) = Event::new_with_event_init_dict("input", &bubbles) {
                let _ = field.dispatch_event(&event);
            }
        }
    }

    /// Replaces what stands at a place. Changes nothing if it is not there any more.
    pub(in super::super) fn replace(place: &Place, found: &str, becomes: &str) -> bool {
        let Some(field) = field(&place.field) else { return false };
        let text = field.value();
        if text.get(byte(&text, place.from)..byte(&text, place.to)) != Some(found) {
            return false;
        }
        put(&field, place.from, place.to, becomes);
        true
    }

    /// Shows a place: it is selected, and the browser scrolls to it.
    pub(in super::super) fn select(place: &Place) {
        if let Some(field) = field(&place.field) {
            let _ = field.set_selection_range(unit(place.from), unit(place.to));
            let _ = field.focus();
        }
    }

    /// Puts an item of the menu where the caret is; where none was yet, at the end of the letter. What is a paragraph goes into
    /// no subject.
    pub(in super::super) fn insert(last: Option<&str>, written: &str) {
        let (body, subject) = (Field::Body.name(), Field::Subject.name());
        let into = last.filter(|last| *last != subject || !is_paragraph(written));
        let Some(field) = field(into.unwrap_or(&body)) else { return };
        let text = field.value();
        let end = text.encode_utf16().count();
        let caret = |at: Option<u32>| at.and_then(|at| usize::try_from(at).ok()).filter(|_| into.is_some()).unwrap_or(end);
        let from = caret(field.selection_start().ok().flatten());
        let to = caret(field.selection_end().ok().flatten()).max(from);
        let typed = to_insert(&text, byte(&text, from), written);
        put(&field, from, to, &typed);
        // What a blank asks for is written next.
        if written.starts_with("[[") {
            let length = typed.encode_utf16().count();
            let _ = field.set_selection_range(unit(from + 2), unit(from + length - 2));
        }
    }
}
