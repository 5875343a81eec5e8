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
use lettre::transport::smtp::extension::ClientId;
use tokio::time::Instant;
use usecases::ports::{Clock, LocalMail, Mailer, Outgoing, SendError, ToOrganiser};

use crate::{MailError, Origin, Server, message};

mod failure;
mod session;

use failure::{Failure, Private};
use session::{Line, Session};

pub struct Smtp {
    line: Line,
    origin: Origin,
    clock: Arc<dyn Clock>,
    limit: Duration,
    idle: Mutex<Vec<(Instant, Session)>>,
}

/// Says where mail goes, and nothing of how we prove who we are.
impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("line", &self.line)
            .field("origin", &self.origin)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// Servers close what is silent for long, some after half a minute.
    const IDLE_FOR: Duration = Duration::from_secs(20);
    /// More than the worker sends at once.
    const IDLE_AT_MOST: usize = 8;

    /// `limit` is for one mail, from the connection to the server's last word.
    pub fn new(server: &Server, origin: Origin, clock: Arc<dyn Clock>, limit: Duration) -> Result<Self, MailError> {
        // A container's host name means nothing to a mail server, and some refuse it.
        let hello = match (server.hello.as_deref(), origin.domain()) {
            (Some(name), _) => ClientId::Domain(name.to_owned()),
            (None, "localhost") => ClientId::default(),
            (None, domain) => ClientId::Domain(domain.to_owned()),
        };
        let line = Line::new(server, hello)?;
        Ok(Self { line, origin, clock, limit, idle: Mutex::default() })
    }

    async fn deliver_in_time(&self, message: &message::Ready, private: &Private<'_>) -> Result<(), SendError> {
        // lettre's own timeout covers no more than the connect.
        match tokio::time::timeout(self.limit, self.deliver(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(failure)) => Err(failure.told(private)),
            // The server may have taken it all the same: then it gets the same Message-ID again.
            Err(_) => Err(SendError::Transient(format!("the mail server did not finish within {:?}", self.limit))),
        }
    }

    async fn deliver(&self, message: &message::Ready) -> Result<(), Failure> {
        let mut session = self.at_the_letter(message).await?;
        let result = async {
            session.recipient(message).await?;
            session.content(message).await
        }
        .await;
        match result {
            Ok(()) => self.keep(session),
            // The server answered, so it may be told that we leave.
            Err(ref failure) if failure.is_reply() => session.leave(),
            Err(_) => drop(session),
        }
        result
    }

    /// A session whose server has taken the sender. A kept one may have been closed by the server, or may have
    /// carried as many mails as the server allows: then a new one is asked before anything is made of that.
    async fn at_the_letter(&self, message: &message::Ready) -> Result<Session, Failure> {
        if let Some(mut kept) = self.kept()
            && kept.sender(message).await.is_ok()
        {
            return Ok(kept);
        }
        let mut session = Session::open(&self.line).await?;
        session.sender(message).await?;
        Ok(session)
    }

    fn kept(&self) -> Option<Session> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // The youngest, so that the others can grow old and go.
        let young = idle.iter().position(|(since, _)| since.elapsed() < Self::IDLE_FOR).unwrap_or(idle.len());
        idle.drain(..young).for_each(|(_, session)| session.leave());
        idle.pop().map(|(_, session)| session)
    }

    fn keep(&self, session: Session) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < Self::IDLE_AT_MOST { idle.push((Instant::now(), session)) } else { session.leave() }
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        let ready =
            message::make(&self.origin, mail, self.clock.now()).map_err(|error| SendError::Permanent(error.to_string()))?;
        self.deliver_in_time(&ready, &Private::of(&mail.letter)).await
    }

    async fn send_to_organiser(&self, mail: &ToOrganiser) -> Result<(), SendError> {
        let ready = message::make_to_organiser(&self.origin, mail, self.clock.now())
            .map_err(|error| SendError::Permanent(error.to_string()))?;
        self.deliver_in_time(&ready, &Private::of_organiser(mail)).await
    }

    async fn mailbox(&self, _limit: usize) -> Option<Vec<LocalMail>> {
        None
    }

    async fn read(&self, _name: &str) -> Option<String> {
        None
    }
}
