//! A page's content stream: ink as PDF's own operators.
//!
//! printpdf could write these, but glyph by glyph: a run of letters in one string is a third of the bytes, and
//! bytes are what a card's time goes into, as all of them are compressed.

use domain::paper::{CardSlot, Rect, Size};

use crate::{
    fonts::said::Said,
    page::{
        Page,
        colour::Colour,
        drawing::Drawing,
        ink::Ink,
        structure::{Kind, Part, Structure},
        upside,
    },
    pdf::{
        drawings::Drawings,
        subsets::{Slot, Subsets},
    },
    text::{Line, Mark, to_f32},
};

/// In 1/1000 em: a fiftieth of a point in a letter of 10 pt.
const UNSEEN: i32 = 2;

/// A line of text is at most so long, in 1/1000 em; beyond that an `f32` would no longer count single ones.
const LONGEST: f32 = 1_000_000.0;

/// About the bytes of one page of letters.
const STREAM: usize = 8 * 1024;

/// Writes pages.
pub struct Pen<'s, 'f> {
    subsets: &'s Subsets<'f>,
    drawings: &'s Drawings,
    out: Vec<u8>,
    font: Option<(Slot, f32)>,
    colour: Option<Colour>,
    /// The open array of a `TJ`.
    run: Option<Run>,
    structure: Structure,
    /// The content that is being written, and whether it is text: between `BT` and `ET`.
    open: Option<(Content, bool)>,
}

/// How a reader of the structure takes a piece of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Of its latest element.
    Element,
    /// Passed over.
    Aside,
}

/// Glyphs of one font on one baseline.
struct Run {
    x: f32,
    y: f32,
    /// How far the viewer's pen has come, in 1/1000 em.
    pen: i32,
    /// Inside `<` and `>`.
    in_string: bool,
}

impl<'s, 'f> Pen<'s, 'f> {
    pub fn new(subsets: &'s Subsets<'f>, drawings: &'s Drawings) -> Self {
        let structure = Structure::default();
        Self { subsets, drawings, out: Vec::with_capacity(STREAM), font: None, colour: None, run: None, structure, open: None }
    }

    /// The tree of what the pages say, now that all are written.
    pub fn structure(self) -> Structure {
        self.structure
    }

    /// One page's stream.
    pub fn page(&mut self, page: &Page) -> Vec<u8> {
        self.structure.begin_page();
        for layer in &page.layers {
            self.out.extend(b"q\n");
            // What was set inside `q` and `Q` is forgotten after it.
            (self.font, self.colour) = (None, None);
            if let Some(place) = &layer.place {
                self.structure.begin_section();
                for number in matrix(place, layer.size, page.size) {
                    self.number(number);
                }
                self.out.extend(b"cm\n");
            }
            self.layer(&layer.inks, layer.size.height);
            self.close();
            self.structure.end_section();
            self.out.extend(b"Q\n");
        }
        std::mem::replace(&mut self.out, Vec::with_capacity(STREAM))
    }

    fn layer(&mut self, inks: &[Ink], height: f32) {
        for ink in inks {
            match ink {
                Ink::Fill { rect, slant, colour } => {
                    self.open(Content::Aside, false);
                    self.colour(*colour);
                    self.fill(&upside(rect, height), *slant);
                }
                Ink::Drawing { rect, drawing } => {
                    self.close();
                    self.structure.begin_figure(&drawing.alternative_text());
                    self.open(Content::Element, false);
                    self.drawing(&upside(rect, height), drawing);
                }
                Ink::Text { line, left, baseline, size, colour, part } => {
                    self.part(part);
                    self.colour(*colour);
                    self.line(line, *left, height - *baseline, *size);
                }
            }
        }
    }

    fn part(&mut self, part: &Part) {
        let content = match part {
            Part::First { kind: Kind::Aside, .. } => Content::Aside,
            Part::First { kind, says, language } => {
                self.close();
                self.structure.begin_text(*kind, says.clone(), language.clone());
                Content::Element
            }
            // On a new page there is nothing open: only what is read goes on there.
            Part::Next => self.open.map_or(Content::Element, |(content, _)| content),
        };
        self.open(content, true);
    }

