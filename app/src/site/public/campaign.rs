//! `/c/{slug}`: a campaign's story and count; `/c/{slug}/targets`: whom to write to.

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    campaign::{Campaign, CampaignState, Edition},
    channel::Channel,
    checked::{FieldError, Slug},
    class::CARDS_MAX,
    form::Field,
    language::Language,
    tally::{Stages, Tally},
    treaty::TreatyId,
};
use leptos::prelude::*;
use usecases::{
    Refusal,
    supporter::campaigns::{LookedUp, TypedHome},
    supporter::finding::{Finder, Found, Order, ZipAnswer},
    supporter::states::{View, World},
};
use words::{Span, Words};

use super::{StoryView, other_languages, states::view_of};
use crate::{
    links::{EDITION, Link, TargetsQuery},
    site::App,
    site::components::{Entry, ErrorSummary, Notices, OF_OFFICES, Progress, StagesTable, TargetItem, WorldMap},
    site::document::{Head, page},
    site::failure::Refused,
    site::fields::Fields,
    site::forms::{self, Controls, FinderDraft},
    site::kept::Shows,
    site::reader::{KeptLanguage, Reader, Tongue, link_to, marked, quoting, tongue, words},
};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let campaign = app.campaigns.get(&slug).await?;
    let reader = reader.of_campaign(&campaign);
    let edition = app.campaigns.edition(&campaign, fields.edition(), &reader.wishes())?.clone();
    let tally = app.tallies.of(&campaign).await?;
    let state = app.campaigns.state(&campaign);
    let ask = Ask::of(&app, &campaign, &edition);
    // A campaign about a treaty shows where the states stand under it.
    let view_of = |treaty: &TreatyId| View { treaty: treaty.to_string(), ..view_of(&fields) };
    let world = campaign.document.treaty.as_ref().and_then(|treaty| app.states.world(&view_of(treaty), reader.words().grammar()));
    let head = Head::new(edition.title.clone()).summary(edition.summary.clone()).kept(Shows::Counts);
    let view = move || view! { <CampaignPage campaign edition tally state ask world /> };
    Ok(page(&app, &reader, StatusCode::OK, head, view))
}

pub async fn targets(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let campaign = app.campaigns.get(&slug).await?;
    let reader = reader.of_campaign(&campaign);
    let edition = app.campaigns.edition(&campaign, fields.edition(), &reader.wishes())?.clone();
    let finder = Finder::from(fields.form::<FinderDraft>());
    let typed = TypedHome { zip: finder.zip.clone(), ..TypedHome::default() };
    let home = Home { typed, failed: fields.get(TargetsQuery::LOOKUP) == TargetsQuery::FAILED, errors: Vec::new() };
    let found = app.campaigns.find(&campaign, &finder).await?;
    let ask = Ask::of(&app, &campaign, &edition);
    // A ZIP code, a district or a name is somebody's own.
    let is_anybodys = [&finder.q, &finder.zip, &finder.district].into_iter().all(String::is_empty) && !home.failed;
    let shows = if finder.order == Order::Fewest { Shows::Counts } else { Shows::Texts };
    let head = Head::new(reader.words().targets_page_title(&edition.title));
    let head = if is_anybodys { head.kept(shows) } else { head };
    Ok(page(&app, &reader, StatusCode::OK, head, move || view! { <TargetsPage edition ask finder home found /> }))
}

