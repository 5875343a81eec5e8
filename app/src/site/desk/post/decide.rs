//! What the forms of the page ask for, and what they are answered with.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{checked::EmailAddress, form::Field};
use usecases::{
    Refusal,
    desk::{
        CorrectTargets, Present, ReviewLetters, ReviewPost, Rights, SeePost, WholeSite,
        outbox::{Decided, Decision, Outbox, ReviewsLetters},
        returned::Judgement,
    },
};

use super::{Opened, SignedIn, first::Said, show_campaign, show_site};
use crate::{
    links::{DeskLink, PostDone, PostQuery},
    site::{
        App,
        failure::Refused,
        fields::Fields,
        reader::Reader,
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
    /// Takes an address off the list of those that fail.
    Clear,
    /// Deletes a returned mail.
    Drop,
    /// Says of a returned mail that its letter did not arrive.
    Lost,
    /// The same, because nobody has the address.
    NoSuchAddress,
}

impl Doing {
    const ALL: [Self; 7] = [Self::Look, Self::Approve, Self::Reject, Self::Clear, Self::Drop, Self::Lost, Self::NoSuchAddress];
}

impl Step for Doing {
    fn all() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Clear => "clear",
            Self::Drop => "drop",
            Self::Lost => "lost",
            Self::NoSuchAddress => "no-such-address",
        }
    }
}

/// The field that names a letter. It comes once for each that is ticked.
pub(super) const LETTER: &str = "letter";

/// The field that names a returned mail.
pub(super) const MAIL: &str = "mail";

/// The field with the address that is cleared.
pub(super) const ADDRESS: &str = "address";

pub async fn decide_on_site(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Stepped { step, fields }: Stepped<Doing>,
) -> Result<Response, Refused> {
    Rights::<SeePost>::check(&present, WholeSite)?;
    let rights = Rights::<ReviewPost>::check(&present, WholeSite)?;
    let on_page = fields.get(&Field::Page.name()).to_owned();
    match act(&app, &present, &rights, step, &fields).await? {
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
    match act(&app, &opened.present, &rights, step, &fields).await? {
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

async fn act<R: ReviewsLetters>(
    app: &App,
    present: &Present,
    rights: &Rights<R>,
    step: Doing,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let page = fields.get(&Field::Page.name()).parse().unwrap_or(1);
    let done = |done| Answer::Done(PostQuery { page, done: Some(done), ..PostQuery::default() });
    // Returned mails and addresses are the whole site's, on whichever page they are shown.
    let of_site = || Rights::<ReviewPost>::check(present, WholeSite);
    let judgement = match step {
        Doing::Look => return Ok(Answer::Done(PostQuery { page, ..PostQuery::default() })),
        Doing::Approve => return decide(&app.outbox, rights, Decision::Approve, page, fields).await,
        Doing::Reject => return decide(&app.outbox, rights, Decision::Reject, page, fields).await,
        Doing::Clear => {
            let rights = Rights::<CorrectTargets>::check(present, WholeSite)?;
            // No other address can be on the list.
            if let Ok(address) = EmailAddress::parse(fields.get(ADDRESS)) {
                app.returns.clear(&rights, &address).await?;
            }
            return Ok(done(PostDone::Cleared));
        }
        Doing::Drop => {
            app.returns.drop_kept(&of_site()?, fields.get(MAIL)).await?;
            return Ok(done(PostDone::Dropped));
        }
        Doing::Lost => Judgement::Lost,
        Doing::NoSuchAddress => Judgement::NoSuchAddress,
    };
    Ok(if app.returns.judge(&of_site()?, fields.get(MAIL), judgement).await? {
        done(PostDone::Judged)
    } else {
        Answer::Said(StatusCode::CONFLICT, Said { gone: true, ..Said::default() })
    })
}

async fn decide<R: ReviewsLetters>(
    outbox: &Outbox,
    rights: &Rights<R>,
    decision: Decision,
    page: usize,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let ticked = fields.pairs().filter(|(name, _)| *name == LETTER);
    let letters: Vec<_> = ticked.filter_map(|(_, id)| Outbox::named(id)).take(Outbox::PAGE).collect();
    if letters.is_empty() {
        let said = Said { nothing_ticked: true, ..Said::default() };
        return Ok(Answer::Said(StatusCode::UNPROCESSABLE_ENTITY, said));
    }
    let Decided { done, left } = outbox.decide(rights, &letters, decision).await?;
    let (approved, rejected) = if decision == Decision::Approve { (done.len(), 0) } else { (0, done.len()) };
    if left.is_empty() {
        return Ok(Answer::Done(PostQuery { page, approved, rejected, done: None }));
    }
    Ok(Answer::Said(StatusCode::CONFLICT, Said { approved, rejected, left, ..Said::default() }))
}
