//! The rights of organisers. A use case that not everybody at the desk may use takes a [`Rights`]. Only a check of the
//! person makes one, so the check cannot be forgotten.
//!
//! A right is about the whole site or about one campaign. Rights about a campaign name it, and the use case takes the
//! campaign from them, so that the rights to one campaign cannot change another.

use std::fmt::Debug;

use domain::{
    campaign::CampaignId,
    checked::EmailAddress,
    people::{Organiser, Role},
};

use crate::refusal::Refusal;

/// What a right is about.
pub trait About: Debug + Clone {
    /// The role of an organiser in it.
    fn role(&self, organiser: &Organiser) -> Option<Role>;
}

/// Everything on this site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholeSite;

impl About for WholeSite {
    fn role(&self, organiser: &Organiser) -> Option<Role> {
        organiser.role
    }
}

impl About for CampaignId {
    /// The greater of the roles for the site and for the campaign.
    fn role(&self, organiser: &Organiser) -> Option<Role> {
        organiser.role.max(organiser.campaigns.get(self).copied())
    }
}

/// A right that a role gives.
pub trait Right {
    type About: About;
    /// The least role that has it.
    const LEAST: Role;
    /// Its name in the refusal of somebody without it.
    const NAME: Named;
    /// Whether the act is dangerous, so that the sign-in must not be older than [`Present::FRESH_FOR`].
    const DANGEROUS: bool = false;
}

