//! The directory as it is now: what comes with the program, and over it what was imported.
//!
//! An import brings a whole **dataset** (the members of Congress, the districts, where the states stand under one
//! treaty), and takes the place of the one that was there. It is compared first, row by row, so that the person who
//! imports sees what is new, what changed and what is gone; an office that is gone from its source is closed with a
//! date and keeps its counts. The directory is read by every page and changes a few times a year, so each node holds
//! it in memory, and asks the database now and then whether another one was imported.

mod fact;
mod report;

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use domain::{
    Date,
    campaign::{Audience, Campaign},
    directory::{Absence, Directory, Tables},
    district::Districts,
    target::{OtherAddress, Target, TargetId, TargetKind},
    treaty::{Membership, TreatyId},
};
use jiff::ToSpan as _;

pub use self::report::Report;
use self::{
    fact::{Dataset, Fact, Facts},
    report::compare,
};
use crate::ports::{Clock, DirectoryRow, Store, StoreError};

/// What comes with the program: as tables, over which an import is laid, and as the directory that they make.
#[derive(Debug)]
pub struct BuiltIn {
    tables: Tables,
    directory: Arc<Directory>,
}

impl From<Tables> for BuiltIn {
    fn from(tables: Tables) -> Self {
        Self { directory: Arc::new(Directory::new(tables.clone())), tables }
    }
}

/// The directory of this moment. Cheap to ask: a page holds on to the one that it began with.
#[derive(Debug)]
pub struct LiveDirectory {
    built_in: Arc<BuiltIn>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    now: RwLock<(u64, Arc<Directory>)>,
}

/// What a file came to.
#[derive(Debug, Clone)]
pub enum Import {
    Congress(Vec<Target>),
    Offices(Vec<(TargetId, OtherAddress)>),
    Districts(Districts),
    Treaty(TreatyId, Vec<Membership>),
    /// The missions to one state, or those of one state, with the reasons why some states have none.
    Missions(Vec<Target>, Vec<Absence>),
    /// Targets of one's own: all of them.
    Targets(Vec<Target>),
}

/// How an import is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// Say what would be done, and do nothing.
    pub dry_run: bool,
    /// Take a file that lacks much of what is there.
    pub allow_gone: bool,
    /// The day for which the file says what it says.
    pub as_of: Date,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(
        "{gone} of {of} rows would be gone. If the file was cut short, get it again; if it is right, say --allow-gone. Nothing was changed."
    )]
    MuchGone { gone: usize, of: usize },
    #[error(
        "The file holds missions of several states to several states. Make one file for the missions to each state, or of each state. Nothing was changed."
    )]
    MixedMissions,
    #[error("The file holds nothing. Nothing was changed.")]
    Nothing,
    #[error("What was imported before cannot be read ({0}). Import the file that it came from again.")]
    Unreadable(String),
    #[error("{0}. Nothing was changed.")]
    Store(#[from] StoreError),
}

/// A share of the targets whose data is known to end on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiry {
    /// The first day on which it is no longer true.
    pub until: Date,
    pub kind: TargetKind,
    pub targets: usize,
}

impl Expiry {
    /// So many days ahead the end of validity is told.
    pub const DAYS_AHEAD: i32 = 45;

    /// A sentence for organisers.
    pub fn words(&self, today: Date) -> String {
        let Self { until, kind, targets } = self;
        let what = match kind {
            TargetKind::Congress => "members of Congress",
            TargetKind::Mission => "missions",
            TargetKind::Capital => "offices in capitals",
            TargetKind::Custom => "targets of your own",
        };
        if *until <= today {
            format!("The list of {targets} {what} ended on {until}. Import a newer one: offices have changed hands since.")
        } else {
            format!("The list of {targets} {what} ends on {until}. Import a newer one by then.")
        }
    }
}

impl LiveDirectory {
    /// Of what is built in alone; [`refresh`](Self::refresh) adds what was imported.
    pub fn new(built_in: Arc<BuiltIn>, store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        let now = RwLock::new((0, Arc::clone(&built_in.directory)));
        Self { built_in, store, clock, now }
    }

