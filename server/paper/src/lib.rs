//! The printer's room: makes PDFs of cards and letters, in memory.
//!
//! [`PdfPress`] is the one door. Behind it stand five rooms, each of which knows those above it:
//!
//! - [`fonts`]: the faces, what they cover, and the parts of them that documents embed;
//! - [`text`]: a text is shaped and broken into lines;
//! - [`page`]: a page before it is written, as ink with the structure that a screen reader goes by;
//! - [`layout`]: lines are laid where [`domain::paper`] says, and cards are imposed on sheets;
//! - [`pdf`]: pages become the bytes of a file. It knows [`page`], and nothing of [`layout`].
//!
//! Artwork comes in by [`PicturePrepress`], once, when it is uploaded. This room stores nothing, reads no clock, asks
//! nobody, and never cuts a text off: what does not fit is refused with the number of characters that must go.

mod deflate;
mod fonts;
mod layout;
mod page;
mod pdf;
mod prepress;
mod text;

use std::rc::Rc;

use domain::{
    language::{Grammar, Language},
    paper::{Flip, Layout, Stock},
};
pub use fonts::{FontError, installed::FontSearch};
use fonts::{Fonts, installed::Installed, scripts::Readers};
use layout::{letter, sheet, test_page};
use page::{Layer, Page};
use pdf::{About, digest::Digest};
pub use prepress::PicturePrepress;
use text::Typesetter;
use usecases::ports::press::{Body, Press, PressError, PrintJob};

/// How many faces are installed for scripts that the build has no font for.
pub fn installed_faces(search: &FontSearch) -> usize {
    Installed::find(search).count()
}

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
            Grammar::ALL.into_iter().filter_map(|grammar| harfrust::Language::new(grammar.language().tag())).collect();
        Ok(Self { fonts: Fonts::load(&languages, search)? })
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

impl PdfPress {
    fn lay_out(&self, job: &PrintJob) -> Result<(Layout, Vec<Page>), PressError> {
        if job.pieces.is_empty() {
            return Err(PressError::Nothing);
        }
        let typesetter = Typesetter::new(&self.fonts, job.language.tag(), readers(job));
        let layout = layout_of(job);
        let pages = pages(&typesetter, &layout, job)?;
        Ok((layout, pages))
    }
}

impl Press for PdfPress {
    fn print(&self, job: &PrintJob) -> Result<Vec<u8>, PressError> {
        let (layout, pages) = self.lay_out(job)?;
        let duplex = matches!(layout, Layout::Cards { sheet, .. } if sheet.duplex).then_some(job.flip);
        let about = About { title: &job.title, language: job.language.tag(), duplex, id: Digest::of(job) };
        pdf::write(&self.fonts, &pages, &about)
    }

    fn check(&self, job: &PrintJob) -> Result<(), PressError> {
        self.lay_out(job).map(drop)
    }

    fn test_page(&self, stock: Stock, flip: Flip, reader: Language) -> Result<Vec<u8>, PressError> {
        let (words, pages) = test_page::pages(&self.fonts, stock, flip, reader)?;
        let language = words.locale().tag();
        let about = About {
            title: words.paper_test_title(),
            language,
            duplex: Some(flip),
            id: Digest::of(&("test page", stock, flip, language)),
        };
        pdf::write(&self.fonts, &pages, &about)
    }
}

/// Whose forms of letters the texts of a job ask for.
fn readers(job: &PrintJob) -> Readers {
    let texts = job.pieces.iter().flat_map(|piece| {
        let body = if let Body::Typed(text) = &piece.body { text } else { "" };
        let lines = piece.address.iter().chain(&piece.return_address).map(String::as_str);
        lines.chain([body, &piece.front.title, &piece.front.line])
    });
    let listed = job.cover.iter().flat_map(|cover| &cover.roster).flat_map(|line| [line.name.as_str(), &line.whom]);
    Readers::of(job.language, texts.chain(listed))
}

#[cfg(test)]
mod tests;
