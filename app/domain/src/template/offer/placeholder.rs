//! What one placeholder looks like: a row of dots or lines, or words in brackets.

use super::vocabulary::{field, is_filler, is_insert};

/// A row that stands for what is left open: at least five dots (an ellipsis is three), three lines, or four of either with
/// one space between each. Its bytes.
pub(super) fn row(text: &str) -> Option<usize> {
    let kind = Fill::of(text.chars().next()?)?;
    let end = text.find(|c| Fill::of(c) != Some(kind)).unwrap_or(text.len());
    let dense = &text[..end];
    if dense.chars().map(weight).sum::<usize>() >= kind.fewest() {
        return Some(end);
    }
    spaced_row(text, kind)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fill {
    Dots,
    Lines,
}

impl Fill {
    const fn of(c: char) -> Option<Self> {
        match c {
            '.' | '…' | '‥' | '․' => Some(Self::Dots),
            '_' | '＿' | '‗' => Some(Self::Lines),
            _ => None,
        }
    }

    const fn fewest(self) -> usize {
        match self {
            Self::Dots => 5,
            Self::Lines => 3,
        }
    }
}

/// How many dots it is.
const fn weight(c: char) -> usize {
    match c {
        '…' => 3,
        '‥' => 2,
        _ => 1,
    }
}

fn spaced_row(text: &str, kind: Fill) -> Option<usize> {
    const FEWEST: usize = 4;
    let is_space = |c: char| matches!(c, ' ' | '\u{A0}');
    let mut chars = text.char_indices().peekable();
    let (mut count, mut end) = (0, 0);
    while let Some((at, c)) = chars.next().filter(|(_, c)| Fill::of(*c) == Some(kind)) {
        if chars.peek().is_some_and(|(_, next)| Fill::of(*next).is_some()) {
            break;
        }
        (count, end) = (count + 1, at + c.len_utf8());
        if chars.next_if(|(_, c)| is_space(*c)).is_none() {
            break;
        }
    }
    (count >= FEWEST).then_some(end)
}

/// Whether nothing but dots, lines and at least two spaces stand in a text.
fn is_open(inner: &str) -> bool {
    inner.chars().map(weight).sum::<usize>() > 1 && inner.chars().all(|c| c.is_whitespace() || Fill::of(c).is_some())
}

/// How sure it is that words in such brackets are a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brackets {
    /// Letters have them for little else.
    Square,
    Angle,
    /// They are in every letter.
    Round,
    Quotes,
}

const PAIRS: [(char, char, Brackets); 10] = [
    ('[', ']', Brackets::Square),
    ('［', '］', Brackets::Square),
    ('【', '】', Brackets::Square),
    ('{', '}', Brackets::Square),
    ('<', '>', Brackets::Angle),
    ('＜', '＞', Brackets::Angle),
    ('(', ')', Brackets::Round),
    ('（', '）', Brackets::Round),
    ('«', '»', Brackets::Quotes),
    ('‹', '›', Brackets::Quotes),
];

/// A placeholder in brackets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// In bytes, with the brackets.
    pub(super) length: usize,
    /// What it says without its instruction: "date" of "(insert the date here)". Empty if it says nothing.
    pub(super) words: String,
}

/// The placeholder in brackets with which a text begins.
pub(super) fn group(text: &str) -> Option<Group> {
    /// In characters.
    const LONGEST: usize = 60;
    let open = text.chars().next()?;
    let (_, close, kind) = PAIRS.into_iter().find(|(known, ..)| *known == open)?;
    let inside = &text[open.len_utf8()..];
    let (end, _) = inside.char_indices().take(LONGEST + 1).take_while(|(_, c)| *c != '\n').find(|(_, c)| *c == close)?;
    let (inner, after) = (&inside[..end], &inside[end + close.len_utf8()..]);
    if inner.contains(['[', ']', '{', '}', open]) {
        return None;
    }
    let length = open.len_utf8() + end + close.len_utf8();
    if is_open(inner) && kind != Brackets::Quotes {
        return Some(Group { length, words: String::new() });
    }
    let words = said(inner);
    is_placeholder(kind, inner, &words, after).then_some(Group { length, words })
}

fn is_placeholder(kind: Brackets, inner: &str, words: &str, after: &str) -> bool {
    let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
    let is_known = field(words).is_some() || asks_to_insert(inner);
    let is_tight = !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
    match kind {
        // Not a note, not an omission in a quotation, not a link of Markdown.
        Brackets::Square => is_known || (letters > 1 && !inner.trim().eq_ignore_ascii_case("sic") && !after.starts_with('(')),
        Brackets::Angle => letters > 1 && is_tight && !is_address(inner) && !is_tag(inner),
        Brackets::Round => is_known || (letters > 1 && begins_with_your(inner)),
        Brackets::Quotes => is_tight && (is_known || (inner.contains('_') && !inner.contains(char::is_whitespace))),
    }
}

