//! Sheets: which card lies where, which way up, and which card is behind which.

use super::{CardGeometry, Flip, INCH, MM, Rect, Side, Size, UNPRINTABLE_MARGIN};

/// How a card is turned on its sheet, as seen by a person who looks at the printed side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    Upright,
    /// A quarter turn to the left: the card's top points to the left of the sheet.
    Left,
    UpsideDown,
    /// A quarter turn to the right: the card's top points to the right of the sheet.
    Right,
}

/// Where one side of one card lies on one side of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CardSlot {
    /// On the sheet, as printed.
    pub rect: Rect,
    pub turn: Turn,
}

impl CardSlot {
    /// A point of the card as a point of the sheet.
    pub const fn point(&self, x: f32, y: f32) -> (f32, f32) {
        match self.turn {
            Turn::Upright => (self.rect.left + x, self.rect.top + y),
            Turn::Left => (self.rect.left + y, self.rect.bottom() - x),
            Turn::UpsideDown => (self.rect.right() - x, self.rect.bottom() - y),
            Turn::Right => (self.rect.right() - y, self.rect.top + x),
        }
    }

    /// A rectangle of the card as a rectangle of the sheet.
    pub const fn rect(&self, rect: &Rect) -> Rect {
        Rect::round(self.point(rect.left, rect.top), self.point(rect.right(), rect.bottom()))
    }

    /// A point of the sheet as a point of the card.
    pub const fn point_of_card(&self, x: f32, y: f32) -> (f32, f32) {
        match self.turn {
            Turn::Upright => (x - self.rect.left, y - self.rect.top),
            Turn::Left => (self.rect.bottom() - y, x - self.rect.left),
            Turn::UpsideDown => (self.rect.right() - x, self.rect.bottom() - y),
            Turn::Right => (y - self.rect.top, self.rect.right() - x),
        }
    }

    /// A rectangle of the sheet as a rectangle of the card.
    pub const fn rect_of_card(&self, rect: &Rect) -> Rect {
        Rect::round(self.point_of_card(rect.left, rect.top), self.point_of_card(rect.right(), rect.bottom()))
    }
}

/// A sheet with its cards in rows and columns, in reading order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    pub size: Size,
    pub columns: u8,
    pub rows: u8,
    /// The first card as it lies on the sheet, already turned.
    pub first: Rect,
    /// From one card to the next, across and down.
    pub pitch: Size,
    pub turn: Turn,
    /// Whether a printer turns the sheet by itself. A single card is turned by hand, any way its owner likes, so
    /// that both of its pages stand upright.
    pub duplex: bool,
    /// Hairlines that show where to cut. They stand on the picture side only: on the address side a mark at the
    /// edge of a card would lie in its barcode zone.
    pub cut_marks: &'static [Rect],
    /// The bleed, which a print shop cuts off on every side; nothing at home.
    pub bleed: f32,
}

/// Short enough to fall off with the cut, long enough to lay a ruler to. Ours.
const MARK: f32 = 12.0;
const HAIRLINE: f32 = 0.3;

/// US Letter (ANSI A), standing.
pub(super) const LETTER: Size = Size::new(8.5 * INCH, 11.0 * INCH);
/// ISO 216, standing.
pub(super) const A4: Size = Size::new(210.0 * MM, 297.0 * MM);

const LETTER_QUARTERS: [Rect; 6] = quarter_marks(LETTER);
const A4_QUARTERS: [Rect; 6] = quarter_marks(A4);

/// Ticks at the ends of the two cuts of a sheet in four, and a cross where they meet; 0.25 in from the edges.
const fn quarter_marks(sheet: Size) -> [Rect; 6] {
    let (x, y) = (sheet.width / 2.0 - HAIRLINE / 2.0, sheet.height / 2.0 - HAIRLINE / 2.0);
    let (near, right, bottom) =
        (UNPRINTABLE_MARGIN, sheet.width - UNPRINTABLE_MARGIN - MARK, sheet.height - UNPRINTABLE_MARGIN - MARK);
    [
        Rect::new(x, near, HAIRLINE, MARK),
        Rect::new(x, bottom, HAIRLINE, MARK),
        Rect::new(near, y, MARK, HAIRLINE),
        Rect::new(right, y, MARK, HAIRLINE),
        Rect::new(x, y - MARK / 2.0, HAIRLINE, MARK),
        Rect::new(x - MARK / 2.0, y, MARK, HAIRLINE),
    ]
}

impl Sheet {
    pub const US_POSTCARD_4X6: Self = Self::single(Size::new(6.0 * INCH, 4.0 * INCH));
    pub const A6: Self = Self::single(Size::new(148.0 * MM, 105.0 * MM));

