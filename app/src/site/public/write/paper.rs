//! Paper: the page asks for the format, how the printer turns the sheet, and the address to post to. Then it prints.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use std::collections::BTreeSet;

use axum::response::Response;
use domain::{
    checked::FieldError,
    form::Field,
    paper::{Flip, PaperFormat, Stock},
    problem::Choice as ToChoose,
    state::Iso2,
    target::PlaceKind,
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    supporter::letters::{Overflow, Paper, PostingPlace},
};

use super::ways::Leaving;
use crate::{
    links::Link,
    site::reader::{link_to, words},
    site::{
        api,
        components::{Choice, Choices},
        fields::Fields,
        forms::{Controls, PaperDraft},
    },
};

/// The suffix of a single card's format, in the choice of papers, that means it is for a print shop.
const WITH_BLEED: &str = " bleed";

/// The step that prints.
pub(super) const STEP: &str = "paper";

/// Whether lines are printed, to write on by hand.
pub(super) fn is_by_hand(fields: &Fields) -> bool {
    fields.get("typed") == "no"
}

/// Prints the chosen paper.
pub(super) async fn print(leaving: Leaving<'_>) -> Result<Response, Refusal> {
    let Leaving { app, opened, writing, fields, from, .. } = leaving;
    let unknown = |field: Field, choice: ToChoose| Refusal::Invalid(vec![FieldError::new(field, choice)]);
    // The page has one choice for two fields of the job, so that no sheet can be asked for with bleed.
    let PaperDraft { format: choice, flip, post_to, artwork, qr: code, .. } = fields.form();
    let (format, bleed) = choice.strip_suffix(WITH_BLEED).map_or((choice.as_str(), false), |format| (format, true));
    let format = PaperFormat::parse(format).ok_or_else(|| unknown(Field::Format, ToChoose::Paper))?;
    // A letter's form does not ask for it.
    let flip = match flip.as_str() {
        "" => Flip::default(),
        flip => Flip::parse(flip).ok_or_else(|| unknown(Field::Flip, ToChoose::Flip))?,
    };
    let paper = Paper { format, flip, bleed, post_to, typed: !is_by_hand(fields), artwork, code };
    let pdf = app.letters.print(opened, &writing.draft, paper, &writing.letter, from).await?;
    let kind = if bleed { "-bleed" } else { "" };
    Ok(api::pdf(&format!("{}-{}-{}{kind}", opened.campaign.slug, opened.target.id, format.as_str()), pdf))
}

/// The choice among the office's addresses, if it has several.
#[component]
pub(super) fn PlaceChoice(form: Controls, places: Vec<PostingPlace>, card: bool) -> impl IntoView {
    (places.len() > 1).then(|| {
        let kind = if card { "card" } else { "letter" };
        let choices = places
            .into_iter()
            .enumerate()
            .map(|(index, place)| {
                let id = format!("post-{kind}-{}", place.id);
                let stamp = words().stamp(if card { &place.card } else { &place.letter });
                let words = words();
                let needs = words.letter_place_stamp(stamp);
                let hint = match &place.kind {
                    PlaceKind::Washington => format!("{} {needs}", words.letter_place_washington_hint()),
                    PlaceKind::Pouch => format!("{} {needs}", words.letter_place_pouch_hint()),
                    PlaceKind::AtHome(_) => format!("{} {needs}", words.letter_place_at_home_hint()),
                    PlaceKind::Usual | PlaceKind::Other(_) => needs,
                };
                let label = match place.kind {
                    PlaceKind::Washington => words.letter_place_washington_label().to_owned(),
                    PlaceKind::Pouch => words.letter_place_pouch_label().to_owned(),
                    PlaceKind::Usual => words.letter_place_usual_label().to_owned(),
                    PlaceKind::AtHome(label) | PlaceKind::Other(label) => label,
                };
                view! { <Choice field=Field::PostTo id value=place.id checked=index == 0 label hint /> }
            })
            .collect_view();
        view! {
            <Choices form field=Field::PostTo first=card>
                {choices}
            </Choices>
        }
    })
}

/// A paper to choose, with its hint.
struct Offered {
    format: PaperFormat,
    /// For a print shop, with bleed.
    bleed: bool,
    hint: String,
    /// Whether the letter fits on it.
    fits: bool,
}

