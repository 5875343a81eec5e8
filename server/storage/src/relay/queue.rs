//! The queue of mails. A mail is claimed for a time, sent outside of any transaction, and settled. A node
//! that dies in between leaves a lease that runs out; the next one sends the same message with the same
//! Message-ID, and only the holder of the newest lease writes down how it ended.

use domain::{checked::LetterId, tally::Stage};
use jiff::Timestamp;
use sqlx::{AnyConnection, any::AnyRow};
use usecases::ports::{Purpose, QueueRow, Queued, Recorded, Settled};

use super::{action, relay_letter};
use crate::{
    Database,
    actions::add::add_one,
    row::{Columns as _, micros},
};

/// What a mail server has to say can be long; the desk shows a line or two of it.
const ERROR_LENGTH: usize = 1000;

/// Puts a mail into the queue, due at once. One that is there already stays as it is.
pub(super) async fn enqueue(
    connection: &mut AnyConnection,
    letter: &LetterId,
    purpose: Purpose,
    at: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO mails (letter, purpose, state, attempts, enqueued_at, due_at)
         VALUES ($1, $2, 'waiting', 0, $3, $3)
         ON CONFLICT (letter, purpose) DO NOTHING",
    )
    .bind(letter.as_str())
    .bind(purpose.as_str())
    .bind(micros(at))
    .execute(connection)
    .await
    .map(|_| ())
}

/// Short, and without the NUL that `PostgreSQL` cannot store: an answer that some server gave must not keep
/// us from writing down that it was given.
fn storable(error: &str) -> String {
    error.chars().filter(|c| *c != '\0').take(ERROR_LENGTH).collect()
}

/// From a row of [`Dialect::due_mails`](crate::dialect::Dialect::due_mails), claimed until then.
fn queued(row: &AnyRow, until: Timestamp) -> sqlx::Result<Queued> {
    Ok(Queued {
        letter: relay_letter(row)?,
        purpose: row.word("purpose", Purpose::parse)?,
        attempts: row.count::<u32>("attempts")?.saturating_add(1),
        enqueued_at: row.time("enqueued_at")?,
        lease: until,
        reason: row.text_or_null("reason")?.map(str::to_owned),
    })
}

fn queue_row(row: &AnyRow) -> sqlx::Result<QueueRow> {
    Ok(QueueRow {
        campaign: row.checked("campaign")?,
        target: row.checked("target")?,
        purpose: row.word("purpose", Purpose::parse)?,
        attempts: row.count("attempts")?,
        due_at: row.time("due_at")?,
        failed: row.text("state")? == "failed",
        last_error: row.text_or_null("last_error")?.map(str::to_owned),
    })
}

impl Database {
    pub(super) async fn try_claim_mails(&self, now: Timestamp, until: Timestamp, limit: u32) -> sqlx::Result<Vec<Queued>> {
        // Nearly always nothing is due, and then nobody should have to wait for a worker that looks.
        if sqlx::query(
            "SELECT letter FROM mails
             WHERE state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) LIMIT 1",
        )
        .bind(micros(now))
        .fetch_optional(self.reader())
        .await?
        .is_none()
        {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        let rows = sqlx::query(self.dialect().due_mails()).bind(micros(now)).bind(i64::from(limit)).fetch_all(&mut *tx).await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            match queued(row, until) {
                Ok(mail) => {
                    sqlx::query("UPDATE mails SET leased_until = $3, attempts = $4 WHERE letter = $1 AND purpose = $2")
                        .bind(mail.letter.id.as_str())
                        .bind(mail.purpose.as_str())
                        .bind(micros(until))
                        .bind(i64::from(mail.attempts))
                        .execute(&mut *tx)
                        .await?;
                    claimed.push(mail);
                }
                // One letter that cannot be read must not hold up all the others, at every claim, for ever.
                Err(error) => {
                    let (letter, purpose) = (row.text("id")?, row.text("purpose")?);
                    tracing::error!(letter, purpose, %error, "a mail in the queue cannot be read; it was set aside");
                    sqlx::query("UPDATE mails SET state = 'failed', last_error = $3 WHERE letter = $1 AND purpose = $2")
                        .bind(letter)
                        .bind(purpose)
                        .bind(storable(&error.to_string()))
                        .execute(&mut *tx)
                        .await?;
                    // It has ended, so that it is deleted in its time like any other.
                    sqlx::query("UPDATE relay_letters SET state = 'failed', ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
                        .bind(letter)
                        .bind(micros(now))
                        .execute(&mut *tx)
                        .await?;
                }
            }
        }
        tx.commit().await?;
        Ok(claimed)
    }

