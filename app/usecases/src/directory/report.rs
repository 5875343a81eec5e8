//! The changes by an import, row by row.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use domain::{Date, state::Iso2};
use serde_json::Value;

use super::fact::{Dataset, Fact, Facts};
use crate::ports::Act;

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub dataset: String,
    pub new: Vec<String>,
    /// Each with the names of the fields that changed.
    pub changed: Vec<(String, Vec<String>)>,
    pub gone: Vec<String>,
    /// Rows that are the same as before.
    pub same: usize,
}

impl Report {
    /// The import, for the audit.
    pub(super) fn act(&self) -> Act {
        let (new, changed, left) = (self.new.len(), self.changed.len(), self.gone.len());
        Act::ImportedTargets { source: self.dataset.clone(), new, changed, left }
    }
}

impl fmt::Display for Report {
    /// A line for each row that is new, changed or gone, and the sums.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.new {
            writeln!(f, "new      {row}")?;
        }
        for (row, fields) in &self.changed {
            writeln!(f, "changed  {row}: {}", fields.join(", "))?;
        }
        for row in &self.gone {
            writeln!(f, "gone     {row}")?;
        }
        let (new, changed, gone) = (self.new.len(), self.changed.len(), self.gone.len());
        write!(f, "{}: {new} new, {changed} changed, {gone} gone, {} as before", self.dataset, self.same)
    }
}

/// Compares two sets of rows. Gives the report, the rows to store, and whether they differ from those before.
pub(super) fn compare(dataset: &Dataset, old: Facts, new: Facts, as_of: Date) -> (Report, Facts, bool) {
    let mut report = Report { dataset: dataset.to_string(), new: Vec::new(), changed: Vec::new(), gone: Vec::new(), same: 0 };
    let keys: BTreeSet<String> = new.iter().map(|(key, _)| key.clone()).collect();
    let before: BTreeMap<&str, &Fact> = old.iter().map(|(key, fact)| (key.as_str(), fact)).collect();
    let mut rows = new;
    let mut differs = false;
    for (key, fact) in &rows {
        match before.get(key.as_str()) {
            Some(old) if has_left(old) => report.new.push(fact.label()),
            Some(old) => {
                differs |= *old != fact;
                match changes(old, fact) {
                    fields if fields.is_empty() => report.same += 1,
                    fields => report.changed.push((fact.label(), fields)),
                }
            }
            None => report.new.push(fact.label()),
        }
    }
    // An office that is gone is closed, and a closed one stays closed. Both keep the counts that name them.
    let told: BTreeSet<(Iso2, Iso2)> = rows.iter().filter_map(|(_, fact)| fact.mission()).map(owned).collect();
    for (key, fact) in old.into_iter().filter(|(key, _)| !keys.contains(key)) {
        // The file may say nothing about a mission, or that it is no longer there.
        if !dataset.is_whole() && !fact.mission().map(owned).is_some_and(|pair| told.contains(&pair)) {
            report.same += 1;
            rows.push((key, fact));
            continue;
        }
        let left = has_left(&fact);
        if !left {
            report.gone.push(fact.label());
        }
        if let Fact::Target(mut target) = fact {
            target.left_on.get_or_insert(as_of);
            rows.push((key, Fact::Target(target)));
        }
    }
    let differs = differs || !report.new.is_empty() || !report.gone.is_empty();
    (report, rows, differs)
}

fn owned((of, to): (&Iso2, &Iso2)) -> (Iso2, Iso2) {
    (of.clone(), to.clone())
}

fn has_left(fact: &Fact) -> bool {
    matches!(fact, Fact::Target(target) if !target.is_current())
}

/// The names of the fields in which two rows differ. A new source or a new day is no change.
fn changes(old: &Fact, new: &Fact) -> Vec<String> {
    let fields = |fact: &Fact| match serde_json::to_value(fact) {
        Ok(Value::Object(fields)) => without_source(fields),
        _ => serde_json::Map::new(),
    };
    let (old, new) = (fields(old), fields(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names.into_iter().filter(|name| old.get(*name) != new.get(*name)).map(|name| name.replace('_', " ")).collect()
}

fn without_source(fields: serde_json::Map<String, Value>) -> serde_json::Map<String, Value> {
    let bare = |value: Value| match value {
        Value::Object(inner) => Value::Object(without_source(inner)),
        Value::Array(items) => items
            .into_iter()
            .map(|item| match item {
                Value::Object(inner) => Value::Object(without_source(inner)),
                other => other,
            })
            .collect(),
        other => other,
    };
    fields
        .into_iter()
        .filter(|(name, _)| !["source", "as_of", "holder_said"].contains(&name.as_str()))
        .map(|(name, value)| (name, bare(value)))
        .collect()
}
