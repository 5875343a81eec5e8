//! The letter is filled in: the ways it can leave, each with what it needs.
//!
//! Not a path of its own: the form of [`write`](super::write) posts here, since a page that stores nothing can
//! only be reached with the text in hand.

use axum::{http::StatusCode, response::Response};
use domain::{
    artwork::Artwork,
    channel::Channel,
    checked::LetterId,
    paper::{Flip, PaperFormat, Stock},
    state::Iso2,
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    campaigns::Opened,
    letters::{ONLY_DOMESTIC, Offer, Place},
};

use super::write::{WITH_BLEED, Writing, envelope, sheet};
use crate::{
    App,
    components::{ArtworkChoice, CardPicture, Carried, ErrorSummary, LetterText, TextArea, TextField},
    document::{Head, page},
    islands::CopyButton,
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
    Ok(page(app, status, head, move || view! { <LeavePage opened writing email places artworks /> }).await)
}

/// The country that the supporter posts from, the United States until another is chosen.
fn posted_from(writing: &Writing) -> Iso2 {
    writing.draft.country().unwrap_or_else(|_| Iso2::us())
}

/// Where paper can be posted to from the supporter's country.
fn places(app: &App, opened: &Opened, writing: &Writing) -> Vec<Place> {
    app.letters.places(&opened.target, &posted_from(writing))
}

/// Makes the letter ready for the supporter's own mail or for a web form, and shows how to go on.
pub(super) async fn offer(app: &App, opened: &Opened, writing: &Writing, channel: Channel) -> Result<Response, Refusal> {
    let offer = app.letters.offer(opened, &writing.draft, channel, &writing.letter).await?;
    let head =
        Head::new(if channel == Channel::OwnMail { "Send it from your own mail" } else { "Copy it into the office’s form" })
            .islands()
            .private();
    let (opened, writing) = (opened.clone(), writing.clone());
    let view = move || view! { <OfferPage opened writing offer channel /> };
    Ok(page(app, StatusCode::OK, head, view).await)
}

/// Where the supporter comes back to.
pub(super) fn thanks(opened: &Opened, letter: &LetterId) -> String {
    super::thanks::path(opened.campaign.slug.as_str(), letter.as_str(), opened.language.tag())
}

/// A form that posts the letter's whole text to the letter's own path, with a step.
#[component]
fn Step(
    opened: Opened,
    writing: Writing,
    step: &'static str,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let action = format!("/c/{}/write/{}", opened.campaign.slug, opened.target.id);
    view! {
        <form class=class method="post" action=action novalidate>
            <Carried draft=writing.draft letter=writing.letter.to_string() language=opened.language.tag() />
            <input type="hidden" name="step" value=step />
            {children()}
        </form>
    }
}

