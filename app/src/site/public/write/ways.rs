//! The letter is filled in: the ways it can leave, each with what it needs.
//!
//! Not a path of its own: the [form](super::form) posts here, since a page that stores nothing can only be reached with
//! the text in hand.

use axum::{http::StatusCode, response::Response};
use domain::{artwork::Artwork, channel::Channel, form::Field};
use leptos::prelude::*;
use usecases::{
    Refusal,
    supporter::campaigns::Opened,
    supporter::letters::{Place, TooLong},
};

use super::{
    Step,
    paper::{FlipChoice, PaperChoice, PlaceChoice},
    writing::{StepForm, Writing, envelope, places, posted_from, sheet, thanks},
};
use crate::{
    links::Link,
    shared::{CardPicture, LetterText},
    site::App,
    site::components::{ArtworkChoice, Entry, ErrorSummary, KEPT_OF_NETWORKS, Tick},
    site::document::{Head, page},
    site::forms::{self, Control, Controls},
};

pub(super) async fn leave_page(
    app: &App,
    status: StatusCode,
    opened: Opened,
    writing: Writing,
    email: String,
) -> Result<Response, Refusal> {
    let head = Head::new("Your letter is ready").private();
    let places = places(app, &opened, &writing);
    let artworks = app.artworks.of(&opened.campaign).await?;
    // Where the press is busy, printing says it.
    let too_long = app.letters.too_long(&opened, &writing.draft).await.unwrap_or_default();
    Ok(page(app, status, head, move || view! { <LeavePage opened writing email places artworks too_long /> }).await)
}

