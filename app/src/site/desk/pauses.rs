//! `/desk/pauses`: where letters are paused and resumed, and the switches that other pages place.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    campaign::{CampaignId, Hold},
    form::Field,
    target::TargetId,
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{Rights, WholeSite},
    ports::{Pause, Paused},
    refusal::Missing,
};
use words::Words;

use super::{SignedIn, moment};
use crate::{
    links::{DeskLink, DeskPath, RETURN},
    site::{
        App,
        failure::Refused,
        reader::{Reader, link_to, words},
        step::{STEP, Step, Stepped},
    },
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Act {
    #[default]
    Pause,
    Resume,
}

impl Step for Act {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Pause, Self::Resume].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
        }
    }
}

/// What a switch stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Switched {
    /// The letters to targets, of all campaigns.
    Site,
    /// The letters to a target, and its name.
    Target(TargetId, String),
    /// A campaign with all of its letters.
    Campaign(CampaignId),
}

impl Switched {
    /// What the fields of a form name. Where they name nothing it is the whole site.
    fn read(target: &str, campaign: &str) -> Result<Self, Refusal> {
        Ok(match (target, campaign) {
            ("", "") => Self::Site,
            (target, "") => Self::Target(TargetId::parse(target).map_err(|_| Refusal::NotFound(Missing::Target))?, String::new()),
            (_, campaign) => Self::Campaign(CampaignId::parse(campaign).map_err(|_| Refusal::NotFound(Missing::Campaign))?),
        })
    }
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Stepped { step, fields }: Stepped<Act>,
) -> Result<Response, Refused> {
    match Switched::read(fields.get(&Field::Target.name()), fields.get(&Field::Campaign.name()))? {
        Switched::Campaign(id) => match step {
            Act::Pause => app.workshop.pause(&Rights::check(&present, id)?).await?,
            Act::Resume => app.workshop.resume(&Rights::check(&present, id)?).await?,
        },
        site_or_target => {
            let rights = Rights::check(&present, WholeSite)?;
            let what = match site_or_target {
                Switched::Target(target, _) => Paused::Target(target),
                _ => Paused::Site,
            };
            match step {
                Act::Pause => app.pacing.pause(&rights, what).await?,
                Act::Resume => app.pacing.resume(&rights, &what).await?,
            }
        }
    }
    let back = DeskPath::parse(fields.get(RETURN)).unwrap_or_else(DeskPath::overview);
    Ok(Redirect::to(&reader.to(back)).into_response())
}

/// The button that pauses something, or resumes it, and leads back to a page.
#[component]
pub(super) fn Switch(of: Switched, paused: bool, #[prop(into)] back: String) -> impl IntoView {
    let words = words();
    let (label, aria) = label(words, &of, paused);
    let step = if paused { Act::Resume } else { Act::Pause };
    let about = match of {
        Switched::Site => None,
        Switched::Target(target, _) => Some((Field::Target, target.to_string())),
        Switched::Campaign(campaign) => Some((Field::Campaign, campaign.to_string())),
    };
    view! {
        <form method="post" action=link_to(DeskLink::Pauses)>
            <input type="hidden" name=RETURN value=back />
            {about.map(|(field, value)| view! { <input type="hidden" name=field.name() value=value /> })}
            <button class="button button--quiet" type="submit" name=STEP value=step.as_str() aria-label=aria>
                {label}
            </button>
        </form>
    }
}

/// What stands on a button, and what it is called where that is not all.
fn label(words: Words, of: &Switched, paused: bool) -> (&'static str, Option<String>) {
    match (of, paused) {
        (Switched::Site, false) => (words.desk_pause_site_button(), None),
        (Switched::Site, true) => (words.desk_resume_site_button(), None),
        (Switched::Target(_, name), false) => (words.desk_pause_target_button(), Some(words.desk_pause_target_label(name))),
        (Switched::Target(_, name), true) => (words.desk_resume_target_button(), Some(words.desk_resume_target_label(name))),
        (Switched::Campaign(_), false) => (words.desk_pause_button(), None),
        (Switched::Campaign(_), true) => (words.desk_resume_button(), None),
    }
}

/// That all letters of the site wait, if they do, and the button that stops them or lets them go.
#[component]
pub(super) fn SitePause(pause: Option<Pause>, may_pause: bool, back: DeskPath) -> impl IntoView {
    let words = words();
    let paused = pause.is_some();
    let notice = pause.map(|pause| {
        view! { <p class="notice">{words.desk_waits_site_notice(moment(words, pause.at), pause.by)}</p> }
    });
    view! {
        {notice}
        {may_pause.then(|| view! { <Switch of=Switched::Site paused back /> })}
    }
}

/// The same for one campaign. What was won is resumed where campaigns are published.
#[component]
pub(super) fn CampaignPause(campaign: CampaignId, hold: Option<Hold>, may_pause: bool, back: DeskPath) -> impl IntoView {
    let words = words();
    let may_pause = may_pause && hold != Some(Hold::Won);
    view! {
        {hold.is_some().then(|| view! { <p class="notice">{words.desk_waits_hold_notice()}</p> })}
        {may_pause.then(|| view! { <Switch of=Switched::Campaign(campaign) paused=hold.is_some() back /> })}
    }
}

/// The same for one target.
#[component]
pub(super) fn TargetPause(
    target: TargetId,
    name: String,
    pause: Option<Pause>,
    may_pause: bool,
    back: DeskPath,
) -> impl IntoView {
    let words = words();
    let paused = pause.is_some();
    let notice = pause.map(|pause| {
        view! { <p class="notice">{words.desk_waits_target_notice(moment(words, pause.at), pause.by)}</p> }
    });
    view! {
        {notice}
        {may_pause.then(|| view! { <Switch of=Switched::Target(target, name) paused back /> })}
    }
}
