//! Campaigns and their targets, as a supporter finds them.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    Date,
    campaign::{Campaign, CampaignState, Edition},
    checked::Slug,
    directory::Search,
    language::Language,
    letter::Merge,
    state::UsState,
    tally::{Channel, Stages},
    target::{Target, TargetId, TargetKind},
    treaty::Status,
};

use crate::{
    directory::LiveDirectory,
    ports::{Clock, Store},
    refusal::{Missing, Refusal},
    starter,
};

#[derive(Debug, Clone)]
pub struct Campaigns {
    pub store: Arc<dyn Store>,
    pub directory: Arc<LiveDirectory>,
    pub clock: Arc<dyn Clock>,
}

/// What a supporter looks for among a campaign's targets, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finder {
    pub q: String,
    pub zip: String,
    pub state: String,
    pub kind: String,
    /// From 1.
    pub page: usize,
}

impl Finder {
    /// Longer than any name; a search for thousands of words would keep a core busy.
    const MAX: usize = 100;

    /// Everything within its limit.
    fn cut(&self) -> Self {
        let cut = |text: &str| text.chars().take(Self::MAX).collect();
        Self { q: cut(&self.q), zip: cut(&self.zip), state: cut(&self.state), kind: cut(&self.kind), page: self.page }
    }
}

/// A page of the targets that were found.
#[derive(Debug, Clone)]
pub struct Found {
    pub targets: Vec<Listed>,
    /// How many there are on all pages.
    pub total: usize,
    pub page: usize,
    pub pages: usize,
    /// What the person should know: why nothing was found, what a ZIP does not tell, that the list is old.
    pub notice: Option<String>,
}

/// A campaign, whether it takes letters today, and what was counted.
#[derive(Debug, Clone)]
pub struct Standing {
    pub campaign: Campaign,
    pub state: CampaignState,
    pub stages: Stages,
}

/// A target in a campaign: with where its state stands under the campaign's treaty.
#[derive(Debug, Clone)]
pub struct Listed {
    pub target: Target,
    pub status: Option<Status>,
}

/// A campaign's letter to one target in one language, opened.
#[derive(Debug, Clone)]
pub struct Opened {
    pub campaign: Campaign,
    pub language: Language,
    pub edition: Edition,
    pub target: Target,
    pub status: Option<Status>,
    pub merge: Merge,
}

impl Campaigns {
    /// Targets on one page of results.
    pub const PAGE: usize = 24;

    /// Puts the starter campaigns into an empty database.
    pub async fn start(&self) -> Result<bool, Refusal> {
        let campaigns = starter::campaigns().map_err(|error| crate::ports::StoreError(error.to_string()))?;
        Ok(self.store.create_first_campaigns(&campaigns, self.clock.now()).await?)
    }

    pub async fn all(&self) -> Result<Vec<Campaign>, Refusal> {
        Ok(self.store.campaigns().await?)
    }

    /// Every campaign with how it stands today.
    pub async fn standings(&self) -> Result<Vec<Standing>, Refusal> {
        let campaigns = self.store.campaigns().await?;
        let mut totals = self.store.totals().await?;
        let standing = |campaign: Campaign| Standing {
            state: self.state(&campaign),
            stages: totals.remove(&campaign.slug).unwrap_or_default(),
            campaign,
        };
        Ok(campaigns.into_iter().map(standing).collect())
    }

    pub async fn get(&self, slug: &str) -> Result<Campaign, Refusal> {
        let missing = Refusal::NotFound(Missing::Campaign);
        let Ok(slug) = Slug::parse(slug) else { return Err(missing) };
        self.store.campaign(&slug).await?.ok_or(missing)
    }

    pub fn state(&self, campaign: &Campaign) -> CampaignState {
        campaign.state_on(self.clock.today())
    }

