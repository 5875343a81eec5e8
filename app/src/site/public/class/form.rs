//! What a class set is made from.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use domain::{
    artwork::Artwork,
    campaign::Edition,
    checked::FieldError,
    class::{CARDS_MAX, NAME_MAX, names_apart},
    form::Field,
    letter::Draft,
    paper::Flip,
    state::US_STATES,
};
use leptos::prelude::*;
use usecases::{Classes, class::ClassDraft};

use super::{Desk, Step};
use crate::{
    links::{LANGUAGE, Link, TargetsQuery},
    site::components::{ArtworkChoice, ErrorSummary, KEPT_OF_NETWORKS, Select, TextArea, TextField},
    site::step::{STEP, Step as _},
};

#[component]
pub(super) fn ClassForm(
    desk: Desk,
    form: String,
    draft: ClassDraft,
    errors: Vec<FieldError>,
    countries: Vec<(String, String)>,
    artworks: Vec<Artwork>,
) -> impl IntoView {
    let action = desk.action();
    let language = desk.edition.language.tag();
    let campaign = Link::Campaign(&desk.campaign.slug, Some(desk.edition.language)).path();
    let again = desk.set.as_ref().map(|set| set.code);
    let country = match &desk.set {
        Some(set) => set.country.to_string(),
        None if draft.draft.country.is_empty() => "US".to_owned(),
        None => draft.draft.country.clone(),
    };
    // Where a set that is dealt is posted is settled.
    let countries: Vec<_> = countries.into_iter().filter(|(code, _)| again.is_none() || *code == country).collect();
    let formats: Vec<(String, String)> =
        Classes::formats().map(|format| (format.as_str().to_owned(), format.label().to_owned())).collect();
    let format = if draft.format.is_empty() { "us-letter-4up".to_owned() } else { draft.format.clone() };
    let flips = Flip::ALL.map(|flip| (flip.as_str().to_owned(), flip_label(flip).to_owned())).to_vec();
    let intro = match again {
        Some(code) => format!("Class set {code}. The cards go to the same offices as before; type the names again, as they were not kept."),
        None => "One PDF with a cover sheet, a list of who has which card, and the cards. No accounts, no email, and nothing about a child is stored.".to_owned(),
    };
    let new = again.is_none().then(|| view! { <NewSet desk=desk.clone() draft=draft.clone() errors=errors.clone() /> });
    view! {
        <p class="crumbs">
            <a href=campaign>{desk.edition.title.clone()}</a>
            " "
            <a href=Link::ClassReports.path()>"Report a class set"</a>
        </p>
        <h1>"Write with a class"</h1>
        <p class="lead">{intro}</p>
        <ErrorSummary errors=errors.clone() />
        <form class="class" method="post" action=action novalidate autocomplete="off">
            <input type="hidden" name="set" value=form />
            <input type="hidden" name=LANGUAGE value=language />
            {again.map(|code| view! { <input type="hidden" name="code" value=code.digits() /> })}
            {new}
            <Words edition=desk.edition.clone() draft=draft.clone() errors=errors.clone() />
            <Writers draft=draft.clone() country countries errors=errors.clone() />
            <ArtworkChoice artworks chosen=draft.artwork.clone() code=draft.qr />
            <fieldset>
                <legend>"Paper and printer"</legend>
                <Select name="format" label="Paper" value=format options=formats errors=errors.clone() />
                <Select
                    name="flip"
                    label="How your printer turns the sheet"
                    hint="The cover sheet is printed the same way: look at it before you print the others."
                    value=draft.flip.clone()
                    options=flips
                    errors=errors
                />
            </fieldset>
            <p class="privacy">{KEPT_OF_NETWORKS}</p>
            <p class="actions">
                <button class="button" type="submit" name=STEP value=Step::Make.as_str()>
                    "Make the set"
                </button>
            </p>
        </form>
    }
}

