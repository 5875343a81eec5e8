//! The words of all targets, and how well typed words fit each of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    country::{self, Countries},
    spelling, telling,
};
use crate::{
    address::Address,
    directory::OtherName,
    fold::fold,
    place::OtherPlace,
    state::{Iso2, State, US_STATES, UsState},
    target::{Chamber, Holder, Office, Target, TargetKind},
};

/// How much a word says by where it stands. A word of a name counts more than any other, and most where it is the whole
/// name: Guinea comes before Equatorial Guinea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// A code, found only by itself: neither "C" nor "COL" finds Colorado by it.
    Code,
    WholeName,
    InName,
    Other,
}

impl Weight {
    const COUNT: u32 = 4;
}

/// A text by which something is known. It belongs to a state, to a state of the United States, or to a target.
#[derive(Debug)]
struct Text {
    owner: usize,
    /// How many words of it say something.
    words: u32,
    weight: Weight,
    /// Whether it names a country. It then counts less where the words name another country.
    of_country: bool,
}

#[derive(Debug)]
struct Word {
    text: String,
    /// Its letters, a bit each: two words whose letters differ much are not measured.
    letters: u64,
    length: usize,
    /// Whether a misspelt word may mean this one.
    is_spelling: bool,
    /// Places of texts.
    texts: Vec<usize>,
}

/// Everything that is known, word by word.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(super) countries: Countries,
    /// In order, so that those with the same beginning stand together.
    words: Vec<Word>,
    /// Places of the words that a misspelt one may mean, the shortest first.
    spellings: Vec<usize>,
    texts: Vec<Text>,
    /// The first text that is shown. Those before it are codes of states and their other names.
    shown: usize,
    /// Texts as one word each: "Van Drew" is typed "vandrew".
    whole: HashMap<String, Vec<usize>>,
    /// The words of the names of states: "Iran" does not mean Iraq.
    correct: HashSet<String>,
    /// For each target, the owners of the texts about it, itself first.
    owners: Vec<Vec<usize>>,
    /// The same the other way round: the targets that each owner's texts are about.
    owned: Vec<Vec<usize>>,
    /// How many owners there are: targets, then states, then states of the United States.
    count: usize,
    /// States of the United States by their names, each as one word: their places among all of them.
    us_states: HashMap<String, BTreeSet<usize>>,
    /// Places outside the directory's states by their names, in the same way.
    places: HashMap<String, usize>,
}

/// How typed words are read.
#[derive(Clone, Copy)]
pub(super) enum Reading {
    /// A word that is spelt like no known one may be misspelt; no other may.
    AsTyped,
    /// Any word may be misspelt, and the shortest may be a beginning.
    Forgiving,
}

/// How well the words fit a target: by the name of its country, and by anything else that it is known by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    pub(super) country: u32,
    pub(super) other: u32,
    /// Among those that fit as well, the lower the better.
    pub(super) rank: u32,
    /// Whether every word stands there as it was typed.
    pub(super) is_spelt: bool,
}

impl Fit {
    /// All words of one text, and no others.
    pub(super) const WHOLE: u32 = 0;
    /// Words of one text as they stand there.
    pub(super) const WORDS: u32 = 1;
    /// Beginnings of the words of one text, or misspelt ones.
    pub(super) const LIKE: u32 = 2;
    /// Words of several texts.
    pub(super) const SCATTERED: u32 = 3;

    /// The fit of a target by the name of its state alone.
    pub(super) const OF_STATE: Self = Self { country: Self::WHOLE, other: Self::SCATTERED, rank: 0, is_spelt: false };

    pub(super) fn best(self) -> u32 {
        self.country.min(self.other)
    }
}

/// Whether so many missions are there that it tells none from another.
pub(super) fn is_everybodys(host: &Iso2) -> bool {
    *host == Iso2::us()
}

/// A text while the index is made.
struct Known<'a> {
    text: &'a str,
    weight: Weight,
    of_country: bool,
}

impl<'a> Known<'a> {
    fn name(text: &'a str) -> Self {
        let weight = if text.split_whitespace().nth(1).is_none() { Weight::WholeName } else { Weight::InName };
        Self { text, weight, of_country: false }
    }

    fn code(text: &'a str) -> Self {
        Self { text, weight: Weight::Code, of_country: false }
    }

    fn other(text: &'a str) -> Self {
        Self { text, weight: Weight::Other, of_country: false }
    }
}

#[derive(Default)]
struct Making {
    words: BTreeMap<String, BTreeSet<usize>>,
    texts: Vec<Text>,
    whole: HashMap<String, Vec<usize>>,
    /// As in [`Index`].
    shown: usize,
}

