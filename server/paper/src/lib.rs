//! The printer's room: makes PDFs of cards and letters, in memory.
//!
//! [`PdfPress`] is the one door. Behind it a text is shaped and broken into lines ([`text`]), the lines are laid
//! where [`domain::paper`] says ([`card`], [`letter`]), cards are imposed on sheets ([`sheet`]), and the pages are
//! written with printpdf ([`pdf`]). Artwork comes in by [`PicturePrepress`], once, when it is uploaded.
//! This room stores nothing, reads no clock, asks nobody, and never cuts a text off: what does not fit is
//! refused with the number of characters that must go.

mod breaks;
mod card;
mod content;
mod deflate;
mod digest;
mod drawing;
mod fit;
mod fonts;
mod ink;
mod letter;
mod missing;
mod pdf;
mod prepress;
mod sheet;
mod subsets;
mod text;

use std::rc::Rc;

use digest::Digest;
use domain::{language::Language, paper::Layout};
pub use fonts::FontError;
use fonts::Fonts;
use pdf::{About, Layer, Page};
pub use prepress::PicturePrepress;
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

impl Press for PdfPress {
    fn print(&self, job: &PrintJob) -> Result<Vec<u8>, PressError> {
        if job.pieces.is_empty() {
            return Err(PressError::Nothing);
        }
        let typesetter = Typesetter::new(&self.fonts, job.language.tag());
        let layout = job.format.layout();
        let (pages, duplex) = match &layout {
            Layout::Cards { sheet, card } => (sheet::pages(&typesetter, sheet, card, job)?, sheet.duplex.then_some(job.flip)),
            Layout::Letter(letter) => {
                let mut pages = Vec::new();
                for piece in &job.pieces {
                    let layer = |inks| Layer { place: None, size: letter.size, inks: Rc::new(inks) };
                    let page = |inks| Page { size: letter.size, layers: vec![layer(inks)] };
                    pages.extend(letter::pages(&typesetter, letter, piece)?.into_iter().map(page));
                }
                (pages, None)
            }
        };
        let about = About { title: &job.title, language: job.language.tag(), duplex, id: Digest::of(job) };
        pdf::write(&self.fonts, &pages, &about)
    }
}

#[cfg(test)]
mod tests;