    /// Begins content of this kind, unless it has begun already.
    fn open(&mut self, content: Content, text: bool) {
        if self.open == Some((content, text)) {
            return;
        }
        self.close();
        if text {
            self.out.extend(b"BT\n");
        }
        let content_of = if content == Content::Element { self.structure.add() } else { None };
        match content_of {
            Some((name, number)) => self.out.extend(format!("/{name}<</MCID {number}>>BDC\n").into_bytes()),
            None => self.out.extend(b"/Artifact BMC\n"),
        }
        self.open = Some((content, text));
    }

    fn close(&mut self) {
        if let Some((_, text)) = self.open.take() {
            self.out.extend(b"EMC\n");
            if text {
                self.out.extend(b"ET\n");
            }
        }
    }

    fn colour(&mut self, colour: Colour) {
        if self.colour != Some(colour) {
            for part in colour.rgb() {
                self.number(part);
            }
            self.out.extend(b"rg\n");
            self.colour = Some(colour);
        }
    }

    /// A rectangle, or a stripe that leans to the right.
    fn fill(&mut self, rect: &Rect, slant: f32) {
        let (low, high) = (rect.top, rect.bottom());
        let corners = [(rect.left, low), (rect.right() - slant, low), (rect.right(), high), (rect.left + slant, high)];
        for (corner, (x, y)) in corners.into_iter().enumerate() {
            self.number(x);
            self.number(y);
            self.out.extend(if corner == 0 { b"m " } else { b"l " });
        }
        self.out.extend(b"f\n");
    }

    /// A drawing is one unit wide and high.
    fn drawing(&mut self, rect: &Rect, drawing: &Drawing) {
        self.out.extend(b"q ");
        for number in [rect.width, 0.0, 0.0, rect.height, rect.left, rect.top] {
            self.number(number);
        }
        self.out.extend(format!("cm/{} Do Q\n", self.drawings.name(drawing)).into_bytes());
    }

    fn line(&mut self, line: &Line, left: f32, baseline: f32, size: f32) {
        let mut spans = line.spans.iter().peekable();
        let mut index = 0;
        while index < line.marks.len() {
            if let Some(span) = spans.next_if(|span| span.marks.start == index) {
                self.end_run();
                self.actual_text(&span.said);
                for mark in &line.marks[span.marks.clone()] {
                    self.mark(mark, left, baseline, size);
                }
                self.end_run();
                self.out.extend(b"EMC\n");
                index = span.marks.end;
                continue;
            }
            let silent = line.marks[index + 1..].iter().take_while(|mark| mark.said == Said::Nothing).count();
            let cluster = &line.marks[index..=index + silent];
            let agrees = |mark: &Mark| mark.said != Said::Nothing && *self.subsets.says(self.subsets.code(mark)) == mark.said;
            let agrees = cluster.iter().all(agrees);
            if !agrees {
                // The font says otherwise of one of these glyphs, as it must of one that says nothing: what they say here
                // is written beside them.
                self.end_run();
                self.actual_text(&cluster.iter().map(|mark| mark.said.to_string()).collect::<String>());
            }
            for mark in cluster {
                self.mark(mark, left, baseline, size);
            }
            if !agrees {
                self.end_run();
                self.out.extend(b"EMC\n");
            }
            index += cluster.len();
        }
        self.end_run();
    }

