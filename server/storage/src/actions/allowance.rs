//! The allowance of a network for one day. Each network has a row that says how many of its letters are in the public
//! number. Whoever adds to it locks it to the end of the transaction, so that it is exact with several nodes too.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use domain::tally::Stage;
use sqlx::AnyConnection;
use usecases::ports::{Action, Allowance};

use super::add::{Entry, Key, key};
use crate::{
    columns::{Columns as _, number},
    many::{Many, insert},
};

static SPEND: LazyLock<Many> = LazyLock::new(|| {
    Many::insert(
        "network_counts (network, stage, day, count)",
        4,
        "ON CONFLICT (network, stage) DO UPDATE SET count = network_counts.count + excluded.count
         RETURNING network, stage, count",
    )
});

/// Takes new actions out of the allowances of their networks, in the order in which they came. Marks those for which
/// there is no room as unverified, and returns them.
pub(super) async fn spend<'a>(connection: &mut AnyConnection, new: &[Entry<'a>]) -> sqlx::Result<BTreeSet<Key<'a>>> {
    let mut wanted: BTreeMap<(&str, &str), (&Allowance, Vec<&'a Action>)> = BTreeMap::new();
    for (action, allowance) in new {
        if let Some(allowance) = allowance
            && action.verified
        {
            let of = (allowance.network.as_str(), action.stage.as_str());
            wanted.entry(of).or_insert((allowance, Vec::new())).1.push(action);
        }
    }
    // In the order of their key, as all rows are.
    let rows: Vec<_> = wanted.iter().collect();
    let counts = insert(connection, &SPEND, &rows, |query, ((network, stage), (allowance, actions))| {
        query.bind(*network).bind(*stage).bind(allowance.day.to_string()).bind(number(actions.len()))
    })
    .await?;

    let mut unverified = BTreeSet::new();
    for row in &counts {
        let (network, stage) = (row.text("network")?, row.text("stage")?);
        let Some((allowance, actions)) = wanted.get(&(network, stage)) else { continue };
        let over = usize::try_from(row.number("count")? - i64::from(allowance.most)).unwrap_or(0).min(actions.len());
        if over == 0 {
            continue;
        }
        sqlx::query("UPDATE network_counts SET count = count - $3 WHERE network = $1 AND stage = $2")
            .bind(network)
            .bind(stage)
            .bind(number(over))
            .execute(&mut *connection)
            .await?;
        for action in &actions[actions.len() - over..] {
            sqlx::query("UPDATE actions SET verified = 0 WHERE letter = $1 AND channel = $2 AND stage = $3")
                .bind(action.letter.as_str())
                .bind(action.channel.as_str())
                .bind(action.stage.as_str())
                .execute(&mut *connection)
                .await?;
            unverified.insert(key(action));
        }
    }
    Ok(unverified)
}

/// Gives networks the room of letters that were taken back, stage by stage.
pub(super) async fn give_back(connection: &mut AnyConnection, gone: &BTreeMap<(&str, Stage), i64>) -> sqlx::Result<()> {
    for ((network, stage), count) in gone {
        // A network that takes back what another one reported has that much less, and never less than nothing.
        sqlx::query(
            "UPDATE network_counts SET count = CASE WHEN count > $3 THEN count - $3 ELSE 0 END
             WHERE network = $1 AND stage = $2",
        )
        .bind(*network)
        .bind(stage.as_str())
        .bind(*count)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
