//! When letters leave: each gets a slot when it is queued, and is looked at again when the slot has come. What a slot is
//! stands in [`domain::post::pace`].
//!
//! Mails to supporters do not wait.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    campaign::{Campaign, CampaignId, Pace, ZoneName},
    post::{
        Purpose,
        pace::{Daily, Hours, Line, Rhythm},
    },
    target::TargetId,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    directory::LiveDirectory,
    ports::{CampaignReads, LineName, PaceReads, Queued, RelayLetter, StoreError, Unit, Waiting, Writes},
    zones,
};

/// The pace of the whole site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SitePace {
    /// Between two letters to addresses of one domain.
    pub domain_gap: SignedDuration,
}

impl Default for SitePace {
    fn default() -> Self {
        Self { domain_gap: SignedDuration::from_secs(5) }
    }
}

/// By what letters leave.
#[derive(Debug, Clone)]
pub struct Timetable {
    pub site: SitePace,
    pub campaigns: Arc<dyn CampaignReads>,
    pub paces: Arc<dyn PaceReads>,
    pub directory: Arc<LiveDirectory>,
}

/// What became of mails that were due.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// To be sent now.
    pub(super) leave: Vec<Queued>,
    /// To be looked at again then.
    pub(super) wait: Vec<(Queued, Timestamp)>,
    /// To leave then with others.
    pub(super) gather: Vec<(Queued, Timestamp)>,
}

impl Timetable {
    /// Queues a letter of a campaign, by a slot of its own or with the others of its day.
    pub(super) async fn queue(
        &self,
        work: &mut Unit,
        campaign: Option<&Campaign>,
        letter: &RelayLetter,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let name = LineName::Target(letter.target.clone());
        if let Some(daily) = self.daily(campaign, &letter.target) {
            // Held, so that the parcel does not leave meanwhile. It takes no slot: another campaign's letters would wait behind it.
            work.line(&name).await?;
            return work.gather(letter, daily.next(now)).await;
        }
        let rhythm = self.rhythm(work, campaign, &letter.target, now).await?;
        let mut line = work.line(&name).await?;
        let slot = line.take_slot(now, &rhythm);
        work.set_line(&name, &line).await?;
        work.enqueue(letter, Purpose::Letter, slot);
        Ok(())
    }

    /// The moment for another try of a letter: in the hours of its office, from `due_at` on.
    pub(super) fn again(&self, campaign: Option<&Campaign>, target: &TargetId, due_at: Timestamp) -> Timestamp {
        self.hours(campaign, target).next(due_at)
    }

    /// Looks at mails that are due. The lines are held until the unit of work ends, so that two nodes never let letters pass
    /// by what both have read.
    pub(super) async fn look(&self, work: &mut Unit, due: Vec<Queued>, now: Timestamp) -> Result<Looked, StoreError> {
        let (letters, others): (Vec<_>, Vec<_>) = due.into_iter().partition(|mail| mail.purpose == Purpose::Letter);
        let mut looked = Looked { leave: others, ..Looked::default() };
        if letters.is_empty() {
            return Ok(looked);
        }
        let mut lines = BTreeMap::new();
        // In their order, so that nodes wait for each other but never in a circle.
        for name in letters.iter().flat_map(|mail| lines_of(&mail.letter)).collect::<BTreeSet<_>>() {
            let line = work.line(&name).await?;
            lines.insert(name, line);
        }
        let before = lines.clone();
        let of_domain = Rhythm::of_gap(self.site.domain_gap);
        let mut campaigns: BTreeMap<CampaignId, Option<Campaign>> = BTreeMap::new();
        for mail in letters {
            let RelayLetter { campaign: id, target, .. } = &mail.letter;
            if !campaigns.contains_key(id) {
                campaigns.insert(id.clone(), self.campaigns.campaign_named(id).await?);
            }
            let campaign = campaigns.get(id).and_then(Option::as_ref);
            // It came by itself, was approved by an organiser, or waited when the campaign got digests.
            if mail.attempts == 1
                && !mail.has_parcel
                && let Some(daily) = self.daily(campaign, target)
            {
                let slot = daily.next(mail.due_at);
                looked.gather.push((mail, slot));
                continue;
            }
            let rhythm = self.rhythm(work, campaign, target, now).await?;
            match look(&mut lines, &mail, now, &rhythm, &of_domain) {
                Ok(()) => looked.leave.push(mail),
                Err(slot) => looked.wait.push((mail, slot)),
            }
        }
        for (name, line) in lines.iter().filter(|(name, line)| before.get(name) != Some(line)) {
            work.set_line(name, line).await?;
        }
        Ok(looked)
    }

