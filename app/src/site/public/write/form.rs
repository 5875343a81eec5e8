//! Where a letter is written.

use axum::{http::StatusCode, response::Response};
use domain::{
    channel::Channel,
    form::{Field, Form as _},
    state::Iso2,
    target::TargetKind,
};
use leptos::prelude::*;
use usecases::{supporter::campaigns::Opened, supporter::letters::Overflow};

use super::{
    Step,
    writing::{Writing, again, envelope, sheet},
};
use crate::{
    islands::{FORM, LetterPreview},
    links::{EDITION, Link, TargetsQuery},
    site::App,
    site::components::{AddressLines, Entry, ErrorSummary, KEPT_OF_NETWORKS, StatusMark},
    site::document::{Head, page},
    site::forms::{self, Controls},
    site::public::countries::countries,
    site::reader::{Reader, link_to},
    site::step::{STEP, Step as _},
};

/// `too_long` are the papers on which a changed letter does not fit. They are named beside the field to shorten.
pub(super) async fn write_page(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    opened: Opened,
    writing: Writing,
    too_long: Vec<Overflow>,
) -> Response {
    let head = Head::new(format!("Write to {}", opened.target.name_in_sentence())).islands().private();
    let head = head.again(again(&opened, FORM, Step::Edit.as_str()));
    let countries = countries(app);
    let source = source(&opened, app.campaigns.clock.now());
    page(app, reader, status, head, move || {
        view! { <WritePage opened writing countries source too_long /> }
    })
    .await
}

/// The sources of the page, their day, and how long they are true.
fn source(opened: &Opened, now: domain::Timestamp) -> String {
    let target = &opened.target;
    let is_member = target.kind() == TargetKind::Congress;
    let ends = target.valid_until.map(|until| match (is_member, target.is_stale_at(now)) {
        (true, false) => format!(" The term ends on {until}."),
        (true, true) => format!(" The term ended on {until}: somebody else may hold the seat since."),
        (false, false) => format!(" True until {until}."),
        (false, true) => " This entry is out of date: the office may have changed hands since.".to_owned(),
    });
    format!("{}{}", target.sources(), ends.unwrap_or_default())
}

/// The id of a note on the field, so that a screen reader reads it there.
fn room_id(field: &Field) -> String {
    format!("{field}-room")
}

/// The papers on which the letter does not fit, below the field that has to be shortened.
fn room(too_long: &[Overflow], field: &Field) -> Option<impl IntoView + use<>> {
    let papers: Vec<_> = too_long
        .iter()
        .filter(|over| over.field == *field)
        .map(|over| {
            let paper = format!("{}: {}", over.format.label(), over.words());
            view! { <li>{paper}</li> }
        })
        .collect();
    (!papers.is_empty()).then(|| view! { <ul class="note" id=room_id(field)>{papers}</ul> })
}

#[component]
fn WritePage(
    opened: Opened,
    writing: Writing,
    countries: Vec<(String, String)>,
    source: String,
    too_long: Vec<Overflow>,
) -> impl IntoView {
    let Writing { letter, draft, errors } = writing;
    let sheet = sheet(&opened, &draft);
    let template = opened.edition.template.clone();
    let (slug, target, language) = (&opened.campaign.slug, &opened.target.id, opened.language);
    let action = link_to(Link::Write(slug, target, None));
    let letter_lang = language.to_string();
    let form = Controls::new(forms::letter(&template), errors);
    let ask = |field: Field| {
        let room = room(&too_long, &field);
        let described = room.is_some().then(|| room_id(&field));
        let value = draft.get(&field);
        view! {
            <Entry form=form.clone() field value described />
            {room}
        }
    };
    let blanks = template
        .blanks()
        .into_iter()
        .map(|blank| view! { <div lang=letter_lang.clone()>{ask(Field::Blank(blank.name))}</div> })
        .collect_view();
    let note = ask(Field::Note);
    let status = opened.status.filter(|_| opened.target.kind() != TargetKind::Congress);
    let handwrite = opened.target.channels().contains(&Channel::Postcard);
    let country = if draft.country.is_empty() { "US".to_owned() } else { draft.country.clone() };
    let address_open = !draft.address.is_empty() || form.error(&Field::Address).is_some();
    view! {
        <p class="crumbs">
            <a href=link_to(Link::Campaign(slug, Some(language)))>{opened.edition.title.clone()}</a>
            " "
            <a href=link_to(Link::Targets(slug, TargetsQuery::all(language)))>"Choose another office"</a>
            " "
            {handwrite
                .then(|| {
                    view! { <a href=link_to(Link::ClassTo(slug, language, target))>"Write to it with a class"</a> }
                })}
        </p>
        <header class="addressee">
            <h1>
                <span class="addressee__to">"Write to"</span>
                " "
                {opened.target.name()}
            </h1>
            <p>{opened.target.office_line()} " " {status.map(|status| view! { <StatusMark status /> })}</p>
        </header>
        <ErrorSummary form=form.clone() />
        <div class="write">
            <section class="write__card" aria-labelledby="preview-heading">
                // On a phone the summary is visible, on a desktop the heading: see style/write.css.
                <h2 class="write__title" id="preview-heading">"Your letter as it will read"</h2>
                <LetterPreview sheet />
            </section>
            <form class="write__form" id=FORM method="post" action=action novalidate>
                <input type="hidden" name="letter" value=letter.to_string() />
                <input type="hidden" name=EDITION value=language.to_string() />
                // The island fills in the zone, if there is one; otherwise the country has to do.
                <input type="hidden" name="zone" value=draft.zone.clone() />
                {blanks}
                {note}
                <Entry form=form.clone() field=Field::Name value=draft.name.clone() />
                <Entry form=form.clone() field=Field::Place value=draft.place.clone() />
                <Entry form=form.clone() field=Field::Country value=country options=countries />
                <details class="more" open=address_open>
                    <summary>"Add your postal address, for the answer"</summary>
                    <Entry form field=Field::Address value=draft.address.clone() />
                </details>
                <p class="privacy">"While you type, this server measures whether your words fit on a card, and keeps none of them. They are not stored until you ask us to send an email for you. Where you print or use your own mail, we count a letter from your country to this office, and store nothing about you but this. " {KEPT_OF_NETWORKS}</p>
                <p class="actions">
                    <button class="button" type="submit" name=STEP value=Step::Check.as_str()>
                        "Continue"
                    </button>
                    {handwrite
                        .then(|| {
                            view! {
                                <button class="button button--quiet" type="submit" name=STEP value=Step::Handwrite.as_str()>
                                    "I want to write by hand"
                                </button>
                            }
                        })}
                </p>
            </form>
        </div>
        <details class="more">
            <summary>"Address and source"</summary>
            <AddressLines lines=envelope(&opened, &Iso2::us()) />
            {opened.target.phone.clone().map(|phone| view! { <p>{format!("Telephone {phone}")}</p> })}
            {opened.target.note.clone().map(|note| view! { <p>{note}</p> })}
            <p class="note">{source}</p>
        </details>
    }
}
