//! The form for a class set.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use domain::{
    artwork::Artwork,
    campaign::Edition,
    class::names_apart,
    form::{Field, Form as _},
    paper::Flip,
};
use leptos::prelude::*;
use usecases::{Classes, class::ClassDraft};

use super::{ClassContext, FORM, Filling, Step};
use crate::{
    links::{EDITION, Link, REVISION, TargetsQuery},
    site::components::{ArtworkChoice, Choice, Choices, Entry, ErrorSummary, Guarded},
    site::forms::{self, Controls},
    site::reader::{link_to, marked, tongue, words},
    site::step::{STEP, Step as _},
};

#[component]
pub(super) fn ClassForm(
    context: ClassContext,
    filling: Filling,
    countries: Vec<(String, String)>,
    artworks: Vec<Artwork>,
) -> impl IntoView {
    let words = words();
    let Filling { form, draft, errors, carried } = filling;
    let action = context.action();
    let language = context.edition.language.to_string();
    let of_title = tongue(&language);
    let campaign = link_to(Link::Campaign(&context.campaign.slug, Some(context.edition.language)));
    let again = context.set.as_ref().map(|set| set.code);
    let country = match &context.set {
        Some(set) => set.country.to_string(),
        None if draft.draft.country.is_empty() => "US".to_owned(),
        None => draft.draft.country.clone(),
    };
    // A set that is dealt has its country already.
    let countries: Vec<_> = countries.into_iter().filter(|(code, _)| again.is_none() || *code == country).collect();
    let formats: Vec<(String, String)> =
        Classes::formats(&context.campaign).map(|format| (format.as_str().to_owned(), words.paper(format).to_owned())).collect();
    let usual = formats.iter().find(|(format, _)| format == "us-letter-4up").or(formats.first());
    let format = if draft.format.is_empty() { usual.map(|(format, _)| format.clone()) } else { Some(draft.format.clone()) };
    let flips = Flip::ALL.map(|flip| (flip.as_str().to_owned(), words.flip_pictured(flip).to_owned())).to_vec();
    let asked = forms::class(words, &context.edition.letter.template, again.is_some(), context.congress);
    let asked = Controls::of_letter(asked, errors, context.edition.language);
    let intro = match again {
        Some(code) => words.class_again_lead(code),
        None => words.class_lead().to_owned(),
    };
    let new = again.is_none().then(|| view! { <NewSet context=context.clone() draft=draft.clone() asked=asked.clone() /> });
    view! {
        <p class="crumbs">
            <a href=campaign lang=of_title.lang dir=of_title.dir>{context.edition.title.clone()}</a>
            " "
            <a href=link_to(Link::ClassReports)>{words.class_report_link()}</a>
        </p>
        <h1>{words.class_title()}</h1>
        <p class="lead">{intro}</p>
        <ErrorSummary form=asked.clone() />
        <form class="class" id=FORM method="post" action=action novalidate autocomplete="off">
            <input type="hidden" name="set" value=form.to_string() />
            <Guarded carried />
            <input type="hidden" name=EDITION value=language />
            <input type="hidden" name=REVISION value=context.revision.to_string() />
            {again.map(|code| view! { <input type="hidden" name="code" value=code.digits() /> })}
            {new}
            <Text edition=context.edition.clone() draft=draft.clone() asked=asked.clone() />
            <Writers draft=draft.clone() country countries asked=asked.clone() />
            <ArtworkChoice form=asked.clone() artworks chosen=draft.artwork.clone() code=draft.qr />
            <fieldset>
                <legend>{words.class_paper_legend()}</legend>
                <Entry form=asked.clone() field=Field::Format value=format.unwrap_or_default() options=formats />
                <Entry form=asked field=Field::Flip value=draft.flip.clone() options=flips />
            </fieldset>
            <p class="privacy">{words.networks_note()}</p>
            <p class="actions">
                <button class="button" type="submit" name=STEP value=Step::Make.as_str()>
                    {words.class_make_button()}
                </button>
            </p>
        </form>
    }
}

