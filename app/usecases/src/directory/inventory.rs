//! The directory's contents, in numbers: how many targets of each kind can be reached, and by which way.

use std::{collections::BTreeMap, fmt};

use domain::{
    directory::Directory,
    state::Iso2,
    target::{Office, Target, TargetKind},
};

/// How many targets of a sort there are, and how many of them can be reached by each way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    pub targets: usize,
    pub address: usize,
    /// With a second address: an office at home, an embassy's street.
    pub other_address: usize,
    pub email: usize,
    pub web_form: usize,
}

impl Reach {
    fn add(&mut self, target: &Target) {
        self.targets += 1;
        self.address += usize::from(target.address.is_some());
        self.other_address += usize::from(!target.other_addresses.is_empty());
        self.email += usize::from(target.email.is_some());
        self.web_form += usize::from(target.web_form.is_some());
    }
}

/// The targets that are written to now, by sort. It is displayed as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    pub sorts: Vec<(&'static str, Reach)>,
}

impl Inventory {
    pub fn of(directory: &Directory) -> Self {
        let mut sorts: BTreeMap<(TargetKind, &'static str), Reach> = BTreeMap::new();
        for target in directory.targets().iter().filter(|target| target.is_current()) {
            sorts.entry((target.kind(), sort(target))).or_default().add(target);
        }
        Self { sorts: sorts.into_iter().map(|((_, sort), reach)| (sort, reach)).collect() }
    }
}

/// The kind of a target; kinds with several ways to be reached are split.
fn sort(target: &Target) -> &'static str {
    match &target.office {
        Office::Congress(seat) if seat.district().is_some() => "members of the House",
        Office::Congress(_) => "senators",
        Office::Mission { to, .. } if *to == Iso2::us() => "missions to the United States",
        Office::Mission { of, .. } if *of == Iso2::us() => "missions of the United States",
        Office::Mission { .. } => "missions of others",
        Office::Capital { .. } | Office::Custom { .. } => target.kind().plural(),
    }
}

impl fmt::Display for Inventory {
    /// A line for each sort: how many there are, and how many can and cannot be reached by each way.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:32}{:>7}  {:>15}  {:>15}  {:>15}  {:>15}", "", "all", "address", "second address", "email", "web form")?;
        for (sort, reach) in &self.sorts {
            write!(f, "\n{sort:32}{:>7}", reach.targets)?;
            for with in [reach.address, reach.other_address, reach.email, reach.web_form] {
                write!(f, "  {with:>5}, {:>3} not ", reach.targets - with)?;
            }
        }
        Ok(())
    }
}
