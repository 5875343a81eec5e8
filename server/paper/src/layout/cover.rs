//! The cover sheet of a class set: on its front what to do, on its back who has which card.
//!
//! It is printed like the sheets after it. So it shows, before thirty cards are spoilt, whether the printer turns the paper
//! about the right edge and leaves its size alone.

use std::rc::Rc;

use domain::{
    language::Direction,
    paper::{Flip, Rect, ScaleMark, Size, UNPRINTABLE_MARGIN},
};
use usecases::ports::press::{Cover, PressError, RosterLine, Step};
use words::{Locale, Words};

use crate::{
    fonts::family::Family,
    layout::in_english,
    layout::{
        fit::{Style, Wrap},
        scale,
    },
    page::{
        colour::Colour,
        drawing::{Code, Drawing},
        ink::Ink,
        structure::Kind,
    },
    text::Typesetter,
};

const TITLE: Style = Style {
    kind: Kind::Heading,
    family: Family::Serif,
    sizes: &[26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0],
    leading: 1.15,
    gap: 0.0,
    colour: Colour::Ink,
};

const CODE: Style =
    Style { kind: Kind::Paragraph, family: Family::Sans, sizes: &[24.0, 20.0], leading: 1.2, gap: 0.0, colour: Colour::Ink };

const LABEL: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Sans,
    sizes: &[9.0, 8.0, 7.0, 6.0],
    leading: 1.3,
    gap: 0.0,
    colour: Colour::Blue,
};

const LIST_TITLE: Style = Style { kind: Kind::Heading, ..STEP };

const STEP_NUMBER: Style = Style { kind: Kind::Label, ..STEP };

const STEP: Style = Style {
    kind: Kind::Item,
    family: Family::Serif,
    sizes: &[12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0],
    leading: 1.3,
    gap: 0.0,
    colour: Colour::Ink,
};

const NUMBER: Style = Style { kind: Kind::Label, ..CELL };

const CELL: Style = Style {
    kind: Kind::Item,
    family: Family::Sans,
    sizes: &[10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0],
    leading: 1.2,
    gap: 0.0,
    colour: Colour::Ink,
};

/// Words first, then anything: a cover is read by a person, and nothing on it is cut off.
const WRAPS: [Wrap; 3] = [Wrap::Never, Wrap::Words, Wrap::Anywhere];
const IN_WORDS: [Wrap; 2] = [Wrap::Words, Wrap::Anywhere];

/// Paper round everything, beyond what a printer does not reach.
const MARGIN: f32 = UNPRINTABLE_MARGIN + 22.0;
const AIR: f32 = 14.0;

/// The two pages.
pub fn pages(typesetter: &Typesetter<'_>, size: Size, cover: &Cover, flip: Flip) -> Result<[Vec<Ink>; 2], PressError> {
    let said = |words: Words| {
        let page = Page::new(typesetter, size, words);
        Ok([page.front(cover, flip)?, page.back(cover)?])
    };
    let words = Words::new(Locale::of(cover.reader.tag()).unwrap_or_default());
    said(words).or_else(|error| in_english(words, said).ok_or(error))
}

/// What a page of the cover is made with. Its words run as the reader reads; the campaign's title is in the language of
/// the cards.
struct Page<'t, 'f> {
    cards: &'t Typesetter<'f>,
    reader: Typesetter<'f>,
    words: Words,
    room: Rect,
}

impl<'t, 'f> Page<'t, 'f> {
    fn new(cards: &'t Typesetter<'f>, size: Size, words: Words) -> Self {
        Self { cards, reader: cards.for_reader(words.locale()), words, room: Rect::of(size).inset(MARGIN) }
    }

    /// Where a thing stands that is laid out for who reads from the left.
    fn at(&self, place: Rect) -> Rect {
        match self.words.locale().direction() {
            Direction::Ltr => place,
            Direction::Rtl => Rect { left: self.room.left + self.room.right() - place.right(), ..place },
        }
    }

