//! A button that copies a text area to the clipboard. Without JavaScript the text is there to be selected.

use leptos::prelude::*;

#[island]
pub fn CopyButton(
    /// The id of the text area.
    from: String,
    label: String,
    /// Said when the text is on the clipboard.
    copied: String,
    /// Said where the browser has no clipboard for us.
    selected: String,
) -> impl IntoView {
    let (said, say) = signal(String::new());
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        if let Some(text) = read(&from) {
            // Browsers give no clipboard to a page that came by plain http; the text is already selected.
            if window().is_secure_context() {
                let _ = window().navigator().clipboard().write_text(&text);
                say.set(copied.clone());
            } else {
                say.set(selected.clone());
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (&from, &copied, &selected, say);
    };
    view! {
        <div class="copy js-only">
            <button type="button" class="button button--quiet" on:click=copy>
                {label}
            </button>
            <span role="status">{said}</span>
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
