//! Sessions, as their organiser sees and ends them.

use domain::people::Device;
use jiff::Timestamp;

use super::{
    Present,
    access::{Access, secret},
};
use crate::{
    ports::{Act, SessionRow},
    refusal::{Missing, Refusal},
};

/// A session of somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// By which it is ended. It opens nothing.
    pub name: String,
    pub device: Device,
    pub opened_at: Timestamp,
    /// To the hour or so.
    pub used_at: Timestamp,
    /// Whether it is the one of this browser.
    pub here: bool,
}

impl Access {
    /// Somebody's sessions, that of this browser first, then the last used. `session` is the secret of this browser's.
    pub async fn own_sessions(&self, present: &Present, session: &str) -> Result<Vec<OwnSession>, Refusal> {
        let this = secret(session);
        let own = |row: SessionRow| {
            let SessionRow { digest, device, opened_at, used_at } = row;
            OwnSession { here: digest == this, name: digest, device, opened_at, used_at }
        };
        let rows = self.sessions.sessions_of(&present.organiser.email, self.clock.now()).await?;
        let mut sessions: Vec<OwnSession> = rows.into_iter().map(own).collect();
        sessions.sort_by_key(|session| !session.here);
        Ok(sessions)
    }

    /// Ends one of somebody's own sessions, by its name.
    pub async fn end_own_session(&self, present: &Present, name: &str) -> Result<(), Refusal> {
        let (email, now) = (&present.organiser.email, self.clock.now());
        self.writes
            .write(async |work| {
                if !work.end_session_of(email, name).await? {
                    return Err(Refusal::NotFound(Missing::Session));
                }
                work.audit(&present.holder(), Act::EndedSessions { person: email.clone() }, now);
                Ok(())
            })
            .await
    }

    /// Ends all of somebody's own sessions, this one too.
    pub async fn end_own_sessions(&self, present: &Present) -> Result<(), Refusal> {
        let (email, now) = (&present.organiser.email, self.clock.now());
        self.writes
            .write(async |work| {
                work.end_sessions(email).await?;
                work.audit(&present.holder(), Act::EndedSessions { person: email.clone() }, now);
                Ok(())
            })
            .await
    }
}
