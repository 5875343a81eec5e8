//! Faces: what they cover, how they measure, and the parts of them that documents have in common.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex},
};

use harfrust::{Buffer, Font, GlyphId, ShapeOptions, ShaperFont};

use crate::fonts::{
    program::Program,
    said::{Alphabet, Said},
    subset::Subset,
};

/// So many campaigns are written for at one time, in their languages. A subset takes some kilobytes.
const RECENT: usize = 32;

/// Of each installed face: a letter's whole alphabet is in such a subset, tens of kilobytes.
const RECENT_INSTALLED: usize = 4;

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
    /// The glyphs that most documents need, as one shared subset. Installed faces have none.
    pub common: Option<Subset>,
    recent: Mutex<VecDeque<(Alphabet, Arc<Subset>)>>,
    covered: Arc<Coverage>,
}

/// The reach of a glyph's ink from its origin, in em: above it, to the right of it, and below it.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub above: f32,
    pub below: f32,
    pub left: f32,
    pub right: f32,
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
    /// A face of the build. Most documents need some of the glyphs of `common`.
    pub fn built_in(name: &str, bytes: &'static [u8], common: &str) -> Result<Self, String> {
        let face = Self::of_the_build(name, bytes)?;
        let common = alphabet(&face.font, common);
        let common = Subset::new(name, &face.program, &common, &face.alone(&common))?;
        Ok(Self { common: Some(common), ..face })
    }

    /// A face of the build that few documents need anything of.
    pub fn of_the_build(name: &str, bytes: &'static [u8]) -> Result<Self, String> {
        let font = Font::new(bytes, 0).ok_or("it is not a font")?;
        let covered = Arc::new(Coverage::of(&font));
        Ok(Self::new(name, font, Program::BuiltIn(bytes), covered))
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

    /// The subset that a document needs beyond the common glyphs. The letters of a campaign differ in a name and a sentence
    /// and need the same few glyphs, so the last subsets are kept. They hold an alphabet, and nothing of what was written
    /// with it.
    pub fn subset(&self, alphabet: Alphabet) -> Result<Arc<Subset>, String> {
        if let Ok(recent) = self.recent.lock()
            && let Some((_, subset)) = recent.iter().find(|(known, _)| *known == alphabet)
        {
            return Ok(Arc::clone(subset));
        }
        let subset = Arc::new(Subset::new(&self.name, &self.program, &alphabet, &self.alone(&alphabet))?);
        if let Ok(mut recent) = self.recent.lock() {
            recent.truncate(if self.common.is_some() { RECENT } else { RECENT_INSTALLED } - 1);
            recent.push_front((alphabet, Arc::clone(&subset)));
        }
        Ok(subset)
    }

    /// Of the glyphs that say nothing, the characters that they would be by themselves.
    fn alone(&self, alphabet: &Alphabet) -> BTreeMap<u16, char> {
        let mut alone = BTreeMap::new();
        if !alphabet.values().any(|says| *says == Said::Nothing) {
            return alone;
        }
        for (character, glyph) in self.font.charmap().unicodes() {
            let silent = |glyph: &u16| alphabet.get(glyph) == Some(&Said::Nothing);
            let glyph = u16::try_from(glyph.to_u32()).ok().filter(silent);
            let character = char::from_u32(character).filter(|c| !c.is_control() && *c != '\u{FEFF}');
            if let (Some(glyph), Some(character)) = (glyph, character) {
                alone.entry(glyph).or_insert(character);
            }
        }
        alone
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
    use crate::fonts::{Fonts, family::Family, installed::FontSearch};

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
