//! `/desk/post` and `/desk/c/{slug}/post`: the letters that our server sends, of the site and of one campaign.
//!
//! What there is to see to comes first: the letters that wait for an organiser, the mails that were not taken, the addresses
//! that fail, and the returned mails that only a person can make sense of. After them come the numbers. To add a section, write
//! a component beside these and put it into [`PostView`] where it belongs.

mod decide;
mod failing;
mod first;
mod held;
mod numbers;
mod returned;
mod troubled;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    directory::Directory,
    form::Field,
    post::{LetterState, review::ReviewReason},
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    desk::{
        CorrectTargets, Present, ReviewLetters, ReviewPost, Rights, SeeCampaign, SeePost, WholeSite,
        outbox::{HeldPage, Numbers, ReviewsLetters, SeesPost},
        pace::Waits,
        returned::Unclear,
    },
    ports::{FailingAddress, QueueRow, Working},
};

pub use self::decide::{decide_on_campaign, decide_on_site};
use self::{
    decide::{Doing, LETTER},
    failing::FailingAddresses,
    first::{Said, SaidFirst},
    held::HeldLetters,
    numbers::{Kept, NumbersTables},
    returned::ReturnedMails,
    troubled::{Names, NextMails, Troubled},
};
use super::{
    DeskFrame, SignedIn,
    campaign::frame::{CampaignFrame, Current, Opened},
    moment,
    waiting::Waiting,
};
use crate::{
    links::{DeskLink, DeskPath, PostQuery},
    site::{
        App,
        document::{Head, page},
        failure::Refused,
        fields::Fields,
        reader::{Reader, link_to, words},
        said,
    },
};

/// The site, or one campaign of it.
#[derive(Debug, Clone)]
enum Place {
    Site(Box<Present>),
    Campaign(Box<Opened>),
}

impl Place {
    fn link(&self, query: PostQuery) -> DeskLink<'_> {
        match self {
            Self::Site(_) => DeskLink::Post(query),
            Self::Campaign(opened) => DeskLink::CampaignPost(&opened.working.slug, query),
        }
    }
}

/// What the page shows.
#[derive(Debug)]
struct Post {
    place: Place,
    numbers: Numbers,
    /// For those who may read letters.
    review: Option<Review>,
    /// What waits for each target, on the page of a campaign.
    paced: Option<Paced>,
    said: Said,
}

/// The letters that wait for each target, and the pauses.
#[derive(Debug)]
struct Paced {
    opened: Opened,
    waits: Waits,
    directory: Arc<Directory>,
}

/// What is shown to those who may read letters.
#[derive(Debug)]
struct Review {
    held: HeldPage,
    troubled: Vec<QueueRow>,
    failing: Vec<FailingAddress>,
    may_correct: bool,
    /// The returned mails that nobody but a person can make sense of, on the page of the site.
    unclear: Option<Vec<Unclear>>,
    next: Vec<QueueRow>,
    directory: Arc<Directory>,
    /// The campaigns by their ids, where there may be several.
    campaigns: BTreeMap<String, Working>,
}

pub async fn of_site(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let query = Fields::of_query(raw.as_deref());
    let said = Said::of(&query);
    Ok(show_site(&app, &reader, present, StatusCode::OK, query.get(&Field::Page.name()), said).await?)
}

pub async fn of_campaign(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let query = Fields::of_query(raw.as_deref());
    let said = Said::of(&query);
    Ok(show_campaign(&app, &reader, opened, StatusCode::OK, query.get(&Field::Page.name()), said).await?)
}

async fn show_site(
    app: &App,
    reader: &Reader,
    present: Present,
    status: StatusCode,
    on_page: &str,
    said: Said,
) -> Result<Response, Refusal> {
    let sees = Rights::<SeePost>::check(&present, WholeSite)?;
    let review = match Rights::<ReviewPost>::check(&present, WholeSite) {
        Ok(rights) => {
            let campaigns = app.workshop.all(&present).await?;
            let campaigns = campaigns.into_iter().map(|working| (working.id.to_string(), working)).collect();
            let unclear = Some(app.returns.unclear(&rights).await?);
            let next = app.outbox.next(&rights).await?;
            Some(Review { unclear, next, campaigns, ..review(app, &present, &rights, on_page).await? })
        }
        Err(_) => None,
    };
    show(app, reader, status, Place::Site(Box::new(present)), &sees, review, said).await
}

async fn show_campaign(
    app: &App,
    reader: &Reader,
    opened: Opened,
    status: StatusCode,
    on_page: &str,
    said: Said,
) -> Result<Response, Refusal> {
    let sees = Rights::<SeeCampaign>::check(&opened.present, opened.working.id.clone())?;
    let review = match Rights::<ReviewLetters>::check(&opened.present, opened.working.id.clone()) {
        Ok(rights) => Some(review(app, &opened.present, &rights, on_page).await?),
        Err(_) => None,
    };
    show(app, reader, status, Place::Campaign(Box::new(opened)), &sees, review, said).await
}

