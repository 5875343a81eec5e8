//! Text from elsewhere, as people have it: what stands in it for a name, a date or a reason is offered as a blank or as a
//! merge field. Nothing is changed but what somebody takes.

mod marked;
mod placeholder;
mod vocabulary;

use std::{collections::BTreeMap, ops::Range};

pub use self::marked::text_of_highlights;
use self::{
    placeholder::{Group, group, label, row},
    vocabulary::{any_words, field, field_after},
};
use super::{Blank, MergeField, Piece, TemplateError, pieces::cut};
use crate::language::Language;

/// What a placeholder in a text could become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// In bytes of the text.
    pub range: Range<usize>,
    /// What stands there: `........`, `[YOUR COUNTRY]`.
    pub found: String,
    pub becomes: Becomes,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    /// A blank with this label.
    Blank(String),
    Field(MergeField),
}

impl Becomes {
    /// As it stands in a template.
    pub fn written(&self) -> String {
        match self {
            Self::Blank(label) => format!("[[{label}]]"),
            Self::Field(field) => field.written(),
        }
    }
}

/// The placeholders of a subject or a body in this language, in the order of reading. What stands in a template's own
/// brackets is none.
pub fn offers(text: &str, language: Language) -> Vec<Offer> {
    let mut taken = Taken::default();
    for (_, piece) in cut(text) {
        if let Ok(Piece::Blank(blank)) = piece {
            taken.take(&blank.label);
        }
    }
    let mut found = Vec::new();
    for free in free(text) {
        let mut at = free.start;
        // Where the last placeholder ended: what stands before it says nothing of the next one.
        let mut since = free.start;
        while let Some(c) = text[at..free.end].chars().next() {
            let Some(open) = Open::at(&text[at..free.end]) else {
                at += c.len_utf8();
                continue;
            };
            let range = at..at + open.length;
            at = range.end;
            // Brackets side by side would be read as others.
            if !text[..range.start].ends_with(['[', '{']) && !text[range.end..].starts_with([']', '}']) {
                let becomes = open.becomes((&text[since..range.start], &text[range.end..free.end]), language, &mut taken);
                found.push(Offer { found: text[range.clone()].to_owned(), range, becomes });
            }
            since = at;
        }
    }
    found
}

/// A text with one placeholder replaced. Unchanged if it is not the text of the offer any more.
pub fn apply(text: &str, offer: &Offer) -> String {
    match text.get(offer.range.clone()) {
        Some(found) if found == offer.found => {
            [&text[..offer.range.start], &offer.becomes.written(), &text[offer.range.end..]].concat()
        }
        _ => text.to_owned(),
    }
}

/// A text with all its placeholders replaced.
pub fn apply_all(text: &str, language: Language) -> String {
    offers(text, language).iter().rev().fold(text.to_owned(), |text, offer| apply(&text, offer))
}

/// What lies between the brackets of a template. Brackets that are never closed may be meant to close anywhere on their line.
fn free(text: &str) -> Vec<Range<usize>> {
    let mut free: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for (range, piece) in cut(text) {
        match piece {
            Ok(Piece::Text(_)) if from < range.end => free.push(from.max(range.start)..range.end),
            Err(TemplateError::NeverClosed(_)) => {
                from = text[range.start..].find('\n').map_or(text.len(), |end| range.start + end);
            }
            _ => {}
        }
    }
    free
}

/// A placeholder with which a text begins.
struct Open {
    length: usize,
    /// What it says itself.
    words: String,
}

impl Open {
    fn at(text: &str) -> Option<Self> {
        let Some(row) = row(text) else {
            return group(text).map(|Group { length, words }| Self { length, words });
        };
        // What a row is for may stand in brackets behind it.
        let after = &text[row..];
        let space = after.len() - after.trim_start_matches([' ', '\u{A0}']).len();
        Some(match group(&after[space..]) {
            Some(Group { length, words }) if !words.is_empty() => Self { length: row + space + length, words },
            _ => Self { length: row, words: String::new() },
        })
    }

    /// `beside` is what stands before and behind it. A label that the text's blanks have already is another one's, unless the
    /// placeholder says it itself.
    fn becomes(self, beside: (&str, &str), language: Language, taken: &mut Taken) -> Becomes {
        let (before, behind) = beside;
        let before = clause_before(before);
        let is_silent = self.words.is_empty();
        let label = if is_silent { label_beside(&before, behind, language) } else { self.words };
        let meant = field(&label).or_else(|| if is_silent { field_after(&before) } else { None });
        if let Some(field) = meant.filter(|field| field.instead(language).is_none()) {
            return Becomes::Field(field);
        }
        let label = if is_silent { taken.other_than_taken(label) } else { label };
        taken.take(&label);
        Becomes::Blank(label)
    }
}

