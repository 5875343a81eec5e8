//! Campaigns, their targets and their tallies.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderName, header},
    response::{IntoResponse as _, Response},
};
use domain::{
    artwork::Artwork,
    campaign::{Campaign, CampaignFile},
    channel::Channel,
    forms_of_address::{Remark, forms},
    language::Grammar,
    paper::PaperFormat,
    template::Blank,
};
use serde::{Deserialize, Serialize};
use usecases::supporter::finding::{Finder, Listed, Order, ZipAnswer};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::AdditionalProperties},
};

use super::{
    ApiError, in_language,
    schema::{Anywhere, ChannelName, KindName, OfACampaign, OfAnEdition, PaperName, SlugPath, StateName, StatusName},
};
use crate::{
    links::ApiLink,
    site::{App, campaign_file, reader::Reader},
};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CampaignSummary {
    slug: String,
    title: String,
    summary: String,
    #[schema(value_type = StateName)]
    state: &'static str,
    #[schema(format = Date)]
    opens_on: String,
    /// The first day on which no letter is taken any more.
    #[schema(format = Date)]
    closes_on: Option<String>,
    /// The time zone by whose days it opens and closes: `America/New_York`.
    zone: String,
    goal: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CampaignDetail {
    #[serde(flatten)]
    summary: CampaignSummary,
    /// The short name of the treaty it is about: `mbt`, `ccm`.
    treaty: Option<String>,
    #[schema(value_type = Vec<ChannelName>)]
    channels: Vec<&'static str>,
    languages: Vec<String>,
    blanks: Vec<BlankField>,
    #[schema(value_type = Vec<PaperName>)]
    formats: Vec<&'static str>,
    /// Pictures for its cards.
    artworks: Vec<ArtworkRow>,
}

/// An artwork. Its file is at `/artwork/{id}.jpg`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ArtworkRow {
    id: String,
    /// Who made it, as it is printed beside it.
    credit: String,
    alternative_text: String,
    /// In pixels.
    width: u32,
    height: u32,
}

impl From<Artwork> for ArtworkRow {
    fn from(artwork: Artwork) -> Self {
        Self {
            id: artwork.id.to_string(),
            credit: artwork.credit.to_string(),
            alternative_text: artwork.alternative_text.to_string(),
            width: artwork.width,
            height: artwork.height,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BlankField {
    name: String,
    label: String,
    /// False for one that only letters to some states ask for, by their status under the treaty. A preview says whether a target's
    /// does.
    required: bool,
    max: usize,
}

fn summary(app: &App, campaign: &Campaign) -> CampaignSummary {
    CampaignSummary {
        slug: campaign.slug.to_string(),
        title: campaign.document.title().to_owned(),
        summary: campaign.document.editions.first().map(|edition| edition.summary.clone()).unwrap_or_default(),
        state: app.campaigns.state(campaign).as_str(),
        opens_on: campaign.document.opens_on.to_string(),
        closes_on: campaign.document.closes_on.map(|day| day.to_string()),
        zone: campaign.document.zone.to_string(),
        goal: campaign.document.goal,
    }
}

/// All campaigns.
#[utoipa::path(get, path = ApiLink::CAMPAIGNS, tag = "campaigns", responses((status = 200, body = Vec<CampaignSummary>), Anywhere))]
pub(super) async fn list(State(app): State<App>) -> Result<Json<Vec<CampaignSummary>>, ApiError> {
    Ok(Json(app.campaigns.all().await?.iter().map(|campaign| summary(&app, campaign)).collect()))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LanguageQuery {
    /// BCP 47; the campaign's first language where it is left out.
    language: Option<String>,
}

/// One campaign, with what its letter asks for.
#[utoipa::path(get, path = ApiLink::CAMPAIGN, tag = "campaigns", params(SlugPath, LanguageQuery),
    responses((status = 200, body = CampaignDetail), OfAnEdition))]
pub(super) async fn one(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(query): Query<LanguageQuery>,
) -> Result<Json<CampaignDetail>, ApiError> {
    let campaign = app.campaigns.get(&slug).await?;
    let edition = app.campaigns.edition(&campaign, query.language.as_deref(), &[])?;
    let of_every_letter = edition.letter.template.for_status(None).blanks();
    let field = |blank: Blank| {
        let required = of_every_letter.iter().any(|asked| asked.name == blank.name);
        BlankField { name: blank.name, label: blank.label, required, max: blank.max }
    };
    let blanks = edition.letter.template.blanks().into_iter().map(field).collect();
    let offered = app.campaigns.channels(&campaign);
    let mut summary = summary(&app, &campaign);
    summary.title.clone_from(&edition.title);
    summary.summary.clone_from(&edition.summary);
    Ok(Json(CampaignDetail {
        summary,
        treaty: campaign.document.treaty.as_ref().map(ToString::to_string),
        channels: offered.into_iter().map(Channel::as_str).collect(),
        languages: campaign.document.languages().map(|language| language.to_string()).collect(),
        blanks,
        formats: campaign.document.ways.papers.iter().copied().map(PaperFormat::as_str).collect(),
        artworks: campaign.document.look.artworks.iter().cloned().map(ArtworkRow::from).collect(),
    }))
}

/// A campaign as one document, which `postbag campaign import` and the desk of another site take. It names its form in
/// `version`; an older one is read for ever.
#[derive(Debug)]
pub(super) struct CampaignDocument;

impl PartialSchema for CampaignDocument {
    fn schema() -> RefOr<Schema> {
        let anything = AdditionalProperties::FreeForm(true);
        let document = ObjectBuilder::new()
            .description(Some(
                "Settings, audience and editions, as the version says. Take it as it is, or as far as you know it.",
            ))
            .additional_properties(Some(anything));
        ObjectBuilder::new()
            .property("version", u32::schema())
            .required("version")
            .property("slug", String::schema())
            .required("slug")
            .property("document", document)
            .required("document")
            .into()
    }
}

impl ToSchema for CampaignDocument {}

/// A campaign as a file of it has it: all that is public of it, and nothing of what is being changed. The reasons for which
/// targets are left out are withheld.
#[utoipa::path(get, path = ApiLink::DOCUMENT, tag = "campaigns", params(SlugPath),
    responses((status = 200, body = CampaignDocument), OfACampaign))]