impl Making {
    /// Takes in a folded text.
    fn add(&mut self, owner: usize, known: &Known<'_>) {
        let all: Vec<&str> = known.text.split_whitespace().collect();
        let telling = telling(&all);
        let place = self.texts.len();
        let words = u32::try_from(telling.iter().collect::<BTreeSet<_>>().len()).unwrap_or(u32::MAX);
        self.texts.push(Text { owner, words, weight: known.weight, of_country: known.of_country });
        for word in all {
            self.words.entry(word.to_owned()).or_default().insert(place);
        }
        if known.weight != Weight::Code {
            self.whole.entry(telling.concat()).or_default().push(place);
        }
    }
}

impl Index {
    pub(crate) fn new(targets: &[Target], states: &[State], places: &[OtherPlace], other_names: &[OtherName]) -> Self {
        let mut making = Making::default();
        let mut correct = HashSet::new();
        let first_state = targets.len();
        let us_states = first_state + states.len();
        for (place, state) in states.iter().enumerate() {
            let owner = first_state + place;
            for code in std::iter::once(state.iso2.as_str()).chain(state.codes.iter().map(String::as_str)) {
                making.add(owner, &Known { of_country: true, ..Known::code(&fold(code)) });
            }
            for name in state.other_names.iter().flat_map(|name| spelling::of_country(name)).collect::<BTreeSet<_>>() {
                making.add(owner, &Known { of_country: true, ..Known::name(&name) });
            }
        }
        making.shown = making.texts.len();
        for (place, state) in states.iter().enumerate() {
            let shown = state.short_names().flat_map(spelling::of_country);
            for name in shown.collect::<BTreeSet<_>>() {
                making.add(first_state + place, &Known { of_country: true, ..Known::name(&name) });
            }
        }
        correct.extend(
            states
                .iter()
                .flat_map(State::names)
                .flat_map(|name| fold(name).split_whitespace().map(str::to_owned).collect::<Vec<_>>()),
        );
        let mut us_states_called: HashMap<String, BTreeSet<usize>> = HashMap::new();
        for (place, state) in US_STATES.iter().enumerate() {
            let too = US_STATES_TOO.iter().filter(|(code, _)| *code == state.code).map(|(_, name)| Known::other(name));
            for known in [Known::code(state.code), Known::name(state.name)].into_iter().chain(too) {
                let text = fold(known.text);
                making.add(us_states + place, &Known { text: &text, ..known });
                let words: Vec<&str> = text.split_whitespace().collect();
                us_states_called.entry(telling(&words).concat()).or_default().insert(place);
            }
        }
        let by_code: HashMap<&Iso2, usize> =
            states.iter().enumerate().map(|(place, state)| (&state.iso2, first_state + place)).collect();
        let mut others: HashMap<&str, Vec<&str>> = HashMap::new();
        for other in other_names {
            others.entry(other.of.as_str()).or_default().push(&other.name);
        }
        let mut owners = vec![Vec::new(); targets.len()];
        for (place, target) in targets.iter().enumerate().filter(|(_, target)| target.is_current()) {
            let too = others.get(target.id.as_str()).into_iter().flatten().copied();
            add_target(&mut making, place, target, too);
            let of = match &target.office {
                Office::Congress(seat) => US_STATES
                    .iter()
                    .position(|state| state.code == seat.state)
                    .map(|state| us_states + state)
                    .into_iter()
                    .collect(),
                Office::Mission { of, to, .. } => {
                    let to = Some(to).filter(|to| !is_everybodys(to));
                    std::iter::once(of).chain(to).filter_map(|iso2| by_code.get(iso2).copied()).collect()
                }
                Office::Capital { of: iso2, .. } | Office::Custom { country: iso2, .. } => {
                    by_code.get(iso2).copied().into_iter().collect::<Vec<_>>()
                }
            };
            owners[place] = std::iter::once(place).chain(of).collect();
        }
        let count = us_states + US_STATES.len();
        let mut owned = vec![Vec::new(); count];
        for (place, owners) in owners.iter().enumerate() {
            for owner in owners {
                owned[*owner].push(place);
            }
        }
        let words: Vec<Word> = making
            .words
            .into_iter()
            .map(|(text, texts)| Word {
                letters: spelling::letters(&text),
                length: text.chars().count(),
                is_spelling: text.chars().count() >= spelling::ALIAS_MIN || texts.iter().any(|text| *text >= making.shown),
                text,
                texts: texts.into_iter().collect(),
            })
            .collect();
        let mut spellings: Vec<usize> =
            words.iter().enumerate().filter(|(_, word)| word.is_spelling).map(|(place, _)| place).collect();
        spellings.sort_by_key(|place| words[*place].length);
        Self {
            countries: Countries::new(states),
            words,
            spellings,
            texts: making.texts,
            shown: making.shown,
            whole: making.whole,
            correct,
            owners,
            owned,
            count,
            us_states: us_states_called,
            places: places_called(places),
        }
    }

