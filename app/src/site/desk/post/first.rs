//! What is said first: what was done a moment ago, and what was not.

use leptos::prelude::*;
use usecases::desk::outbox::Left;

use super::moment;
use crate::{
    links::{PostDone, PostQuery},
    site::{
        fields::Fields,
        reader::{marked, words},
        said,
    },
};

/// What is to be said first.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) approved: usize,
    pub(super) rejected: usize,
    pub(super) left: Vec<Left>,
    pub(super) nothing_ticked: bool,
    pub(super) done: Option<PostDone>,
    /// Of a returned mail nothing was to be said any more.
    pub(super) gone: bool,
}

impl Said {
    pub(super) fn of(query: &Fields) -> Self {
        let count = |name: &str| query.get(name).parse().unwrap_or_default();
        Self {
            approved: count(PostQuery::APPROVED),
            rejected: count(PostQuery::REJECTED),
            done: PostDone::parse(query.get(PostQuery::DONE)),
            ..Self::default()
        }
    }
}

/// What was done, and what was not.
#[component]
pub(super) fn SaidFirst(said: Said) -> impl IntoView {
    let words = words();
    let Said { approved, rejected, left, nothing_ticked, done, gone } = said;
    let done = done.map(|done| match done {
        PostDone::Cleared => words.desk_failing_cleared_notice(),
        PostDone::Dropped => words.desk_returned_dropped_notice(),
        PostDone::Judged => words.desk_returned_judged_notice(),
    });
    let count = left.len();
    let items = left
        .into_iter()
        .map(|left| {
            let said = said::left(words, left, |at| moment(words, at));
            view! { <li>{marked(said, |_, text| view! { <bdi>{text}</bdi> }.into_any())}</li> }
        })
        .collect_view();
    let wrong = nothing_ticked.then(|| {
        view! {
            <div class="errors" role="alert">
                <p>
                    <a href="#ticked">{words.desk_post_nothing_ticked_error()}</a>
                </p>
            </div>
        }
    });
    view! {
        {wrong}
        {gone.then(|| view! { <div class="errors" role="alert"><p>{words.desk_returned_gone_error()}</p></div> })}
        {done.map(|done| view! { <p class="notice" role="status">{done}</p> })}
        {(approved > 0).then(|| view! { <p class="notice" role="status">{words.desk_post_approved_notice(approved)}</p> })}
        {(rejected > 0).then(|| view! { <p class="notice" role="status">{words.desk_post_rejected_notice(rejected)}</p> })}
        {(count > 0)
            .then(|| {
                view! {
                    <section class="flag" role="alert" aria-labelledby="left">
                        <h3 id="left">{words.desk_post_left_title(count)}</h3>
                        <ul>{items}</ul>
                    </section>
                }
            })}
    }
}
