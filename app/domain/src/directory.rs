//! The directory as it is read: states, treaties, where each state stands, and every target, in memory.
//!
//! It holds about a thousand rows, is read by every page and changes a few times a year. So a snapshot beats a table:
//! order and search are the same whatever the database.

mod countries;
mod search;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    campaign::Situation,
    district::{Congress, District, Districts, PostalStates, Zip},
    fold::fold,
    language::{Grammar, Language},
    letter::{Country, Merge},
    place::OtherPlace,
    state::{Iso2, State, UsState},
    target::{Target, TargetId},
    treaty::{Membership, Status, Treaty, TreatyId},
};
pub use countries::{CountriesByName, folded_words};
pub use search::{Nearness, Said, Search};

/// The rows that a directory is made of, each with its source and its day.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    pub states: Vec<State>,
    /// The other places that people post from.
    pub places: Vec<OtherPlace>,
    pub treaties: Vec<Treaty>,
    pub memberships: Vec<Membership>,
    /// In the order shown. Those that left are kept, for the counts that name them.
    pub targets: Vec<Target>,
    /// The districts of each Congress that we have a map of.
    pub maps: BTreeMap<Congress, Districts>,
    pub postal: PostalStates,
    pub vacancies: Vec<Vacancy>,
    pub absences: Vec<Absence>,
    /// Names that people use for the holders of some offices, beside those in lists.
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

/// A seat in the House that nobody held on a day. Somebody may sit there by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vacancy {
    pub district: District,
    pub source: String,
    pub as_of: Date,
}

/// A mission that does not exist, because somebody will ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    pub of: Iso2,
    pub to: Iso2,
    /// A sentence: "The embassy in Washington closed in March 2022."
    pub reason: String,
    pub source: String,
    pub as_of: Date,
}

/// Everything that is known about who can be written to. Copies share what does not change from day to day.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// In the order of their names.
    states: Vec<State>,
    by_code: HashMap<Iso2, usize>,
    places: Vec<OtherPlace>,
    /// By language: sorting names takes longer than showing them.
    in_order: Arc<[InOrder]>,
    /// The oldest first.
    treaties: Vec<Treaty>,
    memberships: HashMap<(TreatyId, Iso2), Membership>,
    targets: Vec<Target>,
    by_id: HashMap<TargetId, usize>,
    maps: Arc<BTreeMap<Congress, Districts>>,
    postal: Arc<PostalStates>,
    vacancies: Vec<Vacancy>,
    /// By the code of the state.
    seats: HashMap<&'static str, BTreeSet<District>>,
    absences: Vec<Absence>,
    index: Arc<search::Index>,
}

/// States and countries in the order of their names in one language.
#[derive(Debug)]
struct InOrder {
    /// By their places in English.
    states: Vec<usize>,
    countries: Vec<(Iso2, String)>,
}

impl InOrder {
    fn new(grammar: Grammar, states: &[State], places: &[OtherPlace]) -> Self {
        let mut in_order: Vec<usize> = (0..states.len()).collect();
        in_order.sort_by_cached_key(|at| states.get(*at).map(|state| fold(state.name_in(grammar))));
        let of_states = states.iter().map(|state| (state.iso2.clone(), state.name_in(grammar).to_owned()));
        let of_places = places.iter().map(|place| (place.iso2.clone(), place.name_in(grammar).to_owned()));
        let mut countries: Vec<_> = of_states.chain(of_places).collect();
        countries.sort_by_cached_key(|(_, name)| fold(name));
        Self { states: in_order, countries }
    }
}

impl Directory {
    pub fn new(tables: Tables) -> Self {
        let Tables { mut states, places, mut treaties, memberships, targets, maps, postal, vacancies, absences, other_names } =
            tables;
        treaties.sort_by_key(|treaty| treaty.adopted_on);
        for treaty in &mut treaties {
            renew(treaty, &memberships);
        }
        states.sort_by_cached_key(State::alphabetic);
        let in_order = Grammar::ALL.map(|grammar| InOrder::new(grammar, &states, &places));
        let mut seats: HashMap<&'static str, BTreeSet<District>> = HashMap::new();
        let held = targets.iter().filter_map(|target| target.seat()?.district());
        for district in held.chain(vacancies.iter().map(|vacancy| vacancy.district)) {
            seats.entry(district.state().code).or_default().insert(district);
        }
        Self {
            treaties,
            memberships: memberships.into_iter().map(|row| ((row.treaty.clone(), row.state.clone()), row)).collect(),
            index: Arc::new(search::Index::new(&targets, &states, &places, &other_names)),
            by_code: states.iter().enumerate().map(|(index, state)| (state.iso2.clone(), index)).collect(),
            by_id: targets.iter().enumerate().map(|(index, target)| (target.id.clone(), index)).collect(),
            states,
            places,
            in_order: in_order.into(),
            targets,
            maps: Arc::new(maps),
            postal: Arc::new(postal),
            vacancies,
            seats,
            absences,
        }
    }

