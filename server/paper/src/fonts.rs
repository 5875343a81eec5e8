//! The faces that a text can be set in: those that come with the build, parsed once, with the part of each that most
//! documents share, and behind them those that are installed on the server ([`installed`](crate::installed)).
//!
//! Most letters are written with the same hundred glyphs. Their subset is made and compressed when the press is
//! set up, so that a card pays only for what it needs beyond them; see `docs/adr/0004-fonts.md`.

use std::{
    collections::{BTreeSet, VecDeque},
    fmt,
    sync::{Arc, Mutex, OnceLock},
};

use harfrust::{Buffer, Direction, Font, GlyphId, Language, Script, ShapeOptions, ShapePlan, ShaperFont};
use subsetter::GlyphRemapper;

use crate::{
    deflate::Deflater,
    installed::{FaceFile, FontSearch, Installed},
    scripts::Readers,
    subset::{Alphabet, Subset},
    text::Said,
};

/// A face of the build, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Libertinus Serif: what a person says.
    Serif,
    /// Noto Sans: what a machine reads.
    Sans,
}

impl Family {
    pub const ALL: [Self; 2] = [Self::Serif, Self::Sans];

    const fn common(self) -> &'static str {
        match self {
            Self::Serif => COMMON_TEXT,
            Self::Sans => COMMON_ADDRESS,
        }
    }

    const fn index(self) -> usize {
        match self {
            Self::Serif => 0,
            Self::Sans => 1,
        }
    }
}

/// A face: those of the build in the order of [`Family::ALL`], then the installed ones in the order in which they are
/// tried. It means something to the [`Fonts`] that it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(usize);

impl FaceId {
    pub const fn is_built_in(self) -> bool {
        self.0 < Family::ALL.len()
    }
}

impl From<Family> for FaceId {
    fn from(family: Family) -> Self {
        Self(family.index())
    }
}

/// What almost every letter is made of: English and Spanish, and the punctuation of careful typists.
const COMMON_TEXT: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 \
    .,:;!?-()/&'\" ‘’“”–—… ¿¡ áéíóúñ ff fi fl ffi ffl ft fft Th tt";

/// What almost every address is made of.
const COMMON_ADDRESS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,:-()/&'’#";

/// Why the fonts of the build could not be read. It cannot happen with a build that passed its tests.
#[derive(Debug, thiserror::Error)]
#[error("the font {font} of this build cannot be used: {reason}")]
pub struct FontError {
    font: &'static str,
    reason: String,
}

/// So many campaigns are written for at one time, in their languages. A subset takes some kilobytes.
const RECENT: usize = 32;

/// Of each installed face: a letter's whole alphabet is in such a subset, tens of kilobytes.
const RECENT_INSTALLED: usize = 4;

/// All faces and the shaping plans for what they cover.
pub struct Fonts {
    faces: [Face; 2],
    plans: Vec<(FaceId, ShapePlan)>,
    search: FontSearch,
    /// Looked up when a text first has a character that the faces of the build have not.
    installed: OnceLock<Installed>,
    /// At rest between two documents.
    deflaters: Mutex<Vec<Deflater>>,
}

/// A compressor on loan; it goes back when it is dropped.
pub struct Borrowed<'f> {
    deflater: Option<Deflater>,
    rest: &'f Mutex<Vec<Deflater>>,
}

impl Borrowed<'_> {
    pub fn pack(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.deflater.get_or_insert_with(Deflater::new).pack(bytes)
    }
}

