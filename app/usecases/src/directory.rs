//! The directory as it is now: the built-in data with the imported data over it.
//!
//! An import brings a whole **dataset** (the members of Congress, the districts, where the states stand under one
//! treaty), and replaces the one that was there. It is first compared row by row, so that the person who imports sees
//! what is new, what changed and what is gone. An office that is gone from its source is closed with a date and keeps
//! its counts. Every page reads the directory, and it changes a few times a year. So each node holds it in memory, and
//! asks the database now and then whether another one was imported.

mod correction;
mod error;
mod fact;
mod import;
mod inventory;
mod report;
mod running_out;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
};

use domain::{
    Date,
    campaign::Campaign,
    directory::{Absence, Directory, Tables},
    district::{Congress, Districts},
    target::{self, OtherAddress, Target, TargetId, TargetKind},
    treaty::Membership,
};
use jiff::Timestamp;

pub use self::{
    correction::Corrected,
    error::ImportError,
    import::{congress_of_map, members_of_table},
    inventory::Inventory,
    report::Report,
};
use self::{
    fact::{Dataset, Facts},
    report::compare,
};
use crate::{
    desk::Holder,
    ports::{Act, Clock, CorrectionReads, DirectoryReads, DirectoryRow, StoreError, Unit, Writes},
};

/// The data that comes with the program: as tables, over which an import is laid, and as the directory made from them.
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

/// The directory of this moment. It is cheap to get. A page keeps the one that it began with.
#[derive(Debug)]
pub struct LiveDirectory {
    built_in: Arc<BuiltIn>,
    imported: Arc<dyn DirectoryReads>,
    corrections: Arc<dyn CorrectionReads>,
    writes: Arc<dyn Writes>,
    clock: Arc<dyn Clock>,
    now: RwLock<Now>,
}

#[derive(Debug)]
struct Now {
    /// Of the imported data.
    version: u64,
    /// As the tables have it, with the corrections.
    told: Arc<Directory>,
    /// The targets that were corrected, as the tables have them.
    upstream: BTreeMap<TargetId, Target>,
    /// The newest first.
    corrections: Arc<[Corrected]>,
    /// The same as it is used on that day, because names age.
    today: (Date, Arc<Directory>),
    /// The imported datasets that cannot be read, as after a return to an older version of the program. The built-in
    /// data stands in for them.
    unreadable: BTreeSet<String>,
}

/// The contents of a file, read.
#[derive(Debug, Clone)]
pub enum Import {
    Congress(Vec<Target>),
    Offices(Vec<(TargetId, OtherAddress)>),
    /// The map of a Congress. It takes effect when that begins.
    Districts(Congress, Districts),
    /// Where the states stand under one treaty or several. For each treaty named, the file has all states.
    Treaties(Vec<Membership>),
    /// The missions of some states to others, with the reasons why some have none. Missions of other states stay as
    /// they are.
    Missions(Vec<Target>, Vec<Absence>),
    /// The operator's own targets: all of them.
    Targets(Vec<Target>),
}

/// How an import is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// Say what would be done, and do nothing.
    pub dry_run: bool,
    /// Accept a file that lacks many of the rows.
    pub allow_gone: bool,
    /// The day on which the file's contents are true.
    pub as_of: Date,
}

/// An import that was compared with what is there.
struct Planned {
    reports: Vec<Report>,
    /// The datasets that change.
    names: Vec<String>,
    /// All of their rows.
    rows: Vec<DirectoryRow>,
}

/// The names of one kind of targets that are too old to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgedNames {
    pub kind: TargetKind,
    pub targets: usize,
    /// The day on which the oldest of them was last said to be right.
    pub oldest: Date,
}

impl Now {
    fn new(version: u64, told: Arc<Directory>, unreadable: BTreeSet<String>, day: Date) -> Self {
        let today = (day, Arc::new(told.on(day)));
        Self { version, told, upstream: BTreeMap::new(), corrections: Arc::default(), today, unreadable }
    }
}

impl LiveDirectory {
    /// With the built-in data alone; [`refresh`](Self::refresh) adds the imported data.
    pub fn new(
        built_in: Arc<BuiltIn>,
        imported: Arc<dyn DirectoryReads>,
        corrections: Arc<dyn CorrectionReads>,
        writes: Arc<dyn Writes>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let now = Now::new(0, Arc::clone(&built_in.directory), BTreeSet::new(), clock.today());
        Self { built_in, imported, corrections, writes, clock, now: RwLock::new(now) }
    }

