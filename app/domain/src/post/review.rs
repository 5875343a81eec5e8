//! Which letters somebody looks at before they leave.
//!
//! The rules judge only what the supporter wrote: a letter that is all the campaign's is never held. They hold a letter
//! for a person to read and refuse nothing, so they may err on both sides. Who wants to get past them can; what they stop
//! is what a machine sends by the hundred.

use std::collections::BTreeSet;

use crate::{fold::folded_words, letter::Filled, template::Template};

/// Why a letter is held for review. The word is what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewReason {
    /// There is a link in the supporter's own text.
    Links,
    /// The supporter's own text is mostly in capitals.
    Capitals,
    /// The same own text came from several mailboxes.
    SameText,
    /// Its form was sent as a machine sends it.
    Form,
}

impl ReviewReason {
    pub const ALL: [Self; 4] = [Self::Links, Self::Capitals, Self::SameText, Self::Form];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Capitals => "capitals",
            Self::SameText => "same_text",
            Self::Form => "form",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// The reasons of one letter, each once. Stored as their words with commas between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewReasons(BTreeSet<ReviewReason>);

impl ReviewReasons {
    /// `None` where one of the words is no reason that we know.
    pub fn parse(text: &str) -> Option<Self> {
        let words = text.split(',').filter(|word| !word.is_empty());
        words.map(ReviewReason::parse).collect::<Option<BTreeSet<_>>>().map(Self)
    }

    pub fn add(&mut self, reason: ReviewReason) {
        self.0.insert(reason);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = ReviewReason> {
        self.0.iter().copied()
    }
}

impl std::fmt::Display for ReviewReasons {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.iter().map(ReviewReason::as_str).collect();
        f.write_str(&words.join(","))
    }
}

impl FromIterator<ReviewReason> for ReviewReasons {
    fn from_iter<I: IntoIterator<Item = ReviewReason>>(reasons: I) -> Self {
        Self(reasons.into_iter().collect())
    }
}

/// So many mailboxes may confirm a letter with the same own text in one campaign before the next one is held. A family
/// or a few friends write one text together.
pub const SAME_TEXT_FREE: u64 = 4;
/// A shorter own text is the same in many letters by chance: "my school was hit". In characters, folded.
pub const SAME_TEXT_LEAST: usize = 20;
/// A text with fewer capitals is no text in capitals: it can be made up of names such as UNICEF.
pub const CAPITALS_LEAST: usize = 30;
/// From this share of capitals among its letters on, a text is in capitals: in percent.
pub const CAPITALS_SHARE: usize = 70;

/// What a supporter wrote into a letter themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnText {
    /// The blanks and the paragraph of their own.
    texts: Vec<String>,
    /// Their name and their town.
    names: [String; 2],
}

impl OwnText {
    pub fn of(filled: &Filled, template: &Template) -> Self {
        let note = template.takes_note().then(|| filled.note.clone());
        let texts = filled.blanks.values().cloned().chain(note).filter(|text| !text.trim().is_empty()).collect();
        Self { texts, names: [filled.name.to_string(), filled.place.to_string()] }
    }

    /// The reasons that the text itself gives.
    pub fn reasons(&self) -> ReviewReasons {
        let links = self.texts.iter().chain(&self.names).any(|text| has_link(text));
        let capitals = self.texts.iter().any(|text| is_in_capitals(text));
        let found = [(links, ReviewReason::Links), (capitals, ReviewReason::Capitals)];
        found.into_iter().filter_map(|(found, reason)| found.then_some(reason)).collect()
    }

    /// What is compared with the texts of others: without case, accents, punctuation and the width of spaces. `None` if it
    /// is too short to mean anything. The name and the town differ from letter to letter, and do not belong to it.
    pub fn folded(&self) -> Option<String> {
        let folded = folded_words(&self.texts.join(" "));
        (folded.chars().count() >= SAME_TEXT_LEAST).then_some(folded)
    }
}