    fn front(&self, cover: &Cover, flip: Flip) -> Result<Vec<Ink>, PressError> {
        let Self { cards, ref reader, words, room } = *self;
        let mut inks = Vec::new();
        let mut below = room.top;
        let mut set = |typesetter: &Typesetter<'_>, style: &Style, text: &str, place: Rect| -> Result<f32, PressError> {
            let paragraphs = typesetter.paragraphs(text, style.family)?;
            let block = IN_WORDS.iter().find_map(|wrap| style.fit(typesetter, &paragraphs, place.size(), *wrap));
            let block = block.ok_or(PressError::FrontTooLong)?;
            inks.extend(style.set(typesetter, &paragraphs, &block.rows, block.size, &self.at(place))?);
            Ok(place.top + style.height(typesetter, &block))
        };
        below = set(cards, &TITLE, cover.title.trim(), Rect { top: below, height: 100.0, ..room })? + AIR;
        below = set(reader, &LABEL, words.paper_cover_code_label(), Rect { top: below, height: 14.0, ..room })?;
        below = set(reader, &CODE, &cover.code, Rect { top: below, height: 32.0, ..room })? + 2.0;
        below = set(reader, &LABEL, &cover.report_at, Rect { top: below, height: 30.0, ..room })? + AIR;
        // Beside the steps stands the picture of how the paper turns.
        let picture = Rect { left: room.right() - TURN.width, top: below, width: TURN.width, height: TURN.height };
        let steps = Rect::between(room.left, below, picture.left - AIR, room.bottom() - ScaleMark::SIZE.height - AIR);
        for (number, step) in (1_usize..).zip(&cover.steps) {
            let place = Rect { top: below, width: 20.0, height: 30.0, ..steps };
            set(reader, &STEP_NUMBER, &words.paper_cover_step_number(number), place)?;
            let place = Rect::between(steps.left + 22.0, below, steps.right(), (below + 90.0).min(steps.bottom()));
            below = set(reader, &STEP, &said(words, step), place)? + 8.0;
        }
        inks.extend(turn(&self.at(picture), flip));
        // Under it the way to the report, for a telephone.
        let code = Code::of(&cover.report_url)?;
        let width = code.geometry().side();
        let rect = self.at(Rect::new(room.right() - width, picture.bottom() + AIR, width, width));
        inks.push(Ink::Drawing { rect, drawing: Rc::new(Drawing::Code(code)) });
        inks.extend(scale::inks(cards, ScaleMark::at(room.left, room.bottom() - ScaleMark::SIZE.height))?);
        Ok(inks)
    }

    /// The list: one column of cards, or two where there are many.
    fn back(&self, cover: &Cover) -> Result<Vec<Ink>, PressError> {
        const HEAD: f32 = 34.0;
        const LONGEST_COLUMN: usize = 30;
        const TALLEST_ROW: f32 = 24.0;
        let Self { ref reader, words, room, .. } = *self;
        let heading = [reader.paragraph(&words.paper_roster_title(cover.title.trim(), &cover.code), LIST_TITLE.family)?];
        let place = Rect { height: HEAD, ..room };
        let mut inks = LIST_TITLE.place(reader, &heading, &place, &WRAPS)?.ok_or(PressError::FrontTooLong)?;
        let columns = cover.roster.len().div_ceil(LONGEST_COLUMN).max(1);
        let rows = cover.roster.len().div_ceil(columns).max(1);
        // A class set has sixty cards at most.
        let count = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
        let body = Rect::between(room.left, room.top + HEAD, room.right(), room.bottom());
        let height = (body.height / count(rows)).min(TALLEST_ROW);
        let width = (body.width - AIR * count(columns - 1)) / count(columns);
        // Where all need the same stamp, the front says it.
        let stamps = cover.roster.windows(2).any(|pair| pair[0].stamp != pair[1].stamp);
        for (index, line) in cover.roster.iter().enumerate() {
            let (column, row) = (index / rows, index % rows);
            let cell = Rect::new(body.left + count(column) * (width + AIR), body.top + count(row) * height, width, height);
            inks.extend(self.roster_line(&cell, line, stamps)?);
        }
        Ok(inks)
    }

    /// A box to tick, the number, whose card it is, to whom it goes.
    fn roster_line(&self, row: &Rect, line: &RosterLine, stamps: bool) -> Result<Vec<Ink>, PressError> {
        const BOX: f32 = 8.0;
        const LINE: f32 = 0.7;
        let Self { ref reader, words, .. } = *self;
        let (left, top) = (row.left, row.top + 2.5);
        let mut inks: Vec<Ink> = [
            Rect::new(left, top, BOX, LINE),
            Rect::new(left, top + BOX - LINE, BOX, LINE),
            Rect::new(left, top, LINE, BOX),
            Rect::new(left + BOX - LINE, top, LINE, BOX),
        ]
        .map(|rect| Ink::Fill { rect: self.at(rect), slant: 0.0, colour: Colour::Ink })
        .to_vec();
        inks.push(Ink::rule(self.at(Rect::new(row.left, row.bottom() - 0.5, row.width, 0.5))));
        let text = row.width - 34.0;
        let stamp = line.stamp.as_ref().filter(|_| stamps);
        let whom = stamp.map_or_else(|| line.whom.clone(), |stamp| words.paper_roster_whom(words.stamp(stamp), &line.whom));
        let cells = [
            (&NUMBER, words.number(line.number), Rect::new(left + 13.0, row.top + 1.0, 17.0, row.height - 2.0)),
            (&CELL, line.name.clone(), Rect::new(left + 32.0, row.top + 1.0, text * 0.44, row.height - 2.0)),
            (&CELL, whom, Rect::new(left + 34.0 + text * 0.46, row.top + 1.0, text * 0.54, row.height - 2.0)),
        ];
        for (style, said, place) in cells.iter().filter(|(_, said, _)| !said.trim().is_empty()) {
            let paragraph = [reader.paragraph(said.trim(), style.family)?];
            let placed = style.place(reader, &paragraph, &self.at(*place), &WRAPS)?;
            inks.extend(placed.ok_or(PressError::NameTooLong { card: line.number })?);
        }
        Ok(inks)
    }
}

