//! Counts: the number like a stamp, the way to the goal, and the table of stages.

use domain::tally::{Stage, Stages};
use leptos::prelude::*;
use words::Span;

use super::DataTable;
use crate::site::reader::{Tongue, tongue, words};

/// Letters sent, and the goal.
#[component]
pub fn Progress(sent: u64, goal: u32) -> impl IntoView {
    let words = words();
    view! {
        <div class="tally">
            <Stamp spans=words.progress_sent(sent) id="total" />
            <p class="tally__goal">
                <progress max=goal.to_string() value=sent.min(u64::from(goal)).to_string() aria-label=words.progress_label() />
                {words.progress_goal(goal)}
            </p>
        </div>
    }
}

/// A number with its words, like a stamp. The message has the number between tags.
#[component]
pub fn Stamp(spans: Vec<Span>, id: &'static str) -> impl IntoView {
    let spans = spans
        .into_iter()
        .map(|span| match span {
            Span::Text(text) => view! { <span class="tally__label">{text.trim().to_owned()}</span> }.into_any(),
            Span::Tagged(_, number) => view! { <span class="tally__number" data-testid=id>{number}</span> }.into_any(),
        })
        .collect_view();
    view! { <p class="tally__stamp">{spans}</p> }
}

/// A table of stages, with one row for each thing that is counted.
#[component]
pub fn StagesTable(
    #[prop(into)] caption: String,
    #[prop(into)] of: String,
    rows: Vec<(String, Stages)>,
    /// The language of the things' names, if it is not the page's.
    #[prop(optional)]
    named_in: Option<&'static str>,
) -> impl IntoView {
    let words = words();
    let Tongue { lang, dir } = named_in.map(tongue).unwrap_or_default();
    let columns = std::iter::once(of).chain(Stage::ALL.map(|stage| words.stage(stage).to_owned())).collect();
    let rows = rows
        .into_iter()
        .map(|(label, stages)| {
            view! {
                <tr>
                    <th scope="row" lang=lang.clone() dir=dir>
                        {label}
                    </th>
                    <StageCells stages />
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <DataTable caption columns rows empty=words.stages_empty() /> }
}

/// The numbers of a row, in the order of [`Stage::ALL`].
#[component]
pub fn StageCells(stages: Stages) -> impl IntoView {
    let words = words();
    stages.iter().map(|(_, count)| view! { <td>{words.number(count)}</td> }).collect_view()
}
