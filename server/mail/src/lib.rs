//! The mail room: it words the mails, makes messages of them, and hands them to a mail server or puts them
//! into a folder that the desk can read.
//!
//! Other rooms decide what is sent, to whom and when: this room must not keep a queue, must not try again, and must not
//! choose a recipient. It says of each try whether it is worth another one ([`SendError`](usecases::ports::SendError)), and
//! no more.

use std::{path::PathBuf, sync::Arc, time::Duration};

use usecases::ports::{Clock, Mailer};

mod dkim;
mod explain;
mod lmtp;
mod mail_url;
mod mailbox;
mod message;
mod origin;
mod page;
mod receive;
mod returns;
mod smtp;
mod spool;
mod texts;
mod trial;

pub use dkim::{DkimAlgorithm, DkimError, DkimKey, TxtRecord};
pub use explain::{About, Finding, Findings, Verdict, explain};
pub use lmtp::{Lmtp, LmtpAddr, LmtpLimits};
pub use mail_url::{Encryption, MailUrl, Server};
pub use mailbox::LocalMailbox;
pub use origin::Origin;
pub use receive::{Receive, Received};
pub use returns::{MailReturnReader, READ_MAX};
pub use smtp::Smtp;
use smtp::Trust;
pub use spool::Spool;
pub use trial::{TrialError, reach, send_trial};

/// How mail leaves this server.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `MAIL_URL`.
    pub url: MailUrl,
    /// Where the local mailbox is, unless the URL names a folder.
    pub folder: PathBuf,
    /// `PUBLIC_URL`. Its host is the domain that mails come from, unless the URL names another.
    pub public_url: String,
    /// With each of these every mail is signed, in this order.
    pub keys: Vec<DkimKey>,
    pub limits: Limits,
}

/// How long we wait for a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For the connection, its encryption from the first byte and the greeting.
    pub connect: Duration,
    /// For the answer to each command.
    pub command: Duration,
    /// For all that comes before the mail itself.
    pub begin: Duration,
    /// For how long a server that waits for a mail may be kept waiting.
    pub turn: Duration,
    /// For the mail itself and the last word about it.
    pub content: Duration,
}

impl Limits {
    /// RFC 5321 section 4.5.3.2 has five minutes for most steps and ten for the last word. We are less patient before the
    /// mail, since nothing is lost by another try. After it we are patient: a server that is slow there may have taken the
    /// mail, and would get it twice. The queue's lease must be longer than all of them together.
    pub const USUAL: Self = Self {
        connect: Duration::from_secs(30),
        command: Duration::from_mins(1),
        begin: Duration::from_mins(2),
        turn: Duration::from_mins(1),
        content: Duration::from_mins(5),
    };
}

impl MailConfig {
    pub fn new(url: MailUrl, folder: PathBuf, public_url: String) -> Self {
        Self { url, folder, public_url, keys: Vec::new(), limits: Limits::USUAL }
    }

    /// Where mails come from.
    pub fn origin(&self) -> Result<Origin, MailError> {
        let from = match &self.url {
            MailUrl::Folder(_) => None,
            MailUrl::Server(server) => server.from.as_deref(),
        };
        Origin::parse(&self.public_url, from)?.with_keys(self.keys.clone())
    }
}

/// Why the mail room cannot open. Shown to whoever starts the server; never with the password.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("MAIL_URL {0}")]
    Url(&'static str),
    #[error("PUBLIC_URL must be an address such as https://letters.example.org: mails come from its host.")]
    PublicUrl,
    #[error(
        "There is a DKIM key, and no domain that it could sign for: mails come from localhost. Set PUBLIC_URL to the address of the \
         site, or name the domain in MAIL_URL with ?from=DOMAIN."
    )]
    NothingToSignFor,
    #[error("TLS cannot be set up for the mail server in MAIL_URL: {0}")]
    Tls(String),
    #[error("The file that MAIL_URL names with ca= cannot be used: {0}. It must hold certificates in PEM form.")]
    Ca(String),
    #[error("The local mailbox {folder} cannot be made: {error}. Name another folder with MAIL_URL=dir:PATH.")]
    Folder { folder: PathBuf, error: std::io::Error },
}

/// Opens the mail room. Does not connect: a mail server that is down today must not keep the site from starting.
pub fn mailer(config: &MailConfig, clock: Arc<dyn Clock>) -> Result<Arc<dyn Mailer>, MailError> {
    let origin = config.origin()?;
    Ok(match &config.url {
        MailUrl::Folder(folder) => Arc::new(LocalMailbox::open(folder.as_ref().unwrap_or(&config.folder), origin, clock)?),
        MailUrl::Server(server) => {
            if server.trust == Trust::Anybody && server.encryption != Encryption::Opportunistic {
                tracing::warn!(
                    "MAIL_URL has verify=none: whoever is on the way to the mail server can read the mails and the password. \
                     If the server is your own, name its certificate with ca=PATH instead"
                );
            }
            Arc::new(Smtp::new(server, origin, clock, config.limits)?)
        }
    })
}