    /// The words of a campaign in the language asked for, or in its first where none is.
    pub fn edition<'a>(&self, campaign: &'a Campaign, language: Option<&str>) -> Result<&'a Edition, Refusal> {
        match language.filter(|tag| !tag.is_empty()) {
            None => campaign.editions.first(),
            Some(tag) => Language::parse(tag).and_then(|language| campaign.edition(language)),
        }
        .ok_or(Refusal::NotFound(Missing::Language))
    }

    fn status(&self, campaign: &Campaign, target: &Target, today: Date) -> Option<Status> {
        campaign.treaty.as_ref().and_then(|treaty| self.directory.get().status(treaty, &target.country(), today))
    }

    /// Every target of a campaign that fits what was typed.
    pub fn find(&self, campaign: &Campaign, finder: &Finder) -> Found {
        let today = self.clock.today();
        let mut notices = Vec::new();
        let Finder { q, zip, state, kind, page } = finder.cut();
        let mut search = Search { words: q, kind: TargetKind::parse(&kind), us_state: None };
        let (zip, state) = (zip.trim(), state.trim());
        if !zip.is_empty() {
            match UsState::of_zip(zip) {
                Some(state) => {
                    search.us_state = Some(state.code.to_owned());
                    notices.push(format!(
                        "ZIP {zip} is in {}. These are its members of Congress. Your representative is the one of the district where you live.",
                        state.name
                    ));
                }
                None => notices.push(format!(
                    "We know no state with the ZIP {zip}. A ZIP has five digits. Or choose your state from the list."
                )),
            }
        }
        if !state.is_empty() {
            match UsState::find(state) {
                Some(state) if zip.is_empty() => search.us_state = Some(state.code.to_owned()),
                Some(_) => {}
                None => notices.push(format!("We know no US state with the code {state}. Choose one from the list.")),
            }
        }
        let unanswerable =
            (!zip.is_empty() && UsState::of_zip(zip).is_none()) || (!state.is_empty() && UsState::find(state).is_none());
        let directory = self.directory.get();
        let fits: Vec<(&Target, Option<Status>)> = directory
            .search(&search)
            .map(|target| (target, self.status(campaign, target, today)))
            .filter(|(target, status)| !unanswerable && campaign.audience.includes(target, *status))
            .collect();
        let (total, pages) = (fits.len(), fits.len().div_ceil(Self::PAGE).max(1));
        let page = page.clamp(1, pages);
        if total == 0 && notices.is_empty() {
            notices.push("Nothing fits. Try fewer letters of the name, or the name of the state or country.".to_owned());
        }
        if let Some(until) = fits.iter().find(|(target, _)| target.is_stale_on(today)).and_then(|(target, _)| target.valid_until)
        {
            notices.push(format!("This list ended on {until} and is out of date: offices may have changed hands since."));
        }
        Found {
            // Only what is shown is copied: a campaign to Congress has 537.
            targets: fits
                .into_iter()
                .skip((page - 1) * Self::PAGE)
                .take(Self::PAGE)
                .map(|(target, status)| Listed { target: target.clone(), status })
                .collect(),
            total,
            page,
            pages,
            notice: (!notices.is_empty()).then(|| notices.join(" ")),
        }
    }

    /// The channels by which at least one of a campaign's targets can be reached.
    pub fn channels(&self, campaign: &Campaign) -> Vec<Channel> {
        let today = self.clock.today();
        let directory = self.directory.get();
        let offered: BTreeSet<Channel> = directory
            .targets()
            .iter()
            .filter(|target| campaign.audience.includes(target, self.status(campaign, target, today)))
            .flat_map(Target::channels)
            .collect();
        offered.into_iter().collect()
    }

    /// Opens a campaign's letter to a target. Any campaign, open or not, can be read.
    pub async fn open(&self, slug: &str, target: &str, language: Option<&str>) -> Result<Opened, Refusal> {
        let campaign = self.get(slug).await?;
        let edition = self.edition(&campaign, language)?.clone();
        let today = self.clock.today();
        let directory = self.directory.get();
        let (target, status) = TargetId::parse(target)
            .ok()
            .and_then(|id| directory.target(&id))
            .map(|target| (target.clone(), self.status(&campaign, target, today)))
            .filter(|(target, status)| campaign.audience.includes(target, *status))
            .ok_or(Refusal::NotFound(Missing::Target))?;
        let merge = directory.merge(&target, campaign.treaty.as_ref(), edition.language, today);
        Ok(Opened { language: edition.language, campaign, edition, target, status, merge })
    }

    /// Refuses what a campaign that takes no letters today cannot do.
    pub fn must_be_open(&self, campaign: &Campaign) -> Result<(), Refusal> {
        match (self.state(campaign), campaign.closes_on) {
            (CampaignState::Open, _) => Ok(()),
            (CampaignState::Closed, Some(closes_on)) => Err(Refusal::Closed(closes_on)),
            (CampaignState::Upcoming | CampaignState::Closed, _) => Err(Refusal::NotYetOpen(campaign.opens_on)),
        }
    }
}
