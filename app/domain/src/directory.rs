//! The directory as it is read: states, treaties, where each state stands, and every target, in memory.
//!
//! It holds about a thousand rows, is read by every page and changes a few times a year, so that a snapshot
//! beats a table: the same order and the same search whatever the database.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    district::{District, Districts},
    language::Language,
    letter::Merge,
    state::{Iso2, State, UsState},
    target::{Office, Target, TargetId, TargetKind},
    treaty::{Membership, Status, Treaty, TreatyId},
};

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
    states: BTreeMap<Iso2, State>,
    treaties: BTreeMap<TreatyId, Treaty>,
    memberships: HashMap<(TreatyId, Iso2), Membership>,
    targets: Vec<Target>,
    by_id: HashMap<TargetId, usize>,
    districts: Districts,
    vacancies: Vec<Vacancy>,
    absences: Vec<Absence>,
    /// For each target, in the same order, the folded words that a search looks through.
    haystacks: Vec<String>,
}

/// What a supporter looks for. All that is given must hold; nothing given finds everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words of a name, an office, a state, a country.
    pub words: String,
    /// USPS code of a state.
    pub us_state: Option<String>,
    pub kind: Option<TargetKind>,
}

impl Directory {
    pub fn new(tables: Tables) -> Self {
        let Tables { states, treaties, memberships, targets, districts, vacancies, absences } = tables;
        let states: BTreeMap<_, _> = states.into_iter().map(|state| (state.iso2.clone(), state)).collect();
        let haystacks = targets.iter().map(|target| haystack(target, &states)).collect();
        Self {
            treaties: treaties.into_iter().map(|treaty| (treaty.id.clone(), treaty)).collect(),
            memberships: memberships.into_iter().map(|row| ((row.treaty.clone(), row.state.clone()), row)).collect(),
            by_id: targets.iter().enumerate().map(|(index, target)| (target.id.clone(), index)).collect(),
            states,
            targets,
            districts,
            vacancies,
            absences,
            haystacks,
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

    /// The missions that there are not, and why.
    pub fn absences(&self) -> &[Absence] {
        &self.absences
    }

    pub fn states(&self) -> impl ExactSizeIterator<Item = &State> {
        self.states.values()
    }

    pub fn state(&self, iso2: &Iso2) -> Option<&State> {
        self.states.get(iso2)
    }

    pub fn treaties(&self) -> impl ExactSizeIterator<Item = &Treaty> {
        self.treaties.values()
    }

    pub fn treaty(&self, id: &TreatyId) -> Option<&Treaty> {
        self.treaties.get(id)
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

    /// The targets that fit, in the directory's order, without those that left. Words match at the start of a word, whatever their
    /// case and accents: "cote" finds Côte d'Ivoire.
    pub fn search(&self, search: &Search) -> impl Iterator<Item = &Target> {
        let words: Vec<String> = fold(&search.words).split_whitespace().map(|word| format!(" {word}")).collect();
        let us_state = search.us_state.clone();
        let kind = search.kind;
        self.targets.iter().zip(&self.haystacks).filter_map(move |(target, haystack)| {
            let fits = target.is_current()
                && kind.is_none_or(|kind| target.kind() == kind)
                && us_state.as_ref().is_none_or(|code| target.seat().is_some_and(|seat| seat.state == *code))
                && words.iter().all(|word| haystack.contains(word.as_str()));
            fits.then_some(target)
        })
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

/// What a state is called in every language of letters.
fn names(state: &State) -> impl Iterator<Item = String> {
    Language::ALL.into_iter().map(|language| state.name_in(language).to_owned())
}

fn haystack(target: &Target, states: &BTreeMap<Iso2, State>) -> String {
    let mut words = vec![target.name(), target.office_line()];
    match &target.office {
        Office::Congress(seat) => {
            words.push(seat.state.clone());
            words.extend(UsState::find(&seat.state).map(|state| state.name.to_owned()));
        }
        Office::Mission { of, to, .. } => {
            words.push(of.to_string());
            for state in [of, to].into_iter().filter_map(|iso2| states.get(iso2)) {
                words.extend(names(state));
            }
        }
        Office::Capital { of: country, .. } | Office::Custom { country, .. } => {
            words.push(country.to_string());
            words.extend(states.get(country).into_iter().flat_map(names));
        }
    }
    words.iter().fold(String::new(), |haystack, text| haystack + " " + &fold(text))
}

/// Lower case, without accents, everything but letters and digits a space.
fn fold(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            'ı' => 'i',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect()
}
