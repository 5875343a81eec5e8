//! Actions go in, and the sums with them, many at a time: one statement for up to [`MOST_ROWS`] rows.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use domain::tally::{Channel, Stage};
use sqlx::{
    Any, AnyConnection,
    any::{AnyArguments, AnyRow},
    query::Query,
};
use usecases::ports::{Action, Recorded};

use crate::row::{Columns as _, day_of, micros};

/// Rows in the longest statement. Twice as many are hardly faster; each length is a statement that every
/// connection prepares and keeps.
const MOST_ROWS: usize = 32;

/// A statement that inserts rows, in the lengths 1, 2, 4 and so on, of which every number of rows is made up.
struct Insert {
    by_length: Vec<String>,
}

impl Insert {
    fn new(into: &str, columns: usize, ending: &str) -> Self {
        let statement = |rows: usize| {
            let row = |row: usize| {
                let values: Vec<String> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
                format!("({})", values.join(", "))
            };
            let rows: Vec<String> = (0..rows).map(row).collect();
            format!("INSERT INTO {into} VALUES {} {ending}", rows.join(", "))
        };
        Self { by_length: (0..=MOST_ROWS.ilog2()).map(|log| statement(1 << log)).collect() }
    }

    /// The longest statement for the first of these rows, and how many it takes.
    fn of(&'static self, rows: usize) -> (&'static str, usize) {
        let log = rows.clamp(1, MOST_ROWS).ilog2() as usize;
        (&self.by_length[log], 1 << log)
    }
}

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

type AnyQuery = Query<'static, Any, AnyArguments>;

/// Inserts all rows, and gives back what the statements return.
async fn insert<T>(
    connection: &mut AnyConnection,
    insert: &'static Insert,
    mut rows: &[T],
    bind: impl Fn(AnyQuery, &T) -> AnyQuery,
) -> sqlx::Result<Vec<AnyRow>> {
    let mut returned = Vec::new();
    while !rows.is_empty() {
        let (sql, length) = insert.of(rows.len());
        let (now, later) = rows.split_at(length);
        returned.append(&mut now.iter().fold(sqlx::query(sql), &bind).fetch_all(&mut *connection).await?);
        rows = later;
    }
    Ok(returned)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_through_and_every_number_of_rows_is_made_up() {
        let insert = &*Box::leak(Box::new(Insert::new("t (a, b)", 2, "END")));
        assert_eq!(insert.of(1), ("INSERT INTO t (a, b) VALUES ($1, $2) END", 1));
        assert_eq!(insert.of(3), ("INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) END", 2));
        for rows in 1..200 {
            let (sql, length) = insert.of(rows);
            assert!(length <= rows && (2 * length > rows || length == MOST_ROWS), "{rows}");
            assert_eq!(sql.matches('(').count(), 1 + length);
            assert!(sql.contains(&format!("${})", 2 * length)));
        }
    }
}
