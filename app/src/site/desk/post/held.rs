//! The letters that wait for an organiser, to read, to approve and to reject.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use std::collections::BTreeMap;

use domain::form::Field;
use leptos::prelude::*;
use usecases::{
    Relay,
    desk::outbox::{Held, HeldPage, Outbox, ToRead, Why},
    ports::Working,
};

use super::{Doing, LETTER, Place};
use crate::{
    links::{DeskLink, PostQuery},
    site::{
        desk::{OF_REPORTS, moment, tongue_of_title},
        reader::{Tongue, link_to, marked, quoting, tongue, words},
        said,
        step::{STEP, Step as _},
    },
};

/// The form of the ticked letters; the boxes stand with the letters, each beside a form of its own.
const TICKED: &str = "ticked";

#[component]
pub(super) fn HeldLetters(held: HeldPage, place: Place, campaigns: BTreeMap<String, Working>) -> impl IntoView {
    let words = words();
    let HeldPage { letters, count, page, more } = held;
    let action = link_to(place.link(PostQuery::default()));
    let to = |page: usize| link_to(place.link(PostQuery { page, ..PostQuery::default() }));
    let earlier = (page > 1).then(|| view! { <a href=to(page - 1)>{words.desk_post_earlier_link()}</a> " " });
    let later = more.then(|| view! { <a href=to(page + 1)>{words.desk_post_later_link()}</a> });
    let ticked = (letters.len() > 1).then(|| view! { <Ticked action=action.clone() page /> });
    let is_empty = letters.is_empty();
    let items = letters
        .into_iter()
        .map(|held| {
            let campaign = campaigns.get(&held.campaign).cloned();
            let several = ticked.is_some();
            view! { <HeldLetter held campaign action=action.clone() page several /> }
        })
        .collect_view();
    view! {
        <section class="deskpart" aria-labelledby="held">
            <h3 id="held">{words.desk_post_held_title()}</h3>
            {if is_empty {
                view! { <p>{words.desk_post_held_empty()}</p> }.into_any()
            } else {
                view! {
                    <p>{words.desk_post_held_lead(Relay::DECIDE_WITHIN.as_hours() / 24)}</p>
                    <p class="note">{words.desk_post_held_count(count)}</p>
                    {items}
                    {ticked}
                }
                .into_any()
            }}
            {(page > 1 || more).then(|| view! { <p>{earlier} {later}</p> })}
        </section>
    }
}

/// The buttons for the letters that are ticked.
#[component]
fn Ticked(action: String, page: usize) -> impl IntoView {
    let words = words();
    view! {
        <form id=TICKED class="held__acts held__acts--ticked" method="post" action=action aria-label=words.desk_post_ticked_label()>
            <input type="hidden" name=Field::Page.name() value=page.to_string() />
            <button class="button" type="submit" name=STEP value=Doing::Approve.as_str()>
                {words.desk_post_approve_ticked_button()}
            </button>
            <button class="button button--quiet" type="submit" name=STEP value=Doing::Reject.as_str()>
                {words.desk_post_reject_ticked_button()}
            </button>
        </form>
    }
}

#[component]
fn HeldLetter(held: Held, campaign: Option<Working>, action: String, page: usize, several: bool) -> impl IntoView {
    let words = words();
    let Held { id, why, since, until, letter, .. } = held;
    let heading = format!("letter-{id}");
    let (called, title, can_send) = if let Ok(letter) = &letter {
        let Tongue { lang, dir } = tongue(letter.language.tag());
        let subject = letter.subject.clone();
        (letter.subject.clone(), view! { <span lang=lang dir=dir>{subject}</span> }.into_any(), true)
    } else {
        let title = words.desk_post_unreadable_title(&id);
        (title.clone(), title.into_any(), false)
    };
    let times = since.zip(until).map(|(since, until)| {
        view! { <p class="note">{words.desk_post_held_since(moment(words, since), moment(words, until))}</p> }
    });
    let of_campaign = campaign.map(|working| {
        let Tongue { lang, dir } = tongue_of_title(&working.document);
        let title = working.document.title().to_owned();
        view! {
            <p class="note">
                {words.desk_campaign_column()} ": "
                <a href=link_to(DeskLink::CampaignPost(&working.slug, PostQuery::default())) lang=lang dir=dir>
                    {title}
                </a>
            </p>
        }
    });
    // What cannot be named cannot be decided on; its row has to be mended.
    let is_named = Outbox::named(&id).is_some();
    let tick = several.then(|| {
        let box_id = format!("tick-{id}");
        view! {
            <div class="choice">
                <input
                    type="checkbox"
                    id=box_id.clone()
                    name=LETTER
                    value=id.clone()
                    form=TICKED
                    aria-label=words.desk_post_tick_label(&called)
                />
                <label for=box_id>{words.desk_post_tick()}</label>
            </div>
        }
    });
    let acts = is_named.then(|| {
        view! {
            <div class="held__acts">
                {tick}
                <form method="post" action=action>
                    <input type="hidden" name=LETTER value=id.clone() />
                    <input type="hidden" name=Field::Page.name() value=page.to_string() />
                    {can_send
                        .then(|| {
                            view! {
                                <button
                                    class="button"
                                    type="submit"
                                    name=STEP
                                    value=Doing::Approve.as_str()
                                    aria-label=words.desk_post_approve_label(&called)
                                >
                                    {words.desk_post_approve_button()}
                                </button>
                            }
                        })}
                    <button
                        class="button button--quiet"
                        type="submit"
                        name=STEP
                        value=Doing::Reject.as_str()
                        aria-label=words.desk_post_reject_label(&called)
                    >
                        {words.desk_post_reject_button()}
                    </button>
                </form>
            </div>
        }
    });
    view! {
        <article class="held" aria-labelledby=heading.clone()>
            <h4 id=heading.clone()>{title}</h4>
            {match letter {
                Ok(letter) => view! { <Text letter=*letter /> }.into_any(),
                Err(error) => view! { <p>{quoting(OF_REPORTS, words.desk_post_unreadable_note(error))}</p> }.into_any(),
            }}
            <h5>{words.desk_post_held_why()}</h5>
            <Reasons why />
            {of_campaign}
            {times}
            {acts}
        </article>
    }
}

/// The letter to read.
#[component]
fn Text(letter: ToRead) -> impl IntoView {
    let words = words();
    let ToRead { name, target_name, language, body, .. } = letter;
    let Tongue { lang, dir } = tongue(language.tag());
    let reports = tongue(OF_REPORTS);
    let who = marked(words.desk_post_held_who(name, target_name), |tag, text| match tag {
        "target" => view! { <bdi lang=reports.lang.clone() dir=reports.dir>{text}</bdi> }.into_any(),
        _ => view! { <bdi>{text}</bdi> }.into_any(),
    });
    view! {
        <p>{who}</p>
        <details open>
            <summary>{words.desk_post_letter_summary()}</summary>
            <div class="held__text" lang=lang dir=dir>{body}</div>
        </details>
    }
}

#[component]
fn Reasons(why: Why) -> impl IntoView {
    let words = words();
    match why {
        Why::Review(rules) => {
            let items = rules.iter().map(|rule| view! { <li>{said::rule(words, rule)}</li> }).collect_view();
            view! { <ul>{items}</ul> }.into_any()
        }
        Why::Error(error) if error.is_empty() => view! { <p>{words.desk_post_why_unnoted()}</p> }.into_any(),
        Why::Error(error) => view! { <p>{quoting(OF_REPORTS, words.desk_post_why_error(error))}</p> }.into_any(),
    }
}
