//! The faces that a text can be set in. Those of the build are parsed once, together with the part of each that most
//! documents share. The face of emoji is parsed when a text first has some. Fonts that are installed on the server come last
//! ([`installed`]).
//!
//! Most letters are written with the same hundred glyphs. Their subset is made and compressed when the press is
//! set up, so that a card pays only for what it needs beyond them; see `docs/adr/0004-fonts.md`.

mod face;
pub mod family;
pub mod installed;
mod program;
pub mod said;
pub mod scripts;
pub mod subset;

use std::{fmt, sync::OnceLock};

use harfrust::{Direction, Language, Script, ShapePlan};

use self::{
    face::Face,
    family::Family,
    installed::{FontSearch, Installed},
    scripts::{Readers, families},
};
use crate::deflate::{Borrowed, Deflaters};

/// A face, by its place: the faces of letters in the order of [`Family::ALL`], that of emoji, then the installed ones in the
/// order in which they are tried. It means something only to the [`Fonts`] that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(usize);

impl FaceId {
    /// Noto Emoji, in black.
    pub const EMOJI: Self = Self(Family::ALL.len());

    /// Whether it is a face of the build. The leading is made for those, and each of their letters stands for one character.
    pub const fn is_built_in(self) -> bool {
        self.0 < Family::ALL.len()
    }
}

impl From<Family> for FaceId {
    fn from(family: Family) -> Self {
        Self(family.index())
    }
}

/// Why the fonts of the build could not be read. It cannot happen with a build that passed its tests.
#[derive(Debug, thiserror::Error)]
#[error("the font {font} of this build cannot be used: {reason}")]
pub struct FontError {
    font: &'static str,
    reason: String,
}

/// All faces and the shaping plans for what they cover.
pub struct Fonts {
    faces: [Face; 2],
    plans: Vec<(FaceId, ShapePlan)>,
    /// Few letters have any. `None`: it cannot be read, which a test rules out.
    emoji: OnceLock<Option<Face>>,
    search: FontSearch,
    /// Looked up when a text first has a character that the faces of the build have not.
    installed: OnceLock<Installed>,
    /// At rest between two documents.
    deflaters: Deflaters,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.faces.iter().map(|face| &face.name)).entry(&self.search).finish()
    }
}

impl Fonts {
    /// Parses the fonts of the build; takes some milliseconds. `languages` are those that plans are made for ahead of
    /// time.
    pub fn load(languages: &[Language], search: FontSearch) -> Result<Self, FontError> {
        let load = |family: Family, font, bytes: Option<&'static [u8]>| {
            let face =
                bytes.ok_or_else(|| "it is not there".to_owned()).and_then(|bytes| Face::built_in(font, bytes, family.common()));
            face.map_err(|reason| FontError { font, reason })
        };
        let faces = [
            load(Family::Serif, "LibertinusSerif-Regular", typst_assets::fonts().next())?,
            load(Family::Sans, "NotoSans-Regular", Some(notosans::REGULAR_TTF))?,
        ];
        let mut plans = Vec::new();
        for family in Family::ALL {
            for language in languages {
                for script in [Script::LATIN, Script::GREEK, Script::CYRILLIC] {
                    let font = &faces[family.index()].font;
                    plans.push((family.into(), ShapePlan::new(font, Direction::LeftToRight, Some(script), Some(language), &[])));
                }
            }
        }
        Ok(Self { faces, plans, emoji: OnceLock::new(), search, installed: OnceLock::new(), deflaters: Deflaters::default() })
    }

    pub fn face(&self, id: impl Into<FaceId>) -> &Face {
        let FaceId(number) = id.into();
        let found = match number.checked_sub(self.faces.len()) {
            None => self.faces.get(number),
            Some(0) => self.emoji(),
            Some(further) => self.installed().face(further - 1),
        };
        // Only faces that could be loaded are given out.
        found.unwrap_or(&self.faces[0])
    }

    /// The face of emoji that comes with the build.
    fn emoji(&self) -> Option<&Face> {
        let load = || Face::of_the_build("NotoEmoji-Regular", uzor_fonts::NOTO_EMOJI).ok();
        self.emoji.get_or_init(load).as_ref()
    }

    /// Whether the face of emoji has a sign.
    pub fn draws(&self, c: char) -> bool {
        self.emoji().is_some_and(|face| face.covers(c))
    }

    fn installed(&self) -> &Installed {
        self.installed.get_or_init(|| Installed::find(&self.search))
    }

    /// The installed face for a character that no face of the build has, if there is one.
    pub fn choose(&self, c: char, script: Script, family: Family, readers: Readers) -> Option<FaceId> {
        self.installed().choose(c, script, family, readers).map(|number| FaceId(self.faces.len() + 1 + number))
    }

    /// Whether a font that was made for a script is installed.
    pub fn has_one_for(&self, script: Script) -> bool {
        let made = Family::ALL.into_iter().flat_map(|family| families(script, family, Readers::default()));
        made.into_iter().any(|name| self.installed().has(&name))
    }

    /// A compressor: one that has served before, if one is free. There are at most as many as jobs at one time.
    pub fn deflater(&self) -> Borrowed<'_> {
        self.deflaters.borrow()
    }

    pub fn plan(&self, face: FaceId, direction: Direction, script: Script, language: &Language) -> Option<&ShapePlan> {
        self.plans
            .iter()
            .find(|(of, plan)| {
                *of == face && plan.direction() == direction && plan.script() == Some(script) && plan.language() == Some(language)
            })
            .map(|(_, plan)| plan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_faces_cover_latin_greek_and_cyrillic() {
        let fonts = Fonts::load(&[], FontSearch::default()).unwrap();
        for family in Family::ALL {
            for c in "Łódź, İstanbul, Αθήνα, Київ, ẤỹŊŋəŠțĲ ΐϊΏ ЃЌҐґЇїЄєЎўЀё “”‘’–—…€№".chars()
            {
                assert!(fonts.face(family).covers(c), "{family:?} {c}");
            }
            assert!(!fonts.face(family).covers('ไ'));
        }
    }
}
