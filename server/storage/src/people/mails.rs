//! The queue of mails to organisers.

use async_trait::async_trait;
use domain::{campaign::CampaignId, checked::EmailAddress};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{ClaimedMail, MailEnd, Occasion, OrganiserMail, OrganiserMailReads, OrganiserMailWrites, StoreError};

use super::mailbox;
use crate::{
    Database,
    columns::{Columns as _, corrupt, micros},
    fault::doing,
    mails::storable,
    work::UnitOfWork,
};

fn occasion(row: &AnyRow) -> sqlx::Result<Occasion> {
    match row.text("purpose")? {
        "sign_in" => Ok(Occasion::SignIn),
        "invitation" => {
            let campaign = if row.text("campaign")?.is_empty() { None } else { Some(row.checked("campaign")?) };
            Ok(Occasion::Invitation { by: row.checked("inviter")?, campaign })
        }
        other => Err(corrupt("purpose", format!("{other:?} is no occasion for a mail"))),
    }
}

fn claimed(row: &AnyRow, until: Timestamp) -> sqlx::Result<ClaimedMail> {
    let language = row.text_or_null("organiser_language")?;
    Ok(ClaimedMail {
        mail: OrganiserMail {
            id: row.checked("id")?,
            to: row.checked("email")?,
            occasion: occasion(row)?,
            reader: row.checked("language")?,
            return_to: row.text("return_to")?.to_owned(),
            enqueued_at: row.time("enqueued_at")?,
        },
        attempts: row.count::<u32>("attempts")?.saturating_add(1),
        lease: until,
        known: language.is_some(),
        language: match language {
            None | Some("") => None,
            Some(_) => Some(row.checked("organiser_language")?),
        },
    })
}

#[async_trait]
impl OrganiserMailReads for Database {
    async fn is_any_organiser_mail_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        doing("looking whether a mail to an organiser is due", async {
            let row = sqlx::query(
                "SELECT id FROM organiser_mails
                 WHERE state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) LIMIT 1",
            )
            .bind(micros(now))
            .fetch_optional(self.reader())
            .await?;
            Ok(row.is_some())
        })
        .await
    }
}

#[async_trait]
impl OrganiserMailWrites for UnitOfWork {
    async fn add_organiser_mail(&mut self, mail: &OrganiserMail) -> Result<(), StoreError> {
        let (by, campaign) = match &mail.occasion {
            Occasion::SignIn => ("", ""),
            Occasion::Invitation { by, campaign } => (by.as_str(), campaign.as_ref().map_or("", CampaignId::as_str)),
        };
        doing("queueing a mail to an organiser", async {
            sqlx::query(
                "INSERT INTO organiser_mails
                 (id, purpose, email, mailbox, language, return_to, inviter, campaign, state, attempts, enqueued_at, due_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9, $9)",
            )
            .bind(mail.id.as_str())
            .bind(mail.occasion.as_str())
            .bind(mail.to.as_str())
            .bind(mailbox(&mail.to))
            .bind(mail.reader.tag())
            .bind(&*mail.return_to)
            .bind(by)
            .bind(campaign)
            .bind(micros(mail.enqueued_at))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn claim_organiser_mails(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedMail>, StoreError> {
        let sql = self.dialect().due_organiser_mails();
        doing("claiming mails to organisers", async {
            let rows = sqlx::query(sql).bind(micros(now)).bind(i64::from(limit)).fetch_all(self.connection()).await?;
            let mut mails = Vec::new();
            for row in &rows {
                match claimed(row, until) {
                    Ok(mail) => {
                        sqlx::query("UPDATE organiser_mails SET leased_until = $2, attempts = $3 WHERE id = $1")
                            .bind(mail.mail.id.as_str())
                            .bind(micros(until))
                            .bind(i64::from(mail.attempts))
                            .execute(self.connection())
                            .await?;
                        mails.push(mail);
                    }
                    // One that cannot be read must not hold up all the others for ever.
                    Err(error) => {
                        tracing::error!(%error, "a mail to an organiser cannot be read; it was set aside");
                        sqlx::query("UPDATE organiser_mails SET state = 'failed', last_error = $2 WHERE id = $1")
                            .bind(row.text("id")?)
                            .bind(storable(&error.to_string()))
                            .execute(self.connection())
                            .await?;
                    }
                }
            }
            Ok(mails)
        })
        .await
    }

    async fn end_organiser_mail(&mut self, mail: &ClaimedMail, end: &MailEnd) -> Result<(), StoreError> {
        doing("ending a mail to an organiser", async {
            let query = match end {
                MailEnd::Sent | MailEnd::Unwanted => {
                    sqlx::query("DELETE FROM organiser_mails WHERE id = $1 AND state = 'waiting' AND leased_until = $2")
                        .bind(mail.mail.id.as_str())
                        .bind(micros(mail.lease))
                }
                MailEnd::Waiting { due_at, error } => sqlx::query(
                    "UPDATE organiser_mails SET due_at = $3, last_error = $4, leased_until = NULL
                     WHERE id = $1 AND state = 'waiting' AND leased_until = $2",
                )
                .bind(mail.mail.id.as_str())
                .bind(micros(mail.lease))
                .bind(micros(*due_at))
                .bind(storable(error)),
                MailEnd::Untried => sqlx::query(
                    "UPDATE organiser_mails SET attempts = attempts - 1, leased_until = NULL
                     WHERE id = $1 AND state = 'waiting' AND leased_until = $2",
                )
                .bind(mail.mail.id.as_str())
                .bind(micros(mail.lease)),
                MailEnd::Failed { error } => sqlx::query(
                    "UPDATE organiser_mails SET state = 'failed', last_error = $3, leased_until = NULL
                     WHERE id = $1 AND state = 'waiting' AND leased_until = $2",
                )
                .bind(mail.mail.id.as_str())
                .bind(micros(mail.lease))
                .bind(storable(error)),
            };
            query.execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn delete_organiser_mails(&mut self, to: &EmailAddress) -> Result<(), StoreError> {
        doing("deleting mails to an organiser", async {
            let query = sqlx::query("DELETE FROM organiser_mails WHERE mailbox = $1");
            query.bind(mailbox(to)).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn delete_failed_organiser_mails(&mut self, before: Timestamp) -> Result<(), StoreError> {
        doing("deleting failed mails to organisers", async {
            let query = sqlx::query("DELETE FROM organiser_mails WHERE state = 'failed' AND enqueued_at < $1");
            query.bind(micros(before)).execute(self.connection()).await.map(drop)
        })
        .await
    }
}