pub(super) async fn document(State(app): State<App>, Path(slug): Path<String>) -> Result<Response, ApiError> {
    let Campaign { slug, document, hold, .. } = app.campaigns.get(&slug).await?;
    let text = campaign_file::written(&CampaignFile { slug, document }.for_the_public(hold))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TargetsQuery {
    /// Words of a name, an office, a state, a country, a town, a district (`WV-2`). Typing mistakes are forgiven.
    #[serde(default)]
    q: String,
    /// A US ZIP code, or ZIP+4. It leads to senators, and to the representatives of all districts that it touches.
    #[serde(default)]
    zip: String,
    /// A district of the House (`WV-2`), where it is known: it says more than a ZIP code. It leads to both senators and
    /// to its representative.
    #[serde(default)]
    district: String,
    /// The USPS code of a US state.
    #[serde(default)]
    state: String,
    /// `congress`, `mission`, `capital` or `custom`.
    #[serde(default)]
    kind: String,
    /// `directory`, or `fewest`: first those whose country (in Congress: whose state) was sent the fewest letters so far.
    #[serde(default)]
    order: String,
    /// From 1. What is no page is the first, and what is beyond the last is the last.
    #[serde(default)]
    #[param(maximum = 65_535)]
    page: u16,
}

#[expect(clippy::struct_field_names, reason = "the interface names this field")]
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Targets {
    targets: Vec<TargetRow>,
    /// How many there are on all pages.
    total: usize,
    page: usize,
    pages: usize,
    /// What the ZIP code says; `null` where none was given that says anything.
    zip: Option<ZipRow>,
    notice: Option<String>,
}

/// Where a ZIP code can be.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ZipRow {
    /// USPS codes: one, or rarely several. That of the state that the post names is always among them.
    states: Vec<&'static str>,
    /// The districts in which it may lie (`WV-2`, `VT-0` where a state has one), on the map of the Congress that sits. Empty
    /// where the state is known and not the district: it can be any of the state's.
    districts: Vec<String>,
}

