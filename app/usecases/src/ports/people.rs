//! Organisers and their roles.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::EmailAddress,
    language::Language,
    people::{Organiser, Role},
};
use jiff::Timestamp;

use super::StoreError;

/// An organiser as others see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub organiser: Organiser,
    /// Whether a code is asked for when they sign in.
    pub second_factor: bool,
    /// When they last used the desk, to the hour or so. Nothing is known of those who have no session.
    pub seen_at: Option<Timestamp>,
    /// Why the last mail to them was given up.
    pub mail_error: Option<String>,
}

#[async_trait]
pub trait PeopleReads: Send + Sync + Debug {
    /// Everybody, by address.
    async fn people(&self) -> Result<Vec<Person>, StoreError>;

    /// An organiser by their address, in whichever case it is written.
    async fn organiser(&self, email: &EmailAddress) -> Result<Option<Organiser>, StoreError>;

    /// Whether the whole site has an owner.
    async fn has_owner(&self) -> Result<bool, StoreError>;

    /// When a first owner's link expires.
    async fn first_link(&self, link: &str) -> Result<Option<Timestamp>, StoreError>;
}

#[async_trait]
pub trait PeopleWrites {
    /// An organiser as this unit of work finds them.
    async fn organiser(&mut self, email: &EmailAddress) -> Result<Option<Organiser>, StoreError>;

    /// Gives somebody a role for the whole site, or none. Adds them if they are new.
    async fn set_role(&mut self, email: &EmailAddress, role: Option<Role>) -> Result<(), StoreError>;

    /// Gives an organiser a role in one campaign, or none.
    async fn set_campaign_role(
        &mut self,
        email: &EmailAddress,
        campaign: &CampaignId,
        role: Option<Role>,
    ) -> Result<(), StoreError>;

    /// Notes the language in which an organiser reads the desk.
    async fn set_language(&mut self, email: &EmailAddress, language: Language) -> Result<(), StoreError>;

    /// How many owners the whole site has.
    async fn count_owners(&mut self) -> Result<u64, StoreError>;

    /// Removes an organiser with their roles, links, sessions, second factor and waiting mails.
    async fn remove_organiser(&mut self, email: &EmailAddress) -> Result<(), StoreError>;

    async fn add_first_link(&mut self, link: &str, expires_at: Timestamp) -> Result<(), StoreError>;

    /// Deletes a first owner's link if it has not expired. Says whether it did.
    async fn spend_first_link(&mut self, link: &str, now: Timestamp) -> Result<bool, StoreError>;

    /// Deletes the links of all nodes.
    async fn delete_first_links(&mut self) -> Result<(), StoreError>;
}
