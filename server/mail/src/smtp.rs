//! Sending through a mail server.
//!
//! Connections are kept here, and not in lettre's own pool. That pool takes a connection back even when a timeout has cut a
//! send off; the late answer to that letter is then read as the answer to the next letter's first command. Here a connection
//! serves one send at a time. If the send is cut off, the connection is closed; it comes back only after the server's last
//! word. We also learn at which step a server refused, and so whether the letter or our own configuration is at fault.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use domain::checked::{EmailAddress, Token};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::Instant;
use usecases::{
    Private,
    ports::{Clock, Handover, LocalMail, Mailer, Outgoing, SendError, ToOrganiser},
};

use crate::{Limits, MailError, Origin, Server, message};

mod failure;
mod session;
mod tls;
mod wire;

use failure::Failure;
use session::{Line, Session};
pub(crate) use tls::Trust;

pub struct Smtp {
    line: Line,
    origin: Origin,
    clock: Arc<dyn Clock>,
    limits: Limits,
    idle: Arc<Idle>,
}

/// Says where mail goes, and nothing of how we prove who we are.
impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("line", &self.line)
            .field("origin", &self.origin)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    pub fn new(server: &Server, origin: Origin, clock: Arc<dyn Clock>, limits: Limits) -> Result<Self, MailError> {
        // A container's host name means nothing to a mail server, and some refuse it.
        let hello = match (server.hello.as_deref(), origin.domain()) {
            (Some(name), _) => ClientId::Domain(name.to_owned()),
            (None, "localhost") => ClientId::default(),
            (None, domain) => ClientId::Domain(domain.to_owned()),
        };
        let line = Line::new(server, hello, limits)?;
        Ok(Self { line, origin, clock, limits, idle: Arc::default() })
    }

    /// Sends the mail by which an operator sees how letters arrive.
    pub(crate) async fn send_trial(&self, id: &Token, to: &EmailAddress) -> Result<(), SendError> {
        let ready = message::make_trial(&self.origin, id, to, self.clock.now())
            .map_err(|error| SendError::Permanent(error.to_string()))?;
        Box::new(self.handover(ready, Private::nothing()).await?).finish().await
    }

    /// Goes as far as for a mail, up to the point where one would begin.
    pub(crate) async fn reach(&self) -> Result<(), SendError> {
        let opened = tokio::time::timeout(self.limits.begin, Session::open(&self.line)).await;
        match opened.unwrap_or_else(|_| Err(Failure::slow(self.limits.begin))) {
            Ok(session) => {
                session.say_goodbye().await;
                Ok(())
            }
            Err(failure) => Err(failure.told(&Private::nothing())),
        }
    }

    async fn handover(&self, message: message::Ready, private: Private) -> Result<AtTheServer, SendError> {
        let begun = tokio::time::timeout(self.limits.begin, self.at_the_content(&message)).await;
        match begun.unwrap_or_else(|_| Err(Failure::slow(self.limits.begin))) {
            Ok(session) => Ok(AtTheServer {
                session,
                text: message.text,
                private,
                since: Instant::now(),
                limits: self.limits,
                idle: Arc::clone(&self.idle),
            }),
            Err(failure) => Err(failure.told(&private)),
        }
    }

    /// A session whose server waits for the content.
    async fn at_the_content(&self, message: &message::Ready) -> Result<Session, Failure> {
        let mut session = self.at_the_letter(message).await?;
        let result = async {
            session.recipient(message).await?;
            session.data().await
        }
        .await;
        match result {
            Ok(()) => Ok(session),
            Err(failure) => {
                session.end_after(&failure);
                Err(failure)
            }
        }
    }

    /// A session whose server has taken the sender. A kept one may have been closed by the server, or may have
    /// carried as many mails as the server allows: then a new one is asked before anything is made of that.
    async fn at_the_letter(&self, message: &message::Ready) -> Result<Session, Failure> {
        if let Some(mut kept) = self.idle.take()
            && kept.sender(message).await.is_ok()
        {
            return Ok(kept);
        }
        let mut session = Session::open(&self.line).await?;
        session.sender(message).await?;
        Ok(session)
    }
}

/// A mail whose server waits for its content. Dropped, it closes the connection without a mail: the content has no end.
#[derive(Debug)]
struct AtTheServer {
    session: Session,
    text: String,
    private: Private,
    since: Instant,
    limits: Limits,
    idle: Arc<Idle>,
}

#[async_trait]
impl Handover for AtTheServer {
    async fn finish(mut self: Box<Self>) -> Result<(), SendError> {
        if self.since.elapsed() > self.limits.turn {
            // It may have hung up meanwhile. That it did not get the mail is sure only if we do not give it.
            return Err(SendError::Transient(format!("the mail server was kept waiting for longer than {:?}", self.limits.turn)));
        }
        match self.session.content(&self.text).await {
            Ok(()) => {
                self.idle.keep(self.session);
                Ok(())
            }
            // Without an answer, the server may have taken it all the same: then it gets the same Message-ID again.
            Err(failure) => {
                self.session.end_after(&failure);
                Err(failure.told(&self.private))
            }
        }
    }
}

/// Connections that wait for the next mail.
#[derive(Debug, Default)]
struct Idle(Mutex<Vec<(Instant, Session)>>);

impl Idle {
    /// Servers close what is silent for long, some after half a minute.
    const FOR: Duration = Duration::from_secs(20);
    /// More than the worker sends at once.
    const AT_MOST: usize = 8;

    fn take(&self) -> Option<Session> {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The youngest, so that the others can grow old and go.
        let young = idle.iter().position(|(since, _)| since.elapsed() < Self::FOR).unwrap_or(idle.len());
        idle.drain(..young).for_each(|(_, session)| session.leave());
        idle.pop().map(|(_, session)| session)
    }

    fn keep(&self, session: Session) {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < Self::AT_MOST { idle.push((Instant::now(), session)) } else { session.leave() }
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn begin(&self, mail: &Outgoing) -> Result<Box<dyn Handover>, SendError> {
        let ready =
            message::make(&self.origin, mail, self.clock.now()).map_err(|error| SendError::Permanent(error.to_string()))?;
        Ok(Box::new(self.handover(ready, Private::of_mail(mail)).await?))
    }

    async fn send_to_organiser(&self, mail: &ToOrganiser) -> Result<(), SendError> {
        let ready = message::make_to_organiser(&self.origin, mail, self.clock.now())
            .map_err(|error| SendError::Permanent(error.to_string()))?;
        Box::new(self.handover(ready, Private::of_organiser(mail)).await?).finish().await
    }

    async fn mailbox(&self, _limit: usize) -> Option<Vec<LocalMail>> {
        None
    }

    async fn read(&self, _name: &str) -> Option<String> {
        None
    }
}
