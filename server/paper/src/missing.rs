//! Characters that no font has, told so that somebody can do something about it.

use harfrust::Script;
use usecases::press::PressError;

/// Collects what is missing in a text.
#[derive(Debug, Default)]
pub struct Missing(Vec<char>);

impl Missing {
    pub fn note(&mut self, chars: impl Iterator<Item = char>) {
        for c in chars {
            if !self.0.contains(&c) {
                self.0.push(c);
            }
        }
    }

    /// The characters of the first script that is missing, as an error.
    pub fn check(&self) -> Result<(), PressError> {
        let Some(first) = self.0.first() else { return Ok(()) };
        let script = |c: &char| harfrust::unicode::script(u32::from(*c));
        let same = |c: &&char| script(c) == script(first);
        let (script, font) = name(script(first));
        // A whole letter in one script would fill the page with its alphabet.
        let characters = self.0.iter().filter(same).take(20).collect();
        Err(PressError::MissingGlyph { script: script.to_owned(), characters, font: font.to_owned() })
    }
}

/// A script in English, and a free font for it.
fn name(script: Script) -> (&'static str, &'static str) {
    match &script.tag().to_be_bytes() {
        b"Arab" => ("Arabic", "Noto Sans Arabic"),
        b"Armn" => ("Armenian", "Noto Sans Armenian"),
        b"Beng" => ("Bengali", "Noto Sans Bengali"),
        b"Cans" => ("Canadian syllabics", "Noto Sans Canadian Aboriginal"),
        b"Cher" => ("Cherokee", "Noto Sans Cherokee"),
        b"Cyrl" => ("Cyrillic", "Noto Sans"),
        b"Deva" => ("Devanagari", "Noto Sans Devanagari"),
        b"Ethi" => ("Ethiopic", "Noto Sans Ethiopic"),
        b"Geor" => ("Georgian", "Noto Sans Georgian"),
        b"Grek" => ("Greek", "Noto Sans"),
        b"Gujr" => ("Gujarati", "Noto Sans Gujarati"),
        b"Guru" => ("Gurmukhi", "Noto Sans Gurmukhi"),
        b"Hang" => ("Korean", "Noto Sans CJK KR"),
        b"Hani" => ("Chinese characters", "Noto Sans CJK"),
        b"Hebr" => ("Hebrew", "Noto Sans Hebrew"),
        b"Hira" | b"Kana" => ("Japanese", "Noto Sans CJK JP"),
        b"Khmr" => ("Khmer", "Noto Sans Khmer"),
        b"Knda" => ("Kannada", "Noto Sans Kannada"),
        b"Laoo" => ("Lao", "Noto Sans Lao"),
        b"Latn" => ("rare Latin letters", "Noto Sans"),
        b"Mlym" => ("Malayalam", "Noto Sans Malayalam"),
        b"Mong" => ("Mongolian", "Noto Sans Mongolian"),
        b"Mymr" => ("Burmese", "Noto Sans Myanmar"),
        b"Nkoo" => ("N’Ko", "Noto Sans NKo"),
        b"Orya" => ("Odia", "Noto Sans Oriya"),
        b"Sinh" => ("Sinhala", "Noto Sans Sinhala"),
        b"Syrc" => ("Syriac", "Noto Sans Syriac"),
        b"Taml" => ("Tamil", "Noto Sans Tamil"),
        b"Telu" => ("Telugu", "Noto Sans Telugu"),
        b"Tfng" => ("Tifinagh", "Noto Sans Tifinagh"),
        b"Thaa" => ("Thaana", "Noto Sans Thaana"),
        b"Thai" => ("Thai", "Noto Sans Thai"),
        b"Tibt" => ("Tibetan", "Noto Serif Tibetan"),
        b"Zyyy" | b"Zinh" => ("these signs", "Noto Sans Symbols 2 or Noto Emoji"),
        _ => ("this script", "the Noto font for it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_script_that_is_missing_is_named_with_its_characters_once() {
        let mut missing = Missing::default();
        assert_eq!(missing.check(), Ok(()));
        missing.note("ไพไ毛".chars());
        assert_eq!(
            missing.check(),
            Err(PressError::MissingGlyph { script: "Thai".into(), characters: "ไพ".into(), font: "Noto Sans Thai".into() })
        );
    }
}
