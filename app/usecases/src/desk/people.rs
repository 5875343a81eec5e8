//! Who works on the site, and on each campaign: invited, given another role, removed.
//!
//! A site never loses its last owner. Whoever gets more rights than before signs in anew: a link or a session that
//! somebody else may hold in their name must not get them too.

use domain::{
    campaign::CampaignId,
    checked::{EmailAddress, FieldError, collect},
    form::Field,
    language::Language,
    people::{Organiser, Role},
    problem::Choice,
};
use jiff::Timestamp;

use super::{
    ManageCampaignPeople, ManagePeople, Right, Rights, SeeCampaignPeople, SeePeople, access::Access, rights::About,
    sign_in::address,
};
use crate::{
    ports::{Act, Occasion, OrganiserMail, Person, PublicLink, Unit, Writes},
    refusal::{Missing, Refusal},
};

domain::form! {
    /// Somebody who is invited.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Invitation {
        email: String = Email,
        role: String = Role,
    }
}

/// How an invitation gets to the one who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handing {
    /// We mail it. `reader` is the language of the page, for somebody whose own is not known.
    Mail { reader: Language },
    /// By a link that is shown once, to hand over.
    Link,
}

/// A right to say who works: on the whole site, or on one campaign.
pub trait ManagesPeople: Right {
    /// The campaign; nothing for the whole site.
    fn campaign(about: &Self::About) -> Option<&CampaignId>;
}

impl ManagesPeople for ManagePeople {
    fn campaign(_: &Self::About) -> Option<&CampaignId> {
        None
    }
}

impl ManagesPeople for ManageCampaignPeople {
    fn campaign(about: &CampaignId) -> Option<&CampaignId> {
        Some(about)
    }
}

impl Access {
    /// Everybody who works on the site or on a campaign of it.
    pub async fn people(&self, _: &Rights<SeePeople>) -> Result<Vec<Person>, Refusal> {
        Ok(self.people.people().await?)
    }

    /// Those who have a role in one campaign.
    pub async fn campaign_people(&self, rights: &Rights<SeeCampaignPeople>) -> Result<Vec<Person>, Refusal> {
        let people = self.people.people().await?;
        Ok(people.into_iter().filter(|person| person.organiser.campaigns.contains_key(rights.campaign())).collect())
    }

    /// Invites somebody, who has the role from then on. Returns the link, if it is to be handed over.
    pub async fn invite<R: ManagesPeople>(
        &self,
        rights: &Rights<R>,
        invitation: &Invitation,
        handing: Handing,
    ) -> Result<Option<PublicLink>, Refusal> {
        let mut errors = Vec::new();
        let email = collect(&mut errors, Field::Email, EmailAddress::parse(&invitation.email));
        let role = collect(&mut errors, Field::Role, Role::parse(&invitation.role).ok_or(Choice::Role));
        let (Some(email), Some(role)) = (email, role) else { return Err(Refusal::Invalid(errors)) };
        let now = self.clock.now();
        match handing {
            Handing::Link => {
                let (token, link) = self.new_secret();
                let handed = Handed::Link { digest: &link, expires_at: now + Self::LINK_FOR };
                invite(&*self.writes, rights, &email, role, handed, now).await?;
                Ok(Some(self.links.sign_in(&token, None, "")))
            }
            Handing::Mail { .. } if !self.mails_links() => Err(Refusal::NoMailServer),
            Handing::Mail { reader } => {
                let by = rights.holder().email().clone();
                let mail = OrganiserMail {
                    id: self.ids.token(),
                    to: email.clone(),
                    occasion: Occasion::Invitation { by, campaign: R::campaign(rights.about()).cloned() },
                    reader,
                    return_to: String::new(),
                    enqueued_at: now,
                };
                invite(&*self.writes, rights, &email, role, Handed::Mail(&mail), now).await?;
                Ok(None)
            }
        }
    }

