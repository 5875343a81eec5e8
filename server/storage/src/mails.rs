//! The queue of mails.

use async_trait::async_trait;
use domain::{checked::LetterId, post::Purpose};
use jiff::Timestamp;
use sqlx::{AnyConnection, any::AnyRow};
use usecases::ports::{Due, MailEnd, MailReads, MailWrites, QueueRow, Queued, StoreError, UnreadableMail};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::{doing, failed},
    letters::relay_letter,
    work::UnitOfWork,
};

/// A mail server's answer can be long; the desk shows a line or two of it.
const ERROR_LENGTH: usize = 1000;

/// Puts a mail into the queue, due at once. One that is there already stays as it is.
pub(crate) async fn enqueue(
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
    .map(drop)
}

/// An error cut short, without the NUL that `PostgreSQL` cannot store. Whatever a server answers, we must be able to
/// write down that it did.
pub(crate) fn storable(error: &str) -> String {
    error.chars().filter(|c| *c != '\0').take(ERROR_LENGTH).collect()
}

/// A mail from a row of [`Dialect::due_mails`](crate::dialect::Dialect::due_mails), claimed until that time.
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

const WAITING: &str = "SELECT campaign, target, purpose, attempts, due_at, mails.state, last_error
     FROM mails JOIN relay_letters ON relay_letters.id = mails.letter
     WHERE mails.state = 'waiting' ORDER BY due_at, letter, purpose LIMIT $1";

/// The failed mails, the last to be given up first.
const FAILED: &str = "SELECT campaign, target, purpose, attempts, due_at, mails.state, last_error
     FROM mails JOIN relay_letters ON relay_letters.id = mails.letter
     WHERE mails.state = 'failed' ORDER BY due_at DESC, letter DESC, purpose DESC LIMIT $1";

#[async_trait]
impl MailReads for Database {
    async fn is_any_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        doing("looking whether a mail is due", async {
            let row = sqlx::query(concat!(
                "SELECT mails.letter FROM mails JOIN relay_letters ON relay_letters.id = mails.letter
                 WHERE mails.state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) AND ",
                crate::dialect::goes_out!(),
                " LIMIT 1",
            ))
            .bind(micros(now))
            .fetch_optional(self.reader())
            .await?;
            Ok(row.is_some())
        })
        .await
    }

    async fn queue(&self, limit: u32) -> Result<Vec<QueueRow>, StoreError> {
        doing("reading the queue", async {
            // Two statements, each along its own index. Failures are history and come after mails that still wait.
            let mut queue = Vec::new();
            for (sql, left) in [(WAITING, limit), (FAILED, limit)] {
                let left = usize::try_from(left).unwrap_or(usize::MAX).saturating_sub(queue.len());
                let rows = sqlx::query(sql).bind(i64::try_from(left).unwrap_or(i64::MAX)).fetch_all(self.reader()).await?;
                for row in &rows {
                    queue.push(queue_row(row)?);
                }
            }
            Ok(queue)
        })
        .await
    }
}

#[async_trait]
impl MailWrites for UnitOfWork {
    async fn due_mails(&mut self, now: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError> {
        const DOING: &str = "claiming mails";
        let sql = self.dialect().due_mails();
        doing(DOING, async {
            let rows = sqlx::query(sql).bind(micros(now)).bind(i64::from(limit)).fetch_all(self.connection()).await?;
            let due = |row: &AnyRow| match queued(row, until) {
                Ok(mail) => Ok(Due::Mail(Box::new(mail))),
                Err(error) => Ok(Due::Unreadable(UnreadableMail {
                    letter: row.text("id")?.to_owned(),
                    purpose: row.text("purpose")?.to_owned(),
                    error: failed(DOING, error),
                })),
            };
            rows.iter().map(due).collect()
        })
        .await
    }

    async fn lease_mail(&mut self, mail: &Queued) -> Result<(), StoreError> {
        doing("leasing a mail", async {
            sqlx::query("UPDATE mails SET leased_until = $3, attempts = $4 WHERE letter = $1 AND purpose = $2")
                .bind(mail.letter.id.as_str())
                .bind(mail.purpose.as_str())
                .bind(micros(mail.lease))
                .bind(i64::from(mail.attempts))
                .execute(self.connection())
                .await
                .map(drop)
        })
        .await
    }

    async fn end_mail(&mut self, mail: &Queued, end: &MailEnd) -> Result<bool, StoreError> {
        let (state, due_at, error) = match end {
            MailEnd::Sent => ("sent", None, None),
            MailEnd::Waiting { due_at, error } => ("waiting", Some(micros(*due_at)), Some(storable(error))),
            MailEnd::Failed { error } => ("failed", None, Some(storable(error))),
        };
        doing("ending a mail", async {
            let done = sqlx::query(
                "UPDATE mails
                 SET state = $1, due_at = COALESCE($2, due_at), last_error = COALESCE($3, last_error), leased_until = NULL
                 WHERE letter = $4 AND purpose = $5 AND state = 'waiting' AND leased_until = $6",
            )
            .bind(state)
            .bind(due_at)
            .bind(error)
            .bind(mail.letter.id.as_str())
            .bind(mail.purpose.as_str())
            .bind(micros(mail.lease))
            .execute(self.connection())
            .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn set_aside(&mut self, mail: &UnreadableMail, at: Timestamp) -> Result<(), StoreError> {
        doing("setting a mail aside", async {
            sqlx::query("UPDATE mails SET state = 'failed', last_error = $3 WHERE letter = $1 AND purpose = $2")
                .bind(mail.letter.as_str())
                .bind(mail.purpose.as_str())
                .bind(storable(&mail.error.source.to_string()))
                .execute(self.connection())
                .await?;
            // The letter has ended, so that it is deleted in its time like any other.
            sqlx::query("UPDATE relay_letters SET state = 'failed', ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
                .bind(mail.letter.as_str())
                .bind(micros(at))
                .execute(self.connection())
                .await
                .map(drop)
        })
        .await
    }
}
