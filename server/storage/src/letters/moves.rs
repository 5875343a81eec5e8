//! How a letter's row moves from state to state.

use domain::post::Move;
use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::columns::micros;

macro_rules! moved {
    ($($time:literal)?) => {
        concat!("UPDATE relay_letters SET state = $2", $(", ", $time, " = $5",)? " WHERE id = $1 AND state IN ($3, $4)")
    };
}

/// Moves a letter; the one statement that changes a single letter's state.
pub(crate) async fn move_letter(connection: &mut AnyConnection, id: &str, change: Move, at: Timestamp) -> sqlx::Result<bool> {
    // What is written down beside the state: when it was confirmed; when it ended, from which its text is kept for a while, and
    // why; since when nothing was heard of it.
    let (sql, timed) = match change {
        Move::Reject | Move::Lapse | Move::Abandon => (moved!("ended_for = $6, ended_at"), true),
        Move::Confirm => (moved!("confirmed_at"), true),
        Move::HoldForReview => (moved!("held_at = $5, confirmed_at"), true),
        Move::Freeze => (moved!("held_at"), true),
        Move::Accept => (moved!("quiet_since = $5, ended_at"), true),
        Move::Expire | Move::Disown | Move::GiveUp => (moved!("ended_at"), true),
        Move::Begin | Move::HandBack | Move::Approve | Move::Settle | Move::Bounce => (moved!(), false),
    };
    let from = change.from();
    let (first, last) = (from[0], from[from.len() - 1]);
    let query = sqlx::query(sql).bind(id).bind(change.to().as_str()).bind(first.as_str()).bind(last.as_str());
    let query = if timed { query.bind(micros(at)) } else { query };
    let query = if let Some(why) = change.ended_for() { query.bind(why) } else { query };
    Ok(query.execute(connection).await?.rows_affected() > 0)
}

pub(crate) async fn note_why_held(connection: &mut AnyConnection, id: &str, why: &str) -> sqlx::Result<()> {
    let query = sqlx::query("UPDATE relay_letters SET held_for = $2 WHERE id = $1 AND state = 'held'");
    query.bind(id).bind(why).execute(connection).await.map(drop)
}
