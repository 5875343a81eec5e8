//! A target in a list, its address, its sources, and the status of its state.

use domain::{
    target::{DetailKind, Holder, Target, TargetKind},
    treaty::Status,
};
use leptos::prelude::*;
use usecases::supporter::finding::Listed;

use crate::site::reader::{Tongue, quoting, tongue, words};

/// The language of the names of offices and of their addresses, and of what the directory's sources say.
pub const OF_OFFICES: &str = "en";

/// A state's status, by word and by pattern, never by colour alone.
#[component]
pub fn StatusMark(status: Status) -> impl IntoView {
    view! { <span class=format!("status status--{}", status.as_str())>{words().status(status)}</span> }
}

/// A target that can be chosen.
#[component]
pub fn TargetItem(listed: Listed, href: String) -> impl IntoView {
    let target = listed.target;
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    // The status of the United States says nothing about one of its members of Congress, and is the same for all of
    // them.
    let status = listed.status.filter(|_| target.kind() != TargetKind::Congress);
    view! {
        <li class="target">
            <a class="target__name" href=href lang=lang dir=dir>{target.name()}</a>
            <span class="target__office"><OfficeLine target /></span>
            {status.map(|status| view! { <StatusMark status /> })}
        </li>
    }
}

/// What a target is and who holds it, and what is to be said of that.
#[component]
pub fn OfficeLine(target: Target) -> impl IntoView {
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let line = target.office_line();
    let separator = if line.is_empty() { "" } else { " · " };
    let remark = target.remark().map(|remark| format!("{separator}{}", words().remark(remark)));
    view! { <span lang=lang dir=dir>{line}</span> {remark} }
}

#[component]
pub fn AddressLines(lines: Vec<String>) -> impl IntoView {
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let lines = lines.into_iter().map(|line| view! { <span>{line}</span><br /> }).collect_view();
    view! { <p class="address" lang=lang dir=dir>{lines}</p> }
}

/// The sources of what is known about a target, and whether its holder's name can be relied on.
#[component]
pub fn Sources(target: Target) -> impl IntoView {
    let words = words();
    let said = target.holder_said.map(|said| quoting(OF_OFFICES, words.source_holder_note(said.as_of, said.source)));
    let uncertain = match target.holder {
        Holder::Uncertain { full, named_on, since } => {
            Some(quoting(OF_OFFICES, words.source_uncertain_note(full, named_on, since)))
        }
        Holder::Named { .. } | Holder::ChargeDAffaires { .. } | Holder::Unnamed => None,
    };
    let corrected = target.corrected.into_iter().map(|(detail, said)| {
        let note = match detail {
            DetailKind::Address => words.source_corrected_address_note(said.as_of, said.source),
            DetailKind::Email => words.source_corrected_email_note(said.as_of, said.source),
            DetailKind::WebForm => words.source_corrected_form_note(said.as_of, said.source),
            DetailKind::Greeting(_) => words.source_corrected_greeting_note(said.as_of, said.source),
        };
        view! { " " {quoting(OF_OFFICES, note)} }
    });
    let corrected = corrected.collect_view();
    view! {
        {quoting(OF_OFFICES, words.source_note(target.as_of, target.source))}
        {said.map(|said| view! { " " {said} })}
        {uncertain.map(|uncertain| view! { " " {uncertain} })}
        {corrected}
    }
}
