//! The directory as it is now: the built-in data with the imported data over it.
//!
//! An import brings a whole **dataset** (the members of Congress, the districts, where the states stand under one
//! treaty), and replaces the one that was there. It is first compared row by row, so that the person who imports sees
//! what is new, what changed and what is gone. An office that is gone from its source is closed with a date and keeps
//! its counts. Every page reads the directory, and it changes a few times a year. So each node holds it in memory, and
//! asks the database now and then whether another one was imported.

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
    target::{Holder, OtherAddress, Target, TargetId, TargetKind},
    treaty::Membership,
};
use jiff::Timestamp;

use self::{
    fact::{Dataset, Facts},
    report::compare,
};
pub use self::{
    import::{congress_of_map, members_of_table},
    inventory::Inventory,
    report::Report,
};
use crate::ports::{Clock, DirectoryReads, DirectoryRow, StoreError, Writes};

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
    writes: Arc<dyn Writes>,
    clock: Arc<dyn Clock>,
    now: RwLock<Now>,
}

#[derive(Debug)]
struct Now {
    /// Of the imported data.
    version: u64,
    /// As the tables have it.
    told: Arc<Directory>,
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

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(
        "{gone} of {of} rows would be gone. If the file was cut short, get it again; if it is right, say --allow-gone. Nothing was changed."
    )]
    MuchGone { gone: usize, of: usize },
    #[error(
        "The file says what was so on {as_of}, and what is here says what was so on {newest}. Get a newer file, or give its day with --as-of. Nothing was changed."
    )]
    Older { as_of: Date, newest: Date },
    #[error("The file holds nothing. Nothing was changed.")]
    Nothing,
    #[error(
        "This is the map of the {0} Congress, whose time is over: the {1} sits. Get the map of the {1}. Nothing was changed."
    )]
    MapOfThePast(Congress, Congress),
    #[error(
        "This is the map of the {0} Congress, and the {1} sits: a map can be imported when its Congress is the next one. Nothing was changed."
    )]
    MapOfTheFuture(Congress, Congress),
    #[error(
        "The file is a table, which does not say whose term runs, and of its {all} members of the House {ended} are those whose terms ended on {}. It is the list of the Congress before. Import legislators-current as JSON or YAML, which say whose term runs, or wait for the list of the {of}. Nothing was changed.",
        .of.begins()
    )]
    MembersOfTheLast { all: usize, ended: usize, of: Congress },
    #[error("The file says that it is of the {said} Congress, and --congress says the {given}. Nothing was changed.")]
    OtherCongress { said: Congress, given: Congress },
    #[error(
        "The file does not say of which Congress it is, and it hardly differs from the map of the {like} that is here. If it is the {of}\u{2019}s all the same, say --congress {}. Nothing was changed.",
        .of.number()
    )]
    LikeAnotherMap { like: Congress, of: Congress },
    #[error(
        "The file does not say of which Congress it is, and it differs much from the map of the {of} that is here. Say --congress {} if it is of that one, or --congress {} if it is the next one\u{2019}s. Nothing was changed.",
        .of.number(),
        .of.next().number()
    )]
    UnlikeItsMap { of: Congress },
    #[error("The file cannot be stored ({0}). Nothing was changed.")]
    Unstorable(#[from] serde_json::Error),
    #[error("{0}. Nothing was changed.")]
    Store(#[from] StoreError),
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
        Self { version, told, today, unreadable }
    }
}

impl LiveDirectory {
    /// With the built-in data alone; [`refresh`](Self::refresh) adds the imported data.
    pub fn new(
        built_in: Arc<BuiltIn>,
        imported: Arc<dyn DirectoryReads>,
        writes: Arc<dyn Writes>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let now = Now::new(0, Arc::clone(&built_in.directory), BTreeSet::new(), clock.today());
        Self { built_in, imported, writes, clock, now: RwLock::new(now) }
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

    fn now(&self) -> RwLockReadGuard<'_, Now> {
        self.now.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the data that any node has imported since the last time. Says whether there was any.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let version = self.imported.directory_version().await?;
        if self.now().version == version {
            return Ok(false);
        }
        let mut tables = self.built_in.tables.clone();
        let (mut stored, unreadable) = self.stored().await?;
        stored.retain(|dataset, _| !unreadable.contains(&dataset.to_string()));
        fact::apply(&mut tables, &stored);
        let now = Now::new(version, Arc::new(Directory::new(tables)), unreadable, self.clock.today());
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
        if !names.is_empty() && !manner.dry_run {
            replace_datasets(&*self.writes, &names, &rows, self.clock.now()).await?;
            self.refresh().await?;
        }
        Ok(reports)
    }

    /// The imported datasets that cannot be read.
    pub fn unreadable(&self) -> BTreeSet<String> {
        self.now().unreadable.clone()
    }

    /// How many targets are written to by their offices because the names that we know are too old.
    pub fn aged_names(&self) -> Vec<AgedNames> {
        let mut aged: BTreeMap<TargetKind, AgedNames> = BTreeMap::new();
        for target in self.get().targets().iter().filter(|target| target.is_current()) {
            if let Holder::Uncertain { named_on, .. } = target.holder {
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

/// Replaces all rows of these datasets with these rows.
pub async fn replace_datasets(
    writes: &dyn Writes,
    datasets: &[String],
    rows: &[DirectoryRow],
    at: Timestamp,
) -> Result<(), StoreError> {
    writes
        .write(async |work| {
            for dataset in datasets {
                work.renew_dataset(dataset, at).await?;
            }
            work.add_directory_rows(rows).await
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
