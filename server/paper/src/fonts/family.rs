//! The families of faces, by what a text is for.

/// A face of the build, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Libertinus Serif: what a person says.
    Serif,
    /// Noto Sans: what a machine reads.
    Sans,
}

impl Family {
    pub const ALL: [Self; 2] = [Self::Serif, Self::Sans];

    pub const fn common(self) -> &'static str {
        match self {
            Self::Serif => COMMON_TEXT,
            Self::Sans => COMMON_ADDRESS,
        }
    }

    pub const fn index(self) -> usize {
        match self {
            Self::Serif => 0,
            Self::Sans => 1,
        }
    }

    /// The faces of the build to try for a character, in order.
    pub const fn fallbacks(self) -> [Self; 2] {
        match self {
            Self::Serif => [Self::Serif, Self::Sans],
            Self::Sans => [Self::Sans, Self::Serif],
        }
    }
}

/// The characters of almost every letter: English and Spanish, and the punctuation of careful typists.
const COMMON_TEXT: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 \
    .,:;!?-()/&'\" ‘’“”–—… ¿¡ áéíóúñ ff fi fl ffi ffl ft fft Th tt";

/// The characters of almost every address.
const COMMON_ADDRESS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,:-()/&'’#";
