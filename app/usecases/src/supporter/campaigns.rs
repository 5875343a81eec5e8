//! Campaigns and their targets, as a supporter finds and opens them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    Date,
    campaign::{Campaign, CampaignFile, CampaignId, CampaignState, Change, Edition, Letter, Revision},
    channel::Channel,
    checked::{FieldError, Slug, collect, one_line},
    directory::Directory,
    district::{Congress, District, Zip},
    form::Field,
    language::Language,
    letter::Merge,
    problem::Problem,
    tally::Stages,
    target::{Target, TargetId},
    treaty::Status,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    desk::Warning,
    directory::LiveDirectory,
    ports::{ActionReads, CampaignReads, Clock, Geocoder, Home, NewRevision, Writes},
    refusal::{Missing, Refusal},
    starter,
    supporter::finding::{self, Finder, Found, Order},
    zones,
};

#[derive(Debug, Clone)]
pub struct Campaigns {
    pub campaigns: Arc<dyn CampaignReads>,
    pub actions: Arc<dyn ActionReads>,
    pub writes: Arc<dyn Writes>,
    pub directory: Arc<LiveDirectory>,
    pub clock: Arc<dyn Clock>,
    pub geocoder: Option<Arc<dyn Geocoder>>,
}

domain::form! {
    /// Somebody's home, as it was typed.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct TypedHome {
        street: String = Street,
        zip: String = StreetZip,
    }
}

/// The result of looking an address up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookedUp {
    District(District),
    /// Nobody knows its district for certain; only the ZIP code can be used.
    Zip(Zip),
}

/// A campaign, whether it takes letters today, and its counts.
#[derive(Debug, Clone)]
pub struct Standing {
    pub campaign: Campaign,
    pub state: CampaignState,
    pub stages: Stages,
}

/// A campaign's letter to one target in one language, opened.
#[derive(Debug, Clone)]
pub struct Opened {
    pub campaign: Campaign,
    /// The revision whose words the letter has.
    pub revision: Revision,
    pub language: Language,
    pub edition: Edition,
    /// What this target gets. It has no paragraph that is for targets of another kind or status.
    pub letter: Letter,
    pub target: Target,
    pub status: Option<Status>,
    pub merge: Merge,
}

impl Opened {
    /// The channels by which the letter can leave.
    pub fn channels(&self) -> Vec<Channel> {
        self.campaign.document.ways.to(&self.target)
    }
}

impl Campaigns {
    /// The longest house number and street, in characters.
    pub const STREET_MAX: usize = 100;

    /// Puts the starter campaigns into an empty database.
    pub async fn start(&self) -> Result<bool, Refusal> {
        let campaigns = starter::campaigns().map_err(Refusal::Starter)?;
        create_first(&*self.writes, &campaigns, self.clock.now()).await
    }

    pub async fn all(&self) -> Result<Vec<Campaign>, Refusal> {
        Ok(self.campaigns.campaigns().await?)
    }

    /// Every campaign with its state and counts today.
    pub async fn standings(&self) -> Result<Vec<Standing>, Refusal> {
        let campaigns = self.campaigns.campaigns().await?;
        let mut totals = self.actions.totals().await?;
        let standing = |campaign: Campaign| Standing {
            state: self.state(&campaign),
            stages: totals.remove(&campaign.id).unwrap_or_default(),
            campaign,
        };
        Ok(campaigns.into_iter().map(standing).collect())
    }

    /// Tasks for organisers: lists that run out, and campaigns that name somebody who has left.
    pub async fn warnings(&self) -> Result<Vec<Warning>, Refusal> {
        let mut warnings = self.directory.warnings();
        warnings.extend(self.directory.unreadable().into_iter().map(Warning::Unreadable));
        for campaign in self.campaigns.campaigns().await? {
            let targets = self.directory.lost_targets(&campaign);
            let zone = campaign.document.zone;
            let is_known = zones::is_known(&zone);
            let slug = campaign.slug;
            if !targets.is_empty() {
                warnings.push(Warning::LostTargets { campaign: slug.clone(), targets });
            }
            if !is_known {
                warnings.push(Warning::UnknownZone { campaign: slug, zone });
            }
        }
        Ok(warnings)
    }