/// What stands on both pages.
async fn review<R: ReviewsLetters>(app: &App, present: &Present, rights: &Rights<R>, on_page: &str) -> Result<Review, Refusal> {
    Ok(Review {
        held: app.outbox.held(rights, on_page).await?,
        troubled: app.outbox.troubled(rights).await?,
        failing: app.returns.failing(rights).await?,
        may_correct: present.may::<CorrectTargets>(&WholeSite),
        unclear: None,
        next: Vec::new(),
        directory: app.campaigns.directory.get(),
        campaigns: BTreeMap::new(),
    })
}

async fn show<S: SeesPost>(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    place: Place,
    sees: &Rights<S>,
    review: Option<Review>,
    said: Said,
) -> Result<Response, Refusal> {
    let paced = match &place {
        Place::Site(_) => None,
        Place::Campaign(opened) => {
            let waits = app.pacing.of_campaign(&Rights::check(&opened.present, opened.working.id.clone())?).await?;
            Some(Paced { opened: (**opened).clone(), waits, directory: app.campaigns.directory.get() })
        }
    };
    let post = Post { numbers: app.outbox.numbers(sees).await?, place, review, paced, said };
    let now = app.campaigns.clock.now();
    let view = move || {
        let frame = post.place.clone();
        let view = move || view! { <PostView post now /> };
        match frame {
            Place::Site(present) => view! { <DeskFrame organiser=present.organiser>{view()}</DeskFrame> }.into_any(),
            Place::Campaign(opened) => view! {
                <CampaignFrame opened=*opened current=Current::Post>
                    {view()}
                </CampaignFrame>
            }
            .into_any(),
        }
    };
    Ok(page(app, reader, status, Head::new(reader.words().desk_post_link()).private(), view))
}

#[component]
fn PostView(post: Post, now: domain::Timestamp) -> impl IntoView {
    let words = words();
    let Post { place, numbers, review, paced, said } = post;
    let held_number = numbers.letters.get(&LetterState::Held).copied().unwrap_or_default();
    let title = match place {
        Place::Site(_) => view! { <h2>{words.desk_post_link()}</h2> }.into_any(),
        Place::Campaign(_) => view! { <h3>{words.desk_post_link()}</h3> }.into_any(),
    };
    let (to_see_to, next) = match review {
        Some(Review { held, troubled, failing, may_correct, unclear, next, directory, campaigns }) => {
            let action = link_to(place.link(PostQuery::default()));
            let unclear = unclear.map(|mails| {
                view! { <ReturnedMails mails directory=directory.clone() campaigns=campaigns.clone() action=action.clone() /> }
            });
            let called = match &place {
                Place::Site(_) => campaigns.clone(),
                Place::Campaign(opened) => BTreeMap::from([(opened.working.id.to_string(), opened.working.clone())]),
            };
            let names = Names { campaigns: called, directory: directory.clone() };
            let view = view! {
                <HeldLetters held place campaigns />
                <Troubled rows=troubled names=names.clone() />
                <FailingAddresses failing directory may_correct action />
                {unclear}
            };
            (view.into_any(), (!next.is_empty()).then(|| view! { <NextMails rows=next names /> }))
        }
        None => (
            (held_number > 0).then(|| view! { <p class="notice">{words.desk_post_held_viewer_note(held_number)}</p> }).into_any(),
            None,
        ),
    };
    view! {
        {title}
        <p class="lead">{words.desk_post_lead()}</p>
        <SaidFirst said />
        {to_see_to}
        {paced.map(|paced| view! { <PacedLetters paced now /> })}
        <NumbersTables numbers now />
        {next}
        <Rules />
        <Kept />
    }
}

/// What waits for each target, and the switches that stop it.
#[component]
fn PacedLetters(paced: Paced, now: domain::Timestamp) -> impl IntoView {
    let words = words();
    let Paced { opened, waits, directory } = paced;
    let back = DeskLink::CampaignPost(&opened.working.slug, PostQuery::default()).path();
    let back = DeskPath::parse(&back).unwrap_or_else(DeskPath::overview);
    view! {
        <section class="deskpart" aria-labelledby="paced">
            <h3 id="paced">{words.desk_post_paced_title()}</h3>
            <p>{words.desk_post_paced_lead()}</p>
            <Waiting opened waits directory now back />
        </section>
    }
}

/// Which letters are held.
#[component]
fn Rules() -> impl IntoView {
    let words = words();
    let rules = ReviewReason::ALL.map(|rule| view! { <li>{said::rule(words, rule)}</li> });
    view! {
        <section class="deskpart" aria-labelledby="rules">
            <h3 id="rules">{words.desk_post_rules_title()}</h3>
            <p>{words.desk_post_rules_lead()}</p>
            <ul>{rules.into_iter().collect_view()} <li>{words.desk_post_rules_error()}</li></ul>
        </section>
    }
}
