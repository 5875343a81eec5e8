//! The queue of mails to organisers. It is apart from that of letters: these mails have no letter, and what they carry is
//! made when they are sent.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::{EmailAddress, Token},
    language::Language,
};
use jiff::Timestamp;

use super::{MailEnd, StoreError};

/// What a mail to an organiser is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occasion {
    /// Somebody asked for a link with this address, which may be nobody's.
    SignIn,
    Invitation {
        by: EmailAddress,
        /// Nothing for the whole site.
        campaign: Option<CampaignId>,
    },
}

impl Occasion {
    /// The word that is stored.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Invitation { .. } => "invitation",
        }
    }
}

/// A mail that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganiserMail {
    /// Its name in the queue.
    pub id: Token,
    pub to: EmailAddress,
    pub occasion: Occasion,
    /// The language of the page on which it was asked for.
    pub reader: Language,
    /// The page of the desk to which the link leads in the end. May be empty.
    pub return_to: String,
    pub enqueued_at: Timestamp,
}

/// A mail that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedMail {
    pub mail: OrganiserMail,
    /// How often sending was begun, this time included.
    pub attempts: u32,
    /// The name of this claim: only its holder may settle the mail.
    pub lease: Timestamp,
    /// The language in which the organiser last read the desk.
    pub language: Option<Language>,
    /// Whether the address is an organiser's.
    pub known: bool,
}

#[async_trait]
pub trait OrganiserMailReads: Send + Sync + Debug {
    /// Whether any mail is due and leased to nobody.
    async fn is_any_organiser_mail_due(&self, now: Timestamp) -> Result<bool, StoreError>;
}

#[async_trait]
pub trait OrganiserMailWrites {
    async fn add_organiser_mail(&mut self, mail: &OrganiserMail) -> Result<(), StoreError>;

    /// Claims the mails that are due and leased to nobody, the longest due first, until `until`.
    async fn claim_organiser_mails(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedMail>, StoreError>;

    /// Writes down the outcome for a mail, if its holder still has the lease. What was sent is deleted.
    async fn end_organiser_mail(&mut self, mail: &ClaimedMail, end: &MailEnd) -> Result<(), StoreError>;

    /// Deletes mails to an address that wait or failed.
    async fn delete_organiser_mails(&mut self, to: &EmailAddress) -> Result<(), StoreError>;

    /// Deletes failed mails that were asked for before then.
    async fn delete_failed_organiser_mails(&mut self, before: Timestamp) -> Result<(), StoreError>;
}
