//! One search field for everything that a target is known by: names, seats, states, countries in the languages of the
//! campaigns, the towns of missions, codes; typing mistakes forgiven.
//!
//! The directory is a snapshot in memory, and so is its index: two thousand words, each with the targets that it stands
//! in. The order of what is found is therefore the same whatever the database, which a search in SQL could not promise
//! without one dialect's collation or another's. A fuzzy matcher of file names (`nucleo-matcher`) looks for letters in
//! order, and does not find "Klobuhcar"; a search engine (`tantivy`) is a hundred crates for a thousand rows. What is
//! needed is the distance between two words (`strsim`) and a sorted list.
//!
//! A word is taken as it is typed first: whole, or as the beginning of a longer one, and as a misspelt one only where
//! it is neither. When nothing fits that way, every word may be misspelt: "Marc Kelly" is no Marc.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Directory;
use crate::{
    address::Address,
    district::{self, District},
    fold::fold,
    state::{Iso2, State, UsState},
    target::{Chamber, Holder, Office, Seat, Target, TargetKind},
};

/// What a supporter looks for. All that is given must hold; nothing given finds everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words of a name, an office, a state, a country, a district, a town.
    pub words: String,
    pub kind: Option<TargetKind>,
}

impl Directory {
    /// The targets that fit, without those that left: those that fit best first, and otherwise in the directory's order.
    pub fn search(&self, search: &Search) -> Vec<&Target> {
        self.search_among(search, |_| true)
    }

    /// As [`search`](Self::search), among some of the targets only. A mistake is forgiven where nothing *among them* is
    /// spelt like it: an ambassador Gonzales hides no member of Congress called Gonzalez.
    pub fn search_among(&self, search: &Search, among: impl Fn(&Target) -> bool) -> Vec<&Target> {
        let among =
            |target: &Target| target.is_current() && search.kind.is_none_or(|kind| target.kind() == kind) && among(target);
        let find = |words: &[&str], fits: &dyn Fn(&Target) -> bool| {
            self.index.find(words, |place| self.targets.get(place).is_some_and(|target| fits(target) && among(target)))
        };
        let folded = fold(&search.words);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let found = match district::split(&words) {
            None => find(&words, &|_| true),
            Some((district, rest)) => {
                let of_district = find(&rest, &|target| holds(target, district));
                if of_district.is_empty() && !rest.is_empty() {
                    // "Capito WV-2": not the district's own member, but one of its state.
                    find(&rest, &|target| target.seat().is_some_and(|seat| seat.state == district.state().code))
                } else {
                    of_district
                }
            }
        };
        found.into_iter().filter_map(|place| self.targets.get(place)).collect()
    }

    /// The state that has just this name, in whatever language or as a nickname.
    pub fn state_called(&self, name: &str) -> Option<&State> {
        self.state(self.index.states.get(&spaced(&fold(name)))?)
    }
}

fn holds(target: &Target, district: District) -> bool {
    target.seat().and_then(Seat::district).is_some_and(|seat| seat.is_named(district))
}

/// The words of a folded text with one space between them.
fn spaced(folded: &str) -> String {
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How much it says that a word stands there. A word of a name counts more than any other, and most where it is the
/// whole name: Guinea comes before Equatorial Guinea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// A code of two letters, which is nothing but itself: no "C" and no "COL" finds Colorado by it.
    Code,
    WholeName,
    InName,
    Other,
}

impl Weight {
    const COUNT: u32 = 4;
}