#[component]
fn LeavePage(
    opened: Opened,
    writing: Writing,
    email: String,
    places: Vec<Place>,
    artworks: Vec<Artwork>,
    too_long: Vec<TooLong>,
) -> impl IntoView {
    let sheet = sheet(&opened, &writing.draft);
    let from = posted_from(&writing);
    let address = envelope(&opened, &from);
    let letter = domain::letter::render(&sheet.template, &sheet.merge, &sheet.draft);
    let channels = opened.target.channels();
    let sender = writing.draft.sender_lines();
    let has = |channel: Channel| channels.contains(&channel);
    let shorten = shorten(&too_long, &forms::letter(&opened.edition.template));
    let asked = has(Channel::Relay).then(forms::relay).into_iter();
    let asked = asked.chain(has(Channel::Postcard).then(|| forms::paper(places.len()))).flatten().collect();
    let form = Controls::new(asked, writing.errors.clone());
    let paper = has(Channel::Postcard).then(|| {
        // What the usual place needs; the others say so themselves.
        let (card_from, letter_from) = (from.clone(), from.clone());
        let (letter_places, card_papers, letter_papers) = (places.clone(), places.clone(), places.clone());
        let too_long_letter = too_long.clone();
        let (card_form, letter_form) = (form.clone(), form.clone());
        let (card, letter) = places.first().map(|place| (place.card.clone(), place.letter.clone())).unwrap_or_default();
        view! {
            <Exit
                opened=opened.clone()
                writing=writing.clone()
                step=Step::Paper
                title="Postcard"
                needs=format!("A printer and {card}. No email needed.")
                button="Print a postcard"
                posted=true
            >
                <PlaceChoice form=card_form.clone() places card=true />
                <ArtworkChoice form=card_form.clone() artworks />
                <PaperChoice form=card_form.clone() card=true from=card_from.clone() places=card_papers too_long />
                <FlipChoice form=card_form from=card_from />
            </Exit>
            <Exit
                opened=opened.clone()
                writing=writing.clone()
                step=Step::Paper
                title="Letter in an envelope"
                needs=format!("A printer, an envelope and {letter}. No email needed.")
                button="Print a letter"
                posted=true
            >
                <PlaceChoice form=letter_form.clone() places=letter_places card=false />
                <PaperChoice form=letter_form card=false from=letter_from places=letter_papers too_long=too_long_letter />
            </Exit>
        }
    });
    let own_mail = has(Channel::OwnMail).then(|| {
        view! {
            <Exit
                opened=opened.clone()
                writing=writing.clone()
                step=Step::OwnMail
                title="Your own mail"
                needs="Your mail app, Gmail or Outlook. About two minutes."
                button="Open in my mail"
            />
        }
    });
    let web_form = has(Channel::WebForm).then(|| {
        view! {
            <Exit
                opened=opened.clone()
                writing=writing.clone()
                step=Step::WebForm
                title="The office’s web form"
                needs="Copy and paste. The office asks for your address."
                button="Copy my letter"
            />
        }
    });
    let relay = has(Channel::Relay).then(|| {
        let form = form.clone();
        view! {
            <Exit
                opened=opened.clone()
                writing=writing.clone()
                step=Step::Relay
                title="Let us send it"
                needs="Your email address, and one click in your mailbox."
                button="Send it for me"
            >
                <Entry form=form.clone() field=Field::Email value=email />
                <Tick form field=Field::Consent />
                <p class="privacy">"We send you one mail with a link, without your letter in it. "{KEPT_OF_NETWORKS}</p>
            </Exit>
        }
    });
    view! {
        <p class="crumbs">
            <a href=Link::Campaign(&opened.campaign.slug, Some(opened.language)).path()>{opened.edition.title.clone()}</a>
        </p>
        <h1>"Your letter is ready"</h1>
        <ErrorSummary form />
        <div class="desk">
            <section class="desk__card" aria-labelledby="letter-heading">
                <h2 class="desk__title" id="letter-heading">"Your letter"</h2>
                <details class="fold">
                <summary>"Your letter"</summary>
                <div class="preview" lang=opened.language.tag()>
                {(!address.is_empty()).then(|| view! { <CardPicture address sender from=from.clone() letter=letter.clone() /> })}
                <div class="sheet">
                    <p class="sheet__subject">{letter.subject_text()}</p>
                    <LetterText letter=letter.clone() />
                </div>
                </div>
                </details>
                {shorten.map(|shorten| view! { <p class="note">{shorten}</p> })}
                <StepForm opened=opened.clone() writing=writing.clone() step=Step::Edit>
                    <button class="button button--quiet" type="submit">
                        "Change my letter"
                    </button>
                </StepForm>
            </section>
            <section class="desk__form" aria-labelledby="ways">
                <h2 id="ways">"How shall it leave?"</h2>
                <ul class="exits">{own_mail} {relay} {web_form} {paper}</ul>
            </section>
        </div>
    }
}

/// Which field to shorten, where the letter does not fit on every paper.
fn shorten(too_long: &[TooLong], letter: &[Control]) -> Option<String> {
    let most = too_long.iter().max_by_key(|over| over.characters).filter(|over| over.field != Field::Format)?;
    let field = letter.iter().find(|control| control.field == most.field)?;
    let papers: Vec<String> = too_long.iter().map(|over| format!("“{}”", over.format.label())).collect();
    Some(format!(
        "It does not fit on {}. To print on {}, shorten “{}” by {} {}. Other papers and ways have room for it.",
        papers.join(", "),
        if papers.len() == 1 { "it" } else { "all of these" },
        field.called,
        most.characters,
        if most.characters == 1 { "character" } else { "characters" },
    ))
}

/// One way out: what it needs, what it asks, and its button.
#[component]
fn Exit(
    opened: Opened,
    writing: Writing,
    step: Step,
    title: &'static str,
    #[prop(into)] needs: String,
    button: &'static str,
    /// Whether the supporter comes back to say that it was posted.
    #[prop(optional)]
    posted: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let thanks = thanks(&opened, &writing.letter).path();
    view! {
        <li class="exit">
            <h3>{title}</h3>
            <p class="exit__needs">{needs}</p>
            <StepForm opened writing step>
                {children.map(|children| children())}
                <button class="button" type="submit">
                    {button}
                </button>
            </StepForm>
            {posted.then(|| view! { <p class="exit__after"><a href=thanks>"Posted it? Tell us."</a></p> })}
        </li>
    }
}
