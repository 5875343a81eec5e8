//! The fonts of one document: of each face the common glyphs, and a subset of what it needs beyond them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use printpdf::FontId;

use crate::{
    fonts::{FaceId, Family, Fonts, Subset},
    ink::Ink,
    pdf::Page,
    text::{Mark, Said},
};

/// One of a document's fonts: two for each of its faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot(usize);

impl Slot {
    const fn of(part: usize, extra: bool) -> Self {
        Self(part * 2 + if extra { 1 } else { 0 })
    }

    /// The font's name inside the document. printpdf takes F1 to F14 for the fonts that PDF brings along.
    pub fn name(self) -> String {
        format!("S{}", self.0)
    }

    pub fn id(self) -> FontId {
        FontId(self.name())
    }
}

/// A glyph in its font.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    pub slot: Slot,
    pub code: u16,
}

/// Fonts, and what each glyph was first said to be: a font can say only one thing of a glyph.
pub struct Subsets<'f> {
    /// Those of the build first: almost every glyph is theirs.
    parts: Vec<Part<'f>>,
    /// By slot.
    says: Vec<Vec<Option<Said>>>,
}

/// What a document has of a face.
struct Part<'f> {
    face: FaceId,
    common: Option<&'f Subset>,
    extra: Option<Arc<Subset>>,
}

impl<'f> Subsets<'f> {
    /// Looks which glyphs the pages need.
    pub fn of(fonts: &'f Fonts, pages: &[Page]) -> Result<Self, String> {
        let mut needed: BTreeMap<FaceId, BTreeSet<u16>> =
            Family::ALL.into_iter().map(|family| (family.into(), BTreeSet::new())).collect();
        for ink in pages.iter().flat_map(|page| &page.layers).flat_map(|layer| layer.inks.iter()) {
            let Ink::Text { line, .. } = ink else { continue };
            for mark in &line.marks {
                if fonts.face(mark.face).common.as_ref().is_none_or(|common| common.code(mark.glyph).is_none()) {
                    needed.entry(mark.face).or_default().insert(mark.glyph);
                }
            }
        }
        let mut parts = Vec::with_capacity(needed.len());
        for (id, glyphs) in needed {
            let face = fonts.face(id);
            let extra = if glyphs.is_empty() { None } else { Some(face.subset(&glyphs)?) };
            parts.push(Part { face: id, common: face.common.as_ref(), extra });
        }
        let says = vec![Vec::new(); parts.len() * 2];
        Ok(Self { parts, says })
    }

    pub fn slots(&self) -> impl Iterator<Item = Slot> {
        (0..self.says.len()).map(Slot)
    }

    pub fn subset(&self, slot: Slot) -> Option<&Subset> {
        let part = self.parts.get(slot.0 / 2)?;
        if slot.0.is_multiple_of(2) { part.common } else { part.extra.as_deref() }
    }

    pub fn code(&self, mark: &Mark) -> Code {
        let place = self.parts.iter().position(|part| part.face == mark.face).unwrap_or(0);
        let part = &self.parts[place];
        if let Some(code) = part.common.and_then(|common| common.code(mark.glyph)) {
            return Code { slot: Slot::of(place, false), code };
        }
        let code = part.extra.as_ref().and_then(|subset| subset.code(mark.glyph)).unwrap_or(0);
        Code { slot: Slot::of(place, true), code }
    }

    /// Notes what a glyph says. Whether that is what it has always said.
    pub fn says(&mut self, code: Code, said: &Said) -> bool {
        let says = &mut self.says[code.slot.0];
        let index = usize::from(code.code);
        if says.len() <= index {
            says.resize(index + 1, None);
        }
        says[index].get_or_insert_with(|| said.clone()) == said
    }

    /// The glyphs of a font that were used, with what they say.
    pub fn used(&self, slot: Slot) -> impl Iterator<Item = (u16, String)> {
        (0..).zip(&self.says[slot.0]).filter_map(|(code, said)| Some((code, said.as_ref()?.to_string())))
    }
}
