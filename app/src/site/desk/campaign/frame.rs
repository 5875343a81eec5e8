//! What every page of a campaign has: its title, its state, the way to its other pages.

use domain::campaign::{Campaign, CampaignState, Part};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{EditCampaign, Present, PublishCampaign, Rights, SeeCampaignPeople},
    ports::Working,
    refusal::Missing,
};
use words::Words;

use super::super::DeskFrame;
use crate::{
    links::{DeskLink, PeopleLink, PostQuery},
    site::{
        App,
        reader::{Tongue, link_to, tongue, words},
    },
};

/// A campaign at the desk, and who looks at it.
#[derive(Debug, Clone)]
pub(in crate::site::desk) struct Opened {
    pub working: Working,
    /// As it is public, if it is.
    pub public: Option<Campaign>,
    pub state: Option<CampaignState>,
    /// How many letters of it wait for an organiser.
    pub held: u64,
    pub present: Present,
}

impl Opened {
    pub async fn new(app: &App, present: Present, slug: &str) -> Result<Self, Refusal> {
        let working = app.workshop.open(&present, slug).await?;
        let public = match app.campaigns.named(&working.id).await {
            Ok(public) => Some(public),
            Err(Refusal::NotFound(Missing::Campaign)) => None,
            Err(refusal) => return Err(refusal),
        };
        let state = public.as_ref().map(|public| app.campaigns.state(public));
        let held = app.outbox.held_in(&Rights::check(&present, working.id.clone())?).await?;
        Ok(Self { working, public, state, held, present })
    }

    pub fn may_edit(&self) -> bool {
        self.present.may::<EditCampaign>(&self.working.id)
    }

    pub fn may_publish(&self) -> bool {
        self.present.may::<PublishCampaign>(&self.working.id)
    }
}

/// The state of a campaign: a draft until it is public, scheduled until it opens.
pub(in crate::site::desk) fn state_label(words: Words, state: Option<CampaignState>) -> &'static str {
    match state {
        None => words.desk_state_draft(),
        Some(CampaignState::Upcoming) => words.desk_state_scheduled(),
        Some(CampaignState::Open) => words.desk_state_live(),
        Some(state) => words.campaign_state(state),
    }
}

/// A page of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site::desk) enum Current {
    Counts,
    Part(Part),
    Post,
    History,
    Publish,
}

#[component]
pub(in crate::site::desk) fn CampaignFrame(opened: Opened, current: Current, children: Children) -> impl IntoView {
    let words = words();
    let Opened { working, state, held, present, .. } = opened;
    let slug = &working.slug;
    let Tongue { lang, dir } =
        working.document.editions.first().map(|edition| tongue(edition.language.tag())).unwrap_or_default();
    let item = |page: Current, link: DeskLink<'_>, name: String| {
        let here = (page == current).then_some("page");
        view! {
            <li>
                <a href=link_to(link) aria-current=here>{name}</a>
            </li>
        }
    };
    let parts =
        Part::ALL.map(|part| item(Current::Part(part), DeskLink::Part(slug, part, None), words.part(part).to_owned()).into_any());
    let post = if held == 0 { words.desk_post_link().to_owned() } else { words.desk_post_held_link(held) };
    let people = present.may::<SeeCampaignPeople>(&working.id).then(|| {
        view! {
            <li>
                <a href=link_to(PeopleLink::CampaignPeople(slug))>{words.desk_people_link()}</a>
            </li>
        }
        .into_any()
    });
    let items = std::iter::once(item(Current::Counts, DeskLink::Campaign(slug), words.desk_counts_link().to_owned()).into_any())
        .chain([item(Current::Post, DeskLink::CampaignPost(slug, PostQuery::default()), post).into_any()])
        .chain(parts)
        .chain(people)
        .chain([
            item(Current::History, DeskLink::History(slug), words.desk_history_link().to_owned()).into_any(),
            item(Current::Publish, DeskLink::Publish(slug), words.desk_publish_link().to_owned()).into_any(),
        ])
        .collect::<Vec<_>>();
    let title = working.document.title().to_owned();
    let ahead = working.live.is_some() && working.is_ahead();
    view! {
        <DeskFrame organiser=present.organiser.clone()>
            <h2 class="deskcampaign">
                <span lang=lang dir=dir>{title}</span>
                " "
                <span class="flag">{state_label(words, state)}</span>
            </h2>
            <nav class="desknav" aria-label=words.desk_parts_label()>
                <ul>
                    {items}
                </ul>
            </nav>
            {ahead.then(|| view! { <p class="note">{words.desk_ahead_note()}</p> })}
            {children()}
        </DeskFrame>
    }
}
