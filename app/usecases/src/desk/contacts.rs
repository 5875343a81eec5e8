//! Targets at the desk: lists of one's own, imported from a table, and corrections of what any source says.
//!
//! A list comes in three steps: a file is uploaded and kept for a day, its columns are chosen, and a preview says of each
//! row what becomes of it. Only then is anything stored in the directory.

mod columns;
mod correct;
mod entry;
mod plan;
mod rows;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    Date,
    checked::{FieldError, TextError, Token, collect, mended_line, one_line},
    directory::Search,
    form::Field,
    grid::Grid,
    language::Language,
    problem::{Choice, Problem},
    state::Iso2,
    target::{Target, TargetId, TargetKind},
};
use jiff::SignedDuration;

pub use self::{
    columns::{Column, ListDraft},
    correct::{CorrectionDraft, Listed},
    plan::{Counts, Outcome, Plan, RowReport},
    rows::{Remark, RowError, RowProblem},
};
use self::{entry::Told, rows::Reading};
use crate::{
    desk::{CorrectTargets, Rights},
    directory::{Import, ImportError, LiveDirectory, Manner},
    ports::{Act, Clock, GridReader, Ids, KeptFile, KeptFileReads, Writes},
    refusal::{Missing, Refusal},
};

#[derive(Debug, Clone)]
pub struct Contacts {
    pub directory: Arc<LiveDirectory>,
    pub files: Arc<dyn KeptFileReads>,
    pub grids: Arc<dyn GridReader>,
    pub writes: Arc<dyn Writes>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
}

/// A preview of an import.
#[derive(Debug, Clone)]
pub struct Preview {
    pub plan: Plan,
    /// The version of the directory with which the list was compared.
    pub version: u64,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    pub counts: Counts,
    pub left: usize,
}

/// Who says what a list says, checked.
struct About {
    source: String,
    as_of: Date,
    country_of_all: Option<Iso2>,
    language_of_all: Option<Language>,
}

