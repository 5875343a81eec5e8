//! Where a letter is written.

use axum::{http::StatusCode, response::Response};
use domain::{
    channel::Channel,
    form::{Field, Form as _},
    letter::Draft,
    state::Iso2,
    target::{Target, TargetKind},
};
use leptos::prelude::*;
use usecases::{guard::GuardedForm, supporter::campaigns::Opened, supporter::letters::Overflow};

use super::{
    Step,
    writing::{Writing, again, envelope, preview_words, sheet},
};
use crate::{
    islands::{FORM, LetterPreview},
    links::{EDITION, Link, REVISION, TargetsQuery},
    site::App,
    site::components::{AddressLines, Entry, ErrorSummary, Guarded, OF_OFFICES, OfficeLine, Sources, StatusMark},
    site::document::{Head, page},
    site::forms::{self, Controls},
    site::kept::{Own, Shows},
    site::public::countries::countries,
    site::reader::{Reader, link_to, tongue, words},
    site::step::{STEP, Step as _},
};
use words::Words;

/// `too_long` are the papers on which a changed letter does not fit. They are named beside the field to shorten.
pub(super) async fn write_page(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    opened: Opened,
    writing: Writing,
    too_long: Vec<Overflow>,
) -> Response {
    let head = Head::new(reader.words().letter_page_title(opened.target.name_in_sentence(reader.words().language())))
        .islands()
        .private();
    let head = head.again(again(&opened, FORM, Step::Edit.as_str()));
    // A form with nothing in it is the same for everybody.
    let is_new = writing.draft == Draft::default() && writing.errors.is_empty() && writing.carried.trap.is_empty();
    let begun = Own::Begun(GuardedForm::Letter, opened.campaign.id.clone());
    let own = vec![(Own::Letter, writing.letter.to_string()), (begun, writing.carried.time.clone())];
    let head = if is_new { head.with_own(Shows::Texts, own) } else { head };
    let countries = countries(app, reader.words());
    let true_until = true_until(reader.words(), &opened.target, app.campaigns.clock.now());
    page(app, reader, status, head, move || {
        view! { <WritePage opened writing countries true_until too_long /> }
    })
}

/// How long what we know of a target is true.
fn true_until(words: Words, target: &Target, now: domain::Timestamp) -> Option<String> {
    let is_member = target.kind() == TargetKind::Congress;
    target.valid_until.map(|until| match (is_member, target.is_stale_at(now)) {
        (true, false) => words.letter_term_ends_note(until),
        (true, true) => words.letter_term_ended_note(until),
        (false, false) => words.letter_true_until_note(until),
        (false, true) => words.letter_stale_note().to_owned(),
    })
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
            let words = words();
            view! { <li>{words.letter_over_paper(over.characters, words.paper(over.format))}</li> }
        })
        .collect();
    (!papers.is_empty()).then(|| view! { <ul class="note" id=room_id(field)>{papers}</ul> })
}

