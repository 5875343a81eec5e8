//! Counts: the number like a stamp, the way to the goal, and the table of stages.

use domain::tally::{Stage, Stages};
use leptos::prelude::*;

use super::DataTable;

/// Letters sent, and the goal.
#[component]
pub fn Progress(sent: u64, goal: u32) -> impl IntoView {
    view! {
        <div class="tally">
            <p class="tally__stamp">
                <span class="tally__number" data-testid="total">{sent}</span>
                <span class="tally__label">{if sent == 1 { "letter sent" } else { "letters sent" }}</span>
            </p>
            <p class="tally__goal">
                <progress max=goal.to_string() value=sent.min(u64::from(goal)).to_string() aria-label="Letters sent of the goal" />
                {format!("Goal: {goal} letters")}
            </p>
        </div>
    }
}

/// A table of stages, with one row for each thing that is counted.
#[component]
pub fn StagesTable(#[prop(into)] caption: String, #[prop(into)] of: String, rows: Vec<(String, Stages)>) -> impl IntoView {
    let columns = [of.as_str()].into_iter().chain(Stage::ALL.map(Stage::label)).map(str::to_owned).collect();
    let rows = rows
        .into_iter()
        .map(|(label, stages)| {
            view! {
                <tr>
                    <th scope="row">{label}</th>
                    <StageCells stages />
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <DataTable caption columns rows empty="Nothing yet." /> }
}

/// The numbers of a row, in the order of [`Stage::ALL`].
#[component]
pub fn StageCells(stages: Stages) -> impl IntoView {
    stages.iter().map(|(_, count)| view! { <td>{count}</td> }).collect_view()
}