    /// The directory as it is used today. This is the only place that applies the day to the targets. Code that lists,
    /// opens, prints or sends begins here.
    pub fn get(&self) -> Arc<Directory> {
        let day = self.clock.today();
        {
            let now = self.now();
            if now.today.0 == day {
                return Arc::clone(&now.today.1);
            }
        }
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        if now.today.0 != day {
            now.today = (day, Arc::new(now.told.on(day)));
        }
        Arc::clone(&now.today.1)
    }

    /// The directory as its tables have it, independent of the day. Use it to compare with other tables.
    pub fn as_told(&self) -> Arc<Directory> {
        Arc::clone(&self.now().told)
    }

    /// What was corrected, the newest first.
    pub fn corrections(&self) -> Arc<[Corrected]> {
        Arc::clone(&self.now().corrections)
    }

    /// A target as its source has it: without corrections, and independent of the day.
    pub fn upstream(&self, id: &TargetId) -> Option<Target> {
        let now = self.now();
        now.upstream.get(id).or_else(|| now.told.target(id)).cloned()
    }

    /// The offices in capitals and the targets of one's own as their sources have them, also those that left, with the
    /// version of the directory.
    pub fn own_targets(&self) -> (Vec<Target>, u64) {
        let now = self.now();
        let own = now.told.targets().iter().filter(|target| matches!(target.kind(), TargetKind::Capital | TargetKind::Custom));
        (own.map(|target| now.upstream.get(&target.id).unwrap_or(target).clone()).collect(), now.version)
    }

    fn now(&self) -> RwLockReadGuard<'_, Now> {
        self.now.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another number whenever something was imported or corrected that this node has read.
    pub fn version(&self) -> u64 {
        self.now().version
    }

