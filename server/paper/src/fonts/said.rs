//! The text that glyphs stand for when it is copied.

use std::{collections::BTreeMap, fmt};

/// The text that a glyph stands for when it is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Char(char),
    /// Several characters at once: a ligature, or a cluster that comes apart only together.
    Text(Box<str>),
    /// Said by the glyph before it.
    Nothing,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Char(c) => write!(f, "{c}"),
            Self::Text(text) => f.write_str(text),
            Self::Nothing => Ok(()),
        }
    }
}

/// Glyphs of a face, with what each says: a font can say only one thing of a glyph.
pub type Alphabet = BTreeMap<u16, Said>;