    pub fn get(&self) -> Arc<Directory> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner).1)
    }

    /// Reads what was imported since the last time, by whichever node. Says whether there was something.
    pub async fn refresh(&self) -> Result<bool, ImportError> {
        let version = self.store.directory_version().await?;
        if self.now.read().unwrap_or_else(PoisonError::into_inner).0 == version {
            return Ok(false);
        }
        let mut tables = self.built_in.tables.clone();
        fact::apply(&mut tables, &self.stored().await?)?;
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = (version, Arc::new(Directory::new(tables)));
        Ok(true)
    }

    async fn stored(&self) -> Result<BTreeMap<Dataset, Facts>, ImportError> {
        let mut stored: BTreeMap<Dataset, Facts> = BTreeMap::new();
        for row in self.store.directory_rows().await? {
            let (of, fact) = read(&row)?;
            stored.entry(of).or_default().push((row.key, fact));
        }
        Ok(stored)
    }

    /// Compares a file's rows with those that are there, and takes their place: all of them or, where something is
    /// wrong or `manner` says so, none.
    pub async fn import(&self, import: Import, manner: Manner) -> Result<Report, ImportError> {
        let (dataset, new) = fact::facts(import)?;
        let name = dataset.to_string();
        let mut stored = self.store.directory_rows().await?;
        stored.retain(|row| row.dataset == name);
        // A row that cannot be read is as good as gone: the file that it came from brings it again.
        let readable: Facts = stored.iter().filter_map(|row| Some((row.key.clone(), read(row).ok()?.1))).collect();
        let spoilt = readable.len() < stored.len();
        let old = if stored.is_empty() { fact::built_in(&self.built_in.tables, &dataset) } else { readable };
        let (report, rows, differs) = compare(&dataset, old, new, manner.as_of);
        // A seat or two change hands between two files; a tenth of all does not.
        let of = report.gone.len() + report.changed.len() + report.same;
        if report.gone.len() > 5 && report.gone.len() * 10 > of && !manner.allow_gone {
            return Err(ImportError::MuchGone { gone: report.gone.len(), of });
        }
        if (differs || spoilt) && !manner.dry_run {
            let row = |(key, fact): &(String, Fact)| {
                let content = serde_json::to_string(fact).map_err(|error| ImportError::Unreadable(error.to_string()))?;
                Ok(DirectoryRow { dataset: name.clone(), key: key.clone(), content })
            };
            let rows = rows.iter().map(row).collect::<Result<Vec<_>, ImportError>>()?;
            self.store.replace_dataset(&name, &rows, self.clock.now()).await?;
            self.refresh().await?;
        }
        Ok(report)
    }

    /// What ends within [`Expiry::DAYS_AHEAD`] days or has ended, the first to end first.
    pub fn running_out(&self) -> Vec<Expiry> {
        let today = self.clock.today();
        let soon = today.checked_add(Expiry::DAYS_AHEAD.days()).unwrap_or(today);
        let mut ending: BTreeMap<(Date, TargetKind), usize> = BTreeMap::new();
        for target in self.get().targets().iter().filter(|target| target.is_current()) {
            if let Some(until) = target.valid_until.filter(|until| *until <= soon) {
                *ending.entry((until, target.kind())).or_default() += 1;
            }
        }
        ending.into_iter().map(|((until, kind), targets)| Expiry { until, kind, targets }).collect()
    }

    /// The targets that a campaign names one by one and that are not written to any more: what its organiser has to
    /// know. A campaign that goes by rule needs no change.
    pub fn lost_targets(&self, campaign: &Campaign) -> Vec<LostTarget> {
        let Audience::Listed { targets } = &campaign.audience else { return Vec::new() };
        let directory = self.get();
        let lost = |id: &TargetId| match directory.target(id) {
            Some(target) if target.is_current() => None,
            Some(target) => Some(LostTarget { id: id.clone(), name: target.name(), left_on: target.left_on }),
            None => Some(LostTarget { id: id.clone(), name: id.to_string(), left_on: None }),
        };
        targets.iter().filter_map(lost).collect()
    }
}

/// A row as it was stored, and of which dataset it is.
fn read(DirectoryRow { dataset, key, content }: &DirectoryRow) -> Result<(Dataset, Fact), ImportError> {
    let unreadable = |why: String| ImportError::Unreadable(format!("{dataset} {key}: {why}"));
    let of = Dataset::parse(dataset).ok_or_else(|| unreadable("no such dataset".to_owned()))?;
    Ok((of, serde_json::from_str(content).map_err(|error| unreadable(error.to_string()))?))
}

/// A target that a campaign names and that is not in the directory any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostTarget {
    pub id: TargetId,
    pub name: String,
    /// None for one that was never there.
    pub left_on: Option<Date>,
}
