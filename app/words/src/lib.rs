//! The words of the interface: every sentence that a page, a mail, a cover sheet or an error says to a person.
//!
//! Each is a message with a name and typed arguments. Its texts stand in `locales/<part>/<language>.json`, which a
//! translator can edit and Weblate reads; docs/translating.md says how. The build makes a function of each message, so
//! that a wrong name or argument does not compile. What a translation lacks is said in English.
//!
//! The words of a letter itself are not here: its grammar is in `domain`, its text in the campaign. Use cases choose no
//! words either; they answer with values, and whoever shows them says them with this package.
//!
//! Nothing of this reaches WebAssembly. An island gets the words that it needs as properties.

mod audience;
mod icu;
mod labels;
mod notice;
mod problem;
mod reader;
mod review;
mod stamps;
mod table;
mod template;
mod us_states;

use std::{
    fmt::{self, Write as _},
    sync::LazyLock,
};

use domain::{
    Date,
    language::{Direction, Grammar, Language},
    state::UsState,
};
use serde::{Deserialize, Serialize};

pub use self::{reader::Wishes, template::Insertion};

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The messages in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Words {
    locale: Locale,
}

/// A whole number as an argument.
pub trait Number {
    fn whole(self) -> i64;
}

macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl Number for $kind {
            fn whole(self) -> i64 {
                i64::try_from(self).unwrap_or(i64::MAX)
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, usize, i32, i64);

/// A part of a text that has links or other elements in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    Text(String),
    /// What stands between `<link>` and `</link>`, with the tag's name.
    Tagged(&'static str, String),
}

/// A message without its elements.
pub fn plain(spans: Vec<Span>) -> String {
    let text = |span| match span {
        Span::Text(text) | Span::Tagged(_, text) => text,
    };
    spans.into_iter().map(text).collect()
}

/// The texts of a message by plural category, for a script that knows the number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Forms {
    /// The language by whose rule one of them is chosen.
    pub language: String,
    /// Each with its arguments as in the catalogue: `{{count}}`.
    pub forms: Vec<(String, String)>,
}

/// A message as the build took it apart.
#[derive(Debug, Clone, Copy)]
enum Piece {
    Text(&'static str),
    /// By its place among the arguments.
    Argument(usize),
    Open(&'static str),
    Close,
}

enum Argument<'a> {
    Text(&'a dyn fmt::Display),
    Number(i64),
    Date(Date),
    List(Vec<String>),
    Either(Vec<String>),
}

impl Locale {
    /// The language with this tag, or the one of which the tag names a variety: `en-GB` is English.
    pub fn of(tag: &str) -> Option<Self> {
        let everyone = || Self::ALL.iter().copied().chain([Self::Pseudo]);
        let is = |tag: &str| everyone().find(|locale| locale.tag().eq_ignore_ascii_case(tag));
        is(tag).or_else(|| is(tag.split('-').next()?))
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        Words::new(self).language_name()
    }

    pub fn direction(self) -> Direction {
        self.known().direction
    }

    fn known(self) -> &'static Known {
        &KNOWN[self as usize]
    }
}

/// What a page asks of its language some hundred times, worked out once.
#[derive(Debug)]
struct Known {
    language: Language,
    direction: Direction,
    grammar: Grammar,
    us_states: Vec<(&'static UsState, &'static str)>,
}

static KNOWN: LazyLock<[Known; LOCALES]> = LazyLock::new(|| {
    let mut locales = Locale::ALL.iter().copied();
    std::array::from_fn(|_| {
        let locale = locales.next().unwrap_or(Locale::Pseudo);
        let language = Language::parse(locale.tag()).unwrap_or(Language::EN);
        Known {
            language,
            direction: language.direction(),
            grammar: language.grammar().unwrap_or(Grammar::En),
            us_states: us_states::in_order(Words::new(locale)),
        }
    })
});

impl Words {
    pub const fn new(locale: Locale) -> Self {
        Self { locale }
    }

    pub const fn locale(self) -> Locale {
        self.locale
    }

    /// A whole number, in the language's digits and groups.
    pub fn number(self, number: impl Number) -> String {
        icu::number(self.locale, number.whole())
    }

    /// A number with one decimal, from its tenths: 33 is "3.3", or "3,3" in French.
    pub fn tenths(self, tenths: impl Number) -> String {
        icu::tenths(self.locale, tenths.whole())
    }

