//! The page of a class set: its code, its list, and the way to its PDF.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use domain::{
    class::ClassCode,
    form::{Field, Form as _},
    notice::Notice,
};
use leptos::prelude::*;
use usecases::class::{ClassDraft, RosterCard};

use super::{ClassContext, FORM, Step};
use crate::{
    links::{EDITION, Link, REVISION},
    site::components::{DataTable, Entry, Hidden, Notices, OF_OFFICES},
    site::forms::{self, Controls},
    site::reader::{link_to, marked, tongue, words},
    site::step::{STEP, Step as _},
};

#[component]
pub(super) fn SetPage(
    context: ClassContext,
    code: ClassCode,
    draft: ClassDraft,
    roster: Vec<RosterCard>,
    aged: Vec<Notice>,
) -> impl IntoView {
    let words = words();
    let of_office = tongue(OF_OFFICES);
    let cards = roster.len();
    let rows = roster
        .into_iter()
        .map(|card| {
            view! {
                <tr>
                    <th scope="row">{card.number}</th>
                    <td><bdi>{card.name}</bdi></td>
                    <td><span lang=of_office.lang.clone() dir=of_office.dir>{card.whom}</span></td>
                    <td>{card.stamp.map(|stamp| words.stamp(&stamp))}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let again = link_to(Link::ClassAgain(&context.campaign.slug, code));
    let another = link_to(Link::Class(&context.campaign.slug, Some(context.edition.language)));
    let step = |step: Step, label: &'static str, class: &'static str| {
        let (of, draft) = (context.clone(), draft.clone());
        view! {
            <form method="post" action=context.action()>
                <Carried context=of code draft />
                <button class=class type="submit" name=STEP value=step.as_str()>
                    {label}
                </button>
            </form>
        }
    };
    let (of, typed) = (context.clone(), draft.clone());
    let (again_of, again_draft) = (context.clone(), draft.clone());
    view! {
        <section class="classset" aria-labelledby="set">
            <form id=FORM method="post" action=context.action()>
                <Carried context=again_of code draft=again_draft />
                <input type="hidden" name=STEP value=Step::Make.as_str() />
            </form>
            <h1 id="set">{words.class_ready_title(cards)}</h1>
            <p class="classset__code">
                <span class="tally__label">{words.class_code_label()}</span>
                " "
                <strong data-testid="code" dir="ltr">{code.to_string()}</strong>
            </p>
            <Notices notices=aged />
            <p class="lead">{words.class_code_lead()}</p>
            <div class="actions">
                {step(Step::Print, words.class_print_button(), "button")}
                {step(Step::Edit, words.class_change_button(), "button button--quiet")}
                <a href=link_to(Link::ClassReport(code))>{words.class_report_posted_link()}</a>
                <a href=another>{words.class_another_link()}</a>
            </div>
            <p class="privacy">
                {marked(words.class_names_note(&again), move |_, text| view! { <a href=again.clone() dir="ltr">{text}</a> }.into_any())}
            </p>
            <DataTable
                caption=words.class_roster_caption()
                columns=[
                    words.class_roster_card_column(),
                    words.class_roster_name_column(),
                    words.class_roster_to_column(),
                    words.class_roster_stamp_column(),
                ]
                .map(str::to_owned)
                .to_vec()
                words=true
                rows
                empty=words.class_roster_empty()
            />
            <h2>{words.class_one_again_title()}</h2>
            <form class="class__one" method="post" action=context.action()>
                <Carried context=of code draft=typed />
                <Entry form=Controls::new(forms::one_card(words), Vec::new()) field=Field::Only />
                <button class="button button--quiet" type="submit" name=STEP value=Step::Print.as_str()>
                    {words.class_one_again_button()}
                </button>
            </form>
        </section>
    }
}

/// The whole form in hidden fields, for a set that exists: what was typed is what is printed.
#[component]
fn Carried(context: ClassContext, code: ClassCode, draft: ClassDraft) -> impl IntoView {
    let fields = draft.pairs().into_iter().filter(|(field, _)| !ClassDraft::DEALING.contains(field)).collect();
    view! {
        <input type="hidden" name="code" value=code.digits() />
        <input type="hidden" name=EDITION value=context.edition.language.to_string() />
        <input type="hidden" name=REVISION value=context.revision.to_string() />
        <Hidden fields />
    }
}
