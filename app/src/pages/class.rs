//! `/c/{slug}/class`: cards for a whole class. A form, then the set with its code and its list, and the PDF.
//!
//! First names are in the forms' bodies and on the paper, and nowhere else: a page that is sent again brings them
//! along, and the server forgets them.

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    artwork::Artwork,
    campaign::{Campaign, Edition},
    checked::{FieldError, LetterId},
    class::{CARDS_MAX, ClassCode, NAME_MAX},
    letter::Draft,
    paper::Flip,
    state::US_STATES,
};
use leptos::prelude::*;
use usecases::{
    Classes, Refusal,
    classes::{ClassDraft, RosterCard},
    ports::ClassSet,
};

use super::{campaign::query, write::countries};
use crate::{
    App,
    components::{ArtworkChoice, DataTable, ErrorSummary, Select, TextArea, TextField},
    document::{Head, Refused, page},
    fields::Fields,
};

/// What the form is about: a campaign, in one of its languages, and the set that is printed again, if it is one.
#[derive(Debug, Clone)]
struct Desk {
    campaign: Campaign,
    edition: Edition,
    set: Option<ClassSet>,
    /// The office that all write to, if one was chosen from the campaign's list.
    one: Option<(String, String)>,
    /// A state's delegation can be written to.
    congress: bool,
}

impl Desk {
    async fn open(app: &App, slug: &str, fields: &Fields) -> Result<Self, Refusal> {
        let campaign = app.campaigns.get(slug).await?;
        app.campaigns.must_be_open(&campaign)?;
        let set = match fields.get("code") {
            "" => None,
            code => Some(app.classes.find(code).await.map(|(_, set)| set)?),
        };
        let language = set.as_ref().map_or(fields.get("lang"), |set| set.language.tag());
        let edition = app.campaigns.edition(&campaign, Some(language))?.clone();
        let one = match fields.get("target") {
            "" => None,
            target => {
                let opened = app.campaigns.open(slug, target, Some(language)).await?;
                Some((opened.target.id.to_string(), opened.target.name()))
            }
        };
        let congress = app.campaigns.leads_to_congress(&campaign);
        Ok(Self { campaign, edition, set, one, congress })
    }

    fn action(&self) -> String {
        format!("/c/{}/class", self.campaign.slug)
    }
}

/// A set of another campaign is not this one's.
fn own(desk: Desk) -> Result<Desk, Refusal> {
    match &desk.set {
        Some(set) if set.campaign != desk.campaign.slug => Err(Refusal::NotFound(usecases::refusal::Missing::ClassCode)),
        _ => Ok(desk),
    }
}

/// What was typed, under the fields' names.
fn typed(fields: &Fields) -> ClassDraft {
    let get = |name: &str| fields.get(name).to_owned();
    ClassDraft {
        cards: get("cards"),
        to: get("to"),
        state: get("state"),
        target: get("target"),
        names: get("names"),
        typed: fields.get("typed") == "yes",
        format: get("format"),
        flip: get("flip"),
        artwork: get("artwork"),
        code: fields.get("qr") == "yes",
        draft: fields.draft(),
    }
}

pub async fn get(State(app): State<App>, Path(slug): Path<String>, RawQuery(raw): RawQuery) -> Result<Response, Refused> {
    let fields = query(raw.as_deref());
    let desk = own(Desk::open(&app, &slug, &fields).await?)?;
    let to = if desk.one.is_some() {
        "one"
    } else if desk.congress {
        "delegation"
    } else {
        "fewest"
    };
    let draft = ClassDraft {
        cards: "30".to_owned(),
        to: to.to_owned(),
        target: fields.get("target").to_owned(),
        code: true,
        ..ClassDraft::default()
    };
    Ok(form_page(&app, StatusCode::OK, desk, app.letters.new_id(), draft, Vec::new()).await?)
}

pub async fn post(State(app): State<App>, Path(slug): Path<String>, fields: Fields) -> Result<Response, Refused> {
    let desk = own(Desk::open(&app, &slug, &fields).await?)?;
    let form = LetterId::parse(fields.get("set")).unwrap_or_else(|_| app.letters.new_id());
    let draft = typed(&fields);
    match answer(&app, &desk, &form, &draft, &fields).await {
        Ok(response) => Ok(response),
        Err(Refusal::Invalid(errors)) => Ok(form_page(&app, StatusCode::UNPROCESSABLE_ENTITY, desk, form, draft, errors).await?),
        Err(refusal) => Err(refusal.into()),
    }
}