impl Contacts {
    /// An uploaded file is kept so long.
    pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);
    /// The longest name of a source, in characters.
    pub const SOURCE_MAX: usize = 200;

    /// The targets that fit a search, the best first.
    pub fn find(&self, words: &str, kind: Option<TargetKind>) -> Vec<Target> {
        let search = Search { words: words.to_owned(), kind };
        self.directory.get().search(&search).into_iter().cloned().collect()
    }

    /// A target as it is written to today.
    pub fn get(&self, id: &str) -> Result<Target, Refusal> {
        let missing = || Refusal::NotFound(Missing::Target);
        let id = TargetId::parse(id).map_err(|_| missing())?;
        self.directory.get().target(&id).cloned().ok_or_else(missing)
    }

    /// Keeps an uploaded file, if it can be read as a table. `None` is one that was too large to be held.
    pub async fn keep(&self, rights: &Rights<CorrectTargets>, file: Option<Vec<u8>>) -> Result<Token, Refusal> {
        let refused = |problem: Problem| Refusal::Invalid(vec![FieldError::new(Field::File, problem)]);
        let bytes = match file {
            Some(file) if file.is_empty() => return Err(refused(Problem::NoFile)),
            Some(file) if file.len() <= Grid::BYTES_MAX => file,
            _ => return Err(refused(Problem::FileTooLarge { megabytes: Grid::BYTES_MAX >> 20 })),
        };
        self.read(bytes.clone()).await?;
        let (id, now) = (self.ids.token(), self.clock.now());
        let organiser = rights.holder().email().clone();
        let file = KeptFile { id: id.clone(), organiser, bytes, until: now + Self::KEPT_FOR };
        self.writes.write::<_, Refusal>(async |work| Ok(work.keep_file(&file).await?)).await?;
        Ok(id)
    }

    /// The table in a file that this organiser uploaded.
    pub async fn grid(&self, rights: &Rights<CorrectTargets>, file: &str) -> Result<Grid, Refusal> {
        let missing = || Refusal::NotFound(Missing::File);
        let id = Token::parse(file).map_err(|_| missing())?;
        let bytes = self.files.kept_file(&id, rights.holder().email(), self.clock.now()).await?.ok_or_else(missing)?;
        self.read(bytes).await
    }

    async fn read(&self, bytes: Vec<u8>) -> Result<Grid, Refusal> {
        let grids = Arc::clone(&self.grids);
        let read = tokio::task::spawn_blocking(move || grids.read(&bytes)).await;
        let broken = || domain::grid::Fault::Broken(String::new()).into();
        read.unwrap_or_else(|_| Err(broken())).map_err(|error| Refusal::Invalid(vec![FieldError::new(Field::File, error)]))
    }

    /// How a table seems to be meant, with today as the day of its source.
    pub fn guess(&self, grid: &Grid) -> ListDraft {
        let guess = ListDraft::guess(grid, &self.directory.as_told().countries_by_name());
        ListDraft { as_of: self.clock.today().to_string(), ..guess }
    }

    /// What an import would do. Everything that is wrong with the choices is said at once.
    pub fn preview(&self, grid: &Grid, typed: &ListDraft) -> Result<Preview, Refusal> {
        let about = self.about(grid, typed)?;
        let directory = self.directory.as_told();
        let countries = directory.countries_by_name();
        let (own, version) = self.directory.own_targets();
        let About { source, as_of, country_of_all, language_of_all } = &about;
        let reading = Reading {
            draft: typed,
            directory: &directory,
            countries: &countries,
            country_of_all: country_of_all.clone(),
            language_of_all: *language_of_all,
        };
        let plan = Plan::new(grid, &reading, Told { source, as_of: *as_of }, &own);
        Ok(Preview { plan, version })
    }

    /// Imports what the preview of this version showed. The missing targets of the source are closed if they have left.
    pub async fn import(
        &self,
        rights: &Rights<CorrectTargets>,
        file: &str,
        typed: &ListDraft,
        seen: u64,
        have_left: bool,
    ) -> Result<Done, Refusal> {
        let grid = self.grid(rights, file).await?;
        let Preview { plan, version } = self.preview(&grid, typed)?;
        if version != seen {
            return Err(Refusal::DirectoryChanged);
        }
        let counts = plan.counts();
        let closes = have_left && plan.may_close();
        let left = if closes { plan.missing.len() } else { 0 };
        let about = self.about(&grid, typed)?;
        let act = Act::ImportedTargets { source: about.source, new: counts.new, changed: counts.changed, left };
        let targets = self.all_with(&plan, closes);
        if targets.len() as u64 > Grid::ROWS_MAX {
            let fault = domain::grid::Fault::TooManyRows { most: Grid::ROWS_MAX };
            return Err(Refusal::Invalid(vec![FieldError::new(Field::File, domain::grid::Unreadable::from(fault))]));
        }
        // Who is closed was shown by name.
        let manner = Manner { dry_run: false, allow_gone: true, as_of: about.as_of };
        let id = Token::parse(file).map_err(|_| Refusal::NotFound(Missing::File))?;
        let import = (Import::Targets(targets), manner);
        let done = self.directory.import_for((rights.holder(), act), version, import, async |work| work.drop_file(&id).await);
        match done.await {
            Ok(_) => Ok(Done { counts, left }),
            Err(ImportError::Overtaken) => Err(Refusal::DirectoryChanged),
            Err(ImportError::Nothing) => Err(Refusal::Invalid(vec![FieldError::new(Field::File, Problem::NoRowTaken)])),
            Err(ImportError::Store(error)) => Err(error.into()),
            Err(error) => {
                tracing::error!(%error, "a list cannot be imported");
                Err(Refusal::Invalid(vec![FieldError::new(Field::File, Problem::NoRowTaken)]))
            }
        }
    }

    /// All targets of one's own as they are after an import: the dataset is replaced as a whole.
    fn all_with(&self, plan: &Plan, closes: bool) -> Vec<Target> {
        let (own, _) = self.directory.own_targets();
        let leaving: BTreeSet<&TargetId> = plan.missing.iter().filter(|_| closes).map(|target| &target.id).collect();
        let mut new: BTreeMap<&TargetId, &Target> = plan.targets().map(|target| (&target.id, target)).collect();
        let kept = |target: &Target| target.is_current() && !leaving.contains(&target.id);
        let mut all: Vec<Target> = Vec::with_capacity(own.len() + new.len());
        for target in &own {
            match new.remove(&target.id) {
                Some(new) => all.push(new.clone()),
                None if kept(target) => all.push(target.clone()),
                None => {}
            }
        }
        all.extend(plan.targets().filter(|target| new.contains_key(&target.id)).cloned());
        all
    }

    fn about(&self, grid: &Grid, typed: &ListDraft) -> Result<About, Refusal> {
        let mut errors = typed.check(grid);
        let source = collect(&mut errors, Field::Source, one_line(&typed.source, Self::SOURCE_MAX));
        let as_of = collect(&mut errors, Field::AsOf, self.day(&typed.as_of));
        let country_of_all = match mended_line(&typed.country_of_all).as_str() {
            "" => None,
            code => {
                let known = Iso2::parse(code).ok().filter(|iso2| self.directory.as_told().country(iso2).is_some());
                collect(&mut errors, Field::CountryOfAll, known.ok_or(Choice::Country))
            }
        };
        let language_of_all = match mended_line(&typed.language_of_all).as_str() {
            "" => None,
            tag => {
                let known = Language::parse(tag).ok().filter(|language| language.grammar().is_some());
                collect(&mut errors, Field::LanguageOfAll, known.ok_or(Problem::Text(TextError::Empty)))
            }
        };
        let asks_language = typed.column(Column::Greeting).is_some() && typed.column(Column::Language).is_none();
        if asks_language && mended_line(&typed.language_of_all).is_empty() {
            errors.push(FieldError::new(Field::LanguageOfAll, TextError::Empty));
        }
        match (source, as_of) {
            (Some(source), Some(as_of)) if errors.is_empty() => Ok(About { source, as_of, country_of_all, language_of_all }),
            _ => Err(Refusal::Invalid(errors)),
        }
    }

    /// A day on which a source said something: it has come.
    fn day(&self, typed: &str) -> Result<Date, Problem> {
        let typed = mended_line(typed);
        if typed.is_empty() {
            return Err(TextError::Empty.into());
        }
        let day: Option<Date> = if typed.len() == "2026-06-15".len() { typed.parse().ok() } else { None };
        match day {
            None => Err(Problem::NotADate),
            // Somewhere it is tomorrow already.
            Some(day) if Some(day) > self.clock.today().tomorrow().ok() => Err(Problem::DayToCome),
            Some(day) => Ok(day),
        }
    }

    /// Deletes the uploaded files whose time is over.
    pub async fn forget_files(&self) -> Result<u64, Refusal> {
        let now = self.clock.now();
        self.writes.write::<_, Refusal>(async |work| Ok(work.drop_expired_files(now).await?)).await
    }
}
