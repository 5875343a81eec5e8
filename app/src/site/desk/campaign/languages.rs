//! The languages of a campaign: the choice among them, and where one is added or taken out.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{campaign::Part, checked::FieldError, form::Field, language::Language};
use leptos::prelude::*;
use usecases::{Refusal, desk::Rights, refusal::Missing};

use super::{
    super::SignedIn,
    frame::{CampaignFrame, Current, Opened},
    part::Place,
};
use crate::{
    links::{DeskLink, EDITION},
    site::{
        App,
        components::{Entry, ErrorSummary},
        document::{Head, page},
        failure::Refused,
        fields::Fields,
        forms::{self, Controls},
        reader::{Reader, link_to, words},
        step::{STEP, Step, Stepped},
    },
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Change {
    #[default]
    Add,
    Remove,
}

impl Step for Change {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Add, Self::Remove].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
        }
    }
}

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    Ok(languages_page(&app, &reader, StatusCode::OK, opened, String::new(), Vec::new()))
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Path(slug): Path<String>,
    Stepped { step, fields }: Stepped<Change>,
) -> Result<Response, Refused> {
    let opened = Opened::new(&app, present, &slug).await?;
    let rights = Rights::check(&opened.present, opened.working.id.clone())?;
    let slug = &opened.working.slug;
    let done = match step {
        Change::Add => app.workshop.add_language(&rights, fields.get(&Field::Languages.name())).await.map(Some),
        Change::Remove => app.workshop.remove_language(&rights, edition(&fields)?).await.map(|()| None),
    };
    match done {
        Ok(language) => {
            let link = DeskLink::Part(slug, Part::Story, language.map(|language| (language, None)));
            Ok(Redirect::to(&reader.to(link)).into_response())
        }
        Err(Refusal::Invalid(errors)) => {
            let typed = fields.get(&Field::Languages.name()).to_owned();
            Ok(languages_page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, opened, typed, errors))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn edition(fields: &Fields) -> Result<Language, Refusal> {
    Language::parse(fields.get(EDITION)).map_err(|_| Refusal::NotFound(Missing::Language))
}

fn languages_page(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    opened: Opened,
    typed: String,
    errors: Vec<FieldError>,
) -> Response {
    let head = Head::new(reader.words().desk_languages_title()).private();
    let view = move || {
        let words = words();
        let asked = Controls::new(forms::desk::language(words), errors);
        let slug = opened.working.slug.clone();
        let may_edit = opened.may_edit();
        let languages: Vec<Language> = opened.working.document.languages().collect();
        let several = languages.len() > 1;
        let items = languages
            .into_iter()
            .map(|language| {
                let remove = (may_edit && several).then(|| {
                    view! {
                        <form method="post" action=link_to(DeskLink::Languages(&slug))>
                            <input type="hidden" name=EDITION value=language.to_string() />
                            <button
                                class="button button--quiet"
                                type="submit"
                                name=STEP
                                value=Change::Remove.as_str()
                                aria-label=words.desk_language_remove_label(language.name())
                            >
                                {words.desk_language_remove_button()}
                            </button>
                        </form>
                    }
                });
                view! {
                    <li>
                        <span lang=language.to_string() dir=language.direction().as_str()>{language.name()}</span>
                        " ("
                        {language.to_string()}
                        ") "
                        {remove}
                    </li>
                }
            })
            .collect_view();
        view! {
            <CampaignFrame opened=opened.clone() current=Current::Part(Part::Story)>
                <section class="deskpart">
                    <h3>{words.desk_languages_title()}</h3>
                    <ErrorSummary form=asked.clone() />
                    <ul class="languagelist">{items}</ul>
                    {may_edit
                        .then(|| {
                            view! {
                                <form class="deskform" method="post" action=link_to(DeskLink::Languages(&slug)) novalidate>
                                    <Entry form=asked field=Field::Languages value=typed />
                                    <button class="button" type="submit">
                                        {words.desk_language_add_button()}
                                    </button>
                                </form>
                            }
                        })}
                </section>
            </CampaignFrame>
        }
    };
    page(app, reader, status, head, view)
}

/// The choice among a campaign's languages, on the page of a part that has words.
#[component]
pub(super) fn LanguageTabs(place: Place, part: Part) -> impl IntoView {
    let words = words();
    let slug = &place.opened.working.slug;
    let items = place
        .document
        .languages()
        .map(|language| {
            let here = (language == place.at.language).then_some("true");
            let link = DeskLink::Part(slug, part, Some((language, place.at.kind)));
            view! {
                <li>
                    <a
                        href=link_to(link)
                        aria-current=here
                        lang=language.to_string()
                        hreflang=language.to_string()
                        dir=language.direction().as_str()
                    >
                        {language.name()}
                    </a>
                </li>
            }
        })
        .collect_view();
    let other = place.opened.may_edit().then(|| {
        view! {
            <li>
                <a href=link_to(DeskLink::Languages(slug))>{words.desk_languages_link()}</a>
            </li>
        }
    });
    view! {
        <nav class="tabs" aria-label=words.desk_languages_title()>
            <ul>{items} {other}</ul>
        </nav>
    }
}