/// A step in words.
fn said(words: Words, step: &Step) -> String {
    match step {
        Step::Print(Flip::Long) => words.paper_cover_print_long_step().to_owned(),
        Step::Print(Flip::Short) => words.paper_cover_print_short_step().to_owned(),
        Step::Measure => words.paper_cover_measure_step().to_owned(),
        Step::Tear => words.paper_cover_tear_step().to_owned(),
        Step::Cut => words.paper_cover_cut_step().to_owned(),
        Step::Sign => words.paper_cover_sign_step().to_owned(),
        Step::Write => words.paper_cover_write_step().to_owned(),
        Step::Stamp(stamp) => words.paper_cover_stamp_step(words.stamp(stamp)),
        Step::Stamps(stamps) => {
            let needed = stamps.iter().map(|(stamp, cards)| words.paper_cover_stamps_needed(*cards, words.stamp(stamp)));
            words.paper_cover_stamps_step(&needed.collect::<Vec<_>>())
        }
        Step::Report => words.paper_cover_report_step().to_owned(),
    }
}

/// How much room the picture of the turning sheet takes.
const TURN: Size = Size::new(120.0, 96.0);

/// A sheet, the edge about which it turns drawn thick, and an arrow over it.
fn turn(place: &Rect, flip: Flip) -> Vec<Ink> {
    const LINE: f32 = 1.0;
    const EDGE: f32 = 3.5;
    let fill = |left, top, width, height, colour| Ink::Fill { rect: Rect::new(left, top, width, height), slant: 0.0, colour };
    let sheet = Size::new(58.0, 75.0);
    let (left, top) = (place.left + (place.width - sheet.width) / 2.0, place.top + (place.height - sheet.height) / 2.0);
    let (right, bottom) = (left + sheet.width, top + sheet.height);
    let mut inks = vec![
        fill(left, top, sheet.width, LINE, Colour::Ink),
        fill(left, bottom - LINE, sheet.width, LINE, Colour::Ink),
        fill(left, top, LINE, sheet.height, Colour::Ink),
        fill(right - LINE, top, LINE, sheet.height, Colour::Ink),
    ];
    // Lines of writing, so that it is seen which way up the sheet is.
    for line in 0..4_u8 {
        inks.push(fill(left + 10.0, top + 14.0 + f32::from(line) * 7.0, if line == 3 { 20.0 } else { 38.0 }, 1.5, Colour::Rule));
    }
    match flip {
        Flip::Long => {
            inks.push(fill(left - EDGE, top, EDGE, sheet.height, Colour::Red));
            // From the free edge over to the bound one.
            let (y, head) = (top + sheet.height / 2.0 + 12.0, 9.0);
            inks.push(fill(left + 14.0, y, right + 12.0 - left - 14.0, 2.0, Colour::Red));
            inks.extend(arrow_head(left + 14.0, y + 1.0, head, true));
        }
        Flip::Short => {
            inks.push(fill(left, top - EDGE, sheet.width, EDGE, Colour::Red));
            let (x, head) = (left + sheet.width / 2.0 + 14.0, 9.0);
            inks.push(fill(x, top + 44.0, 2.0, bottom + 8.0 - top - 44.0, Colour::Red));
            inks.extend(arrow_head(x + 1.0, top + 44.0, head, false));
        }
    }
    inks
}

/// A triangle of thin bars with its tip at a point: to the left, or upwards.
fn arrow_head(x: f32, y: f32, length: f32, to_the_left: bool) -> Vec<Ink> {
    const BARS: u8 = 9;
    let step = length / f32::from(BARS);
    (0..BARS)
        .map(|bar| {
            let (from_tip, half) = (f32::from(bar) * step, (f32::from(bar) + 1.0) * step * 0.55);
            let rect = if to_the_left {
                Rect::new(x - length + from_tip, y - half, step, 2.0 * half)
            } else {
                Rect::new(x - half, y - length + from_tip, 2.0 * half, step)
            };
            Ink::Fill { rect, slant: 0.0, colour: Colour::Red }
        })
        .collect()
}
