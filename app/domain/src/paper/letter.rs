//! The letter on a sheet of US Letter, folded in three for a #10 envelope.

use super::{INCH, Rect, Size, UNPRINTABLE_MARGIN};

/// Where things stand on a letter's pages. The origin is the page's top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LetterGeometry {
    pub size: Size,
    /// First page: who writes.
    pub return_address: Rect,
    /// First page: the day.
    pub date: Rect,
    /// First page: who is written to, so that it is seen in the envelope's window wherever the letter slides.
    pub address: Rect,
    /// First page: what the window shows of a letter that stands on the bottom of its envelope.
    pub window: Rect,
    /// First page: subject and text, below the first fold, so that the window never shows a line of it.
    pub first_body: Rect,
    /// Following pages: to whom, when, which page.
    pub header: Rect,
    /// Following pages: the text goes on.
    pub next_body: Rect,
    /// Where the sheet is folded: hairlines at the left edge.
    pub folds: [Rect; 2],
    /// A letter of more pages is not read, and a single stamp does not carry it.
    pub pages: usize,
}

/// A #10 envelope is 9.5 x 4.125 in; its window is 4.5 x 1.125 in, 0.875 in from the left, 0.5 in from the bottom.
const ENVELOPE: Size = Size::new(9.5 * INCH, 4.125 * INCH);
const WINDOW: Rect = Rect::new(0.875 * INCH, ENVELOPE.height - (0.5 + 1.125) * INCH, 4.5 * INCH, 1.125 * INCH);
/// The text keeps 1/8 in away from the edges of the window.
const CLEARANCE: f32 = 0.125 * INCH;
/// The usual margin of a typed letter.
const MARGIN: f32 = INCH;
const SHEET: Size = Size::new(8.5 * INCH, 11.0 * INCH);
const PANEL: f32 = SHEET.height / 3.0;
const HAIRLINE: f32 = 0.3;
const FOLD_MARK: f32 = 9.0;

impl LetterGeometry {
    pub const US_LETTER: Self = {
        // Mail stands on its bottom edge while it is read: the folded letter lies at the bottom of the envelope,
        // and its top edge is that much below the envelope's.
        let window = Rect::new(WINDOW.left, WINDOW.top - (ENVELOPE.height - PANEL), WINDOW.width, WINDOW.height);
        // Sideways the sheet is one inch narrower than the envelope. What the window shows both of a letter
        // pushed to the left and of one pushed to the right is this wide:
        let slack = ENVELOPE.width - SHEET.width;
        let address = Rect::between(window.left, window.top, window.right() - slack, window.bottom()).inset(CLEARANCE);
        let (right, bottom) = (SHEET.width - MARGIN, SHEET.height - MARGIN);
        Self {
            size: SHEET,
            return_address: Rect::between(MARGIN, 0.625 * INCH, right, 1.5 * INCH),
            date: Rect::between(MARGIN, 1.625 * INCH, right, 1.875 * INCH),
            address,
            window,
            first_body: Rect::between(MARGIN, PANEL + 0.125 * INCH, right, bottom),
            header: Rect::between(MARGIN, 0.625 * INCH, right, 0.8125 * INCH),
            next_body: Rect::between(MARGIN, 1.125 * INCH, right, bottom),
            folds: [
                Rect::new(UNPRINTABLE_MARGIN, PANEL, FOLD_MARK, HAIRLINE),
                Rect::new(UNPRINTABLE_MARGIN, 2.0 * PANEL, FOLD_MARK, HAIRLINE),
            ],
            pages: 6,
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: LetterGeometry = LetterGeometry::US_LETTER;

    #[test]
    fn the_address_is_seen_in_the_window_wherever_the_letter_slides_sideways() {
        for slide in [0.0, 36.0, 72.0] {
            let window = Rect { left: WINDOW.left - slide, ..LETTER.window };
            assert!(window.inset(CLEARANCE).contains(&LETTER.address), "{slide}");
        }
        assert_eq!((LETTER.address.left, LETTER.address.width), (72.0, 234.0));
    }

    #[test]
    fn the_window_shows_the_address_and_nothing_else() {
        for other in [LETTER.return_address, LETTER.date, LETTER.first_body] {
            assert!(!LETTER.window.overlaps(&other), "{other:?}");
        }
        // Even when the letter is pushed to the top of its envelope.
        assert!(LETTER.first_body.top >= WINDOW.bottom());
    }

    #[test]
    fn everything_is_inside_what_a_home_printer_reaches() {
        let reach = Rect::of(LETTER.size).inset(UNPRINTABLE_MARGIN);
        for rect in [LETTER.return_address, LETTER.date, LETTER.address, LETTER.first_body, LETTER.header, LETTER.next_body] {
            assert!(reach.contains(&rect), "{rect:?}");
        }
        for fold in LETTER.folds {
            assert!(reach.contains(&fold));
        }
    }
}
