//! The letter: on a sheet of US Letter, folded in three for a #10 envelope, or on A4 for a DL or C6/5 one.

use super::{
    INCH, MM, Rect, Size, UNPRINTABLE_MARGIN,
    sheet::{A4, LETTER},
};
use crate::state::Iso2;

/// Where things stand on a letter's pages. The origin is the page's top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LetterGeometry {
    pub size: Size,
    /// First page: the sender, at the left.
    pub return_address: Rect,
    /// First page: the sender, in countries where that stands at the right.
    pub return_address_at_right: Rect,
    /// First page: the day.
    pub date: Rect,
    /// First page: the addressee, seen in the envelope's window wherever the letter slides.
    pub address: Rect,
    /// First page: the part in the window when the letter stands on the bottom of its envelope.
    pub window: Rect,
    /// First page: subject and text, below the first fold, so that the window never shows a line of it.
    pub first_body: Rect,
    /// Following pages: to whom, when, which page.
    pub header: Rect,
    /// Following pages: the text goes on.
    pub next_body: Rect,
    /// Where the sheet is folded, and for A4 where it is punched: hairlines at the left edge, from the top.
    pub marks: &'static [Rect],
    /// The most pages: a longer letter is not read, and a single stamp does not carry it.
    pub pages: usize,
}

/// A #10 envelope is 9.5 x 4.125 in; its window is 4.5 x 1.125 in, 0.875 in from the left, 0.5 in from the bottom.
const ENVELOPE: Size = Size::new(9.5 * INCH, 4.125 * INCH);
const WINDOW: Rect = Rect::new(0.875 * INCH, ENVELOPE.height - (0.5 + 1.125) * INCH, 4.5 * INCH, 1.125 * INCH);
/// The text keeps 1/8 in away from the edges of the window.
const CLEARANCE: f32 = 0.125 * INCH;
/// The usual margin of a typed letter.
const MARGIN: f32 = INCH;
const PANEL: f32 = LETTER.height / 3.0;
const HAIRLINE: f32 = 0.3;
const MARK: f32 = 9.0;

impl LetterGeometry {
    pub const ALL: [Self; 2] = [Self::US_LETTER, Self::A4];

    /// Whether a rectangle on a page may carry ink: inside what a home printer reaches, and on the first page (0) in the
    /// window of the envelope only if it is of the address.
    pub const fn may_be_inked(&self, page: usize, rect: &Rect) -> bool {
        let printable = Rect::of(self.size).inset(UNPRINTABLE_MARGIN);
        printable.contains(rect) && (page > 0 || self.address.contains(rect) || !self.window.overlaps(rect))
    }

    /// Whether letters from a country have their sender's address at the upper right, as in Britain and Ireland. In
    /// the United States, and in most of Europe, it stands at the upper left.
    pub fn has_sender_at_right(from: &Iso2) -> bool {
        matches!(from.as_str(), "GB" | "GG" | "IE" | "IM" | "JE")
    }

    pub const US_LETTER: Self = {
        // Mail stands on its bottom edge while it is read: the folded letter lies at the bottom of the envelope,
        // and its top edge is that much below the envelope's.
        let window = Rect::new(WINDOW.left, WINDOW.top - (ENVELOPE.height - PANEL), WINDOW.width, WINDOW.height);
        // Sideways the sheet is one inch narrower than the envelope. The window shows this width whether the letter is
        // pushed to the left or to the right:
        let slack = ENVELOPE.width - LETTER.width;
        let address = Rect::between(window.left, window.top, window.right() - slack, window.bottom()).inset(CLEARANCE);
        let (right, bottom) = (LETTER.width - MARGIN, LETTER.height - MARGIN);
        Self {
            size: LETTER,
            return_address: Rect::between(MARGIN, 0.625 * INCH, right, 1.5 * INCH),
            return_address_at_right: Rect::between(right - 2.75 * INCH, 0.625 * INCH, right, 1.5 * INCH),
            date: Rect::between(MARGIN, 1.625 * INCH, right, 1.875 * INCH),
            address,
            window,
            first_body: Rect::between(MARGIN, PANEL + 0.125 * INCH, right, bottom),
            header: Rect::between(MARGIN, 0.625 * INCH, right, 0.8125 * INCH),
            next_body: Rect::between(MARGIN, 1.125 * INCH, right, bottom),
            marks: &THIRDS,
            pages: 6,
        }
    };

