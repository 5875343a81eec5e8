//! The directory as it is read: states, treaties, where each state stands, and every target, in memory.
//!
//! It holds about a thousand rows, is read by every page and changes a few times a year, so that a snapshot
//! beats a table: the same order and the same search whatever the database.

mod search;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    district::{District, Districts},
    fold::fold,
    language::Language,
    letter::Merge,
    place::OtherPlace,
    state::{Iso2, State, UsState},
    target::{Target, TargetId, day_in_words},
    treaty::{Membership, Status, Treaty, TreatyId},
};
pub use search::Search;

/// What a directory is made of: rows, each with its source and its day.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    pub states: Vec<State>,
    /// Where people post from besides.
    pub places: Vec<OtherPlace>,
    pub treaties: Vec<Treaty>,
    pub memberships: Vec<Membership>,
    /// Shown in this order. Those that left come along, for the counts that name them.
    pub targets: Vec<Target>,
    pub districts: Districts,
    pub vacancies: Vec<Vacancy>,
    pub absences: Vec<Absence>,
}

/// A seat in the House that nobody held on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vacancy {
    pub district: District,
    pub source: String,
    pub as_of: Date,
}

impl Vacancy {
    /// As a sentence, for the day for which it is known: somebody may sit there by now.
    pub fn words(&self) -> String {
        format!("The seat of {} was vacant on {}.", self.district, day_in_words(self.as_of))
    }
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

/// Everything that is known about who can be written to. What does not change from day to day is shared by its copies.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// By their names.
    states: Vec<State>,
    by_code: HashMap<Iso2, usize>,
    places: Vec<OtherPlace>,
    countries: Arc<[(Iso2, String)]>,
    /// The eldest first.
    treaties: Vec<Treaty>,
    memberships: HashMap<(TreatyId, Iso2), Membership>,
    targets: Vec<Target>,
    by_id: HashMap<TargetId, usize>,
    districts: Arc<Districts>,
    vacancies: Vec<Vacancy>,
    absences: Vec<Absence>,
    index: Arc<search::Index>,
}

impl Directory {
    pub fn new(tables: Tables) -> Self {
        let Tables { mut states, places, mut treaties, memberships, targets, districts, vacancies, absences } = tables;
        treaties.sort_by_key(|treaty| treaty.adopted_on);
        for treaty in &mut treaties {
            renew(treaty, &memberships);
        }
        states.sort_by_cached_key(State::alphabetic);
        let of_states = states.iter().map(|state| (state.iso2.clone(), state.name.clone()));
        let mut countries: Vec<_> =
            of_states.chain(places.iter().map(|place| (place.iso2.clone(), place.name.clone()))).collect();
        countries.sort_by_cached_key(|(_, name)| fold(name));
        Self {
            treaties,
            memberships: memberships.into_iter().map(|row| ((row.treaty.clone(), row.state.clone()), row)).collect(),
            index: Arc::new(search::Index::new(&targets, &states)),
            by_code: states.iter().enumerate().map(|(index, state)| (state.iso2.clone(), index)).collect(),
            by_id: targets.iter().enumerate().map(|(index, target)| (target.id.clone(), index)).collect(),
            states,
            places,
            countries: countries.into(),
            targets,
            districts: Arc::new(districts),
            vacancies,
            absences,
        }
    }

    /// The directory as it is used on a day: whose name has aged by then is written to by the office. A search still
    /// finds the office by the name.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        Self { targets: self.targets.iter().map(|target| target.on(day)).collect(), ..self.clone() }
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

    /// All that people post from, states and other places, in the order of their names: code and name.
    pub fn countries(&self) -> &[(Iso2, String)] {
        &self.countries
    }

    /// The short English name of a state or of another place that people post from: "Bahamas".
    pub fn country(&self, iso2: &Iso2) -> Option<&str> {
        let place = || self.place(iso2).map(|place| place.name.as_str());
        self.state(iso2).map(|state| state.name.as_str()).or_else(place)
    }

    /// The same as it stands in a sentence: "the Bahamas".
    pub fn country_in_sentence(&self, iso2: &Iso2, language: Language) -> Option<&str> {
        let place = || self.place(iso2).map(|place| place.name_in_sentence(language));
        self.state(iso2).map(|state| state.name_in_sentence(language)).or_else(place)
    }

    fn place(&self, iso2: &Iso2) -> Option<&OtherPlace> {
        self.places.iter().find(|place| place.iso2 == *iso2)
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
        let name = self.country_in_sentence(&country, language).unwrap_or_default();
        let treaty = treaty.and_then(|id| {
            let ask = self.status(id, &country, date).and_then(Status::ask);
            self.treaty(id).map(|treaty| (treaty.name(language), ask))
        });
        Merge::new(target, name, treaty, language)
    }
}

/// An import can be newer than what is built in: the treaty is then of the day of most of its rows, and what was said of
/// the built-in ones does not hold for them.
fn renew(treaty: &mut Treaty, memberships: &[Membership]) {
    let mut days: BTreeMap<&str, usize> = BTreeMap::new();
    for row in memberships.iter().filter(|row| row.treaty == treaty.id) {
        *days.entry(&row.as_of).or_default() += 1;
    }
    let of_most = days.into_iter().max_by_key(|(_, rows)| *rows).and_then(|(day, _)| day.parse::<Date>().ok());
    if let Some(day) = of_most.filter(|day| *day > treaty.as_of) {
        treaty.as_of = day;
        treaty.note = None;
    }
}
