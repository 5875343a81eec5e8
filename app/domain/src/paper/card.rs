//! The postcard: its two sides and what the post office keeps free on them.
//!
//! The rules are those of the United States Postal Service for cards and letters that a machine reads
//! (Domestic Mail Manual 202, Publication 28); they follow from the size of the card alone.

use super::{Column, INCH, Layout, MM, PaperFormat, Rect, Size, UNPRINTABLE_MARGIN};

/// A side of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Stamp, address and message.
    Address,
    /// The picture.
    Picture,
}

/// Where things stand on a card. The origin is the card's top left corner, on either side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CardGeometry {
    pub size: Size,
    /// The part that a home printer reaches.
    pub printable: Rect,
    /// Address side: the sender, if that is printed. The message has the room that it leaves free.
    pub return_address: Rect,
    /// Address side: the message, in the left half (the "divided back" of 1907, which every country takes). A return
    /// address takes the upper part of it: see [`message_below`](Self::message_below).
    pub message: Rect,
    /// Address side: below the message, beside the barcode, where that leaves a corner wide enough to write in.
    pub corner: Option<Rect>,
    /// Address side: the line between message and address.
    pub divider: Rect,
    /// Address side: the addressee, in the right half and inside [`read_area`](Self::read_area).
    pub address: Rect,
    /// Address side: where the machine looks for the address.
    pub read_area: Rect,
    /// Address side: the stamp with the room round it that a cancelling machine wants. Nothing is inked here.
    pub stamp: Rect,
    /// Address side: where the post office sprays its barcode. Nothing is inked here.
    pub barcode: Rect,
    /// Picture side: the part that must be seen even after an uneven cut.
    pub art: Rect,
    /// Picture side: the area of a picture that fills its side. At home that is [`art`](Self::art), with bleed it is
    /// more than the card.
    pub picture: Rect,
}

/// The stamp: about 1.25 in square in the top right corner; templates of print shops reserve 1.13 x 1.15 in.
const STAMP: f32 = 1.25 * INCH;
/// OCR read area: 0.5 in from the left and the right edge, 0.625 to 2.75 in from the bottom (DMM 202.2.1).
const READ_SIDE: f32 = 0.5 * INCH;
const READ_BOTTOM: f32 = 0.625 * INCH;
const READ_TOP: f32 = 2.75 * INCH;
/// Barcode clear zone: 4.75 in wide, 0.625 in high, in the lower right corner (Publication 28).
const BARCODE: Size = Size::new(4.75 * INCH, 0.625 * INCH);
/// Half of the gap between message and address; the line stands in its middle. Ours, for the eye.
const GUTTER: f32 = 0.125 * INCH;
/// Height of the return address: a name and five lines at the smallest size. Ours.
const RETURN_ADDRESS: f32 = 50.0;
/// Paper between the return address and the message, and between the message and the strip of the barcode. Ours.
const AIR: f32 = 5.0;
/// A corner that is narrower than this would hold a word a line. Ours.
const CORNER: f32 = 0.75 * INCH;
/// Some letters reach a little over their own edge, j to the left most of all. Print at the left margin stays that much
/// inside it. Ours.
const OVERHANG: f32 = 1.0;
/// Room that posts outside of the United States want free on the right of the address: 15 mm (bpost, Masspost guide
/// 2025, as the Universal Postal Union).
const RIGHT_OF_ADDRESS: f32 = 15.0 * MM;
/// Everything that must be seen stays this far inside a print shop's cut: 1/8 in.
const SAFE: f32 = 0.125 * INCH;
/// A line that prints on any printer. Ours.
const HAIRLINE: f32 = 0.5;

/// The sizes that the Universal Postal Union takes as a card: 90 x 140 mm to 120 x 235 mm, each give or take 2 mm, and
/// at least 1.4 times as long as wide.
const ABROAD_LEAST: Size = Size::new(138.0 * MM, 88.0 * MM);
const ABROAD_MOST: Size = Size::new(237.0 * MM, 122.0 * MM);
const ABROAD_RATIO: f32 = 1.4;

impl CardGeometry {
    /// The largest card that goes for the price of a card in the United States, and a good card abroad.
    pub const US_4X6: Self = Self::for_size(Size::new(6.0 * INCH, 4.0 * INCH));
    /// A quarter of US Letter.
    pub const US_QUARTER: Self = Self::for_size(Size::new(5.5 * INCH, 4.25 * INCH));
    /// ISO 216, lying. The United States' free areas are kept free on it too: most of these cards go there.
    pub const A6: Self = {
        let card = Self::for_size(Size::new(148.0 * MM, 105.0 * MM));
        let Rect { left, top, .. } = card.address;
        let address = Rect::between(left, top, card.size.width - RIGHT_OF_ADDRESS, card.address.bottom());
        // Posts of other countries spray their own codes along the whole lower edge, up to 15 mm high.
        Self { address, corner: None, ..card }
    };

