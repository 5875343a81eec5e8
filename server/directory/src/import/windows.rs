//! Windows-1252, which spreadsheets on Windows write. Any bytes can be read as Windows-1252, so the text is looked at: if
//! nobody can have written it, the bytes are in another encoding. That one is not guessed.

use domain::grid::Fault;

/// Looks at a text that was read as Windows-1252, character by character.
#[derive(Debug, Default)]
pub(super) struct Windows {
    /// The last two characters, the newer one first.
    last: Option<char>,
    before: Option<char>,
    /// How many letters with marks stand in a row.
    marked: usize,
    /// The word that is being read, and whether it is one to look at.
    word: String,
    beyond_ascii: bool,
    example: Option<(String, u64)>,
}

impl Windows {
    /// The next character, on this line. Says why it cannot be right, and on which line that is to be seen.
    pub(super) fn take(&mut self, c: char, line: u64) -> Result<(), (u64, Fault)> {
        if self.last.is_some_and(|last| is_utf8(last, c)) {
            let first = self.example.as_ref().map_or(line, |(_, line)| *line);
            return Err((first, Fault::MixedAbove { line }));
        }
        if ('\u{80}'..='\u{9F}').contains(&c) || self.is_strange(c) {
            let (last, before) = (self.last.unwrap_or(' '), self.before.unwrap_or(' '));
            let seen: String = [before, last, c].into_iter().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            return Err((line, Fault::NoEncoding { seen }));
        }
        self.marked = if is_marked(c) { self.marked + 1 } else { 0 };
        self.before = self.last.replace(c);
        if c.is_whitespace() || ",;|\"\t".contains(c) {
            self.end_word(line);
        } else if self.word.chars().count() < WORD_MAX {
            self.word.push(c);
            self.beyond_ascii |= !c.is_ascii();
        }
        Ok(())
    }

    /// Whether a character cannot follow those before it in a text that somebody wrote.
    fn is_strange(&self, c: char) -> bool {
        let (last, before) = (self.last.unwrap_or(' '), self.before.unwrap_or(' '));
        let letter = |c: char| c.is_ascii_alphabetic() || is_marked(c);
        // Signs that touch no letter.
        (NEVER_AT_A_LETTER.contains(last) && letter(c))
            || (letter(last) && NEVER_AT_A_LETTER.contains(c))
            || (letter(last) && NEVER_AFTER_A_LETTER.contains(c))
            // Signs that stand between no two letters.
            || (letter(before) && NEVER_BETWEEN_LETTERS.contains(last) && letter(c))
            // A capital inside a word of small letters.
            || (last.is_lowercase() && RARE_CAPITALS.contains(c))
            || (letter(before) && RARE_CAPITALS.contains(last) && c.is_lowercase())
            // Another script: every letter has a mark.
            || (is_marked(c) && self.marked >= MARKED_MAX)
    }

    fn end_word(&mut self, line: u64) {
        if std::mem::take(&mut self.beyond_ascii) && self.example.is_none() {
            self.example = Some((self.word.clone(), line));
        }
        self.word.clear();
    }

    /// A word by which a person sees whether it was read right, with its line; none where all is ASCII.
    pub(super) fn finish(&mut self, line: u64) -> Option<(String, u64)> {
        self.end_word(line);
        self.example.clone()
    }
}

/// Letters with a mark, which are those beyond ASCII.
const fn is_marked(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{FF}' | 'Š' | 'š' | 'Ž' | 'ž' | 'Œ' | 'œ' | 'Ÿ')
}

/// Whether two characters are two bytes of UTF-8 that were read as Windows-1252: "Ã©", "â€™".
fn is_utf8(first: char, second: char) -> bool {
    let continues = matches!(second, '\u{A0}'..='\u{BF}') || second as u32 > 0xFF;
    ("ÂÃÄÅ".contains(first) && continues) || (first == 'â' && "€‚„".contains(second))
}

const NEVER_AT_A_LETTER: &str = "ƒˆ˜†‡‰";
const NEVER_AFTER_A_LETTER: &str = "‚„";
const NEVER_BETWEEN_LETTERS: &str = "€…‹›“”•™¡¢£¤¥¦§¨¬¯±²³¶¸¹¼½¾¿×÷";
const RARE_CAPITALS: &str = "ŠŽŒŸ";

/// More letters with marks in a row than any language in this encoding writes.
const MARKED_MAX: usize = 3;

/// The longest word that is told, in characters.
const WORD_MAX: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(), (u64, Fault)> {
        let mut windows = Windows::default();
        text.chars().try_for_each(|c| windows.take(c, 1))
    }

    #[test]
    fn what_people_write_in_the_languages_of_the_encoding_is_taken() {
        for text in [
            "Élodie Marchand, créée à l’œuvre – «Noël» … 5 €",
            "„Straße“ ‚Öl‘ Müller-Lüdenscheidt, MÜLLER",
            "Señor Núñez, ¿qué? ¡Sí! 1.º piso, 2ª planta, Paral·lel",
            "São João, Conceição, Ação",
            "Ångström, Työ, Hääyö, Þór, Ærø",
            "Šimon Žák, dušan, ŽIŽKA, Œuvre",
            "Product™ ©2026 O´Brien, 30° • 50 ‰",
        ] {
            assert_eq!(read(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_another_encoding_looks_like_is_refused() {
        for text in ["ƒlodie", "AndrŽ", "MŸller", "caf‚", "Wroc³aw", "Bo¿ena", "£ódŸka", "Ïðèâåò", "Ã‰lodie", "l’eÃ©", "itâ€™s"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
