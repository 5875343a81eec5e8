//! States: each one's status under a treaty on a day, who can be written to about it, and the letters so far.

use std::sync::Arc;

use domain::{
    Date,
    campaign::{Campaign, CampaignState},
    checked::{code, shown},
    directory::{Absence, Directory},
    language::Grammar,
    notice::Notice,
    state::{Iso2, Region, State, Tile},
    target::{Office, Target, TargetKind},
    treaty::{Membership, Status, Treaty, TreatyId},
};

use crate::{
    directory::LiveDirectory,
    ports::{ActionReads, CampaignReads, Clock},
    refusal::{Missing, Refusal},
    zones,
};

#[derive(Debug, Clone)]
pub struct States {
    pub campaigns: Arc<dyn CampaignReads>,
    pub actions: Arc<dyn ActionReads>,
    pub directory: Arc<LiveDirectory>,
    pub clock: Arc<dyn Clock>,
}

/// The view of the world that a person asks for, as it was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// A treaty's short name; the first treaty where it is empty.
    pub treaty: String,
    /// A day; today where it is empty.
    pub on: String,
    pub region: String,
    pub status: String,
}

/// The states under one treaty on one day.
#[derive(Debug, Clone)]
pub struct World {
    pub treaty: Treaty,
    pub on: Date,
    pub region: Option<Region>,
    pub status: Option<Status>,
    /// In the order of their names.
    pub standings: Vec<StateStanding>,
    /// Each status that some state has, and how many have it.
    pub counts: Vec<(Status, usize)>,
    /// The parts of the question that could not be read.
    pub notices: Vec<Notice>,
}

/// One state on that day.
#[derive(Debug, Clone)]
pub struct StateStanding {
    pub iso2: Iso2,
    pub name: String,
    pub tile: Tile,
    pub status: Status,
    /// Whether the question asked for it.
    pub asked_for: bool,
}

/// All that is known of one state.
#[derive(Debug, Clone)]
pub struct Portrait {
    pub state: State,
    pub on: Date,
    pub treaties: Vec<(Treaty, Membership, Status)>,
    /// Its missions, and those of the United States to it.
    pub missions: Vec<Target>,
    /// The missions that do not exist, with the reason.
    pub absences: Vec<Absence>,
    pub capital: Vec<Target>,
    /// The campaigns that write to it, each with the offices that it writes to.
    pub campaigns: Vec<(Campaign, Vec<Target>)>,
    /// Letters sent to its offices, over all campaigns.
    pub letters: u64,
    pub notice: Option<Notice>,
}

/// The typed text, short enough to repeat.
fn cut(text: &str) -> String {
    shown(text).chars().take(20).collect()
}

impl States {
    /// The day that was asked for, or today and a notice why.
    fn day(&self, text: &str) -> (Date, Option<Notice>) {
        let today = self.clock.today();
        match code(text).as_str() {
            "" => (today, None),
            text => match text.parse() {
                Ok(day) => (day, None),
                Err(_) => (today, Some(Notice::NotADay { typed: cut(text), today })),
            },
        }
    }

    /// The world under a treaty, with the names of its states in a language. `None` where there is no such treaty.
    pub fn world(&self, view: &View, grammar: Grammar) -> Option<World> {
        let directory = self.directory.get();
        let treaty = match view.treaty.as_str() {
            "" => directory.treaties().next(),
            id => TreatyId::parse(id).ok().and_then(|id| directory.treaty(&id)),
        }?
        .clone();
        let (on, no_day) = self.day(&view.on);
        let (region, status) = (Region::parse(&view.region), Status::parse(&view.status));
        let no_region = (region.is_none() && !view.region.is_empty()).then(|| Notice::NoSuchRegion(cut(&view.region)));
        let no_status = (status.is_none() && !view.status.is_empty()).then(|| Notice::NoSuchStatus(cut(&view.status)));
        let notices = [no_day, no_region, no_status].into_iter().flatten().collect();
        let standings: Vec<StateStanding> = directory
            .states_in(grammar)
            .filter_map(|state| Some((state, directory.status(&treaty.id, &state.iso2, on)?)))
            .map(|(state, of)| StateStanding {
                iso2: state.iso2.clone(),
                name: state.name_in(grammar).to_owned(),
                tile: state.tile,
                status: of,
                asked_for: region.is_none_or(|region| state.region == region) && status.is_none_or(|status| of == status),
            })
            .collect();
        let count = |status: Status| standings.iter().filter(|standing| standing.status == status).count();
        let counts = Status::ALL.map(|status| (status, count(status))).into_iter().filter(|(_, count)| *count > 0).collect();
        Some(World { treaty, on, region, status, standings, counts, notices })
    }

    /// One state on a day.
    pub async fn portrait(&self, iso2: &str, on: &str) -> Result<Portrait, Refusal> {
        let directory = self.directory.get();
        let state = Iso2::parse(&iso2.to_ascii_uppercase())
            .ok()
            .and_then(|iso2| directory.state(&iso2))
            .ok_or(Refusal::NotFound(Missing::State))?
            .clone();
        let (on, notice) = self.day(on);
        let treaties = directory
            .treaties()
            .filter_map(|treaty| {
                let membership = directory.membership(&treaty.id, &state.iso2)?.clone();
                let status = membership.status_on(on);
                Some((treaty.clone(), membership, status))
            })
            .collect();
        let current = || directory.targets().iter().filter(|target| target.is_current());
        // The United States and nearly every state have missions in each other. Each stands on the other state's page.
        let us = state.iso2 == Iso2::us();
        let is_listed = |other: &Iso2| us && directory.state(other).is_some();
        let touches = |of: &Iso2, to: &Iso2| (*of == state.iso2 && !is_listed(to)) || (*to == state.iso2 && !is_listed(of));
        let missions = current()
            .filter(|target| matches!(&target.office, Office::Mission { of, to, .. } if touches(of, to)))
            .cloned()
            .collect();
        let absences = directory.absences().iter().filter(|absence| touches(&absence.of, &absence.to)).cloned().collect();
        let of_capital = |target: &&Target| target.kind() == TargetKind::Capital && target.country() == state.iso2;
        let capital = current().filter(of_capital).cloned().collect();
        let (mut campaigns, mut letters) = (Vec::new(), 0);
        for campaign in self.campaigns.campaigns().await? {
            let written_to = self.written_to(&directory, &campaign, &state.iso2);
            for (target, stages) in self.actions.tally(&campaign.id).await?.by_target {
                if directory.target(&target).is_some_and(|target| target.country() == state.iso2) {
                    letters += stages.sent();
                }
            }
            if !written_to.is_empty() {
                campaigns.push((campaign, written_to));
            }
        }
        Ok(Portrait { state, on, treaties, missions, absences, capital, campaigns, letters, notice })
    }

    /// The offices of a state that a campaign writes to today.
    fn written_to(&self, directory: &Directory, campaign: &Campaign, state: &Iso2) -> Vec<Target> {
        // A campaign opens and closes by its own days; the status is that of the day in UTC, as everywhere.
        if campaign.state_on(zones::day_of_campaign(self.clock.now(), &campaign.document.zone)) != CampaignState::Open {
            return Vec::new();
        }
        let today = self.clock.today();
        directory
            .targets()
            .iter()
            .filter(|target| target.country() == *state && campaign.document.writes_to(directory, target, today))
            .cloned()
            .collect()
    }
}