/// The names of the blanks that a text has, each with the number of the last that was named like it.
#[derive(Default)]
struct Taken(BTreeMap<String, usize>);

impl Taken {
    fn take(&mut self, label: &str) {
        if let Some(blank) = Blank::parse(label) {
            self.0.entry(blank.name).or_insert(1);
        }
    }

    /// The label, or with a number behind it if there is a blank of its name.
    fn other_than_taken(&mut self, label: String) -> String {
        let Some(last) = Blank::parse(&label).and_then(|blank| self.0.get_mut(&blank.name)) else { return label };
        *last += 1;
        let numbered = format!("{label} {last}");
        let is_free = Blank::parse(&numbered).is_none_or(|blank| !self.0.contains_key(&blank.name));
        if is_free { numbered } else { self.other_than_taken(label) }
    }
}

/// The most words of a sentence that make a label.
const LABEL_WORDS: usize = 4;
/// In characters: some scripts have no spaces between words.
const LABEL_LONGEST: usize = 40;

/// Where a clause ends. A colon leads to what comes behind it.
const fn is_clause_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '.' | ',' | ';' | '!' | '?' | '(' | ')' | '،' | '؛' | '؟' | '。' | '、' | '…' | '—')
}

fn clause_before(text: &str) -> String {
    let clause = text.trim_end_matches([' ', '\u{A0}', '\t', ':']);
    let words: Vec<&str> = clause.rsplit(is_clause_end).next().unwrap_or_default().split_whitespace().collect();
    words[words.len().saturating_sub(LABEL_WORDS)..].join(" ")
}