    /// The card of a format; a letter has none.
    pub const fn of(format: PaperFormat) -> Option<Self> {
        match format.layout() {
            Layout::Cards { card, .. } => Some(card),
            Layout::Letter(_) => None,
        }
    }

    /// A card, lying: its length is the side along the address.
    pub const fn for_size(size: Size) -> Self {
        let Size { width, height } = size;
        let printable = Rect::of(size).inset(UNPRINTABLE_MARGIN);
        let middle = width / 2.0;
        let read_area = Rect::between(READ_SIDE, height - READ_TOP, width - READ_SIDE, height - READ_BOTTOM);
        let stamp = Rect::new(width - STAMP, 0.0, STAMP, STAMP);
        let left = printable.left + OVERHANG;
        let return_address = Rect::between(left, printable.top, stamp.left - GUTTER, printable.top + RETURN_ADDRESS);
        let message = Rect::between(left, printable.top, middle - GUTTER, read_area.bottom() - AIR);
        let address_top = if stamp.bottom() > read_area.top { stamp.bottom() } else { read_area.top };
        let address = Rect::between(middle + GUTTER, address_top + AIR, read_area.right(), read_area.bottom() - AIR);
        let divider = Rect::between(middle - HAIRLINE / 2.0, address.top, middle + HAIRLINE / 2.0, message.bottom());
        let barcode = Rect::new(width - BARCODE.width, height - BARCODE.height, BARCODE.width, BARCODE.height);
        // As far from the barcode as the message is, so that one that is sprayed a little askew meets no ink.
        let corner = Rect::between(left, message.bottom(), barcode.left - AIR, printable.bottom());
        let corner = if corner.width >= CORNER { Some(corner) } else { None };
        let (art, picture) = (printable, printable);
        Self { size, printable, return_address, message, corner, divider, address, read_area, stamp, barcode, art, picture }
    }

    /// The room of the message below a return address of that height; without one the height is 0.
    pub fn message_below(&self, return_address: f32) -> Column {
        let top = if return_address > 0.0 { self.return_address.top + return_address + AIR } else { self.message.top };
        let main = Rect::between(self.message.left, top, self.message.right(), self.message.bottom());
        Column { main, foot: self.corner }
    }

    /// The card for a print shop, which prints that much more than the card on every side and cuts it off. The address
    /// side stays as it is: nothing on it comes near an edge.
    #[must_use]
    pub const fn with_bleed(self, bleed: f32) -> Self {
        let card = Rect::of(self.size);
        Self { art: card.inset(SAFE), picture: card.inset(-bleed), ..self }
    }

    /// Whether the posts of other countries take the card.
    pub const fn goes_abroad(&self) -> bool {
        let Size { width, height } = self.size;
        width >= ABROAD_LEAST.width
            && width <= ABROAD_MOST.width
            && height >= ABROAD_LEAST.height
            && height <= ABROAD_MOST.height
            && width >= ABROAD_RATIO * height
    }

