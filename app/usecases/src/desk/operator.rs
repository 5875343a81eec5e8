//! What whoever runs the server does about organisers at its command line. They need no rights: they have the database.

use domain::{
    checked::EmailAddress,
    people::{Organiser, Role},
};
use jiff::Timestamp;

use super::{
    access::Access,
    people::{give, take},
};
use crate::{
    ports::{Act, Person, PublicLink, Writes},
    refusal::{Missing, Refusal},
};

/// An organiser who was added, or let in again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub link: PublicLink,
    /// Whether they had a second factor, which is off now.
    pub second_factor_off: bool,
}

impl Access {
    /// Adds an organiser and makes a sign-in link. Somebody who is there already keeps their role, unless one is given,
    /// and signs in without a second factor, which they may have lost. Without a role, somebody new is an organiser.
    pub async fn add_organiser(&self, email: EmailAddress, role: Option<Role>) -> Result<Added, Refusal> {
        let (token, link) = self.new_secret();
        let now = self.clock.now();
        let second_factor_off = add_organiser(&*self.writes, &email, role, &link, now + Self::LINK_FOR, now).await?;
        Ok(Added { link: self.links.sign_in(&token, None, ""), second_factor_off })
    }

    /// Removes an organiser with everything that their sign-in hangs on.
    pub async fn remove_organiser(&self, email: &EmailAddress) -> Result<(), Refusal> {
        let now = self.clock.now();
        self.writes
            .write(async |work| {
                work.alone().await?;
                let person = work.organiser(email).await?.ok_or(Refusal::NotFound(Missing::Person))?;
                take(work, &person, None).await?;
                work.audit_operator(Act::RemovedPerson { person: person.email, campaign: None }, now);
                Ok(())
            })
            .await
    }

    /// Everybody.
    pub async fn list_organisers(&self) -> Result<Vec<Person>, Refusal> {
        Ok(self.people.people().await?)
    }
}

/// Adds an organiser, or lets one in again, with a new link. Says whether they had a second factor.
pub async fn add_organiser(
    writes: &dyn Writes,
    email: &EmailAddress,
    role: Option<Role>,
    link: &str,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<bool, Refusal> {
    writes
        .write(async |work| {
            work.alone().await?;
            let before = work.organiser(email).await?;
            let role = role.or_else(|| before.is_none().then_some(Role::Organiser));
            let person = match (role, before) {
                (Some(role), before) => {
                    let person = give(work, before.as_ref(), email, None, role, None).await?;
                    let act = Act::GaveRole { person: person.email.clone(), campaign: None, role };
                    work.audit_operator(act, now);
                    person
                }
                (None, Some(person)) => person,
                (None, None) => return Err(Refusal::NotFound(Missing::Person)),
            };
            let Organiser { email, .. } = person;
            let off = work.remove_second_factor(&email).await?;
            if off {
                work.audit_operator(Act::TurnedOffSecondFactor { person: email.clone() }, now);
            }
            work.add_link(link, &email, expires_at).await?;
            work.audit_operator(Act::MadeLink { person: email }, now);
            Ok(off)
        })
        .await
}
