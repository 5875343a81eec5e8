//! Counts: the stamp-like number, the way to the goal, and the honest table.

use domain::tally::Stages;
use leptos::prelude::*;

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

/// A table of stages, one row for each of whatever is counted.
#[component]
pub fn StagesTable(#[prop(into)] caption: String, #[prop(into)] of: String, rows: Vec<(String, Stages)>) -> impl IntoView {
    let empty = rows.is_empty();
    let label = caption.clone();
    let rows = rows
        .into_iter()
        .map(|(label, stages)| {
            view! {
                <tr>
                    <th scope="row">{label}</th>
                    <td>{stages.prepared}</td>
                    <td>{stages.confirmed}</td>
                    <td>{stages.accepted}</td>
                    <td>{stages.bounced}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <table class="stages">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{of}</th>
                        <th scope="col">"Prepared"</th>
                        <th scope="col">"Confirmed"</th>
                        <th scope="col">"Accepted"</th>
                        <th scope="col">"Bounced"</th>
                    </tr>
                </thead>
                <tbody>
                    {rows}
                    {empty.then(|| view! { <tr><td colspan="5">"Nothing yet."</td></tr> })}
                </tbody>
            </table>
        </div>
    }
}
