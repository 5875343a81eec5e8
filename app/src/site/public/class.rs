//! `/c/{slug}/class`: cards for a whole class. A form, then the set with its code and its list, and the PDF.
//!
//! First names are only in the forms' bodies and on the paper: a page that is sent again brings them along, and the
//! server forgets them.

mod form;
pub(super) mod report;
mod set;

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    campaign::{Campaign, Edition, Revision},
    checked::{FieldError, LetterId, code},
    class::names_apart,
};
use form::ClassForm;
use leptos::prelude::*;
use set::SetPage;
use usecases::{
    Asker, Origin, Refusal,
    class::{ClassDraft, RosterCard},
    guard::{Carried, GuardedForm, Look},
    ports::ClassSet,
    refusal::Missing,
};

use super::countries::countries;
use crate::{
    links::Link,
    site::App,
    site::components::sent,
    site::document::{Again, Head, page},
    site::failure::Refused,
    site::fields::Fields,
    site::reader::{Reader, link_to},
    site::step,
    site::step::Stepped,
    site::visitor::Visitor,
};

/// The steps for a class set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Step {
    #[default]
    Make,
    Edit,
    /// Put each name on a line of its own.
    Names,
    Print,
}

impl step::Step for Step {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Make, Self::Edit, Self::Names, Self::Print].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::Edit => "edit",
            Self::Names => "names",
            Self::Print => "print",
        }
    }
}

/// The context of the form: a campaign in one of its languages, and the set that is printed again, if there is one.
#[derive(Debug, Clone)]
struct ClassContext {
    campaign: Campaign,
    /// The revision whose words the cards have: that with which the form was begun.
    revision: Revision,
    edition: Edition,
    set: Option<ClassSet>,
    /// The office that all write to, if one was chosen from the campaign's list.
    one: Option<(String, String)>,
    /// Whether state delegations can be written to.
    congress: bool,
}

impl ClassContext {
    async fn open(app: &App, reader: &Reader, slug: &str, fields: &Fields) -> Result<Self, Refusal> {
        let campaign = app.campaigns.get(slug).await?;
        app.campaigns.must_be_open(&campaign)?;
        let set = match fields.get("code") {
            "" => None,
            code => Some(app.classes.find(code).await.map(|(_, set)| set)?),
        };
        let language = set.as_ref().map_or_else(|| fields.edition(), |set| Some(set.language.tag()));
        let begun = app.campaigns.as_begun(&campaign, fields.revision()).await?;
        let worded = begun.as_ref().unwrap_or(&campaign);
        let edition = app.campaigns.edition(worded, language, &reader.wishes())?.clone();
        let revision = worded.revision;
        let one = match fields.get("target") {
            "" => None,
            target => {
                let opened = app.campaigns.open(slug, target, language, &reader.wishes(), None).await?;
                Some((opened.target.id.to_string(), opened.target.name()))
            }
        };
        let congress = app.campaigns.leads_to_congress(&campaign);
        Ok(Self { campaign, revision, edition, set, one, congress })
    }

    fn action(&self) -> String {
        link_to(Link::Class(&self.campaign.slug, None))
    }
}

/// The id of the form with which a page of a class set is shown once more.
const FORM: &str = "class-form";

/// How the page is shown in another language. The set's own form has its step in a hidden field.
fn again(context: &ClassContext, step: Step) -> Again {
    Again {
        form: FORM,
        path: Link::Class(&context.campaign.slug, None).path(),
        step: if step == Step::Edit { step::Step::as_str(step) } else { "" },
    }
}

