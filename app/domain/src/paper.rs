//! Paper: what is printed where, and why there. Formats, cards, sheets and letters as data.
//!
//! All lengths are PostScript points (1/72 in). **Every origin is a top left corner and y grows downwards**, as
//! on a screen; the printer's room turns y over once, at the very end. Each number says where it comes from.
//! The page draws its card from the same rectangles as the printer, so that what is seen is what is posted.
//!
//! Nothing here knows a font, measures a text or makes a file.

mod card;
mod column;
mod letter;
mod picture;
mod rect;
mod scale;
mod sheet;
mod test_page;

pub use card::{CardGeometry, Side};
pub use column::Column;
pub use letter::LetterGeometry;
pub use picture::{CodeGeometry, PictureGeometry};
pub use rect::{Rect, Size};
pub use scale::ScaleMark;
use serde::{Deserialize, Serialize};
pub use sheet::{CardSlot, Sheet, Turn};
pub use test_page::{Cross, Stock, TestPage};

use crate::{address::is_domestic, channel::Channel, state::Iso2};

/// Points in an inch.
pub const INCH: f32 = 72.0;

/// Points in a millimetre.
pub const MM: f32 = INCH / 25.4;

/// Most home printers cannot print the outer 0.12 to 0.25 in of a sheet; nothing is put there.
pub const UNPRINTABLE_MARGIN: f32 = 0.25 * INCH;

/// A kind of paper that a letter can be printed on, as it stands in addresses and in the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PaperFormat {
    /// One card of 6 x 4 in. Two pages of the card's own size: the address side first, then the picture side.
    #[serde(rename = "us-postcard-4x6")]
    UsPostcard4x6,
    /// Two cards of 6 x 4 in on a sheet of US Letter that is perforated for them (Avery 5389, 8386).
    #[serde(rename = "us-letter-2up-4x6")]
    UsLetter2up4x6,
    /// Four cards of 5.5 x 4.25 in on US Letter, lying on their sides; the sheet is portrait, as it lies in the
    /// tray, so that a printer's "long edge" and "short edge" mean what they say.
    #[serde(rename = "us-letter-4up")]
    UsLetter4up,
    /// One card of 148 x 105 mm, the size of the world's postcards. Pages as for the card of 6 x 4 in.
    #[serde(rename = "a6")]
    A6,
    /// Four A6 cards on A4, lying on their sides, as on US Letter.
    #[serde(rename = "a4-4up-a6")]
    A44upA6,
    /// A letter on US Letter, folded in three into a #10 envelope with or without a window.
    #[serde(rename = "us-letter")]
    UsLetter,
    /// A letter on A4, folded for a DL or C6/5 envelope with or without a window (DIN 5008, form B).
    #[serde(rename = "a4")]
    A4,
}

impl PaperFormat {
    pub const ALL: [Self; 7] =
        [Self::UsPostcard4x6, Self::UsLetter2up4x6, Self::UsLetter4up, Self::A6, Self::A44upA6, Self::UsLetter, Self::A4];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UsPostcard4x6 => "us-postcard-4x6",
            Self::UsLetter2up4x6 => "us-letter-2up-4x6",
            Self::UsLetter4up => "us-letter-4up",
            Self::A6 => "a6",
            Self::A44upA6 => "a4-4up-a6",
            Self::UsLetter => "us-letter",
            Self::A4 => "a4",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    /// Everything a printer needs to know about the format, for a home printer: nothing in the outer quarter inch. A
    /// new format is a new arm here.
    pub const fn layout(self) -> Layout {
        match self {
            Self::UsPostcard4x6 => Layout::Cards { sheet: Sheet::US_POSTCARD_4X6, card: CardGeometry::US_4X6 },
            Self::UsLetter2up4x6 => Layout::Cards { sheet: Sheet::US_LETTER_2UP_4X6, card: CardGeometry::US_4X6 },
            Self::UsLetter4up => Layout::Cards { sheet: Sheet::US_LETTER_4UP, card: CardGeometry::US_QUARTER },
            Self::A6 => Layout::Cards { sheet: Sheet::A6, card: CardGeometry::A6 },
            Self::A44upA6 => Layout::Cards { sheet: Sheet::A4_4UP_A6, card: CardGeometry::A6 },
            Self::UsLetter => Layout::Letter(LetterGeometry::US_LETTER),
            Self::A4 => Layout::Letter(LetterGeometry::A4),
        }
    }

    /// A single card as a print shop takes it. The page is bigger than the card by the bleed, so that the picture runs
    /// over the edge at which it is cut. A sheet that is printed at home has none.
    pub const fn layout_with_bleed(self) -> Option<Layout> {
        let bleed = match self {
            // Print shops of the card's country ask for this: 1/8 in, or 3 mm.
            Self::UsPostcard4x6 => 0.125 * INCH,
            Self::A6 => 3.0 * MM,
            _ => return None,
        };
        match self.layout() {
            Layout::Cards { sheet, card } => Some(Layout::Cards { sheet: sheet.with_bleed(bleed), card: card.with_bleed(bleed) }),
            Layout::Letter(_) => None,
        }
    }

