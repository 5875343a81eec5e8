//! What must not come back to life with a backup. The server may have gone on after it was made: letters left, links were used,
//! people were signed out.

use domain::post::Move;
use jiff::{Timestamp, tz::TimeZone};
use sqlx::AnyConnection;

use super::Stamp;
use crate::{
    columns::Columns as _,
    letters::{move_letter, note_why_held},
};

/// Letters that were in the queue. Of one whose mail was sent it is known that it left.
const IN_THE_QUEUE: &str = "SELECT id FROM relay_letters
     WHERE state IN ('queued', 'sending') AND NOT EXISTS (
        SELECT 1 FROM mails WHERE mails.letter = relay_letters.id AND mails.purpose = 'letter' AND mails.state = 'sent'
     )
     ORDER BY id";

/// Their mails, as those of other letters that are held because something went wrong.
const FAIL: &str = "UPDATE mails SET state = 'failed', last_error = $1, claim = NULL, leased_until = NULL, node = NULL
     WHERE purpose = 'letter' AND state IN ('waiting', 'joined')
       AND letter IN (SELECT id FROM relay_letters WHERE state = 'held')";

const STOP: &str = "UPDATE mails SET state = 'unwanted', claim = NULL, leased_until = NULL, node = NULL
     WHERE state IN ('waiting', 'joined')";

/// Their writers may have said yes since. A reminder would have them say it again, and the letter would leave twice.
const REMIND_NOBODY: &str = "INSERT INTO mails (letter, purpose, state, attempts, enqueued_at, due_at, campaign)
     SELECT id, 'reminder', 'unwanted', 0, asked_at, asked_at, campaign FROM relay_letters WHERE state = 'awaiting_confirmation'
     ON CONFLICT (letter, purpose) DO NOTHING";

/// Who was let in, by what. Links to drafts can have been taken back.
const ENDED: [&str; 6] = [
    "DELETE FROM sessions",
    "DELETE FROM half_sessions",
    "DELETE FROM sign_in_links",
    "DELETE FROM first_links",
    "DELETE FROM previews",
    "DELETE FROM parcels",
];

/// Holds the letters that waited to be sent, stops all other mails, ends sessions and links. Returns how many letters and mails
/// that were.
pub(super) async fn calm(writes: &mut AnyConnection, stamp: &Stamp, at: Timestamp) -> sqlx::Result<(u64, u64)> {
    let made_at = stamp.made_at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC");
    let why = format!(
        "The site was restored from a backup of {made_at}, in which this letter waited to be sent. It may have left since then: \
         look into the log of the mail server before you let it go."
    );
    let mut held = 0;
    for row in sqlx::query(IN_THE_QUEUE).fetch_all(&mut *writes).await? {
        let id: &str = row.text("id")?;
        if move_letter(writes, id, Move::Freeze, at).await? {
            note_why_held(writes, id, &why).await?;
            held += 1;
        }
    }
    sqlx::query(FAIL).bind(&*why).execute(&mut *writes).await?;
    let mut stopped = sqlx::query(STOP).execute(&mut *writes).await?.rows_affected();
    sqlx::query(REMIND_NOBODY).execute(&mut *writes).await?;
    stopped += sqlx::query("DELETE FROM organiser_mails").execute(&mut *writes).await?.rows_affected();
    for sql in ENDED {
        sqlx::query(sql).execute(&mut *writes).await?;
    }
    Ok((held, stopped))
}
