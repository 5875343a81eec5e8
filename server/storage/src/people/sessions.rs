//! Sign-in links, sessions, and how often something was tried.

use async_trait::async_trait;
use domain::{checked::EmailAddress, people::Device};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{NewSession, OpenSession, SessionReads, SessionRow, SessionWrites, SignInLink, StoreError, Tries};

use super::{mailbox, organiser, organiser_columns, with_campaigns};
use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

const LINK: &str = concat!(
    "SELECT ",
    organiser_columns!(),
    ", sign_in_links.expires_at, sign_in_links.used_at
     FROM sign_in_links JOIN organisers ON organisers.mailbox = sign_in_links.organiser",
    with_campaigns!(),
    "WHERE sign_in_links.digest = $1"
);

/// The link that all of these rows are of.
fn link(rows: &[AnyRow]) -> sqlx::Result<Option<SignInLink>> {
    let (Some(organiser), Some(row)) = (organiser(rows)?, rows.first()) else { return Ok(None) };
    Ok(Some(SignInLink { organiser, expires_at: row.time("expires_at")?, used_at: row.time_or_null("used_at")? }))
}

#[async_trait]
impl SessionReads for Database {
    async fn session(&self, session: &str, now: Timestamp) -> Result<Option<OpenSession>, StoreError> {
        const SESSION: &str = concat!(
            "SELECT ",
            organiser_columns!(),
            ", sessions.signed_in_at, sessions.used_at
             FROM sessions JOIN organisers ON organisers.mailbox = sessions.organiser",
            with_campaigns!(),
            "WHERE sessions.digest = $1 AND sessions.expires_at > $2"
        );
        doing("reading a session", async {
            let rows = sqlx::query(SESSION).bind(session).bind(micros(now)).fetch_all(self.reader()).await?;
            let (Some(organiser), Some(row)) = (organiser(&rows)?, rows.first()) else { return Ok(None) };
            let (signed_in_at, used_at) = (row.time("signed_in_at")?, row.time("used_at")?);
            Ok(Some(OpenSession { organiser, signed_in_at, used_at }))
        })
        .await
    }

    async fn sessions_of(&self, email: &EmailAddress, now: Timestamp) -> Result<Vec<SessionRow>, StoreError> {
        doing("reading somebody's sessions", async {
            let rows = sqlx::query(
                "SELECT digest, device, opened_at, used_at FROM sessions
                 WHERE organiser = $1 AND expires_at > $2 ORDER BY used_at DESC, opened_at DESC, digest",
            )
            .bind(mailbox(email))
            .bind(micros(now))
            .fetch_all(self.reader())
            .await?;
            let row = |row: &AnyRow| {
                Ok(SessionRow {
                    digest: row.text("digest")?.to_owned(),
                    device: Device::parse(row.text("device")?),
                    opened_at: row.time("opened_at")?,
                    used_at: row.time("used_at")?,
                })
            };
            rows.iter().map(row).collect()
        })
        .await
    }

    async fn sign_in_link(&self, digest: &str) -> Result<Option<SignInLink>, StoreError> {
        doing("looking at a sign-in link", async { link(&sqlx::query(LINK).bind(digest).fetch_all(self.reader()).await?) }).await
    }

    async fn half_session(&self, half: &str, now: Timestamp, most: u32) -> Result<Option<EmailAddress>, StoreError> {
        doing("reading a session that waits for a code", async {
            let row = sqlx::query(
                "SELECT organisers.email FROM half_sessions JOIN organisers ON organisers.mailbox = half_sessions.organiser
                 WHERE digest = $1 AND expires_at > $2 AND tries < $3",
            )
            .bind(half)
            .bind(micros(now))
            .bind(i64::from(most))
            .fetch_optional(self.reader())
            .await?;
            row.map(|row| row.checked("email")).transpose()
        })
        .await
    }
}

#[async_trait]
impl SessionWrites for UnitOfWork {
    async fn add_link(&mut self, link: &str, organiser: &EmailAddress, expires_at: Timestamp) -> Result<(), StoreError> {
        doing("adding a sign-in link", async {
            sqlx::query("INSERT INTO sign_in_links (digest, organiser, expires_at) VALUES ($1, $2, $3)")
                .bind(link)
                .bind(mailbox(organiser))
                .bind(micros(expires_at))
                .execute(self.connection())
                .await
                .map(drop)
        })
        .await
    }

