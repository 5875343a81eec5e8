//! Ink into printpdf's operations: which subset a glyph comes from, where the pen stands, what the glyph says.

use std::collections::{BTreeMap, BTreeSet};

use domain::paper::{Place, Rect, Size};
use printpdf::{
    Codepoint, Color, CurTransMat, DictItem, FontId, LinePoint, Op, PaintMode, PdfFontHandle, Point, Polygon, PolygonRing, Pt, Rgb,
    TextItem, TextMatrix, WindingOrder,
};

use crate::{
    fonts::{Family, Fonts, Subset},
    ink::{Colour, Ink},
    pdf::{Page, upside},
    text::{Line, Mark, Said, to_f32},
};

/// The fonts of one document: of each face the common glyphs, and a subset of what it needs beyond them.
pub struct Subsets<'f> {
    fonts: &'f Fonts,
    extra: BTreeMap<Family, Subset>,
    ids: BTreeMap<(Family, bool), FontId>,
}

/// A glyph in its font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Code {
    family: Family,
    extra: bool,
    code: u16,
}

impl<'f> Subsets<'f> {
    /// Looks which glyphs the pages need.
    pub fn of(fonts: &'f Fonts, pages: &[Page]) -> Result<Self, String> {
        let mut used: BTreeSet<Family> = BTreeSet::new();
        let mut needed: BTreeMap<Family, BTreeSet<u16>> = BTreeMap::new();
        for ink in pages.iter().flat_map(|page| &page.layers).flat_map(|layer| layer.inks.iter()) {
            let Ink::Text { line, .. } = ink else { continue };
            for mark in &line.marks {
                if fonts.face(mark.family).common.code(mark.glyph).is_none() {
                    needed.entry(mark.family).or_default().insert(mark.glyph);
                } else {
                    used.insert(mark.family);
                }
            }
        }
        let mut ids: BTreeMap<_, _> = used.into_iter().map(|family| ((family, false), id(family, false))).collect();
        let mut extra = BTreeMap::new();
        for (family, glyphs) in needed {
            extra.insert(family, fonts.face(family).subset(&glyphs)?);
            ids.insert((family, true), id(family, true));
        }
        Ok(Self { fonts, extra, ids })
    }

    pub fn all(&self) -> impl Iterator<Item = (&FontId, &Subset)> {
        self.ids.iter().filter_map(|((family, extra), id)| Some((id, self.subset(*family, *extra)?)))
    }

    fn subset(&self, family: Family, extra: bool) -> Option<&Subset> {
        if extra { self.extra.get(&family) } else { Some(&self.fonts.face(family).common) }
    }

    fn code(&self, mark: &Mark) -> Code {
        let common = self.fonts.face(mark.family).common.code(mark.glyph);
        let extra = common.is_none();
        let code = common.or_else(|| self.extra.get(&mark.family)?.code(mark.glyph)).unwrap_or(0);
        Code { family: mark.family, extra, code }
    }

    /// 1/1000 em, as written into the file.
    fn width(&self, code: Code) -> i32 {
        self.subset(code.family, code.extra).map_or(0, |subset| subset.width(code.code))
    }
}

/// Names that printpdf does not take for the fonts built into PDF, which are F1 to F14.
fn id(family: Family, extra: bool) -> FontId {
    let name = match (family, extra) {
        (Family::Serif, false) => "Serif",
        (Family::Serif, true) => "SerifExtra",
        (Family::Sans, false) => "Sans",
        (Family::Sans, true) => "SansExtra",
    };
    FontId(name.to_owned())
}

/// Writes pages, and remembers what each glyph was first said to be: a font can say only one thing of a glyph.
pub struct Pen<'s, 'f> {
    subsets: &'s Subsets<'f>,
    says: BTreeMap<Code, String>,
    ops: Vec<Op>,
    font: Option<(Family, bool, f32)>,
    colour: Option<Colour>,
}

/// Glyphs of one font on one baseline.
struct Run {
    x: f32,
    y: f32,
    /// How far the viewer's pen has come, in 1/1000 em.
    pen: i32,
    glyphs: Vec<Codepoint>,
}

impl<'s, 'f> Pen<'s, 'f> {
    pub fn new(subsets: &'s Subsets<'f>) -> Self {
        Self { subsets, says: BTreeMap::new(), ops: Vec::new(), font: None, colour: None }
    }

