//! Characters that no font has, told so that somebody can do something about it.

use domain::problem::WantedFont;
use usecases::ports::press::PressError;

use crate::{
    fonts::{Fonts, scripts::wanted},
    text::emoji,
};

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

    /// The characters of the first script that is missing, as an error. A font that is there already is not asked for.
    pub fn check(&self, fonts: &Fonts) -> Result<(), PressError> {
        let Some(first) = self.0.first() else { return Ok(()) };
        let script = |c: &char| harfrust::unicode::script(u32::from(*c));
        let same = |c: &&char| script(c) == script(first);
        let wanted = if emoji::first(&first.to_string()).is_some() {
            WantedFont::NewerEmoji
        } else if fonts.has_one_for(script(first)) {
            WantedFont::Any
        } else {
            wanted(script(first))
        };
        // A whole letter in one script would fill the page with its alphabet.
        let characters = self.0.iter().filter(same).take(20).collect();
        Err(PressError::MissingGlyph { characters, wanted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::installed::FontSearch;

    #[test]
    fn the_first_script_that_is_missing_is_named_with_its_characters_once() {
        let fonts = Fonts::load(&[], FontSearch::default()).unwrap();
        let mut missing = Missing::default();
        assert_eq!(missing.check(&fonts), Ok(()));
        missing.note("ไพไ毛".chars());
        assert_eq!(
            missing.check(&fonts),
            Err(PressError::MissingGlyph {
                characters: "ไพ".into(),
                wanted: WantedFont::Named { font: "Noto Sans Thai".into(), package: "fonts-noto-core" }
            })
        );
    }
}
