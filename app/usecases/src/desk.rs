//! The organisers' desk: signing in by a one-time link, and what only organisers see.

use std::sync::Arc;

use domain::checked::{EmailAddress, LetterId};
use jiff::SignedDuration;

use crate::{
    digest::digest,
    ports::{Clock, Ids, LinkUse, LocalMail, Mailer, Organiser, PublicLink, PublicLinks, QueueRow, Role, Store},
    refusal::{Missing, Refusal, Spent},
};

#[derive(Debug, Clone)]
pub struct Desk {
    pub store: Arc<dyn Store>,
    pub mailer: Arc<dyn Mailer>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub links: Arc<dyn PublicLinks>,
}

impl Desk {
    /// A sign-in link works this long, once.
    pub const LINK_FOR: SignedDuration = SignedDuration::from_hours(24);
    /// A session lasts this long.
    pub const SESSION_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);

    /// Adds an organiser, or changes the role of one, and returns a one-time sign-in link.
    pub async fn add_organiser(&self, email: EmailAddress, role: Role) -> Result<PublicLink, Refusal> {
        let token = self.ids.token();
        self.store.add_organiser(&Organiser { email, role }, &secret(&token), self.clock.now() + Self::LINK_FOR).await?;
        Ok(self.links.sign_in(&token))
    }

    /// Uses a sign-in link up. Returns the session's secret, for the cookie.
    pub async fn sign_in(&self, token: &str) -> Result<String, Refusal> {
        let now = self.clock.now();
        let session = self.ids.token();
        // Anything that is not shaped like a token is unknown without asking the database.
        let Ok(token) = LetterId::parse(token) else { return Err(Refusal::NotFound(Missing::Token)) };
        match self.store.use_link(&secret(token.as_str()), &secret(&session), now, now + Self::SESSION_FOR).await? {
            LinkUse::SignedIn(organiser) => {
                tracing::info!(role = organiser.role.as_str(), "an organiser signed in");
                Ok(session)
            }
            LinkUse::Unknown => Err(Refusal::NotFound(Missing::Token)),
            LinkUse::Used => Err(Refusal::TokenSpent(Spent::Used)),
            LinkUse::Expired => Err(Refusal::TokenSpent(Spent::Expired)),
        }
    }

    pub async fn organiser(&self, session: &str) -> Result<Option<Organiser>, Refusal> {
        Ok(self.store.session(&secret(session), self.clock.now()).await?)
    }

    pub async fn sign_out(&self, session: &str) -> Result<(), Refusal> {
        Ok(self.store.end_session(&secret(session)).await?)
    }

    /// Mails that wait or failed.
    pub async fn queue(&self) -> Result<Vec<QueueRow>, Refusal> {
        Ok(self.store.queue(100).await?)
    }

    /// The local mailbox, where there is one.
    pub async fn mailbox(&self, organiser: &Organiser) -> Result<Option<Vec<LocalMail>>, Refusal> {
        may_read_mail(organiser)?;
        Ok(self.mailer.mailbox(100).await)
    }

    pub async fn read_mail(&self, organiser: &Organiser, name: &str) -> Result<String, Refusal> {
        may_read_mail(organiser)?;
        self.mailer.read(name).await.ok_or(Refusal::NotFound(Missing::Page))
    }
}

/// Letters, names and confirmation links are for those who run campaigns, not for those who watch the counts.
fn may_read_mail(organiser: &Organiser) -> Result<(), Refusal> {
    if organiser.role >= Role::Organiser {
        Ok(())
    } else {
        Err(Refusal::Forbidden("Your role is to see the counts. The mailbox is for organisers."))
    }
}

/// What is stored of a secret.
fn secret(token: &str) -> String {
    digest(&[b"postbag", token.as_bytes()])
}