/// What a row is for, by the words beside it.
fn label_beside(before: &str, behind: &str, language: Language) -> String {
    let words = |text: &str| {
        let plain: String = text.chars().filter(|c| !matches!(c, '[' | ']' | '{' | '}' | '|' | '<' | '>' | '«' | '»')).collect();
        label(&plain.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let says = |label: &String| label.chars().filter(|c| c.is_alphabetic()).count() > 2 && label.chars().count() <= LABEL_LONGEST;
    let clause = || behind.split(is_clause_end).next().unwrap_or_default();
    let behind = || clause().split_whitespace().take(LABEL_WORDS).collect::<Vec<_>>().join(" ");
    Some(words(before))
        .filter(says)
        .or_else(|| Some(words(&behind())).filter(says))
        .unwrap_or_else(|| any_words(language).to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::check, *};

    fn all(text: &str) -> String {
        apply_all(text, Language::EN)
    }

    #[test]
    fn a_row_takes_the_words_before_it_and_else_those_behind() {
        for (text, filled) in [
            ("I write because ..........", "I write because [[I write because]]"),
            (
                "To me, as a citizen of a free state it means ______.",
                "To me, as a citizen of a free state it means [[free state it means]].",
            ),
            ("____ years ago", "[[years ago]] years ago"),
            ("……………", "[[your words]]"),
            ("Reason: ....................", "Reason: [[Reason]]"),
            ("Date:\t_____ Reason: _____", "Date:\t[[Date]] Reason: [[Reason]]"),
            ("I saw ______ and ______ and ____.", "I saw [[I saw]] and [[and]] and [[and 2]]."),
            ("____\n____", "[[your words]]\n[[your words 2]]"),
            ("[[I saw]] I saw ____", "[[I saw]] I saw [[I saw 2]]"),
            ("[[so]] [[so 2]] so... and so ___", "[[so]] [[so 2]] so... and so [[and so]]"),
            ("[[and so]] [[and so 2]] and so ___", "[[and so]] [[and so 2]] and so [[and so 3]]"),
            ("________ (your reason), and", "[[your reason]], and"),
            ("My name is _______ and I live in . . . . . .", "My name is {{sender.name}} and I live in {{sender.place}}"),
            ("Name: ______", "Name: {{sender.name}}"),
            ("Wait... what?", "Wait... what?"),
        ] {
            assert_eq!(all(text), filled, "{text}");
        }
        assert_eq!(apply_all("....... ", Language::AR), "[[كلماتك]] ");
    }

    #[test]
    fn words_in_brackets_become_a_blank_or_the_field_that_they_plainly_mean() {
        for (text, filled) in [
            ("As a citizen of [YOUR COUNTRY] I ask", "As a citizen of [[your country]] I ask"),
            ("[your reason] and [your reason]", "[[your reason]] and [[your reason]]"),
            ("Dear [Ambassador's name],", "Dear {{target.name}},"),
            ("Dear [Ambassador’s Name],", "Dear {{target.name}},"),
            ("<name>, [CITY]", "{{sender.name}}, {{sender.place}}"),
            ("Je m’appelle «prénom» et j’habite à <ville>", "Je m’appelle {{sender.name}} et j’habite à {{sender.place}}"),
            ("Estimado [NOMBRE DEL EMBAJADOR]: [fecha]", "Estimado {{target.name}}: [[fecha]]"),
            ("[Ihr Name], (Datum einfügen)", "{{sender.name}}, [[Datum]]"),
            ("[seu nome] [اسمك] [país]", "{{sender.name}} {{sender.name}} {{target.country}}"),
            ("(insert date)", "[[date]]"),
            ("I ask (as many do) for [......]", "I ask (as many do) for [[for]]"),
            ("{{target.name}} [[your [name] x|20]]", "{{target.name}} [[your [name] x|20]]"),
        ] {
            assert_eq!(all(text), filled, "{text}");
        }
        // A field that the language lacks is a blank.
        assert_eq!(apply_all("[country] [name]", Language::parse("jra").unwrap()), "[[country]] {{sender.name}}");
    }

    #[test]
    fn one_is_taken_and_the_others_are_offered_again() {
        let text = "I am <name>, é [date] ______";
        let offered = offers(text, Language::EN);
        assert_eq!(offered.iter().map(|offer| offer.found.as_str()).collect::<Vec<_>>(), ["<name>", "[date]", "______"]);
        let taken = apply(text, &offered[1]);
        assert_eq!(taken, "I am <name>, é [[date]] ______");
        assert_eq!(offers(&taken, Language::EN).len(), 2);
        assert_eq!(apply(&taken, &offered[2]), taken, "an offer of another text changes nothing");
        assert_eq!(apply("short", &offered[2]), "short");
    }

    #[test]
    fn nothing_is_offered_in_or_beside_brackets_that_would_be_read_otherwise() {
        for text in ["[____ x", "____]", "{<name>", "[[never <name> closed", "{{a [date] ___", "[[a\n]] [[<b>]]"] {
            assert_eq!(all(text), text);
        }
        assert_eq!(all("[[never\n<name>"), "[[never\n{{sender.name}}", "on another line");
    }

    /// Pieces of what people paste.
    fn pasted() -> impl Strategy<Value = String> {
        let parts = [
            "[",
            "]",
            "[[",
            "]]",
            "{",
            "}",
            "{{",
            "}}",
            "<",
            ">",
            "(",
            ")",
            "«",
            "»",
            "【",
            "】",
            "....",
            "..",
            "…",
            "___",
            "_",
            " ",
            "\n",
            ":",
            ",",
            ".",
            "|",
            "your name",
            "insert date",
            "because",
            "NAME",
            "é",
            "理由",
            "اسمك",
            "sic",
            "1",
            "note",
            "\t",
            "\r",
        ];
        proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..14).prop_map(|parts| parts.concat())
    }

    fn never_closed(text: &str) -> usize {
        let faults = check("s", text, Language::EN);
        faults.iter().filter(|fault| matches!(fault.what, TemplateError::NeverClosed(_))).count()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn a_text_whose_offers_are_taken_has_none(text in pasted()) {
            let filled = all(&text);
            prop_assert_eq!(offers(&filled, Language::EN), vec![], "{:?} -> {:?}", text, filled);
        }

        #[test]
        fn no_bracket_is_opened_that_is_not_closed(text in pasted()) {
            prop_assume!(never_closed(&text) == 0);
            prop_assert_eq!(never_closed(&all(&text)), 0, "{:?}", all(&text));
        }

        #[test]
        fn what_is_offered_stands_there_and_becomes_one_piece(text in pasted()) {
            let mut end = 0;
            for offer in offers(&text, Language::EN) {
                prop_assert!(offer.range.start >= end);
                end = offer.range.end;
                prop_assert_eq!(&text[offer.range.clone()], &offer.found);
                let written = offer.becomes.written();
                prop_assert_eq!(check("s", &written, Language::EN), vec![], "{}", written);
                let pieces: Vec<_> = cut(&written).map(|(_, piece)| piece.unwrap()).collect();
                match (&offer.becomes, &pieces[..]) {
                    (Becomes::Field(field), [Piece::Field(found)]) => prop_assert_eq!(field, found),
                    (Becomes::Blank(label), [Piece::Blank(blank)]) => prop_assert_eq!(label, &blank.label),
                    other => prop_assert!(false, "{other:?}"),
                }
            }
        }

        #[test]
        fn what_a_template_has_in_brackets_is_left_alone(text in pasted()) {
            let before = cut(&text).filter(|(_, piece)| matches!(piece, Ok(Piece::Blank(_) | Piece::Field(_))));
            let kept: Vec<&str> = before.map(|(range, _)| &text[range]).collect();
            let filled = all(&text);
            prop_assert!(kept.iter().all(|piece| filled.contains(piece)), "{filled:?}");
        }
    }
}
