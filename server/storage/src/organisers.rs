//! Organisers, their sign-in links and their sessions. Secrets come here as digests.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{LinkUse, Organiser, OrganiserStore, Role, StoreError};

use crate::{
    Database,
    row::{Columns as _, Doing as _, micros},
};

fn organiser(row: &AnyRow) -> sqlx::Result<Organiser> {
    Ok(Organiser { email: row.checked("email")?, role: row.word("role", Role::parse)? })
}

impl Database {
    async fn try_add_organiser(&self, organiser: &Organiser, link: &str, expires_at: Timestamp) -> sqlx::Result<()> {
        let mailbox = organiser.email.as_str().to_ascii_lowercase();
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO organisers (mailbox, email, role) VALUES ($1, $2, $3)
             ON CONFLICT (mailbox) DO UPDATE SET email = excluded.email, role = excluded.role",
        )
        .bind(&*mailbox)
        .bind(organiser.email.as_str())
        .bind(organiser.role.as_str())
        .execute(&mut *tx)
        .await?;
        sqlx::query("INSERT INTO sign_in_links (digest, organiser, expires_at) VALUES ($1, $2, $3)")
            .bind(link)
            .bind(&*mailbox)
            .bind(micros(expires_at))
            .execute(&mut *tx)
            .await?;
        tx.commit().await
    }

    async fn try_use_link(&self, link: &str, session: &str, now: Timestamp, session_until: Timestamp) -> sqlx::Result<LinkUse> {
        let mut tx = self.begin().await?;
        // One statement finds and spends it: of two people with the same link one is let in.
        let spent = sqlx::query(
            "UPDATE sign_in_links SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND expires_at > $2
             RETURNING organiser",
        )
        .bind(link)
        .bind(micros(now))
        .fetch_optional(&mut *tx)
        .await?;
        let Some(spent) = spent else {
            let row =
                sqlx::query("SELECT CASE WHEN used_at IS NULL THEN 0 ELSE 1 END AS used FROM sign_in_links WHERE digest = $1")
                    .bind(link)
                    .fetch_optional(&mut *tx)
                    .await?;
            return Ok(match row {
                None => LinkUse::Unknown,
                Some(row) if row.number("used")? == 1 => LinkUse::Used,
                Some(_) => LinkUse::Expired,
            });
        };
        let mailbox = spent.text("organiser")?;
        sqlx::query("INSERT INTO sessions (digest, organiser, expires_at) VALUES ($1, $2, $3)")
            .bind(session)
            .bind(mailbox)
            .bind(micros(session_until))
            .execute(&mut *tx)
            .await?;
        // Signing in is rare and a good time to forget the sessions that nobody can use any more.
        sqlx::query("DELETE FROM sessions WHERE expires_at <= $1").bind(micros(now)).execute(&mut *tx).await?;
        let row = sqlx::query("SELECT email, role FROM organisers WHERE mailbox = $1").bind(mailbox).fetch_one(&mut *tx).await?;
        let signed_in = LinkUse::SignedIn(organiser(&row)?);
        tx.commit().await?;
        Ok(signed_in)
    }

    async fn try_session(&self, session: &str, now: Timestamp) -> sqlx::Result<Option<Organiser>> {
        let row = sqlx::query(
            "SELECT email, role FROM sessions JOIN organisers ON organisers.mailbox = sessions.organiser
             WHERE digest = $1 AND expires_at > $2",
        )
        .bind(session)
        .bind(micros(now))
        .fetch_optional(self.reader())
        .await?;
        row.as_ref().map(organiser).transpose()
    }

    async fn try_end_session(&self, session: &str) -> sqlx::Result<()> {
        sqlx::query("DELETE FROM sessions WHERE digest = $1").bind(session).execute(self.writer()).await.map(|_| ())
    }
}

#[async_trait]
impl OrganiserStore for Database {
    async fn add_organiser(&self, organiser: &Organiser, link: &str, expires_at: Timestamp) -> Result<(), StoreError> {
        self.try_add_organiser(organiser, link, expires_at).await.doing("adding an organiser")
    }

    async fn use_link(&self, link: &str, session: &str, now: Timestamp, session_until: Timestamp) -> Result<LinkUse, StoreError> {
        self.try_use_link(link, session, now, session_until).await.doing("using a sign-in link")
    }

    async fn session(&self, session: &str, now: Timestamp) -> Result<Option<Organiser>, StoreError> {
        self.try_session(session, now).await.doing("reading a session")
    }

    async fn end_session(&self, session: &str) -> Result<(), StoreError> {
        self.try_end_session(session).await.doing("ending a session")
    }
}
