//! Characters that no font has, told so that somebody can do something about it.

use usecases::press::PressError;

use crate::scripts::wanted;

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
        let (script, font) = wanted(script(first));
        // A whole letter in one script would fill the page with its alphabet.
        let characters = self.0.iter().filter(same).take(20).collect();
        Err(PressError::MissingGlyph { script: script.to_owned(), characters, font })
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
            Err(PressError::MissingGlyph {
                script: "Thai".into(),
                characters: "ไพ".into(),
                font: "Noto Sans Thai (in Debian’s package fonts-noto-core)".into()
            })
        );
    }
}