impl Offered {
    /// The papers for cards, or for letters. The first list has those that the supporter is likely to have; the second
    /// has the others, and those for a print shop.
    fn all(
        card: bool,
        papers: &BTreeSet<PaperFormat>,
        from: &Iso2,
        places: &[PostingPlace],
        too_long: &[Overflow],
    ) -> (Vec<Self>, Vec<Self>) {
        let choice = |format: PaperFormat, bleed: bool, hint: &str| {
            let over = too_long.iter().find(|over| over.format == format);
            let hint = over.map_or_else(|| hint.to_owned(), |over| format!("{hint} {}", words().letter_over(over.characters)));
            Self { format, bleed, hint, fits: over.is_none() }
        };
        let offered = PaperFormat::offered(card, from).into_iter().filter(|format| papers.contains(format));
        let offered = offered.filter(|format| format.goes_abroad() || places.iter().any(|place| place.domestic));
        let home = offered.clone().map(|format| {
            let some = !format.goes_abroad() && places.iter().any(|place| !place.domestic);
            let hint = if some { words().letter_paper_home_hint() } else { "" };
            choice(format, false, hint)
        });
        let shop = offered.filter(|format| format.layout_with_bleed().is_some()).map(|format| {
            let hint = if format.is_us() { words().letter_paper_bleed_inch_hint() } else { words().letter_paper_bleed_mm_hint() };
            choice(format, true, hint)
        });
        let us = PaperFormat::usual_card(from).is_us();
        let (mut likely, mut others): (Vec<_>, Vec<_>) = home.partition(|choice| choice.format.is_us() == us);
        if likely.is_empty() {
            std::mem::swap(&mut likely, &mut others);
        }
        // The first is printed unless another is chosen, so it has to suit the address that is chosen with it.
        if places.first().is_some_and(|place| !place.domestic) {
            likely.sort_by_key(|choice| !choice.format.goes_abroad());
        }
        likely.sort_by_key(|choice| !choice.fits);
        others.extend(shop);
        (likely, others)
    }
}

/// The choice of paper.
#[component]
pub(super) fn PaperChoice(
    form: Controls,
    card: bool,
    /// Those that the campaign offers.
    papers: BTreeSet<PaperFormat>,
    from: Iso2,
    places: Vec<PostingPlace>,
    /// Papers on which the letter does not fit.
    #[prop(optional)]
    too_long: Vec<Overflow>,
) -> impl IntoView {
    let (likely, others) = Offered::all(card, &papers, &from, &places, &too_long);
    // Shown where those look who know that card and miss it.
    let us = PaperFormat::usual_card(&from).is_us();
    let missed = |here: bool| {
        let missed = here && card && places.iter().all(|place| !place.domestic);
        missed.then(|| view! { <p class="note">{words().letter_domestic_note()}</p> })
    };
    let (missed, missed_abroad) = (missed(us), missed(!us));
    let first = likely.first().map(|choice| choice.format);
    let radio = move |choice: Offered| {
        let Offered { format, bleed, hint, .. } = choice;
        let value = if bleed { format!("{}{WITH_BLEED}", format.as_str()) } else { format.as_str().to_owned() };
        let id = format!("format-{}", value.replace(' ', "-"));
        let label = if bleed { words().paper_with_bleed(format).to_owned() } else { words().paper(format).to_owned() };
        let checked = !bleed && first == Some(format);
        view! { <Choice field=Field::Format id value checked label hint /> }
    };
    view! {
        <Choices form field=Field::Format first=card>
            {likely.into_iter().map(radio).collect_view()}
            {missed}
            {(!others.is_empty() || missed_abroad.is_some())
                .then(|| {
                    view! {
                        <details class="more">
                            <summary>{words().letter_papers_summary()}</summary>
                            {others.into_iter().map(radio).collect_view()}
                            {missed_abroad}
                        </details>
                    }
                })}
        </Choices>
    }
}

/// How the printer turns the sheet, and how to find it out.
#[component]
pub(super) fn FlipChoice(form: Controls, from: Iso2) -> impl IntoView {
    let mut stocks = Stock::ALL.to_vec();
    if !PaperFormat::usual_card(&from).is_us() {
        stocks.reverse();
    }
    let tests = stocks
        .into_iter()
        .map(|stock| {
            view! {
                " "
                <a href=link_to(Link::TestPage(stock, Flip::default()))>{words().stock(stock)}</a>
            }
        })
        .collect_view();
    let choices = Flip::ALL
        .into_iter()
        .map(|flip| {
            let (id, checked) = (format!("flip-{}", flip.as_str()), flip == Flip::default());
            view! { <Choice field=Field::Flip id value=flip.as_str() checked label=words().flip(flip) /> }
        })
        .collect_view();
    let wrong = form.error(&Field::Flip).is_some();
    view! {
        <details class="more" open=wrong>
            <summary>{words().letter_both_sides_summary()}</summary>
            <Choices form field=Field::Flip>
                {choices}
            </Choices>
            <p class="note">{words().letter_both_sides_note()}</p>
            <p class="note">{words().letter_test_page_note()} {tests}</p>
        </details>
    }
}
