//! A campaign's tally: what was really sent.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{
    channel::Channel,
    tally::{Stage, Stages, Tally},
};
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type, schema::SchemaType},
};

use super::{
    ApiError,
    schema::{OfACampaign, SlugPath},
};
use crate::{links::ApiLink, site::App};

/// What each number counts.
const STAGES: &str = "One number for each stage. Prepared: the letter was made. Confirmed: the supporter said that it was sent, or \
     confirmed it from the mailbox. Accepted: the office's mail server took it. Bounced: it came back, or could not be sent. Settled: \
     nothing came back for two days after it was accepted. Answered: three weeks later, the supporter said that the office had answered.";

/// One number for each stage.
#[derive(Debug, Clone, Copy)]
pub(super) struct StageCounts(Stages);

impl Serialize for StageCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(stage, count)| (stage.as_str(), count)))
    }
}

impl PartialSchema for StageCounts {
    fn schema() -> RefOr<Schema> {
        let with = |object: ObjectBuilder, stage: Stage| object.property(stage.as_str(), u64::schema()).required(stage.as_str());
        Stage::ALL.into_iter().fold(ObjectBuilder::new().description(Some(STAGES)), with).into()
    }
}

impl ToSchema for StageCounts {}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TallyDocument {
    /// Letters sent: confirmed, less those that came back.
    total: u64,
    by_channel: BTreeMap<&'static str, StageCounts>,
    by_target: Vec<TargetCounts>,
    /// Countries that letters were posted from. Numbers below five are null, and countries without any other are
    /// left out.
    by_country: Vec<CountryCounts>,
    by_day: Vec<DayCounts>,
    #[schema(format = DateTime)]
    as_of: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TargetCounts {
    target: String,
    #[serde(flatten)]
    stages: StageCounts,
}

#[derive(Debug)]
pub(super) struct CountryCounts {
    country: String,
    stages: Stages,
}

impl Serialize for CountryCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = |count: u64| (count >= Tally::FEWEST_SHOWN).then_some(count);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("country", &self.country)?;
        for (stage, count) in self.stages.iter() {
            map.serialize_entry(stage.as_str(), &shown(count))?;
        }
        map.end()
    }
}

impl PartialSchema for CountryCounts {
    fn schema() -> RefOr<Schema> {
        let object = ObjectBuilder::new().property("country", String::schema()).required("country");
        // As the derive writes it: what `Option` makes of a number by itself is said otherwise.
        let count = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::Integer, Type::Null]))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(0))
            .build();
        Stage::ALL.into_iter().fold(object, |object, stage| object.property(stage.as_str(), count.clone())).into()
    }
}

impl ToSchema for CountryCounts {}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DayCounts {
    /// UTC.
    #[schema(format = Date)]
    day: String,
    #[serde(flatten)]
    stages: StageCounts,
}

/// What was really sent, by channel, target, country and day.
#[utoipa::path(get, path = ApiLink::TALLY, tag = "campaigns", params(SlugPath),
    responses((status = 200, body = TallyDocument), OfACampaign))]
pub(super) async fn tally(State(app): State<App>, Path(slug): Path<String>) -> Result<Json<TallyDocument>, ApiError> {
    let campaign = app.campaigns.get(&slug).await?;
    let tally: Tally = app.tallies.of(&campaign).await?;
    Ok(Json(TallyDocument {
        total: tally.total(),
        by_channel: Channel::ALL
            .into_iter()
            .map(|channel| (channel.as_str(), StageCounts(tally.by_channel.get(&channel).copied().unwrap_or_default())))
            .collect(),
        by_country: tally
            .public_countries()
            .map(|(country, stages)| CountryCounts { country: country.to_string(), stages: *stages })
            .collect(),
        by_target: tally
            .by_target
            .iter()
            .map(|(target, stages)| TargetCounts { target: target.to_string(), stages: StageCounts(*stages) })
            .collect(),
        by_day: tally
            .by_day
            .iter()
            .map(|(day, stages)| DayCounts { day: day.to_string(), stages: StageCounts(*stages) })
            .collect(),
        as_of: app.campaigns.clock.now().to_string(),
    }))
}
