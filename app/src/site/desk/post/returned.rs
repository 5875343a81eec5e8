//! The returned mails of which only a person can say what they mean.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use std::{collections::BTreeMap, sync::Arc};

use domain::{directory::Directory, target::Target};
use leptos::prelude::*;
use usecases::{
    desk::returned::{Meant, Unclear},
    ports::{KeptReturn, Working},
    post::Returns,
};

use super::decide::{Doing, MAIL};
use crate::{
    links::{DeskLink, PostQuery},
    site::{
        components::OF_OFFICES,
        desk::{OF_REPORTS, moment, tongue_of_title},
        reader::{Tongue, link_to, marked, quoting, words},
        step::{STEP, Step as _},
    },
};

/// So much of a mail is shown, in characters: enough to see what it is about.
const EXCERPT: usize = 500;

#[component]
pub(super) fn ReturnedMails(
    mails: Vec<Unclear>,
    directory: Arc<Directory>,
    campaigns: BTreeMap<String, Working>,
    action: String,
) -> impl IntoView {
    let words = words();
    let is_cut = u32::try_from(mails.len()).is_ok_and(|shown| shown == Returns::SHOWN_MAX);
    let is_empty = mails.is_empty();
    let items = mails
        .into_iter()
        .map(|Unclear { mail, letter }| {
            let letter = letter.map(|Meant { campaign, target }| {
                let office = directory.target(&target).map_or_else(|| target.to_string(), Target::name);
                (office, campaigns.get(campaign.as_str()).cloned())
            });
            view! { <Returned mail letter action=action.clone() /> }
        })
        .collect_view();
    view! {
        <section class="deskpart" aria-labelledby="returned">
            <h3 id="returned">{words.desk_returned_title()}</h3>
            {if is_empty {
                view! { <p>{words.desk_returned_empty()}</p> }.into_any()
            } else {
                view! {
                    <p>{words.desk_returned_lead(Returns::KEEP.as_hours() / 24)}</p>
                    {items}
                    {is_cut.then(|| view! { <p class="note">{words.desk_post_troubled_most_note(Returns::SHOWN_MAX)}</p> })}
                }
                .into_any()
            }}
        </section>
    }
}

/// One mail. What it says can be in any language.
#[component]
fn Returned(mail: KeptReturn, letter: Option<(String, Option<Working>)>, action: String) -> impl IntoView {
    let words = words();
    let KeptReturn { id, at, sender, diagnostic, subject, text, .. } = mail;
    let heading = format!("returned-{id}");
    let subject = if subject.is_empty() { words.desk_returned_no_subject().to_owned() } else { subject };
    let from = if sender.is_empty() {
        words.desk_returned_from_nobody(moment(words, at)).into_any()
    } else {
        let spans = words.desk_returned_from(sender, moment(words, at));
        marked(spans, |_, text| view! { <bdi>{text}</bdi> }.into_any()).into_any()
    };
    let mut excerpt: String = text.chars().take(EXCERPT).collect();
    if excerpt.len() < text.len() {
        excerpt.push('…');
    }
    let is_about_a_letter = letter.is_some();
    let about = letter.map(|(office, campaign)| {
        let campaign = campaign.map(|working| {
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
        view! {
            <p>{quoting(OF_OFFICES, words.desk_returned_letter_note(office))}</p>
            {campaign}
        }
    });
    let judging = [
        (Doing::Lost, words.desk_returned_lost_button(), words.desk_returned_lost_label(&subject)),
        (Doing::NoSuchAddress, words.desk_returned_nobody_button(), words.desk_returned_nobody_label(&subject)),
    ];
    let judging = judging.into_iter().filter(|_| is_about_a_letter);
    let dropping = (Doing::Drop, words.desk_returned_drop_button(), words.desk_returned_drop_label(&subject));
    let buttons = judging
        .chain([dropping])
        .map(|(step, label, aria)| {
            view! {
                <button class="button button--quiet" type="submit" name=STEP value=step.as_str() aria-label=aria>
                    {label}
                </button>
            }
        })
        .collect_view();
    view! {
        <article class="held" aria-labelledby=heading.clone()>
            <h4 id=heading.clone() dir="auto">{subject}</h4>
            <p class="note">{from}</p>
            {diagnostic.map(|said| view! { <p class="held__said">{quoting(OF_REPORTS, words.desk_returned_said(said))}</p> })}
            {(!excerpt.is_empty())
                .then(|| {
                    view! {
                        <details open>
                            <summary>{words.desk_returned_text_summary()}</summary>
                            <div class="held__text" dir="auto">{excerpt}</div>
                        </details>
                    }
                })}
            {about}
            <div class="held__acts">
                <form method="post" action=action>
                    <input type="hidden" name=MAIL value=id />
                    {buttons}
                </form>
            </div>
        </article>
    }
}