    /// Whether the post takes it to other countries.
    pub const fn goes_abroad(self) -> bool {
        match self.layout() {
            Layout::Cards { card, .. } => card.goes_abroad(),
            Layout::Letter(_) => true,
        }
    }

    /// Whether its size is in the inches of North America, and not of ISO 216.
    pub const fn is_us(self) -> bool {
        !matches!(self, Self::A6 | Self::A44upA6 | Self::A4)
    }

    /// The cards, or the letters, to choose from. First come those on the paper that a person who posts in the country
    /// `from` is likely to have, and of these first what needs no special stock.
    pub fn offered(card: bool, from: &Iso2) -> Vec<Self> {
        const BY_STOCK: [PaperFormat; 7] = [
            PaperFormat::UsLetter4up,
            PaperFormat::UsLetter2up4x6,
            PaperFormat::UsPostcard4x6,
            PaperFormat::A44upA6,
            PaperFormat::A6,
            PaperFormat::UsLetter,
            PaperFormat::A4,
        ];
        let us = has_us_paper(from);
        let mut offered: Vec<Self> = BY_STOCK.into_iter().filter(|format| format.is_card() == card).collect();
        offered.sort_by_key(|format| format.is_us() != us);
        offered
    }

    /// The card that stands for all cards posted in the country `from`, to be shown before one is chosen.
    pub fn usual_card(from: &Iso2) -> Self {
        if has_us_paper(from) { Self::UsPostcard4x6 } else { Self::A6 }
    }

    /// Whether it makes cards, and not a letter in an envelope.
    pub const fn is_card(self) -> bool {
        matches!(self.layout(), Layout::Cards { .. })
    }

    /// The channel of a letter that is printed on it.
    pub const fn channel(self) -> Channel {
        match self.layout() {
            Layout::Cards { .. } => Channel::Postcard,
            Layout::Letter(_) => Channel::Letter,
        }
    }
}

/// Whether a country's paper comes in the sizes of the United States: there, and wherever their mail is used.
fn has_us_paper(from: &Iso2) -> bool {
    is_domestic(&Iso2::us(), from)
}

/// How a format is laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Layout {
    Cards { sheet: Sheet, card: CardGeometry },
    Letter(LetterGeometry),
}

impl Layout {
    /// Whether a rectangle may carry ink on a page of the document or of its letter, the first being 0: the one rule
    /// for all that is printed. Cards have their address side on even pages and their picture side on odd ones.
    pub fn may_be_inked(&self, page: usize, flip: Flip, rect: &Rect) -> bool {
        match self {
            Self::Cards { sheet, card } => {
                let side = if page.is_multiple_of(2) { Side::Address } else { Side::Picture };
                sheet.may_be_inked(card, side, flip, rect)
            }
            Self::Letter(letter) => letter.may_be_inked(page, rect),
        }
    }
}

/// The edge about which a printer turns the sheet between its two sides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flip {
    /// The one that printers take unless told otherwise.
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

    /// As printers call it: "long edge".
    pub const fn edge(self) -> &'static str {
        match self {
            Self::Long => "long edge",
            Self::Short => "short edge",
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
    fn paper_that_a_supporter_is_likely_to_have_comes_first_and_none_is_left_out() {
        use PaperFormat::{A4, A6, A44upA6, UsLetter, UsLetter2up4x6, UsLetter4up, UsPostcard4x6};
        let (us, japan) = (Iso2::us(), Iso2::parse("JP").unwrap());
        assert_eq!(PaperFormat::offered(true, &us), [UsLetter4up, UsLetter2up4x6, UsPostcard4x6, A44upA6, A6]);
        assert_eq!(PaperFormat::offered(true, &japan), [A44upA6, A6, UsLetter4up, UsLetter2up4x6, UsPostcard4x6]);
        assert_eq!(PaperFormat::offered(false, &us), [UsLetter, A4]);
        assert_eq!(PaperFormat::offered(false, &japan), [A4, UsLetter]);
        assert_eq!((PaperFormat::usual_card(&us), PaperFormat::usual_card(&japan)), (UsPostcard4x6, A6));
        for (code, card) in [("PR", UsPostcard4x6), ("GU", UsPostcard4x6), ("PW", UsPostcard4x6), ("HK", A6), ("RE", A6)] {
            assert_eq!(PaperFormat::usual_card(&Iso2::parse(code).unwrap()), card, "{code}");
        }
    }

    #[test]
    fn single_cards_alone_have_a_bleed_and_a_quarter_of_us_letter_alone_stays_at_home() {
        for format in PaperFormat::ALL {
            let single = matches!(format, PaperFormat::UsPostcard4x6 | PaperFormat::A6);
            assert_eq!(format.layout_with_bleed().is_some(), single, "{format:?}");
            assert_eq!(format.goes_abroad(), format != PaperFormat::UsLetter4up, "{format:?}");
        }
    }

    #[test]
    fn cards_are_cards_and_letters_are_letters() {
        for format in PaperFormat::ALL {
            assert_eq!(format.is_card(), !matches!(format, PaperFormat::UsLetter | PaperFormat::A4), "{format:?}");
        }
    }
}