    /// Reads what any node has imported or corrected since the last time. Says whether there was any.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let version = self.imported.directory_version().await?;
        if self.now().version == version {
            return Ok(false);
        }
        let mut tables = self.built_in.tables.clone();
        let (mut stored, mut unreadable) = self.stored().await?;
        stored.retain(|dataset, _| !unreadable.contains(&dataset.to_string()));
        fact::apply(&mut tables, &stored);
        let (corrections, are_all) = correction::read(self.corrections.corrections().await?);
        if !are_all {
            unreadable.insert(correction::DATASET.to_owned());
        }
        let upstream = correction::apply(&mut tables, &corrections);
        let now = Now::new(version, Arc::new(Directory::new(tables)), unreadable, self.clock.today());
        let now = Now { upstream, corrections: corrections.into(), ..now };
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = now;
        Ok(true)
    }

    /// The imported data that can be read, and the datasets with a row that cannot. Importing their file again repairs
    /// them.
    async fn stored(&self) -> Result<(BTreeMap<Dataset, Facts>, BTreeSet<String>), StoreError> {
        let mut stored: BTreeMap<Dataset, Facts> = BTreeMap::new();
        let mut unreadable = BTreeSet::new();
        for row in self.imported.directory_rows().await? {
            match fact::read(&row) {
                Ok((of, fact)) => stored.entry(of).or_default().push((row.key, fact)),
                Err(why) => {
                    tracing::error!(row.dataset, row.key, why, "what was imported cannot be read");
                    unreadable.insert(row.dataset);
                }
            }
        }
        Ok((stored, unreadable))
    }

    /// Compares a file's rows with those that are there, and replaces them: all of them or, where something is wrong or
    /// `manner` says so, none.
    ///
    /// Says for each dataset in the file what it changes.
    pub async fn import(&self, import: Import, manner: Manner) -> Result<Vec<Report>, ImportError> {
        let Planned { reports, names, rows } = self.plan(import, manner).await?;
        if !names.is_empty() && !manner.dry_run {
            let changed = reports.iter().filter(|report| names.contains(&report.dataset));
            let acts: Vec<Act> = changed.map(Report::act).collect();
            replace_datasets(&*self.writes, &names, &rows, &acts, self.clock.now()).await?;
            self.refresh().await?;
        }
        Ok(reports)
    }

    /// The same by an organiser, who saw the directory of this version: if it has become another one, nothing is done.
    /// `then` is done in the same unit of work.
    pub async fn import_for(
        &self,
        (by, act): (&Holder, Act),
        version: u64,
        (import, manner): (Import, Manner),
        then: impl AsyncFnOnce(&mut Unit) -> Result<(), StoreError>,
    ) -> Result<Vec<Report>, ImportError> {
        let Planned { reports, names, rows } = self.plan(import, manner).await?;
        let at = self.clock.now();
        self.writes
            .write(async |work| {
                // Otherwise another node that imports at this moment could undo it.
                work.alone().await?;
                if work.directory_version().await? != version {
                    return Err(ImportError::Overtaken);
                }
                for dataset in &names {
                    work.renew_dataset(dataset, at).await?;
                }
                work.add_directory_rows(&rows).await?;
                work.audit(by, act, at);
                then(work).await?;
                Ok(())
            })
            .await?;
        self.refresh().await?;
        Ok(reports)
    }

    /// Compares the rows of an import with those that are there.
    async fn plan(&self, import: Import, manner: Manner) -> Result<Planned, ImportError> {
        let sitting = Congress::at(self.clock.now());
        match import {
            Import::Districts(of, _) if of < sitting => return Err(ImportError::MapOfThePast(of, sitting)),
            Import::Districts(of, _) if of > sitting.next() => return Err(ImportError::MapOfTheFuture(of, sitting)),
            _ => {}
        }
        let (mut stored, unreadable) = self.stored().await?;
        let (mut reports, mut names, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (dataset, new) in fact::facts(import)? {
            let is_first = fact::is_first(&self.built_in.tables, &stored, &dataset);
            let old = fact::before(&self.built_in.tables, &mut stored, &dataset);
            let newest = old.iter().filter_map(|(_, fact)| fact.as_of()).max().filter(|_| dataset.is_dated_by_file());
            if let Some(newest) = newest.filter(|newest| *newest > manner.as_of) {
                return Err(ImportError::Older { as_of: manner.as_of, newest });
            }
            let (report, facts, differs) = compare(&dataset, old, new, manner.as_of);
            // Between two files a seat or two change hands; never a tenth of all.
            let of = report.gone.len() + report.changed.len() + report.same;
            if report.gone.len() > 5 && report.gone.len() * 10 > of && !manner.allow_gone {
                return Err(ImportError::MuchGone { gone: report.gone.len(), of });
            }
            reports.push(report);
            let name = dataset.to_string();
            if differs || is_first || unreadable.contains(&name) {
                for (key, fact) in facts {
                    let content = serde_json::to_string(&fact)?;
                    rows.push(DirectoryRow { dataset: name.clone(), key, content });
                }
                names.push(name);
            }
        }
        Ok(Planned { reports, names, rows })
    }

    /// The imported datasets that cannot be read.
    pub fn unreadable(&self) -> BTreeSet<String> {
        self.now().unreadable.clone()
    }

    /// How many targets are written to by their offices because the names that we know are too old.
    pub fn aged_names(&self) -> Vec<AgedNames> {
        let mut aged: BTreeMap<TargetKind, AgedNames> = BTreeMap::new();
        for target in self.get().targets().iter().filter(|target| target.is_current()) {
            if let target::Holder::Uncertain { named_on, .. } = target.holder {
                let kind = target.kind();
                let so_far = aged.entry(kind).or_insert(AgedNames { kind, targets: 0, oldest: named_on });
                so_far.targets += 1;
                so_far.oldest = so_far.oldest.min(named_on);
            }
        }
        aged.into_values().collect()
    }

    /// The targets that a campaign names one by one and that are no longer written to. Its organiser has to know of
    /// them. A campaign that goes by rule needs no change.
    pub fn lost_targets(&self, campaign: &Campaign) -> Vec<LostTarget> {
        let directory = self.get();
        campaign.document.audience.named().filter_map(|id| LostTarget::find(&directory, id)).collect()
    }
}

/// Replaces all rows of these datasets with these rows, and notes that it was done at the command line.
pub async fn replace_datasets(
    writes: &dyn Writes,
    datasets: &[String],
    rows: &[DirectoryRow],
    acts: &[Act],
    at: Timestamp,
) -> Result<(), StoreError> {
    writes
        .write(async |work| {
            work.alone().await?;
            for dataset in datasets {
                work.renew_dataset(dataset, at).await?;
            }
            work.add_directory_rows(rows).await?;
            for act in acts {
                work.audit_operator(act.clone(), at);
            }
            Ok(())
        })
        .await
}

/// A target that a campaign names and that is no longer in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostTarget {
    pub id: TargetId,
    pub name: String,
    /// None for a target that was never there.
    pub left_on: Option<Date>,
}

impl LostTarget {
    /// What became of a target; `None` for one that can be written to.
    pub fn find(directory: &Directory, id: &TargetId) -> Option<Self> {
        match directory.target(id) {
            Some(target) if target.is_current() => None,
            Some(target) => Some(Self { id: id.clone(), name: target.name(), left_on: target.left_on }),
            None => Some(Self { id: id.clone(), name: id.to_string(), left_on: None }),
        }
    }
}