/// Looks an address up and leads to the offices of its district. The typed address is only in the request's body: the
/// URL of the next page has the district, or the ZIP code.
pub async fn look_up(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, Refused> {
    let campaign = app.campaigns.get(&slug).await?;
    let reader = reader.of_campaign(&campaign);
    let edition = app.campaigns.edition(&campaign, fields.edition(), &reader.wishes())?.clone();
    let ask = Ask::of(&app, &campaign, &edition);
    let finder = Finder { order: Order::parse(fields.get(&Field::Order.name())), ..Finder::default() };
    let typed: TypedHome = fields.form();
    match app.campaigns.look_up(&campaign, &typed).await {
        Ok(LookedUp::District(district)) => Ok(Redirect::to(
            &reader.to(Link::Targets(&ask.slug, ask.query(&Finder { district: district.to_string(), ..finder }))),
        )
        .into_response()),
        Ok(LookedUp::Zip(zip)) => {
            let (zip, finder) = (zip.to_string(), &finder);
            let query = TargetsQuery { zip: &zip, lookup_failed: true, ..ask.query(finder) };
            Ok(Redirect::to(&reader.to(Link::Targets(&ask.slug, query))).into_response())
        }
        Err(Refusal::Invalid(errors)) => {
            let home = Home { typed, errors, failed: false };
            let found = app.campaigns.find(&campaign, &finder).await?;
            let head = Head::new(reader.words().targets_page_title(&edition.title)).private();
            let view = move || view! { <TargetsPage edition ask finder home found /> };
            Ok(page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, head, view))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The questions for somebody who looks for an office. They depend on the campaign's targets.
#[derive(Debug, Clone)]
struct Ask {
    slug: Slug,
    language: Language,
    /// A ZIP code leads to Congress, a country to a mission.
    congress: bool,
    by_address: bool,
    /// How many offices there are, and whether all are embassies.
    count: usize,
    embassies: bool,
}

impl Ask {
    fn of(app: &App, campaign: &Campaign, edition: &Edition) -> Self {
        Self {
            slug: campaign.slug.clone(),
            language: edition.language,
            congress: app.campaigns.leads_to_congress(campaign),
            by_address: app.campaigns.looks_up(campaign),
            count: app.campaigns.count(campaign),
            embassies: campaign.document.audience.is_missions_to_the_us(),
        }
    }

    /// The page with a finder's results.
    fn path(&self, finder: &Finder) -> String {
        link_to(Link::Targets(&self.slug, self.query(finder)))
    }

    /// Its fields are those of the form, so it is the page that the form leads to.
    fn query<'a>(&self, finder: &'a Finder) -> TargetsQuery<'a> {
        let Finder { q, zip, district, state, kind, order, page } = finder;
        TargetsQuery {
            language: Some(self.language),
            q,
            zip,
            district,
            state,
            kind,
            order: if *order == Order::default() { "" } else { order.as_str() },
            page: *page,
            lookup_failed: false,
        }
    }
}

/// Somebody's home as it was typed, its errors, and whether it was looked up in vain.
#[derive(Clone, Default)]
struct Home {
    typed: TypedHome,
    errors: Vec<FieldError>,
    failed: bool,
}

#[component]
fn CampaignPage(
    campaign: Campaign,
    edition: Edition,
    tally: Tally,
    state: CampaignState,
    ask: Ask,
    world: Option<World>,
) -> impl IntoView {
    let words = words();
    let language = edition.language;
    let Tongue { lang, dir } = tongue(language.tag());
    let slug = &campaign.slug;
    let choice = other_languages(&campaign.document, language, |other| link_to(Link::Campaign(slug, Some(other))));
    let differs =
        (!language.is_kin_of(words.language())).then(|| quoting(language.tag(), words.campaign_language_note(language.name())));
    let channels = channel_rows(&tally, words);
    let zone = campaign.document.zone.place();
    let said = |note: &str| Some(vec![Span::Text(note.to_owned())]);
    let closed = match (state, campaign.document.closes_on) {
        (CampaignState::Closed, Some(day)) => Some(words.campaign_closed_note(day, zone)),
        (CampaignState::Paused, _) => said(words.campaign_paused_note()),
        (CampaignState::Won, _) => said(words.campaign_won_note()).filter(|_| edition.share.won.is_empty()),
        (CampaignState::Upcoming, _) => Some(words.campaign_upcoming_note(campaign.document.opens_on, zone)),
        _ => None,
    };
    let open = state == CampaignState::Open;
    let won = (state == CampaignState::Won && !edition.share.won.is_empty()).then(|| {
        let Tongue { lang, dir } = tongue(language.tag());
        view! { <p class="flag flag--won" lang=lang dir=dir>{edition.share.won.clone()}</p> }
    });
    let contact = campaign.document.contact.clone().map(|contact| {
        view! {
            <p class="note">
                {words.campaign_contact_note()}
                " "
                <a href=format!("mailto:{contact}")>{contact.to_string()}</a>
            </p>
        }
    });
    view! {
        <p class="crumbs">
            <a href=link_to(Link::Home)>{words.campaigns_all_link()}</a>
        </p>
        {choice}
        {differs.map(|note| view! { <p class="note">{note}</p> })}
        <div class=format!("colour--{}", campaign.document.look.colour.as_str())>
        <article class="story" lang=lang dir=dir>
            <h1>{edition.title.clone()}</h1>
            <p class="lead">{edition.summary.clone()}</p>
        </article>
        <div class="columns">
            <aside class="side">
                <Progress sent=tally.total() goal=campaign.document.goal />
                {won}
                {closed.map(|spans| view! { <p class="flag">{quoting(OF_OFFICES, spans)}</p> })}
                {open.then(|| view! { <FinderForms ask finder=Finder::default() home=Home::default() /> })}
                {open
                    .then(|| {
                        view! {
                            <p class="side__class">
                                {marked(
                                    words.campaign_class_note(CARDS_MAX),
                                    |_, text| view! { <a href=link_to(Link::Class(slug, Some(language)))>{text}</a> }.into_any(),
                                )}
                            </p>
                        }
                    })}
                <details>
                    <summary>{words.campaign_counts_summary()}</summary>
                    <StagesTable caption=words.campaign_counts_caption() of=words.campaign_counts_way_column() rows=channels />
                    <p class="note">{words.campaign_counts_note()}</p>
                </details>
            </aside>
            <div>
                <StoryView edition=edition.clone() look=campaign.document.look.clone() />
                {contact}
            </div>
        </div>
        </div>
        {world.map(|world| view! { <WorldMap world action=link_to(Link::Campaign(slug, None)) treaties=Vec::new() language=language.to_string() /> })}
    }
}

/// Every channel in the order of [`Channel::ALL`], including those without letters.
pub(in crate::site) fn channel_rows(tally: &Tally, words: Words) -> Vec<(String, Stages)> {
    Channel::ALL
        .into_iter()
        .map(|channel| (words.channel(channel).to_owned(), tally.by_channel.get(&channel).copied().unwrap_or_default()))
        .collect()
}

#[component]
fn FinderForms(ask: Ask, finder: Finder, home: Home) -> impl IntoView {
    let order = finder.order;
    view! {
        <FinderForm ask=ask.clone() finder />
        {ask.by_address.then(|| view! { <AddressForm ask home order /> })}
    }
}

#[component]
fn FinderForm(ask: Ask, finder: Finder) -> impl IntoView {
    let words = words();
    let Ask { slug, language, congress, count, embassies, .. } = ask;
    let states: Vec<(String, String)> = std::iter::once((String::new(), words.finder_any_state_option().to_owned()))
        .chain(words.us_states().iter().map(|(state, name)| (state.code.to_owned(), (*name).to_owned())))
        .collect();
    let orders = Order::ALL.map(|order| (order.as_str().to_owned(), order_label(order, words).to_owned())).to_vec();
    let asked = Controls::new(forms::finder(words, congress), Vec::new());
    let label = |field: &Field| asked.get(field).map(|control| control.label.clone());
    let pick = match (congress, embassies) {
        (true, _) => words.finder_congress_title().to_owned(),
        (false, true) => words.finder_embassies_title(count),
        (false, false) => words.finder_offices_title(count),
    };
    view! {
            <form class="finder" method="get" action=link_to(Link::Targets(&slug, TargetsQuery::default())) role="search" aria-label=words.finder_label()>
                <h2>{pick}</h2>
    <KeptLanguage />
                <input type="hidden" name=EDITION value=language.to_string() />
                {congress
                    .then(|| {
                        view! {
                            <div class="field">
                                <label for=Field::Zip.name()>{label(&Field::Zip)}</label>
                                <input
                                    id=Field::Zip.name()
                                    name=Field::Zip.name()
                                    value=finder.zip.clone()
                                    inputmode="numeric"
                                    autocomplete="postal-code"
                                />
                            </div>
                            <Entry form=asked.clone() field=Field::State value=finder.state.clone() options=states />
                        }
                    })}
                <div class="field">
                    <label for=Field::Q.name()>{label(&Field::Q)}</label>
                    <input id=Field::Q.name() name=Field::Q.name() value=finder.q.clone() type="search" />
                </div>
                <Entry form=asked.clone() field=Field::Order value=finder.order.as_str() options=orders />
                <button class="button" type="submit">
                    {words.finder_button()}
                </button>
            </form>
        }
}

const fn order_label(order: Order, words: Words) -> &'static str {
    match order {
        Order::Directory => words.finder_order_directory_option(),
        Order::Fewest => words.finder_order_fewest_option(),
    }
}