impl Drop for Borrowed<'_> {
    fn drop(&mut self) {
        if let (Some(deflater), Ok(mut rest)) = (self.deflater.take(), self.rest.lock()) {
            rest.push(deflater);
        }
    }
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
        let serif = typst_assets::fonts()
            .next()
            .ok_or_else(|| FontError { font: "LibertinusSerif-Regular", reason: "it is not there".to_owned() })?;
        let faces = [
            Face::load(Family::Serif, "LibertinusSerif-Regular", serif)?,
            Face::load(Family::Sans, "NotoSans-Regular", notosans::REGULAR_TTF)?,
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
        Ok(Self { faces, plans, search, installed: OnceLock::new(), deflaters: Mutex::new(Vec::new()) })
    }

    pub fn face(&self, id: impl Into<FaceId>) -> &Face {
        let FaceId(number) = id.into();
        match self.faces.get(number) {
            Some(face) => face,
            // Only faces that could be loaded are given out.
            None => self.installed().face(number - self.faces.len()).unwrap_or(&self.faces[0]),
        }
    }

    fn installed(&self) -> &Installed {
        self.installed.get_or_init(|| Installed::find(&self.search))
    }

    /// The installed face for a character that no face of the build has, if there is one.
    pub fn choose(&self, c: char, script: Script, family: Family, readers: Readers) -> Option<FaceId> {
        self.installed().choose(c, script, family, readers).map(|number| FaceId(self.faces.len() + number))
    }

    /// A compressor: one that has served before, if one is free. There are never more than jobs at one time.
    pub fn deflater(&self) -> Borrowed<'_> {
        let deflater = self.deflaters.lock().ok().and_then(|mut rest| rest.pop());
        Borrowed { deflater, rest: &self.deflaters }
    }

    pub fn plan(&self, face: FaceId, direction: Direction, script: Script, language: &Language) -> Option<&ShapePlan> {
        self.plans
            .iter()
            .find(|(of, plan)| {
                *of == face && plan.direction() == direction && plan.script() == Some(script) && plan.language() == Some(language)
            })
            .map(|(_, plan)| plan)
    }

    /// The faces of the build to try for a character, in order.
    pub fn fallbacks(family: Family) -> [Family; 2] {
        match family {
            Family::Serif => [Family::Serif, Family::Sans],
            Family::Sans => [Family::Sans, Family::Serif],
        }
    }
}

/// One font.
pub struct Face {
    /// PostScript name, as PDF calls it.
    pub name: String,
    program: Program,
    pub font: Font,
    pub units_per_em: f32,
    /// Above and below the baseline, in em, both positive.
    pub ascent: f32,
    pub descent: f32,
    /// What most documents need and share; installed faces have none.
    pub common: Option<Subset>,
    recent: Mutex<VecDeque<(Alphabet, Arc<Subset>)>>,
    covered: Arc<Coverage>,
}

/// How far a glyph's ink reaches from its origin, in em: above and to the right of it, and below it, where it does.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub above: f32,
    pub below: f32,
    pub left: f32,
    pub right: f32,
}

/// Where a face's outlines come from.
pub enum Program {
    BuiltIn(&'static [u8]),
    File(FaceFile),
}

impl Program {
    pub fn subset(&self, remapper: &GlyphRemapper) -> Result<Vec<u8>, String> {
        let subset = |bytes: &[u8], index| subsetter::subset(bytes, index, remapper).map_err(|error| error.to_string());
        match self {
            Self::BuiltIn(bytes) => subset(bytes, 0),
            Self::File(file) => file.read(subset).ok_or("its file cannot be read any more")?,
        }
    }
}

/// The characters of a face. Asking the font itself finds its way through the tables each time.
pub struct Coverage {
    /// One bit for each character of the basic plane.
    basic: Vec<u64>,
    beyond: BTreeSet<u32>,
}

impl Coverage {
    pub fn of(font: &Font) -> Self {
        let mut coverage = Self { basic: vec![0; 0x1_0000 / 64], beyond: BTreeSet::new() };
        for (character, glyph) in font.charmap().unicodes() {
            if glyph.to_u32() == 0 {
                continue;
            }
            match coverage.basic.get_mut(index(character / 64)) {
                Some(word) => *word |= 1 << (character % 64),
                None => {
                    coverage.beyond.insert(character);
                }
            }
        }
        coverage
    }