    pub async fn get(&self, slug: &str) -> Result<Campaign, Refusal> {
        let missing = Refusal::NotFound(Missing::Campaign);
        let Ok(slug) = Slug::parse(slug) else { return Err(missing) };
        self.campaigns.campaign(&slug).await?.ok_or(missing)
    }

    pub async fn named(&self, id: &CampaignId) -> Result<Campaign, Refusal> {
        self.campaigns.campaign_named(id).await?.ok_or(Refusal::NotFound(Missing::Campaign))
    }

    /// Whether a campaign takes letters now. Its days go by its own time zone.
    pub fn state(&self, campaign: &Campaign) -> CampaignState {
        campaign.state_on(zones::day_of_campaign(self.clock.now(), &campaign.document.zone))
    }

    /// The edition of a campaign in the language asked for. If none is, the one that its reader wants most, by the tags
    /// of `wishes`, or its first.
    pub fn edition<'a>(&self, campaign: &'a Campaign, language: Option<&str>, wishes: &[String]) -> Result<&'a Edition, Refusal> {
        let find = |tag: &str| Language::parse(tag).ok().and_then(|language| campaign.document.edition_for(language));
        match language.filter(|tag| !tag.is_empty()) {
            None => wishes.iter().find_map(|tag| find(tag)).or_else(|| campaign.document.editions.first()),
            Some(tag) => find(tag),
        }
        .ok_or(Refusal::NotFound(Missing::Language))
    }

    /// The targets of a campaign that fit the finder's fields.
    pub async fn find(&self, campaign: &Campaign, finder: &Finder) -> Result<Found, Refusal> {
        let sent = match finder.order {
            Order::Fewest => self.actions.tally(&campaign.id).await?.by_target,
            Order::Directory => BTreeMap::new(),
        };
        Ok(finding::find(&self.directory.get(), campaign, finder, &sent, self.clock.now()))
    }

    /// Whether a campaign writes to any member of Congress, so that a ZIP code leads somewhere.
    pub fn leads_to_congress(&self, campaign: &Campaign) -> bool {
        finding::leads_to_congress(&self.directory.get(), campaign)
    }

    /// Whether a street address can be looked up for a campaign.
    pub fn looks_up(&self, campaign: &Campaign) -> bool {
        self.geocoder.is_some() && self.leads_to_congress(campaign)
    }

    /// The district that a street address lies in, by the lines of the sitting Congress. A district that the directory
    /// does not have, or that is far from the ZIP code, is somebody's mistake; then the ZIP code is used.
    pub async fn look_up(&self, campaign: &Campaign, typed: &TypedHome) -> Result<LookedUp, Refusal> {
        let geocoder = self.geocoder.as_ref().filter(|_| self.looks_up(campaign)).ok_or(Refusal::NotFound(Missing::Page))?;
        let mut errors: Vec<FieldError> = Vec::new();
        let street = collect(&mut errors, Field::Street, one_line(&typed.street, Self::STREET_MAX));
        let zip = collect(&mut errors, Field::StreetZip, Zip::parse(&typed.zip));
        let (Some(street), Some(zip)) = (street, zip) else { return Err(Refusal::Invalid(errors)) };
        let found = geocoder.district(&Home { street, zip }, Congress::at(self.clock.now())).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the geocoder was of no help");
            None
        });
        let seat = found.and_then(|district| finding::seat_near(&self.directory.get(), district, zip));
        Ok(seat.map_or(LookedUp::Zip(zip), LookedUp::District))
    }

    /// How many targets a campaign has.
    pub fn count(&self, campaign: &Campaign) -> usize {
        finding::audience(&self.directory.get(), campaign, self.clock.today()).count()
    }

    /// The channels by which at least one of a campaign's targets can be reached.
    pub fn channels(&self, campaign: &Campaign) -> Vec<Channel> {
        let (directory, ways) = (self.directory.get(), &campaign.document.ways);
        let offered: BTreeSet<Channel> =
            finding::audience(&directory, campaign, self.clock.today()).flat_map(|target| ways.to(target)).collect();
        offered.into_iter().collect()
    }

    /// A letter can be finished in the words with which it was begun for this long after others are published.
    pub const KEEP_WORDS_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

    /// Opens a campaign's letter to a target. A closed campaign can be read too.
    ///
    /// A letter that was begun under an earlier `revision` keeps the words of that one. Whom the campaign writes to, how,
    /// and until when are those of today.
    pub async fn open(
        &self,
        slug: &str,
        target: &str,
        language: Option<&str>,
        wishes: &[String],
        revision: Option<Revision>,
    ) -> Result<Opened, Refusal> {
        let campaign = self.get(slug).await?;
        let begun = self.as_begun(&campaign, revision).await?;
        let worded = begun.as_ref().unwrap_or(&campaign);
        let edition = self.edition(worded, language, wishes)?;
        let opened = TargetId::parse(target).ok().and_then(|target| self.open_for(&campaign, edition, &target));
        let opened = opened.ok_or(Refusal::NotFound(Missing::Target))?;
        Ok(Opened { revision: worded.revision, ..opened })
    }

    /// The campaign as it was when a letter was begun, if other words are public now and that was not long ago.
    pub async fn as_begun(&self, campaign: &Campaign, revision: Option<Revision>) -> Result<Option<Campaign>, Refusal> {
        let Some(revision) = revision.filter(|revision| *revision != campaign.revision) else { return Ok(None) };
        let since = self.clock.now() - Self::KEEP_WORDS_FOR;
        Ok(self.campaigns.campaign_of(&campaign.slug, revision, since).await?)
    }

    /// Opens one of a campaign's editions for a target. `None` for a target that the campaign does not write to today.
    pub(crate) fn open_for(&self, campaign: &Campaign, edition: &Edition, target: &TargetId) -> Option<Opened> {
        // The status of a state is the same for everybody, wherever they write: it goes by UTC, not by the letter's
        // day.
        let today = self.clock.today();
        let directory = self.directory.get();
        let target = directory.target(target)?.clone();
        let (status, merge, letter) = worded(&directory, campaign, edition, &target, today);
        let (campaign, edition) = (campaign.clone(), edition.clone());
        campaign.document.writes_to(&directory, &target, today).then_some(Opened {
            revision: campaign.revision,
            language: edition.language,
            campaign,
            edition,
            letter,
            target,
            status,
            merge,
        })
    }

    /// Refuses if the campaign takes no letters today.
    pub fn must_be_open(&self, campaign: &Campaign) -> Result<(), Refusal> {
        let zone = || campaign.document.zone.clone();
        match (self.state(campaign), campaign.document.closes_on) {
            (CampaignState::Open, _) => Ok(()),
            (CampaignState::Paused, _) => Err(Refusal::Paused),
            (CampaignState::Won, _) => Err(Refusal::Won),
            (CampaignState::Closed, Some(closes_on)) => Err(Refusal::Closed(closes_on, zone())),
            (CampaignState::Upcoming | CampaignState::Closed, _) => Err(Refusal::NotYetOpen(campaign.document.opens_on, zone())),
        }
    }
}