    /// DIN 5008, form B: the address field is 85 x 45 mm, 20 mm from the left and 45 mm from the top; of its height
    /// the upper 17.7 mm are for remarks, the lower 27.3 mm for the address. The window of the envelope (DIN 680) is
    /// 90 x 45 mm, 20 mm from the left and 15 mm from the bottom, so that it shows just that field.
    pub const A4: Self = {
        let window = Rect::new(20.0 * MM, 45.0 * MM, 90.0 * MM, 45.0 * MM);
        // A C6/5 envelope is 229 mm wide: a letter pushed to the right is cut off by its window that much earlier.
        let slack = (229.0 - 210.0) * MM;
        let (left, right, bottom) = (25.0 * MM, A4.width - 20.0 * MM, A4.height - 20.0 * MM);
        let address = Rect::between(left, 62.7 * MM, window.right() - slack - CLEARANCE, window.bottom());
        Self {
            size: A4,
            return_address: Rect::between(left, 13.0 * MM, right, 42.0 * MM),
            // Above the date.
            return_address_at_right: Rect::between(125.0 * MM, 13.0 * MM, right, 42.0 * MM),
            // Where form B has its block of information: 125 mm from the left, 50 mm from the top.
            date: Rect::between(125.0 * MM, 50.0 * MM, right, 57.0 * MM),
            address,
            window,
            first_body: Rect::between(left, 108.0 * MM, right, bottom),
            header: Rect::between(left, 16.0 * MM, right, 21.0 * MM),
            next_body: Rect::between(left, 28.0 * MM, right, bottom),
            marks: &FORM_B,
            pages: 6,
        }
    };
}

const THIRDS: [Rect; 2] = [mark(PANEL), mark(2.0 * PANEL)];
/// DIN 5008, form B: folds at 105 and 210 mm, the middle for the punch at 148.5 mm.
const FORM_B: [Rect; 3] = [mark(105.0 * MM), mark(148.5 * MM), mark(210.0 * MM)];

const fn mark(top: f32) -> Rect {
    Rect::new(UNPRINTABLE_MARGIN, top, MARK, HAIRLINE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The part in the window of a letter that is pushed to the right or up in its envelope by that much.
    fn window(letter: &LetterGeometry, (right, up): (f32, f32)) -> Rect {
        let Rect { left, top, width, height } = letter.window;
        Rect { left: left - right, top: top + up, width, height }
    }

    /// How far a folded letter moves in each of its envelopes: a #10, a DL of 220 x 110 and a C6/5 of 229 x 114 mm.
    fn slides() -> [(LetterGeometry, f32, f32); 3] {
        [
            (LetterGeometry::US_LETTER, INCH, ENVELOPE.height - PANEL),
            (LetterGeometry::A4, 10.0 * MM, 5.0 * MM),
            (LetterGeometry::A4, 19.0 * MM, 9.0 * MM),
        ]
    }

    #[test]
    fn the_address_is_seen_in_the_window_wherever_the_letter_slides_sideways() {
        for (letter, right, _) in slides() {
            for right in [0.0, right / 2.0, right] {
                let seen = window(&letter, (right, 0.0));
                let clear = Rect::between(seen.left + CLEARANCE, seen.top, seen.right() - CLEARANCE, seen.bottom());
                assert!(clear.inset(-0.001).contains(&letter.address), "{right}");
            }
        }
        assert_eq!((LetterGeometry::US_LETTER.address.left, LetterGeometry::US_LETTER.address.width), (72.0, 234.0));
    }

    #[test]
    fn the_window_shows_the_address_and_nothing_else_even_of_a_letter_that_is_pushed_up() {
        for (letter, right, up) in slides() {
            for slide in [(0.0, 0.0), (right, 0.0), (0.0, up), (right, up)] {
                let seen = window(&letter, slide);
                for other in [letter.return_address, letter.return_address_at_right, letter.first_body, letter.date] {
                    assert!(!seen.overlaps(&other), "{slide:?} {other:?} in {seen:?}");
                }
            }
        }
    }

    #[test]
    fn the_address_field_of_a4_is_that_of_form_b() {
        let letter = LetterGeometry::A4;
        let near = |points: f32, mm: f32| (points - mm * MM).abs() < 0.01;
        let field = Rect::new(20.0 * MM, 45.0 * MM, 85.0 * MM, 45.0 * MM);
        assert!(field.contains(&letter.address) && near(letter.address.left, 25.0) && near(letter.address.top, 62.7));
        assert!(letter.address.height >= 6.0 * 8.0 * 1.2, "six lines, as the standard has them");
        let marks: Vec<f32> = letter.marks.iter().map(|mark| mark.top / MM).collect();
        assert!(marks.iter().zip([105.0, 148.5, 210.0]).all(|(mark, mm)| (mark - mm).abs() < 0.001), "{marks:?}");
    }

    #[test]
    fn everything_may_be_inked_that_we_print_and_the_window_may_not() {
        for letter in LetterGeometry::ALL {
            let first = [letter.return_address, letter.return_address_at_right, letter.date, letter.address, letter.first_body];
            assert!(first.iter().chain(letter.marks).all(|rect| letter.may_be_inked(0, rect)));
            assert!([letter.header, letter.next_body].iter().all(|rect| letter.may_be_inked(1, rect)));
            assert!(!letter.may_be_inked(0, &letter.window.inset(1.0)) && letter.may_be_inked(1, &letter.window));
            assert!(!letter.may_be_inked(1, &Rect::new(0.0, 100.0, 20.0, 20.0)), "no printer reaches it");
        }
    }
}
