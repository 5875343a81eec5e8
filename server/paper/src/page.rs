//! Pages, before they are written.

pub mod colour;
pub mod drawing;
pub mod ink;
pub mod structure;

use std::rc::Rc;

use domain::paper::{CardSlot, Rect, Size};

use self::ink::Ink;

/// A page: one or more layers, each in its own place.
#[derive(Debug)]
pub struct Page {
    pub size: Size,
    /// The part of the page that a print shop leaves when it has cut it. `None`: all of it.
    pub trim: Option<Rect>,
    pub layers: Vec<Layer>,
}

#[derive(Debug)]
pub struct Layer {
    /// `None`: drawn straight on the page.
    pub place: Option<CardSlot>,
    /// The size of the card in its place, or of the page.
    pub size: Size,
    /// Shared by cards that look the same.
    pub inks: Rc<Vec<Ink>>,
}

/// A rectangle of [`domain::paper`] with PDF's origin, the lower left corner of a page of that height.
pub fn upside(rect: &Rect, height: f32) -> Rect {
    Rect { top: height - rect.bottom(), ..*rect }
}
