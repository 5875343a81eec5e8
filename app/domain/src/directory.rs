//! The directory as it is read: states, treaties, where each state stands, and every target, in memory.
//!
//! It holds about a thousand rows, is read by every page and changes a few times a year, so that a snapshot
//! beats a table: the same order and the same search whatever the database.

mod search;

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    district::{District, Districts},
    language::Language,
    letter::Merge,
    state::{Iso2, State, UsState},
    target::{Target, TargetId},
    treaty::{Membership, Status, Treaty, TreatyId},
};
pub use search::{Nearness, Said, Search};

/// What a directory is made of: rows, each with its source and its day.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    pub states: Vec<State>,
    pub treaties: Vec<Treaty>,
    pub memberships: Vec<Membership>,
    /// Shown in this order. Those that left come along, for the counts that name them.
    pub targets: Vec<Target>,
    pub districts: Districts,
    pub vacancies: Vec<Vacancy>,
    pub absences: Vec<Absence>,
    /// What people call the holders of some offices, beside what lists call them.
    pub other_names: Vec<OtherName>,
}

/// A name by which the holder of an office is known: "GT Thompson".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherName {
    pub of: TargetId,
    pub name: String,
    pub source: String,
    pub as_of: Date,
}

/// A seat in the House that nobody held on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vacancy {
    pub district: District,
    pub source: String,
    pub as_of: Date,
}

/// A mission that there is not: somebody will ask why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    pub of: Iso2,
    pub to: Iso2,
    /// A sentence: "The embassy in Washington closed in March 2022."
    pub reason: String,
    pub source: String,
    pub as_of: Date,
}

/// Everything that is known about who can be written to.
#[derive(Debug, Default)]
pub struct Directory {
    /// By their names.
    states: Vec<State>,
    by_code: HashMap<Iso2, usize>,
    /// The eldest first.
    treaties: Vec<Treaty>,
    memberships: HashMap<(TreatyId, Iso2), Membership>,
    targets: Vec<Target>,
    by_id: HashMap<TargetId, usize>,
    districts: Districts,
    vacancies: Vec<Vacancy>,
    absences: Vec<Absence>,
    index: search::Index,
}

impl Directory {
    pub fn new(tables: Tables) -> Self {
        let Tables { mut states, mut treaties, memberships, targets, districts, vacancies, absences, other_names } = tables;
        treaties.sort_by_key(|treaty| treaty.adopted_on);
        states.sort_by_cached_key(State::alphabetic);
        Self {
            treaties,
            memberships: memberships.into_iter().map(|row| ((row.treaty.clone(), row.state.clone()), row)).collect(),
            index: search::Index::new(&targets, &states, &other_names),
            by_code: states.iter().enumerate().map(|(index, state)| (state.iso2.clone(), index)).collect(),
            by_id: targets.iter().enumerate().map(|(index, target)| (target.id.clone(), index)).collect(),
            states,
            targets,
            districts,
            vacancies,
            absences,
        }
    }

    /// The districts that a ZIP code touches; none for one that is not known.
    pub fn districts(&self) -> &Districts {
        &self.districts
    }

    /// The seats of the House that nobody holds.
    pub fn vacancies(&self) -> &[Vacancy] {
        &self.vacancies
    }

    /// The vacant seat that a district is, by any of its names.
    pub fn vacancy(&self, district: District) -> Option<&Vacancy> {
        self.vacancies.iter().find(|vacancy| vacancy.district.is_named(district))
    }

    /// The seats of the House that a state has, held or vacant, in order.
    pub fn seats(&self, state: &UsState) -> BTreeSet<District> {
        let held = self.targets.iter().filter_map(|target| target.seat()?.district());
        held.chain(self.vacancies.iter().map(|vacancy| vacancy.district))
            .filter(|district| district.state().code == state.code)
            .collect()
    }

    /// The missions that there are not, and why.
    pub fn absences(&self) -> &[Absence] {
        &self.absences
    }

    /// In the order of their names.
    pub fn states(&self) -> impl ExactSizeIterator<Item = &State> {
        self.states.iter()
    }

    pub fn state(&self, iso2: &Iso2) -> Option<&State> {
        self.by_code.get(iso2).map(|index| &self.states[*index])
    }

    /// The eldest first.
    pub fn treaties(&self) -> impl ExactSizeIterator<Item = &Treaty> {
        self.treaties.iter()
    }

    pub fn treaty(&self, id: &TreatyId) -> Option<&Treaty> {
        self.treaties.iter().find(|treaty| treaty.id == *id)
    }

    pub fn membership(&self, treaty: &TreatyId, state: &Iso2) -> Option<&Membership> {
        self.memberships.get(&(treaty.clone(), state.clone()))
    }

    /// Where a state stands under a treaty on a date. `None` for a state or a treaty that is not listed.
    pub fn status(&self, treaty: &TreatyId, state: &Iso2, date: Date) -> Option<Status> {
        self.membership(treaty, state).map(|membership| membership.status_on(date))
    }

    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    pub fn target(&self, id: &TargetId) -> Option<&Target> {
        self.by_id.get(id).map(|index| &self.targets[*index])
    }

    /// What we fill in for a target: forms of address, its country's name, what is asked under the treaty.
    pub fn merge(&self, target: &Target, treaty: Option<&TreatyId>, language: Language, date: Date) -> Merge {
        let country = target.country();
        let name = self.state(&country).map_or("", |state| state.name_in_sentence(language));
        let treaty = treaty.and_then(|id| {
            let ask = self.status(id, &country, date).and_then(Status::ask);
            self.treaty(id).map(|treaty| (treaty.name(language), ask))
        });
        Merge::new(target, name, treaty, language)
    }
}
