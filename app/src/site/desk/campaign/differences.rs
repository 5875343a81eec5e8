//! What differs between two revisions, word by word.

use std::sync::Arc;

use domain::{
    campaign::{Audience, Colour, Revision},
    channel::Channel,
    directory::Directory,
    form::Field,
    language::Language,
    paper::PaperFormat,
    treaty::TreatyId,
};
use leptos::prelude::*;
use similar::{ChangeTag, TextDiff};
use usecases::desk::parts::Difference;
use words::Words;

use crate::site::{
    components::DataTable,
    forms::called_elsewhere,
    reader::{Tongue, tongue, words},
};

/// The fields that differ, each with what went and what came.
#[component]
pub(super) fn Differences(#[prop(into)] caption: String, differences: Vec<Difference>, empty: &'static str) -> impl IntoView {
    let words = words();
    let rows = differences
        .into_iter()
        .map(|difference| {
            let Tongue { lang, dir } = in_language(&difference);
            let (before, after) =
                (shown(words, &difference.field, &difference.before), shown(words, &difference.field, &difference.after));
            view! {
                <tr>
                    <th scope="row">{name(words, &difference)}</th>
                    <td class="changed" lang=lang dir=dir>{changed(&before, &after)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let columns = vec![words.desk_field_column().to_owned(), words.desk_change_column().to_owned()];
    view! { <DataTable caption columns words=true rows empty /> }
}

/// Both sides of a conflict, with the way out: to save the form below, or to keep what others saved.
#[component]
pub(super) fn Conflicts(newest: Revision, theirs: Vec<Difference>, own: Vec<Difference>, keep: String) -> impl IntoView {
    let words = words();
    view! {
        <div class="errors" role="alert" tabindex="-1" id="errors" autofocus>
            <h4>{words.desk_conflict_title()}</h4>
            <p>{words.desk_conflict_lead(newest)}</p>
            <Differences caption=words.desk_conflict_theirs_caption() differences=theirs empty="" />
            <Differences caption=words.desk_conflict_own_caption() differences=own empty="" />
            <p>
                <a class="button button--quiet" href=keep>{words.desk_conflict_keep_link()}</a>
            </p>
        </div>
    }
}

fn in_language(difference: &Difference) -> Tongue {
    difference.language.map(|language| tongue(language.tag())).unwrap_or_default()
}

/// The field, with its language and its kind of targets.
fn name(words: Words, difference: &Difference) -> String {
    let field = match &difference.field {
        Field::Audience => words.desk_form_audience_label().to_owned(),
        Field::Artwork => words.desk_artwork_title().to_owned(),
        field => called_elsewhere(words, field).unwrap_or_else(|| field.to_string()),
    };
    let about = [difference.language.map(Language::name), difference.kind.map(|kind| words.targets(kind).to_owned())];
    let about: Vec<String> = about.into_iter().flatten().collect();
    if about.is_empty() { field } else { format!("{field} ({})", about.join(", ")) }
}

/// A value as a person reads it: the names of what was chosen, not their codes.
fn shown(words: Words, field: &Field, value: &str) -> String {
    let each = |name: &dyn Fn(&str) -> Option<String>| {
        let names = value.split_whitespace().map(|code| name(code).unwrap_or_else(|| code.to_owned()));
        names.collect::<Vec<_>>().join(", ")
    };
    match field {
        Field::Channels => each(&|code| Channel::parse(code).map(|channel| words.channel(channel).to_owned())),
        Field::Papers => each(&|code| PaperFormat::parse(code).map(|paper| words.paper(paper).to_owned())),
        Field::Languages => each(&|code| Language::parse(code).ok().map(Language::name)),
        Field::Colour => each(&|code| Colour::parse(code).map(|colour| words.colour(colour).to_owned())),
        Field::OfficeHours | Field::Spread | Field::Digest => {
            if value == "yes" { words.desk_yes_cell() } else { words.desk_no_cell() }.to_owned()
        }
        Field::Audience => audience(words, value).unwrap_or_else(|| value.to_owned()),
        _ => value.to_owned(),
    }
}

/// Whom a campaign writes to, line by line.
fn audience(words: Words, value: &str) -> Option<String> {
    let directory = use_context::<Arc<Directory>>()?;
    let (treaty, audience): (Option<TreatyId>, Audience) = serde_json::from_str(value).ok()?;
    Some(words.audience(treaty.as_ref(), &audience, &directory).join("\n"))
}

/// The words of two texts, with those that went and those that came marked.
fn changed(before: &str, after: &str) -> Vec<AnyView> {
    let diff = TextDiff::from_words(before, after);
    diff.iter_all_changes()
        .map(|change| {
            let text = change.value().to_owned();
            match change.tag() {
                ChangeTag::Equal => text.into_any(),
                ChangeTag::Delete => view! { <del>{text}</del> }.into_any(),
                ChangeTag::Insert => view! { <ins>{text}</ins> }.into_any(),
            }
        })
        .collect()
}
