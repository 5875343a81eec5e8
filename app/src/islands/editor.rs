//! What stands beside a letter's template while it is written: what is wrong and where, what could become a blank, a menu of
//! what can be put in, and whether it fits on paper.
//!
//! The fields are no part of the island: they are those of a plain form that works without it. The island listens to them.
//! What it says comes from the server, which alone has the words; it asks when nobody has typed for a moment. It changes a
//! field only as typing would, so that the browser can take it back.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::shared::{LengthTable, Mark, Offered, Place, Remarks};

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

    let EditorWords { title, marks, offers, offers_note, all, all_step, menu: summary, insert, again, lengths, .. } = words;
    let (columns, note) = (words.lengths_columns, words.lengths_note);
    let take = move |offered: &[Offered]| {
        // From the last to the first, so that none moves another.
        for Offered { place, found, becomes, .. } in offered.iter().rev() {
            if fields::replace(place, found, becomes) {
                set_remarks.update(|remarks| *remarks = std::mem::take(remarks).after(place, becomes.encode_utf16().count()));
            }
        }
    };
    let marks = move || {
        let items = remarks.get().marks.into_iter().map(mark).collect_view();
        (!items.is_empty()).then(|| {
            view! {
                <section>
                    <h4>{marks.clone()}</h4>
                    <ul class="editor__marks">{items}</ul>
                </section>
            }
        })
    };
    let offered = move || {
        let found = remarks.get().offers;
        let several = found.len() > 1;
        let everything = found.clone();
        let items = found
            .into_iter()
            .map(|offer| {
                let (said, step) = (offer.said.clone(), offer.step.clone());
                let click = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    take(std::slice::from_ref(&offer));
                };
                view! {
                    <li>
                        <button type="submit" class="button button--quiet" name=STEP value=step on:click=click>
                            {said}
                        </button>
                    </li>
                }
            })
            .collect_view();
        let click = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            take(&everything);
        };
        (!items.is_empty()).then(|| {
            view! {
                <section>
                    <h4>{offers.clone()}</h4>
                    <p class="note">{offers_note.clone()}</p>
                    <ul class="editor__offers">{items}</ul>
                    {several
                        .then(|| {
                            view! {
                                <button type="submit" class="button button--quiet" name=STEP value=all_step.clone() on:click=click>
                                    {all.clone()}
                                </button>
                            }
                        })}
                </section>
            }
        })
    };
    let table = move || {
        let rows = remarks.get().lengths;
        (!rows.is_empty()).then(|| {
            let (caption, columns, note) = (lengths.clone(), columns.clone(), note.clone());
            view! {
                <section>
                    <LengthTable caption columns rows note />
                </section>
            }
        })
    };
    let label = insert.clone();
    let items = menu.into_iter().map(move |item| insertion(item, &label, last)).collect_view();
    let of_blank =
        move |written: String| insertion(Insertion { written, name: again.clone(), note: String::new() }, &insert, last);
    let blanks = move || remarks.get().blanks.into_iter().map(&of_blank).collect_view();
    view! {
        <section class="editor" aria-label=title>
            <p class="editor__summary" aria-live="polite">{move || remarks.get().summary}</p>
            {marks}
            {offered}
            {table}
            <details class="more">
                <summary>{summary}</summary>
                <dl class="insertions">{items} {blanks}</dl>
            </details>
        </section>
    }
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

fn insertion(item: Insertion, label: &str, last: StoredValue<Option<String>>) -> impl IntoView + use<> {
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
}