    pub fn has(&self, c: char) -> bool {
        let character = u32::from(c);
        match self.basic.get(index(character / 64)) {
            Some(word) => word & (1 << (character % 64)) != 0,
            None => self.beyond.contains(&character),
        }
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl Face {
    fn load(family: Family, name: &'static str, bytes: &'static [u8]) -> Result<Self, FontError> {
        let fail = |reason: String| FontError { font: name, reason };
        let font = Font::new(bytes, 0).ok_or_else(|| fail("it is not a font".to_owned()))?;
        let covered = Arc::new(Coverage::of(&font));
        let alphabet = alphabet(&font, family.common());
        let face = Self::new(name, font, Program::BuiltIn(bytes), covered);
        let common = Subset::new(name, &face.program, &alphabet).map_err(fail)?;
        Ok(Self { common: Some(common), ..face })
    }

    /// A face without common glyphs.
    pub fn new(name: &str, font: Font, program: Program, covered: Arc<Coverage>) -> Self {
        let metrics = font.metrics();
        let units_per_em = f32::from(metrics.units_per_em);
        let line = metrics.hhea_line.or(metrics.typo_line).unwrap_or_default();
        let (ascent, descent) = (line.ascender.to_f32() / units_per_em, -line.descender.to_f32() / units_per_em);
        let recent = Mutex::default();
        Self { name: name.to_owned(), program, font, units_per_em, ascent, descent, common: None, recent, covered }
    }

    /// The ink of a glyph. The line of a font is no bound of it: some scripts hang letters far below.
    pub fn bounds(&self, glyph: u16) -> Bounds {
        match self.font.glyph_metrics().extents(GlyphId::from(glyph)) {
            Some(ink) => {
                let em = |units: f32| units / self.units_per_em;
                let (left, right) = (em(ink.x_bearing), em(ink.x_bearing + ink.width));
                Bounds { above: em(ink.y_bearing), below: em(ink.height - ink.y_bearing), left, right }
            }
            None => Bounds { above: self.ascent, below: self.descent, left: 0.0, right: 0.0 },
        }
    }

    pub fn covers(&self, c: char) -> bool {
        self.covered.has(c)
    }

    /// A subset of what a document needs beyond the common glyphs. The letters of a campaign differ in a name and
    /// a sentence and want the same few, so that the last subsets are kept; they hold an alphabet and nothing of what
    /// was written with it.
    pub fn subset(&self, alphabet: Alphabet) -> Result<Arc<Subset>, String> {
        if let Ok(recent) = self.recent.lock()
            && let Some((_, subset)) = recent.iter().find(|(known, _)| *known == alphabet)
        {
            return Ok(Arc::clone(subset));
        }
        let subset = Arc::new(Subset::new(&self.name, &self.program, &alphabet)?);
        if let Ok(mut recent) = self.recent.lock() {
            recent.truncate(if self.common.is_some() { RECENT } else { RECENT_INSTALLED } - 1);
            recent.push_front((alphabet, Arc::clone(&subset)));
        }
        Ok(subset)
    }
}

/// All glyphs that shaping makes of a text, ligatures included.
fn alphabet(font: &Font, text: &str) -> Alphabet {
    let mut alphabet = Alphabet::new();
    for word in text.split_inclusive(' ') {
        // Inside a run of capitals a letter may be kerned but is never replaced; alone it is itself.
        for c in word.chars() {
            if let Some(glyph) = font.charmap().map_unicode(c).and_then(|id| u16::try_from(id.to_u32()).ok()) {
                alphabet.entry(glyph).or_insert(Said::Char(c));
            }
        }
        let mut buffer = Buffer::new();
        buffer.push_str(word);
        buffer.guess_segment_properties();
        if harfrust::shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new()).is_err() {
            continue;
        }
        let mut end = word.len();
        for info in buffer.glyph_infos().iter().rev() {
            let start = usize::try_from(info.cluster).unwrap_or(end);
            if let (Ok(glyph), Some(said)) = (u16::try_from(info.glyph_id), word.get(start..end)) {
                alphabet.entry(glyph).or_insert_with(|| Said::Text(said.into()));
            }
            end = start;
        }
    }
    alphabet
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

    #[test]
    fn the_common_subset_is_a_small_part_of_the_face_and_holds_its_ligatures() {
        let fonts = Fonts::load(&[], FontSearch::default()).unwrap();
        for family in Family::ALL {
            let face = fonts.face(family);
            let common = face.common.as_ref().unwrap();
            let mut document = lopdf::Document::new();
            common.add_to(&mut document);
            let packed: usize = document.objects.values().filter_map(|object| Some(object.as_stream().ok()?.content.len())).sum();
            println!("{}: {packed} bytes packed", face.name);
            assert!((1_000..16_000).contains(&packed), "{packed} bytes");
            for (glyph, says) in alphabet(&face.font, "office flag the") {
                assert_eq!(common.code(glyph).map(|code| common.says(code)), Some(&says));
            }
        }
    }
}
