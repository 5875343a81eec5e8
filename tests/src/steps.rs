//! What the use cases do with a store, one step each, in words that a test can tell a story with.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use domain::{
    Date,
    artwork::{Artwork, ArtworkId},
    campaign::{Campaign, CampaignFile, CampaignId, Change, Document, Part, Revision},
    checked::{LetterId, Slug, Token},
    language::Language,
    people::{Device, Organiser, Role},
};
use jiff::{SignedDuration, Timestamp};
use storage::Database;
use usecases::{
    Access, Refusal, class,
    desk::{
        self, Arrival, Present, Right, Rights, artworks,
        sign_in::{Entry, Opened},
    },
    directory, networks,
    ports::{
        Action, ActionKey, Allowance, ClassSet, DirectoryRow, KeyUse, Lease, LetterReads as _, Queued, Recorded, RelayLetter,
        RevisionReads as _, SessionReads as _, StoreError, Working, Writes,
    },
    post::{self, Asking, Excess, Settled},
    refusal::{Missing, Spent},
    supporter::campaigns,
};

/// What became of a letter that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Now,
    Before,
    /// Nothing was stored. The oldest of those that are too many was asked for at that time.
    Not(Excess, Timestamp),
}

/// What became of a sign-in link that was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkUse {
    SignedIn(Organiser),
    CodeWanted,
    Unknown,
    Used,
    Expired,
}

/// An organiser of the whole site who has just signed in.
pub fn present() -> Result<Present, Refusal> {
    let email = "ada@ngo.example".parse().map_err(|_| Refusal::NotFound(Missing::Page))?;
    let organiser = Organiser { email, role: Some(Role::Organiser), campaigns: BTreeMap::new() };
    Ok(Present { organiser, fresh: true })
}

/// What that organiser may do with a campaign.
pub fn rights<R: Right<About = CampaignId>>(campaign: &CampaignId) -> Result<Rights<R>, Refusal> {
    Rights::check(&present()?, campaign.clone())
}

/// A session to be opened under that digest, from a browser of no name.
pub fn entry(session: &str, now: Timestamp) -> Entry<'_> {
    let arrival = Arrival { device: Device::default(), reader: Language::EN, session: None };
    Entry { session, replaced: None, arrival, now }
}

#[async_trait]
pub trait Steps {
    async fn create_first_campaigns(&self, campaigns: &[Campaign], at: Timestamp) -> Result<bool, Refusal>;
    /// Changes a campaign and publishes it so.
    async fn change_campaign(
        &self,
        slug: &str,
        part: Part,
        at: Timestamp,
        change: impl for<'d> FnOnce(&'d mut Document) + Send,
    ) -> Result<Revision, Refusal>;
    /// Says whether there was room for it.
    async fn add_artwork(
        &self,
        campaign: &CampaignId,
        artwork: &Artwork,
        files: [&[u8]; 2],
        at: Timestamp,
    ) -> Result<bool, Refusal>;
    /// Says whether it was there.
    async fn remove_artwork(&self, campaign: &CampaignId, artwork: &ArtworkId, at: Timestamp) -> Result<bool, Refusal>;
    async fn use_key(&self, key: &str, request: &str, letter: &LetterId, at: Timestamp) -> Result<KeyUse, StoreError>;
    async fn add_class_set(&self, set: &ClassSet) -> Result<Option<ClassSet>, Refusal>;
    /// From a network that may make so many on the day of that digest.
    async fn add_class_set_from(&self, set: &ClassSet, limit: &Allowance) -> Result<Option<ClassSet>, Refusal>;
    async fn amend(&self, new: &[Action], gone: &BTreeSet<ActionKey>, allowance: Option<&Allowance>) -> Result<(), StoreError>;
    async fn ask_relay(&self, letter: &RelayLetter, asking: &Asking) -> Result<Asked, Refusal>;
    async fn confirm_relay(&self, id: &LetterId, at: Timestamp) -> Result<Recorded, StoreError>;
    async fn claim_mails(&self, now: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<Queued>, StoreError>;
    async fn settle_mail(&self, mail: &Queued, settled: &Settled, at: Timestamp) -> Result<Recorded, StoreError>;
    async fn purge_relay(&self, unconfirmed_before: Timestamp, ended_before: Timestamp) -> Result<u64, StoreError>;
    async fn salt(&self, day: Date, new: &str) -> Result<String, StoreError>;
    async fn forget_networks(&self, day: Date, asked_before: Timestamp) -> Result<(), StoreError>;
    async fn replace_datasets(&self, datasets: &[String], rows: &[DirectoryRow], at: Timestamp) -> Result<(), StoreError>;
    /// At the command line, with their role for the whole site.
    async fn add_organiser(&self, organiser: &Organiser, link: &str, expires_at: Timestamp) -> Result<(), Refusal>;
    /// Follows a link. The session lasts as long as sessions do.
    async fn use_link(&self, link: &str, session: &str, now: Timestamp) -> Result<LinkUse, Refusal>;
    async fn end_session(&self, session: &str) -> Result<(), StoreError>;
}

