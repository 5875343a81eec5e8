//! Paper: what is printed where, and why there. Formats, cards, sheets and letters as data.
//!
//! All lengths are PostScript points (1/72 in). **Every origin is a top left corner and y grows downwards**, as
//! on a screen; the printer's room turns y over once, at the very end. Each number says where it comes from.
//! The page draws its card from the same rectangles as the printer, so that what is seen is what is posted.
//!
//! Nothing here knows a font, measures a text or makes a file.

mod card;
mod letter;
mod picture;
mod rect;
mod sheet;

pub use card::{CardGeometry, Side};
pub use letter::LetterGeometry;
pub use picture::{CodeGeometry, PictureGeometry};
pub use rect::{Rect, Size};
use serde::{Deserialize, Serialize};
pub use sheet::{Place, Sheet, Turn};

/// Points in an inch.
pub const INCH: f32 = 72.0;

/// What most home printers cannot print is the outer 0.12 to 0.25 in of a sheet; nothing is put there.
pub const UNPRINTABLE_MARGIN: f32 = 0.25 * INCH;

/// A kind of paper that a letter can be printed on, as it stands in addresses and in the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PaperFormat {
    /// One card of 6 x 4 in. Two pages of the card's own size: the address side first, then the picture side.
    #[serde(rename = "us-postcard-4x6")]
    UsPostcard4x6,
    /// Four cards of 5.5 x 4.25 in on US Letter, lying on their sides; the sheet is portrait, as it lies in the
    /// tray, so that a printer's "long edge" and "short edge" mean what they say.
    #[serde(rename = "us-letter-4up")]
    UsLetter4up,
    /// A letter on US Letter, folded in three into a #10 envelope with or without a window.
    #[serde(rename = "us-letter")]
    UsLetter,
}

impl PaperFormat {
    pub const ALL: [Self; 3] = [Self::UsPostcard4x6, Self::UsLetter4up, Self::UsLetter];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UsPostcard4x6 => "us-postcard-4x6",
            Self::UsLetter4up => "us-letter-4up",
            Self::UsLetter => "us-letter",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    /// For a person who chooses: "A card of 6 × 4 in".
    pub const fn label(self) -> &'static str {
        match self {
            Self::UsPostcard4x6 => "A card of 6 × 4 in",
            Self::UsLetter4up => "US Letter paper, to cut a card of 5½ × 4¼ in from",
            Self::UsLetter => "US Letter paper",
        }
    }

    /// Everything a printer needs to know about the format. A new format is a new arm here.
    pub const fn layout(self) -> Layout {
        match self {
            Self::UsPostcard4x6 => {
                Layout::Cards { sheet: Sheet::US_POSTCARD_4X6, card: CardGeometry::for_size(Size::new(6.0 * INCH, 4.0 * INCH)) }
            }
            Self::UsLetter4up => {
                Layout::Cards { sheet: Sheet::US_LETTER_4UP, card: CardGeometry::for_size(Size::new(5.5 * INCH, 4.25 * INCH)) }
            }
            Self::UsLetter => Layout::Letter(LetterGeometry::US_LETTER),
        }
    }

    /// Whether cards come out of it, and not a letter in an envelope.
    pub const fn is_card(self) -> bool {
        matches!(self.layout(), Layout::Cards { .. })
    }
}

/// How a format is laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Layout {
    Cards { sheet: Sheet, card: CardGeometry },
    Letter(LetterGeometry),
}

/// The edge about which a printer turns the sheet between its two sides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flip {
    /// What printers do unless told otherwise.
    #[default]
    Long,
    Short,
}

impl Flip {
    pub const ALL: [Self; 2] = [Self::Long, Self::Short];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Long => "long",
            Self::Short => "short",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flip| flip.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_flips_are_found_by_their_words_and_nothing_else_is() {
        for format in PaperFormat::ALL {
            assert_eq!(PaperFormat::parse(format.as_str()), Some(format));
            assert_eq!(serde_json::to_value(format).unwrap(), format.as_str());
        }
        for flip in Flip::ALL {
            assert_eq!(Flip::parse(flip.as_str()), Some(flip));
            assert_eq!(serde_json::to_value(flip).unwrap(), flip.as_str());
        }
        for text in ["", "us-letter-4UP", "a5", "long "] {
            assert_eq!(PaperFormat::parse(text), None);
            assert_eq!(Flip::parse(text), None);
        }
    }

    #[test]
    fn cards_are_cards_and_letters_are_letters() {
        assert!(PaperFormat::UsPostcard4x6.is_card());
        assert!(PaperFormat::UsLetter4up.is_card());
        assert!(!PaperFormat::UsLetter.is_card());
    }
}