async fn answer(app: &App, desk: &Desk, form: &LetterId, draft: &ClassDraft, fields: &Fields) -> Result<Response, Refusal> {
    if fields.get("step") == "edit" {
        return form_page(app, StatusCode::OK, desk.clone(), form.clone(), draft.clone(), Vec::new()).await;
    }
    let Desk { campaign, edition, set, .. } = desk;
    let order = app.classes.check(edition, draft, set.as_ref())?;
    let set = match set {
        Some(set) => set.clone(),
        None => app.classes.deal(campaign, edition, &order, form).await?,
    };
    let prints = fields.get("step") == "print";
    if !prints {
        app.classes.try_out(campaign, edition, &set, &order).await?;
    }
    // What cannot be printed is not kept.
    let set = if desk.set.is_some() { set } else { app.classes.keep(set).await? };
    if !prints {
        let roster = app.classes.roster(&set, &order.names);
        return Ok(set_page(app, desk.clone(), set, draft.clone(), roster).await);
    }
    let only = match fields.get("only").trim() {
        "" => None,
        // What is no number is no card either.
        number => Some(number.parse().unwrap_or(0)),
    };
    let pdf = app.classes.print(campaign, edition, &set, &order, only).await?;
    let card = only.map_or_else(String::new, |number| format!("-card-{number}"));
    Ok(crate::api::pdf(&format!("{}-class-{}{card}", campaign.slug, set.code.digits()), pdf))
}

async fn form_page(
    app: &App,
    status: StatusCode,
    desk: Desk,
    form: LetterId,
    draft: ClassDraft,
    errors: Vec<FieldError>,
) -> Result<Response, Refusal> {
    let head = Head::new(format!("Write with a class – {}", desk.edition.title)).private();
    let countries = countries(app);
    let artworks = app.artworks.of(&desk.campaign).await?;
    Ok(page(app, status, head, move || view! { <ClassForm desk form=form.to_string() draft errors countries artworks /> }).await)
}

#[component]
fn ClassForm(
    desk: Desk,
    form: String,
    draft: ClassDraft,
    errors: Vec<FieldError>,
    countries: Vec<(String, String)>,
    artworks: Vec<Artwork>,
) -> impl IntoView {
    let action = desk.action();
    let language = desk.edition.language.tag();
    let campaign = format!("/c/{}?lang={language}", desk.campaign.slug);
    let again = desk.set.as_ref().map(|set| set.code);
    let country = match &desk.set {
        Some(set) => set.country.to_string(),
        None if draft.draft.country.is_empty() => "US".to_owned(),
        None => draft.draft.country.clone(),
    };
    // Where a set that is dealt is posted is settled.
    let countries: Vec<_> = countries.into_iter().filter(|(code, _)| again.is_none() || *code == country).collect();
    let blanks = desk
        .edition
        .template
        .blanks()
        .into_iter()
        .map(|blank| {
            let value = draft.draft.blanks.get(&blank.name).cloned().unwrap_or_default();
            let mut letters = blank.label.chars();
            let label: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
            view! {
                <div lang=language>
                    <TextArea name=format!("blanks.{}", blank.name) label value errors=errors.clone() max=blank.max rows=2 />
                </div>
            }
        })
        .collect_view();
    let formats: Vec<(String, String)> =
        Classes::formats().map(|format| (format.as_str().to_owned(), format.label().to_owned())).collect();
    let format = if draft.format.is_empty() { "us-letter-4up".to_owned() } else { draft.format.clone() };
    let flips = Flip::ALL.map(|flip| (flip.as_str().to_owned(), flip_label(flip).to_owned())).to_vec();
    let intro = match again {
        Some(code) => format!("Class set {code}. The cards go to the same offices as before; type the names again, as they were not kept."),
        None => "One PDF with a cover sheet, a list of who has which card, and the cards. No accounts, no email, and nothing about a child is stored.".to_owned(),
    };
    let new = again.is_none().then(|| view! { <NewSet desk=desk.clone() draft=draft.clone() errors=errors.clone() /> });
    view! {
        <p class="crumbs">
            <a href=campaign>{desk.edition.title.clone()}</a>
            " "
            <a href="/k">"Report a class set"</a>
        </p>
        <h1>"Write with a class"</h1>
        <p class="lead">{intro}</p>
        <ErrorSummary errors=errors.clone() />
        <form class="class" method="post" action=action novalidate autocomplete="off">
            <input type="hidden" name="set" value=form />
            <input type="hidden" name="lang" value=language />
            {again.map(|code| view! { <input type="hidden" name="code" value=code.digits() /> })}
            {new}
            <fieldset>
                <legend>"What stands on the cards"</legend>
                <Choice name="typed" value="no" checked=!draft.typed label="Lines to write on by hand" hint="Each child writes in their own words. A card that a child wrote is read." />
                <Choice name="typed" value="yes" checked=draft.typed label="The campaign’s letter" hint="Each child reads it and signs. Fill in what follows once, for all cards." />
                <div class="class__typed">
                    {blanks}
                    {desk
                        .edition
                        .template
                        .takes_note()
                        .then(|| {
                            view! {
                                <TextArea
                                    name="note"
                                    label="A paragraph of your own"
                                    value=draft.draft.note.clone()
                                    errors=errors.clone()
                                    max=Draft::NOTE_MAX
                                    rows=3
                                />
                            }
                        })}
                    <TextField
                        name="place"
                        label="Your town"
                        hint="With the state or country, for instance Ridgeview, OH."
                        value=draft.draft.place.clone()
                        errors=errors.clone()
                        max=80
                    />
                </div>
            </fieldset>
            <fieldset>
                <legend>"Who writes"</legend>
                <TextArea
                    name="names"
                    label="First names"
                    hint=format!("One a line, at most {NAME_MAX} letters each; or leave it empty. They are printed and forgotten: not stored, not logged.")
                    value=draft.names.clone()
                    errors=errors.clone()
                    max=usize::from(CARDS_MAX) * (NAME_MAX + 1)
                    rows=6
                    autocomplete="off"
                />
                <TextArea
                    name="address"
                    label="The school’s address"
                    hint="Printed in the corner of each card, for the answers: four lines, or three under a name."
                    value=draft.draft.address.clone()
                    errors=errors.clone()
                    max=Draft::ADDRESS_MAX
                    rows=3
                    autocomplete="off"
                />
                <Select name="country" label="The country you post from" value=country options=countries errors=errors.clone() />
            </fieldset>
            <ArtworkChoice artworks chosen=draft.artwork.clone() code=draft.code />
            <fieldset>
                <legend>"Paper and printer"</legend>
                <Select name="format" label="Paper" value=format options=formats errors=errors.clone() />
                <Select
                    name="flip"
                    label="How your printer turns the sheet"
                    hint="The cover sheet is printed the same way: look at it before you print the others."
                    value=draft.flip.clone()
                    options=flips
                    errors=errors
                />
            </fieldset>
            <p class="actions">
                <button class="button" type="submit" name="step" value="make">
                    "Make the set"
                </button>
            </p>
        </form>
    }
}

