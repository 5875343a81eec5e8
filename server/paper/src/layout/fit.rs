//! Lines into rectangles: the largest size at which a text fits, and how much is too much at the smallest.

use std::ops::Range;

use domain::paper::{Column, Rect, Size};
use usecases::ports::press::PressError;

use crate::{
    fonts::family::Family,
    page::{
        colour::Colour,
        ink::Ink,
        structure::{Kind, Part},
    },
    text::{Line, Paragraph, Reach, Typesetter, to_f32},
};

/// How a text may look.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub kind: Kind,
    pub family: Family,
    /// In points, from the best to the smallest allowed.
    pub sizes: &'static [f32],
    /// From baseline to baseline, in em.
    pub leading: f32,
    /// The height of an empty line, in em.
    pub gap: f32,
    pub colour: Colour,
}

/// Where a line may be broken to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrap {
    Never,
    Words,
    /// Inside a word that is longer than a line.
    Anywhere,
}

/// A row of a block of text.
#[derive(Debug)]
pub enum Row {
    Text {
        paragraph: usize,
        range: Range<usize>,
        /// Of letters that need more than the style's leading.
        tall: Option<Reach>,
    },
    Gap,
}

/// A text broken into rows at one size.
#[derive(Debug)]
pub struct Block {
    pub size: f32,
    pub rows: Vec<Row>,
}

/// Breaks a text at one size; `None` if that is not possible in the way asked for.
pub fn fill(typesetter: &Typesetter<'_>, paragraphs: &[Paragraph], size: f32, width: f32, wrap: Wrap) -> Option<Block> {
    Some(Block { size, rows: rows_from(typesetter, paragraphs, (0, 0), size, width, wrap)? })
}

/// The rows of a text from a byte of a paragraph on.
fn rows_from(
    typesetter: &Typesetter<'_>,
    paragraphs: &[Paragraph],
    (first, start): (usize, usize),
    size: f32,
    width: f32,
    wrap: Wrap,
) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate().skip(first) {
        if paragraph.is_empty() {
            rows.push(Row::Gap);
            continue;
        }
        let filled = typesetter.fill(paragraph, if index == first { start } else { 0 }, width / size)?;
        let refused = match wrap {
            Wrap::Never => filled.lines.len() > 1,
            Wrap::Words => filled.broke_a_word,
            Wrap::Anywhere => false,
        };
        if refused {
            return None;
        }
        rows.extend(filled.lines.into_iter().map(|range| Row::Text { paragraph: index, tall: paragraph.tall(&range), range }));
    }
    while matches!(rows.last(), Some(Row::Gap)) {
        rows.pop();
    }
    Some(rows)
}

impl Style {
    /// The height that a row adds below the last row of text before it, in points.
    pub fn advance(&self, typesetter: &Typesetter<'_>, before: Option<&Row>, row: &Row, size: f32) -> f32 {
        let tall = |row: &Row| matches!(row, Row::Text { tall: Some(_), .. });
        match row {
            Row::Text { .. } if tall(row) || before.is_some_and(tall) => {
                let below = before.map_or(0.0, |before| self.reach(typesetter, before, size).below);
                (below + self.reach(typesetter, row, size).above).max(self.leading * size)
            }
            Row::Text { .. } => self.leading * size,
            Row::Gap => self.gap * size,
        }
    }

    /// The reach of a row above and below its baseline, in points: that of the style's own face, or more.
    pub fn reach(&self, typesetter: &Typesetter<'_>, row: &Row, size: f32) -> Reach {
        let face = typesetter.fonts().face(self.family);
        let tall = if let Row::Text { tall: Some(tall), .. } = row { *tall } else { Reach::default() };
        Reach { above: face.ascent.max(tall.above) * size, below: face.descent.max(tall.below) * size, ..tall }
    }

