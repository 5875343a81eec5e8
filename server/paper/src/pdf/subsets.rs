//! The fonts of one document: of each face the common glyphs, and a subset of what it needs beyond them.

use std::{collections::BTreeMap, sync::Arc};

use lopdf::{Dictionary, Document};

use crate::{
    fonts::{
        FaceId, Fonts,
        family::Family,
        said::{Alphabet, Said},
        subset::Subset,
    },
    page::{Page, ink::Ink},
    text::Mark,
};

/// One of a document's fonts: two for each of its faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot(usize);

impl Slot {
    const fn of(part: usize, extra: bool) -> Self {
        Self(part * 2 + if extra { 1 } else { 0 })
    }

    /// The font's name inside the document.
    pub fn name(self) -> String {
        format!("S{}", self.0)
    }
}

/// A glyph in its font.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    pub slot: Slot,
    pub code: u16,
}

/// A document's fonts.
pub struct Subsets<'f> {
    /// Those of the build first: almost every glyph is theirs.
    parts: Vec<Part<'f>>,
}

/// The part of a face that a document has.
struct Part<'f> {
    face: FaceId,
    common: Option<&'f Subset>,
    extra: Option<Arc<Subset>>,
}

impl Part<'_> {
    fn of(&self, extra: bool) -> Option<&Subset> {
        if extra { self.extra.as_deref() } else { self.common }
    }
}

/// The glyphs of a face that a document needs.
#[derive(Default)]
struct Need {
    common: bool,
    extra: Alphabet,
}

impl<'f> Subsets<'f> {
    /// Looks which glyphs the pages need.
    pub fn of(fonts: &'f Fonts, pages: &[Page]) -> Result<Self, String> {
        let mut needs: BTreeMap<FaceId, Need> = Family::ALL.into_iter().map(|family| (family.into(), Need::default())).collect();
        for ink in pages.iter().flat_map(|page| &page.layers).flat_map(|layer| layer.inks.iter()) {
            let Ink::Text { line, .. } = ink else { continue };
            for (place, mark) in line.marks.iter().enumerate() {
                let need = needs.entry(mark.face).or_default();
                if fonts.face(mark.face).common.as_ref().is_some_and(|common| common.code(mark.glyph).is_some()) {
                    need.common = true;
                    continue;
                }
                // It says what it is first to say. A syllable of a word that is written beside its glyphs anyhow is not
                // kept with one of them: it may be a name.
                let beside = || line.spans.iter().any(|span| span.marks.contains(&place));
                let says = need.extra.entry(mark.glyph).or_insert(Said::Nothing);
                if *says == Said::Nothing && !(matches!(mark.said, Said::Text(_)) && beside()) {
                    *says = mark.said.clone();
                }
            }
        }
        let mut parts = Vec::with_capacity(needs.len());
        for (id, need) in needs {
            let face = fonts.face(id);
            let extra = if need.extra.is_empty() { None } else { Some(face.subset(need.extra)?) };
            parts.push(Part { face: id, common: face.common.as_ref().filter(|_| need.common), extra });
        }
        Ok(Self { parts })
    }

    fn subset(&self, slot: Slot) -> Option<&Subset> {
        self.parts.get(slot.0 / 2)?.of(!slot.0.is_multiple_of(2))
    }

    pub fn code(&self, mark: &Mark) -> Code {
        let place = self.parts.iter().position(|part| part.face == mark.face).unwrap_or(0);
        let code = |extra| self.parts[place].of(extra)?.code(mark.glyph).map(|code| Code { slot: Slot::of(place, extra), code });
        code(false).or_else(|| code(true)).unwrap_or(Code { slot: Slot::of(place, true), code: 0 })
    }

    pub fn says(&self, code: Code) -> &Said {
        self.subset(code.slot).map_or(&Said::Nothing, |subset| subset.says(code.code))
    }

    pub fn width(&self, code: Code) -> i32 {
        self.subset(code.slot).map_or(0, |subset| subset.width(code.code))
    }

    /// Puts the fonts into a document: their names, for its pages.
    pub fn add_to(&self, document: &mut Document) -> Dictionary {
        let slots = (0..self.parts.len() * 2).map(Slot);
        let used = slots.filter_map(|slot| Some((slot.name(), self.subset(slot)?)));
        used.map(|(name, subset)| (name, subset.add_to(document).into())).collect()
    }
}
