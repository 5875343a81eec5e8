//! Who comes in at the desk, and how: by a link, with a code if they turned that on, for a session that lasts.

use std::sync::Arc;

use domain::{checked::Token, language::Language, people::Device};
use jiff::{SignedDuration, Timestamp};

use super::Present;
use crate::{
    Networks,
    digest::digest,
    ports::{
        Clock, Ids, Mailer, OrganiserMailReads, PeopleReads, PublicLinks, RevisionReads, SecondFactorReads, SessionReads,
        StoreError, Writes,
    },
    refusal::Refusal,
};

#[derive(Debug, Clone)]
pub struct Access {
    pub people: Arc<dyn PeopleReads>,
    pub sessions: Arc<dyn SessionReads>,
    pub second_factors: Arc<dyn SecondFactorReads>,
    pub mails: Arc<dyn OrganiserMailReads>,
    pub revisions: Arc<dyn RevisionReads>,
    pub writes: Arc<dyn Writes>,
    pub mailer: Arc<dyn Mailer>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub links: Arc<dyn PublicLinks>,
    pub networks: Networks,
}

/// What somebody who signs in brings along.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    pub device: Device,
    /// The language in which they read the page.
    pub reader: Language,
    /// The session that their browser has already, which ends when the new one begins.
    pub session: Option<&'a str>,
}

impl Access {
    /// A sign-in link works this long, once.
    pub const LINK_FOR: SignedDuration = SignedDuration::from_hours(24);
    /// A session lasts this long.
    pub const SESSION_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);
    /// The use of a session is noted no more often than this.
    const USE_NOTED: SignedDuration = SignedDuration::from_hours(1);
    /// A link that was used or has expired says so for this long; then it is unknown.
    const LINKS_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

    /// Whether links can be mailed: a mail server is set.
    pub fn mails_links(&self) -> bool {
        self.mailer.delivers()
    }

    /// The organiser whose session it is.
    pub async fn present(&self, session: &str) -> Result<Option<Present>, Refusal> {
        let (session, now) = (secret(session), self.clock.now());
        let Some(open) = self.sessions.session(&session, now).await? else { return Ok(None) };
        if now >= open.used_at + Self::USE_NOTED {
            self.writes.write::<_, StoreError>(async |work| work.use_session(&session, now).await).await?;
        }
        Ok(Some(Present { organiser: open.organiser, fresh: now < open.signed_in_at + Present::FRESH_FOR }))
    }

    pub async fn sign_out(&self, session: &str) -> Result<(), Refusal> {
        let session = secret(session);
        Ok(self.writes.write::<_, StoreError>(async |work| work.end_session(&session).await).await?)
    }

    /// Deletes what nobody can use any more.
    pub async fn delete_ended(&self) -> Result<(), Refusal> {
        let now = self.clock.now();
        let old = now - Self::LINKS_KEPT;
        self.writes
            .write::<_, StoreError>(async |work| {
                work.delete_ended(now, old, now - Self::CODES_COUNTED).await?;
                work.delete_failed_organiser_mails(old).await
            })
            .await?;
        Ok(())
    }

    /// A new secret, and its stored form.
    pub(super) fn new_secret(&self) -> (Token, String) {
        let token = self.ids.token();
        let digest = secret(token.as_str());
        (token, digest)
    }
}

/// The stored form of a secret.
pub(super) fn secret(token: &str) -> String {
    digest(&[b"postbag", token.as_bytes()])
}

/// The stored form of a link's secret. Text that is not shaped like one is unknown; the database need not be asked.
pub(super) fn link_secret(token: &str) -> Result<String, Refusal> {
    let token = Token::parse(token).map_err(|_| Refusal::NotFound(crate::refusal::Missing::Token))?;
    Ok(secret(token.as_str()))
}

/// How long to wait until a try that was made at that time does not count any more.
pub(super) fn again_in(first: Option<Timestamp>, counted: SignedDuration, now: Timestamp) -> SignedDuration {
    let again_at = first.unwrap_or(now) + counted + SignedDuration::from_secs(1);
    again_at.duration_since(now)
}
