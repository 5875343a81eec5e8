//! A table that can be scrolled sideways, also by keyboard, if it is wider than the screen.

use leptos::prelude::*;

/// A table with a caption. If it has no rows it says so instead of showing nothing.
#[component]
pub fn DataTable(
    #[prop(into)] caption: String,
    /// The heads of the columns.
    columns: Vec<String>,
    /// Columns of words, set to the left; if false, all but the first are numbers.
    #[prop(optional)]
    words: bool,
    rows: Vec<AnyView>,
    /// The words for a table without rows.
    empty: &'static str,
) -> impl IntoView {
    let nothing = rows.is_empty().then(|| view! { <tr><td colspan=columns.len().to_string()>{empty}</td></tr> });
    let label = caption.clone();
    let heads = columns.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <table class=if words { "stages stages--words" } else { "stages" }>
                <caption>{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows} {nothing}</tbody>
            </table>
        </div>
    }
}
