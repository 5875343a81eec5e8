//! The first owner: while the site has none, each start prints a link, and whoever follows one of them first becomes the
//! owner.

use domain::{checked::EmailAddress, people::Role};

use super::{
    access::{Access, Arrival, link_secret},
    people::give,
    rights::Holder,
    sign_in::{Entered, Entry, Opened, address, enter},
};
use crate::{
    ports::{Act, PublicLink, StoreError, Writes},
    refusal::{Missing, Refusal, Spent},
};

impl Access {
    /// Whether somebody owns the site.
    pub async fn has_owner(&self) -> Result<bool, Refusal> {
        Ok(self.people.has_owner().await?)
    }

    /// A link for the first owner; nothing if there is an owner.
    pub async fn first_owner_link(&self) -> Result<Option<PublicLink>, Refusal> {
        if self.has_owner().await? {
            return Ok(None);
        }
        let (token, link) = self.new_secret();
        let expires_at = self.clock.now() + Self::LINK_FOR;
        self.writes.write::<_, StoreError>(async |work| work.add_first_link(&link, expires_at).await).await?;
        Ok(Some(self.links.first_owner(&token)))
    }

    /// Whether a first owner's link can be used.
    pub async fn look_at_first_link(&self, token: &str) -> Result<(), Refusal> {
        let link = link_secret(token)?;
        if self.has_owner().await? {
            return Err(Refusal::TokenSpent(Spent::Used));
        }
        match self.people.first_link(&link).await? {
            None => Err(Refusal::NotFound(Missing::Token)),
            Some(expires_at) if expires_at <= self.clock.now() => Err(Refusal::TokenSpent(Spent::Expired)),
            Some(_) => Ok(()),
        }
    }

    /// Whoever follows a first owner's link names their address, and becomes the owner.
    pub async fn become_owner(&self, token: &str, email: &str, arrival: Arrival<'_>) -> Result<Entered, Refusal> {
        self.look_at_first_link(token).await?;
        let (link, email) = (link_secret(token)?, address(email)?);
        let new = self.new_entry(arrival);
        let opened = become_owner(&*self.writes, &link, &email, new.entry()).await?;
        Ok(new.entered(opened))
    }
}

/// Uses a first owner's link up, with those of all other nodes, and makes the owner: all, or nothing.
pub async fn become_owner(writes: &dyn Writes, link: &str, email: &EmailAddress, entry: Entry<'_>) -> Result<Opened, Refusal> {
    writes
        .write(async |work| {
            // Of two who follow the links of two nodes at once, the second finds an owner.
            work.alone().await?;
            if work.count_owners().await? > 0 || !work.spend_first_link(link, entry.now).await? {
                return Err(Refusal::TokenSpent(Spent::Used));
            }
            work.delete_first_links().await?;
            let before = work.organiser(email).await?;
            give(work, before.as_ref(), email, None, Role::Owner, None).await?;
            let act = Act::GaveRole { person: email.clone(), campaign: None, role: Role::Owner };
            work.audit(&Holder::of(email), act, entry.now);
            Ok(enter(work, email, entry).await?)
        })
        .await
}