    /// The rows of a block with the distance of each baseline from the top of the block.
    fn baselines<'r>(&self, typesetter: &Typesetter<'_>, rows: &'r [Row], size: f32) -> impl Iterator<Item = (&'r Row, f32)> {
        let (mut baseline, mut before) = (0.0, None);
        rows.iter().enumerate().map(move |(index, row)| {
            baseline += match index {
                0 => self.reach(typesetter, row, size).above,
                _ => self.advance(typesetter, before, row, size),
            };
            if matches!(row, Row::Text { .. }) {
                before = Some(row);
            }
            (row, baseline)
        })
    }

    /// How far down from the top of a block each of its rows reaches. An empty line reaches nowhere.
    fn bottoms(&self, typesetter: &Typesetter<'_>, rows: &[Row], size: f32) -> impl Iterator<Item = f32> {
        self.baselines(typesetter, rows, size).map(move |(row, baseline)| match row {
            Row::Text { .. } => baseline + self.reach(typesetter, row, size).below,
            Row::Gap => 0.0,
        })
    }

    /// The height of a block from its first ascender to its last descender.
    pub fn height(&self, typesetter: &Typesetter<'_>, block: &Block) -> f32 {
        self.height_of(typesetter, &block.rows, block.size)
    }

    /// The same of some rows.
    pub fn height_of(&self, typesetter: &Typesetter<'_>, rows: &[Row], size: f32) -> f32 {
        self.bottoms(typesetter, rows, size).last().unwrap_or(0.0)
    }

    /// Breaks a text at one size into a column; `None` if it does not fit, or only by breaking more words than asked.
    pub fn fill_column(
        &self,
        typesetter: &Typesetter<'_>,
        paragraphs: &[Paragraph],
        size: f32,
        column: &Column,
        wrap: Wrap,
    ) -> Option<Block> {
        let mut block = fill(typesetter, paragraphs, size, column.main.width, wrap)?;
        let below = self.bottoms(typesetter, &block.rows, size).position(|bottom| bottom > column.main.height);
        let Some(below) = below else { return Some(block) };
        let foot = column.foot?;
        // What stands below the column is broken anew to the width of its foot, and never inside a word there.
        let (first, start) = match block.rows.get(below)? {
            Row::Text { paragraph, range, .. } => (*paragraph, range.start),
            Row::Gap => return None,
        };
        block.rows.truncate(below);
        block.rows.extend(rows_from(typesetter, paragraphs, (first, start), size, foot.width, Wrap::Words)?);
        (self.height(typesetter, &block) <= column.height()).then_some(block)
    }

    /// The block at the best size at which it fits into a column, if there is one.
    pub fn fit_column(
        &self,
        typesetter: &Typesetter<'_>,
        paragraphs: &[Paragraph],
        column: &Column,
        wrap: Wrap,
    ) -> Option<Block> {
        let at = |size: &f32| self.fill_column(typesetter, paragraphs, *size, column, wrap);
        let (smallest, others) = self.sizes.split_last()?;
        // What is too much at the smallest size is not tried at all the others.
        let smallest = at(smallest)?;
        others.iter().find_map(at).or(Some(smallest))
    }

    /// The same of a rectangle.
    pub fn fit(&self, typesetter: &Typesetter<'_>, paragraphs: &[Paragraph], room: Size, wrap: Wrap) -> Option<Block> {
        self.fit_column(typesetter, paragraphs, &Column::of(Rect::of(room)), wrap)
    }

    pub fn smallest(&self) -> f32 {
        self.sizes.last().copied().unwrap_or(8.0)
    }

    /// How many lines of a block are too many at the smallest size.
    pub fn rows_over(&self, typesetter: &Typesetter<'_>, paragraphs: &[Paragraph], room: Size) -> usize {
        let Some(mut block) = fill(typesetter, paragraphs, self.smallest(), room.width, Wrap::Anywhere) else { return 1 };
        let all = block.rows.len();
        while self.height(typesetter, &block) > room.height && block.rows.pop().is_some() {}
        (all - block.rows.len()).max(1)
    }

    /// Puts the lines of a block on paper, the first at the top of the rectangle.
    pub fn set(
        &self,
        typesetter: &Typesetter<'_>,
        paragraphs: &[Paragraph],
        rows: &[Row],
        size: f32,
        room: &Rect,
    ) -> Result<Vec<Ink>, PressError> {
        self.set_column(typesetter, paragraphs, rows, size, &Column::of(*room))
    }

    /// The same in a column, of which each row keeps the edges where it stands.
    pub fn set_column(
        &self,
        typesetter: &Typesetter<'_>,
        paragraphs: &[Paragraph],
        rows: &[Row],
        size: f32,
        column: &Column,
    ) -> Result<Vec<Ink>, PressError> {
        let mut inks = Vec::with_capacity(rows.len());
        for (row, baseline) in self.baselines(typesetter, rows, size) {
            if let Row::Text { paragraph, range, .. } = row {
                let room = column.part(baseline + self.reach(typesetter, row, size).below);
                let mut line = typesetter.line(&paragraphs[*paragraph], range)?;
                let part = self.part(typesetter, paragraphs, *paragraph, range);
                if ends_word(paragraphs, *paragraph, range) {
                    typesetter.end_word(&mut line, self.family);
                }
                inks.push(self.ink(line, part, size, room, column.main.top + baseline));
            }
        }
        Ok(inks)
    }

    /// The part of the structure to which a line belongs. Paragraphs with no empty line between them are read as one.
    fn part(&self, typesetter: &Typesetter<'_>, paragraphs: &[Paragraph], paragraph: usize, range: &Range<usize>) -> Part {
        let goes_on = range.start > 0 || paragraph > 0 && !paragraphs[paragraph - 1].is_empty();
        if goes_on {
            return Part::Next;
        }
        let own: Vec<&Paragraph> = paragraphs[paragraph..].iter().take_while(|paragraph| !paragraph.is_empty()).collect();
        let plain = own.iter().all(|paragraph| paragraph.is_plain());
        let says = || own.iter().map(|paragraph| paragraph.text()).collect::<Vec<_>>().join("\n").into();
        Part::First { kind: self.kind, says: (!plain).then(says), language: typesetter.foreign() }
    }

    /// A line in a rectangle: from its left edge, or at its right edge where reading begins there.
    fn ink(&self, line: Line, part: Part, size: f32, room: &Rect, baseline: f32) -> Ink {
        let left = if line.rtl { room.right() - (line.width + line.right) * size } else { room.left + line.left * size };
        Ink::Text { line, left, baseline, size, colour: self.colour, part }
    }

    /// Shapes, fits and sets a text. `None` if it does not fit.
    pub fn place(
        &self,
        typesetter: &Typesetter<'_>,
        paragraphs: &[Paragraph],
        room: &Rect,
        wraps: &[Wrap],
    ) -> Result<Option<Vec<Ink>>, PressError> {
        let block = wraps.iter().find_map(|wrap| self.fit(typesetter, paragraphs, room.size(), *wrap));
        block.map(|block| self.set(typesetter, paragraphs, &block.rows, block.size, room)).transpose()
    }
}

