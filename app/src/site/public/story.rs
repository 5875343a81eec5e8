//! A campaign's story, as visitors read it and as its organisers preview it.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use domain::{
    campaign::{Document, Edition, Look, Source},
    language::Language,
    prose::Prose,
};
use leptos::prelude::*;

use crate::site::{
    components::{ArtworkImage, Headings, ProseView},
    reader::{Tongue, tongue, words},
};

/// The way to a campaign's other languages, if it has any. `link` leads to the page in one of them.
pub(super) fn other_languages(document: &Document, language: Language, link: impl Fn(Language) -> String) -> Option<AnyView> {
    let others = document.languages().filter(|other| *other != language);
    let links: Vec<_> = others
        .map(|other| {
            view! {
                <a href=link(other) hreflang=other.to_string() lang=other.to_string() dir=other.direction().as_str()>
                    {other.name()}
                </a>
            }
        })
        .collect();
    let label = words().campaign_language_label();
    (!links.is_empty()).then(|| view! { <p class="crumbs">{label} " " {links}</p> }.into_any())
}

/// The story, why it matters, what a supporter can do and say, and where the facts are written.
#[component]
pub(in crate::site) fn StoryView(edition: Edition, look: Look) -> impl IntoView {
    let words = words();
    let language = edition.language;
    let Tongue { lang, dir } = tongue(language.tag());
    let header = look.header().cloned().map(|artwork| {
        let credit = artwork.credit.to_string();
        view! {
            <figure class="story__header">
                <ArtworkImage artwork />
                <figcaption lang=lang.clone() dir=dir>{credit}</figcaption>
            </figure>
        }
    });
    let prose = |title: &'static str, prose: &Prose| {
        let headings = if title.is_empty() { Headings::FromH2 } else { Headings::FromH3 };
        let (prose, artworks) = (prose.clone(), look.artworks.clone());
        (!prose.is_empty()).then(|| {
            view! {
                {(!title.is_empty()).then(|| view! { <h2>{title}</h2> })}
                <ProseView prose artworks headings language />
            }
        })
    };
    let sources = edition
        .sources
        .iter()
        .cloned()
        .map(|Source { title, url }| {
            view! {
                <li>
                    <a href=url rel="noopener noreferrer">{title}</a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let sources = (!sources.is_empty()).then(|| {
        view! {
            <div class="sources">
                <h2>{words.campaign_sources_title()}</h2>
                <ul lang=lang.clone() dir=dir>{sources}</ul>
            </div>
        }
    });
    view! {
        <div class="story">
            {header}
            {prose("", &edition.story)}
            {prose(words.campaign_why_title(), &edition.why)}
            {prose(words.campaign_what_to_do_title(), &edition.what_to_do)}
            {prose(words.campaign_talking_points_title(), &edition.talking_points)}
            {sources}
        </div>
    }
}