/// A form of its own, sent in a body: an address typed here must not appear in a URL or in the browser's history.
#[component]
fn AddressForm(ask: Ask, home: Home, order: Order) -> impl IntoView {
    let words = words();
    let Ask { slug, language, .. } = ask;
    let Home { typed: TypedHome { street, zip }, errors, .. } = home;
    let open = !errors.is_empty();
    let asked = Controls::new(forms::home(words), errors);
    view! {
        <details class="finder" open=open>
            <summary>
                <h2>{words.finder_address_title()}</h2>
            </summary>
            <form method="post" action=link_to(Link::Targets(&slug, TargetsQuery::default())) aria-label=words.finder_address_label()>
                <p class="note">{words.finder_address_note()}</p>
                <input type="hidden" name=EDITION value=language.to_string() />
                <input type="hidden" name=Field::Order.name() value=order.as_str() />
                <Entry form=asked.clone() field=Field::Street value=street />
                <Entry form=asked field=Field::StreetZip value=zip />
                <button class="button button--quiet" type="submit">
                    {words.finder_address_button()}
                </button>
            </form>
        </details>
    }
}

#[component]
fn TargetsPage(edition: Edition, ask: Ask, finder: Finder, home: Home, found: Found) -> impl IntoView {
    let words = words();
    let Tongue { lang, dir } = tongue(edition.language.tag());
    let Ask { slug, language, .. } = ask.clone();
    let Found { targets, total, page, pages, zip, notices } = found;
    let failed = home.failed.then(|| {
        view! {
            <p class="notice" role="status">
                {words.targets_lookup_notice()}
            </p>
        }
    });
    // If a representative is to be chosen, somebody who knows the district need not read all names.
    let of_districts = targets.iter().any(|listed| listed.target.seat().is_some_and(|seat| seat.district().is_some()));
    let districts = match zip {
        Some(ZipAnswer::Districts(districts)) if of_districts => districts,
        _ => Vec::new(),
    };
    let choice = (!districts.is_empty()).then(|| {
        let links = districts
            .iter()
            .map(|district| {
                let finder = Finder { district: district.to_string(), order: finder.order, ..Finder::default() };
                view! {
                    <li>
                        <a href=ask.path(&finder)>{district.to_string()}</a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <nav class="districts" aria-labelledby="districts">
                <p id="districts">{words.targets_districts_label()}</p>
                <ul>{links}</ul>
            </nav>
        }
    });
    let items = targets
        .into_iter()
        .map(|listed| {
            let href = link_to(Link::Write(&slug, &listed.target.id, Some(language)));
            view! { <TargetItem listed href /> }
        })
        .collect_view();
    let to_page = |page: usize| ask.path(&Finder { page, ..finder.clone() });
    let before = (page > 1).then(|| view! { <a rel="prev" href=to_page(page - 1)>{words.targets_previous_link()}</a> });
    let after = (page < pages).then(|| view! { <a rel="next" href=to_page(page + 1)>{words.targets_next_link()}</a> });
    let asked = Controls::new(forms::home(words), home.errors.clone());
    view! {
        <p class="crumbs">
            <a href=link_to(Link::Campaign(&slug, Some(language))) lang=lang dir=dir>{edition.title.clone()}</a>
        </p>
        <h1>{words.targets_title()}</h1>
        <ErrorSummary form=asked />
        <div class="columns columns--list">
            <aside class="side">
                <FinderForms ask finder home />
            </aside>
            <section aria-labelledby="found">
                <h2 id="found">{words.targets_found_title(total)}</h2>
                {failed}
                <Notices notices />
                {choice}
                <ul class="targets">{items}</ul>
                {(pages > 1)
                    .then(|| {
                        view! {
                            <nav class="pager" aria-label=words.targets_pages_label()>
                                {before} <span>{words.targets_page_note(page, pages)}</span> {after}
                            </nav>
                        }
                    })}
            </section>
        </div>
    }
}
