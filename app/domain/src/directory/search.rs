//! One search field for everything that a target is known by: names, seats, states, countries in the languages of the
//! campaigns, the towns of missions, codes. Typing mistakes are forgiven.
//!
//! The directory is a snapshot in memory, and so is its index: some thousand words, each with the texts that it stands
//! in. So results have the same order whatever the database. A search in SQL could not promise that, since each
//! database collates in its own way. A fuzzy matcher of file names (`nucleo-matcher`) looks for letters in order, and
//! does not find "Klobuhcar"; a search engine (`tantivy`) is a hundred crates for a thousand rows. We need the distance
//! between two words (`strsim`) and a sorted list.
//!
//! A word is first taken as it is typed: whole, or as the beginning of a longer one. Only a word that is neither is
//! taken as misspelt. When nothing fits that way, every word may be misspelt: "Marc Kelly" is no Marc.
//!
//! The words are also read as the name of a state, among all states and not only those that can be written to. The
//! whole name of a state means that state: "United Kingdom" is no other kingdom, and "UK" is not how "Ukraine" begins.
//! That holds whether or not there is an office of the United Kingdom to be found.

mod country;
mod index;
mod spelling;

use std::borrow::Cow;

use country::Meant;
use index::{Fit, Reading};

pub(super) use self::index::Index;
use super::Directory;
use crate::{
    district::{self, District},
    fold::fold,
    place::OtherPlace,
    state::{Iso2, State, UsState},
    target::{Office, Seat, Target, TargetKind},
};

/// A supporter's search. All that is given must hold; if nothing is given, everything is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words of a name, an office, a state, a country, a district, a town.
    pub words: String,
    pub kind: Option<TargetKind>,
}

/// How near what was typed comes to the name of a state, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// One of its names, whole.
    Name,
    /// One of its codes.
    Code,
    /// Whole words of one of its names: "Bosnia".
    Part,
    /// The beginning of one of its names.
    Beginning,
    /// One of its names with a mistake or two.
    Misspelt,
    /// One of its names, among other words.
    Beside,
}

/// The result of a search by its words.
#[derive(Debug, Clone, Default)]
pub struct Said<'a> {
    /// The targets that fit, among those that were asked for. The best fits come first, equal ones in the directory's
    /// order.
    pub targets: Vec<&'a Target>,
    /// How many of these have a whole word of a name, and not only its beginning or something like it.
    pub certain: usize,
    /// The states whose names are nearest, all equally near. Nobody can write to some of them.
    pub states: Vec<&'a State>,
    pub nearness: Option<Nearness>,
    /// The states and territories of the United States that have just this name.
    pub us_states: Vec<&'static UsState>,
    /// A place with a post of its own that is no state of the directory, and has just this name.
    pub place: Option<&'a OtherPlace>,
    /// Filled where no target fits among those that were asked for: other targets that have just this name.
    pub elsewhere: Vec<&'a Target>,
}

impl Directory {
    /// The targets that fit, without those that left. The best fits come first, equal ones in the directory's order.
    pub fn search(&self, search: &Search) -> Vec<&Target> {
        self.search_among(search, |_| true).targets
    }

