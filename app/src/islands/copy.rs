//! A button that copies a text area to the clipboard. Without JavaScript the text is there to be selected.

use leptos::prelude::*;

#[island]
pub fn CopyButton(
    /// The id of the text area.
    from: String,
    label: String,
) -> impl IntoView {
    let (copied, set_copied) = signal(false);
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        if let Some(text) = read(&from) {
            let _ = window().navigator().clipboard().write_text(&text);
            set_copied.set(true);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (&from, set_copied);
    };
    view! {
        <div class="copy js-only">
            <button type="button" class="button button--quiet" on:click=copy>
                {label}
            </button>
            <span role="status">{move || if copied.get() { "Copied." } else { "" }}</span>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn read(id: &str) -> Option<String> {
    use wasm_bindgen::JsCast as _;
    let element = document().get_element_by_id(id)?;
    if let Some(area) = element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        area.select();
        return Some(area.value());
    }
    element.dyn_ref::<web_sys::HtmlInputElement>().map(web_sys::HtmlInputElement::value)
}