#[component]
fn LeavePage(opened: Opened, writing: Writing, email: String, places: Vec<Place>, artworks: Vec<Artwork>) -> impl IntoView {
    let sheet = sheet(&opened, &writing.draft);
    let from = posted_from(&writing);
    let address = envelope(&opened, &from);
    let letter = domain::letter::render(&sheet.template, &sheet.merge, &sheet.draft);
    let channels = opened.target.channels();
    let errors = writing.errors.clone();
    let sender = writing.draft.address_lines();
    let has = |channel: Channel| channels.contains(&channel);
    let paper = has(Channel::Postcard).then(|| {
        // What the usual place needs; the others say so themselves.
        let (card_from, letter_from) = (from.clone(), from.clone());
        let (letter_places, card_papers, letter_papers) = (places.clone(), places.clone(), places.clone());
        let (card, letter) = places.first().map(|place| (place.card.clone(), place.letter.clone())).unwrap_or_default();
        view! {
            <Exit
                opened=opened.clone()
                writing=writing.clone()
                step="paper"
                title="Postcard"
                needs=format!("A printer and {card}. No email needed.")
                button="Print a postcard"
                posted=true
            >
                <PlaceChoice places card=true />
                <ArtworkChoice artworks />
                <PaperChoice card=true from=card_from.clone() places=card_papers />
                <FlipChoice from=card_from />
            </Exit>
            <Exit
                opened=opened.clone()
                writing=writing.clone()
                step="paper"
                title="Letter in an envelope"
                needs=format!("A printer, an envelope and {letter}. No email needed.")
                button="Print a letter"
                posted=true
            >
                <PlaceChoice places=letter_places card=false />
                <PaperChoice card=false from=letter_from places=letter_papers />
            </Exit>
        }
    });
    let own_mail = has(Channel::OwnMail).then(|| {
        view! {
            <Exit
                opened=opened.clone()
                writing=writing.clone()
                step="own_mail"
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
                step="web_form"
                title="The office’s web form"
                needs="Copy and paste. The office asks for your address."
                button="Copy my letter"
            />
        }
    });
    let relay = has(Channel::Relay).then(|| {
        let errors = errors.clone();
        let wrong_consent = errors.iter().find(|error| error.field == "consent").map(|error| error.message.clone());
        view! {
            <Exit
                opened=opened.clone()
                writing=writing.clone()
                step="relay"
                title="Let us send it"
                needs="Your email address, and one click in your mailbox."
                button="Send it for me"
            >
                <TextField
                    name="email"
                    label="Your email address"
                    hint="The office answers to it."
                    value=email
                    errors
                    kind="email"
                    autocomplete="email"
                    max=254
                    required=true
                />
                <div class=if wrong_consent.is_some() { "field field--check field--wrong" } else { "field field--check" }>
                    {wrong_consent.clone().map(|error| view! { <p class="field__error" id="consent-error">{error}</p> })}
                    <input
                        type="checkbox"
                        id="consent"
                        name="consent"
                        value="yes"
                        aria-invalid=wrong_consent.is_some().then_some("true")
                        aria-describedby=wrong_consent.is_some().then_some("consent-error")
                    />
                    <label for="consent">"Send this letter in my name. Keep my name, address and text until 28 days after it was delivered."</label>
                </div>
            </Exit>
        }
    });
    view! {
        <p class="crumbs">
            <a href=format!("/c/{}?lang={}", opened.campaign.slug, opened.language.tag())>{opened.edition.title.clone()}</a>
        </p>
        <h1>"Your letter is ready"</h1>
        <ErrorSummary errors=errors.clone() />
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
                <Step opened=opened.clone() writing=writing.clone() step="edit">
                    <button class="button button--quiet" type="submit">
                        "Change my letter"
                    </button>
                </Step>
            </section>
            <section class="desk__form" aria-labelledby="ways">
                <h2 id="ways">"How shall it leave?"</h2>
                <ul class="exits">{own_mail} {relay} {web_form} {paper}</ul>
            </section>
        </div>
    }
}

/// One way out: what it needs, what it asks, and its button.
#[component]
fn Exit(
    opened: Opened,
    writing: Writing,
    step: &'static str,
    title: &'static str,
    #[prop(into)] needs: String,
    button: &'static str,
    /// Whether the supporter comes back to say that it was posted.
    #[prop(optional)]
    posted: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let thanks = thanks(&opened, &writing.letter);
    view! {
        <li class="exit">
            <h3>{title}</h3>
            <p class="exit__needs">{needs}</p>
            <Step opened writing step>
                {children.map(|children| children())}
                <button class="button" type="submit">
                    {button}
                </button>
            </Step>
            {posted.then(|| view! { <p class="exit__after"><a href=thanks>"Posted it? Tell us."</a></p> })}
        </li>
    }
}

/// Which of the office's addresses it goes to, where there are several.
#[component]
fn PlaceChoice(places: Vec<Place>, card: bool) -> impl IntoView {
    (places.len() > 1).then(|| {
        let kind = if card { "card" } else { "letter" };
        let choices = places
            .into_iter()
            .enumerate()
            .map(|(index, place)| {
                let id = format!("post-{kind}-{}", place.id);
                let stamp = if card { place.card } else { place.letter };
                view! {
                    <div class="choice">
                        <input type="radio" id=id.clone() name="post_to" value=place.id checked=index == 0 />
                        <label for=id>
                            {place.label}
                            <span class="choice__hint">{format!(" {} Needs {stamp}.", place.why)}</span>
                        </label>
                    </div>
                }
            })
            .collect_view();
        view! {
            <fieldset>
                <legend>"Post it to"</legend>
                {choices}
            </fieldset>
        }
    })
}

/// A paper to choose, and what is to be said of it.
struct Choice {
    format: PaperFormat,
    /// As the press of a print shop wants it.
    bleed: bool,
    hint: &'static str,
}