    /// The place that has just this name, an office of it or not.
    pub(super) fn place_called(&self, words: &[&str]) -> Option<usize> {
        let name: String = words.iter().copied().filter(|word| !country::OFFICES.contains(word)).collect();
        self.places.get(&name).copied()
    }

    /// The states of the United States that have just this name or code.
    pub(super) fn us_states_called(&self, words: &[&str]) -> Vec<&'static UsState> {
        let places = self.us_states.get(&words.concat()).into_iter().flatten();
        places.filter_map(|place| US_STATES.get(*place)).collect()
    }

    /// The targets that the words fit, by their places, and how well.
    pub(super) fn read(&self, typed: &[&str], reading: Reading) -> BTreeMap<usize, Fit> {
        const NEVER: u32 = u32::MAX;
        // For each owner and each word: the best grade with its weight. For each text: how many words, and the sum of
        // the grades.
        let mut by_word: Vec<Vec<u32>> = Vec::with_capacity(typed.len());
        let mut by_text: HashMap<usize, (u32, u32)> = HashMap::new();
        for (number, word) in typed.iter().enumerate() {
            let mut best: HashMap<usize, u32> = HashMap::new();
            let mut owners = vec![NEVER; self.count];
            for (grade, known) in self.matches(word, reading) {
                for place in &known.texts {
                    let Some(text) = self.texts.get(*place).filter(|text| grade == 0 || text.weight != Weight::Code) else {
                        continue;
                    };
                    best.entry(*place).and_modify(|known| *known = grade.min(*known)).or_insert(grade);
                    let rank = grade * Weight::COUNT + text.weight as u32;
                    owners[text.owner] = owners[text.owner].min(rank);
                }
            }
            // A text without this word is not one that all words fit.
            if number == 0 {
                by_text = best.into_iter().map(|(place, grade)| (place, (1, grade))).collect();
            } else {
                for (place, (count, sum)) in &mut by_text {
                    if let Some(grade) = best.get(place) {
                        (*count, *sum) = (*count + 1, *sum + grade);
                    }
                }
            }
            by_word.push(owners);
        }
        let all = u32::try_from(typed.len()).unwrap_or(u32::MAX);
        // By the name of a country and by another text, whole texts first.
        let mut classes: Vec<[u32; 2]> = vec![[Fit::SCATTERED; 2]; self.count];
        let mut take = |text: &Text, class: u32| {
            let known = &mut classes[text.owner][usize::from(!text.of_country)];
            *known = class.min(*known);
        };
        for (place, (count, sum)) in &by_text {
            let Some(text) = self.texts.get(*place).filter(|_| *count == all) else { continue };
            match sum {
                0 if text.words == *count => take(text, Fit::WHOLE),
                // Mali was French Sudan, but "Sudan" alone does not mean Mali.
                0 if *place >= self.shown => take(text, Fit::WORDS),
                _ => take(text, Fit::LIKE),
            }
        }
        let glued = self.whole.get(&typed.concat()).into_iter().flatten();
        let mut is_glued = vec![false; self.count];
        for text in glued.filter_map(|place| self.texts.get(*place)) {
            take(text, Fit::WHOLE);
            is_glued[text.owner] = true;
        }
        let fit = |place: usize| {
            let owners = self.owners.get(place)?;
            let of_word = |ranks: &Vec<u32>| owners.iter().map(|owner| ranks[*owner]).min().filter(|rank| *rank != NEVER);
            let rank = by_word.iter().map(of_word).sum::<Option<u32>>();
            let rank = rank.or_else(|| owners.iter().any(|owner| is_glued[*owner]).then_some(Weight::InName as u32))?;
            let is_spelt = by_word.iter().all(|ranks| of_word(ranks).is_some_and(|rank| rank < Weight::COUNT));
            let class = |which: usize| owners.iter().map(|owner| classes[*owner][which]).min();
            Some(Fit { country: class(0)?, other: class(1)?, rank, is_spelt })
        };
        // Only those count that the first word names, or all words as one. Nearly everybody is out.
        let first = by_word.first().into_iter().flatten().enumerate().filter(|(_, rank)| **rank != NEVER);
        let named = first.map(|(owner, _)| owner).chain((0..self.count).filter(|owner| is_glued[*owner]));
        let places: BTreeSet<usize> = named.filter_map(|owner| self.owned.get(owner)).flatten().copied().collect();
        places.into_iter().filter_map(|place| Some((place, fit(place)?))).collect()
    }

    /// The words that a typed one can be, each with a grade: 0 for the word itself, 1 for a word that it begins, and 1
    /// plus its mistakes for a misspelt one.
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

    /// The words that a typed one may be with a mistake or two.
    fn misspelt(&self, typed: &str) -> impl Iterator<Item = (u32, &Word)> {
        let length = typed.chars().count();
        let most = if self.correct.contains(typed) { 0 } else { spelling::mistakes(length) };
        let letters = spelling::letters(typed);
        let long = |place: &usize| self.words.get(*place).map_or(0, |known| known.length);
        let from = self.spellings.partition_point(|place| long(place) + most < length);
        let to = self.spellings.partition_point(|place| long(place) <= length + most);
        let places = self.spellings.get(from..to).unwrap_or_default();
        places.iter().filter_map(|place| self.words.get(*place)).filter_map(move |known| {
            if spelling::is_far((known.length, known.letters), (length, letters), most) {
                return None;
            }
            let mistakes = strsim::osa_distance(&known.text, typed);
            (1..=most).contains(&mistakes).then(|| (1 + u32::try_from(mistakes).unwrap_or(u32::MAX), known))
        })
    }
}

