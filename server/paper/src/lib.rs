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
mod deflate;
mod digest;
mod fit;
mod fonts;
mod ink;
mod installed;
mod letter;
mod missing;
mod pdf;
mod scripts;
mod sheet;
mod subsets;
mod text;

use std::rc::Rc;

use digest::Digest;
use domain::{language::Language, paper::Layout};
pub use fonts::FontError;
use fonts::Fonts;
pub use installed::FontSearch;
use pdf::{About, Layer, Page};
use scripts::Readers;
use text::Typesetter;
use usecases::press::{Body, Press, PressError, PrintJob};

/// The press: fonts and shaping plans, loaded once and shared by all jobs.
#[derive(Debug)]
pub struct PdfPress {
    fonts: Fonts,
}

impl PdfPress {
    /// With the fonts of the build alone; takes some milliseconds.
    pub fn new() -> Result<Self, FontError> {
        Self::with_fonts(FontSearch::default())
    }

    /// And with those that are installed, which are looked up when a text first needs them.
    pub fn with_fonts(search: FontSearch) -> Result<Self, FontError> {
        let languages: Vec<_> =
            Language::ALL.into_iter().filter_map(|language| harfrust::Language::new(language.tag())).collect();
        Ok(Self { fonts: Fonts::load(&languages, search)? })
    }
}

impl PdfPress {
    /// Lays a job out.
    fn pages(&self, job: &PrintJob) -> Result<Vec<Page>, PressError> {
        if job.pieces.is_empty() {
            return Err(PressError::Nothing);
        }
        let typesetter = Typesetter::new(&self.fonts, job.language.tag(), readers(job));
        match &job.format.layout() {
            Layout::Cards { sheet, card } => sheet::pages(&typesetter, sheet, card, job),
            Layout::Letter(letter) => {
                let mut pages = Vec::new();
                for piece in &job.pieces {
                    let layer = |inks| Layer { place: None, size: letter.size, inks: Rc::new(inks) };
                    let page = |inks| Page { size: letter.size, layers: vec![layer(inks)] };
                    pages.extend(letter::pages(&typesetter, letter, piece)?.into_iter().map(page));
                }
                Ok(pages)
            }
        }
    }
}

impl Press for PdfPress {
    fn print(&self, job: &PrintJob) -> Result<Vec<u8>, PressError> {
        let pages = self.pages(job)?;
        let duplex = match job.format.layout() {
            Layout::Cards { sheet, .. } => sheet.duplex.then_some(job.flip),
            Layout::Letter(_) => None,
        };
        let about = About { title: &job.title, language: job.language.tag(), duplex, id: Digest::of(job) };
        pdf::write(&self.fonts, &pages, &about)
    }

    fn check(&self, job: &PrintJob) -> Result<(), PressError> {
        self.pages(job).map(drop)
    }
}

/// Whose forms of letters the texts of a job ask for.
fn readers(job: &PrintJob) -> Readers {
    let texts = job.pieces.iter().flat_map(|piece| {
        let body = if let Body::Typed(text) = &piece.body { text } else { "" };
        let lines = piece.address.iter().chain(&piece.return_address).map(String::as_str);
        lines.chain([body, &piece.front.title, &piece.front.line])
    });
    Readers::of(job.language.tag(), texts)
}

#[cfg(test)]
mod tests;
