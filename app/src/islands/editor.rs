//! What stands beside a letter's template while it is written: what is wrong and where, what could become a blank, a menu of
//! what can be put in, and whether it fits on paper.
//!
//! The fields are no part of the island: they are those of a plain form that works without it. The island listens to them.
//! What it says comes from the server, which alone has the words; it asks when nobody has typed for a moment. It changes a
//! field only as typing would, so that the browser can take it back.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::shared::{LengthRow, LengthTable, Mark, Offered, Place, Remarks};

#[cfg(feature = "hydrate")]
mod asking;
mod fields;

/// The id of the form that the island listens to.
pub const EDITOR_FORM: &str = "part-form";

/// The name under which a button sends the step that it asks for, as the server knows it.
const STEP: &str = "step";

/// An item of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insertion {
    pub written: String,
    pub name: String,
    pub note: String,
}

/// What the editor says, in the page's language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EditorWords {
    pub title: String,
    pub marks: String,
    pub offers: String,
    pub offers_note: String,
    pub all: String,
    /// The step that takes all offers.
    pub all_step: String,
    pub menu: String,
    pub insert: String,
    /// The name of a blank that the letter has already.
    pub again: String,
    pub lengths: String,
    pub lengths_columns: [String; 3],
    pub lengths_note: String,
}

#[island]
pub fn LetterEditor(
    start: Remarks,
    menu: Vec<Insertion>,
    words: EditorWords,
    /// Where the server is asked, in the language of the page.
    path: String,
) -> impl IntoView {
    let (remarks, set_remarks) = signal(start);
    // The field in which somebody typed last.
    let last = StoredValue::new(None::<String>);
    #[cfg(feature = "hydrate")]
    asking::listen(path, last, set_remarks);
    #[cfg(not(feature = "hydrate"))]
    drop(path);

    let (title_of_marks, words_of_offers, words_of_lengths) = (words.marks.clone(), words.clone(), words.clone());
    let EditorWords { title, menu: summary, insert, again, .. } = words;
    let take = move |offered: &[Offered]| {
        // From the last to the first, so that none moves another.
        for Offered { place, found, becomes, .. } in offered.iter().rev() {
            if fields::replace(place, found, becomes) {
                set_remarks.update(|remarks| *remarks = std::mem::take(remarks).after(place, becomes.encode_utf16().count()));
            }
        }
    };
    let marked = move || marks(&title_of_marks, remarks.get().marks);
    let offered = move || offers(&words_of_offers, remarks.get().offers, take);
    let table = move || table(&words_of_lengths, remarks.get().lengths);
    let label = insert.clone();
    let items = menu.into_iter().map(move |item| insertion(item, &label, last)).collect_view();
    let of_blank =
        move |written: String| insertion(Insertion { written, name: again.clone(), note: String::new() }, &insert, last);
    let blanks = move || remarks.get().blanks.into_iter().map(&of_blank).collect_view();
    // Without `into_any` here and above, the types would be too deep for the compiler.
    let menu = view! {
        <details class="more">
            <summary>{summary}</summary>
            <dl class="insertions">{items} {blanks}</dl>
        </details>
    }
    .into_any();
    view! {
        <section class="editor" aria-label=title>
            <p class="editor__summary" aria-live="polite">{move || remarks.get().summary}</p>
            {marked}
            {offered}
            {table}
            {menu}
        </section>
    }
}

fn marks(title: &str, marks: Vec<Mark>) -> Option<AnyView> {
    let title = title.to_owned();
    (!marks.is_empty()).then(|| {
        view! {
            <section>
                <h4>{title}</h4>
                <ul class="editor__marks">{marks.into_iter().map(mark).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

fn offers(words: &EditorWords, offers: Vec<Offered>, take: impl Fn(&[Offered]) + Copy + 'static) -> Option<AnyView> {
    let EditorWords { offers: title, offers_note, all, all_step, .. } = words.clone();
    let button = move |said: String, step: String, offers: Vec<Offered>| {
        let click = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            take(&offers);
        };
        view! {
            <button type="submit" class="button button--quiet" name=STEP value=step on:click=click>
                {said}
            </button>
        }
    };
    (!offers.is_empty()).then(|| {
        let everything = (offers.len() > 1).then(|| button(all, all_step, offers.clone()));
        let items =
            offers.into_iter().map(|offer| view! { <li>{button(offer.said.clone(), offer.step.clone(), vec![offer])}</li> });
        view! {
            <section>
                <h4>{title}</h4>
                <p class="note">{offers_note}</p>
                <ul class="editor__offers">{items.collect_view()}</ul>
                {everything}
            </section>
        }
        .into_any()
    })
}

fn table(words: &EditorWords, rows: Vec<LengthRow>) -> Option<AnyView> {
    let EditorWords { lengths: caption, lengths_columns: columns, lengths_note: note, .. } = words.clone();
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <LengthTable caption columns rows note />
            </section>
        }
        .into_any()
    })
}

/// Something that is wrong. Its place is a link to the field; with scripts, to the very signs.
fn mark(mark: Mark) -> impl IntoView {
    let Mark { wrong, field, place, label, marked, said } = mark;
    let click = move |event: leptos::ev::MouseEvent| {
        if let Some(place) = &place {
            event.prevent_default();
            fields::select(place);
        }
    };
    view! {
        <li class=if wrong { "editor__wrong" } else { "editor__doubt" }>
            <a href=format!("#{field}") on:click=click>
                {label}
            </a>
            " "
            {(!marked.is_empty())
                .then(|| {
                    view! {
                        <code>
                            <bdi>{marked}</bdi>
                        </code>
                    }
                })}
            " "
            {said}
        </li>
    }
}

fn insertion(item: Insertion, label: &str, last: StoredValue<Option<String>>) -> AnyView {
    let Insertion { written, name, note } = item;
    let typed = written.clone();
    let click = move |_| fields::insert(last.get_value().as_deref(), &typed);
    let of_button = format!("{label}: {name} {written}");
    let label = label.to_owned();
    view! {
        <dt>
            <code dir="ltr">{written}</code>
            " "
            {name}
            " "
            <button type="button" class="button button--quiet js-only" aria-label=of_button on:click=click>
                {label}
            </button>
        </dt>
        <dd>{note}</dd>
    }
    .into_any()
}