fn places_called(places: &[OtherPlace]) -> HashMap<String, usize> {
    let mut called = HashMap::new();
    for (index, place) in places.iter().enumerate() {
        for name in place.names() {
            let name = fold(name);
            called.insert(telling(&name.split_whitespace().collect::<Vec<_>>()).concat(), index);
        }
    }
    called
}

/// Other names of states and territories of the United States.
const US_STATES_TOO: [(&str, &str); 12] = [
    ("DC", "Washington"),
    ("DC", "Washington DC"),
    ("HI", "Hawai'i"),
    ("MP", "CNMI"),
    ("MP", "Northern Marianas"),
    ("VI", "USVI"),
    ("VI", "Virgin Islands"),
    ("MA", "Mass"),
    ("PA", "Penna"),
    ("NC", "N Carolina"),
    ("SC", "S Carolina"),
    ("WV", "W Virginia"),
];

/// Everything by which a target itself is known.
fn add_target<'a>(making: &mut Making, place: usize, target: &'a Target, others: impl Iterator<Item = &'a str>) {
    let of_country = matches!(target.office, Office::Mission { .. } | Office::Capital { .. });
    making.add(place, &Known { of_country, ..Known::other(&fold(&target.name())) });
    making.add(place, &Known::other(&fold(&target.office_words())));
    if let Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } = &target.holder {
        let lasts = spelling::of_person(last);
        for last in &lasts {
            making.add(place, &Known::name(last));
        }
        let names = std::iter::once(full.as_str()).chain(target.other_names.iter().map(String::as_str)).chain(others);
        let given: BTreeSet<String> = names
            .flat_map(|name| {
                let name = fold(name);
                making.add(place, &Known::other(&name));
                name.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
            })
            .filter(|word| !lasts[0].split(' ').any(|last| last == word))
            .collect();
        for given in &given {
            for called in spelling::also_called(given).map(str::to_owned).chain([given.clone()]) {
                for last in &lasts {
                    making.add(place, &Known::other(&format!("{called} {last}")));
                }
            }
        }
    }
    if let Office::Congress(seat) = &target.office {
        making.add(
            place,
            &Known::other(match seat.chamber {
                Chamber::Senate { .. } => {
                    "united states usa us congress senate senator senators sen sens member members delegation"
                }
                Chamber::House { .. } => {
                    "united states usa us congress house of representatives representative rep reps congressman congressmen \
                     congresswoman congresswomen member members delegation"
                }
            }),
        );
    }
    // Without the towns of a member's offices at home: a misspelt name must not lead to a town that is called so.
    if target.kind() != TargetKind::Congress {
        let addresses = target.address.iter().chain(target.other_addresses.iter().map(|other| &other.address));
        addresses.filter_map(town).for_each(|town| making.add(place, &Known::other(&fold(&town))));
    }
}

/// The town of an address. Washington tells no mission from another. A mission may be written to through the diplomatic
/// pouch of the Department of State (its own ZIP code, 20521): then the line above names the town, "9510 Tirana Place".
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
