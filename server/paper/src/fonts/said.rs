//! What glyphs say when their text is copied.

use std::{collections::BTreeMap, fmt};

/// What a glyph says when its text is copied.
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
