//! The rights of organisers. A use case that not everybody at the desk may use takes a [`Rights`]. Only a check of the
//! person makes one, so the check cannot be forgotten.

use std::marker::PhantomData;

use domain::{
    checked::EmailAddress,
    people::{Organiser, Role},
};

use crate::refusal::Refusal;

/// A right that a role gives.
pub trait Right {
    /// The least role that has it.
    const LEAST: Role;
    /// Its name in the refusal of somebody without it.
    const NAME: Named;
}

/// The rights by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    EditCampaign,
    ReadMail,
}

/// To change what supporters see of a campaign. It is for those who run campaigns, not for those who watch the counts.
#[derive(Debug, Clone, Copy)]
pub struct EditCampaign;

impl Right for EditCampaign {
    const LEAST: Role = Role::Organiser;
    const NAME: Named = Named::EditCampaign;
}

/// To read the local mailbox. Letters, names and confirmation links are for those who run campaigns.
#[derive(Debug, Clone, Copy)]
pub struct ReadMail;

impl Right for ReadMail {
    const LEAST: Role = Role::Organiser;
    const NAME: Named = Named::ReadMail;
}

/// The proof that somebody was found to have a right.
#[derive(Debug, Clone)]
pub struct Rights<R> {
    holder: Holder,
    right: PhantomData<R>,
}

/// Somebody who was found to have a right, for the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder(EmailAddress);

impl<R: Right> Rights<R> {
    pub fn check(organiser: &Organiser) -> Result<Self, Refusal> {
        if organiser.role >= R::LEAST {
            Ok(Self { holder: Holder(organiser.email.clone()), right: PhantomData })
        } else {
            Err(Refusal::Forbidden(R::NAME))
        }
    }

    pub fn holder(&self) -> &Holder {
        &self.holder
    }
}

impl Holder {
    pub fn email(&self) -> &EmailAddress {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_is_for_its_role_and_those_above() {
        let organiser = |role| Organiser { email: EmailAddress::parse("ada@post.example").unwrap(), role };
        for (role, has) in [(Role::Viewer, false), (Role::Organiser, true), (Role::Owner, true)] {
            assert_eq!(Rights::<EditCampaign>::check(&organiser(role)).is_ok(), has, "{role:?}");
            assert_eq!(Rights::<ReadMail>::check(&organiser(role)).is_ok(), has, "{role:?}");
        }
        let refused = Rights::<ReadMail>::check(&organiser(Role::Viewer)).unwrap_err();
        assert!(matches!(refused, Refusal::Forbidden(Named::ReadMail)), "{refused}");
    }
}