    /// One page's operations.
    pub fn page(&mut self, page: &Page) -> Vec<Op> {
        for layer in &page.layers {
            let height = if let Some(place) = &layer.place {
                self.ops.push(Op::SaveGraphicsState);
                self.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix(place, layer.size, page.size)) });
                layer.size.height
            } else {
                page.size.height
            };
            self.layer(&layer.inks, height);
            if layer.place.is_some() {
                self.ops.push(Op::RestoreGraphicsState);
            }
            // What was set inside is forgotten outside, and nothing carries over to the next page.
            (self.font, self.colour) = (None, None);
        }
        std::mem::take(&mut self.ops)
    }

    fn layer(&mut self, inks: &[Ink], height: f32) {
        for ink in inks {
            if let Ink::Fill { rect, slant, colour } = ink {
                self.colour(*colour);
                self.ops.push(fill(&upside(rect, height), *slant));
            }
        }
        self.ops.push(Op::StartTextSection);
        for ink in inks {
            if let Ink::Text { line, left, baseline, size, colour } = ink {
                self.colour(*colour);
                self.line(line, *left, height - *baseline, *size);
            }
        }
        self.ops.push(Op::EndTextSection);
    }

    fn colour(&mut self, colour: Colour) {
        if self.colour != Some(colour) {
            let [r, g, b] = colour.rgb();
            self.ops.push(Op::SetFillColor { col: Color::Rgb(Rgb { r, g, b, icc_profile: None }) });
            self.colour = Some(colour);
        }
    }

    fn line(&mut self, line: &Line, left: f32, baseline: f32, size: f32) {
        let mut run: Option<Run> = None;
        let mut index = 0;
        while index < line.marks.len() {
            let silent = line.marks[index + 1..].iter().take_while(|mark| mark.said == Said::Nothing).count();
            let cluster = &line.marks[index..=index + silent];
            let spoken = self.spoken(cluster);
            if let Some(text) = &spoken {
                self.flush(&mut run);
                self.ops.push(actual_text(text));
            }
            for mark in cluster {
                self.mark(&mut run, mark, left, baseline, size);
            }
            if spoken.is_some() {
                self.flush(&mut run);
                self.ops.push(Op::EndMarkedContent);
            }
            index += cluster.len();
        }
        self.flush(&mut run);
    }

    /// Settles what the glyphs of a cluster say. If the font already says otherwise of one of them, what the
    /// cluster says is returned, to be written beside it.
    fn spoken(&mut self, cluster: &[Mark]) -> Option<String> {
        let mut differs = false;
        let mut whole = String::new();
        for mark in cluster {
            let code = self.subsets.code(mark);
            let said = match &mark.said {
                Said::Char(c) => c.encode_utf8(&mut [0; 4]).to_owned(),
                Said::Text(text) => text.clone().into_string(),
                Said::Nothing => String::new(),
            };
            whole.push_str(&said);
            differs |= *self.says.entry(code).or_insert_with(|| said.clone()) != said;
        }
        differs.then_some(whole)
    }

    fn mark(&mut self, run: &mut Option<Run>, mark: &Mark, left: f32, baseline: f32, size: f32) {
        let code = self.subsets.code(mark);
        let font = (code.family, code.extra, size);
        let (x, y) = (left + mark.x * size, baseline + mark.y * size);
        // Distances on one baseline are whole thousandths of an em; what is rounded off never adds up.
        let wanted = |run: &Run| ((x - run.x) * 1000.0 / size).round();
        let reach = 30_000.0;
        let goes_on = self.font == Some(font) && run.as_ref().is_some_and(|run| same(run.y, y) && wanted(run).abs() < reach);
        if !goes_on {
            self.flush(run);
            if self.font != Some(font) {
                let id = id(code.family, code.extra);
                self.ops.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(size) });
                self.font = Some(font);
            }
        }
        let run = run.get_or_insert_with(|| Run { x, y, pen: 0, glyphs: Vec::new() });
        let kern = run.pen - to_i32(wanted(run));
        if kern != 0
            && let Some(last) = run.glyphs.last_mut()
        {
            last.offset = to_f32(kern);
            run.pen -= kern;
        }
        run.glyphs.push(Codepoint::with_cid(code.code, 0.0, self.says.get(&code).cloned().unwrap_or_default()));
        run.pen += self.subsets.width(code);
    }

    fn flush(&mut self, run: &mut Option<Run>) {
        if let Some(run) = run.take() {
            self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(run.x), Pt(run.y)) });
            self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(run.glyphs)] });
        }
    }
}

fn same(a: f32, b: f32) -> bool {
    (a - b).abs() < 0.001
}

#[expect(clippy::cast_possible_truncation, reason = "lines are at most 30,000 thousandths of an em long")]
fn to_i32(number: f32) -> i32 {
    number as i32
}

/// The text that a viewer copies instead of what the glyphs say.
fn actual_text(text: &str) -> Op {
    let utf16 = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let text = DictItem::String { data: utf16, literal: false };
    let properties = DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), text)]) };
    Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties }
}

/// A filled rectangle, or a stripe that leans to the right.
fn fill(rect: &Rect, slant: f32) -> Op {
    let (low, high) = (rect.top, rect.bottom());
    let corners = [(rect.left, low), (rect.right() - slant, low), (rect.right(), high), (rect.left + slant, high)];
    let point = |(x, y): (f32, f32)| LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier: false };
    let ring = PolygonRing { points: corners.map(point).to_vec() };
    Op::DrawPolygon { polygon: Polygon { rings: vec![ring], mode: PaintMode::Fill, winding_order: WindingOrder::NonZero } }
}

/// From a card with its origin at the lower left to its place on a page with its origin at the lower left.
fn matrix(place: &Place, card: Size, page: Size) -> [f32; 6] {
    let point = |x: f32, y: f32| {
        let (x, y) = place.point(x, card.height - y);
        (x, page.height - y)
    };
    let ((x, y), (right_x, right_y), (up_x, up_y)) = (point(0.0, 0.0), point(1.0, 0.0), point(0.0, 1.0));
    [right_x - x, right_y - y, up_x - x, up_y - y, x, y]
}
