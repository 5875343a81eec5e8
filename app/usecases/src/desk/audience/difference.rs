//! What publishing one document in the place of another changes for whom a campaign writes to.

use std::collections::HashSet;

use domain::{
    Date,
    campaign::Document,
    directory::Directory,
    target::{Target, TargetId},
};

/// Who would come and go on the day on which it is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// In the order of the new document.
    pub comes: Vec<TargetId>,
    /// In the order of the old one.
    pub goes: Vec<TargetId>,
    /// Whether those that stay are shown in another order.
    pub reordered: bool,
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Compares whom a campaign writes to by two documents on a day.
pub fn compare(directory: &Directory, old: &Document, new: &Document, on: Date) -> Difference {
    let (old, new) = (in_order(directory, old, on), in_order(directory, new, on));
    let (before, after): (HashSet<_>, HashSet<_>) = (old.iter().copied().collect(), new.iter().copied().collect());
    let only = |of: &[&TargetId], not_in: &HashSet<&TargetId>| {
        of.iter().filter(|id| !not_in.contains(**id)).map(|id| (*id).clone()).collect()
    };
    let stay = |of: &[&TargetId], other: &HashSet<&TargetId>| {
        of.iter().filter(|id| other.contains(**id)).map(|id| (*id).clone()).collect::<Vec<_>>()
    };
    Difference { comes: only(&new, &before), goes: only(&old, &after), reordered: stay(&old, &after) != stay(&new, &before) }
}

fn in_order<'a>(directory: &'a Directory, document: &Document, on: Date) -> Vec<&'a TargetId> {
    let mut targets: Vec<&Target> =
        directory.targets().iter().filter(|target| document.writes_to(directory, target, on)).collect();
    document.audience.put_in_order(&mut targets, |target| &target.id);
    targets.into_iter().map(|target| &target.id).collect()
}
