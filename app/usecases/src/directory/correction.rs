//! Corrections, laid over what was imported and what is built in.

use std::collections::BTreeMap;

use domain::{
    checked::EmailAddress,
    directory::Tables,
    target::{Correction, Detail, Target, TargetId},
};
use jiff::Timestamp;

use crate::ports::CorrectionRow;

/// The name under which corrections that cannot be read are told.
pub(super) const DATASET: &str = "corrections";

/// A correction, with who made it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    pub correction: Correction,
    pub organiser: EmailAddress,
    pub at: Timestamp,
}

impl Corrected {
    pub(crate) fn row(&self) -> Result<CorrectionRow, serde_json::Error> {
        let Self { correction: Correction { target, right, before, said }, organiser, at } = self;
        Ok(CorrectionRow {
            target: target.clone(),
            detail: right.kind().to_string(),
            content: serde_json::to_string(right)?,
            before: serde_json::to_string(before)?,
            said: said.clone(),
            organiser: organiser.clone(),
            at: *at,
        })
    }
}

/// The corrections that can be read, in their order, and whether these are all.
pub(super) fn read(rows: Vec<CorrectionRow>) -> (Vec<Corrected>, bool) {
    let all = rows.len();
    let corrections: Vec<Corrected> = rows.into_iter().filter_map(read_one).collect();
    let are_all = corrections.len() == all;
    (corrections, are_all)
}

fn read_one(row: CorrectionRow) -> Option<Corrected> {
    let CorrectionRow { target, detail, content, before, said, organiser, at } = row;
    let read = |text: &str| serde_json::from_str::<Detail>(text).ok().filter(|read| read.kind().to_string() == detail);
    let (Some(right), Some(before)) = (read(&content), read(&before)) else {
        tracing::error!(%target, detail, "a correction cannot be read");
        return None;
    };
    Some(Corrected { correction: Correction { target, right, before, said }, organiser, at })
}

/// Lays corrections over the tables. Gives the targets that were corrected as they were before.
pub(super) fn apply(tables: &mut Tables, corrections: &[Corrected]) -> BTreeMap<TargetId, Target> {
    let mut of_target: BTreeMap<&TargetId, Vec<&Correction>> = BTreeMap::new();
    // The oldest first, so that what was corrected last is told last.
    for Corrected { correction, .. } in corrections.iter().rev() {
        of_target.entry(&correction.target).or_default().push(correction);
    }
    let mut upstream = BTreeMap::new();
    if of_target.is_empty() {
        return upstream;
    }
    for target in &mut tables.targets {
        let Some(corrections) = of_target.get(&target.id) else { continue };
        upstream.insert(target.id.clone(), target.clone());
        for correction in corrections {
            correction.put_into(target);
        }
    }
    upstream
}