/// Whether a text is mostly in capitals. Of a script without capitals, no text is.
fn is_in_capitals(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    capitals >= CAPITALS_LEAST && capitals * 100 >= letters * CAPITALS_SHARE
}

/// Whether a text has a link in it, or something that many programs make one of.
fn has_link(text: &str) -> bool {
    let small = text.to_lowercase();
    ["://", "hxxp", "<a ", "href=", "[url", "]("].iter().any(|sign| small.contains(sign))
        || text.split_inclusive(is_between_words).any(|word| {
            let between = word.chars().next_back().filter(|c| is_between_words(*c));
            let word = word.trim_end_matches(is_between_words);
            // No word of the same sentence follows.
            let ends = between != Some(' ') || word.ends_with(['.', '!', '?', ':', '…']);
            is_link(word, ends)
        })
}

fn is_between_words(c: char) -> bool {
    c.is_whitespace() || "<>()[]{}\"“”„«»|,;、，".contains(c)
}

/// Endings of names of servers that are words in no language we know of, so that a sentence without a space after its full
/// stop has none of them.
const ENDINGS: [&str; 20] = [
    "com", "net", "org", "info", "biz", "edu", "gov", "mil", "int", "xyz", "dev", "app", "eu", "uk", "ru", "cn", "io", "tk",
    "ly", "gg",
];

/// The same with words among them. They count only where a path follows.
const MORE_ENDINGS: [&str; 18] = [
    "online", "site", "shop", "store", "club", "top", "live", "link", "click", "page", "website", "space", "blog", "news",
    "world", "today", "win", "vip",
];

/// Countries whose ending begins hardly any sentence. They count without a path where they are in small letters, as a sentence
/// does not begin. The endings of the other countries are such words as "it", "es", "no", "is" and "la": of them the same is
/// true where the sentence ends with them, as none of one word does.
const COUNTRIES: [&str; 61] = [
    "ac", "ae", "ar", "bd", "bg", "br", "bz", "cc", "cf", "ch", "cl", "co", "cz", "de", "dk", "ee", "eg", "fi", "fr", "ga", "gd",
    "ge", "gr", "hk", "hu", "id", "ie", "ir", "jp", "ke", "kr", "kz", "lk", "lt", "lu", "lv", "md", "ml", "mx", "ng", "nl", "np",
    "nz", "ph", "pk", "pl", "pt", "pw", "ro", "rs", "sg", "sh", "sk", "th", "tn", "tr", "tv", "tw", "ua", "vn", "za",
];

/// Before the ending of a country a shorter name is an initial or a title, as in "J.de Vries".
const COUNTRY_NAME_LEAST: usize = 3;

/// Whether a word is the address of a page. An email address is not. `ends` says whether its sentence ends with it.
fn is_link(word: &str, ends: bool) -> bool {
    let word = word.trim_matches(|c: char| ".!?:'’*_…".contains(c));
    let (typed, path) = word.split_at(word.find(['/', '?', '#', ':']).unwrap_or(word.len()));
    if typed.contains('@') {
        return false;
    }
    let server = typed.to_lowercase();
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let labels: Vec<&str> = server.split('.').collect();
    let (Some(first), [.., name, ending]) = (labels.first(), &labels[..]) else { return false };
    if !labels.iter().copied().all(is_label) {
        return false;
    }
    let is_country = ending.len() == 2 && ending.bytes().all(|b| b.is_ascii_alphabetic());
    let is_named = name.chars().count() >= COUNTRY_NAME_LEAST && name.chars().any(char::is_alphabetic);
    let is_small = typed.ends_with(*ending);
    let is_loud = typed.chars().any(char::is_alphabetic) && !typed.chars().any(char::is_lowercase);
    let may_follow = is_small && COUNTRIES.contains(ending);
    *first == "www"
        || ENDINGS.contains(ending)
        || ending.starts_with("xn--")
        || (path.len() > 1 && (is_country || MORE_ENDINGS.contains(ending)))
        || (is_country && is_named && (may_follow || (ends && (is_small || is_loud))))
}

#[cfg(test)]
mod tests;