    async fn spend_link(&mut self, link: &str, now: Timestamp) -> Result<bool, StoreError> {
        doing("using a sign-in link", async {
            let done =
                sqlx::query("UPDATE sign_in_links SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND expires_at > $2")
                    .bind(link)
                    .bind(micros(now))
                    .execute(self.connection())
                    .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn link(&mut self, digest: &str) -> Result<Option<SignInLink>, StoreError> {
        doing("reading a sign-in link", async { link(&sqlx::query(LINK).bind(digest).fetch_all(self.connection()).await?) }).await
    }

    async fn open_session(&mut self, new: NewSession<'_>) -> Result<(), StoreError> {
        doing("opening a session", async {
            sqlx::query(
                "INSERT INTO sessions (digest, organiser, expires_at, device, opened_at, signed_in_at, used_at)
                 VALUES ($1, $2, $3, $4, $5, $5, $5)",
            )
            .bind(new.digest)
            .bind(mailbox(new.organiser))
            .bind(micros(new.until))
            .bind(new.device.to_string())
            .bind(micros(new.at))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn renew_session(&mut self, session: &str, at: Timestamp) -> Result<(), StoreError> {
        doing("renewing a session", async {
            let query = sqlx::query("UPDATE sessions SET signed_in_at = $2, used_at = $2 WHERE digest = $1");
            query.bind(session).bind(micros(at)).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn use_session(&mut self, session: &str, at: Timestamp) -> Result<(), StoreError> {
        doing("noting that a session is used", async {
            let query = sqlx::query("UPDATE sessions SET used_at = $2 WHERE digest = $1");
            query.bind(session).bind(micros(at)).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn end_session(&mut self, session: &str) -> Result<(), StoreError> {
        doing("ending a session", async {
            sqlx::query("DELETE FROM sessions WHERE digest = $1").bind(session).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn end_session_of(&mut self, email: &EmailAddress, session: &str) -> Result<bool, StoreError> {
        doing("ending one's own session", async {
            let query = sqlx::query("DELETE FROM sessions WHERE digest = $1 AND organiser = $2");
            let done = query.bind(session).bind(mailbox(email)).execute(self.connection()).await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn end_sessions(&mut self, email: &EmailAddress) -> Result<(), StoreError> {
        doing("ending somebody's sessions", async {
            for sql in ["DELETE FROM sessions WHERE organiser = $1", "DELETE FROM half_sessions WHERE organiser = $1"] {
                sqlx::query(sql).bind(mailbox(email)).execute(self.connection()).await?;
            }
            Ok(())
        })
        .await
    }

    async fn delete_links(&mut self, email: &EmailAddress) -> Result<(), StoreError> {
        doing("deleting somebody's links", async {
            let query = sqlx::query("DELETE FROM sign_in_links WHERE organiser = $1 AND used_at IS NULL");
            query.bind(mailbox(email)).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn open_half_session(&mut self, half: &str, email: &EmailAddress, until: Timestamp) -> Result<(), StoreError> {
        doing("opening a session that waits for a code", async {
            let query = sqlx::query("INSERT INTO half_sessions (digest, organiser, expires_at, tries) VALUES ($1, $2, $3, 0)");
            query.bind(half).bind(mailbox(email)).bind(micros(until)).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn try_half_session(&mut self, half: &str, now: Timestamp, most: u32) -> Result<Option<EmailAddress>, StoreError> {
        doing("trying a code", async {
            let tried = sqlx::query(
                "UPDATE half_sessions SET tries = tries + 1 WHERE digest = $1 AND expires_at > $2 AND tries < $3
                 RETURNING organiser",
            )
            .bind(half)
            .bind(micros(now))
            .bind(i64::from(most))
            .fetch_optional(self.connection())
            .await?;
            let Some(tried) = tried else { return Ok(None) };
            let row = sqlx::query("SELECT email FROM organisers WHERE mailbox = $1").bind(tried.text("organiser")?);
            row.fetch_optional(self.connection()).await?.map(|row| row.checked("email")).transpose()
        })
        .await
    }

    async fn end_half_session(&mut self, half: &str) -> Result<(), StoreError> {
        doing("ending a session that waits for a code", async {
            sqlx::query("DELETE FROM half_sessions WHERE digest = $1").bind(half).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn add_try(&mut self, whose: &str, at: Timestamp) -> Result<(), StoreError> {
        doing("noting a try", async {
            let query = sqlx::query("INSERT INTO tries (whose, at) VALUES ($1, $2)");
            query.bind(whose).bind(micros(at)).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn count_tries(&mut self, [one, other]: [&str; 2], since: Timestamp) -> Result<Tries, StoreError> {
        doing("counting tries", async {
            let row = sqlx::query("SELECT COUNT(*) AS tried, MIN(at) AS first FROM tries WHERE whose IN ($1, $2) AND at >= $3")
                .bind(one)
                .bind(other)
                .bind(micros(since))
                .fetch_one(self.connection())
                .await?;
            Ok(Tries { count: row.count("tried")?, first: row.time_or_null("first")? })
        })
        .await
    }

    async fn delete_ended(&mut self, now: Timestamp, links: Timestamp, tries: Timestamp) -> Result<(), StoreError> {
        doing("deleting what has ended", async {
            for (sql, before) in [
                ("DELETE FROM sessions WHERE expires_at <= $1", now),
                ("DELETE FROM half_sessions WHERE expires_at <= $1", now),
                ("DELETE FROM sign_in_links WHERE expires_at < $1", links),
                ("DELETE FROM first_links WHERE expires_at < $1", links),
                ("DELETE FROM tries WHERE at < $1", tries),
            ] {
                sqlx::query(sql).bind(micros(before)).execute(self.connection()).await?;
            }
            Ok(())
        })
        .await
    }
}
