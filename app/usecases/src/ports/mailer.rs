//! The mail room: making, sending and keeping mails.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    checked::{EmailAddress, Token},
    language::Language,
    post::{Purpose, return_path::ReturnPath},
};
use jiff::Timestamp;

use super::{PublicLink, RelayLetter};

/// A mail to be made and sent. The mail room chooses its words; this is what it must carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub purpose: Purpose,
    pub letter: RelayLetter,
    /// The envelope sender.
    pub return_path: ReturnPath,
    pub campaign_title: String,
    /// The target's name, for mails to the supporter.
    pub target_name: String,
    /// Where the supporter confirms.
    pub link: PublicLink,
    /// Where the supporter can write the letter again, for instance to print it.
    pub again: PublicLink,
    /// The office's contact form, if it has one.
    pub web_form: Option<String>,
    /// When the letter was accepted, or ended in another way. From then on its text is kept for a while.
    pub ended_at: Option<Timestamp>,
    /// For a failure notice: why the letter could not be delivered.
    pub reason: Option<String>,
    /// For a copy: whether the letter left in one mail with others.
    pub left_with_others: bool,
    /// For a letter: the others that it goes with, in one mail of the campaign.
    pub parcel: Option<Parcel>,
}

/// What a mail with several letters carries beside the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    pub others: Vec<RelayLetter>,
    /// The same for the same letters, and another for others.
    pub name: String,
    /// Made of the secrets of all its letters: whoever typed the last of them did not know it.
    pub secret: String,
    /// The language in which the campaign speaks, and its title in it.
    pub language: Language,
    pub title: String,
    /// Where the campaign can be asked.
    pub contact: Option<EmailAddress>,
}

/// A mail to an organiser, to be made and sent. Its link opens the desk, so it goes to a mailbox of the organiser's and to
/// nothing that others can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToOrganiser {
    /// Names the mail. Each try is a mail of its own, since its link is.
    pub id: Token,
    pub attempt: u32,
    pub to: EmailAddress,
    pub reader: Language,
    pub link: PublicLink,
    /// Who invites them, and to which campaign; nobody if they asked for the link themselves.
    pub invited: Option<Invited>,
}

/// What an invitation says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    pub by: EmailAddress,
    /// The campaign's title; nothing for the whole site.
    pub campaign: Option<String>,
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
    /// 5xx, because there is no such address: another mail to it would end the same way.
    #[error("{0}")]
    NoSuchAddress(String),
    /// A mistake of ours: somebody has to look at it.
    #[error("{0}")]
    Unexpected(String),
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

/// A mail that the server waits for. Dropped, it is not sent.
#[async_trait]
pub trait Handover: Send + Debug {
    /// Gives the mail to the server and waits for its last word. If the process dies meanwhile, nobody knows whether the
    /// server took it: callers bound how many mails are at this point at once. A server does not wait for long, so it
    /// should follow soon.
    async fn finish(self: Box<Self>) -> Result<(), SendError>;
}

#[async_trait]
pub trait Mailer: Send + Sync + Debug {
    /// Whether mail leaves for its recipients. A local mailbox keeps the mail, so no letter was accepted.
    fn delivers(&self) -> bool {
        true
    }

    /// Does everything that comes before the mail itself: makes the message and gets the server's consent to it. Until
    /// [`Handover::finish`] the server has no mail, so whatever happens before cannot send one twice. Sending the same mail
    /// again makes the same message with the same Message-ID.
    async fn begin(&self, mail: &Outgoing) -> Result<Box<dyn Handover>, SendError>;

    /// Both steps at once.
    async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        self.begin(mail).await?.finish().await
    }

    /// Sends one mail to an organiser. What only keeps mail takes none: there, others could follow its link.
    async fn send_to_organiser(&self, _mail: &ToOrganiser) -> Result<(), SendError> {
        Err(SendError::Permanent("no mail server is set".to_owned()))
    }

    /// The newest mails of the local mailbox; `None` where mail goes to a real server.
    async fn mailbox(&self, limit: usize) -> Option<Vec<LocalMail>>;

    /// One mail of the local mailbox, as text, decoded.
    async fn read(&self, name: &str) -> Option<String>;
}