const fn flip_label(flip: Flip) -> &'static str {
    match flip {
        Flip::Long => "On the long edge, like the pages of a book (most printers)",
        Flip::Short => "On the short edge, like a notepad",
    }
}

/// How many cards, and to whom: what is settled once.
#[component]
fn NewSet(desk: Desk, draft: ClassDraft, errors: Vec<FieldError>) -> impl IntoView {
    let states: Vec<(String, String)> = std::iter::once((String::new(), "Choose a state".to_owned()))
        .chain(US_STATES.iter().map(|state| (state.code.to_owned(), state.name.to_owned())))
        .collect();
    let to = draft.to.clone();
    let is = |name: &str| to == name;
    let error = errors.iter().find(|error| matches!(error.field.as_str(), "to" | "target")).map(|error| error.message.clone());
    let list = format!("/c/{}/targets?lang={}", desk.campaign.slug, desk.edition.language.tag());
    let of = if desk.congress { "states" } else { "countries" };
    let delegation = desk.congress.then(|| {
        view! {
            <Choice
                name="to"
                value="delegation"
                checked=is("delegation")
                label="Your state’s members of Congress, in turn"
                hint="Both senators and the members of the House."
            />
            <div class="class__under">
                <Select name="state" label="Your state" value=draft.state.clone() options=states errors=errors.clone() />
            </div>
        }
    });
    let one = match &desk.one {
        Some((id, name)) => view! {
            <Choice name="to" value="one" checked=is("one") label="All to one office" hint=name.clone() />
            <input type="hidden" name="target" value=id.clone() />
        }
        .into_any(),
        None => view! {
            <p class="note">
                "Or all to one office: "
                <a href=list>"choose it from the list"</a>
                ", and there “Write to it with a class”."
            </p>
        }
        .into_any(),
    };
    view! {
        <fieldset>
            <legend>"How many cards, and to whom"</legend>
            <TextField
                name="cards"
                label="How many cards"
                hint=format!("1 to {CARDS_MAX}.")
                value=draft.cards.clone()
                errors=errors.clone()
                inputmode="numeric"
                max=2
                required=true
            />
            {error.map(|error| view! { <p class="field__error" id="to-error">{error}</p> })}
            {delegation}
            <Choice
                name="to"
                value="fewest"
                checked=is("fewest")
                label=format!("Spread over the {of} with the fewest letters so far")
                hint="A card or two to each, so that no one is forgotten."
            />
            {one}
        </fieldset>
    }
}

