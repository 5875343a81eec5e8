//! Actions and their sums.

pub(crate) mod add;
mod allowance;
pub(crate) mod line;

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    channel::Channel,
    checked::LetterId,
    tally::{Side, Stage, Stages, Sum, Tally},
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{Action, ActionReads, Alive, Allowance, KeyUse, KeyWrites, Recorded, Recorder, StoreError};

use crate::{
    Database,
    columns::{Columns as _, corrupt, micros},
    fault::doing,
    work::UnitOfWork,
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

#[async_trait]
impl ActionReads for Database {
    async fn actions_of(&self, letter: &LetterId) -> Result<Vec<Action>, StoreError> {
        doing("reading a letter's actions", async {
            let rows = sqlx::query(
                "SELECT letter, channel, stage, campaign, target, country, at, verified FROM actions
                 WHERE letter = $1 ORDER BY at, channel, stage",
            )
            .bind(letter.as_str())
            .fetch_all(self.reader())
            .await?;
            rows.iter().map(action).collect()
        })
        .await
    }

    async fn tally(&self, campaign: &CampaignId) -> Result<Tally, StoreError> {
        doing("reading a tally", async {
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
        })
        .await
    }

    async fn totals(&self) -> Result<BTreeMap<CampaignId, Stages>, StoreError> {
        doing("reading the totals", async {
            let rows =
                sqlx::query("SELECT campaign, stage, count FROM sums WHERE side = 'channel'").fetch_all(self.reader()).await?;
            let mut totals: BTreeMap<CampaignId, Stages> = BTreeMap::new();
            for row in &rows {
                let campaign = row.checked("campaign")?;
                totals.entry(campaign).or_default().add(row.word("stage", Stage::parse)?, row.count("count")?);
            }
            Ok(totals)
        })
        .await
    }

    async fn unverified(&self) -> Result<BTreeMap<CampaignId, BTreeMap<Channel, Stages>>, StoreError> {
        doing("reading what is not verified", async {
            let rows = sqlx::query("SELECT campaign, name, stage, count FROM sums WHERE side = 'unverified'")
                .fetch_all(self.reader())
                .await?;
            let mut sums: BTreeMap<CampaignId, BTreeMap<Channel, Stages>> = BTreeMap::new();
            for row in &rows {
                let channel = row.word("name", Channel::parse)?;
                let stages = sums.entry(row.checked("campaign")?).or_default().entry(channel).or_default();
                stages.add(row.word("stage", Stage::parse)?, row.count("count")?);
            }
            Ok(sums)
        })
        .await
    }
}

#[async_trait]
impl Recorder for Database {
    async fn record(&self, action: &Action, allowance: Option<&Allowance>) -> Result<Recorded, StoreError> {
        self.line().record(action, allowance).await
    }
}

#[async_trait]
impl KeyWrites for UnitOfWork {
    async fn use_key(&mut self, key: &str, request: &str, letter: &LetterId, at: Timestamp) -> Result<KeyUse, StoreError> {
        doing("using an idempotency key", async {
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
            .fetch_one(self.connection())
            .await?;
            Ok(if row.text("request")? == request { KeyUse::For(row.checked("letter")?) } else { KeyUse::OtherRequest })
        })
        .await
    }

    async fn delete_keys(&mut self, used_before: Timestamp) -> Result<(), StoreError> {
        doing("deleting idempotency keys", async {
            let query = sqlx::query("DELETE FROM keys WHERE at < $1");
            query.bind(micros(used_before)).execute(self.connection()).await.map(drop)
        })
        .await
    }
}

#[async_trait]
impl Alive for Database {
    async fn ping(&self) -> Result<(), StoreError> {
        doing("asking the database for an answer", async {
            sqlx::query("SELECT version FROM migrations LIMIT 1").fetch_optional(self.reader()).await.map(drop)
        })
        .await
    }
}