macro_rules! rights {
    ($($(#[$about:meta])* $right:ident: $of:ty, $least:ident $(, $dangerous:ident)?;)*) => {
        /// The rights by their names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Named {
            $($right,)*
        }

        $(
            $(#[$about])*
            #[derive(Debug, Clone, Copy)]
            pub struct $right;

            impl Right for $right {
                type About = $of;
                const LEAST: Role = Role::$least;
                const NAME: Named = Named::$right;
                $(const DANGEROUS: bool = rights!(@ $dangerous);)?
            }
        )*
    };
    (@ dangerous) => { true };
}

rights! {
    /// To see a campaign's pages at the desk.
    SeeCampaign: CampaignId, Viewer;
    /// To change what supporters will see of a campaign. It is for those who run campaigns, not for those who watch the
    /// counts.
    EditCampaign: CampaignId, Organiser;
    /// To publish a campaign, pause it or resume it.
    PublishCampaign: CampaignId, Organiser;
    /// To end a campaign for good.
    EndCampaign: CampaignId, Organiser, dangerous;
    /// To take a campaign out as a file.
    ExportCampaign: CampaignId, Organiser, dangerous;
    /// To say who works on a campaign.
    ManageCampaignPeople: CampaignId, Owner, dangerous;
    /// To read the letters of a campaign that are held, and to decide on them.
    ReviewLetters: CampaignId, Organiser;
    /// To see who works on a campaign.
    SeeCampaignPeople: CampaignId, Owner;
    /// To begin a new campaign.
    CreateCampaign: WholeSite, Organiser;
    /// To say who works on the site.
    ManagePeople: WholeSite, Owner, dangerous;
    /// To see who works on the site.
    SeePeople: WholeSite, Owner;
    /// To see how many letters of the whole site are where.
    SeePost: WholeSite, Viewer;
    /// To read the letters of all campaigns that are held, and to decide on them.
    ReviewPost: WholeSite, Organiser;
    /// To read who changed what.
    ReadAudit: WholeSite, Owner;
    /// To take data out of the site.
    Export: WholeSite, Owner, dangerous;
    /// To correct what is said of an office on the whole site.
    CorrectTargets: WholeSite, Organiser;
    /// To pause the letters to a target, or all of the site's, and to resume them. A target belongs to all campaigns.
    PausePost: WholeSite, Organiser;
    /// To read the local mailbox. Letters, names and confirmation links are for those who run campaigns.
    ReadMail: WholeSite, Organiser;
}

/// An organiser in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    pub organiser: Organiser,
    /// Whether the sign-in is recent enough for a dangerous act.
    pub fresh: bool,
}

impl Present {
    /// A dangerous act asks for a sign-in not older than this.
    pub const FRESH_FOR: jiff::SignedDuration = jiff::SignedDuration::from_mins(15);

    /// Whether somebody has a right, if only after having signed in again.
    pub fn may<R: Right>(&self, about: &R::About) -> bool {
        about.role(&self.organiser) >= Some(R::LEAST)
    }

    /// Somebody who changes their own account, for the audit.
    pub(super) fn holder(&self) -> Holder {
        Holder::of(&self.organiser.email)
    }
}

/// The proof that somebody was found to have a right.
#[derive(Debug, Clone)]
pub struct Rights<R: Right> {
    holder: Holder,
    about: R::About,
}

/// Somebody who was found to have a right, for the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder(EmailAddress);

impl<R: Right> Rights<R> {
    pub fn check(present: &Present, about: R::About) -> Result<Self, Refusal> {
        if !present.may::<R>(&about) {
            Err(Refusal::Forbidden(R::NAME))
        } else if R::DANGEROUS && !present.fresh {
            Err(Refusal::SignInAgain)
        } else {
            Ok(Self { holder: present.holder(), about })
        }
    }

    pub fn holder(&self) -> &Holder {
        &self.holder
    }

    pub(super) const fn about(&self) -> &R::About {
        &self.about
    }
}

impl<R: Right<About = CampaignId>> Rights<R> {
    pub fn campaign(&self) -> &CampaignId {
        &self.about
    }
}

impl Holder {
    /// Somebody about whose own account it is.
    pub(super) fn of(email: &EmailAddress) -> Self {
        Self(email.clone())
    }

    pub fn email(&self) -> &EmailAddress {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn campaign(id: &str) -> CampaignId {
        CampaignId::parse(id).unwrap()
    }

    fn present(role: Option<Role>, campaigns: &[(&str, Role)]) -> Present {
        let campaigns: BTreeMap<_, _> = campaigns.iter().map(|(id, role)| (campaign(id), *role)).collect();
        let organiser = Organiser { email: EmailAddress::parse("ada@post.example").unwrap(), role, campaigns };
        Present { organiser, fresh: true }
    }

    #[test]
    fn a_right_is_for_its_role_and_those_above() {
        for (role, has) in [(None, false), (Some(Role::Viewer), false), (Some(Role::Organiser), true), (Some(Role::Owner), true)]
        {
            let present = present(role, &[]);
            assert_eq!(Rights::<EditCampaign>::check(&present, campaign("one")).is_ok(), has, "{role:?}");
            assert_eq!(Rights::<ReadMail>::check(&present, WholeSite).is_ok(), has, "{role:?}");
        }
        let refused = Rights::<ReadMail>::check(&present(Some(Role::Viewer), &[]), WholeSite).unwrap_err();
        assert!(matches!(refused, Refusal::Forbidden(Named::ReadMail)), "{refused}");
    }

    #[test]
    fn a_role_in_one_campaign_is_none_in_another_and_none_for_the_site() {
        let present = present(None, &[("one", Role::Owner), ("two", Role::Viewer)]);
        for (id, edits, sees) in [("one", true, true), ("two", false, true), ("three", false, false)] {
            assert_eq!(present.may::<EditCampaign>(&campaign(id)), edits, "{id}");
            assert_eq!(present.may::<SeeCampaign>(&campaign(id)), sees, "{id}");
        }
        assert!(!present.may::<CreateCampaign>(&WholeSite) && !present.may::<ManagePeople>(&WholeSite));
    }

    #[test]
    fn the_greater_role_counts() {
        let present = present(Some(Role::Organiser), &[("one", Role::Viewer)]);
        assert!(present.may::<EditCampaign>(&campaign("one")));
    }

    #[test]
    fn a_dangerous_act_asks_for_a_fresh_sign_in() {
        let stale = Present { fresh: false, ..present(Some(Role::Owner), &[]) };
        assert!(matches!(Rights::<EndCampaign>::check(&stale, campaign("one")), Err(Refusal::SignInAgain)));
        assert!(Rights::<EditCampaign>::check(&stale, campaign("one")).is_ok());
        let viewer = Present { fresh: false, ..present(Some(Role::Viewer), &[]) };
        assert!(matches!(Rights::<EndCampaign>::check(&viewer, campaign("one")), Err(Refusal::Forbidden(Named::EndCampaign))));
    }
}