    /// Names the text that a viewer copies in place of the glyphs' own.
    fn actual_text(&mut self, text: &str) {
        self.out.extend(b"/Span<</ActualText");
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"()\\".contains(&byte)) {
            self.out.extend(format!("({text})").into_bytes());
        } else {
            self.out.extend(b"<FEFF");
            for unit in text.encode_utf16() {
                self.hex(unit);
            }
            self.out.push(b'>');
        }
        self.out.extend(b">>BDC\n");
    }

    fn mark(&mut self, mark: &Mark, left: f32, baseline: f32, size: f32) {
        let code = self.subsets.code(mark);
        let (x, y) = (left + mark.x * size, baseline + mark.y * size);
        let from = |run: &Run| (x - run.x) * 1000.0 / size;
        let font = Some((code.slot, size));
        let goes_on = self.font == font && self.run.as_ref().is_some_and(|run| near(run.y, y) && from(run).abs() < LONGEST);
        if !goes_on {
            self.end_run();
            if self.font != font {
                self.out.push(b'/');
                self.out.extend(code.slot.name().as_bytes());
                self.out.push(b' ');
                self.number(size);
                self.out.extend(b"Tf\n");
                self.font = font;
            }
            self.out.extend(b"1 0 0 1 ");
            self.number(x);
            self.number(y);
            self.out.extend(b"Tm[");
        }
        let mut run = self.run.take().unwrap_or(Run { x, y, pen: 0, in_string: false });
        // What nobody can see is not written. The pen knows where it is, so that it does not add up.
        let kern = run.pen - to_i32(from(&run).round());
        if kern.abs() > UNSEEN {
            if run.in_string {
                self.out.push(b'>');
                run.in_string = false;
            }
            self.number(to_f32(kern));
            self.out.pop();
            run.pen -= kern;
        }
        if !run.in_string {
            self.out.push(b'<');
            run.in_string = true;
        }
        self.hex(code.code);
        run.pen += self.subsets.width(code);
        self.run = Some(run);
    }

    fn end_run(&mut self) {
        if let Some(run) = self.run.take() {
            if run.in_string {
                self.out.push(b'>');
            }
            self.out.extend(b"]TJ\n");
        }
    }

    fn hex(&mut self, code: u16) {
        const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
        for place in [12, 8, 4, 0] {
            self.out.push(DIGITS[usize::from(code >> place & 0xF)]);
        }
    }

    /// A number to a thousandth, and a space.
    fn number(&mut self, number: f32) {
        let mut rest = to_i32((number * 1000.0).round());
        if rest < 0 {
            self.out.push(b'-');
        }
        // Half of a page's stream is numbers; the standard library's way to write one takes ten times as long.
        let mut digits = [0; 11];
        let mut first = digits.len();
        while rest != 0 || first > digits.len() - 4 {
            first -= 1;
            digits[first] = b'0' + u8::try_from((rest % 10).unsigned_abs()).unwrap_or(0);
            rest /= 10;
        }
        let (whole, thousandths) = digits[first..].split_at(digits.len() - first - 3);
        self.out.extend(whole);
        if thousandths != b"000" {
            self.out.push(b'.');
            let shown = thousandths.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
            self.out.extend(&thousandths[..shown]);
        }
        self.out.push(b' ');
    }
}

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() < 0.001
}

#[expect(clippy::cast_possible_truncation, reason = "places on paper, and in lines no longer than LONGEST")]
fn to_i32(number: f32) -> i32 {
    number as i32
}

/// From a card with its origin at the lower left to its place on a page with its origin at the lower left.
fn matrix(place: &CardSlot, card: Size, page: Size) -> [f32; 6] {
    let point = |x: f32, y: f32| {
        let (x, y) = place.point(x, card.height - y);
        (x, page.height - y)
    };
    let ((x, y), (right_x, right_y), (up_x, up_y)) = (point(0.0, 0.0), point(1.0, 0.0), point(0.0, 1.0));
    [right_x - x, right_y - y, up_x - x, up_y - y, x, y]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_right_to_a_thousandth() {
        let fonts = crate::fonts::Fonts::load(&[], crate::FontSearch::default()).unwrap();
        let subsets = Subsets::of(&fonts, &[]).unwrap();
        let drawings = Drawings::of(&[]);
        let mut pen = Pen::new(&subsets, &drawings);
        for number in [0.0, 1.0, -1.0, 0.5, -0.125, 12.34, 100.0, -612.001, 0.0004, 99.9996, 2_000_000.0] {
            pen.number(number);
        }
        let written = String::from_utf8(pen.out).unwrap();
        assert_eq!(written, "0 1 -1 0.5 -0.125 12.34 100 -612.001 0 100 2000000 ");
    }
}