    /// As [`search`](Self::search), but among some of the targets only. A mistake is forgiven where nothing *among
    /// them* is spelt like it: an ambassador Gonzales hides no member of Congress called Gonzalez.
    pub fn search_among(&self, search: &Search, among: impl Fn(&Target) -> bool) -> Said<'_> {
        let of_kind = |target: &Target| target.is_current() && search.kind.is_none_or(|kind| target.kind() == kind);
        let among = |target: &Target| of_kind(target) && among(target);
        let folded = fold(&with_codes_told_apart(&search.words));
        let words: Vec<&str> = folded.split_whitespace().collect();
        if words.is_empty() && !search.words.trim().is_empty() {
            // Signs alone name nothing.
            return Said::default();
        }
        let Some((district, rest)) = district::split(&words) else { return self.said(&words, &among) };
        let of_district = self.said(&rest, &|target| holds(target, district) && among(target));
        if of_district.targets.is_empty() && !rest.is_empty() {
            // "Capito WV-2": not the district's own member, but one of its state.
            let of_state = |target: &Target| target.seat().is_some_and(|seat| seat.state == district.state().code);
            self.said(&rest, &|target| of_state(target) && among(target))
        } else {
            of_district
        }
    }

    fn said(&self, words: &[&str], among: &dyn Fn(&Target) -> bool) -> Said<'_> {
        let words = telling(words);
        if words.is_empty() {
            return Said { targets: self.targets.iter().filter(|target| among(target)).collect(), ..Said::default() };
        }
        let as_typed = self.index.read(&words, Reading::AsTyped);
        // Words that some text has as they are typed are spelt right. So is "Jordan OH" for a member of Congress,
        // though no single text has both words.
        let fitting = |(place, fit): (&usize, &Fit)| Some((*fit, self.targets.get(*place)?));
        let is_right = as_typed
            .iter()
            .filter_map(fitting)
            .any(|(fit, target)| fit.best() <= Fit::WORDS || (fit.is_spelt && target.kind() == TargetKind::Congress));
        let mut meant = self.index.countries.read(&words, !is_right);
        let is_state = meant.nearness.is_some_and(|nearness| nearness <= Nearness::Code);
        let place = self.index.place_called(&words).filter(|_| !is_state).and_then(|place| self.places.get(place));
        if place.is_some() {
            // "French Guiana" is no part of Guinea.
            meant = Meant::default();
        }
        let states: Vec<&State> = meant.states.iter().filter_map(|place| self.states.get(*place)).collect();
        let is_meant = |target: &Target| is_of(target, &states);
        let mut said =
            Said { nearness: meant.nearness, us_states: self.index.us_states_called(&words), place, ..Said::default() };
        for reading in [Reading::AsTyped, Reading::Forgiving] {
            let mut fits = match reading {
                Reading::AsTyped => as_typed.clone(),
                Reading::Forgiving => self.index.read(&words, reading),
            };
            let is_forgiven = meant.nearness != Some(Nearness::Misspelt) || matches!(reading, Reading::Forgiving);
            // If the state has an office of the kind that was named, its other offices stay out.
            let has_office = || fits.iter().filter_map(fitting).any(|(_, target)| is_meant(target) && among(target));
            if is_forgiven && (meant.is_all || (meant.is_office && !has_office())) {
                // However it is written, it is the name of the state.
                for (place, _) in self.targets.iter().enumerate().filter(|(_, target)| is_meant(target)) {
                    fits.entry(place).or_insert(Fit::OF_STATE);
                }
            }
            let all = || fits.iter().filter_map(fitting);
            let reached = all().any(|(_, target)| is_meant(target) && among(target));
            let meaning = Meaning {
                nearness: meant.nearness,
                reached,
                is_short: words.iter().all(|word| word.chars().count() <= 2),
                is_one_word: words.len() == 1,
            };
            let stays = |fit: Fit, target: &Target| is_meant(target) || meaning.leaves(fit, target.kind() == TargetKind::Mission);
            let mut found: Vec<(u32, u32, usize)> = Vec::new();
            for (place, (fit, target)) in fits.iter().filter_map(|(place, fit)| Some((*place, fitting((place, fit))?))) {
                if among(target) && stays(fit, target) {
                    let is_whole = is_meant(target) && meant.nearness <= Some(Nearness::Code);
                    found.push((if is_whole { 0 } else { fit.best() }, fit.rank, place));
                }
            }
            found.sort_unstable();
            said.certain = found.iter().filter(|(best, ..)| *best <= Fit::WORDS).count();
            said.targets = found.into_iter().filter_map(|(.., place)| self.targets.get(place)).collect();
            if !said.targets.is_empty() || place.is_some() {
                break;
            }
            let certain = all().filter(|(fit, target)| target.is_current() && fit.other <= Fit::WORDS);
            said.elsewhere = certain.map(|(_, target)| target).collect();
        }
        if !said.targets.is_empty() {
            said.elsewhere.clear();
        }
        said.states = states;
        said
    }
}

/// How the words were taken, where they name states.
struct Meaning {
    nearness: Option<Nearness>,
    /// Whether an office of one of the states can be found.
    reached: bool,
    /// A code of two letters.
    is_short: bool,
    is_one_word: bool,
}

impl Meaning {
    /// Whether a fit stays beside the offices of the states that are named. A weaker fit comes after those, and not
    /// in their place.
    fn leaves(&self, fit: Fit, is_mission: bool) -> bool {
        match self.nearness {
            // Guinea, and then Equatorial Guinea; and neither Nigeria after Niger nor Indiana after India.
            Some(Nearness::Name) if self.reached => fit.other <= Fit::WORDS || (self.is_one_word && fit.country <= Fit::WORDS),
            // Two letters begin too much to mean anything but the code.
            Some(Nearness::Code) if self.reached => {
                let country = if self.is_short { Fit::WORDS } else { Fit::LIKE };
                fit.other < Fit::SCATTERED || fit.country <= country
            }
            Some(Nearness::Name | Nearness::Code) if is_mission => fit.other == Fit::WHOLE,
            Some(Nearness::Name | Nearness::Code | Nearness::Misspelt) => fit.other < Fit::SCATTERED,
            Some(Nearness::Part | Nearness::Beside | Nearness::Beginning) | None => true,
        }
    }
}

/// Whether a target is an office of one of these states, or in one of them.
fn is_of(target: &Target, states: &[&State]) -> bool {
    let is = |iso2: &Iso2| states.iter().any(|state| state.iso2 == *iso2);
    match &target.office {
        Office::Congress(_) => false,
        // So many missions are in Washington that it tells none from another.
        Office::Mission { of, to, .. } => is(of) || (!index::is_everybodys(to) && is(to)),
        Office::Capital { of, .. } => is(of),
        Office::Custom { country, .. } => is(country),
    }
}

fn holds(target: &Target, district: District) -> bool {
    target.seat().and_then(Seat::district).is_some_and(|seat| seat.is_named(district))
}

/// Words that say nothing where others stand beside them: "the senators of Vermont".
const GLUE: [&str; 16] =
    ["of", "the", "for", "in", "to", "and", "at", "from", "state", "mr", "mrs", "ms", "hon", "honorable", "honourable", "office"];

/// The words, with the codes of Indiana and Mississippi written out where capitals tell them from "in" and "Ms.".
fn with_codes_told_apart(words: &str) -> Cow<'_, str> {
    let is_code = |word: &str| matches!(word, "IN" | "MS");
    if !words.contains(char::is_lowercase) || !words.split_whitespace().any(is_code) {
        return Cow::Borrowed(words);
    }
    let told = words
        .split_whitespace()
        .map(|word| if is_code(word) { UsState::find(word).map_or(word, |state| state.name) } else { word });
    Cow::Owned(told.collect::<Vec<_>>().join(" "))
}

/// The words that say something; all, if none does.
fn telling<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let telling: Vec<&str> = words.iter().copied().filter(|word| !GLUE.contains(word)).collect();
    if telling.is_empty() { words.to_vec() } else { telling }
}
