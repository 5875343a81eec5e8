//! Finds the state that somebody means: among all 197, by all their names and codes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Nearness, spelling, telling};
use crate::{fold::fold, state::State};

/// The states by their names and codes.
#[derive(Debug, Default)]
pub(super) struct Countries {
    /// By each name and each code as one word, and whether it is a code. The two Koreas share a name.
    whole: HashMap<String, Vec<(usize, bool)>>,
    /// The names alone, a row for each way to write one.
    names: Vec<Name>,
    /// The words of the names, each with the rows in which it stands.
    words: BTreeMap<String, Vec<usize>>,
    /// Words that may be misspelt: each name as one word, and each longer word of a name. The shortest come first.
    spellings: Vec<Spelling>,
}

#[derive(Debug)]
struct Name {
    words: Vec<String>,
    state: usize,
}

#[derive(Debug)]
struct Spelling {
    text: String,
    length: usize,
    letters: u64,
    states: Vec<usize>,
}

/// The states that are nearest to what was typed.
#[derive(Debug, Default)]
pub(super) struct Meant {
    /// Their places among the states.
    pub(super) states: BTreeSet<usize>,
    pub(super) nearness: Option<Nearness>,
    /// Whether no word is left over.
    pub(super) is_all: bool,
    /// Whether a word for an office is left over, and nothing else: "the embassy of Tonga" may be a permanent mission.
    pub(super) is_office: bool,
}

/// Words for an office of a state that do not say which office: "the German embassy".
pub(super) const OFFICES: [&str; 17] = [
    "embassy",
    "embassies",
    "ambassador",
    "mission",
    "missions",
    "permanent",
    "high",
    "commission",
    "commissioner",
    "consulate",
    "government",
    "country",
    "embajada",
    "embajador",
    "ambassade",
    "ambassadeur",
    "botschaft",
];

/// Words in long Spanish and French names that the short name does not have: "República de Corea", "Royaume du Maroc".
const FORMS: [&str; 48] = [
    "democratica",
    "democratique",
    "republica",
    "republique",
    "reino",
    "royaume",
    "estado",
    "etat",
    "estados",
    "etats",
    "unidos",
    "unis",
    "principado",
    "principaute",
    "sultanato",
    "sultanat",
    "emirato",
    "emirat",
    "gran",
    "grand",
    "ducado",
    "duche",
    "federacion",
    "federation",
    "federal",
    "federale",
    "federativa",
    "federative",
    "confederacion",
    "confederation",
    "plurinacional",
    "islamica",
    "islamique",
    "popular",
    "populaire",
    "socialista",
    "socialiste",
    "arabe",
    "de",
    "del",
    "du",
    "d",
    "la",
    "las",
    "le",
    "les",
    "el",
    "l",
];

/// A shorter word of a name is like too many others.
const SPELLING_MIN: usize = 5;

