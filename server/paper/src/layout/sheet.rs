//! Imposition: cards on sheets, the picture of each behind its own address.

use std::rc::Rc;

use domain::paper::{CardGeometry, Sheet};
use usecases::ports::press::{Front, PressError, PrintJob};

use crate::{
    layout::{card, cover},
    page::{Layer, Page, ink::Ink},
    text::Typesetter,
};

/// Two pages for each sheet: the address sides, then the picture sides. Places without a card stay blank.
pub fn pages(typesetter: &Typesetter<'_>, sheet: &Sheet, card: &CardGeometry, job: &PrintJob) -> Result<Vec<Page>, PressError> {
    let mut fronts: Vec<(&Front, Rc<Vec<Ink>>)> = Vec::new();
    let mut pages = Vec::new();
    if let Some(cover) = &job.cover {
        for inks in cover::pages(typesetter, sheet.size, cover, job.flip)? {
            let layer = Layer { place: None, size: sheet.size, inks: Rc::new(inks) };
            pages.push(Page { size: sheet.size, trim: None, layers: vec![layer] });
        }
    }
    for pieces in job.pieces.chunks(sheet.cards().max(1)) {
        let page = || Page { size: sheet.size, trim: (sheet.bleed > 0.0).then(|| sheet.trim()), layers: Vec::new() };
        let (mut addresses, mut pictures) = (page(), page());
        for (number, piece) in pieces.iter().enumerate() {
            let inks = Rc::new(card::address_side(typesetter, card, piece)?);
            addresses.layers.push(Layer { place: Some(sheet.front(number)), size: card.size, inks });
            // All cards of a campaign have the same picture.
            let known = fronts.iter().find(|(front, _)| **front == piece.front);
            let inks = if let Some((_, inks)) = known {
                Rc::clone(inks)
            } else {
                let inks = Rc::new(card::picture_side(typesetter, card, &piece.front)?);
                fronts.push((&piece.front, Rc::clone(&inks)));
                inks
            };
            pictures.layers.push(Layer { place: Some(sheet.back(number, job.flip)), size: card.size, inks });
        }
        if !sheet.cut_marks.is_empty() {
            let marks = sheet.cut_marks.iter().map(|mark| Ink::rule(*mark)).collect();
            pictures.layers.push(Layer { place: None, size: sheet.size, inks: Rc::new(marks) });
        }
        pages.push(addresses);
        pages.push(pictures);
    }
    Ok(pages)
}
