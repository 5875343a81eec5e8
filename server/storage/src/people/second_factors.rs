//! Second factors and recovery codes.

use async_trait::async_trait;
use domain::checked::EmailAddress;
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{SecondFactor, SecondFactorReads, SecondFactorWrites, StoreError};

use super::mailbox;
use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

const SECOND_FACTOR: &str = "SELECT secret, on_since,
        (SELECT COUNT(*) FROM recovery_codes
         WHERE recovery_codes.organiser = second_factors.organiser AND used_at IS NULL) AS codes_left
     FROM second_factors WHERE organiser = $1";

fn second_factor(row: &AnyRow) -> sqlx::Result<SecondFactor> {
    Ok(SecondFactor {
        secret: row.text("secret")?.to_owned(),
        on_since: row.time_or_null("on_since")?,
        codes_left: row.count("codes_left")?,
    })
}

#[async_trait]
impl SecondFactorReads for Database {
    async fn second_factor(&self, email: &EmailAddress) -> Result<Option<SecondFactor>, StoreError> {
        doing("reading a second factor", async {
            let row = sqlx::query(SECOND_FACTOR).bind(mailbox(email)).fetch_optional(self.reader()).await?;
            row.as_ref().map(second_factor).transpose()
        })
        .await
    }
}

#[async_trait]
impl SecondFactorWrites for UnitOfWork {
    async fn second_factor(&mut self, email: &EmailAddress) -> Result<Option<SecondFactor>, StoreError> {
        doing("reading a second factor", async {
            let row = sqlx::query(SECOND_FACTOR).bind(mailbox(email)).fetch_optional(self.connection()).await?;
            row.as_ref().map(second_factor).transpose()
        })
        .await
    }

    async fn begin_second_factor(&mut self, email: &EmailAddress, secret: &str) -> Result<(), StoreError> {
        doing("beginning a second factor", async {
            sqlx::query(
                "INSERT INTO second_factors (organiser, secret, last_step) VALUES ($1, $2, 0)
                 ON CONFLICT (organiser) DO UPDATE SET secret = excluded.secret, last_step = 0
                    WHERE second_factors.on_since IS NULL",
            )
            .bind(mailbox(email))
            .bind(secret)
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn turn_on_second_factor(&mut self, email: &EmailAddress, at: Timestamp) -> Result<bool, StoreError> {
        doing("turning a second factor on", async {
            let query = sqlx::query("UPDATE second_factors SET on_since = $2 WHERE organiser = $1 AND on_since IS NULL");
            Ok(query.bind(mailbox(email)).bind(micros(at)).execute(self.connection()).await?.rows_affected() > 0)
        })
        .await
    }

    async fn take_step(&mut self, email: &EmailAddress, step: u64) -> Result<bool, StoreError> {
        doing("taking the step of a code", async {
            let query = sqlx::query("UPDATE second_factors SET last_step = $2 WHERE organiser = $1 AND last_step < $2");
            let step = i64::try_from(step).unwrap_or(i64::MAX);
            Ok(query.bind(mailbox(email)).bind(step).execute(self.connection()).await?.rows_affected() > 0)
        })
        .await
    }

    async fn set_recovery_codes(&mut self, email: &EmailAddress, digests: &[String]) -> Result<(), StoreError> {
        doing("writing recovery codes", async {
            let mailbox = mailbox(email);
            let delete = sqlx::query("DELETE FROM recovery_codes WHERE organiser = $1");
            delete.bind(&mailbox).execute(self.connection()).await?;
            for digest in digests {
                let add = sqlx::query("INSERT INTO recovery_codes (organiser, digest) VALUES ($1, $2)");
                add.bind(&mailbox).bind(digest).execute(self.connection()).await?;
            }
            Ok(())
        })
        .await
    }

    async fn spend_recovery_code(&mut self, email: &EmailAddress, digest: &str, at: Timestamp) -> Result<bool, StoreError> {
        doing("using a recovery code", async {
            let done =
                sqlx::query("UPDATE recovery_codes SET used_at = $3 WHERE organiser = $1 AND digest = $2 AND used_at IS NULL")
                    .bind(mailbox(email))
                    .bind(digest)
                    .bind(micros(at))
                    .execute(self.connection())
                    .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn remove_second_factor(&mut self, email: &EmailAddress) -> Result<bool, StoreError> {
        doing("removing a second factor", async {
            let query = sqlx::query("DELETE FROM second_factors WHERE organiser = $1 RETURNING on_since");
            let row = query.bind(mailbox(email)).fetch_optional(self.connection()).await?;
            Ok(row.map(|row| row.number_or_null("on_since")).transpose()?.flatten().is_some())
        })
        .await
    }
}