/// Refuses a set that belongs to another campaign.
fn own(context: ClassContext) -> Result<ClassContext, Refusal> {
    match &context.set {
        Some(set) if set.campaign != context.campaign.id => Err(Refusal::NotFound(Missing::ClassCode)),
        _ => Ok(context),
    }
}

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let context = own(ClassContext::open(&app, &reader, &slug, &fields).await?)?;
    let to = match (&context.one, context.congress) {
        (Some(_), _) => "one",
        (None, true) => "delegation",
        (None, false) => "fewest",
    };
    let draft = ClassDraft {
        cards: "30".to_owned(),
        to: to.to_owned(),
        target: fields.get("target").to_owned(),
        qr: true,
        ..ClassDraft::default()
    };
    let carried = app.letters.guard.begin(GuardedForm::ClassSet, &context.campaign.id).await?;
    let filling = Filling { form: app.letters.new_id(), draft, errors: Vec::new(), carried };
    Ok(form_page(&app, &reader, StatusCode::OK, context, filling))
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    Visitor(network): Visitor,
    Stepped { step, fields }: Stepped<Step>,
) -> Result<Response, Refused> {
    let context = own(ClassContext::open(&app, &reader, &slug, &fields).await?)?;
    let form = LetterId::parse(fields.get("set")).unwrap_or_else(|_| app.letters.new_id());
    let draft: ClassDraft = fields.form();
    let Look { suspicion, carried } = app.letters.guard.look(GuardedForm::ClassSet, &context.campaign.id, &sent(&fields)).await?;
    let asker = Asker { from: Origin { network, suspicion }, reader: reader.words().language() };
    let filling = Filling { form, draft, errors: Vec::new(), carried };
    match answer(&app, &reader, &context, &filling, &fields, step, asker).await {
        Ok(response) => Ok(response),
        Err(Refusal::Invalid(errors)) => {
            let filling = Filling { errors, ..filling };
            Ok(form_page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, context, filling))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// A form that is being filled in: its id, its values and the errors in them.
#[derive(Debug, Clone)]
struct Filling {
    form: LetterId,
    draft: ClassDraft,
    errors: Vec<FieldError>,
    /// What it carries for the guard.
    carried: Carried,
}

async fn answer(
    app: &App,
    reader: &Reader,
    context: &ClassContext,
    filling: &Filling,
    fields: &Fields,
    step: Step,
    asker: Asker,
) -> Result<Response, Refusal> {
    let Filling { form, draft, .. } = filling;
    let prints = match step {
        Step::Make => false,
        Step::Print => true,
        Step::Edit => {
            return Ok(form_page(app, reader, StatusCode::OK, context.clone(), filling.clone()));
        }
        Step::Names => {
            let names = names_apart(&draft.names).unwrap_or_else(|| draft.names.clone());
            let draft = ClassDraft { names, ..draft.clone() };
            return Ok(form_page(app, reader, StatusCode::OK, context.clone(), Filling { draft, ..filling.clone() }));
        }
    };
    let ClassContext { campaign, edition, set: again, .. } = context;
    let order = app.classes.check(campaign, edition, draft, again.as_ref())?;
    let dealt = match again {
        Some(set) => set.clone(),
        None => app.classes.deal(campaign, edition, &order, form).await?,
    };
    if !prints {
        app.classes.try_out(campaign, edition, &dealt, &order, asker.reader).await?;
    }
    // A set that cannot be printed is not kept.
    let set = if again.is_some() { dealt } else { app.classes.keep(dealt, asker.from).await? };
    if !prints {
        let roster = app.classes.roster(&set, &order.names, asker.reader);
        return Ok(set_page(app, reader, context.clone(), &set, draft.clone(), roster));
    }
    let only = match code(fields.get("only")).as_str() {
        "" => None,
        // Text that is not a number names no card.
        number => Some(number.parse().unwrap_or(0)),
    };
    let pdf = app.classes.print(campaign, edition, &set, &order, only, asker).await?;
    let card = only.map_or_else(String::new, |number| format!("-card-{number}"));
    Ok(crate::site::api::pdf(&format!("{}-class-{}{card}", campaign.slug, set.code.digits()), pdf))
}

fn form_page(app: &App, reader: &Reader, status: StatusCode, context: ClassContext, filling: Filling) -> Response {
    let head = Head::new(reader.words().class_page_title(&context.edition.title)).private().again(again(&context, Step::Edit));
    let countries = countries(app, reader.words());
    let artworks = context.campaign.document.look.artworks.clone();
    page(app, reader, status, head, move || view! { <ClassForm context filling countries artworks /> })
}

fn set_page(
    app: &App,
    reader: &Reader,
    context: ClassContext,
    set: &ClassSet,
    draft: ClassDraft,
    roster: Vec<RosterCard>,
) -> Response {
    let head = Head::new(reader.words().class_set_page_title(set.code)).private().again(again(&context, Step::Make));
    let aged = app.classes.aged(set);
    page(app, reader, StatusCode::OK, head, move || view! { <SetPage context code=set.code draft roster aged /> })
}
