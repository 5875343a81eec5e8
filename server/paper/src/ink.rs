//! What is put on paper: lines of text, filled shapes and drawings, in the coordinates of [`domain::paper`].

use std::rc::Rc;

use domain::paper::Rect;

use crate::{drawing::Drawing, structure::Part, text::Line};

/// Paper and ink: near-black blue, and the two colours of airmail as an accent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Ink,
    Red,
    Blue,
    /// Lines to write on, and between message and address: there, but never louder than the writing.
    Rule,
}

impl Colour {
    pub const fn rgb(self) -> [f32; 3] {
        match self {
            Self::Ink => [0.07, 0.10, 0.20],
            Self::Red => [0.77, 0.15, 0.17],
            Self::Blue => [0.13, 0.29, 0.56],
            Self::Rule => [0.62, 0.67, 0.75],
        }
    }
}

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
