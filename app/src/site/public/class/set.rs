//! The page of a class set: its code, its list, and the way to its PDF.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use domain::{
    class::ClassCode,
    form::{Field, Form as _},
};
use leptos::prelude::*;
use usecases::class::{ClassDraft, RosterCard};

use super::{ClassContext, Step};
use crate::{
    links::{EDITION, Link},
    site::components::{DataTable, Entry, Hidden},
    site::forms::{self, Controls},
    site::reader::{link_to, words},
    site::step::{STEP, Step as _},
};

#[component]
pub(super) fn SetPage(
    context: ClassContext,
    code: ClassCode,
    draft: ClassDraft,
    roster: Vec<RosterCard>,
    stale: Vec<String>,
) -> impl IntoView {
    let stale = (!stale.is_empty()).then(|| view! { <p class="notice">{stale.join(" ")}</p> });
    let cards = roster.len();
    let rows = roster
        .into_iter()
        .map(|card| {
            view! {
                <tr>
                    <th scope="row">{card.number}</th>
                    <td>{card.name}</td>
                    <td>{card.whom}</td>
                    <td>{card.stamp.map(|stamp| words().stamp(&stamp))}</td>
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
    view! {
        <section class="classset" aria-labelledby="set">
            <h1 id="set">{if cards == 1 { "Your card is ready".to_owned() } else { format!("Your {cards} cards are ready") }}</h1>
            <p class="classset__code">
                <span class="tally__label">"Class code"</span>
                " "
                <strong data-testid="code">{code.to_string()}</strong>
            </p>
            {stale}
            <p class="lead">"The code is on the cover sheet too. With it you report how many were posted, and print the set again."</p>
            <div class="actions">
                {step(Step::Print, "Print the set (PDF)", "button")}
                {step(Step::Edit, "Change names, text or paper", "button button--quiet")}
                <a href=link_to(Link::ClassReport(code))>"Report what was posted"</a>
                <a href=another>"Make another set"</a>
            </div>
            <p class="privacy">
                "The names are on this page and on the paper, and nowhere else. To print again on another day, open "
                <a href=again.clone()>{again.clone()}</a> " and type them again."
            </p>
            <DataTable
                caption="Who has which card"
                columns=["Card", "Name", "To", "Stamp"].map(str::to_owned).to_vec()
                words=true
                rows
                empty="There is no card."
            />
            <h2>"One card again"</h2>
            <form class="class__one" method="post" action=context.action()>
                <Carried context=of code draft=typed />
                <Entry form=Controls::new(forms::one_card(), Vec::new()) field=Field::Only />
                <button class="button button--quiet" type="submit" name=STEP value=Step::Print.as_str()>
                    "Print this card"
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
        <Hidden fields />
    }
}
