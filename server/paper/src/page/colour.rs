//! The colours that are printed.

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
