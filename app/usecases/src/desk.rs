//! The organisers' desk: signing in by a one-time link, and the pages that only organisers see.

pub mod artworks;
pub mod audience;
mod begin;
pub mod campaigns;
pub mod checklist;
pub mod contacts;
pub mod parts;
mod rights;
mod warning;

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    checked::{EmailAddress, Token},
    people::{Organiser, Role},
};
use jiff::{SignedDuration, Timestamp};

pub use self::rights::{
    About, CorrectTargets, CreateCampaign, EditCampaign, EndCampaign, Export, Holder, ManageCampaignPeople, ManagePeople, Named,
    Present, PublishCampaign, ReadAudit, ReadMail, Right, Rights, SeeCampaign, WholeSite,
};
pub use self::warning::{Expiry, Warning};
pub use self::{
    artworks::Artworks,
    begin::{FILE_MAX, NewForm},
    campaigns::Workshop,
    checklist::Checklist,
    contacts::Contacts,
};
use crate::{
    digest::digest,
    ports::{Clock, Ids, LocalMail, MailReads, Mailer, PeopleReads, PublicLink, PublicLinks, QueueRow, StoreError, Writes},
    refusal::{Missing, Refusal, Spent},
};

#[derive(Debug, Clone)]
pub struct Desk {
    pub people: Arc<dyn PeopleReads>,
    pub mails: Arc<dyn MailReads>,
    pub writes: Arc<dyn Writes>,
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
        let link = secret(token.as_str());
        let expires_at = self.clock.now() + Self::LINK_FOR;
        let organiser = Organiser { email, role: Some(role), campaigns: BTreeMap::new() };
        add_organiser(&*self.writes, &organiser, &link, expires_at).await?;
        Ok(self.links.sign_in(&token))
    }

    /// Uses a sign-in link up. Returns the session's secret, for the cookie.
    pub async fn sign_in(&self, token: &str) -> Result<Token, Refusal> {
        // Text that is not shaped like a token is unknown; the database need not be asked.
        let token = Token::parse(token).map_err(|_| Refusal::NotFound(Missing::Token))?;
        let session = self.ids.token();
        let now = self.clock.now();
        let (link, opened) = (secret(token.as_str()), secret(session.as_str()));
        let organiser = use_link(&*self.writes, &link, &opened, now, now + Self::SESSION_FOR).await?;
        tracing::info!(role = organiser.role.map(Role::as_str), "an organiser signed in");
        Ok(session)
    }

    /// The organiser whose session it is.
    pub async fn present(&self, session: &str) -> Result<Option<Present>, Refusal> {
        let organiser = self.people.session(&secret(session), self.clock.now()).await?;
        Ok(organiser.map(|organiser| Present { organiser, fresh: true }))
    }

    pub async fn sign_out(&self, session: &str) -> Result<(), Refusal> {
        let session = secret(session);
        Ok(self.writes.write::<_, StoreError>(async |work| work.end_session(&session).await).await?)
    }

    /// Mails that wait or failed.
    pub async fn queue(&self) -> Result<Vec<QueueRow>, Refusal> {
        Ok(self.mails.queue(100).await?)
    }

    /// The local mailbox, where there is one.
    pub async fn mailbox(&self, _: &Rights<ReadMail>) -> Option<Vec<LocalMail>> {
        self.mailer.mailbox(100).await
    }

    pub async fn read_mail(&self, _: &Rights<ReadMail>, name: &str) -> Result<String, Refusal> {
        self.mailer.read(name).await.ok_or(Refusal::NotFound(Missing::Page))
    }
}

/// Adds an organiser, or changes the role of one, with a new sign-in link.
pub async fn add_organiser(
    writes: &dyn Writes,
    organiser: &Organiser,
    link: &str,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    writes
        .write(async |work| {
            work.add_organiser(organiser).await?;
            work.add_link(link, &organiser.email, expires_at).await
        })
        .await
}

/// Uses a link up and opens a session: both, or neither.
pub async fn use_link(
    writes: &dyn Writes,
    link: &str,
    session: &str,
    now: Timestamp,
    session_until: Timestamp,
) -> Result<Organiser, Refusal> {
    writes
        .write(async |work| {
            // One statement finds and spends it: of two people with the same link, one is let in.
            let spent = work.spend_link(link, now).await?;
            let known = work.link(link).await?.ok_or(Refusal::NotFound(Missing::Token))?;
            if !spent {
                let used = known.used_at.is_some();
                return Err(Refusal::TokenSpent(if used { Spent::Used } else { Spent::Expired }));
            }
            work.open_session(session, &known.organiser.email, session_until).await?;
            // Signing in is rare, so it is a good time to delete the sessions that nobody can use any more.
            work.delete_sessions(now).await?;
            Ok(known.organiser)
        })
        .await
}

/// The stored form of a secret.
fn secret(token: &str) -> String {
    digest(&[b"postbag", token.as_bytes()])
}