    /// Whether a rectangle on one side of the card may carry ink: on the address side inside what a home printer
    /// reaches, clear of the stamp and of the barcode; on the other inside the picture.
    pub const fn may_be_inked(&self, side: Side, rect: &Rect) -> bool {
        match side {
            Side::Address => self.printable.contains(rect) && !self.stamp.overlaps(rect) && !self.barcode.overlaps(rect),
            Side::Picture => self.picture.contains(rect),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cards() -> [CardGeometry; 5] {
        use CardGeometry as Card;
        [Card::US_4X6, Card::US_QUARTER, Card::A6, Card::US_4X6.with_bleed(9.0), Card::A6.with_bleed(3.0 * MM)]
    }

    #[test]
    fn every_region_that_we_print_may_be_inked() {
        for card in cards() {
            for region in [card.return_address, card.message, card.divider, card.address].iter().chain(&card.corner) {
                assert!(card.may_be_inked(Side::Address, region), "{region:?}");
            }
            assert!(card.may_be_inked(Side::Picture, &card.art) && card.may_be_inked(Side::Picture, &card.picture));
        }
    }

    #[test]
    fn the_regions_do_not_lie_on_each_other() {
        for card in cards() {
            let message = card.message_below(card.return_address.height);
            let fixed = [card.return_address, message.main, card.divider, card.address, card.stamp, card.barcode];
            let regions: Vec<Rect> = fixed.into_iter().chain(message.foot).collect();
            for (i, a) in regions.iter().enumerate() {
                for b in &regions[i + 1..] {
                    assert!(!a.overlaps(b), "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn the_address_stands_where_the_machine_reads() {
        for card in cards() {
            assert!(card.read_area.contains(&card.address));
            assert!(card.address.left > card.size.width / 2.0, "in the right half");
            assert!(card.message.right() < card.size.width / 2.0, "the message is in the left half");
        }
    }

    #[test]
    fn the_message_takes_what_the_return_address_and_the_barcode_leave() {
        let card = CardGeometry::US_4X6;
        let all = card.message_below(0.0);
        assert_eq!(all.main, Rect::between(19.0, 18.0, 207.0, 238.0), "from the upper edge of what prints");
        assert_eq!(all.foot, Some(Rect::between(19.0, 238.0, 85.0, 270.0)), "and down to the lower one beside the barcode");
        let below = card.message_below(28.0);
        assert_eq!((below.main.top, below.main.bottom(), below.foot), (51.0, 238.0, all.foot));
        assert_eq!(CardGeometry::US_QUARTER.corner, None, "that of a quarter of a sheet would be 30 points wide");
        assert_eq!(CardGeometry::A6.corner, None);
    }

    #[test]
    fn a_four_by_six_card_has_the_post_offices_measures() {
        let card = CardGeometry::of(PaperFormat::UsPostcard4x6).unwrap();
        assert_eq!(card.size, Size::new(432.0, 288.0));
        assert_eq!(card.stamp, Rect::between(342.0, 0.0, 432.0, 90.0));
        assert_eq!(card.barcode, Rect::between(90.0, 243.0, 432.0, 288.0));
        assert_eq!(card.read_area, Rect::between(36.0, 90.0, 396.0, 243.0));
        assert_eq!(card.printable, Rect::between(18.0, 18.0, 414.0, 270.0));
    }

    #[test]
    fn an_a6_card_keeps_free_what_the_posts_of_both_sides_of_the_ocean_want_free() {
        let card = CardGeometry::A6;
        let near = |points: f32, mm: f32| (points / MM - mm).abs() < 0.01;
        assert!(near(card.size.width, 148.0) && near(card.size.height, 105.0));
        assert!(near(card.size.width - card.address.right(), 15.0));
        assert!(near(card.size.height - card.barcode.top, 0.625 * 25.4));
        assert!(card.size.height - card.address.bottom() > 15.0 * MM && card.address.top > 20.0 * MM);
    }

    #[test]
    fn with_bleed_the_picture_runs_over_the_cut_and_the_words_stay_inside() {
        let home = CardGeometry::US_4X6;
        let shop = home.with_bleed(9.0);
        assert_eq!(shop.picture, Rect::between(-9.0, -9.0, 441.0, 297.0));
        assert_eq!(shop.art, Rect::between(9.0, 9.0, 423.0, 279.0));
        assert_eq!(CardGeometry { art: home.art, picture: home.picture, ..shop }, home, "the address side is the same");
    }

    #[test]
    fn a_quarter_of_us_letter_is_too_square_to_go_abroad() {
        assert!(CardGeometry::US_4X6.goes_abroad() && CardGeometry::A6.goes_abroad());
        assert!(!CardGeometry::US_QUARTER.goes_abroad());
        for (width, height) in [(130.0, 88.0), (240.0, 120.0), (200.0, 125.0)] {
            assert!(!CardGeometry::for_size(Size::new(width * MM, height * MM)).goes_abroad(), "{width} x {height}");
        }
    }

    #[test]
    fn a_letter_is_not_a_card() {
        assert_eq!(CardGeometry::of(PaperFormat::UsLetter), None);
    }

    proptest! {
        #[test]
        fn what_may_be_inked_touches_neither_stamp_nor_barcode_nor_the_margin(
            left in 0.0f32..432.0, top in 0.0f32..306.0, width in 0.1f32..200.0, height in 0.1f32..200.0,
        ) {
            let rect = Rect::new(left, top, width, height);
            for card in cards() {
                if card.may_be_inked(Side::Address, &rect) {
                    prop_assert!(!rect.overlaps(&card.stamp) && !rect.overlaps(&card.barcode));
                    prop_assert!(rect.left >= 18.0 && rect.right() <= card.size.width - 18.0);
                    prop_assert!(rect.top >= 18.0 && rect.bottom() <= card.size.height - 18.0);
                }
            }
        }
    }
}
