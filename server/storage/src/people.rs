//! Organisers, their sign-in links and their sessions. Secrets come here as digests.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    checked::EmailAddress,
    people::{Organiser, Role},
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{PeopleReads, PeopleWrites, SignInLink, StoreError};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

fn organiser(row: &AnyRow) -> sqlx::Result<Organiser> {
    Ok(Organiser { email: row.checked("email")?, role: Some(row.word("role", Role::parse)?), campaigns: BTreeMap::new() })
}

/// The address as it is compared: one person is one, however it is typed.
fn mailbox(email: &EmailAddress) -> String {
    email.as_str().to_ascii_lowercase()
}

#[async_trait]
impl PeopleReads for Database {
    async fn session(&self, session: &str, now: Timestamp) -> Result<Option<Organiser>, StoreError> {
        doing("reading a session", async {
            let row = sqlx::query(
                "SELECT email, role FROM sessions JOIN organisers ON organisers.mailbox = sessions.organiser
                 WHERE digest = $1 AND expires_at > $2",
            )
            .bind(session)
            .bind(micros(now))
            .fetch_optional(self.reader())
            .await?;
            row.as_ref().map(organiser).transpose()
        })
        .await
    }
}

#[async_trait]
impl PeopleWrites for UnitOfWork {
    async fn add_organiser(&mut self, organiser: &Organiser) -> Result<(), StoreError> {
        doing("adding an organiser", async {
            sqlx::query(
                "INSERT INTO organisers (mailbox, email, role) VALUES ($1, $2, $3)
                 ON CONFLICT (mailbox) DO UPDATE SET email = excluded.email, role = excluded.role",
            )
            .bind(mailbox(&organiser.email))
            .bind(organiser.email.as_str())
            .bind(organiser.role.map_or("", Role::as_str))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

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

    async fn link(&mut self, link: &str) -> Result<Option<SignInLink>, StoreError> {
        doing("reading a sign-in link", async {
            let row = sqlx::query(
                "SELECT email, role, expires_at, used_at
                 FROM sign_in_links JOIN organisers ON organisers.mailbox = sign_in_links.organiser
                 WHERE digest = $1",
            )
            .bind(link)
            .fetch_optional(self.connection())
            .await?;
            let link = |row: AnyRow| {
                Ok(SignInLink {
                    organiser: organiser(&row)?,
                    expires_at: row.time("expires_at")?,
                    used_at: row.time_or_null("used_at")?,
                })
            };
            row.map(link).transpose()
        })
        .await
    }

    async fn open_session(&mut self, session: &str, organiser: &EmailAddress, until: Timestamp) -> Result<(), StoreError> {
        doing("opening a session", async {
            sqlx::query("INSERT INTO sessions (digest, organiser, expires_at) VALUES ($1, $2, $3)")
                .bind(session)
                .bind(mailbox(organiser))
                .bind(micros(until))
                .execute(self.connection())
                .await
                .map(drop)
        })
        .await
    }

    async fn end_session(&mut self, session: &str) -> Result<(), StoreError> {
        doing("ending a session", async {
            sqlx::query("DELETE FROM sessions WHERE digest = $1").bind(session).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn delete_sessions(&mut self, expired_at: Timestamp) -> Result<(), StoreError> {
        doing("deleting sessions that have ended", async {
            let query = sqlx::query("DELETE FROM sessions WHERE expires_at <= $1");
            query.bind(micros(expired_at)).execute(self.connection()).await.map(drop)
        })
        .await
    }
}
