//! The browser's entry: wakes the islands of a page.

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    // Linked for its islands, which register themselves.
    use app as _;
    leptos::mount::hydrate_islands();
}
