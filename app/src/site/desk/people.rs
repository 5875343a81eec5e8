//! `/desk/people` and `/desk/c/{slug}/people`: who works on the site, and on one campaign.

mod list;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{campaign::CampaignId, checked::FieldError, form::Field};
use leptos::prelude::*;
use usecases::{
    Access, Refusal,
    desk::{
        Handing, Invitation, ManageCampaignPeople, ManagePeople, Present, Rights, SeeCampaignPeople, SeePeople, WholeSite,
        people::ManagesPeople,
    },
    ports::{Person, PublicLink, Working},
};

use self::list::{Invite, PeopleTable};
use super::{DeskFrame, SignedIn, sign_in::address};
use crate::links::{DeskPath, PeopleLink};
use crate::site::{
    App,
    document::{Head, page},
    failure::Refused,
    fields::Fields,
    reader::{Reader, Tongue, link_to, tongue, words},
    step::{Step, Stepped},
};

/// What a form of the page asks for.
#[derive(Debug, Clone, Copy, Default)]
pub enum Doing {
    #[default]
    Invite,
    /// The same, with a link to hand over.
    InviteByLink,
    ChangeRole,
    MakeLink,
    Remove,
}

impl Step for Doing {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Invite, Self::InviteByLink, Self::ChangeRole, Self::MakeLink, Self::Remove].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::InviteByLink => "invite-by-link",
            Self::ChangeRole => "change-role",
            Self::MakeLink => "make-link",
            Self::Remove => "remove",
        }
    }
}

/// The site, or one campaign of it.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Site,
    Campaign(Box<Working>),
}

impl Place {
    fn campaign(&self) -> Option<&CampaignId> {
        match self {
            Self::Site => None,
            Self::Campaign(campaign) => Some(&campaign.id),
        }
    }

    /// The page of it.
    fn link(&self) -> PeopleLink<'_> {
        match self {
            Self::Site => PeopleLink::People,
            Self::Campaign(campaign) => PeopleLink::CampaignPeople(&campaign.slug),
        }
    }
}

/// The invitation that is typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
struct Typed {
    invitation: Invitation,
    errors: Vec<FieldError>,
}

pub async fn of_site(State(app): State<App>, reader: Reader, SignedIn(present): SignedIn) -> Result<Response, Refused> {
    show(&app, &reader, present, Place::Site, StatusCode::OK, Typed::default()).await
}

pub async fn of_campaign(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let place = campaign(&app, &present, &slug).await?;
    show(&app, &reader, present, place, StatusCode::OK, Typed::default()).await
}

pub async fn change_site(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Stepped { step, fields }: Stepped<Doing>,
) -> Result<Response, Refused> {
    let rights = Rights::<ManagePeople>::check(&present, WholeSite)?;
    let done = act(&app.access, &reader, &rights, step, &fields).await;
    answer(&app, &reader, present, Place::Site, &fields, done).await
}

pub async fn change_campaign(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
    Stepped { step, fields }: Stepped<Doing>,
) -> Result<Response, Refused> {
    let place = campaign(&app, &present, &slug).await?;
    let Place::Campaign(working) = &place else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let rights = Rights::<ManageCampaignPeople>::check(&present, working.id.clone())?;
    let done = act(&app.access, &reader, &rights, step, &fields).await;
    answer(&app, &reader, present, place, &fields, done).await
}

async fn campaign(app: &App, present: &Present, slug: &str) -> Result<Place, Refusal> {
    Ok(Place::Campaign(Box::new(app.workshop.open(present, slug).await?)))
}

/// Does what was asked for. Returns the link that was made, if one was.
async fn act<R: ManagesPeople>(
    access: &Access,
    reader: &Reader,
    rights: &Rights<R>,
    step: Doing,
    fields: &Fields,
) -> Result<Option<PublicLink>, Refusal> {
    let person = fields.get(&Field::Email.name());
    match step {
        Doing::Invite => {
            let handing = Handing::Mail { reader: reader.words().language() };
            access.invite(rights, &fields.form(), handing).await
        }
        Doing::InviteByLink => access.invite(rights, &fields.form(), Handing::Link).await,
        Doing::ChangeRole => access.change_role(rights, person, fields.get(&Field::Role.name())).await.map(|()| None),
        Doing::MakeLink => access.make_link(rights, person).await.map(Some),
        Doing::Remove => access.remove(rights, person).await.map(|()| None),
    }
}