/// What a target gets of an edition: by the status of its state, filled in with these words.
pub(crate) fn worded(
    directory: &Directory,
    campaign: &Campaign,
    edition: &Edition,
    target: &Target,
    today: Date,
) -> (Option<Status>, Merge, Letter) {
    let status = finding::status(directory, campaign, target, today);
    let merge = directory.merge(target, campaign.document.treaty.as_ref(), edition.language, today);
    // Decided here once; whatever is made of the letter afterwards meets a plain template.
    (status, merge, edition.letter_to(target.kind()).for_status(status))
}

/// Creates these campaigns if there is none yet, and publishes them: all of them or nothing. Says whether it did.
pub async fn create_first(writes: &dyn Writes, campaigns: &[CampaignFile], at: Timestamp) -> Result<bool, Refusal> {
    writes
        .write(async |work| {
            // Two nodes that start at once on an empty database would each see that there is no campaign.
            work.alone().await?;
            if work.has_campaigns().await? {
                return Ok(false);
            }
            for (position, CampaignFile { slug, document }) in campaigns.iter().enumerate() {
                let (campaign, revision) = (&CampaignId::from(slug), Revision::FIRST);
                let new = NewRevision { campaign, revision, author: None, change: Change::Created, document };
                let created = work.create_campaign(slug, position, at).await?
                    && work.add_revision(new, at).await?
                    && work.publish(campaign, revision, at).await?;
                if !created {
                    return Err(Refusal::Invalid(vec![FieldError::new(Field::Slug, Problem::SlugTaken)]));
                }
            }
            Ok(true)
        })
        .await
}
