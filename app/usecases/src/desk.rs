//! The organisers' desk: who comes in and works on what, and what only organisers see.

pub mod access;
pub mod artworks;
pub mod audience;
pub mod audit;
mod begin;
pub mod campaigns;
pub mod checklist;
pub mod contacts;
pub mod first_owner;
pub mod lengths;
pub mod operator;
pub mod outbox;
pub mod pace;
pub mod parts;
pub mod people;
mod post;
mod previews;
pub mod proofs;
pub mod returned;
mod rights;
mod second_factor;
mod sessions;
pub mod sign_in;
mod warning;

use std::sync::Arc;

pub use self::{
    access::{Access, Arrival},
    artworks::Artworks,
    audit::Audit,
    begin::{FILE_MAX, NewForm},
    campaigns::Workshop,
    checklist::Checklist,
    contacts::Contacts,
    outbox::Outbox,
    pace::Pacing,
    people::{Handing, Invitation},
    previews::Previews,
    rights::{
        About, CorrectTargets, CreateCampaign, EditCampaign, EndCampaign, Export, ExportCampaign, Holder, ManageCampaignPeople,
        ManagePeople, Named, PausePost, Present, PublishCampaign, ReadAudit, ReadMail, ReviewLetters, ReviewPost, Right, Rights,
        SeeCampaign, SeeCampaignPeople, SeePeople, SeePost, WholeSite,
    },
    sessions::OwnSession,
    sign_in::Entered,
    warning::{Expiry, Warning},
};
use crate::{
    ports::{LocalMail, Mailer},
    refusal::{Missing, Refusal},
};

#[derive(Debug, Clone)]
pub struct Desk {
    pub mailer: Arc<dyn Mailer>,
}

impl Desk {
    /// The local mailbox, where there is one.
    pub async fn mailbox(&self, _: &Rights<ReadMail>) -> Option<Vec<LocalMail>> {
        self.mailer.mailbox(100).await
    }

    pub async fn read_mail(&self, _: &Rights<ReadMail>, name: &str) -> Result<String, Refusal> {
        self.mailer.read(name).await.ok_or(Refusal::NotFound(Missing::Page))
    }
}
