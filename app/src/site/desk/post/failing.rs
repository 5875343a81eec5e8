//! The addresses of offices from which letters come back, and what to do about them.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use std::sync::Arc;

use domain::{
    directory::Directory,
    target::{DetailKind, Target},
};
use leptos::prelude::*;
use usecases::{ports::FailingAddress, post::Returns};

use super::decide::{ADDRESS, Doing};
use crate::{
    links::DeskLink,
    site::{
        components::OF_OFFICES,
        desk::{OF_REPORTS, moment},
        reader::{Tongue, link_to, marked, quoting, tongue, words},
        step::{STEP, Step as _},
    },
};

#[component]
pub(super) fn FailingAddresses(
    failing: Vec<FailingAddress>,
    directory: Arc<Directory>,
    may_correct: bool,
    action: String,
) -> impl IntoView {
    let words = words();
    let is_cut = u32::try_from(failing.len()).is_ok_and(|shown| shown == Returns::SHOWN_MAX);
    let is_empty = failing.is_empty();
    let items = failing
        .into_iter()
        .map(|failing| {
            let target = directory.target(&failing.target).cloned();
            view! { <Failing failing target may_correct action=action.clone() /> }
        })
        .collect_view();
    let note = if may_correct { words.desk_failing_clear_note() } else { words.desk_failing_others_note() };
    view! {
        <section class="deskpart" aria-labelledby="failing">
            <h3 id="failing">{words.desk_failing_title()}</h3>
            {if is_empty {
                view! { <p>{words.desk_failing_empty()}</p> }.into_any()
            } else {
                view! {
                    <p>{words.desk_failing_lead(Returns::FAILING_AFTER)}</p>
                    <p class="note">{note}</p>
                    {items}
                    {is_cut.then(|| view! { <p class="note">{words.desk_post_troubled_most_note(Returns::SHOWN_MAX)}</p> })}
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Failing(failing: FailingAddress, target: Option<Target>, may_correct: bool, action: String) -> impl IntoView {
    let words = words();
    let FailingAddress { recipient, target: id, letters, first_at, last_at, diagnostic, .. } = failing;
    let heading = format!("fails-{recipient}");
    let Tongue { lang, dir } = tongue(OF_OFFICES);
    let name = target.as_ref().map_or_else(|| id.to_string(), Target::name);
    let title = match &target {
        Some(target) => view! { <a href=link_to(DeskLink::Target(&target.id)) lang=lang dir=dir>{name.clone()}</a> }.into_any(),
        None => name.clone().into_any(),
    };
    let known = target.as_ref().and_then(|target| target.email.clone());
    let is_current = known.as_ref().is_some_and(|known| known.as_str().eq_ignore_ascii_case(recipient.as_str()));
    let address = |spans| marked(spans, |_, text| view! { <bdi>{text}</bdi> }.into_any());
    let corrected = (!is_current).then(|| match known {
        Some(known) => address(words.desk_failing_corrected(known)).into_any(),
        None => words.desk_failing_none().into_any(),
    });
    let correct = target.filter(|_| is_current).map(|target| {
        view! {
            <a href=link_to(DeskLink::Detail(&target.id, DetailKind::Email)) aria-label=words.desk_failing_correct_label(&name)>
                {words.desk_failing_correct_link()}
            </a>
        }
    });
    let acts = may_correct.then(|| {
        view! {
            <div class="held__acts">
                {correct}
                <form method="post" action=action>
                    <input type="hidden" name=ADDRESS value=recipient.to_string() />
                    <button
                        class="button button--quiet"
                        type="submit"
                        name=STEP
                        value=Doing::Clear.as_str()
                        aria-label=words.desk_failing_clear_label(&recipient)
                    >
                        {words.desk_failing_clear_button()}
                    </button>
                </form>
            </div>
        }
    });
    view! {
        <article class="held" aria-labelledby=heading.clone()>
            <h4 id=heading.clone()>{title}</h4>
            <p>{address(words.desk_failing_letters(&recipient, letters, moment(words, first_at), moment(words, last_at)))}</p>
            {diagnostic.map(|said| view! { <p class="held__said">{quoting(OF_REPORTS, words.desk_failing_said(said))}</p> })}
            {corrected.map(|corrected| view! { <p>{corrected}</p> })}
            {acts}
        </article>
    }
}