/// Gives each claim a name of its own.
static CLAIMS: AtomicU64 = AtomicU64::new(0);

fn writes(database: &Database) -> &dyn Writes {
    database
}

#[async_trait]
impl Steps for Database {
    async fn create_first_campaigns(&self, campaigns: &[Campaign], at: Timestamp) -> Result<bool, Refusal> {
        let file = |campaign: &Campaign| CampaignFile { slug: campaign.slug.clone(), document: campaign.document.clone() };
        let files: Vec<CampaignFile> = campaigns.iter().map(file).collect();
        campaigns::create_first(self, &files, at).await
    }

    async fn change_campaign(
        &self,
        slug: &str,
        part: Part,
        at: Timestamp,
        change: impl for<'d> FnOnce(&'d mut Document) + Send,
    ) -> Result<Revision, Refusal> {
        let missing = || Refusal::NotFound(Missing::Campaign);
        let slug = Slug::parse(slug).map_err(|_| missing())?;
        let Working { id, newest, mut document, .. } = self.working_campaign(&slug).await?.ok_or_else(missing)?;
        change(&mut document);
        let revision = desk::campaigns::save(self, &rights(&id)?, newest, Change::Edited(part), &document, at).await?;
        desk::campaigns::publish(self, &rights(&id)?, revision, false, at).await?;
        Ok(revision)
    }

    async fn add_artwork(
        &self,
        campaign: &CampaignId,
        artwork: &Artwork,
        [print, preview]: [&[u8]; 2],
        at: Timestamp,
    ) -> Result<bool, Refusal> {
        match artworks::put(self, self, &rights(campaign)?, artwork, [print, preview], at).await {
            Ok(()) => Ok(true),
            Err(Refusal::Invalid(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn remove_artwork(&self, campaign: &CampaignId, artwork: &ArtworkId, at: Timestamp) -> Result<bool, Refusal> {
        match artworks::take_out(self, self, &rights(campaign)?, artwork, at).await {
            Ok(()) => Ok(true),
            Err(Refusal::NotFound(Missing::Artwork)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn use_key(&self, key: &str, request: &str, letter: &LetterId, at: Timestamp) -> Result<KeyUse, StoreError> {
        writes(self).write(async |work| work.use_key(key, request, letter, at).await).await
    }

    async fn add_class_set(&self, set: &ClassSet) -> Result<Option<ClassSet>, Refusal> {
        let day = usecases::zones::day_in_utc(set.made_at);
        self.add_class_set_from(set, &Allowance { network: "anywhere".to_owned(), day, most: u32::MAX }).await
    }

    async fn add_class_set_from(&self, set: &ClassSet, limit: &Allowance) -> Result<Option<ClassSet>, Refusal> {
        class::add_set(self, set, limit).await
    }

    async fn amend(&self, new: &[Action], gone: &BTreeSet<ActionKey>, allowance: Option<&Allowance>) -> Result<(), StoreError> {
        class::amend(self, new, gone, allowance).await
    }

    async fn ask_relay(&self, letter: &RelayLetter, asking: &Asking) -> Result<Asked, Refusal> {
        match post::ask_for(self, letter, asking).await {
            Ok(Recorded::Now) => Ok(Asked::Now),
            Ok(Recorded::Before) => Ok(Asked::Before),
            Err(Refusal::TooMany { of, again_in }) => {
                Ok(Asked::Not(of, letter.asked_at + again_in - of.window() - SignedDuration::from_secs(1)))
            }
            Err(error) => Err(error),
        }
    }

    async fn confirm_relay(&self, id: &LetterId, at: Timestamp) -> Result<Recorded, StoreError> {
        match self.relay_letter(id).await? {
            Some(letter) => post::confirm_letter(self, None, &letter, None, at).await,
            None => Ok(Recorded::Before),
        }
    }

    async fn claim_mails(&self, now: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<Queued>, StoreError> {
        let claim =
            Token::from_bytes(CLAIMS.fetch_add(1, Ordering::Relaxed).to_be_bytes().repeat(2).try_into().unwrap_or_default());
        let lease = Lease { node: claim.clone(), claim, until };
        Ok(post::claim(self, self, None, &lease, now, limit).await?.mails)
    }

    async fn settle_mail(&self, mail: &Queued, settled: &Settled, at: Timestamp) -> Result<Recorded, StoreError> {
        let recorded = post::settle(self, mail, settled, at).await?;
        post::accept_sent(self).await?;
        Ok(recorded)
    }

    async fn purge_relay(&self, unconfirmed_before: Timestamp, ended_before: Timestamp) -> Result<u64, StoreError> {
        post::purge(self, unconfirmed_before, ended_before).await.map(|(unconfirmed, ended)| unconfirmed + ended)
    }

    async fn salt(&self, day: Date, new: &str) -> Result<String, StoreError> {
        writes(self).write(async |work| work.salt(day, new).await).await
    }

    async fn forget_networks(&self, day: Date, asked_before: Timestamp) -> Result<(), StoreError> {
        networks::forget(self, day, asked_before).await
    }

    async fn replace_datasets(&self, datasets: &[String], rows: &[DirectoryRow], at: Timestamp) -> Result<(), StoreError> {
        directory::replace_datasets(self, datasets, rows, &[], at).await
    }

    async fn add_organiser(&self, organiser: &Organiser, link: &str, expires_at: Timestamp) -> Result<(), Refusal> {
        let Organiser { email, role, .. } = organiser;
        let now = expires_at - Access::LINK_FOR;
        desk::operator::add_organiser(self, email, *role, link, expires_at, now).await.map(drop)
    }

    async fn use_link(&self, link: &str, session: &str, now: Timestamp) -> Result<LinkUse, Refusal> {
        match desk::sign_in::use_link(self, link, entry(session, now)).await {
            Ok(Opened::Session) => {
                let open = self.session(session, now).await?.ok_or(Refusal::NotFound(Missing::Session))?;
                Ok(LinkUse::SignedIn(open.organiser))
            }
            Ok(Opened::HalfSession) => Ok(LinkUse::CodeWanted),
            Err(Refusal::NotFound(Missing::Token)) => Ok(LinkUse::Unknown),
            Err(Refusal::TokenSpent(Spent::Used)) => Ok(LinkUse::Used),
            Err(Refusal::TokenSpent(Spent::Expired)) => Ok(LinkUse::Expired),
            Err(error) => Err(error),
        }
    }

    async fn end_session(&self, session: &str) -> Result<(), StoreError> {
        writes(self).write(async |work| work.end_session(session).await).await
    }
}
