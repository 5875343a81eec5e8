//! A rendered letter that shows what the supporter typed and what is still missing.

use domain::letter::{Rendered, Span};
use leptos::prelude::*;

/// The spans of one paragraph; line ends become line breaks.
#[component]
pub fn Spans(spans: Vec<Span>) -> impl IntoView {
    spans
        .into_iter()
        .map(|span| match span {
            Span::Text(text) => view! { <span>{lines(&text)}</span> }.into_any(),
            Span::Typed { text, .. } => view! { <span class="typed">{lines(&text)}</span> }.into_any(),
            Span::Unfilled { label, .. } => view! { <mark class="blank">{label}</mark> }.into_any(),
        })
        .collect_view()
}

fn lines(text: &str) -> impl IntoView + use<> {
    text.split('\n')
        .enumerate()
        .map(|(index, line)| {
            let line = line.to_owned();
            view! {
                {(index > 0).then(|| view! { <br /> })}
                {line}
            }
        })
        .collect_view()
}

/// The letter as paragraphs.
#[component]
pub fn LetterText(letter: Rendered) -> impl IntoView {
    letter
        .paragraphs
        .into_iter()
        .map(|spans| {
            view! {
                <p>
                    <Spans spans />
                </p>
            }
        })
        .collect_view()
}
