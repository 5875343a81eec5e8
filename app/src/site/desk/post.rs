//! `/desk/post` and `/desk/c/{slug}/post`: the letters that our server sends, of the site and of one campaign.
//!
//! What there is to see to comes first: the letters that wait for an organiser, then the mails that were not taken. After them
//! come the numbers. To add a section, write a component beside these and put it into [`PostView`] where it belongs.

mod held;
mod numbers;
mod troubled;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
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
        Present, ReviewLetters, ReviewPost, Rights, SeeCampaign, SeePost, WholeSite,
        outbox::{Decided, Decision, HeldPage, Left, Numbers, Outbox, ReviewsLetters, SeesPost},
        pace::Waits,
    },
    ports::{QueueRow, Working},
};

use self::{
    held::HeldLetters,
    numbers::{Kept, NumbersTables},
    troubled::{NextMails, Troubled},
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
        reader::{Reader, marked, words},
        said,
        step::{Step, Stepped},
    },
};

/// What a form of the page asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Doing {
    /// A form without a step decides nothing.
    #[default]
    Look,
    Approve,
    Reject,
}

impl Step for Doing {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Look, Self::Approve, Self::Reject].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Approve => "approve",
            Self::Reject => "reject",
        }
    }
}

/// The field that names a letter. It comes once for each that is ticked.
const LETTER: &str = "letter";

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
    next: Vec<QueueRow>,
    /// The campaigns by their ids, where there may be several.
    campaigns: BTreeMap<String, Working>,
}

/// What is to be said first.
#[derive(Debug, Default)]
struct Said {
    approved: usize,
    rejected: usize,
    left: Vec<Left>,
    nothing_ticked: bool,
}

impl Said {
    fn of(query: &Fields) -> Self {
        let count = |name: &str| query.get(name).parse().unwrap_or_default();
        Self { approved: count(PostQuery::APPROVED), rejected: count(PostQuery::REJECTED), ..Self::default() }
    }
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

pub async fn decide_on_site(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Stepped { step, fields }: Stepped<Doing>,
) -> Result<Response, Refused> {
    Rights::<SeePost>::check(&present, WholeSite)?;
    let rights = Rights::<ReviewPost>::check(&present, WholeSite)?;
    let on_page = fields.get(&Field::Page.name()).to_owned();
    match decide(&app.outbox, &rights, step, &fields).await? {
        Answer::Done(query) => Ok(Redirect::to(&reader.to(DeskLink::Post(query))).into_response()),
        Answer::Said(status, said) => Ok(show_site(&app, &reader, present, status, &on_page, said).await?),
    }
}

pub async fn decide_on_campaign(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
    Stepped { step, fields }: Stepped<Doing>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let rights = Rights::<ReviewLetters>::check(&opened.present, opened.working.id.clone())?;
    let on_page = fields.get(&Field::Page.name()).to_owned();
    match decide(&app.outbox, &rights, step, &fields).await? {
        Answer::Done(query) => Ok(Redirect::to(&reader.to(DeskLink::CampaignPost(&opened.working.slug, query))).into_response()),
        Answer::Said(status, said) => {
            // The menu says how many wait now.
            let opened = Opened::new(&app, opened.present, opened.working.slug.as_str()).await?;
            Ok(show_campaign(&app, &reader, opened, status, &on_page, said).await?)
        }
    }
}

/// What a form is answered with.
enum Answer {
    /// Everything was done.
    Done(PostQuery),
    /// Not everything.
    Said(StatusCode, Said),
}

async fn decide<R: ReviewsLetters>(outbox: &Outbox, rights: &Rights<R>, step: Doing, fields: &Fields) -> Result<Answer, Refusal> {
    let page = fields.get(&Field::Page.name()).parse().unwrap_or(1);
    let decision = match step {
        Doing::Look => return Ok(Answer::Done(PostQuery { page, ..PostQuery::default() })),
        Doing::Approve => Decision::Approve,
        Doing::Reject => Decision::Reject,
    };
    let ticked = fields.pairs().filter(|(name, _)| *name == LETTER);
    let letters: Vec<_> = ticked.filter_map(|(_, id)| Outbox::named(id)).take(Outbox::PAGE).collect();
    if letters.is_empty() {
        let said = Said { nothing_ticked: true, ..Said::default() };
        return Ok(Answer::Said(StatusCode::UNPROCESSABLE_ENTITY, said));
    }
    let Decided { done, left } = outbox.decide(rights, &letters, decision).await?;
    let (approved, rejected) = if decision == Decision::Approve { (done.len(), 0) } else { (0, done.len()) };
    if left.is_empty() {
        return Ok(Answer::Done(PostQuery { page, approved, rejected }));
    }
    Ok(Answer::Said(StatusCode::CONFLICT, Said { approved, rejected, left, nothing_ticked: false }))
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
            Some(review(app, &rights, on_page, app.outbox.next(&rights).await?, campaigns).await?)
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
        Ok(rights) => Some(review(app, &rights, on_page, Vec::new(), BTreeMap::new()).await?),
        Err(_) => None,
    };
    show(app, reader, status, Place::Campaign(Box::new(opened)), &sees, review, said).await
}

async fn review<R: ReviewsLetters>(
    app: &App,
    rights: &Rights<R>,
    on_page: &str,
    next: Vec<QueueRow>,
    campaigns: BTreeMap<String, Working>,
) -> Result<Review, Refusal> {
    let held = app.outbox.held(rights, on_page).await?;
    Ok(Review { held, troubled: app.outbox.troubled(rights).await?, next, campaigns })
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
    Ok(page(app, reader, status, Head::new(reader.words().desk_post_link()).private(), view).await)
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
        Some(Review { held, troubled, next, campaigns }) => (
            view! {
                <HeldLetters held place campaigns />
                <Troubled rows=troubled />
            }
            .into_any(),
            (!next.is_empty()).then(|| view! { <NextMails rows=next /> }),
        ),
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

/// What was done, and what was not.
#[component]
fn SaidFirst(said: Said) -> impl IntoView {
    let words = words();
    let Said { approved, rejected, left, nothing_ticked } = said;
    let count = left.len();
    let items = left
        .into_iter()
        .map(|left| {
            let said = said::left(words, left, |at| moment(words, at));
            view! { <li>{marked(said, |_, text| view! { <bdi>{text}</bdi> }.into_any())}</li> }
        })
        .collect_view();
    let wrong = nothing_ticked.then(|| {
        view! {
            <div class="errors" role="alert">
                <p>
                    <a href="#ticked">{words.desk_post_nothing_ticked_error()}</a>
                </p>
            </div>
        }
    });
    view! {
        {wrong}
        {(approved > 0).then(|| view! { <p class="notice" role="status">{words.desk_post_approved_notice(approved)}</p> })}
        {(rejected > 0).then(|| view! { <p class="notice" role="status">{words.desk_post_rejected_notice(rejected)}</p> })}
        {(count > 0)
            .then(|| {
                view! {
                    <section class="flag" role="alert" aria-labelledby="left">
                        <h3 id="left">{words.desk_post_left_title(count)}</h3>
                        <ul>{items}</ul>
                    </section>
                }
            })}
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
