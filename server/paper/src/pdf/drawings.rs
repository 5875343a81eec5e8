//! The drawings of a document: each is an object of its own, held once however often it is shown.

use std::rc::Rc;

use lopdf::{Dictionary, Document, ObjectId};

use crate::page::{Page, drawing::Drawing, ink::Ink};

/// The drawings of a document, each once.
#[derive(Debug)]
pub struct Drawings(Vec<Rc<Drawing>>);

impl Drawings {
    pub fn of(pages: &[Page]) -> Self {
        let mut all: Vec<Rc<Drawing>> = Vec::new();
        for drawing in pages.iter().flat_map(drawings) {
            if !all.contains(drawing) {
                all.push(Rc::clone(drawing));
            }
        }
        Self(all)
    }

    /// A drawing's name inside the document.
    pub fn name(&self, drawing: &Drawing) -> String {
        format!("D{}", self.place(drawing))
    }

    fn place(&self, drawing: &Drawing) -> usize {
        self.0.iter().position(|known| **known == *drawing).unwrap_or_default()
    }

    /// Puts the drawings into a document.
    pub fn add_to(&self, document: &mut Document) -> Vec<ObjectId> {
        self.0.iter().map(|drawing| document.add_object(drawing.stream())).collect()
    }

    /// The names of a page's drawings, for the objects that they became.
    pub fn on(&self, page: &Page, objects: &[ObjectId]) -> Dictionary {
        let own = drawings(page).filter_map(|drawing| Some((self.name(drawing), (*objects.get(self.place(drawing))?).into())));
        own.collect()
    }
}

fn drawings(page: &Page) -> impl Iterator<Item = &Rc<Drawing>> {
    page.layers.iter().flat_map(|layer| layer.inks.iter()).filter_map(|ink| match ink {
        Ink::Drawing { drawing, .. } => Some(drawing),
        Ink::Fill { .. } | Ink::Text { .. } => None,
    })
}