/// The campaign's letter, filled in once, or lines.
#[component]
fn Words(edition: Edition, draft: ClassDraft, errors: Vec<FieldError>) -> impl IntoView {
    let language = edition.language.tag();
    let blanks = edition
        .template
        .blanks()
        .into_iter()
        .map(|blank| {
            let value = draft.draft.blanks.get(&blank.name).cloned().unwrap_or_default();
            let mut letters = blank.label.chars();
            let label: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
            view! {
                <div lang=language>
                    <TextArea name=format!("blanks.{}", blank.name) label value errors=errors.clone() max=blank.max rows=2 />
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend>"What stands on the cards"</legend>
            <Choice name="typed" value="no" checked=!draft.typed label="Lines to write on by hand" hint="Each child writes in their own words. A card that a child wrote is read." />
            <Choice name="typed" value="yes" checked=draft.typed label="The campaign’s letter" hint="Each child reads it and signs. Fill in what follows once, for all cards." />
            <div class="class__typed">
                {blanks}
                {edition
                    .template
                    .takes_note()
                    .then(|| {
                        view! {
                            <TextArea
                                name="note"
                                label="A paragraph of your own"
                                value=draft.draft.note.clone()
                                errors=errors.clone()
                                max=Draft::NOTE_MAX
                                rows=3
                            />
                        }
                    })}
                <TextField
                    name="place"
                    label="Your town"
                    hint="With the state or country, for instance Ridgeview, OH."
                    value=draft.draft.place.clone()
                    errors=errors.clone()
                    max=80
                />
            </div>
        </fieldset>
    }
}

#[component]
fn Writers(draft: ClassDraft, country: String, countries: Vec<(String, String)>, errors: Vec<FieldError>) -> impl IntoView {
    // A list in one line is put apart at a click, and seen before it is printed.
    let apart = errors.iter().any(|error| error.field == Field::Names) && names_apart(&draft.names).is_some();
    view! {
        <fieldset>
            <legend>"Who writes"</legend>
            <TextArea
                name="names"
                label="First names"
                hint=format!("One a line, at most {NAME_MAX} letters each; or leave it empty. They are printed and forgotten: not stored, not logged.")
                value=draft.names.clone()
                errors=errors.clone()
                max=usize::from(CARDS_MAX) * (NAME_MAX + 1)
                rows=6
                autocomplete="off"
            />
            {apart
                .then(|| {
                    view! {
                        <p class="actions">
                            <button class="button button--quiet" type="submit" name=STEP value=Step::Names.as_str()>
                                "Put each name on a line of its own"
                            </button>
                        </p>
                    }
                })}
            <TextArea
                name="address"
                label="The school’s address"
                hint="Printed in the corner of each card, for the answers, under the child’s name where you give one. At most five lines."
                value=draft.draft.address.clone()
                errors=errors.clone()
                max=Draft::ADDRESS_MAX
                rows=3
                autocomplete="off"
            />
            <Select name="country" label="The country you post from" value=country options=countries errors=errors.clone() />
        </fieldset>
    }
}

const fn flip_label(flip: Flip) -> &'static str {
    match flip {
        Flip::Long => "On the long edge, like the pages of a book (most printers)",
        Flip::Short => "On the short edge, like a notepad",
    }
}

/// How many cards, and to whom: what is settled once.
#[component]
fn NewSet(desk: Desk, draft: ClassDraft, errors: Vec<FieldError>) -> impl IntoView {
    let states: Vec<(String, String)> = std::iter::once((String::new(), "Choose a state".to_owned()))
        .chain(US_STATES.iter().map(|state| (state.code.to_owned(), state.name.to_owned())))
        .collect();
    let to = draft.to.clone();
    let is = |name: &str| to == name;
    let error = errors.iter().find(|error| matches!(error.field, Field::To | Field::Target)).map(|error| error.message.clone());
    let list = Link::Targets(&desk.campaign.slug, TargetsQuery::all(desk.edition.language)).path();
    let of = if desk.congress { "states" } else { "countries" };
    let delegation = desk.congress.then(|| {
        view! {
            <Choice
                name="to"
                value="delegation"
                checked=is("delegation")
                label="Your state’s members of Congress, in turn"
                hint="Both senators and the members of the House."
            />
            <div class="class__under">
                <Select name="state" label="Your state" value=draft.state.clone() options=states errors=errors.clone() />
            </div>
        }
    });
    let one = match &desk.one {
        Some((id, name)) => view! {
            <Choice name="to" value="one" checked=is("one") label="All to one office" hint=name.clone() />
            <input type="hidden" name="target" value=id.clone() />
        }
        .into_any(),
        None => view! {
            <p class="note">
                "Or all to one office: "
                <a href=list>"choose it from the list"</a>
                ", and there “Write to it with a class”."
            </p>
        }
        .into_any(),
    };
    view! {
        <fieldset>
            <legend>"How many cards, and to whom"</legend>
            <TextField
                name="cards"
                label="How many cards"
                hint=format!("1 to {CARDS_MAX}.")
                value=draft.cards.clone()
                errors=errors.clone()
                inputmode="numeric"
                max=2
                required=true
            />
            {error.map(|error| view! { <p class="field__error" id="to-error">{error}</p> })}
            {delegation}
            <Choice
                name="to"
                value="fewest"
                checked=is("fewest")
                label=format!("Spread over the {of} with the fewest letters so far")
                hint="A card or two to each, so that no one is forgotten."
            />
            {one}
        </fieldset>
    }
}

/// One of several, with what it means.
#[component]
fn Choice(
    name: &'static str,
    value: &'static str,
    checked: bool,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
) -> impl IntoView {
    let id = format!("{name}-{value}");
    view! {
        <div class="choice">
            <input type="radio" id=id.clone() name=name value=value checked=checked />
            <label for=id>
                {label}
                <span class="choice__hint">{format!(" {hint}")}</span>
            </label>
        </div>
    }
}