    /// The card is its own sheet.
    const fn single(card: Size) -> Self {
        Self {
            size: card,
            columns: 1,
            rows: 1,
            first: Rect::of(card),
            pitch: card,
            turn: Turn::Upright,
            duplex: false,
            cut_marks: &[],
            bleed: 0.0,
        }
    }

    /// Two cards of 6 x 4 in, one above the other, 1.25 in from the left and the top, 4.5 in from one to the next
    /// (Avery 5389, in glabels' table of templates; 8386 has the same grid). The sheet is perforated round each
    /// card: a printed mark would show the cut no better, and stay on a card that is torn off a little askew.
    pub const US_LETTER_2UP_4X6: Self = Self {
        size: LETTER,
        columns: 1,
        rows: 2,
        first: Rect::new(1.25 * INCH, 1.25 * INCH, 6.0 * INCH, 4.0 * INCH),
        pitch: Size::new(6.0 * INCH, 4.5 * INCH),
        turn: Turn::Upright,
        duplex: true,
        cut_marks: &[],
        bleed: 0.0,
    };

    /// 2 x 2 cards of 4.25 x 5.5 in, edge to edge, as card stock for this size is scored. They lie on their
    /// sides: the sheet stays portrait, as it lies in the tray, and no print dialog gets to turn it.
    pub const US_LETTER_4UP: Self = Self {
        size: LETTER,
        columns: 2,
        rows: 2,
        first: Rect::new(0.0, 0.0, 4.25 * INCH, 5.5 * INCH),
        pitch: Size::new(4.25 * INCH, 5.5 * INCH),
        turn: Turn::Left,
        duplex: true,
        cut_marks: &LETTER_QUARTERS,
        bleed: 0.0,
    };

    /// 2 x 2 cards of A6 on A4, lying on their sides. A quarter of A4 is 105 x 148.5 mm, and each card stands in the
    /// middle of its quarter. One cut through the middle of the sheet leaves it half a millimetre longer than A6, which
    /// itself may be 1.5 mm longer (ISO 216, tolerances). Stock that is scored for it is cut the same (glabels: Herma
    /// 10809, `DataBecker` 0599).
    pub const A4_4UP_A6: Self = Self {
        size: A4,
        columns: 2,
        rows: 2,
        first: Rect::new(0.0, 0.25 * MM, 105.0 * MM, 148.0 * MM),
        pitch: Size::new(105.0 * MM, 148.5 * MM),
        turn: Turn::Left,
        duplex: true,
        cut_marks: &A4_QUARTERS,
        bleed: 0.0,
    };

    /// A single card's page, bigger by the bleed on every side.
    #[must_use]
    pub const fn with_bleed(self, bleed: f32) -> Self {
        let Size { width, height } = self.size;
        Self {
            size: Size::new(width + 2.0 * bleed, height + 2.0 * bleed),
            first: Rect { left: self.first.left + bleed, top: self.first.top + bleed, ..self.first },
            bleed,
            ..self
        }
    }

    /// The page as it is after the cut.
    pub const fn trim(&self) -> Rect {
        Rect::of(self.size).inset(self.bleed)
    }

    /// Whether a rectangle on one side of the sheet may carry ink: where each card that it touches may, and where cards
    /// are cut. A home printer reaches no edge of the sheet. Beyond the trim a print shop prints only pictures.
    pub fn may_be_inked(&self, card: &CardGeometry, side: Side, flip: Flip, rect: &Rect) -> bool {
        let reached = if self.bleed > 0.0 { Rect::of(self.size) } else { Rect::of(self.size).inset(UNPRINTABLE_MARGIN) };
        let cut_mark = side == Side::Picture && self.cut_marks.contains(rect);
        let on_a_card = (0..self.cards()).any(|number| {
            let place = match side {
                Side::Address => self.front(number),
                Side::Picture => self.back(number, flip),
            };
            card.may_be_inked(side, &place.rect_of_card(rect))
        });
        reached.contains(rect) && (cut_mark || on_a_card)
    }

    pub const fn cards(&self) -> usize {
        self.columns as usize * self.rows as usize
    }

    /// Where the address side of the n-th card lies, on the side of the sheet that is printed first.
    /// Cards beyond the sheet start over: the n-th card is on sheet `n / cards()`.
    pub fn front(&self, card: usize) -> CardSlot {
        let columns = usize::from(self.columns.max(1));
        let index = card % self.cards().max(1);
        let (mut column, mut row) = (0.0, 0.0);
        for _ in 0..index % columns {
            column += 1.0;
        }
        for _ in 0..index / columns {
            row += 1.0;
        }
        let rect = Rect {
            left: self.first.left + column * self.pitch.width,
            top: self.first.top + row * self.pitch.height,
            ..self.first
        };
        CardSlot { rect, turn: self.turn }
    }

