//! A target in a list, its address, and the status of its state.

use domain::{target::TargetKind, treaty::Status};
use leptos::prelude::*;
use usecases::supporter::finding::Listed;

/// A state's status, by word and by pattern, never by colour alone.
#[component]
pub fn StatusMark(status: Status) -> impl IntoView {
    view! { <span class=format!("status status--{}", status.as_str())>{status.label()}</span> }
}

/// A target that can be chosen.
#[component]
pub fn TargetItem(listed: Listed, href: String) -> impl IntoView {
    let target = listed.target;
    // The status of the United States says nothing about one of its members of Congress, and is the same for all of
    // them.
    let status = listed.status.filter(|_| target.kind() != TargetKind::Congress);
    view! {
        <li class="target">
            <a class="target__name" href=href>{target.name()}</a>
            <span class="target__office">{target.office_line()}</span>
            {status.map(|status| view! { <StatusMark status /> })}
        </li>
    }
}

#[component]
pub fn AddressLines(lines: Vec<String>) -> impl IntoView {
    let lines = lines.into_iter().map(|line| view! { <span>{line}</span><br /> }).collect_view();
    view! { <p class="address">{lines}</p> }
}
