//! Actions go in, and the sums with them, many at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use domain::tally::{Channel, Stage};
use sqlx::AnyConnection;
use usecases::ports::{Action, Recorded};

use crate::{
    insert::{Insert, insert},
    row::{Columns as _, day_of, micros},
};

static INSERT_ACTIONS: LazyLock<Insert> = LazyLock::new(|| {
    Insert::new(
        "actions (letter, channel, stage, campaign, target, country, day, at)",
        8,
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

/// Stores actions and adds them to the sums, as a part of the caller's transaction, and the last part: from here
/// to the commit every other action of the same campaign waits for the sums.
///
/// Actions go in by their key, then sums by theirs. Two transactions that took the same rows in different orders
/// could each wait for the other.
pub(crate) async fn add(connection: &mut AnyConnection, actions: &[&Action]) -> sqlx::Result<Vec<Recorded>> {
    let mut in_order: Vec<(usize, &Action)> = actions.iter().copied().enumerate().collect();
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
    })
    .await?;
    let mut new = BTreeSet::new();
    for row in &rows {
        new.insert((row.text("letter")?, row.word("channel", Channel::parse)?, row.word("stage", Stage::parse)?));
    }

    let mut recorded = vec![Recorded::Before; actions.len()];
    let mut sums: BTreeMap<(&'static str, &str, String, &'static str), i64> = BTreeMap::new();
    for (index, action) in in_order {
        if !new.remove(&key(action)) {
            continue;
        }
        recorded[index] = Recorded::Now;
        for (side, name) in [
            ("channel", action.channel.as_str().to_owned()),
            ("country", action.country.to_string()),
            ("day", day_of(action.at).to_string()),
            ("target", action.target.to_string()),
        ] {
            *sums.entry((side, action.campaign.as_str(), name, action.stage.as_str())).or_default() += 1;
        }
    }
    let sums: Vec<_> = sums.into_iter().collect();
    insert(connection, &ADD_TO_SUMS, &sums, |query, ((side, campaign, name, stage), count)| {
        query.bind(*side).bind(*campaign).bind(name.as_str()).bind(*stage).bind(*count)
    })
    .await?;
    Ok(recorded)
}

/// Adds one.
pub(crate) async fn add_one(connection: &mut AnyConnection, action: &Action) -> sqlx::Result<Recorded> {
    Ok(add(connection, &[action]).await?.first().copied().unwrap_or(Recorded::Before))
}

fn key(action: &Action) -> (&str, Channel, Stage) {
    (action.letter.as_str(), action.channel, action.stage)
}
