//! Actions and their sums.

pub(crate) mod add;
mod allowance;
pub(crate) mod recorder;

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    channel::Channel,
    checked::{LetterId, Slug},
    tally::{Side, Stage, Stages, Sum, Tally},
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{Action, ActionStore, Allowance, KeyUse, Recorded, StoreError};

use crate::{
    Database,
    row::{Columns as _, Doing as _, corrupt, micros},
};

fn action(row: &AnyRow) -> sqlx::Result<Action> {
    Ok(Action {
        letter: row.checked("letter")?,
        campaign: row.checked("campaign")?,
        target: row.checked("target")?,
        channel: row.word("channel", Channel::parse)?,
        stage: row.word("stage", Stage::parse)?,
        country: row.checked("country")?,
        at: row.time("at")?,
        verified: row.yes("verified")?,
    })
}

/// One side's sums, from a text like `postcard prepared 12,postcard confirmed 9`.
fn sums<'a>(side: &'a str, text: &'a str) -> impl Iterator<Item = sqlx::Result<Sum>> + 'a {
    text.split(',').map(move |sum| parse_sum(side, sum).ok_or_else(|| corrupt("sums", format!("{side} {sum:?} is not a sum"))))
}

fn parse_sum(side: &str, text: &str) -> Option<Sum> {
    let mut words = text.split(' ');
    let (name, stage, count) = (words.next()?, words.next()?, words.next()?);
    let side = match side {
        "channel" => Side::Channel(Channel::parse(name)?),
        "country" => Side::Country(name.parse().ok()?),
        "day" => Side::Day(name.parse().ok()?),
        "target" => Side::Target(name.parse().ok()?),
        _ => return None,
    };
    words.next().is_none().then_some(Sum { side, stage: Stage::parse(stage)?, count: count.parse().ok()? })
}

impl Database {
    async fn try_actions_of(&self, letter: &LetterId) -> sqlx::Result<Vec<Action>> {
        let rows = sqlx::query(
            "SELECT letter, channel, stage, campaign, target, country, at, verified FROM actions
             WHERE letter = $1 ORDER BY at, channel, stage",
        )
        .bind(letter.as_str())
        .fetch_all(self.reader())
        .await?;
        rows.iter().map(action).collect()
    }

    async fn try_tally(&self, campaign: &Slug) -> sqlx::Result<Tally> {
        // One text for each side, not a row for each sum: a campaign to Congress has more than a thousand, and most
        // of the time would go into handing them over. No name has a space or a comma in it.
        let rows = sqlx::query(
            "SELECT side, STRING_AGG(name || ' ' || stage || ' ' || CAST(count AS TEXT), ',') AS sums FROM sums
             WHERE side IN ('channel', 'country', 'day', 'target') AND campaign = $1
             GROUP BY side",
        )
        .bind(campaign.as_str())
        .fetch_all(self.reader())
        .await?;
        let mut tally = Vec::new();
        for row in &rows {
            for sum in sums(row.text("side")?, row.text("sums")?) {
                tally.push(sum?);
            }
        }
        Ok(tally.into_iter().collect())
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

    async fn try_unverified(&self) -> sqlx::Result<BTreeMap<Slug, BTreeMap<Channel, Stages>>> {
        let rows = sqlx::query("SELECT campaign, name, stage, count FROM sums WHERE side = 'unverified'")
            .fetch_all(self.reader())
            .await?;
        let mut sums: BTreeMap<Slug, BTreeMap<Channel, Stages>> = BTreeMap::new();
        for row in &rows {
            let channel = row.word("name", Channel::parse)?;
            let stages = sums.entry(row.checked("campaign")?).or_default().entry(channel).or_default();
            stages.add(row.word("stage", Stage::parse)?, row.count("count")?);
        }
        Ok(sums)
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
    async fn record(&self, action: &Action, allowance: Option<&Allowance>) -> Result<Recorded, StoreError> {
        self.recorder().record(action, allowance).await
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

    async fn unverified(&self) -> Result<BTreeMap<Slug, BTreeMap<Channel, Stages>>, StoreError> {
        self.try_unverified().await.doing("reading what is not verified")
    }

    async fn use_key(&self, key: &str, request: &str, letter: &LetterId, at: Timestamp) -> Result<KeyUse, StoreError> {
        self.try_use_key(key, request, letter, at).await.doing("using an idempotency key")
    }
}