async fn answer(
    app: &App,
    reader: &Reader,
    present: Present,
    place: Place,
    fields: &Fields,
    done: Result<Option<PublicLink>, Refusal>,
) -> Result<Response, Refused> {
    match done {
        Ok(None) => Ok(Redirect::to(&reader.to(place.link())).into_response()),
        Ok(Some(link)) => Ok(handed(app, reader, present, &place, fields.get(&Field::Email.name()), &link)),
        Err(Refusal::Invalid(errors)) => {
            let typed = Typed { invitation: fields.form(), errors };
            show(app, reader, present, place, StatusCode::UNPROCESSABLE_ENTITY, typed).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show(
    app: &App,
    reader: &Reader,
    present: Present,
    place: Place,
    status: StatusCode,
    typed: Typed,
) -> Result<Response, Refused> {
    let people = listed(&app.access, &present, &place).await?;
    let mails = app.access.mails_links();
    let Present { organiser, fresh } = present;
    let here = DeskPath::parse(&place.link().path()).unwrap_or_else(DeskPath::overview);
    let head = Head::new(title(reader.words(), &place)).private();
    let view = move || {
        let words = words();
        let stale = (!fresh).then(|| {
            view! {
                <p class="notice">
                    {words.people_stale_notice(Present::FRESH_FOR.as_mins())} " "
                    <a href=link_to(PeopleLink::SignInAgain(&here))>{words.refusal_sign_in_again_button()}</a>
                </p>
            }
        });
        let heading = match &place {
            Place::Site => view! {
                <h2>{words.people_title()}</h2>
                <p>{words.people_lead()}</p>
            }
            .into_any(),
            Place::Campaign(campaign) => {
                let edition = campaign.document.editions.first();
                let Tongue { lang, dir } = edition.map(|edition| tongue(edition.language.tag())).unwrap_or_default();
                let name = campaign.document.title().to_owned();
                view! {
                    <p class="crumbs" lang=lang dir=dir>{name}</p>
                    <h2>{words.people_campaign_title()}</h2>
                    <p>{words.people_lead()} " " {words.people_campaign_lead()}</p>
                }
                .into_any()
            }
        };
        view! {
            <DeskFrame organiser=organiser.clone()>
                {heading}
                {stale}
                <PeopleTable people place=place.clone() holder=organiser />
                <Invite place invitation=typed.invitation errors=typed.errors mails />
            </DeskFrame>
        }
    };
    Ok(page(app, reader, status, head, view))
}

async fn listed(access: &Access, present: &Present, place: &Place) -> Result<Vec<Person>, Refusal> {
    match place {
        Place::Site => access.people(&Rights::<SeePeople>::check(present, WholeSite)?).await,
        Place::Campaign(campaign) => {
            access.campaign_people(&Rights::<SeeCampaignPeople>::check(present, campaign.id.clone())?).await
        }
    }
}

fn title(words: words::Words, place: &Place) -> &'static str {
    match place {
        Place::Site => words.people_title(),
        Place::Campaign(_) => words.people_campaign_title(),
    }
}

/// A link that was made, shown once.
fn handed(app: &App, reader: &Reader, present: Present, place: &Place, email: &str, link: &PublicLink) -> Response {
    let organiser = present.organiser;
    let (email, link, back) = (email.to_owned(), link.to_string(), reader.to(place.link()));
    let head = Head::new(reader.words().people_handed_title()).private();
    let view = move || {
        let words = words();
        view! {
            <DeskFrame organiser>
                <section class="narrow">
                    <h2>{words.people_handed_title()}</h2>
                    <p class="lead">{address(words.people_handed_lead(Access::LINK_FOR.as_hours(), email))}</p>
                    <p>
                        <code class="handed" dir="ltr" data-testid="link">{link}</code>
                    </p>
                    <p>
                        <a href=back>{words.people_back_link()}</a>
                    </p>
                </section>
            </DeskFrame>
        }
    };
    page(app, reader, StatusCode::OK, head, view)
}
