//! How a letter's row moves from state to state.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use domain::post::Move;
use jiff::Timestamp;
use sqlx::AnyConnection;
use usecases::ports::SentLetter;

use super::stored_letter;
use crate::{
    columns::{Columns as _, micros},
    dialect::Dialect,
    many::{Many, among},
};

/// The statement of each move; there is no other that changes a letter's state.
static MOVES: LazyLock<BTreeMap<Move, Many>> =
    LazyLock::new(|| Move::ALL.into_iter().map(|change| (change, statement(change))).collect());

/// What is written down beside the state: when it was confirmed; when it ended, from which its text is kept for a while, and why;
/// since when nothing was heard of it. `$4` is the time, `$5` the reason.
const fn beside(change: Move) -> &'static str {
    match change {
        Move::Reject | Move::Lapse | Move::Abandon => ", ended_at = $4, ended_for = $5",
        Move::Confirm => ", confirmed_at = $4",
        Move::HoldForReview => ", confirmed_at = $4, held_at = $4",
        Move::Freeze => ", held_at = $4",
        Move::Accept => ", quiet_since = $4, ended_at = $4",
        Move::Expire | Move::Disown | Move::GiveUp => ", ended_at = $4",
        Move::Begin | Move::HandBack | Move::Approve | Move::Settle | Move::Bounce => "",
    }
}

/// Whether the statement of a move has a time.
fn is_timed(change: Move) -> bool {
    beside(change).contains("$4")
}

fn statement(change: Move) -> Many {
    let before = format!("UPDATE relay_letters SET state = $1{} WHERE state IN ($2, $3) AND id IN", beside(change));
    let given = 3 + usize::from(is_timed(change)) + usize::from(change.ended_for().is_some());
    Many::among(&before, given, "RETURNING id")
}

/// Moves letters, each if it is in a state that it can move from, and returns those that were.
pub(crate) async fn move_letters(
    connection: &mut AnyConnection,
    ids: &[&str],
    change: Move,
    at: Timestamp,
) -> sqlx::Result<BTreeSet<String>> {
    let from = change.from();
    let (first, last) = (from[0], from[from.len() - 1]);
    let rows = among(
        connection,
        &MOVES[&change],
        |query| {
            let query = query.bind(change.to().as_str()).bind(first.as_str()).bind(last.as_str());
            let query = if is_timed(change) { query.bind(micros(at)) } else { query };
            if let Some(why) = change.ended_for() { query.bind(why) } else { query }
        },
        ids,
        |query, id| query.bind((*id).to_owned()),
    )
    .await?;
    rows.iter().map(|row| row.text("id").map(str::to_owned)).collect()
}

pub(crate) async fn move_letter(connection: &mut AnyConnection, id: &str, change: Move, at: Timestamp) -> sqlx::Result<bool> {
    Ok(!move_letters(connection, &[id], change, at).await?.is_empty())
}

/// Letters that left and are not accepted yet. `PostgreSQL` passes over those that another unit of work accepts right now.
pub(crate) async fn sent_letters(connection: &mut AnyConnection, dialect: Dialect, limit: u32) -> sqlx::Result<Vec<SentLetter>> {
    let rows = sqlx::query(dialect.sent_letters()).bind(i64::from(limit)).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(SentLetter { stored: stored_letter(row)?, left_at: row.time("left_at")? })).collect()
}

pub(crate) async fn note_why_held(connection: &mut AnyConnection, id: &str, why: &str) -> sqlx::Result<()> {
    let query = sqlx::query("UPDATE relay_letters SET held_for = $2 WHERE id = $1 AND state = 'held'");
    query.bind(id).bind(why).execute(connection).await.map(drop)
}