/// One of several, with what it means.
#[component]
fn Choice(
    name: &'static str,
    value: &'static str,
    checked: bool,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
) -> impl IntoView {
    let id = format!("{name}-{value}");
    view! {
        <div class="choice">
            <input type="radio" id=id.clone() name=name value=value checked=checked />
            <label for=id>
                {label}
                <span class="choice__hint">{format!(" {hint}")}</span>
            </label>
        </div>
    }
}

async fn set_page(app: &App, desk: Desk, set: ClassSet, draft: ClassDraft, roster: Vec<RosterCard>) -> Response {
    let head = Head::new(format!("Class set {}", set.code)).private();
    page(app, StatusCode::OK, head, move || view! { <SetPage desk code=set.code draft roster /> }).await
}

#[component]
fn SetPage(desk: Desk, code: ClassCode, draft: ClassDraft, roster: Vec<RosterCard>) -> impl IntoView {
    let cards = roster.len();
    let rows = roster
        .into_iter()
        .map(|card| {
            view! {
                <tr>
                    <th scope="row">{card.number}</th>
                    <td>{card.name}</td>
                    <td>{card.whom}</td>
                    <td>{card.stamp}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let again = format!("{}?code={}", desk.action(), code.digits());
    let another = format!("{}?lang={}", desk.action(), desk.edition.language.tag());
    let step = |step: &'static str, label: &'static str, class: &'static str| {
        let carried = Carried { desk: desk.clone(), code, draft: draft.clone() };
        view! {
            <form method="post" action=desk.action()>
                {carried.into_view()}
                <button class=class type="submit" name="step" value=step>
                    {label}
                </button>
            </form>
        }
    };
    let one = Carried { desk: desk.clone(), code, draft: draft.clone() };
    view! {
        <section class="classset" aria-labelledby="set">
            <h1 id="set">{if cards == 1 { "Your card is ready".to_owned() } else { format!("Your {cards} cards are ready") }}</h1>
            <p class="classset__code">
                <span class="tally__label">"Class code"</span>
                " "
                <strong data-testid="code">{code.to_string()}</strong>
            </p>
            <p class="lead">"The code is on the cover sheet too. With it you report how many were posted, and print the set again."</p>
            <div class="actions">
                {step("print", "Print the set (PDF)", "button")}
                {step("edit", "Change names, text or paper", "button button--quiet")}
                <a href=format!("/k/{}", code.digits())>"Report what was posted"</a>
                <a href=another>"Make another set"</a>
            </div>
            <p class="privacy">
                "The names are on this page and on the paper, and nowhere else. To print again on another day, open "
                <a href=again.clone()>{again.clone()}</a> " and type them again."
            </p>
            <DataTable
                caption="Who has which card"
                columns=["Card", "Name", "To", "Stamp"].map(str::to_owned).to_vec()
                words=true
                rows
                empty="There is no card."
            />
            <h2>"One card again"</h2>
            <form class="class__one" method="post" action=desk.action()>
                {one.into_view()}
                <div class="field">
                    <label for="only">"Number of the card"</label>
                    <input id="only" name="only" type="text" inputmode="numeric" required=true />
                </div>
                <button class="button button--quiet" type="submit" name="step" value="print">
                    "Print this card"
                </button>
            </form>
        </section>
    }
}

/// The whole form in hidden fields, for a set that is made: what is printed is what was typed.
struct Carried {
    desk: Desk,
    code: ClassCode,
    draft: ClassDraft,
}

impl Carried {
    fn into_view(self) -> impl IntoView {
        let Self { desk, code, draft } = self;
        let ClassDraft { names, typed, format, flip, artwork, code: code_on_card, draft, .. } = draft;
        let fields = [
            ("code".to_owned(), code.digits()),
            ("lang".to_owned(), desk.edition.language.tag().to_owned()),
            ("names".to_owned(), names),
            ("typed".to_owned(), if typed { "yes" } else { "no" }.to_owned()),
            ("format".to_owned(), format),
            ("flip".to_owned(), flip),
            ("artwork".to_owned(), artwork),
            ("qr".to_owned(), if code_on_card { "yes" } else { "no" }.to_owned()),
            ("place".to_owned(), draft.place),
            ("country".to_owned(), draft.country),
            ("address".to_owned(), draft.address),
            ("note".to_owned(), draft.note),
        ];
        let blanks = draft.blanks.into_iter().map(|(name, value)| (format!("blanks.{name}"), value));
        fields
            .into_iter()
            .chain(blanks)
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view()
    }
}