    /// The directory as it is used on a day: a target whose name has aged by then is written to by the office. A search
    /// still finds the office by the name.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        Self { targets: self.targets.iter().map(|target| target.on(day)).collect(), ..self.clone() }
    }

    /// The districts that each ZIP code touches in a Congress, where there is a map of that Congress.
    pub fn map(&self, congress: Congress) -> Option<&Districts> {
        self.maps.get(&congress)
    }

    /// All maps, the oldest first.
    pub fn maps(&self) -> impl DoubleEndedIterator<Item = (Congress, &Districts)> {
        self.maps.iter().map(|(congress, map)| (*congress, map))
    }

    /// The post's list of ZIP codes.
    pub fn postal(&self) -> &PostalStates {
        &self.postal
    }

    /// The states in which a ZIP code can be: first the one on the post's list, or else that of the first three digits,
    /// then those of a map. The newest map that has the code will do, since the borders of states do not move with a
    /// Congress. If no map has the code and list and digits disagree, both hold. Empty for a number that nobody uses.
    pub fn states_of(&self, zip: Zip) -> Vec<&'static UsState> {
        let touched = self.maps.values().rev().map(|map| map.of(zip)).find(|touched| !touched.is_empty()).unwrap_or_default();
        let by_digits = zip.state();
        let own = self.postal.of(zip).or(by_digits);
        let mut states: Vec<&'static UsState> = Vec::new();
        let others = touched.iter().map(|district| district.state());
        for state in own.into_iter().chain(by_digits.filter(|_| touched.is_empty())).chain(others) {
            if !states.contains(&state) {
                states.push(state);
            }
        }
        states
    }

    /// Whether the post's list or a map has a ZIP code. The list has none of Puerto Rico and the islands, so that every
    /// code there counts as known.
    pub fn knows(&self, zip: Zip) -> bool {
        self.postal.of(zip).is_some()
            || self.maps.values().any(|map| !map.of(zip).is_empty())
            || zip.state().is_some_and(|state| matches!(state.code, "AS" | "GU" | "MP" | "PR" | "VI"))
    }

    /// The seats of the House that nobody holds.
    pub fn vacancies(&self) -> &[Vacancy] {
        &self.vacancies
    }

    /// The vacant seat for a district, by any of the district's names.
    pub fn vacancy(&self, district: District) -> Option<&Vacancy> {
        self.vacancies.iter().find(|vacancy| vacancy.district.is_named(district))
    }

    /// The seats of the House that a state has, held or vacant, in order.
    pub fn seats(&self, state: &UsState) -> &BTreeSet<District> {
        static NONE: BTreeSet<District> = BTreeSet::new();
        self.seats.get(state.code).unwrap_or(&NONE)
    }

    /// The missions that do not exist, and why.
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

    /// The states in the order of their names in a language.
    pub fn states_in(&self, grammar: Grammar) -> impl Iterator<Item = &State> {
        let in_order = self.in_order.get(grammar as usize).map(|in_order| in_order.states.as_slice()).unwrap_or_default();
        in_order.iter().filter_map(|at| self.states.get(*at))
    }

    /// Every state and other place that people post from, by its name in a language, in the order of these names.
    pub fn countries(&self, grammar: Grammar) -> &[(Iso2, String)] {
        self.in_order.get(grammar as usize).map(|in_order| in_order.countries.as_slice()).unwrap_or_default()
    }

    /// The short English name of a state or of another place that people post from: "Bahamas".
    pub fn country(&self, iso2: &Iso2) -> Option<&str> {
        let place = || self.place(iso2).map(|place| place.name.as_str());
        self.state(iso2).map(|state| state.name.as_str()).or_else(place)
    }

    /// The same in another language: "Islas Feroe".
    pub fn country_in(&self, iso2: &Iso2, grammar: Grammar) -> Option<&str> {
        let place = || self.place(iso2).map(|place| place.name_in(grammar));
        self.state(iso2).map(|state| state.name_in(grammar)).or_else(place)
    }

    /// The same as it stands in a sentence: "the Bahamas".
    pub fn country_in_sentence(&self, iso2: &Iso2, grammar: Grammar) -> Option<&str> {
        let place = || self.place(iso2).map(|place| place.name_in_sentence(grammar));
        self.state(iso2).map(|state| state.name_in_sentence(grammar)).or_else(place)
    }

    /// The same as it follows "I ask": "den Sudan".
    pub fn country_as_object(&self, iso2: &Iso2, grammar: Grammar) -> Option<&str> {
        let place = || self.place(iso2).map(|place| place.name_as_object(grammar));
        self.state(iso2).map(|state| state.name_as_object(grammar)).or_else(place)
    }

    fn place(&self, iso2: &Iso2) -> Option<&OtherPlace> {
        self.places.iter().find(|place| place.iso2 == *iso2)
    }

    /// The oldest first.
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

    /// Where a target's state stands on a date under a treaty, if one is given, and where it lies.
    pub fn situation(&self, target: &Target, treaty: Option<&TreatyId>, date: Date) -> Situation {
        let country = target.country();
        Situation {
            status: treaty.and_then(|treaty| self.status(treaty, &country, date)),
            region: self.state(&country).map(|state| state.region),
        }
    }

    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    pub fn target(&self, id: &TargetId) -> Option<&Target> {
        self.by_id.get(id).map(|index| &self.targets[*index])
    }

    /// A target's name; its id where it is not in the directory.
    pub fn name_of(&self, id: &TargetId) -> String {
        self.target(id).map_or_else(|| id.to_string(), Target::name)
    }

    /// The merge fields for a target: forms of address, its country's name, what is asked under the treaty.
    pub fn merge(&self, target: &Target, treaty: Option<&TreatyId>, language: Language, date: Date) -> Merge {
        let Some(grammar) = language.grammar() else { return Merge::without_grammar(target, language) };
        let country = target.country();
        let name = Country {
            in_sentence: self.country_in_sentence(&country, grammar).unwrap_or_default(),
            as_object: self.country_as_object(&country, grammar).unwrap_or_default(),
        };
        let treaty = treaty.and_then(|id| {
            let ask = self.status(id, &country, date).and_then(Status::ask);
            self.treaty(id).map(|treaty| (treaty.name(grammar), ask))
        });
        Merge::new(target, name, treaty, (language, grammar))
    }
}

/// An import can be newer than what is built in. The treaty then takes the day of most of its rows, and what was said
/// of the built-in rows no longer holds.
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
