//! The printer's room: makes PDFs of cards and letters, in memory.
//!
//! [`PdfPress`] is the one door. Behind it a text is shaped and broken into lines ([`text`]), the lines are laid
//! where [`domain::paper`] says ([`card`], [`letter`]), cards are imposed on sheets ([`sheet`]), and the pages are
//! written with printpdf ([`pdf`]).
//! This room stores nothing, reads no clock, asks nobody, and never cuts a text off: what does not fit is
//! refused with the number of characters that must go.

mod breaks;
mod card;
mod content;
mod cover;
mod deflate;
mod digest;
mod fit;
mod fonts;
mod ink;
mod letter;
mod missing;
mod pdf;
mod scale;
mod sheet;
mod subsets;
mod test_page;
mod text;

use std::rc::Rc;

use digest::Digest;
use domain::{
    language::Language,
    paper::{Flip, Layout, Stock},
};
pub use fonts::FontError;
use fonts::Fonts;
use pdf::{About, Layer, Page};
use text::Typesetter;
use usecases::press::{Press, PressError, PrintJob};

/// The press: fonts and shaping plans, loaded once and shared by all jobs.
#[derive(Debug)]
pub struct PdfPress {
    fonts: Fonts,
}

impl PdfPress {
    /// Loads the fonts of the build; takes some milliseconds.
    pub fn new() -> Result<Self, FontError> {
        let languages: Vec<_> =
            Language::ALL.into_iter().filter_map(|language| harfrust::Language::new(language.tag())).collect();
        Ok(Self { fonts: Fonts::load(&languages)? })
    }
}

fn layout_of(job: &PrintJob) -> Layout {
    let bleed = if job.bleed { job.format.layout_with_bleed() } else { None };
    bleed.unwrap_or_else(|| job.format.layout())
}

fn pages(typesetter: &Typesetter<'_>, layout: &Layout, job: &PrintJob) -> Result<Vec<Page>, PressError> {
    let letter = match layout {
        Layout::Cards { sheet, card } => return sheet::pages(typesetter, sheet, card, job),
        Layout::Letter(letter) => letter,
    };
    let mut pages = Vec::new();
    for piece in &job.pieces {
        let layer = |inks| Layer { place: None, size: letter.size, inks: Rc::new(inks) };
        let page = |inks| Page { size: letter.size, trim: None, layers: vec![layer(inks)] };
        pages.extend(letter::pages(typesetter, letter, piece)?.into_iter().map(page));
    }
    Ok(pages)
}

impl Press for PdfPress {
    fn print(&self, job: &PrintJob) -> Result<Vec<u8>, PressError> {
        if job.pieces.is_empty() {
            return Err(PressError::Nothing);
        }
        let typesetter = Typesetter::new(&self.fonts, job.language.tag());
        let layout = layout_of(job);
        let pages = pages(&typesetter, &layout, job)?;
        let duplex = matches!(layout, Layout::Cards { sheet, .. } if sheet.duplex).then_some(job.flip);
        let about = About { title: &job.title, language: job.language.tag(), duplex, id: Digest::of(job) };
        pdf::write(&self.fonts, &pages, &about)
    }

    fn test_page(&self, stock: Stock, flip: Flip) -> Result<Vec<u8>, PressError> {
        let language = Language::En.tag();
        let pages = test_page::pages(&Typesetter::new(&self.fonts, language), stock, flip)?;
        let about = About {
            title: "Test page for printing on both sides",
            language,
            duplex: Some(flip),
            id: Digest::of(&("test page", stock, flip)),
        };
        pdf::write(&self.fonts, &pages, &about)
    }
}

#[cfg(test)]
mod tests;