impl Choice {
    /// The papers for cards, or for letters. First those that the supporter is likely to have; the others, and what is
    /// for a print shop, are there for who looks for them.
    fn all(card: bool, from: &Iso2, places: &[Place]) -> (Vec<Self>, Vec<Self>) {
        let offered = PaperFormat::offered(card, from);
        let offered = offered.into_iter().filter(|format| format.goes_abroad() || places.iter().any(|place| place.domestic));
        let home = offered.clone().map(|format| {
            let some = !format.goes_abroad() && places.iter().any(|place| !place.domestic);
            let hint = if some { " Only to an address in your own country." } else { "" };
            Self { format, bleed: false, hint }
        });
        let shop = offered.filter(|format| format.layout_with_bleed().is_some()).map(|format| {
            let hint = if format.is_us() {
                " The page is ⅛ in bigger on every side, where the picture is cut."
            } else {
                " The page is 3 mm bigger on every side, where the picture is cut."
            };
            Self { format, bleed: true, hint }
        });
        let us = *from == Iso2::us();
        let (mut likely, mut others): (Vec<_>, Vec<_>) = home.partition(|choice| choice.format.is_us() == us);
        // The first is what is printed unless another is chosen: it has to suit the address that is chosen with it.
        if places.first().is_some_and(|place| !place.domestic) {
            likely.sort_by_key(|choice| !choice.format.goes_abroad());
        }
        others.extend(shop);
        (likely, others)
    }
}

/// What to print on.
#[component]
fn PaperChoice(card: bool, from: Iso2, places: Vec<Place>) -> impl IntoView {
    let (likely, others) = Choice::all(card, &from, &places);
    // Said where those look who know that card and miss it.
    let us = from == Iso2::us();
    let missed = |here: bool| {
        let missed = here && card && places.iter().all(|place| !place.domestic);
        missed.then(|| view! { <p class="note">{ONLY_DOMESTIC}</p> })
    };
    let first = likely.first().map(|choice| choice.format);
    let radio = move |choice: Choice| {
        let Choice { format, bleed, hint } = choice;
        let value = if bleed { format!("{}{WITH_BLEED}", format.as_str()) } else { format.as_str().to_owned() };
        let id = format!("format-{}", value.replace(' ', "-"));
        let label = if bleed { format!("{}, for a print shop", format.label()) } else { format.label().to_owned() };
        view! {
            <div class="choice">
                <input type="radio" id=id.clone() name="format" value=value checked=!bleed && first == Some(format) />
                <label for=id>{label} {(!hint.is_empty()).then(|| view! { <span class="choice__hint">{hint}</span> })}</label>
            </div>
        }
    };
    view! {
        <fieldset id=card.then_some("format")>
            <legend>"Paper"</legend>
            {likely.into_iter().map(radio).collect_view()}
            {missed(us)}
            <details class="more">
                <summary>"Other papers"</summary>
                {others.into_iter().map(radio).collect_view()}
                {missed(!us)}
            </details>
        </fieldset>
    }
}