/// Whether a line is read on in the next one, which begins another word.
fn ends_word(paragraphs: &[Paragraph], paragraph: usize, range: &Range<usize>) -> bool {
    let text = paragraphs[paragraph].text();
    let goes_on = paragraphs.get(paragraph + 1).is_some_and(|next| !next.is_empty());
    if range.end == text.len() { goes_on } else { text[..range.end].ends_with(char::is_whitespace) }
}

/// The number of characters that must go for a text to fit. They are taken from the end of the part that its writer can
/// shorten (`own`). Where that is not enough, or nothing is the writer's, they are taken from the end of the longest
/// paragraph. They are not taken from the end of the letter: there stand its close and its name, and such short lines do not
/// tell how much a line of text holds.
pub fn characters_over(
    text: &str,
    own: Option<&Range<usize>>,
    fits: impl Fn(&str) -> Result<bool, PressError>,
) -> Result<usize, PressError> {
    let own = own.and_then(|own| Some((text.get(..own.start)?, text.get(own.clone())?, text.get(own.end..)?)));
    for (before, longest, after) in own.into_iter().chain([around_longest_paragraph(text)]) {
        if fits(&format!("{before}{after}"))? {
            return over(longest, |kept| fits(&format!("{before}{kept}{after}")));
        }
    }
    over(text, fits)
}

fn around_longest_paragraph(text: &str) -> (&str, &str, &str) {
    let longest = text.split("\n\n").max_by_key(|paragraph| paragraph.len()).unwrap_or(text);
    // The first that is as long: any of them will do.
    let start = text.find(longest).unwrap_or_default();
    let (before, rest) = text.split_at(start);
    let (longest, after) = rest.split_at(longest.len());
    (before, longest, after)
}

/// A number of characters: taken from the end, they leave a text that fits, and one fewer does not. It need not be the least
/// such number, as a longer beginning of a text can fit where a shorter one does not.
fn over(text: &str, fits: impl Fn(&str) -> Result<bool, PressError>) -> Result<usize, PressError> {
    let ends: Vec<usize> = text.char_indices().map(|(index, _)| index).chain([text.len()]).collect();
    let fits = |chars: usize| fits(&text[..ends[chars]]);
    let (mut fitting, mut too_many) = (0, ends.len() - 1);
    // A text that is far too long is not shaped over and over: double the guess until it is too much.
    let mut guess = 256;
    while guess < too_many {
        if fits(guess)? {
            fitting = guess;
            guess *= 2;
        } else {
            too_many = guess;
        }
    }
    while fitting + 1 < too_many {
        let middle = usize::midpoint(fitting, too_many);
        if fits(middle)? {
            fitting = middle;
        } else {
            too_many = middle;
        }
    }
    Ok(ends.len() - 1 - fitting)
}

/// Lines to write on by hand, so far apart.
pub fn ruled(room: &Rect, pitch: f32) -> Vec<Ink> {
    const HAIRLINE: f32 = 0.5;
    let mut rules = Vec::new();
    let mut below = 1;
    loop {
        let top = room.top + pitch * to_f32(below);
        if top + HAIRLINE > room.bottom() {
            return rules;
        }
        rules.push(Ink::rule(Rect::new(room.left, top, room.width, HAIRLINE)));
        below += 1;
    }
}