/// A text that a target is known by.
enum Known<'a> {
    Code(&'a str),
    Name(&'a str),
    /// All names of a state, and its code.
    Country(&'a Iso2),
    Other(&'a str),
}

#[derive(Debug)]
struct Word {
    text: String,
    /// Which letters it has, a bit each: two words whose letters differ much are not measured.
    letters: u64,
    length: usize,
    /// Places of targets, and what the word is there.
    hits: Vec<(usize, Weight)>,
}

/// The words of all targets.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// In order, so that those with one beginning stand together.
    words: Vec<Word>,
    /// The states by all their names, folded, also those to which nobody can write.
    states: HashMap<String, Iso2>,
    /// The words of these names: who types "Iran" does not mean Iraq.
    correct: HashSet<String>,
    /// How many targets there are.
    targets: usize,
}

/// How what is typed is taken.
#[derive(Clone, Copy)]
enum Reading {
    /// A word that is spelt like none may be misspelt, and so may no other.
    AsTyped,
    /// Any word may be misspelt, and the shortest may be a beginning.
    Forgiving,
}

impl Index {
    pub(super) fn new(targets: &[Target], states: &[State]) -> Self {
        // Each name is folded once: that of the United States stands in every other target.
        let names: BTreeMap<&Iso2, Vec<String>> =
            states.iter().map(|state| (&state.iso2, state.names().map(|name| spaced(&fold(name))).collect())).collect();
        let mut words: BTreeMap<String, BTreeMap<usize, Weight>> = BTreeMap::new();
        let mut add = |folded: &str, place: usize, weight: Weight| {
            for word in folded.split_whitespace() {
                let known = words.entry(word.to_owned()).or_default().entry(place).or_insert(weight);
                *known = weight.min(*known);
            }
        };
        let of_name = |name: &str| if name.split_whitespace().nth(1).is_none() { Weight::WholeName } else { Weight::InName };
        for (place, target) in targets.iter().enumerate().filter(|(_, target)| target.is_current()) {
            for_each_text(target, |known| match known {
                Known::Code(code) => add(&fold(code), place, Weight::Code),
                Known::Name(name) => {
                    let name = fold(name);
                    add(&name, place, of_name(&name));
                }
                Known::Country(iso2) => {
                    add(&fold(iso2.as_str()), place, Weight::Code);
                    names.get(iso2).into_iter().flatten().for_each(|name| add(name, place, of_name(name)));
                }
                Known::Other(text) => add(&fold(text), place, Weight::Other),
            });
        }
        let words = words
            .into_iter()
            .map(|(text, hits)| Word {
                letters: letters(&text),
                length: text.chars().count(),
                text,
                hits: hits.into_iter().collect(),
            })
            .collect();
        let correct = names.values().flatten().flat_map(|name| name.split(' ')).map(str::to_owned).collect();
        let states = names.into_iter().flat_map(|(iso2, names)| names.into_iter().map(|name| (name, iso2.clone()))).collect();
        Self { words, states, correct, targets: targets.len() }
    }

    /// The places of the targets in which all words are found, the best first. No words are in all.
    fn find(&self, typed: &[&str], among: impl Fn(usize) -> bool) -> Vec<usize> {
        let telling: Vec<&str> = typed.iter().copied().filter(|word| !GLUE.contains(word)).collect();
        let typed = if telling.is_empty() { typed } else { &telling };
        [Reading::AsTyped, Reading::Forgiving]
            .into_iter()
            .map(|reading| self.read(typed, reading, &among))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    fn read(&self, typed: &[&str], reading: Reading, among: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut ranks = vec![Some(0); self.targets];
        for word in typed {
            let mut best: Vec<Option<u32>> = vec![None; self.targets];
            for (grade, known) in self.matches(word, reading) {
                for (place, weight) in known.hits.iter().filter(|(_, weight)| grade == 0 || *weight != Weight::Code) {
                    let rank = grade * Weight::COUNT + *weight as u32;
                    if let Some(best) = best.get_mut(*place) {
                        *best = Some(best.map_or(rank, |best| best.min(rank)));
                    }
                }
            }
            for (rank, best) in ranks.iter_mut().zip(best) {
                *rank = rank.zip(best).map(|(rank, best)| rank + best);
            }
        }
        let mut found: Vec<(u32, usize)> = ranks
            .into_iter()
            .enumerate()
            .filter_map(|(place, rank)| Some((rank?, place)))
            .filter(|(_, place)| among(*place))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// The words that a typed one can be, each with a grade: 0 it is the word, 1 it begins it, 1 and a mistake for each
    /// more where it is misspelt.
    fn matches(&self, typed: &str, reading: Reading) -> Vec<(u32, &Word)> {
        let first = self.words.partition_point(|known| known.text.as_str() < typed);
        let mut matches: Vec<(u32, &Word)> = self.words[first..]
            .iter()
            .take_while(|known| known.text.starts_with(typed))
            .map(|known| (u32::from(known.text != typed), known))
            .collect();
        let is_short = typed.chars().count() <= 2;
        match (reading, matches.first()) {
            // "CO" is Colorado and Colombia, and not everybody from Cohen to Cotton.
            (Reading::AsTyped, Some((0, _))) if is_short => matches.truncate(1),
            (Reading::AsTyped, Some(_)) => {}
            (Reading::AsTyped, None) | (Reading::Forgiving, _) => matches.extend(self.misspelt(typed)),
        }
        matches
    }

    /// The words that a typed one is with a mistake or two: a letter wrong, missing, too many, or two swapped. Short
    /// words are too much like each other.
    fn misspelt(&self, typed: &str) -> impl Iterator<Item = (u32, &Word)> {
        let length = typed.chars().count();
        let most = match length {
            0..=3 => 0,
            _ if self.correct.contains(typed) => 0,
            4..=7 => 1,
            _ => 2,
        };
        let letters = letters(typed);
        self.words.iter().filter_map(move |known| {
            // A mistake changes the length by one letter at most, and which letters there are by two.
            if known.length.abs_diff(length) > most || (known.letters ^ letters).count_ones() as usize > 2 * most {
                return None;
            }
            let mistakes = strsim::osa_distance(&known.text, typed);
            (1..=most).contains(&mistakes).then(|| (1 + u32::try_from(mistakes).unwrap_or(u32::MAX), known))
        })
    }
}

/// Words that say nothing where others stand beside them: "the senators of Vermont".
const GLUE: [&str; 9] = ["of", "the", "for", "in", "to", "and", "at", "from", "state"];

/// First names and what people are called instead, where the one does not begin the other: lists have Bernard Sanders.
const SHORT_NAMES: [(&str, &str); 23] = [
    ("alejandro", "alex"),
    ("andrew", "andy"),
    ("bernard", "bernie"),
    ("charles", "chuck"),
    ("charles", "charlie"),
    ("elizabeth", "liz"),
    ("henry", "hank"),
    ("james", "jim"),
    ("jerrold", "jerry"),
    ("john", "jack"),
    ("john", "jon"),
    ("margaret", "maggie"),
    ("michael", "mike"),
    ("richard", "dick"),
    ("richard", "rick"),
    ("robert", "bob"),
    ("robert", "bobby"),
    ("stephen", "steve"),
    ("steven", "steve"),
    ("theodore", "ted"),
    ("thomas", "tom"),
    ("thomas", "tommy"),
    ("william", "bill"),
];

/// What else states and territories of the United States are called.
const US_STATES_TOO: [(&str, &str); 3] = [("DC", "Washington"), ("HI", "Hawai'i"), ("MP", "CNMI")];

/// Everything that a target is known by.
fn for_each_text(target: &Target, mut add: impl FnMut(Known<'_>)) {
    add(Known::Other(&target.name()));
    add(Known::Other(&target.office_line()));
    if let Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } = &target.holder {
        add(Known::Name(last));
        for word in fold(full).split_whitespace() {
            for (long, short) in SHORT_NAMES.iter().filter(|(long, short)| word == *long || word == *short) {
                add(Known::Other(if word == *long { short } else { long }));
            }
        }
    }
    match &target.office {
        Office::Congress(seat) => {
            add(Known::Code(&seat.state));
            if let Some(state) = UsState::find(&seat.state) {
                add(Known::Name(state.name));
            }
            US_STATES_TOO.iter().filter(|(code, _)| *code == seat.state).for_each(|(_, name)| add(Known::Other(name)));
            add(Known::Other(match seat.chamber {
                Chamber::Senate { .. } => "Congress Senate",
                Chamber::House { .. } => "Congress House congressman congresswoman",
            }));
        }
        Office::Mission { of, to, .. } => {
            add(Known::Country(of));
            add(Known::Country(to));
        }
        Office::Capital { of: iso2, .. } | Office::Custom { country: iso2, .. } => add(Known::Country(iso2)),
    }
    // Not those of a member's offices at home: a slip in a name that is the name of some town must not lead there.
    if target.kind() != TargetKind::Congress {
        let addresses = target.address.iter().chain(target.other_addresses.iter().map(|other| &other.address));
        addresses.filter_map(town).for_each(|town| add(Known::Other(&town)));
    }
}

/// The town of an address. Washington is everybody's and tells nobody apart; of a mission that is written to through
/// the diplomatic pouch of the Department of State (its own ZIP code, 20521), the line above names the town: "9510
/// Tirana Place".
fn town(address: &Address) -> Option<String> {
    let has_digit = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    let last = address.lines.last()?;
    if address.country != Iso2::us() {
        // In some countries the postcode has a line to itself.
        let words = |line: &String| line.split_whitespace().filter(|word| !has_digit(word)).collect::<Vec<_>>().join(" ");
        return address.lines.iter().rev().map(words).find(|town| !town.is_empty());
    }
    let words: Vec<&str> = last.split_whitespace().collect();
    match words.as_slice() {
        ["Washington" | "Washington,", "DC", zip] if zip.starts_with("20521") => {
            let place = address.lines.iter().find_map(|line| line.strip_suffix(" Place"))?;
            Some(place.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned())
        }
        ["Washington" | "Washington,", "DC", ..] => None,
        [town @ .., _state, _zip] => Some(town.join(" ")),
        _ => None,
    }
}

/// A bit for each Latin letter that a word has, and some for all others together.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) % 64))
}