    /// Gives somebody who works there another role.
    pub async fn change_role<R: ManagesPeople>(&self, rights: &Rights<R>, person: &str, role: &str) -> Result<(), Refusal> {
        let no_role = || Refusal::Invalid(vec![FieldError::new(Field::Role, Choice::Role)]);
        let role = Role::parse(role).ok_or_else(no_role)?;
        change_role(&*self.writes, rights, &address(person)?, role, self.clock.now()).await
    }

    /// Removes somebody: from a campaign, or from the site with all of its campaigns.
    pub async fn remove<R: ManagesPeople>(&self, rights: &Rights<R>, person: &str) -> Result<(), Refusal> {
        remove(&*self.writes, rights, &address(person)?, self.clock.now()).await
    }

    /// Makes a sign-in link for somebody who works there, to hand over.
    pub async fn make_link<R: ManagesPeople>(&self, rights: &Rights<R>, person: &str) -> Result<PublicLink, Refusal> {
        let (email, now) = (address(person)?, self.clock.now());
        let (token, link) = self.new_secret();
        let campaign = R::campaign(rights.about());
        self.writes
            .write::<_, Refusal>(async |work| {
                let holder = still_there(work, rights).await?;
                let person = works_there(work, &email, campaign).await?;
                hand_over(work, &holder, &person, campaign, &link, now + Self::LINK_FOR).await?;
                work.audit(rights.holder(), Act::MadeLink { person: person.email }, now);
                Ok(())
            })
            .await?;
        Ok(self.links.sign_in(&token, None, ""))
    }
}

/// What is handed to somebody who is invited.
#[derive(Debug, Clone, Copy)]
pub enum Handed<'a> {
    Mail(&'a OrganiserMail),
    /// By its digest.
    Link {
        digest: &'a str,
        expires_at: Timestamp,
    },
}

/// Gives somebody a role, and what they are handed.
pub async fn invite<R: ManagesPeople>(
    writes: &dyn Writes,
    rights: &Rights<R>,
    email: &EmailAddress,
    role: Role,
    handed: Handed<'_>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let campaign = R::campaign(rights.about());
    writes
        .write(async |work| {
            let holder = still_there(work, rights).await?;
            let before = work.organiser(email).await?;
            let person = give(work, before.as_ref(), email, campaign, role, Some(&holder)).await?;
            match handed {
                Handed::Link { digest, expires_at } => {
                    hand_over(work, &holder, &person, campaign, digest, expires_at).await?;
                }
                Handed::Mail(mail) => work.add_organiser_mail(mail).await?,
            }
            let act = Act::GaveRole { person: person.email, campaign: campaign.cloned(), role };
            work.audit(rights.holder(), act, now);
            Ok(())
        })
        .await
}

/// Gives somebody who works there another role.
pub async fn change_role<R: ManagesPeople>(
    writes: &dyn Writes,
    rights: &Rights<R>,
    email: &EmailAddress,
    role: Role,
    now: Timestamp,
) -> Result<(), Refusal> {
    let campaign = R::campaign(rights.about());
    writes
        .write(async |work| {
            let holder = still_there(work, rights).await?;
            let before = works_there(work, email, campaign).await?;
            let person = give(work, Some(&before), email, campaign, role, Some(&holder)).await?;
            let act = Act::GaveRole { person: person.email, campaign: campaign.cloned(), role };
            work.audit(rights.holder(), act, now);
            Ok(())
        })
        .await
}

/// Removes somebody from a campaign, or from the site. Who works nowhere any more is forgotten, with their sessions and
/// links.
pub async fn remove<R: ManagesPeople>(
    writes: &dyn Writes,
    rights: &Rights<R>,
    email: &EmailAddress,
    now: Timestamp,
) -> Result<(), Refusal> {
    let campaign = R::campaign(rights.about());
    writes
        .write(async |work| {
            still_there(work, rights).await?;
            let person = works_there(work, email, campaign).await?;
            take(work, &person, campaign).await?;
            work.audit(rights.holder(), Act::RemovedPerson { person: person.email, campaign: campaign.cloned() }, now);
            Ok(())
        })
        .await
}