/// How the printer turns the sheet, and how to find it out.
#[component]
fn FlipChoice(from: Iso2) -> impl IntoView {
    let mut stocks = Stock::ALL.to_vec();
    if from != Iso2::us() {
        stocks.reverse();
    }
    let tests = stocks
        .into_iter()
        .map(|stock| {
            view! {
                " "
                <a href=super::test_page::path(stock, Flip::default())>{stock.label()}</a>
            }
        })
        .collect_view();
    let choices = Flip::ALL
        .into_iter()
        .map(|flip| {
            let id = format!("flip-{}", flip.as_str());
            let label = match flip {
                Flip::Long => "Flip on the long edge (what most printers do)",
                Flip::Short => "Flip on the short edge",
            };
            view! {
                <div class="choice">
                    <input type="radio" id=id.clone() name="flip" value=flip.as_str() checked=flip == Flip::default() />
                    <label for=id>{label}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <details class="more">
            <summary>"Printing on both sides"</summary>
            <fieldset>
                <legend>"Your printer’s setting"</legend>
                {choices}
            </fieldset>
            <p class="note">"Print at 100 %, not “fit to page”, on card stock if you have it."</p>
            <p class="note">"Not sure what your printer does? One sheet shows it. Print a test page:" {tests}</p>
        </details>
    }
}

/// For those who write by hand: a card with lines and the address, and nothing to fill in first.
pub(super) async fn handwrite_page(app: &App, status: StatusCode, opened: Opened, writing: Writing) -> Result<Response, Refusal> {
    let head = Head::new("Write by hand").private();
    let places = places(app, &opened, &writing);
    let artworks = app.artworks.of(&opened.campaign).await?;
    let view = move || {
        let from = posted_from(&writing);
        let text = domain::letter::render(&opened.edition.template, &opened.merge, &writing.draft);
        let thanks = thanks(&opened, &writing.letter);
        view! {
            <h1>"Write your card by hand"</h1>
            <ErrorSummary errors=writing.errors.clone() />
            <p class="lead">"Print a card with lines and the address on it, and write in your own words. Sign it with your name and town."</p>
            <div class="desk">
                <section class="desk__card" aria-labelledby="words">
                    <h2 id="words">"Words to borrow"</h2>
                    <div class="sheet" lang=opened.language.tag()>
                        <LetterText letter=text />
                    </div>
                </section>
                <section class="desk__form" aria-labelledby="print">
                    <h2 id="print">"The card with lines"</h2>
                    <Step opened=opened.clone() writing=writing.clone() step="paper" class="exit">
                        <input type="hidden" name="typed" value="no" />
                        <PlaceChoice places=places.clone() card=true />
                        <ArtworkChoice artworks />
                        <PaperChoice card=true from=from.clone() places />
                        <FlipChoice from />
                        <button class="button" type="submit">
                            "Print a card with lines"
                        </button>
                    </Step>
                    <p class="exit__after">
                        <a href=thanks>"Posted it? Tell us."</a>
                    </p>
                </section>
            </div>
        }
    };
    Ok(page(app, status, head, view).await)
}

#[component]
fn OfferPage(opened: Opened, writing: Writing, offer: Offer, channel: Channel) -> impl IntoView {
    let own_mail = channel == Channel::OwnMail;
    let title = if own_mail { "Send it from your own mail" } else { "Copy it into the office’s form" };
    let form = opened.target.web_form.clone().unwrap_or_default();
    let to = opened.target.email.as_ref().map(ToString::to_string);
    let open = if own_mail {
        view! {
            <ul class="links">
                <li>
                    <a class="button" href=offer.mailto.clone()>"Open my mail app"</a>
                </li>
                <li>
                    <a class="button button--quiet" href=offer.gmail.clone() target="_blank" rel="noopener noreferrer">"Gmail"</a>
                </li>
                <li>
                    <a class="button button--quiet" href=offer.outlook.clone() target="_blank" rel="noopener noreferrer">"Outlook"</a>
                </li>
            </ul>
            <p class="note">"Nothing happens? Copy the text below into a new mail."</p>
        }
        .into_any()
    } else {
        view! {
            <ol class="steps">
                <li>"Copy your letter below."</li>
                <li>
                    <a href=form target="_blank" rel="noopener noreferrer">"Open the office’s page"</a>
                    ", find its contact form, and paste the letter."
                </li>
                <li>"Come back and tell us."</li>
            </ol>
        }
        .into_any()
    };
    view! {
        <h1>{title}</h1>
        <div class="narrow">
            {open}
            {to.map(|to| view! { <TextField name="copy-to" label="To" value=to max=254 required=true /> })}
            <TextField name="copy-subject" label="Subject" value=offer.subject max=300 required=true />
            <div lang=opened.language.tag()>
                <TextArea name="copy-body" label="Letter" value=offer.body max=10_000 rows=14 readonly=true />
            </div>
            <CopyButton from="copy-body".to_owned() label="Copy the letter".to_owned() />
            <form class="report" method="post" action=format!("/c/{}/thanks", opened.campaign.slug)>
                <input type="hidden" name="letter" value=writing.letter.to_string() />
                <input type="hidden" name="channel" value=channel.as_str() />
                <input type="hidden" name="lang" value=opened.language.tag() />
                <button class="button" type="submit">
                    "I sent it"
                </button>
            </form>
            <Step opened=opened.clone() writing=writing.clone() step="check">
                <button class="button button--quiet" type="submit">
                    "Choose another way"
                </button>
            </Step>
        </div>
    }
}