    pub(super) async fn try_settle_mail(&self, mail: &Queued, settled: &Settled, at: Timestamp) -> sqlx::Result<Recorded> {
        let (state, due_at, error) = match settled {
            Settled::Sent | Settled::Kept => ("sent", None, None),
            Settled::Later { due_at, error } => ("waiting", Some(micros(*due_at)), Some(storable(error))),
            Settled::Never { error } => ("failed", None, Some(storable(error))),
        };
        let mut tx = self.begin().await?;
        let settled_now = sqlx::query(
            "UPDATE mails SET state = $1, due_at = COALESCE($2, due_at), last_error = COALESCE($3, last_error), leased_until = NULL
             WHERE letter = $4 AND purpose = $5 AND state = 'waiting' AND leased_until = $6",
        )
        .bind(state)
        .bind(due_at)
        .bind(error)
        .bind(mail.letter.id.as_str())
        .bind(mail.purpose.as_str())
        .bind(micros(mail.lease))
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if settled_now == 0 {
            return Ok(Recorded::Before);
        }
        match (mail.purpose, settled) {
            (Purpose::Letter, Settled::Sent) => {
                if let Some(row) = end(&mut tx, mail, "accepted", at).await? {
                    add_one(&mut tx, &action(&row, Stage::Accepted, at)?).await?;
                }
            }
            (Purpose::Letter, Settled::Kept) => {
                end(&mut tx, mail, "accepted", at).await?;
            }
            (Purpose::Letter, Settled::Never { .. }) => {
                let ended = end(&mut tx, mail, "failed", at).await?;
                enqueue(&mut tx, &mail.letter.id, Purpose::FailureNotice, at).await?;
                if let Some(row) = ended {
                    add_one(&mut tx, &action(&row, Stage::Bounced, at)?).await?;
                }
            }
            _ => {}
        }
        tx.commit().await?;
        Ok(Recorded::Now)
    }

    pub(super) async fn try_queue(&self, limit: u32) -> sqlx::Result<Vec<QueueRow>> {
        // Two statements, each along its own index; failures are history and come after what still waits.
        let mut queue = Vec::new();
        for (sql, left) in [(WAITING, limit), (FAILED, limit)] {
            let left = usize::try_from(left).unwrap_or(usize::MAX).saturating_sub(queue.len());
            let rows = sqlx::query(sql).bind(i64::try_from(left).unwrap_or(i64::MAX)).fetch_all(self.reader()).await?;
            for row in &rows {
                queue.push(queue_row(row)?);
            }
        }
        Ok(queue)
    }
}

const WAITING: &str = "SELECT campaign, target, purpose, attempts, due_at, mails.state, last_error
     FROM mails JOIN relay_letters ON relay_letters.id = mails.letter
     WHERE mails.state = 'waiting' ORDER BY due_at, letter, purpose LIMIT $1";

/// The last that was given up first.
const FAILED: &str = "SELECT campaign, target, purpose, attempts, due_at, mails.state, last_error
     FROM mails JOIN relay_letters ON relay_letters.id = mails.letter
     WHERE mails.state = 'failed' ORDER BY due_at DESC, letter DESC, purpose DESC LIMIT $1";

/// Ends a letter that was queued, and gives back what its action needs.
async fn end(connection: &mut AnyConnection, mail: &Queued, state: &'static str, at: Timestamp) -> sqlx::Result<Option<AnyRow>> {
    sqlx::query(
        "UPDATE relay_letters SET state = $2, ended_at = $3 WHERE id = $1 AND state = 'queued'
         RETURNING id, campaign, target, country",
    )
    .bind(mail.letter.id.as_str())
    .bind(state)
    .bind(micros(at))
    .fetch_optional(connection)
    .await
}