impl Countries {
    pub(super) fn new(states: &[State]) -> Self {
        let mut whole: HashMap<String, Vec<(usize, bool)>> = HashMap::new();
        let mut names = BTreeSet::new();
        let mut spellings: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut add = |key: String, place: usize, code: bool| {
            let known = whole.entry(key).or_default();
            if !known.contains(&(place, code)) {
                known.push((place, code));
            }
        };
        for (place, state) in states.iter().enumerate() {
            for code in std::iter::once(state.iso2.as_str()).chain(state.codes.iter().map(String::as_str)) {
                add(fold(code), place, true);
            }
            let short = state.short_names().map(|name| (name, SPELLING_MIN - 1));
            let others = state.other_names.iter().map(|name| (name.as_str(), spelling::ALIAS_MIN));
            // With its article and in its cases, as it stands in a sentence: "la France", "Францию".
            for name in state.names_in_sentences().map(fold) {
                add(key(&name.split_whitespace().collect::<Vec<_>>()), place, false);
            }
            for (name, least) in short
                .chain(others)
                .flat_map(|(name, least)| spelling::of_country(name).into_iter().map(move |name| (name, least)))
            {
                let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
                let key = key(&words.iter().map(String::as_str).collect::<Vec<_>>());
                let is_long = |word: &&String, least: usize| word.chars().count() >= least;
                let parts = words.iter().filter(|word| is_long(word, least.max(SPELLING_MIN)));
                for spelling in parts.chain(Some(&key).filter(|key| is_long(key, least))) {
                    spellings.entry(spelling.clone()).or_default().insert(place);
                }
                add(key, place, false);
                names.insert((place, words));
            }
        }
        let names: Vec<Name> = names.into_iter().map(|(state, words)| Name { words, state }).collect();
        let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, name) in names.iter().enumerate() {
            for word in &name.words {
                words.entry(word.clone()).or_default().push(row);
            }
        }
        let mut spellings: Vec<Spelling> = spellings
            .into_iter()
            .map(|(text, states)| Spelling {
                length: text.chars().count(),
                letters: spelling::letters(&text),
                text,
                states: states.into_iter().collect(),
            })
            .collect();
        spellings.sort_by_key(|spelling| spelling.length);
        Self { whole, names, words, spellings }
    }

    /// The states that words name. They are words that say something, misspelt ones only if that is allowed.
    pub(super) fn read(&self, words: &[&str], may_be_misspelt: bool) -> Meant {
        let of_country: Vec<&str> = words.iter().copied().filter(|word| !OFFICES.contains(word)).collect();
        let is_all = of_country.len() == words.len();
        let is_office = !is_all && !of_country.is_empty();
        let mut words = of_country.as_slice();
        let by_short_name = || {
            let short: Vec<&str> = words.iter().copied().filter(|word| !FORMS.contains(word)).collect();
            self.whole.get(&key(&short)).filter(|_| short.len() < words.len())
        };
        if let Some(known) = self.whole.get(&key(words)).or_else(by_short_name) {
            // A name before a code.
            let is_name = known.iter().any(|(_, code)| !code);
            let states = known.iter().filter(|(_, code)| *code != is_name).map(|(place, _)| *place).collect();
            let nearness = if is_name { Nearness::Name } else { Nearness::Code };
            return Meant { states, nearness: Some(nearness), is_all, is_office };
        }
        // "Rep. Hill" is a representative, and begins no republic.
        if let ["rep", names @ ..] = words
            && !names.is_empty()
        {
            words = names;
        }
        let typed = key(words);
        // One letter or two begin too much.
        if typed.chars().count() < 3 {
            return Meant::default();
        }
        let readings: [(Nearness, &dyn Fn() -> BTreeSet<usize>); 4] = [
            (Nearness::Part, &|| self.with_words(words, |known, typed| known == typed)),
            (Nearness::Beginning, &|| self.with_words(words, |known, typed| known.starts_with(typed))),
            (Nearness::Misspelt, &|| if may_be_misspelt { self.misspelt(&typed) } else { BTreeSet::new() }),
            (Nearness::Beside, &|| self.beside(words)),
        ];
        let read = |(nearness, states): (Nearness, &dyn Fn() -> BTreeSet<usize>)| {
            let states = states();
            // A slip may be in any of the words, and in the gaps between them.
            let is_all = is_all && nearness == Nearness::Misspelt;
            (!states.is_empty()).then_some(Meant { states, nearness: Some(nearness), is_all, is_office: false })
        };
        readings.into_iter().find_map(read).unwrap_or_default()
    }

    /// The states with a name in which each of the words is found.
    fn with_words(&self, typed: &[&str], fits: impl Fn(&str, &str) -> bool) -> BTreeSet<usize> {
        let [first, rest @ ..] = typed else { return BTreeSet::new() };
        let has = |name: &&Name| rest.iter().all(|typed| name.words.iter().any(|known| fits(known, typed)));
        // Words that begin with it stand behind it, in order.
        let begun = self.words.range((*first).to_owned()..).take_while(|(known, _)| known.starts_with(first));
        let rows = begun.filter(|(known, _)| fits(known, first)).flat_map(|(_, rows)| rows);
        rows.filter_map(|row| self.names.get(*row)).filter(has).map(|name| name.state).collect()
    }

    /// The states that the longest run of the words names.
    fn beside(&self, words: &[&str]) -> BTreeSet<usize> {
        let named = |run: &[&str]| {
            let key = key(run);
            let known = self.whole.get(&key).filter(|_| key.len() >= 4)?;
            let states: BTreeSet<usize> = known.iter().filter(|(_, code)| !code).map(|(place, _)| *place).collect();
            (!states.is_empty()).then_some(states)
        };
        (1..words.len()).rev().find_map(|length| words.windows(length).find_map(named)).unwrap_or_default()
    }

    /// The states whose name, or a word of it, is the typed word with the fewest mistakes.
    fn misspelt(&self, typed: &str) -> BTreeSet<usize> {
        let (length, letters) = (typed.chars().count(), spelling::letters(typed));
        let mut fewest = spelling::mistakes(length);
        let mut nearest = BTreeSet::new();
        let from = self.spellings.partition_point(|known| known.length + fewest < length);
        let to = self.spellings.partition_point(|known| known.length <= length + fewest);
        for known in self.spellings.get(from..to).unwrap_or_default() {
            if spelling::is_far((known.length, known.letters), (length, letters), fewest) {
                continue;
            }
            let mistakes = strsim::osa_distance(&known.text, typed);
            if mistakes < fewest {
                fewest = mistakes;
                nearest.clear();
            }
            if mistakes == fewest && mistakes > 0 {
                nearest.extend(known.states.iter().copied());
            }
        }
        nearest
    }
}

/// The words that say something, as one word, with common short forms written in one way.
fn key(words: &[&str]) -> String {
    match telling(words).as_slice() {
        [word] => (*word).to_owned(),
        words => words.iter().copied().map(spelling::in_full).collect(),
    }
}
