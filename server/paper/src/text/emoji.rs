//! Emoji, as people type them: one sign of many characters, printed in black.
//!
//! No list says which characters make one sign: it follows from their order (Unicode Technical Standard 51). If the face
//! draws them as one, they are one sign; otherwise they stand side by side.

use std::ops::RangeInclusive;

/// The variant of a sign that is drawn as an emoji, where there is another.
const AS_EMOJI: char = '\u{FE0F}';
/// The variant that is not.
const AS_TEXT: char = '\u{FE0E}';
const JOINER: char = '\u{200D}';
const KEYCAP: char = '\u{20E3}';

/// Whether a text may have emoji in it: of the signs that can begin one alone, `‼` is the first.
pub fn may_have(text: &str) -> bool {
    text.chars().any(|c| c >= '\u{203C}')
}

/// The bytes of the emoji that a text begins with, if it begins with one.
pub fn first(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    let (_, base) = chars.next()?;
    let next = chars.peek().map(|(_, c)| *c);
    if next == Some(AS_TEXT) {
        return None;
    }
    if is_region(base) {
        // Two letters are a flag.
        return Some(if next.is_some_and(is_region) { 2 * base.len_utf8() } else { base.len_utf8() });
    }
    if matches!(base, '0'..='9' | '#' | '*') {
        let sign = text.get(1..)?;
        let sign = sign.strip_prefix(AS_EMOJI).unwrap_or(sign);
        return sign.starts_with(KEYCAP).then(|| text.len() - sign.len() + KEYCAP.len_utf8());
    }
    let drawn = |next: char| next == AS_EMOJI || is_tone(next) || next == KEYCAP;
    let joined = || next == Some(JOINER) && chars.clone().nth(1).is_some_and(|(_, c)| is_sign(c));
    if !(is_picture(base) || base >= '\u{A9}' && !base.is_alphabetic() && (next.is_some_and(drawn) || is_sign(base) && joined()))
    {
        return None;
    }
    let mut end = base.len_utf8();
    while let Some((_, c)) = chars.next() {
        match c {
            JOINER if chars.peek().is_some_and(|(_, next)| is_sign(*next)) => {
                chars.next();
            }
            AS_EMOJI | KEYCAP => {}
            c if is_tone(c) || is_tag(c) => {}
            _ => break,
        }
        end = chars.peek().map_or(text.len(), |(next, _)| *next);
    }
    Some(end)
}

/// Whether a character only changes the look of the sign before it. It is not drawn if the face has one look of that sign.
pub fn is_tone(c: char) -> bool {
    TONES.contains(&c)
}

pub const TONES: RangeInclusive<char> = '\u{1F3FB}'..='\u{1F3FF}';

/// Of a flag.
const fn is_region(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Letters of the flag of a part of a country: nobody sees them.
const fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// Nothing but a picture.
const fn is_picture(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1F0FF}' | '\u{1F170}' | '\u{1F171}' | '\u{1F17E}' | '\u{1F17F}' | '\u{1F18E}' | '\u{1F191}'..='\u{1F1AD}' | '\u{1F201}'..='\u{1FAFF}')
}

/// Whether a character may follow a joiner: a picture, or one of the signs that are older than emoji.
fn is_sign(c: char) -> bool {
    is_picture(c)
        || matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_is_as_long_as_it_was_typed() {
        for emoji in [
            "😀",
            "👍🏽",
            "❤\u{FE0F}",
            "☝🏿",
            "✌\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "#\u{20E3}",
            "🇫🇷",
            "👨\u{200D}👩\u{200D}👧\u{200D}👦",
            "👩🏽\u{200D}🚀",
            "🏃🏾\u{200D}♀\u{FE0F}\u{200D}➡\u{FE0F}",
            "❤\u{FE0F}\u{200D}🔥",
            "🏳\u{FE0F}\u{200D}🌈",
            "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "©\u{FE0F}",
        ] {
            for after in ["", " and", "😀", "🇫", "a", "1"] {
                assert_eq!(first(&format!("{emoji}{after}")), Some(emoji.len()), "{emoji}{after}");
            }
        }
        assert_eq!(first("🇫 "), Some("🇫".len()));
        assert_eq!(first("🇫🇷🇩🇪"), Some("🇫🇷".len()));
    }

    #[test]
    fn what_is_no_emoji_is_left_to_the_letters() {
        for text in [
            "",
            "a",
            "1",
            "1a",
            "#1",
            "é",
            "毛\u{FE0F}",
            "→",
            "☮\u{FE0E}",
            "😀\u{FE0E}",
            "✓",
            " ",
            "\u{200D}👩",
            "م\u{200D}ن",
            "©",
        ] {
            assert_eq!(first(text), None, "{text:?}");
        }
    }
}
