//! What the import of a list would do: which row is which target, what of it changes, and who is missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    directory::folded_words,
    grid::Grid,
    target::{Holder, Office, Target, TargetId},
};

use super::{
    columns::Column,
    entry::{Entry, Told},
    rows::{Reading, Remark, RowError, RowProblem},
};

/// A row of a list, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReport {
    pub line: u64,
    pub outcome: Outcome,
    pub remarks: Vec<Remark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    New(Box<Target>),
    /// With the columns in which it differs from what is known.
    Changed(Box<Target>, Vec<Column>),
    Same(Box<Target>),
    Refused(Vec<RowError>),
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// In the order of the file.
    pub rows: Vec<RowReport>,
    /// The targets that this source had, and that the list lacks now.
    pub missing: Vec<Target>,
}

/// How many rows come to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    pub refused: usize,
}

impl Outcome {
    /// The target as it would be stored.
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::New(target) | Self::Changed(target, _) | Self::Same(target) => Some(target),
            Self::Refused(_) => None,
        }
    }
}

impl Plan {
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            match row.outcome {
                Outcome::New(_) => counts.new += 1,
                Outcome::Changed(..) => counts.changed += 1,
                Outcome::Same(_) => counts.same += 1,
                Outcome::Refused(_) => counts.refused += 1,
            }
        }
        counts
    }

    /// Whether the missing ones can be said to have left. Where rows were refused, they may be among these.
    pub fn may_close(&self) -> bool {
        !self.missing.is_empty() && self.counts().refused == 0
    }

    /// The targets that are stored.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.rows.iter().filter_map(|row| row.outcome.target())
    }

    /// Compares a list with the targets that are there, by their ids, else by their email addresses, else by their names
    /// and countries.
    pub(super) fn new(grid: &Grid, reading: &Reading, told: Told, own: &[Target]) -> Self {
        let read: Vec<(u64, Result<Entry, Vec<RowError>>)> =
            reading.draft.rows(grid).iter().map(|row| (row.line, reading.read(row))).collect();
        let entries: Vec<&Entry> = read.iter().filter_map(|(_, entry)| entry.as_ref().ok()).collect();
        let known = Known::new(own, &entries);
        let matched: Vec<Option<&Target>> = entries.iter().map(|entry| known.of(entry)).collect();
        let mut matched = matched.into_iter();
        // Names for new targets are told from those that are there and from those that rows ask for.
        let mut taken: BTreeSet<TargetId> = own.iter().map(|target| target.id.clone()).collect();
        taken.extend(entries.iter().filter_map(|entry| entry.id.clone()));
        let mut lines: HashMap<TargetId, u64> = HashMap::new();
        let mut said: HashMap<[String; 4], u64> = HashMap::new();
        let mut rows = Vec::new();
        for (line, entry) in read {
            let entry = match entry {
                Ok(entry) => entry,
                Err(errors) => {
                    rows.push(RowReport { line, outcome: Outcome::Refused(errors), remarks: Vec::new() });
                    continue;
                }
            };
            let known = matched.next().flatten();
            let remarks = entry.remarks.clone();
            let key = key(&entry);
            let twice = match (&entry.id, known) {
                (None, None) => said.get(&key).copied(),
                (Some(id), None) => lines.get(id).copied(),
                (_, Some(known)) => lines.get(&known.id).copied(),
            };
            let made = if let Some(line) = twice {
                Err(RowError { column: None, problem: RowProblem::SameAs { line } })
            } else if known.is_none() && entry.id.as_ref().is_some_and(|id| !id.as_str().starts_with(TargetId::CUSTOM)) {
                Err(RowError { column: Some(Column::Id), problem: RowProblem::Id })
            } else {
                let id = known.map(|known| known.id.clone()).or_else(|| entry.id.clone()).unwrap_or_else(|| {
                    let parts = [entry.called(), entry.person(), entry.country().map_or("", |iso2| iso2.as_str())];
                    TargetId::custom(&parts, |id| taken.contains(id))
                });
                entry.target(id, known, told)
            };
            let outcome = match made {
                Err(error) => Outcome::Refused(vec![error]),
                Ok(target) => {
                    taken.insert(target.id.clone());
                    lines.insert(target.id.clone(), line);
                    said.insert(key, line);
                    compared(target, known)
                }
            };
            rows.push(RowReport { line, outcome, remarks });
        }
        let missing = |target: &&Target| target.is_current() && target.source == told.source && !lines.contains_key(&target.id);
        let missing = own.iter().filter(missing).cloned().collect();
        Self { rows, missing }
    }
}

/// What tells a row from others that say who they are by no id: the office, the title, the person, the country.
fn key(entry: &Entry) -> [String; 4] {
    let country = entry.country().map_or("", |iso2| iso2.as_str());
    [entry.called(), entry.title(), entry.person(), country].map(folded_words)
}

