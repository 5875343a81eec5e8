//! How fast letters leave, as organisers see it: what waits for whom, when the next leaves, and what is paused.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    campaign::{Campaign, Hold, ZoneName},
    target::TargetId,
};
use jiff::{Timestamp, civil::DateTime};

use super::{PausePost, Rights, SeeCampaign};
use crate::{
    directory::LiveDirectory,
    ports::{Act, CampaignReads, Clock, PaceReads, Pause, PauseReads, Paused, Writes},
    refusal::{Missing, Refusal},
    zones,
};

#[derive(Debug, Clone)]
pub struct Pacing {
    pub paces: Arc<dyn PaceReads>,
    pub pauses: Arc<dyn PauseReads>,
    pub campaigns: Arc<dyn CampaignReads>,
    pub writes: Arc<dyn Writes>,
    pub directory: Arc<LiveDirectory>,
    pub clock: Arc<dyn Clock>,
    /// Whether letters go by a pace on this site.
    pub paced: bool,
}

/// The letters of a campaign that wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// The pause of the whole site, if there is one.
    pub site: Option<Pause>,
    pub hold: Option<Hold>,
    /// The targets for which letters wait, and those that are paused.
    pub lines: Vec<WaitsFor>,
}

/// The letters that wait for one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitsFor {
    pub target: TargetId,
    pub letters: u32,
    /// When the next leaves. None waits, or nobody knows: it is paused.
    pub next: Option<Next>,
    /// The target's own pause.
    pub pause: Option<Pause>,
}

/// A moment by the clocks of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub at: Timestamp,
    pub there: DateTime,
    pub zone: ZoneName,
}

impl Pacing {
    /// What waits of a campaign.
    pub async fn of_campaign(&self, rights: &Rights<SeeCampaign>) -> Result<Waits, Refusal> {
        let mut pauses: BTreeMap<TargetId, Pause> = BTreeMap::new();
        let mut site = None;
        for pause in self.pauses.pauses().await? {
            match &pause.what {
                Paused::Site => site = Some(pause),
                Paused::Target(target) => drop(pauses.insert(target.clone(), pause)),
            }
        }
        // Of one that was never public nothing waits.
        let Some(campaign) = self.campaigns.campaign_named(rights.campaign()).await? else {
            return Ok(Waits { site, hold: None, lines: Vec::new() });
        };
        let waiting = self.paces.waiting(&campaign.id).await?;
        let stopped = site.is_some() || campaign.hold.is_some();
        let mut lines: Vec<WaitsFor> = Vec::new();
        for row in waiting {
            let pause = pauses.remove(&row.target);
            let next = (!stopped && pause.is_none()).then(|| self.next(&campaign, &row.target, row.due_at));
            lines.push(WaitsFor { target: row.target, letters: row.letters, next, pause });
        }
        let reached = self.reached(&campaign, pauses.keys());
        lines.extend(pauses.into_iter().filter(|(target, _)| reached.contains(target)).map(|(target, pause)| WaitsFor {
            target,
            letters: 0,
            next: None,
            pause: Some(pause),
        }));
        Ok(Waits { site, hold: campaign.hold, lines })
    }

    /// Whether letters to a target wait, and since when.
    pub async fn of_target(&self, target: &TargetId) -> Result<Option<Pause>, Refusal> {
        let pauses = self.pauses.pauses().await?;
        Ok(pauses.into_iter().find(|pause| pause.what == Paused::Target(target.clone())))
    }

    /// The pause of the whole site, if there is one.
    pub async fn of_site(&self) -> Result<Option<Pause>, Refusal> {
        Ok(self.pauses.pauses().await?.into_iter().find(|pause| pause.what == Paused::Site))
    }

    /// Stops letters at once, also those that wait. What is paused stays as it is.
    pub async fn pause(&self, rights: &Rights<PausePost>, what: Paused) -> Result<(), Refusal> {
        if let Paused::Target(target) = &what
            && self.directory.get().target(target).is_none()
        {
            return Err(Refusal::NotFound(Missing::Target));
        }
        let act = match &what {
            Paused::Site => Act::PausedSite,
            Paused::Target(target) => Act::PausedTarget { target: target.clone() },
        };
        let pause = Pause { what, by: rights.holder().email().clone(), at: self.clock.now() };
        self.writes
            .write(async |work| {
                if work.pause(&pause).await? {
                    work.audit(rights.holder(), act, pause.at);
                }
                Ok(())
            })
            .await
    }

    /// Lets letters leave again.
    pub async fn resume(&self, rights: &Rights<PausePost>, what: &Paused) -> Result<(), Refusal> {
        let act = match what {
            Paused::Site => Act::ResumedSite,
            Paused::Target(target) => Act::ResumedTarget { target: target.clone() },
        };
        let at = self.clock.now();
        self.writes
            .write(async |work| {
                if work.resume(what, at).await? {
                    work.audit(rights.holder(), act, at);
                }
                Ok(())
            })
            .await
    }

    /// When the first of the letters to a target leaves, by the office's clocks. One whose slot has come leaves now, or when
    /// the office opens.
    fn next(&self, campaign: &Campaign, target: &TargetId, due_at: Timestamp) -> Next {
        let directory = self.directory.get();
        let zone = zones::zone_of_office(directory.target(target), &campaign.document.zone);
        let soonest = due_at.max(self.clock.now());
        let at =
            if self.paced && campaign.document.pace.office_hours { zones::office_hours(&zone).next(soonest) } else { soonest };
        Next { at, there: zones::clock_in(&zone, at), zone }
    }

    /// Those of some targets that a campaign writes to.
    fn reached<'a>(&self, campaign: &Campaign, targets: impl Iterator<Item = &'a TargetId>) -> BTreeSet<TargetId> {
        let directory = self.directory.get();
        let today = self.clock.today();
        targets
            .filter(|id| directory.target(id).is_some_and(|target| campaign.document.writes_to(&directory, target, today)))
            .cloned()
            .collect()
    }
}