    /// A day, written out: "November 21, 2026".
    pub fn date(self, date: Date) -> String {
        self.language().date(date)
    }

    /// The same language as letters and names know it; English if they do not.
    pub fn language(self) -> Language {
        self.locale.known().language
    }

    /// The language in which names of states and treaties are said; English where we do not know them.
    pub fn grammar(self) -> Grammar {
        self.locale.known().grammar
    }

    /// The plural category of a number, as CLDR calls it: `few`.
    pub fn category(self, count: impl Number) -> &'static str {
        ["zero", "one", "two", "few", "many", "other"][icu::category(self.locale, count.whole())]
    }

    /// "a, b and c".
    pub fn list(self, items: &[impl fmt::Display]) -> String {
        icu::list(self.locale, &texts(items))
    }

    const fn of<T: Copy>(self, texts: [T; LOCALES]) -> T {
        texts[self.locale as usize]
    }

    fn plural(self, forms: [&'static [Piece]; 6], count: i64) -> &'static [Piece] {
        forms[icu::category(self.locale, count)]
    }

    fn forms(self, all: [&'static [(&'static str, &'static str)]; LOCALES]) -> Forms {
        let forms = self.of(all).iter().map(|(category, text)| ((*category).to_owned(), (*text).to_owned()));
        Forms { language: self.locale.tag().to_owned(), forms: forms.collect() }
    }

    fn fill(self, pieces: &[Piece], arguments: &[Argument<'_>]) -> String {
        let mut text = String::with_capacity(128);
        for piece in pieces {
            match piece {
                Piece::Text(part) => text.push_str(part),
                Piece::Argument(at) => self.add(&mut text, &arguments[*at]),
                Piece::Open(_) | Piece::Close => {}
            }
        }
        text
    }

    fn mark(self, pieces: &[Piece], arguments: &[Argument<'_>]) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut text = String::new();
        let mut tag = "";
        for piece in pieces {
            match piece {
                Piece::Text(part) => text.push_str(part),
                Piece::Argument(at) => self.add(&mut text, &arguments[*at]),
                Piece::Open(name) => {
                    tag = name;
                    spans.push(Span::Text(std::mem::take(&mut text)));
                }
                Piece::Close => spans.push(Span::Tagged(tag, std::mem::take(&mut text))),
            }
        }
        spans.push(Span::Text(text));
        spans.retain(|span| !matches!(span, Span::Text(text) if text.is_empty()));
        spans
    }

    fn add(self, text: &mut String, argument: &Argument<'_>) {
        match argument {
            Argument::Text(value) => self.add_text(text, *value),
            Argument::Number(number) => text.push_str(&icu::number(self.locale, *number)),
            Argument::Date(date) => text.push_str(&self.date(*date)),
            Argument::List(items) => self.grammar().join(text, &icu::list(self.locale, &self.each_apart(items))),
            Argument::Either(items) => self.grammar().join(text, &icu::either(self.locale, &self.each_apart(items))),
        }
    }

    /// A name is joined to the words before it as the language does: "à" and "le Japon" become "au Japon".
    fn add_text(self, text: &mut String, value: &dyn fmt::Display) {
        let start = text.len();
        let _ = write!(text, "{value}");
        if text.get(start..).is_some_and(|value| self.runs_against(value)) {
            let value = text.split_off(start);
            let _ = write!(text, "{}", Apart(&value));
        } else if self.grammar().melts() {
            let value = text.split_off(start);
            self.grammar().join(text, &value);
        }
    }

    fn each_apart(self, items: &[String]) -> Vec<String> {
        items.iter().map(|item| if self.runs_against(item) { Apart(item).to_string() } else { item.clone() }).collect()
    }

    /// Whether a text's script runs the other way than the language. So does a code of digits on a page that runs from
    /// right to left: its groups would change places.
    fn runs_against(self, value: &str) -> bool {
        match self.locale.direction() {
            Direction::Ltr => !value.is_ascii() && value.chars().any(is_right_to_left),
            Direction::Rtl => value.chars().any(|c| c.is_alphanumeric() && !is_right_to_left(c)),
        }
    }
}

/// A text that is isolated, so that its signs do not jump.
struct Apart<'a>(&'a str);

impl fmt::Display for Apart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\u{2068}{}\u{2069}", self.0)
    }
}

fn texts(items: &[impl fmt::Display]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}

/// Hebrew, Arabic and the scripts beside them, and their presentation forms.
const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests;
