//! Actions and their sums.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    checked::{LetterId, Slug},
    tally::{Channel, Side, Stage, Stages, Sum, Tally},
};
use jiff::Timestamp;
use sqlx::{AnyConnection, any::AnyRow};
use usecases::ports::{Action, ActionStore, KeyUse, Recorded, StoreError};

use crate::{
    Database,
    row::{Columns as _, Doing as _, day_of, micros},
};

/// Stores an action and adds it to the sums, as a part of the caller's transaction, and the last part: from
/// here to the commit every other action of the campaign waits for these four rows.
pub(crate) async fn add(connection: &mut AnyConnection, action: &Action) -> sqlx::Result<Recorded> {
    let day = day_of(action.at).to_string();
    let inserted = sqlx::query(
        "INSERT INTO actions (letter, channel, stage, campaign, target, country, day, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT DO NOTHING",
    )
    .bind(action.letter.as_str())
    .bind(action.channel.as_str())
    .bind(action.stage.as_str())
    .bind(action.campaign.as_str())
    .bind(action.target.as_str())
    .bind(action.country.as_str())
    .bind(&*day)
    .bind(micros(action.at))
    .execute(&mut *connection)
    .await?
    .rows_affected();
    if inserted == 0 {
        return Ok(Recorded::Before);
    }
    // In the order of the key, as everywhere: two transactions that took these rows in different orders could
    // each wait for the other.
    sqlx::query(
        "INSERT INTO sums (side, campaign, name, stage, count)
         VALUES ('channel', $1, $3, $2, 1), ('country', $1, $4, $2, 1), ('day', $1, $5, $2, 1), ('target', $1, $6, $2, 1)
         ON CONFLICT (side, campaign, name, stage) DO UPDATE SET count = sums.count + excluded.count",
    )
    .bind(action.campaign.as_str())
    .bind(action.stage.as_str())
    .bind(action.channel.as_str())
    .bind(action.country.as_str())
    .bind(&*day)
    .bind(action.target.as_str())
    .execute(connection)
    .await?;
    Ok(Recorded::Now)
}

fn action(row: &AnyRow) -> sqlx::Result<Action> {
    Ok(Action {
        letter: row.checked("letter")?,
        campaign: row.checked("campaign")?,
        target: row.checked("target")?,
        channel: row.word("channel", Channel::parse)?,
        stage: row.word("stage", Stage::parse)?,
        country: row.checked("country")?,
        at: row.time("at")?,
    })
}

fn sum(row: &AnyRow) -> sqlx::Result<Sum> {
    let side = match row.text("side")? {
        "channel" => Side::Channel(row.word("name", Channel::parse)?),
        "country" => Side::Country(row.checked("name")?),
        "day" => Side::Day(row.checked("name")?),
        "target" => Side::Target(row.checked("name")?),
        other => return Err(crate::row::corrupt("side", format!("{other:?} is no side of a tally"))),
    };
    Ok(Sum { side, stage: row.word("stage", Stage::parse)?, count: row.count("count")? })
}

impl Database {
    async fn try_record(&self, action: &Action) -> sqlx::Result<Recorded> {
        let mut tx = self.begin().await?;
        let recorded = add(&mut tx, action).await?;
        tx.commit().await?;
        Ok(recorded)
    }

    async fn try_actions_of(&self, letter: &LetterId) -> sqlx::Result<Vec<Action>> {
        let rows = sqlx::query(
            "SELECT letter, channel, stage, campaign, target, country, at FROM actions
             WHERE letter = $1 ORDER BY at, channel, stage",
        )
        .bind(letter.as_str())
        .fetch_all(self.reader())
        .await?;
        rows.iter().map(action).collect()
    }

    async fn try_tally(&self, campaign: &Slug) -> sqlx::Result<Tally> {
        let rows = sqlx::query(
            "SELECT side, name, stage, count FROM sums
             WHERE side IN ('channel', 'country', 'day', 'target') AND campaign = $1",
        )
        .bind(campaign.as_str())
        .fetch_all(self.reader())
        .await?;
        rows.iter().map(sum).collect()
    }

    async fn try_totals(&self) -> sqlx::Result<BTreeMap<Slug, Stages>> {
        let rows = sqlx::query("SELECT campaign, stage, count FROM sums WHERE side = 'channel'").fetch_all(self.reader()).await?;
        let mut totals: BTreeMap<Slug, Stages> = BTreeMap::new();
        for row in &rows {
            let campaign = row.checked("campaign")?;
            totals.entry(campaign).or_default().add(row.word("stage", Stage::parse)?, row.count("count")?);
        }
        Ok(totals)
    }

    async fn try_use_key(&self, key: &str, request: &str, letter: &LetterId, at: Timestamp) -> sqlx::Result<KeyUse> {
        // The update changes nothing; it makes the row that was there first come back.
        let row = sqlx::query(
            "INSERT INTO keys (digest, request, letter, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest
             RETURNING request, letter",
        )
        .bind(key)
        .bind(request)
        .bind(letter.as_str())
        .bind(micros(at))
        .fetch_one(self.writer())
        .await?;
        Ok(if row.text("request")? == request { KeyUse::For(row.checked("letter")?) } else { KeyUse::OtherRequest })
    }
}

#[async_trait]
impl ActionStore for Database {
    async fn record(&self, action: &Action) -> Result<Recorded, StoreError> {
        self.try_record(action).await.doing("recording an action")
    }

    async fn actions_of(&self, letter: &LetterId) -> Result<Vec<Action>, StoreError> {
        self.try_actions_of(letter).await.doing("reading a letter's actions")
    }

    async fn tally(&self, campaign: &Slug) -> Result<Tally, StoreError> {
        self.try_tally(campaign).await.doing("reading a tally")
    }

    async fn totals(&self) -> Result<BTreeMap<Slug, Stages>, StoreError> {
        self.try_totals().await.doing("reading the totals")
    }

    async fn use_key(&self, key: &str, request: &str, letter: &LetterId, at: Timestamp) -> Result<KeyUse, StoreError> {
        self.try_use_key(key, request, letter, at).await.doing("using an idempotency key")
    }
}
