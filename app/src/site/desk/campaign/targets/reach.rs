//! Who is in now and why, what publishing changes, and who comes and goes on which day.

use domain::{
    Date,
    campaign::{Document, Rule},
    channel::Channel,
    directory::Directory,
    target::TargetId,
};
use leptos::prelude::*;
use usecases::desk::audience::{Day, Difference, Lost, Reach, Reached, compare, days_ahead};
use words::Words;

use super::{PAGE, with};
use crate::site::{
    components::{DataTable, OF_OFFICES},
    reader::tongue,
};

/// Rows of the list of targets on one page.
const ROWS: usize = 25;
/// Rows of the list where it has no second page.
const ROWS_TYPED: usize = 100;
/// The most names in a sentence.
const NAMES: usize = 10;

/// Names for a sentence; of many the first, and how many others.
fn names<'a>(words: Words, directory: &Directory, ids: impl ExactSizeIterator<Item = &'a TargetId>) -> Vec<String> {
    let others = ids.len().saturating_sub(NAMES);
    let mut names: Vec<String> = ids.take(NAMES).map(|id| directory.name_of(id)).collect();
    if others > 0 {
        names.push(words.audience_and_others(others));
    }
    names
}

/// Who is in, in the order in which supporters see them.
///
/// `is_typed` says that it is what was typed, and not saved yet; `link` is the address of the page, and `page_number`
/// that of the list, from 1.
pub(super) fn in_now(
    words: Words,
    directory: &Directory,
    document: &Document,
    reach: &Reach,
    is_typed: bool,
    page_number: usize,
    link: &str,
) -> AnyView {
    let total = reach.targets.len();
    let title = if is_typed { words.audience_typed_title(total) } else { words.audience_in_title(total) };
    let channels = Channel::ALL
        .iter()
        .map(|channel| (words.channel(*channel).to_owned(), reach.channels.get(channel).copied().unwrap_or_default()));
    let unreachable = (words.audience_unreachable_row().to_owned(), reach.unreachable);
    let channels = channels.chain((reach.unreachable > 0).then_some(unreachable)).map(|(channel, count)| {
        view! {
            <tr>
                <th scope="row">{channel}</th>
                <td>{words.number(count)}</td>
            </tr>
        }
        .into_any()
    });
    let channels: Vec<AnyView> = channels.collect();
    let parties = (document.treaty.is_some() && reach.of_parties > 0)
        .then(|| view! { <p class="note">{words.audience_parties_note(reach.of_parties)}</p> });
    let shown = if is_typed { ROWS_TYPED } else { ROWS };
    let pages = total.div_ceil(shown).max(1);
    let page_number = page_number.clamp(1, pages);
    let rows: Vec<AnyView> = reach
        .targets
        .iter()
        .skip((page_number - 1) * shown)
        .take(shown)
        .map(|reached| row(words, directory, document, reached))
        .collect();
    let columns = [words.audience_target_column(), words.audience_status_column(), words.audience_why_column()];
    let to = |number: usize, label: &'static str| {
        let link = format!("{}#in", with(link, PAGE, &number.to_string()));
        view! { <a href=link>{label}</a> }
    };
    // What was typed has no page of its own to go to.
    let turn = (pages > 1 && !is_typed).then(|| {
        view! {
            <nav class="pager" aria-label=words.targets_pages_label()>
                {(page_number > 1).then(|| to(page_number - 1, words.targets_previous_link()))}
                <span>{words.targets_page_note(page_number, pages)}</span>
                {(page_number < pages).then(|| to(page_number + 1, words.targets_next_link()))}
            </nav>
        }
    });
    view! {
        <section class="deskpart" aria-labelledby="in">
            <h3 id="in">{title.clone()}</h3>
            <p>{words.audience_in_lead()}</p>
            {parties}
            {in_vain(words, &reach.lost)}
            <DataTable
                caption=words.audience_channels_caption()
                columns=vec![words.audience_channel_column().to_owned(), words.audience_reached_column().to_owned()]
                rows=channels
                empty=""
            />
            <DataTable
                caption=title
                columns=columns.map(str::to_owned).to_vec()
                words=true
                rows
                empty=words.audience_none_empty()
            />
            {turn}
        </section>
    }
    .into_any()
}

