//! A class set that is made: its code, its list, and the way to its PDF.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use domain::class::ClassCode;
use leptos::prelude::*;
use usecases::class::{ClassDraft, RosterCard};

use super::{Desk, Step};
use crate::{
    links::{LANGUAGE, Link},
    site::components::DataTable,
    site::step::{STEP, Step as _},
};

#[component]
pub(super) fn SetPage(
    desk: Desk,
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
                    <td>{card.stamp}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let again = Link::ClassAgain(&desk.campaign.slug, code).path();
    let another = Link::Class(&desk.campaign.slug, Some(desk.edition.language)).path();
    let step = |step: Step, label: &'static str, class: &'static str| {
        let carried = Carried { desk: desk.clone(), code, draft: draft.clone() };
        view! {
            <form method="post" action=desk.action()>
                {carried.into_view()}
                <button class=class type="submit" name=STEP value=step.as_str()>
                    {label}
                </button>
            </form>
        }
    };
    let one = Carried { desk: desk.clone(), code, draft: draft.clone() };
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
                <a href=Link::ClassReport(code).path()>"Report what was posted"</a>
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
            <form class="class__one" method="post" action=desk.action()>
                {one.into_view()}
                <div class="field">
                    <label for="only">"Number of the card"</label>
                    <input id="only" name="only" type="text" inputmode="numeric" required=true />
                </div>
                <button class="button button--quiet" type="submit" name=STEP value=Step::Print.as_str()>
                    "Print this card"
                </button>
            </form>
        </section>
    }
}

/// The whole form in hidden fields, for a set that is made: what is printed is what was typed.
struct Carried {
    desk: Desk,
    code: ClassCode,
    draft: ClassDraft,
}

impl Carried {
    fn into_view(self) -> impl IntoView {
        let Self { desk, code, draft } = self;
        let ClassDraft { names, typed, format, flip, artwork, code: code_on_card, draft, .. } = draft;
        let fields = [
            ("code".to_owned(), code.digits()),
            (LANGUAGE.to_owned(), desk.edition.language.tag().to_owned()),
            ("names".to_owned(), names),
            ("typed".to_owned(), if typed { "yes" } else { "no" }.to_owned()),
            ("format".to_owned(), format),
            ("flip".to_owned(), flip),
            ("artwork".to_owned(), artwork),
            ("qr".to_owned(), if code_on_card { "yes" } else { "no" }.to_owned()),
            ("place".to_owned(), draft.place),
            ("country".to_owned(), draft.country),
            ("address".to_owned(), draft.address),
            ("note".to_owned(), draft.note),
        ];
        let blanks = draft.blanks.into_iter().map(|(name, value)| (format!("blanks.{name}"), value));
        fields
            .into_iter()
            .chain(blanks)
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view()
    }
}
