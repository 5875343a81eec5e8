//! Everything that is put on paper: lines of text, filled shapes and drawings, in the coordinates of [`domain::paper`].

use std::rc::Rc;

use domain::paper::Rect;

use crate::{
    page::{colour::Colour, drawing::Drawing, structure::Part},
    text::Line,
};

#[derive(Debug, Clone)]
pub enum Ink {
    Fill {
        rect: Rect,
        /// How far the top edge is pushed to the right: a slanted stripe of the airmail edge. It stays inside the
        /// rectangle, whose foot is that much shorter.
        slant: f32,
        colour: Colour,
    },
    Text {
        line: Line,
        left: f32,
        baseline: f32,
        size: f32,
        colour: Colour,
        part: Part,
    },
    /// Fills its rectangle.
    Drawing {
        rect: Rect,
        drawing: Rc<Drawing>,
    },
}

impl Ink {
    /// Drawn to be measured from.
    pub fn line(rect: Rect) -> Self {
        Self::Fill { rect, slant: 0.0, colour: Colour::Ink }
    }

    pub fn rule(rect: Rect) -> Self {
        Self::Fill { rect, slant: 0.0, colour: Colour::Rule }
    }
}
