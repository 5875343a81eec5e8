//! The scale: a ruler of 100 mm and of 4 in. A person lays their own on it and knows whether the printer kept the size.

use super::{INCH, MM, Rect, Size};

/// A printed ruler: millimetres above its line, inches below. Where it stands is up to the page that shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScaleMark {
    /// Where both rulers begin, and their common line runs.
    zero: (f32, f32),
}

/// A line that is seen, and thin enough to measure from.
const LINE: f32 = 0.5;
/// Ours: a short tick, and one with a number.
const TICK: f32 = 5.0;
const LONG_TICK: f32 = 9.0;
/// Room for a number of 7 pt.
const NUMBER: Size = Size::new(32.0, 10.0);
/// From a tick to its number.
const ASIDE: f32 = 2.0;

impl ScaleMark {
    /// All of it, numbers too.
    pub const SIZE: Size = Size::new(LINE / 2.0 + 4.0 * INCH + ASIDE + NUMBER.width, 2.0 * (LONG_TICK + NUMBER.height));

    /// With its upper left corner there.
    pub const fn at(left: f32, top: f32) -> Self {
        Self { zero: (left + LINE / 2.0, top + Self::SIZE.height / 2.0) }
    }

    pub const fn bounds(&self) -> Rect {
        let (x, y) = self.zero;
        Rect::new(x - LINE / 2.0, y - Self::SIZE.height / 2.0, Self::SIZE.width, Self::SIZE.height)
    }

    /// The ticks of the millimetres, one for each centimetre from 0 to 100 mm.
    pub fn millimetres(&self) -> [Rect; 11] {
        self.ticks([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0], 10.0 * MM, 5.0, true)
    }

    /// The ticks of the inches, one for each half from 0 to 4 in.
    pub fn inches(&self) -> [Rect; 9] {
        self.ticks([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], 0.5 * INCH, 2.0, false)
    }

    fn ticks<const N: usize>(self, numbers: [f32; N], pitch: f32, long: f32, above: bool) -> [Rect; N] {
        let (x, y) = self.zero;
        numbers.map(|number| {
            let height = if number % long == 0.0 { LONG_TICK } else { TICK };
            let top = if above { y - height } else { y };
            Rect::new(x + number * pitch - LINE / 2.0, top, LINE, height)
        })
    }

    /// The line that both stand on.
    pub const fn line(&self) -> Rect {
        let (x, y) = self.zero;
        Rect::new(x - LINE / 2.0, y - LINE / 2.0, 4.0 * INCH + LINE, LINE)
    }

    /// The numbers beside the long ticks.
    pub fn numbers(&self) -> [(Rect, &'static str); 8] {
        let (x, y) = self.zero;
        let above = |at: f32| Rect::new(x + at * MM + ASIDE, y - LONG_TICK - NUMBER.height, NUMBER.width, NUMBER.height);
        let below = |at: f32| Rect::new(x + at * INCH + ASIDE, y + LONG_TICK, NUMBER.width, NUMBER.height);
        [
            (above(0.0), "0"),
            (above(50.0), "50"),
            (above(100.0), "100 mm"),
            (below(0.0), "0"),
            (below(1.0), "1"),
            (below(2.0), "2"),
            (below(3.0), "3"),
            (below(4.0), "4 in"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rulers_are_as_long_as_they_say_and_all_of_them_is_inside_their_bounds() {
        let mark = ScaleMark::at(20.0, 30.0);
        let (mm, inches) = (mark.millimetres(), mark.inches());
        assert!((mm[10].left - mm[0].left - 100.0 / 25.4 * 72.0).abs() < 0.001);
        assert!((inches[8].left - inches[0].left - 288.0).abs() < 0.001);
        assert_eq!((mark.bounds().left, mark.bounds().top), (20.0, 30.0));
        let numbers = mark.numbers().map(|(rect, _)| rect);
        for rect in mm.iter().chain(&inches).chain(&numbers).chain([&mark.line()]) {
            assert!(mark.bounds().inset(-0.001).contains(rect), "{rect:?}");
        }
    }
}