/// The campaign's letter, filled in once, or lines.
#[component]
fn Text(edition: Edition, draft: ClassDraft, asked: Controls) -> impl IntoView {
    let words = words();
    let ask = |field: Field| view! { <Entry form=asked.clone() value=draft.draft.get(&field) field /> };
    let blanks = edition.letter.template.blanks().into_iter().map(|blank| ask(Field::Blank(blank.name))).collect_view();
    let (note, place) = (ask(Field::Note), ask(Field::Place));
    view! {
        <Choices form=asked.clone() field=Field::Typed>
            <Choice
                field=Field::Typed
                id="typed-no"
                value="no"
                checked=!draft.typed
                label=words.class_by_hand_label()
                hint=words.class_by_hand_hint()
            />
            <Choice
                field=Field::Typed
                id="typed-yes"
                value="yes"
                checked=draft.typed
                label=words.class_typed_label()
                hint=words.class_typed_hint()
            />
            <div class="class__typed">{blanks} {note} {place}</div>
        </Choices>
    }
}

#[component]
fn Writers(draft: ClassDraft, country: String, countries: Vec<(String, String)>, asked: Controls) -> impl IntoView {
    let words = words();
    // Names typed in one line are separated at a click, and seen before they are printed.
    let apart = asked.error(&Field::Names).is_some() && names_apart(&draft.names).is_some();
    view! {
        <fieldset>
            <legend>{words.class_writers_legend()}</legend>
            <Entry form=asked.clone() field=Field::Names value=draft.names.clone() />
            {apart
                .then(|| {
                    view! {
                        <p class="actions">
                            <button class="button button--quiet" type="submit" name=STEP value=Step::Names.as_str()>
                                {words.class_names_apart_button()}
                            </button>
                        </p>
                    }
                })}
            <Entry form=asked.clone() field=Field::Address value=draft.draft.address.clone() />
            <Entry form=asked field=Field::Country value=country options=countries options_in=words.grammar().tag() />
        </fieldset>
    }
}

/// How many cards, and to whom: both are settled once.
#[component]
fn NewSet(context: ClassContext, draft: ClassDraft, asked: Controls) -> impl IntoView {
    let words = words();
    let states: Vec<(String, String)> = std::iter::once((String::new(), words.class_state_none_option().to_owned()))
        .chain(words.us_states().iter().map(|(state, name)| (state.code.to_owned(), (*name).to_owned())))
        .collect();
    let to = draft.to.clone();
    let is = move |name: &str| to == name;
    let list = link_to(Link::Targets(&context.campaign.slug, TargetsQuery::all(context.edition.language)));
    let fewest = if context.congress { words.class_fewest_states_label() } else { words.class_fewest_countries_label() };
    let delegation = context.congress.then(|| {
        view! {
            <Choice
                field=Field::To
                id="to-delegation"
                value="delegation"
                checked=is("delegation")
                label=words.class_delegation_label()
                hint=words.class_delegation_hint()
            />
            <div class="class__under">
                <Entry form=asked.clone() field=Field::State value=draft.state.clone() options=states />
            </div>
        }
    });
    let one = match &context.one {
        Some((id, name)) => view! {
            <Choice
                field=Field::To
                id="to-one"
                value="one"
                checked=is("one")
                label=words.class_one_label()
                hint=name.clone()
            />
            <input type="hidden" name="target" value=id.clone() />
        }
        .into_any(),
        None => view! {
            <p class="note">
                {marked(words.class_one_note(), move |_, text| view! { <a href=list.clone()>{text}</a> }.into_any())}
            </p>
        }
        .into_any(),
    };
    let cards = view! { <Entry form=asked.clone() field=Field::Cards value=draft.cards.clone() /> }.into_any();
    view! {
        <Choices form=asked field=Field::To above=Some(cards)>
            {delegation}
            <Choice
                field=Field::To
                id="to-fewest"
                value="fewest"
                checked=is("fewest")
                label=fewest
                hint=words.class_fewest_hint()
            />
            {one}
        </Choices>
    }
}
