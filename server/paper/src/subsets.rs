//! The fonts of one document: of each face the common glyphs, and a subset of what it needs beyond them.

use std::{collections::BTreeSet, sync::Arc};

use printpdf::FontId;

use crate::{
    fonts::{Family, Fonts, Subset},
    ink::Ink,
    pdf::Page,
    text::{Mark, Said},
};

/// One of the four fonts that a document can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot(usize);

impl Slot {
    pub const ALL: [Self; 4] = [Self(0), Self(1), Self(2), Self(3)];

    const fn of(family: Family, extra: bool) -> Self {
        match (family, extra) {
            (Family::Serif, false) => Self(0),
            (Family::Serif, true) => Self(1),
            (Family::Sans, false) => Self(2),
            (Family::Sans, true) => Self(3),
        }
    }

    /// The font's name inside the document. printpdf takes F1 to F14 for the fonts that PDF brings along.
    pub const fn name(self) -> &'static str {
        ["Se", "Sx", "Sa", "Sy"][self.0]
    }

    pub fn id(self) -> FontId {
        FontId(self.name().to_owned())
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
    fonts: &'f Fonts,
    extra: [Option<Arc<Subset>>; 2],
    says: [Vec<Option<Said>>; 4],
}

impl<'f> Subsets<'f> {
    /// Looks which glyphs the pages need.
    pub fn of(fonts: &'f Fonts, pages: &[Page]) -> Result<Self, String> {
        let mut needed = [BTreeSet::new(), BTreeSet::new()];
        for ink in pages.iter().flat_map(|page| &page.layers).flat_map(|layer| layer.inks.iter()) {
            let Ink::Text { line, .. } = ink else { continue };
            for mark in &line.marks {
                if fonts.face(mark.family).common.code(mark.glyph).is_none() {
                    needed[mark.family.index()].insert(mark.glyph);
                }
            }
        }
        let mut extra = [None, None];
        for family in Family::ALL {
            let glyphs = &needed[family.index()];
            if !glyphs.is_empty() {
                extra[family.index()] = Some(fonts.face(family).subset(glyphs)?);
            }
        }
        Ok(Self { fonts, extra, says: [const { Vec::new() }; 4] })
    }

    pub fn subset(&self, slot: Slot) -> Option<&Subset> {
        let family = Family::ALL[slot.0 / 2];
        if slot.0.is_multiple_of(2) { Some(&self.fonts.face(family).common) } else { self.extra[family.index()].as_deref() }
    }

    pub fn code(&self, mark: &Mark) -> Code {
        if let Some(code) = self.fonts.face(mark.family).common.code(mark.glyph) {
            return Code { slot: Slot::of(mark.family, false), code };
        }
        let extra = self.extra[mark.family.index()].as_ref();
        let code = extra.and_then(|subset| subset.code(mark.glyph)).unwrap_or(0);
        Code { slot: Slot::of(mark.family, true), code }
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
