//! `/k`: where a teacher reports a class set, by its code.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    campaign::Campaign,
    checked::{self, FieldError},
    class::{ClassCode, parse_count},
    form::Field,
    problem::Problem,
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    class::{Posted, RosterCard},
    ports::ClassSet,
};
use words::Words;

use crate::{
    links::Link,
    site::App,
    site::components::{Entry, ErrorSummary, OF_OFFICES},
    site::document::{Head, page},
    site::failure::Refused,
    site::fields::Fields,
    site::forms::{self, Controls},
    site::reader::{KeptLanguage, Reader, link_to, tongue, words},
    site::step::{self, STEP, Step as _, Stepped},
    site::visitor::Visitor,
};

/// How a teacher reports cards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Step {
    #[default]
    Number,
    /// One by one.
    Cards,
}

impl step::Step for Step {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Number, Self::Cards].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Cards => "cards",
        }
    }
}

/// Asks for the code, and leads to its set.
pub async fn ask(State(app): State<App>, reader: Reader, RawQuery(raw): RawQuery) -> Response {
    let fields = Fields::of_query(raw.as_deref());
    let code = fields.get(&Field::Code.name()).to_owned();
    let (status, errors) = match code.as_str() {
        "" => (StatusCode::OK, Vec::new()),
        text => match ClassCode::parse(text) {
            Ok(code) => return Redirect::to(&reader.to(Link::ClassReport(code))).into_response(),
            Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::new(Field::Code, error)]),
        },
    };
    page(
        &app,
        &reader,
        status,
        Head::new(reader.words().class_report_link()).private(),
        move || view! { <AskPage code errors /> },
    )
}

#[component]
fn AskPage(code: String, errors: Vec<FieldError>) -> impl IntoView {
    let words = words();
    let asked = Controls::new(forms::class_code(words), errors);
    view! {
            <section class="narrow">
                <h1>{words.class_report_link()}</h1>
                <ErrorSummary form=asked.clone() />
                <form method="get" action=link_to(Link::ClassReports) novalidate>
    <KeptLanguage />
                    <Entry form=asked field=Field::Code value=code />
                    <button class="button" type="submit">
                        {words.class_code_button()}
                    </button>
                </form>
            </section>
        }
}

