//! The mail room: making, sending and keeping mails.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::post::Purpose;

use super::{PublicLink, RelayLetter};

/// A mail to be made and sent. The mail room chooses its words; this is what it must carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub purpose: Purpose,
    pub letter: RelayLetter,
    pub campaign_title: String,
    /// The target's name, for mails to the supporter.
    pub target_name: String,
    /// Where the supporter confirms.
    pub link: PublicLink,
    /// Where the supporter can write the letter again, for instance to print it.
    pub again: PublicLink,
    /// For a failure notice: why the letter could not be delivered.
    pub reason: Option<String>,
}

/// Why a mail was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// 4xx, no connection, no answer in time: worth another try.
    #[error("{0}")]
    Transient(String),
    /// 5xx: the server will not take it, however often it is asked.
    #[error("{0}")]
    Permanent(String),
}

/// A mail in the local mailbox, as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalMail {
    /// Its name in the mailbox, safe in an address.
    pub name: String,
    pub to: String,
    pub subject: String,
    pub date: String,
}

#[async_trait]
pub trait Mailer: Send + Sync + Debug {
    /// Whether mail leaves for its recipients. A local mailbox keeps the mail, so no letter was accepted.
    fn delivers(&self) -> bool {
        true
    }

    /// Sends one mail. Sending the same one again makes the same message with the same Message-ID.
    async fn send(&self, mail: &Outgoing) -> Result<(), SendError>;

    /// The newest mails of the local mailbox; `None` where mail goes to a real server.
    async fn mailbox(&self, limit: usize) -> Option<Vec<LocalMail>>;

    /// One mail of the local mailbox, as text, decoded.
    async fn read(&self, name: &str) -> Option<String>;
}
