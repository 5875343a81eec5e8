//! Actions go in, and the sums with them, many at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use domain::{channel::Channel, checked::LetterId, tally::Stage};
use sqlx::AnyConnection;
use usecases::ports::{Action, Allowance, Recorded};

use super::allowance;
use crate::{
    insert::{Insert, insert},
    row::{Columns as _, day_of, micros},
};

static INSERT_ACTIONS: LazyLock<Insert> = LazyLock::new(|| {
    Insert::new(
        "actions (letter, channel, stage, campaign, target, country, day, at, verified)",
        9,
        "ON CONFLICT DO NOTHING RETURNING letter, channel, stage",
    )
});

static ADD_TO_SUMS: LazyLock<Insert> = LazyLock::new(|| {
    Insert::new(
        "sums (side, campaign, name, stage, count)",
        5,
        "ON CONFLICT (side, campaign, name, stage) DO UPDATE SET count = sums.count + excluded.count",
    )
});

/// An action, and what it counts against.
pub(crate) type Entry<'a> = (&'a Action, Option<&'a Allowance>);
/// What names an action.
pub(super) type Key<'a> = (&'a str, Channel, Stage);

/// What is added to each sum: side, campaign, name, stage.
#[derive(Default)]
struct Changes(BTreeMap<(&'static str, String, String, &'static str), i64>);

impl Changes {
    /// What is not verified has a side of its own, and stands on none of those that the public sees.
    fn note(&mut self, campaign: &str, stage: Stage, names: [(&'static str, &str); 4], verified: bool, count: i64) {
        let channel = names.into_iter().filter(|(side, _)| *side == "channel").map(|(_, name)| ("unverified", name));
        let sides: Vec<(&'static str, &str)> = if verified { names.to_vec() } else { channel.collect() };
        for (side, name) in sides {
            *self.0.entry((side, campaign.to_owned(), name.to_owned(), stage.as_str())).or_default() += count;
        }
    }
}

/// Stores actions and adds them to the sums, as a part of the caller's transaction, and the last part: from here
/// to the commit every other action of the same campaign waits for the sums.
///
/// Actions go in by their key, then networks by theirs, then sums by theirs. Two transactions that took the same rows
/// in different orders could each wait for the other.
pub(crate) async fn add(connection: &mut AnyConnection, actions: &[Entry<'_>]) -> sqlx::Result<Vec<Recorded>> {
    let mut changes = Changes::default();
    let recorded = put(connection, actions).await?;
    count(connection, &new(actions, &recorded), &mut changes).await?;
    sum(connection, &changes).await?;
    Ok(recorded)
}

/// As [`add`], and takes other actions back with their share of the sums, because a report is corrected. What is not
/// there is not taken.
pub(crate) async fn amend(
    connection: &mut AnyConnection,
    actions: &[&Action],
    gone: &BTreeSet<(LetterId, Channel, Stage)>,
    allowance: Option<&Allowance>,
) -> sqlx::Result<()> {
    let mut changes = Changes::default();
    let mut given_back: BTreeMap<Stage, i64> = BTreeMap::new();
    for (letter, channel, stage) in gone {
        let gone = sqlx::query(
            "DELETE FROM actions WHERE letter = $1 AND channel = $2 AND stage = $3
             RETURNING campaign, target, country, day, verified",
        )
        .bind(letter.as_str())
        .bind(channel.as_str())
        .bind(stage.as_str())
        .fetch_optional(&mut *connection)
        .await?;
        if let Some(gone) = gone {
            let names = [
                ("channel", channel.as_str()),
                ("country", gone.text("country")?),
                ("day", gone.text("day")?),
                ("target", gone.text("target")?),
            ];
            let verified = gone.yes("verified")?;
            changes.note(gone.text("campaign")?, *stage, names, verified, -1);
            *given_back.entry(*stage).or_default() += i64::from(verified);
        }
    }
    let actions: Vec<Entry<'_>> = actions.iter().map(|action| (*action, allowance)).collect();
    let recorded = put(connection, &actions).await?;
    if let Some(allowance) = allowance {
        allowance::give_back(connection, allowance, &given_back).await?;
    }
    count(connection, &new(&actions, &recorded), &mut changes).await?;
    sum(connection, &changes).await?;
    if !gone.is_empty() {
        // A sum of nothing is no sum: without the letters there would be none.
        sqlx::query("DELETE FROM sums WHERE count = 0").execute(&mut *connection).await?;
    }
    Ok(())
}

/// Stores actions, and says of each whether it is new.
async fn put(connection: &mut AnyConnection, actions: &[Entry<'_>]) -> sqlx::Result<Vec<Recorded>> {
    let mut in_order: Vec<(usize, &Action)> = actions.iter().map(|(action, _)| *action).enumerate().collect();
    // Stable: of two that are the same, the one that came first is stored.
    in_order.sort_by(|(_, a), (_, b)| key(a).cmp(&key(b)));
    let rows = insert(connection, &INSERT_ACTIONS, &in_order, |query, (_, action)| {
        query
            .bind(action.letter.as_str())
            .bind(action.channel.as_str())
            .bind(action.stage.as_str())
            .bind(action.campaign.as_str())
            .bind(action.target.as_str())
            .bind(action.country.as_str())
            .bind(day_of(action.at).to_string())
            .bind(micros(action.at))
            .bind(i64::from(action.verified))
    })
    .await?;
    let mut new = BTreeSet::new();
    for row in &rows {
        new.insert((row.text("letter")?, row.word("channel", Channel::parse)?, row.word("stage", Stage::parse)?));
    }
    let mut recorded = vec![Recorded::Before; actions.len()];
    for (index, action) in in_order {
        if new.remove(&key(action)) {
            recorded[index] = Recorded::Now;
        }
    }
    Ok(recorded)
}

/// Those that were not there before, in the order in which they came.
fn new<'a>(actions: &[Entry<'a>], recorded: &[Recorded]) -> Vec<Entry<'a>> {
    actions.iter().zip(recorded).filter(|(_, recorded)| **recorded == Recorded::Now).map(|(entry, _)| *entry).collect()
}

/// Notes what new actions add to the sums, as far as their networks' allowances go and beyond.
async fn count(connection: &mut AnyConnection, new: &[Entry<'_>], changes: &mut Changes) -> sqlx::Result<()> {
    let unverified = allowance::spend(connection, new).await?;
    for (action, _) in new {
        let (country, day, target) = (action.country.to_string(), day_of(action.at).to_string(), action.target.to_string());
        let names = [("channel", action.channel.as_str()), ("country", &country), ("day", &day), ("target", &target)];
        let verified = action.verified && !unverified.contains(&key(action));
        changes.note(action.campaign.as_str(), action.stage, names, verified, 1);
    }
    Ok(())
}

async fn sum(connection: &mut AnyConnection, Changes(changes): &Changes) -> sqlx::Result<()> {
    let sums: Vec<_> = changes.iter().filter(|(_, count)| **count != 0).collect();
    insert(connection, &ADD_TO_SUMS, &sums, |query, ((side, campaign, name, stage), count)| {
        query.bind(*side).bind(campaign.as_str()).bind(name.as_str()).bind(*stage).bind(**count)
    })
    .await?;
    Ok(())
}

/// Adds one.
pub(crate) async fn add_one(connection: &mut AnyConnection, action: &Action) -> sqlx::Result<Recorded> {
    Ok(add(connection, &[(action, None)]).await?.first().copied().unwrap_or(Recorded::Before))
}

pub(super) fn key(action: &Action) -> Key<'_> {
    (action.letter.as_str(), action.channel, action.stage)
}
