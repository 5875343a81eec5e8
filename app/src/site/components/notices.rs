//! What is said beside a list: why it is short or empty, and what we no longer know.

use std::sync::Arc;

use domain::{directory::Directory, notice::Notice};
use leptos::prelude::*;

use super::OF_OFFICES;
use crate::site::reader::{quoting, words};

/// Notices in one paragraph; nothing where there are none. The names in them are those of the page's directory.
#[component]
pub fn Notices(notices: Vec<Notice>) -> impl IntoView {
    let directory = use_context::<Arc<Directory>>().unwrap_or_default();
    (!notices.is_empty()).then(|| {
        let sentences =
            notices.iter().map(|notice| view! { {quoting(OF_OFFICES, words().notice(notice, &directory))} " " }).collect_view();
        view! { <p class="notice" role="status">{sentences}</p> }
    })
}