/// The targets that are there, as rows name them.
struct Known<'a> {
    by_id: BTreeMap<&'a TargetId, &'a Target>,
    /// None where several have it.
    by_email: BTreeMap<String, Option<&'a Target>>,
    by_name: BTreeMap<[String; 2], Option<&'a Target>>,
    by_person: BTreeMap<[String; 3], Option<&'a Target>>,
    /// How many rows have the same name and country.
    rows: BTreeMap<[String; 2], usize>,
}

impl<'a> Known<'a> {
    fn new(own: &'a [Target], entries: &[&Entry]) -> Self {
        let mut by_email: BTreeMap<String, Option<&Target>> = BTreeMap::new();
        let mut by_name: BTreeMap<[String; 2], Option<&Target>> = BTreeMap::new();
        let mut by_person: BTreeMap<[String; 3], Option<&Target>> = BTreeMap::new();
        for target in own {
            if let Some(email) = target.email.as_ref().filter(|_| target.is_current()) {
                by_email.entry(email.as_str().to_lowercase()).and_modify(|known| *known = None).or_insert(Some(target));
            }
            let [name, country] = named(name(target), target.country().as_str());
            let person = folded_words(person(target));
            by_name.entry([name.clone(), country.clone()]).and_modify(|known| *known = None).or_insert(Some(target));
            by_person.entry([name, country, person]).and_modify(|known| *known = None).or_insert(Some(target));
        }
        // An address of several rows is that of a switchboard, and tells nobody.
        let mut of_rows = BTreeSet::new();
        let mut rows: BTreeMap<[String; 2], usize> = BTreeMap::new();
        for entry in entries {
            if let Some(email) = entry.email.as_ref().map(|email| email.as_str().to_lowercase())
                && !of_rows.insert(email.clone())
            {
                by_email.insert(email, None);
            }
            *rows.entry(named(entry.called(), entry.country().map_or("", |iso2| iso2.as_str()))).or_default() += 1;
        }
        Self { by_id: own.iter().map(|target| (&target.id, target)).collect(), by_email, by_name, by_person, rows }
    }

    /// The target that a row is about, if it is known.
    fn of(&self, entry: &Entry) -> Option<&'a Target> {
        if let Some(id) = &entry.id {
            return self.by_id.get(id).copied();
        }
        let email = entry.email.as_ref().map(|email| email.as_str().to_lowercase());
        if let Some(known) = email.and_then(|email| self.by_email.get(&email).copied().flatten()) {
            return Some(known);
        }
        let name = named(entry.called(), entry.country().map_or("", |iso2| iso2.as_str()));
        if self.rows.get(&name) == Some(&1)
            && let Some(Some(one)) = self.by_name.get(&name)
        {
            return Some(*one);
        }
        // Several people of one office are told apart by their names.
        let [name, country] = name;
        self.by_person.get(&[name, country, folded_words(entry.person())]).copied().flatten()
    }
}

fn named(name: &str, country: &str) -> [String; 2] {
    [folded_words(name), country.to_owned()]
}

fn name(target: &Target) -> &str {
    match &target.office {
        Office::Custom { name, .. } | Office::Capital { name, .. } | Office::Mission { name, .. } => name,
        Office::Congress(_) => "",
    }
}

fn person(target: &Target) -> &str {
    match &target.holder {
        Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } | Holder::Uncertain { full, .. } => full,
        Holder::Unnamed => "",
    }
}

fn compared(target: Target, known: Option<&Target>) -> Outcome {
    let Some(known) = known.filter(|known| known.is_current()) else { return Outcome::New(Box::new(target)) };
    let changes = changes(known, &target);
    if changes.is_empty() { Outcome::Same(Box::new(target)) } else { Outcome::Changed(Box::new(target), changes) }
}

/// The columns in which two targets differ. A new source or a new day is no change.
fn changes(old: &Target, new: &Target) -> Vec<Column> {
    let title = |target: &Target| if let Office::Custom { title, .. } = &target.office { title.clone() } else { String::new() };
    let lines = |target: &Target| target.address.as_ref().map(|address| (address.lines.clone(), address.country.clone()));
    [
        (Column::Name, name(old) != name(new)),
        (Column::Title, title(old) != title(new)),
        (Column::Person, old.holder != new.holder),
        (Column::Country, old.country() != new.country()),
        (Column::Address, lines(old) != lines(new)),
        (Column::Email, old.email != new.email),
        (Column::WebForm, old.web_form != new.web_form),
        (Column::Phone, old.phone != new.phone),
        (Column::Greeting, old.greetings != new.greetings),
        (Column::Note, old.note != new.note),
    ]
    .into_iter()
    .filter_map(|(column, differs)| differs.then_some(column))
    .collect()
}