/// Makes this the only unit of work of its kind, and looks whether the holder of the rights still has them: of two owners
/// who remove each other at once, the second is none any more.
async fn still_there<R: ManagesPeople>(work: &mut Unit, rights: &Rights<R>) -> Result<Organiser, Refusal> {
    work.alone().await?;
    let holder = work.organiser(rights.holder().email()).await?;
    holder.filter(|holder| rights.about().role(holder) >= Some(R::LEAST)).ok_or(Refusal::Forbidden(R::NAME))
}

/// Somebody who works on a campaign, or on anything of the site.
async fn works_there(work: &mut Unit, email: &EmailAddress, campaign: Option<&CampaignId>) -> Result<Organiser, Refusal> {
    let person = work.organiser(email).await?;
    person.filter(|person| campaign.is_none() || person.role_in(campaign).is_some()).ok_or(Refusal::NotFound(Missing::Person))
}

/// Gives a role. `by` is who gives it, where that is an organiser.
pub(super) async fn give(
    work: &mut Unit,
    before: Option<&Organiser>,
    email: &EmailAddress,
    campaign: Option<&CampaignId>,
    role: Role,
    by: Option<&Organiser>,
) -> Result<Organiser, Refusal> {
    // As it was written first.
    let email = before.map_or(email, |person| &person.email);
    let has = |person: &Organiser| campaign.map_or(person.role, |campaign| campaign.role(person));
    if let Some(person) = before
        && has(person) < Some(role)
        && by.is_none_or(|by| by.email != person.email)
    {
        work.end_sessions(email).await?;
        work.delete_links(email).await?;
    }
    match campaign {
        None => {
            work.set_role(email, Some(role)).await?;
            keeps_an_owner(work, before).await?;
        }
        Some(campaign) => {
            if before.is_none() {
                work.set_role(email, None).await?;
            }
            work.set_campaign_role(email, campaign, Some(role)).await?;
        }
    }
    work.organiser(email).await?.ok_or(Refusal::NotFound(Missing::Person))
}

/// Takes somebody's role in a campaign, or all that they have.
pub(super) async fn take(work: &mut Unit, person: &Organiser, campaign: Option<&CampaignId>) -> Result<(), Refusal> {
    let email = &person.email;
    if let Some(campaign) = campaign {
        work.set_campaign_role(email, campaign, None).await?;
        if work.organiser(email).await?.is_some_and(|person| person.works()) {
            return Ok(());
        }
    }
    work.remove_organiser(email).await?;
    keeps_an_owner(work, Some(person)).await
}

/// Refuses if somebody who was an owner was the last.
async fn keeps_an_owner(work: &mut Unit, before: Option<&Organiser>) -> Result<(), Refusal> {
    let was_owner = before.is_some_and(|person| person.role == Some(Role::Owner));
    if was_owner && work.count_owners().await? == 0 { Err(Refusal::LastOwner) } else { Ok(()) }
}

/// Adds a link that the holder hands over. Whoever holds a link can sign in as that person. So an owner of one campaign
/// makes links only for those who work on that campaign and on nothing else.
async fn hand_over(
    work: &mut Unit,
    holder: &Organiser,
    person: &Organiser,
    campaign: Option<&CampaignId>,
    link: &str,
    expires_at: Timestamp,
) -> Result<(), Refusal> {
    if !may_hand_over(holder, person, campaign) {
        return Err(Refusal::Elsewhere);
    }
    Ok(work.add_link(link, &person.email, expires_at).await?)
}

/// Whether an organiser may hold a link of another.
pub fn may_hand_over(holder: &Organiser, person: &Organiser, campaign: Option<&CampaignId>) -> bool {
    let only_there = person.role.is_none() && person.campaigns.keys().all(|other| Some(other) == campaign);
    holder.role == Some(Role::Owner) || only_there
}