fn row(words: Words, directory: &Directory, document: &Document, reached: &Reached) -> AnyView {
    let Reached { target, status, rules, first } = reached;
    let of_offices = tongue(OF_OFFICES);
    let why = rules.iter().filter_map(|place| document.audience.rules.get(*place)).map(|rule| match rule {
        Rule::Listed { name: Some(name), .. } => name.to_string(),
        rule => words.rule(rule, directory),
    });
    let place = first.map(|place| format!("{}. ", place + 1));
    view! {
        <tr>
            <th scope="row">{place}<span lang=of_offices.lang dir=of_offices.dir>{target.name()}</span></th>
            <td>{status.map(|status| words.status(status))}</td>
            <td>{why.collect::<Vec<_>>().join("; ")}</td>
        </tr>
    }
    .into_any()
}

/// The targets that are named and are not there any more.
fn in_vain(words: Words, lost: &[Lost]) -> Option<AnyView> {
    let mut lines: Vec<String> = Vec::new();
    for Lost { target, .. } in lost {
        let line = match target.left_on {
            Some(day) => words.audience_lost_left(day, &target.name),
            None => words.audience_lost_unknown(&target.name),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    (!lines.is_empty()).then(|| {
        view! {
            <div class="note" role="note">
                <p>{words.audience_lost_title()}</p>
                <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

/// What publishing would change.
pub(super) fn changes(words: Words, directory: &Directory, public: &Document, draft: &Document, today: Date) -> Option<AnyView> {
    let changes: Difference = compare(directory, public, draft, today);
    (!changes.is_empty()).then(|| {
        let Difference { comes, goes, reordered } = changes;
        let named = |ids: &[TargetId]| names(words, directory, ids.iter());
        let comes = (!comes.is_empty()).then(|| view! { <li>{words.audience_change_comes(comes.len(), &named(&comes))}</li> });
        let goes = (!goes.is_empty()).then(|| view! { <li>{words.audience_change_goes(goes.len(), &named(&goes))}</li> });
        let order = reordered.then(|| view! { <li>{words.audience_change_order()}</li> });
        view! {
            <section class="deskpart" aria-labelledby="changes">
                <h3 id="changes">{words.audience_change_title()}</h3>
                <ul>{comes} {goes} {order}</ul>
            </section>
        }
        .into_any()
    })
}

/// Who comes and goes in the next twelve months.
pub(super) fn days(words: Words, directory: &Directory, document: &Document, today: Date) -> AnyView {
    let items: Vec<AnyView> = days_ahead(directory, document, today).iter().map(|day| of_day(words, directory, day)).collect();
    let none = items.is_empty().then(|| view! { <p>{words.audience_days_empty()}</p> });
    view! {
        <section class="deskpart" aria-labelledby="days">
            <h3 id="days">{words.audience_days_title()}</h3>
            <p>{words.audience_days_lead()}</p>
            {none}
            <dl>{items}</dl>
        </section>
    }
    .into_any()
}

fn of_day(words: Words, directory: &Directory, day: &Day) -> AnyView {
    let names = |ids: &mut dyn ExactSizeIterator<Item = &TargetId>| names(words, directory, ids);
    let mut lines = Vec::new();
    if !day.comes.is_empty() {
        lines.push(words.audience_day_comes(&names(&mut day.comes.iter().map(|(id, _)| id))));
    }
    if !day.goes.is_empty() {
        lines.push(words.audience_day_goes(&names(&mut day.goes.iter().map(|(id, _)| id))));
    }
    if !day.changes.is_empty() {
        lines.push(words.audience_day_changes(&names(&mut day.changes.iter().map(|(id, _)| id))));
    }
    if day.ends.len() > NAMES {
        lines.push(words.audience_day_ends_many(day.ends.len()));
    } else if !day.ends.is_empty() {
        lines.push(words.audience_day_ends(&names(&mut day.ends.iter())));
    }
    view! {
        <dt>{words.date(day.on)}</dt>
        {lines.into_iter().map(|line| view! { <dd>{line}</dd> }).collect_view()}
    }
    .into_any()
}