    /// Where the picture side of the n-th card lies, on the other side of the sheet, so that the card comes out
    /// with its picture behind its address and both stand upright when the card is turned like a page of a book.
    pub fn back(&self, card: usize, flip: Flip) -> CardSlot {
        let CardSlot { rect, turn } = self.front(card);
        if !self.duplex {
            return CardSlot { rect, turn };
        }
        let portrait = self.size.height >= self.size.width;
        let about_a_vertical_edge = portrait == matches!(flip, Flip::Long);
        if about_a_vertical_edge {
            // Left and right change places; up stays up.
            let turn = match turn {
                Turn::Left => Turn::Right,
                Turn::Right => Turn::Left,
                upright => upright,
            };
            CardSlot { rect: Rect { left: self.size.width - rect.right(), ..rect }, turn }
        } else {
            let turn = match turn {
                Turn::Upright => Turn::UpsideDown,
                Turn::UpsideDown => Turn::Upright,
                sideways => sideways,
            };
            CardSlot { rect: Rect { top: self.size.height - rect.bottom(), ..rect }, turn }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::PaperFormat;

    const SHEET: Sheet = Sheet::US_LETTER_4UP;

    /// The point behind a point of the printed side once the sheet lies on its face: turned about a vertical edge
    /// the sheet's left becomes its right, about a horizontal edge its top becomes its bottom.
    fn seen_through(sheet: &Sheet, flip: Flip, (x, y): (f32, f32)) -> (f32, f32) {
        match flip {
            Flip::Long => (sheet.size.width - x, y),
            Flip::Short => (x, sheet.size.height - y),
        }
    }

    #[test]
    fn each_picture_is_behind_its_own_address_and_turns_like_a_page() {
        for flip in Flip::ALL {
            for card in 0..4 {
                let (front, back) = (SHEET.front(card), SHEET.back(card, flip));
                // A corner of the card is one piece of paper: the top left of one side is the top right of the other.
                for (x, y) in [(0.0, 0.0), (396.0, 0.0), (0.0, 306.0), (100.0, 30.0)] {
                    assert_eq!(back.point(396.0 - x, y), seen_through(&SHEET, flip, front.point(x, y)), "{flip:?} {card}");
                }
            }
        }
    }

    #[test]
    fn four_cards_fill_the_sheet_in_reading_order_and_the_fifth_starts_the_next() {
        assert_eq!(SHEET.cards(), 4);
        assert_eq!(SHEET.front(0).rect, Rect::between(0.0, 0.0, 306.0, 396.0));
        assert_eq!(SHEET.front(1).rect, Rect::between(306.0, 0.0, 612.0, 396.0));
        assert_eq!(SHEET.front(2).rect, Rect::between(0.0, 396.0, 306.0, 792.0));
        assert_eq!(SHEET.front(3).rect, Rect::between(306.0, 396.0, 612.0, 792.0));
        assert_eq!(SHEET.front(4), SHEET.front(0));
    }

    #[test]
    fn the_long_edge_swaps_the_columns_and_the_short_edge_the_rows() {
        for (card, long, short) in [(0, 1, 2), (1, 0, 3), (2, 3, 0), (3, 2, 1)] {
            assert_eq!(SHEET.back(card, Flip::Long).rect, SHEET.front(long).rect);
            assert_eq!(SHEET.back(card, Flip::Short).rect, SHEET.front(short).rect);
        }
    }

    #[test]
    fn a_card_that_is_turned_by_hand_stands_upright_on_both_pages() {
        for sheet in [Sheet::US_POSTCARD_4X6, Sheet::A6, Sheet::A6.with_bleed(3.0 * MM)] {
            for flip in Flip::ALL {
                assert_eq!(sheet.back(0, flip), sheet.front(0));
            }
        }
    }

    #[test]
    fn a_page_with_bleed_is_the_card_and_its_bleed_on_every_side() {
        let sheet = Sheet::US_POSTCARD_4X6.with_bleed(9.0);
        assert_eq!(sheet.size, Size::new(450.0, 306.0));
        assert_eq!((sheet.trim(), sheet.front(0).rect), (Rect::new(9.0, 9.0, 432.0, 288.0), Rect::new(9.0, 9.0, 432.0, 288.0)));
        assert_eq!(Sheet::US_POSTCARD_4X6.trim(), Rect::new(0.0, 0.0, 432.0, 288.0));
    }

    #[test]
    fn the_cards_of_a_perforated_sheet_lie_in_the_middle_of_it() {
        let sheet = Sheet::US_LETTER_2UP_4X6;
        let (upper, lower) = (sheet.front(0).rect, sheet.front(1).rect);
        assert_eq!((upper.top, sheet.size.height - lower.bottom()), (90.0, 90.0));
        assert_eq!((upper.left, sheet.size.width - upper.right()), (90.0, 90.0));
        assert_eq!((upper.bottom(), lower.top), (378.0, 414.0), "half an inch between them");
        assert_eq!(sheet.back(0, Flip::Long), sheet.front(0), "it is the same from both sides");
        assert_eq!(sheet.back(0, Flip::Short), CardSlot { turn: Turn::UpsideDown, ..sheet.front(1) });
    }

    #[test]
    fn a_quarter_of_a4_is_half_a_millimetre_more_than_a6() {
        let (sheet, card) = (Sheet::A4_4UP_A6, CardGeometry::A6);
        for number in 0..4 {
            let Rect { width, height, left, top } = sheet.front(number).rect;
            assert!((width - card.size.height).abs() < 0.01 && (height - card.size.width).abs() < 0.01);
            let cut = Rect::new(left, top - 0.25 * MM, width, height + 0.5 * MM);
            assert!(Rect::of(sheet.size).inset(-0.01).contains(&cut), "{cut:?}");
        }
    }

    #[test]
    fn a_turned_rectangle_keeps_its_area_and_stays_on_its_place() {
        let card = CardGeometry::of(PaperFormat::UsLetter4up).unwrap();
        for turn in [Turn::Left, Turn::Right] {
            let place = CardSlot { turn, ..SHEET.front(3) };
            for rect in [card.message, card.address, card.stamp, card.barcode] {
                let turned = place.rect(&rect);
                assert_eq!((turned.width, turned.height), (rect.height, rect.width));
                assert!(place.rect.contains(&turned));
            }
        }
        assert_eq!(SHEET.front(0).point(0.0, 0.0), (0.0, 396.0), "turned left, the card's top left is at the bottom left");
    }

    #[test]
    fn what_a_card_keeps_free_is_free_on_its_sheet_too() {
        let card = CardGeometry::US_QUARTER;
        for flip in Flip::ALL {
            for number in 0..4 {
                let (front, back) = (SHEET.front(number), SHEET.back(number, flip));
                let front_may = |rect: &Rect| SHEET.may_be_inked(&card, Side::Address, flip, &front.rect(rect));
                assert!(front_may(&card.message) && front_may(&card.address) && !front_may(&card.stamp.inset(20.0)));
                assert!(!front_may(&card.barcode.inset(20.0)));
                assert!(SHEET.may_be_inked(&card, Side::Picture, flip, &back.rect(&card.art)));
                for place in [front, back] {
                    for point in [(0.0, 0.0), (100.0, 20.0), (396.0, 306.0)] {
                        let (x, y) = place.point(point.0, point.1);
                        assert_eq!(place.point_of_card(x, y), point);
                    }
                }
            }
        }
        let (mark, between) = (SHEET.cut_marks[0], Rect::new(300.0, 200.0, 12.0, 12.0));
        assert!(SHEET.may_be_inked(&card, Side::Picture, Flip::Long, &mark));
        assert!(!SHEET.may_be_inked(&card, Side::Address, Flip::Long, &mark), "it would lie in a barcode's zone");
        assert!(!SHEET.may_be_inked(&card, Side::Picture, Flip::Long, &between), "on two cards at once");
        let perforated = Sheet::US_LETTER_2UP_4X6;
        let margin = Rect::new(20.0, 20.0, 50.0, 5.0);
        assert!(!perforated.may_be_inked(&CardGeometry::US_4X6, Side::Picture, Flip::Long, &margin), "beside the cards");
    }

    #[test]
    fn cut_marks_touch_no_picture_and_can_be_printed() {
        let card = CardGeometry::of(PaperFormat::UsLetter4up).unwrap();
        let reach = Rect::of(SHEET.size).inset(UNPRINTABLE_MARGIN);
        for mark in SHEET.cut_marks {
            assert!(reach.contains(mark), "{mark:?}");
            for n in 0..4 {
                assert!(!SHEET.back(n, Flip::Long).rect(&card.art).overlaps(mark), "{mark:?}");
            }
        }
        assert!(!card.may_be_inked(Side::Address, &Rect::new(0.0, 0.0, 1.0, 1.0)));
    }
}