impl From<ZipAnswer> for ZipRow {
    fn from(answer: ZipAnswer) -> Self {
        let mut states: Vec<_> = answer.states().into_iter().map(|state| state.code).collect();
        states.sort_unstable();
        let mut districts = match answer {
            ZipAnswer::District(district) => vec![district],
            ZipAnswer::Districts(districts) => districts,
            ZipAnswer::State(_) => Vec::new(),
        };
        districts.sort_unstable();
        Self { states, districts: districts.iter().map(ToString::to_string).collect() }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TargetRow {
    id: String,
    #[schema(value_type = KindName)]
    kind: &'static str,
    name: String,
    office: String,
    /// ISO 3166-1 alpha-2.
    country: String,
    /// The envelope's lines as they are written within the country that the office lies in.
    address: Vec<String>,
    /// Where else paper reaches the office.
    other_addresses: Vec<OtherAddressRow>,
    email: Option<String>,
    web_form: Option<String>,
    phone: Option<String>,
    /// What a supporter should know of it.
    note: Option<String>,
    salutation: String,
    /// The day since when nobody knows for certain who holds the office, so that it is addressed without a name. Names
    /// are used for 180 days after the day of their source.
    #[schema(format = Date)]
    name_uncertain_since: Option<String>,
    /// The day on which nobody was known to lead the mission: the post may be vacant.
    #[schema(format = Date)]
    nobody_known_on: Option<String>,
    /// Where its state stands under the campaign's treaty today.
    #[schema(value_type = Option<StatusName>)]
    status: Option<&'static str>,
    source: String,
    #[schema(format = Date)]
    as_of: String,
    /// Who says who holds the office, and for which day, where that is not who says the rest.
    holder_source: Option<String>,
    #[schema(format = Date)]
    holder_as_of: Option<String>,
    /// The first day on which this is no longer true, where that is known: of a member of Congress the end of the term, at noon in
    /// Washington.
    #[schema(format = Date)]
    valid_until: Option<String>,
}

/// Another place to post paper to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OtherAddressRow {
    /// The `post_to` of a request for paper.
    id: String,
    label: String,
    address: Vec<String>,
    phone: Option<String>,
    source: String,
    #[schema(format = Date)]
    as_of: String,
}

impl From<Listed> for TargetRow {
    fn from(Listed { target, status }: Listed) -> Self {
        let forms = forms(&target, Grammar::En);
        let (name_uncertain_since, nobody_known_on) = match target.remark() {
            Some(Remark::NameUncertain { since }) => (Some(since.to_string()), None),
            Some(Remark::NobodyKnown { on }) => (None, Some(on.to_string())),
            None => (None, None),
        };
        Self {
            id: target.id.to_string(),
            kind: target.kind().as_str(),
            name: target.name(),
            office: target.office_line(),
            country: target.country().to_string(),
            address: target
                .address
                .as_ref()
                .map(|address| address.envelope(&forms.envelope, &address.country))
                .unwrap_or_default(),
            other_addresses: target
                .other_addresses
                .iter()
                .map(|other| OtherAddressRow {
                    id: other.id.clone(),
                    label: other.label.clone(),
                    address: other.address.envelope(&forms.envelope, &other.address.country),
                    phone: other.phone.clone(),
                    source: other.source.clone(),
                    as_of: other.as_of.to_string(),
                })
                .collect(),
            email: target.email.as_ref().map(ToString::to_string),
            web_form: target.web_form.clone(),
            phone: target.phone.clone(),
            note: target.note.clone(),
            salutation: forms.salutation,
            name_uncertain_since,
            nobody_known_on,
            status: status.map(domain::treaty::Status::as_str),
            source: target.source.clone(),
            as_of: target.as_of.to_string(),
            holder_source: target.holder_said.as_ref().map(|said| said.source.clone()),
            holder_as_of: target.holder_said.as_ref().map(|said| said.as_of.to_string()),
            valid_until: target.valid_until.map(|day| day.to_string()),
        }
    }
}

/// A campaign's targets, 24 a page.
#[utoipa::path(get, path = ApiLink::TARGETS, tag = "campaigns", params(SlugPath, TargetsQuery),
    responses((status = 200, body = Targets), OfACampaign))]
pub(super) async fn targets(
    State(app): State<App>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(query): Query<TargetsQuery>,
) -> Result<([(HeaderName, &'static str); 2], Json<Targets>), ApiError> {
    let campaign = app.campaigns.get(&slug).await?;
    let TargetsQuery { q, zip, district, state, kind, order, page } = query;
    let finder = Finder { q, zip, district, state, kind, order: Order::parse(&order), page: page.into() };
    let found = app.campaigns.find(&campaign, &finder).await?;
    let words = reader.words();
    let targets = Targets {
        targets: found.targets.into_iter().map(TargetRow::from).collect(),
        total: found.total,
        page: found.page,
        pages: found.pages,
        zip: found.zip.map(ZipRow::from),
        notice: (!found.notices.is_empty()).then(|| words.notices(&found.notices, &app.campaigns.directory.get())),
    };
    Ok((in_language(words), Json(targets)))
}