pub async fn get(State(app): State<App>, reader: Reader, Path(code): Path<String>) -> Result<Response, Refused> {
    let (campaign, set) = app.classes.find(&code).await?;
    Ok(report_page(&app, &reader, StatusCode::OK, campaign, &set, Vec::new(), String::new()))
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    Path(code): Path<String>,
    Visitor(network): Visitor,
    Stepped { step, fields }: Stepped<Step>,
) -> Result<Response, Refused> {
    let (campaign, set) = app.classes.find(&code).await?;
    let typed = checked::code(fields.get(&Field::Posted.name()));
    let reported = match posted(step, &fields, &typed, set.cards.len()) {
        Ok(posted) => app.classes.report(&set, &posted, network).await,
        Err(error) => Err(Refusal::Invalid(vec![error])),
    };
    match reported {
        Ok(set) => Ok(Redirect::to(&reader.to(Link::ClassReport(set.code))).into_response()),
        Err(Refusal::Invalid(errors)) => {
            Ok(report_page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, campaign, &set, errors, typed))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The posted cards, by ticks or by a number.
fn posted(step: Step, fields: &Fields, typed: &str, cards: usize) -> Result<Posted, FieldError> {
    match (step, typed) {
        (Step::Cards, _) => {
            let ticked = (1..=cards).filter(|number| !fields.get(&format!("card-{number}")).is_empty());
            Ok(Posted::Cards(ticked.collect::<BTreeSet<usize>>()))
        }
        (Step::Number, "0") => Ok(Posted::Count(0)),
        (Step::Number, typed) => parse_count(typed)
            .map(|count| Posted::Count(usize::from(count)))
            .map_err(|_| FieldError::new(Field::Posted, Problem::PostedCount { cards })),
    }
}

fn report_page(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    campaign: Campaign,
    set: &ClassSet,
    errors: Vec<FieldError>,
    typed: String,
) -> Response {
    let roster = app.classes.roster(set, &[], reader.words().language());
    let head = Head::new(reader.words().class_set_page_title(set.code)).private();
    page(app, reader, status, head, move || view! { <ReportPage campaign code=set.code roster errors typed /> })
}

/// The notice that some reported cards are not in the public number.
fn beyond(words: Words, posted: usize, counted: usize) -> Option<String> {
    match posted.saturating_sub(counted) {
        0 => None,
        all if all == posted => Some(words.class_beyond_all_note(all)),
        some => Some(words.class_beyond_some_note(some)),
    }
}

#[component]
fn ReportPage(
    campaign: Campaign,
    code: ClassCode,
    roster: Vec<RosterCard>,
    errors: Vec<FieldError>,
    typed: String,
) -> impl IntoView {
    let words = words();
    let action = link_to(Link::ClassReport(code));
    let title = campaign.document.title().to_owned();
    let of_title = campaign.document.editions.first().map(|edition| tongue(edition.language.tag())).unwrap_or_default();
    let of_office = tongue(OF_OFFICES);
    let (cards, printed) = (roster.len(), roster.iter().filter(|card| card.printed).count());
    let posted = roster.iter().filter(|card| card.posted).count();
    let beyond = beyond(words, posted, roster.iter().filter(|card| card.counted).count());
    let value = if errors.is_empty() { posted.to_string() } else { typed };
    // A set that is not printed cannot be reported.
    let asked = Controls::new(if printed > 0 { forms::report(words) } else { Vec::new() }, errors);
    let ticks = roster
        .into_iter()
        .map(|card| {
            let name = format!("card-{}", card.number);
            view! {
                <li class="choice">
                    <input type="checkbox" id=name.clone() name=name.clone() value="yes" checked=card.posted disabled=!card.printed />
                    <label for=name>
                        {words.class_card_label(card.number)} <span class="choice__beside" lang=of_office.lang.clone() dir=of_office.dir>{format!(" {}", card.whom)}</span>
                    </label>
                </li>
            }
        })
        .collect_view();
    let stage = if printed == 0 {
        words.class_unprinted_lead().to_owned()
    } else if printed < cards {
        words.class_part_printed_lead(cards, posted, printed)
    } else {
        words.class_posted_lead(cards, posted)
    };
    view! {
        <section class="narrow classset">
            <p class="crumbs">
                <a href=link_to(Link::Campaign(&campaign.slug, None)) lang=of_title.lang dir=of_title.dir>{title}</a>
            </p>
            <h1>{words.class_set_page_title(code)}</h1>
            <p class="lead" data-testid="stage">{stage}</p>
            {beyond.map(|words| view! { <p class="notice" role="status">{words}</p> })}
            <ErrorSummary form=asked.clone() />
            {(printed > 0)
                .then(|| {
                    view! {
                        <form class="report" method="post" action=action.clone() novalidate>
                            <Entry form=asked field=Field::Posted value />
                            <button class="button" type="submit">
                                {words.class_report_button()}
                            </button>
                        </form>
                        <details class="more">
                            <summary>{words.class_ticks_summary()}</summary>
                            <form method="post" action=action>
                                <ul class="ticks">{ticks}</ul>
                                <button class="button button--quiet" type="submit" name=STEP value=Step::Cards.as_str()>
                                    {words.class_ticks_button()}
                                </button>
                            </form>
                        </details>
                        <p class="privacy">{words.networks_note()}</p>
                    }
                })}
            <p>
                <a href=link_to(Link::ClassAgain(&campaign.slug, code))>{words.class_print_again_link()}</a>
            </p>
        </section>
    }
}