#[component]
fn WritePage(
    opened: Opened,
    writing: Writing,
    countries: Vec<(String, String)>,
    true_until: Option<String>,
    too_long: Vec<Overflow>,
) -> impl IntoView {
    let words = words();
    let Writing { letter, draft, errors, carried } = writing;
    let of_office = tongue(OF_OFFICES);
    let of_title = tongue(opened.language.tag());
    let sheet = sheet(&opened, &draft);
    let template = opened.letter.template.clone();
    let (slug, target, language) = (&opened.campaign.slug, &opened.target.id, opened.language);
    let action = link_to(Link::Write(slug, target, None));
    let form = Controls::of_letter(forms::letter(words, &template), errors, opened.language);
    let ask = |field: Field| {
        let room = room(&too_long, &field);
        let described = room.is_some().then(|| room_id(&field));
        let value = draft.get(&field);
        view! {
            <Entry form=form.clone() field value described />
            {room}
        }
    };
    let blanks = template.blanks().into_iter().map(|blank| ask(Field::Blank(blank.name))).collect_view();
    let note = ask(Field::Note);
    // Interface and letter may differ. Somebody who reads Arabic writes to an embassy in English.
    let read = words.language();
    let languages = (!read.is_kin_of(language)).then(|| words.letter_languages_note(language.name(), read.name()));
    let status = opened.status.filter(|_| opened.target.kind() != TargetKind::Congress);
    let handwrite = opened.channels().contains(&Channel::Postcard);
    let country = if draft.country.is_empty() { "US".to_owned() } else { draft.country.clone() };
    let address_open = !draft.address.is_empty() || form.error(&Field::Address).is_some();
    view! {
        <p class="crumbs">
            <a href=link_to(Link::Campaign(slug, Some(language))) lang=of_title.lang dir=of_title.dir>{opened.edition.title.clone()}</a>
            " "
            <a href=link_to(Link::Targets(slug, TargetsQuery::all(language)))>{words.letter_other_office_link()}</a>
            " "
            {handwrite
                .then(|| {
                    view! { <a href=link_to(Link::ClassTo(slug, language, target))>{words.letter_class_link()}</a> }
                })}
        </p>
        <header class="addressee">
            <h1>
                <span class="addressee__to">{words.letter_to_label()}</span>
                " "
                <span lang=of_office.lang.clone() dir=of_office.dir>{opened.target.name()}</span>
            </h1>
            <p><OfficeLine target=opened.target.clone() /> " " {status.map(|status| view! { <StatusMark status /> })}</p>
        </header>
        {languages.map(|note| view! { <p class="note">{note}</p> })}
        <ErrorSummary form=form.clone() />
        <div class="write">
            <section class="write__card" aria-labelledby="preview-heading">
                // On a phone the summary is visible, on a desktop the heading: see style/write.css.
                <h2 class="write__title" id="preview-heading">{words.letter_preview_title()}</h2>
                <LetterPreview sheet words=preview_words(words) />
            </section>
            <form class="write__form" id=FORM method="post" action=action novalidate>
                <input type="hidden" name="letter" value=letter.to_string() />
                <input type="hidden" name=EDITION value=language.to_string() />
                <input type="hidden" name=REVISION value=opened.revision.to_string() />
                // The island fills in the zone, if there is one; otherwise the country has to do.
                <input type="hidden" name="zone" value=draft.zone.clone() />
                <Guarded carried />
                {blanks}
                {note}
                <Entry form=form.clone() field=Field::Name value=draft.name.clone() />
                <Entry form=form.clone() field=Field::Place value=draft.place.clone() />
                <Entry form=form.clone() field=Field::Country value=country options=countries options_in=words.grammar().tag() />
                <details class="more" open=address_open>
                    <summary>{words.letter_own_address_summary()}</summary>
                    <Entry form field=Field::Address value=draft.address.clone() />
                </details>
                <p class="privacy">{words.letter_privacy_note()} " " {words.networks_note()}</p>
                <p class="actions">
                    <button class="button" type="submit" name=STEP value=Step::Check.as_str()>
                        {words.letter_check_button()}
                    </button>
                    {handwrite
                        .then(|| {
                            view! {
                                <button class="button button--quiet" type="submit" name=STEP value=Step::Handwrite.as_str()>
                                    {words.letter_hand_link_button()}
                                </button>
                            }
                        })}
                </p>
            </form>
        </div>
        <details class="more">
            <summary>{words.letter_source_summary()}</summary>
            <AddressLines lines=envelope(&opened, &Iso2::us()) />
            {opened.target.phone.clone().map(|phone| view! { <p>{words.letter_telephone(phone)}</p> })}
            {opened.target.note.clone().map(|note| view! { <p lang=of_office.lang dir=of_office.dir>{note}</p> })}
            <p class="note"><Sources target=opened.target.clone() /> " " {true_until}</p>
        </details>
    }
}