    /// Lets letters take new slots whose line has grown beyond the day on which their campaign closes, if that brings them back.
    pub(super) async fn deal_anew(&self, writes: &dyn Writes, now: Timestamp) -> Result<(), StoreError> {
        for campaign in self.campaigns.campaigns().await? {
            let (pace, Some(closes)) = (campaign.document.pace, closes(&campaign)) else { continue };
            if !pace.spread || pace.digest || campaign.hold.is_some() || closes <= now {
                continue;
            }
            for Waiting { target, letters, last_due_at, .. } in self.paces.waiting(&campaign.id).await? {
                if last_due_at < closes {
                    continue;
                }
                let left = time_left(&campaign, &self.hours(Some(&campaign), &target), now, letters);
                let needed = pace.stride(left, letters).saturating_mul(i32::try_from(letters).unwrap_or(i32::MAX));
                if left.is_some_and(|left| needed <= left) {
                    writes.write(async |work| work.drop_slots(&campaign.id, Some(&target), now).await).await?;
                }
            }
        }
        Ok(())
    }

    async fn rhythm(
        &self,
        work: &mut Unit,
        campaign: Option<&Campaign>,
        target: &TargetId,
        now: Timestamp,
    ) -> Result<Rhythm, StoreError> {
        let pace = pace_of(campaign);
        let hours = self.hours(campaign, target);
        let stride = match campaign {
            Some(campaign) if pace.spread && !pace.digest => {
                let waiting = work.waiting_for(&campaign.id, target).await?;
                pace.stride(time_left(campaign, &hours, now, waiting), waiting)
            }
            _ => pace.gap(),
        };
        Ok(Rhythm { hours, gap: pace.gap(), stride })
    }

    /// When the letters of a campaign leave for a target in one mail; `None` where each is a mail of its own.
    fn daily(&self, campaign: Option<&Campaign>, target: &TargetId) -> Option<Daily> {
        let pace = pace_of(campaign);
        pace.digest.then(|| zones::daily(&self.zone(campaign, target), !pace.office_hours))
    }

    fn hours(&self, campaign: Option<&Campaign>, target: &TargetId) -> Hours {
        if !pace_of(campaign).office_hours {
            return Hours::Always;
        }
        zones::office_hours(&self.zone(campaign, target))
    }

    fn zone(&self, campaign: Option<&Campaign>, target: &TargetId) -> ZoneName {
        let of_campaign = campaign.map(|campaign| campaign.document.zone.clone()).unwrap_or_default();
        zones::zone_of_office(self.directory.get().target(target), &of_campaign)
    }
}

fn pace_of(campaign: Option<&Campaign>) -> Pace {
    campaign.map(|campaign| campaign.document.pace).unwrap_or_default()
}

fn closes(campaign: &Campaign) -> Option<Timestamp> {
    zones::beginning(campaign.document.closes_on?, &campaign.document.zone)
}

/// The office's time until the campaign closes; as much as `waiting` letters can make use of.
fn time_left(campaign: &Campaign, hours: &Hours, now: Timestamp, waiting: u32) -> Option<SignedDuration> {
    let closes = closes(campaign)?;
    let enough = Pace::SPREAD_MAX.saturating_mul(2).saturating_mul(i32::try_from(waiting.max(1)).unwrap_or(i32::MAX));
    Some(hours.between(now, closes, enough))
}

/// The lines in which a letter stands.
fn lines_of(letter: &RelayLetter) -> [LineName; 2] {
    let (_, domain) = letter.recipient.as_str().rsplit_once('@').unwrap_or_default();
    [LineName::Target(letter.target.clone()), LineName::Domain(domain.to_ascii_lowercase())]
}

/// Whether a letter passes both of its lines. In that of its domain it takes no slot before its target lets it leave: one that
/// leaves tomorrow would have all others of the domain wait behind it.
fn look(
    lines: &mut BTreeMap<LineName, Line>,
    mail: &Queued,
    now: Timestamp,
    rhythm: &Rhythm,
    of_domain: &Rhythm,
) -> Result<(), Timestamp> {
    let [target, domain] = lines_of(&mail.letter);
    let was_tried = mail.attempts > 1;
    lines.entry(target.clone()).or_default().look(now, mail.due_at, was_tried, rhythm)?;
    let passes = lines.entry(domain.clone()).or_default().look(now, mail.due_at, was_tried, of_domain);
    passes.map_err(|slot| rhythm.hours.next(slot))?;
    for name in [target, domain] {
        lines.entry(name).or_default().pass(now);
    }
    Ok(())
}
