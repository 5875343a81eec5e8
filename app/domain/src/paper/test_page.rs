//! The test page: one sheet that shows how a printer prints on both sides, before card stock is spent on it.

use super::{CardSlot, Flip, INCH, MM, Rect, ScaleMark, Sheet, Size, Turn, UNPRINTABLE_MARGIN, sheet};

/// Paper as it is bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stock {
    UsLetter,
    A4,
}

impl Stock {
    pub const ALL: [Self; 2] = [Self::UsLetter, Self::A4];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UsLetter => "us-letter",
            Self::A4 => "a4",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stock| stock.as_str() == text)
    }

    pub const fn size(self) -> Size {
        match self {
            Self::UsLetter => sheet::LETTER,
            Self::A4 => sheet::A4,
        }
    }
}

/// Where things stand on a test page, on either side of it. The origin is the top left corner of that side, as it
/// lies before a person who turns the sheet like a page of a book.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TestPage {
    pub size: Size,
    /// The instructions, in words.
    pub words: Rect,
    /// First side.
    pub scale: ScaleMark,
    /// First side: the middles of the crosses. Three in a triangle, so that a sheet turned upside down shows itself.
    crosses: [(f32, f32); 3],
}

/// A cross whose arms are rulers, a tick for each millimetre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cross {
    pub middle: (f32, f32),
}

/// Home printers put the second side up to 3 mm beside the first; the arms reach well beyond.
const ARM: f32 = 10.0 * MM;
const LINE: f32 = 0.4;
/// Ours: the length of a tick, and of one at 5 mm.
const TICK: f32 = 1.2 * MM;
const LONG_TICK: f32 = 2.4 * MM;
const MARGIN: f32 = INCH;

impl TestPage {
    pub const fn of(stock: Stock) -> Self {
        let size = stock.size();
        let row = MARGIN + ARM;
        let (left, right) = (MARGIN + ARM, size.width - MARGIN - ARM);
        let scale_top = size.height - MARGIN - 2.0 * ARM - INCH - ScaleMark::SIZE.height;
        Self {
            size,
            words: Rect::between(MARGIN, row + ARM + 0.5 * INCH, size.width - MARGIN, scale_top - 0.25 * INCH),
            scale: ScaleMark::at(MARGIN, scale_top),
            crosses: [(left, row), (right, row), (size.width / 2.0, size.height - MARGIN - ARM)],
        }
    }

    /// The crosses of the first side.
    pub fn front(&self) -> [Cross; 3] {
        self.crosses.map(|middle| Cross { middle })
    }

    /// The same crosses seen from the other side: held against the light, each lies on its own.
    pub fn back(&self) -> [Cross; 3] {
        self.crosses.map(|(x, y)| Cross { middle: (self.size.width - x, y) })
    }

    /// How the second side is printed, so that it stands upright when the sheet is turned like a page of a book.
    pub fn back_place(&self, flip: Flip) -> CardSlot {
        let whole = Rect::of(self.size);
        let sheet = Sheet {
            size: self.size,
            columns: 1,
            rows: 1,
            first: whole,
            pitch: self.size,
            turn: Turn::Upright,
            duplex: true,
            cut_marks: &[],
            bleed: 0.0,
        };
        sheet.back(0, flip)
    }

    /// The part that every printer reaches.
    pub const fn printable(&self) -> Rect {
        Rect::of(self.size).inset(UNPRINTABLE_MARGIN)
    }
}

impl Cross {
    /// The two arms and their ticks.
    pub fn lines(&self) -> Vec<Rect> {
        let (x, y) = self.middle;
        let mut lines =
            vec![Rect::new(x - ARM, y - LINE / 2.0, 2.0 * ARM, LINE), Rect::new(x - LINE / 2.0, y - ARM, LINE, 2.0 * ARM)];
        for number in -10_i8..=10 {
            let at = f32::from(number) * MM;
            let tick = if number % 5 == 0 { LONG_TICK } else { TICK };
            if number != 0 {
                lines.push(Rect::new(x + at - LINE / 2.0, y - tick / 2.0, LINE, tick));
                lines.push(Rect::new(x - tick / 2.0, y + at - LINE / 2.0, tick, LINE));
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_on_a_test_page_can_be_printed_and_nothing_lies_on_anything() {
        for stock in Stock::ALL {
            assert_eq!(Stock::parse(stock.as_str()), Some(stock));
            let page = TestPage::of(stock);
            for cross in page.front().iter().chain(&page.back()) {
                for line in cross.lines() {
                    assert!(page.printable().contains(&line), "{line:?}");
                    assert!(!line.overlaps(&page.words) && !line.overlaps(&page.scale.bounds()), "{line:?}");
                }
            }
            assert!(page.printable().contains(&page.scale.bounds()) && !page.words.overlaps(&page.scale.bounds()));
            assert!(page.words.height > 4.0 * INCH, "{:?}", page.words);
        }
    }

    #[test]
    fn the_crosses_of_both_sides_meet_only_when_the_sheet_is_turned_as_laid_out() {
        for stock in Stock::ALL {
            let page = TestPage::of(stock);
            for laid_out in Flip::ALL {
                for turned in Flip::ALL {
                    let through = |(x, y): (f32, f32)| match turned {
                        Flip::Long => (page.size.width - x, y),
                        Flip::Short => (x, page.size.height - y),
                    };
                    let place = page.back_place(laid_out);
                    let meet = page.back().iter().zip(page.front()).all(|(back, front)| {
                        let (x, y) = through(place.point(back.middle.0, back.middle.1));
                        (x - front.middle.0).abs() < 0.01 && (y - front.middle.1).abs() < 0.01
                    });
                    assert_eq!(meet, laid_out == turned, "{stock:?} for {laid_out:?} turned {turned:?}");
                }
            }
        }
    }
}