fn asks_to_insert(inner: &str) -> bool {
    let words: Vec<&str> = inner.split_whitespace().collect();
    let first = words.iter().find(|word| !is_filler(word));
    words.len() <= 6 && [first, words.last()].into_iter().flatten().any(|word| is_insert(word))
}

/// In English it is said with no other meaning. Other languages have the same word for "her" and "their".
fn begins_with_your(inner: &str) -> bool {
    let mut words = inner.split_whitespace();
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("your")) && words.count() <= 4
}

fn is_address(inner: &str) -> bool {
    inner.contains(['@', '=', '/', '\\', ':'])
}

/// A name of HTML, as a text that was copied from a page may have it.
fn is_tag(inner: &str) -> bool {
    const TAGS: &str = " b i u p a br hr em li ul ol td tr th h1 h2 h3 h4 div img sub sup span font mark body html head strong table tbody title small ";
    TAGS.contains(&format!(" {} ", inner.trim().to_ascii_lowercase()))
}

/// What a placeholder says: without the instruction to put it in, in small letters if all are capitals.
fn said(inner: &str) -> String {
    let plain = inner.replace(['_', '|'], " ");
    let mut words: Vec<&str> = plain.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    if words.iter().any(|word| is_insert(word)) {
        let says = |word: &&str| !is_insert(word) && !is_filler(word);
        let first = words.iter().position(says).unwrap_or(words.len());
        words.drain(..first);
        let last = words.iter().rposition(says).map_or(0, |last| last + 1);
        words.truncate(last);
    } else if words.len() > 1 && words.last().is_some_and(|word| is_filler(word)) {
        words.pop();
    }
    label(&words.join(" "))
}

/// As the label of a blank: in small letters if all are capitals, without signs at its ends.
pub(super) fn label(words: &str) -> String {
    let trimmed = words.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'));
    let trimmed = trimmed.trim_start_matches(')').trim_end_matches('(');
    if trimmed.chars().any(char::is_lowercase) { trimmed.to_owned() } else { trimmed.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_long_enough_to_be_no_ellipsis() {
        for (text, length) in [
            ("........ and", Some(8)),
            ("…… and", Some(6)),
            ("...", None),
            ("...!", None),
            ("….", None),
            ("___,", Some(3)),
            ("__init__", None),
            (". . . . of", Some(7)),
            (". . .", None),
            (". .......", None),
            ("_ _ _ _", Some(7)),
            ("a....", None),
            ("", None),
        ] {
            assert_eq!(row(text), length, "{text}");
        }
    }

    #[test]
    fn words_in_brackets_are_a_placeholder_where_letters_have_no_other_use_for_them() {
        for (text, words) in [
            ("[YOUR COUNTRY] is", "your country"),
            ("[Ambassador's name]", "Ambassador's name"),
            ("[INSERT YOUR NAME HERE]", "your name"),
            ("[......]", ""),
            ("[   ]", ""),
            ("{first name}", "first name"),
            ("(insert the date)", "date"),
            ("(please fill in your reason)", "your reason"),
            ("(Datum bitte hier einfügen)", "Datum"),
            ("(écrivez ici votre raison)", "votre raison"),
            ("(أدخل التاريخ)", "التاريخ"),
            ("(your reason)", "your reason"),
            ("(tu nombre)", "tu nombre"),
            ("(.....)", ""),
            ("<name>", "name"),
            ("<date of visit>", "date of visit"),
            ("«prénom»", "prénom"),
            ("«First_Name»", "First Name"),
            ("【姓名】", "姓名"),
            ("[your name (first only)]", "your name (first only)"),
        ] {
            assert_eq!(group(text).map(|group| group.words).as_deref(), Some(words), "{text}");
        }
        for text in [
            "[sic]",
            "[1]",
            "[]",
            "[ ]",
            "[a link](https://a.example)",
            "(see below)",
            "(su hijo)",
            "(2026)",
            "()",
            "(ATT)",
            "<ada@mail.example>",
            "<https://a.example>",
            "<br>",
            "</b>",
            "< b and c >",
            "« oui »",
            "«basta»",
            "«no pasarán»",
            "[one\nline]",
            "[never closed",
            "[a [b]",
            "x",
        ] {
            assert_eq!(group(text), None, "{text}");
        }
        assert_eq!(group(&format!("[{}]", "long ".repeat(20))), None, "a whole sentence is no placeholder");
    }
}
