//! From text to glyphs: fonts chosen, shaped, and then broken into [`lines`]. All lengths here are in em, so that a text is
//! shaped once and can then be tried at every size.

mod breaks;
mod emoji;
mod lines;
mod missing;
mod runs;

use std::{cell::RefCell, ops::Range, rc::Rc};

use harfrust::{Buffer, Direction, Language, Script, ShapeOptions, ShapePlan, ShaperFont};
use unicode_bidi::{BidiInfo, Level};
use usecases::ports::press::PressError;
use words::Locale;

use self::{
    missing::Missing,
    runs::{Cluster, Glyph, Run, clusters},
};
use crate::fonts::{FaceId, Fonts, family::Family, said::Said, scripts::Readers};

/// A glyph on a line. `x` and `y` are from the line's start on its baseline, y upwards.
#[derive(Debug, Clone)]
pub struct Mark {
    pub face: FaceId,
    pub glyph: u16,
    pub x: f32,
    pub y: f32,
    pub said: Said,
}

/// A line in visual order, without the space at its end.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub marks: Vec<Mark>,
    /// The words whose glyphs cannot say them one by one, with the text to copy. In order; no two overlap.
    pub spans: Vec<Span>,
    pub width: f32,
    /// The paragraph runs from right to left, so that its lines hang from the right.
    pub rtl: bool,
    /// How far letters of the paragraph reach out of their line at its ends.
    pub left: f32,
    pub right: f32,
}

/// Neighbours on a line that say something together.
#[derive(Debug, Clone)]
pub struct Span {
    pub marks: Range<usize>,
    pub said: Box<str>,
}

/// How far letters reach above and below their baseline, and out of their line at its ends, in em, all positive.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reach {
    pub above: f32,
    pub below: f32,
    pub left: f32,
    pub right: f32,
}

/// A text without line breaks, shaped.
#[derive(Debug)]
pub struct Paragraph {
    text: String,
    runs: Vec<Run>,
    clusters: Vec<Cluster>,
    /// Something in it runs from right to left.
    mixed: bool,
    /// It begins at the right.
    rtl: bool,
    /// Of what is taller or deeper than what the leading was made for, if anything is.
    tall: Option<Reach>,
}

impl Paragraph {
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the glyphs, one after the other, say the text: they do from left to right, in scripts that have a glyph for
    /// each letter.
    pub const fn is_plain(&self) -> bool {
        !self.mixed && self.tall.is_none()
    }

    /// The reach of tall letters, if there are such in this part. It is that of the whole paragraph, so that its lines
    /// stand evenly.
    pub fn tall(&self, range: &Range<usize>) -> Option<Reach> {
        self.tall.filter(|_| self.runs_in(range).iter().any(Run::may_be_tall))
    }

    /// The runs that have something in a range.
    fn runs_in(&self, range: &Range<usize>) -> &[Run] {
        let first = self.runs.partition_point(|run| run.range.end <= range.start);
        let last = self.runs.partition_point(|run| run.range.start < range.end);
        self.runs.get(first..last).unwrap_or_default()
    }
}

/// Shapes in one language.
pub struct Typesetter<'f> {
    fonts: &'f Fonts,
    language: Option<Language>,
    readers: Readers,
    /// How the texts of this document are shaped in installed faces: to find that out takes longer than to shape a word.
    plans: RefCell<Vec<(FaceId, Rc<ShapePlan>)>>,
    /// The language, if it is not that of the document.
    foreign: Option<Rc<str>>,
    /// Lines hang from the right, those of a code or a number too.
    from_right: bool,
}

/// Whether a character is never seen by itself and only changes its neighbours: joiners, marks of direction, variants. A
/// face need not have it, and taking it from another face would tear the neighbours apart.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a character ends a line: the line feed, and the others that Unicode and old systems have.
fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

impl<'f> Typesetter<'f> {
    pub fn new(fonts: &'f Fonts, language: &str, readers: Readers) -> Self {
        let plans = RefCell::default();
        Self { fonts, language: Language::new(language), readers, plans, foreign: None, from_right: false }
    }

    /// For a part of the document that is said in the language of whoever reads it.
    pub fn for_reader(&self, locale: Locale) -> Self {
        let (tag, language) = (locale.tag(), Language::new(locale.tag()));
        let foreign = (language != self.language).then(|| tag.into());
        let from_right = locale.direction() == domain::language::Direction::Rtl;
        Self { language, foreign, from_right, ..Self::new(self.fonts, tag, self.readers) }
    }

    /// The language, if it is not that of the document.
    pub fn foreign(&self) -> Option<Rc<str>> {
        self.foreign.clone()
    }

    pub fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    /// A text in capitals. A letter stays small if no font has its capital: some capitals are new in Unicode.
    pub fn capitals(&self, text: &str, family: Family) -> String {
        let has = |c: char| {
            let script = harfrust::unicode::script(u32::from(c));
            family.fallbacks().into_iter().any(|family| self.fonts.face(family).covers(c))
                || self.fonts.choose(c, script, family, self.readers).is_some()
        };
        let mut capitals = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_ascii() || c.to_uppercase().eq([c]) || !c.to_uppercase().all(has) {
                capitals.push(c.to_ascii_uppercase());
            } else {
                capitals.extend(c.to_uppercase());
            }
        }
        capitals
    }

    /// Shapes each line of a text.
    pub fn paragraphs(&self, text: &str, family: Family) -> Result<Vec<Paragraph>, PressError> {
        text.replace("\r\n", "\n").split(ends_line).map(|line| self.paragraph(line, family)).collect()
    }

    /// Shapes a text that has no line breaks.
    pub fn paragraph(&self, text: &str, family: Family) -> Result<Paragraph, PressError> {
        let text = text.trim_end().replace('\t', " ");
        // Reading order is only worth computing where something runs from right to left, and the first such
        // character is Hebrew.
        let turns = text.chars().any(|c| c >= '\u{590}').then(|| BidiInfo::new(&text, None)).filter(BidiInfo::has_rtl);
        let mixed = turns.is_some();
        let rtl = turns.as_ref().and_then(|turns| turns.paragraphs.first()).is_some_and(|whole| whole.level.is_rtl());
        let rtl = rtl || self.from_right;
        let mut missing = Missing::default();
        let mut runs = self.itemise(&text, family, turns.as_ref().map(|turns| &turns.levels[..]));
        for run in &mut runs {
            run.glyphs = self.shape(&text, run.range.clone(), run, &mut missing)?;
        }
        missing.check(self.fonts)?;
        let clusters = clusters(&text, &runs);
        let tall = self.tall(&text, &runs);
        Ok(Paragraph { text, runs, clusters, mixed, rtl, tall })
    }

    fn tall(&self, text: &str, runs: &[Run]) -> Option<Reach> {
        let mut tall = None;
        for run in runs.iter().filter(|run| run.may_be_tall()) {
            let face = self.fonts.face(run.face);
            let reach = tall.get_or_insert_with(Reach::default);
            // From the word's beginning; a line may begin and end with any word.
            let (mut pen, mut right) = (0.0_f32, 0.0_f32);
            for glyph in &run.glyphs {
                let ink = face.bounds(glyph.id);
                reach.above = reach.above.max(ink.above + glyph.dy);
                reach.below = reach.below.max(ink.below - glyph.dy);
                // How the letters of the build reach out of their line at its ends, everyone is used to.
                if run.face.is_built_in() {
                    continue;
                }
                if text[glyph.cluster..].starts_with(char::is_whitespace) {
                    reach.right = reach.right.max(right - pen);
                    (pen, right) = (0.0, 0.0);
                    continue;
                }
                reach.left = reach.left.max(-(pen + glyph.dx + ink.left));
                right = right.max(pen + glyph.dx + ink.right);
                pen += glyph.advance;
            }
            reach.right = reach.right.max(right - pen);
        }
        tall
    }

    /// Cuts a text where direction, script or face change.
    fn itemise(&self, text: &str, family: Family, levels: Option<&[Level]>) -> Vec<Run> {
        let neutral = |script: Script| script == Script::COMMON || script == Script::INHERITED;
        let first = text.chars().map(|c| harfrust::unicode::script(u32::from(c))).find(|script| !neutral(*script));
        let (mut script, mut face) = (first.unwrap_or(Script::LATIN), FaceId::from(family));
        let mut runs: Vec<Run> = Vec::new();
        let (pictures, mut after_picture) = (emoji::may_have(text), 0);
        for (index, c) in text.char_indices() {
            if index < after_picture {
                continue;
            }
            if let Some((face, length)) = if pictures { self.picture(&text[index..], family) } else { None } {
                after_picture = index + length;
                let level = levels.map_or_else(Level::ltr, |levels| levels[index]);
                match runs.last_mut() {
                    Some(run) if run.level == level && run.face == face && run.is_pictures => run.range.end = after_picture,
                    _ => runs.push(Run { is_pictures: true, ..Run::new(index..after_picture, face, Script::COMMON, level) }),
                }
                continue;
            }
            let own = harfrust::unicode::script(u32::from(c));
            if !neutral(own) {
                script = own;
            }
            // A comma after a fallback letter stays in the letter's face, if it can. Digits of a text all look alike.
            if !(neutral(own) && !c.is_ascii_digit() && self.fonts.face(face).covers(c)) {
                face = self.face_for(c, script, family, runs.last()).unwrap_or(face);
            }
            let level = levels.map_or_else(Level::ltr, |levels| levels[index]);
            let end = index + c.len_utf8();
            match runs.last_mut() {
                Some(run) if run.level == level && run.script == script && run.face == face && !run.is_pictures => {
                    run.range.end = end;
                }
                _ => runs.push(Run::new(index..end, face, script, level)),
            }
        }
        runs
    }

    /// The emoji at the beginning of a text: its face, and its length in bytes. A sign that fonts of letters have too is an
    /// emoji only if it is typed as one.
    fn picture(&self, text: &str, family: Family) -> Option<(FaceId, usize)> {
        let first = text.chars().next()?;
        let length = emoji::first(text).or_else(|| {
            // A sign of no script that no face of letters has.
            let letters = || family.fallbacks().into_iter().any(|family| self.fonts.face(family).covers(first));
            // (Those of Chinese and Japanese are for their own fonts.)
            let is_sign = matches!(first, '\u{203C}'..'\u{3000}' | '\u{1F000}'..)
                && harfrust::unicode::script(u32::from(first)) == Script::COMMON;
            let drawn = is_sign && !is_invisible(first) && !letters();
            (drawn && self.fonts.draws(first)).then(|| first.len_utf8())
        })?;
        if self.fonts.draws(first) {
            return Some((FaceId::EMOJI, length));
        }
        // Newer than the face of the build: perhaps one that is installed has it.
        self.fonts.choose(first, Script::COMMON, family, self.readers).map(|face| (face, length))
    }

    /// The face for a character that the one before it does not decide. `None`: no font has it, or none needs to.
    fn face_for(&self, c: char, script: Script, family: Family, before: Option<&Run>) -> Option<FaceId> {
        let built_in = family.fallbacks().into_iter().find(|family| self.fonts.face(*family).covers(c));
        if let Some(family) = built_in.filter(|_| !is_invisible(c)) {
            return Some(family.into());
        }
        let goes_on = |run: &&Run| run.script == script && !run.face.is_built_in() && self.fonts.face(run.face).covers(c);
        match before.filter(goes_on) {
            // What some fonts have for control characters is no letter.
            // Nor has a space anything that another face would draw better.
            _ if is_invisible(c) || c.is_control() || c.is_whitespace() => None,
            Some(run) => Some(run.face),
            None => self.fonts.choose(c, script, family, self.readers),
        }
    }

    /// Shapes a part of a run.
    fn shape(&self, text: &str, range: Range<usize>, run: &Run, missing: &mut Missing) -> Result<Vec<Glyph>, PressError> {
        let mut glyphs = self.glyphs(text, &range, run, &|_, c| run.is_pictures && c == '\u{FE0F}')?;
        // Where a face has no drawing of a sign in this tone of skin, the tone would stand beside it as a patch.
        if run.is_pictures && text[range.clone()].contains(emoji::is_tone) {
            let charmap = self.fonts.face(run.face).font.charmap();
            let tones: Vec<u32> = emoji::TONES.filter_map(|c| charmap.map_unicode(c)).map(harfrust::GlyphId::to_u32).collect();
            if glyphs.iter().any(|glyph| tones.contains(&u32::from(glyph.id))) {
                glyphs = self.glyphs(text, &range, run, &|index, c| c == '\u{FE0F}' || index > 0 && emoji::is_tone(c))?;
            }
        }
        self.name(text, &range, run, &mut glyphs, missing);
        Ok(glyphs)
    }

    /// The glyphs of a part of a run, but for characters that are left out, by their place in it.
    fn glyphs(
        &self,
        text: &str,
        range: &Range<usize>,
        run: &Run,
        left_out: &dyn Fn(usize, char) -> bool,
    ) -> Result<Vec<Glyph>, PressError> {
        let face = self.fonts.face(run.face);
        let direction = if run.level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight };
        let mut buffer = Buffer::new();
        buffer.set_pre_context(&text[..range.start]);
        for (index, c) in text[range.clone()].char_indices().filter(|(index, c)| !left_out(*index, *c)) {
            // A paragraph longer than u32 does not fit into any letter.
            buffer.push(u32::from(c), u32::try_from(range.start + index).unwrap_or(u32::MAX));
        }
        buffer.set_post_context(&text[range.end..]);
        buffer.set_direction(direction);
        buffer.set_script(Some(run.script));
        buffer.set_language(self.language.clone());
        let known = self.language.as_ref().and_then(|language| self.fonts.plan(run.face, direction, run.script, language));
        let own = if known.is_none() { Some(self.plan(run, direction)) } else { None };
        let plan = known.or(own.as_deref());
        harfrust::shape(&ShaperFont::new(&face.font), &mut buffer, ShapeOptions::new().plan(plan))
            .map_err(|error| PressError::Failed(format!("shaping: {error}")))?;

        let scale = |units: i32| to_f32(units) / face.units_per_em;
        let infos = buffer.glyph_infos();
        let mut glyphs = Vec::with_capacity(infos.len());
        for (info, position) in infos.iter().zip(buffer.glyph_positions()) {
            glyphs.push(Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                cluster: usize::try_from(info.cluster).unwrap_or(usize::MAX),
                advance: scale(position.x_advance),
                dx: scale(position.x_offset),
                dy: scale(position.y_offset),
                unsafe_to_break: info.unsafe_to_break(),
                said: Said::Nothing,
            });
        }
        Ok(glyphs)
    }

    fn plan(&self, run: &Run, direction: Direction) -> Rc<ShapePlan> {
        let mut plans = self.plans.borrow_mut();
        let known = plans
            .iter()
            .find(|(face, plan)| *face == run.face && plan.direction() == direction && plan.script() == Some(run.script));
        if let Some((_, plan)) = known {
            return Rc::clone(plan);
        }
        let font = &self.fonts.face(run.face).font;
        let plan = Rc::new(ShapePlan::new(font, direction, Some(run.script), self.language.as_ref(), &[]));
        plans.push((run.face, Rc::clone(&plan)));
        plan
    }

    /// Gives each glyph the characters that it stands for, and notes what no font has.
    fn name(&self, text: &str, range: &Range<usize>, run: &Run, glyphs: &mut [Glyph], missing: &mut Missing) {
        let rtl = run.level.is_rtl();
        let face = self.fonts.face(run.face);
        let mut start = 0;
        while start < glyphs.len() {
            let from = glyphs[start].cluster;
            let len = glyphs[start..].iter().take_while(|glyph| glyph.cluster == from).count();
            // The cluster ends where the next begins: after it on the line, or before it from right to left.
            let next = if rtl { start.checked_sub(1) } else { Some(start + len) };
            let to = next.and_then(|next| glyphs.get(next)).map_or(range.end, |glyph| glyph.cluster);
            let said = &text[from..to];
            let group = &mut glyphs[start..start + len];
            if group.iter().any(|glyph| glyph.id == 0) {
                // Joints of what is missing are not missed.
                let lacks = |c: &char| !face.covers(*c) && !is_invisible(*c);
                missing.note(said.chars().filter(lacks));
            }
            let nominal = |(glyph, c): (&Glyph, char)| {
                face.font.charmap().map_unicode(c).is_some_and(|id| id.to_u32() == u32::from(glyph.id))
            };
            if let Some(only) = single(said) {
                group[0].said = Said::Char(if rtl { mirrored(only) } else { only });
            } else if !rtl && said.chars().count() == len && group.iter().zip(said.chars()).all(nominal) {
                for (glyph, c) in group.iter_mut().zip(said.chars()) {
                    glyph.said = Said::Char(c);
                }
            } else {
                // Readers take what a glyph says from right to left for visual order, and turn it round.
                let said: String = if rtl { said.chars().rev().collect() } else { said.to_owned() };
                group[0].said = Said::Text(said.into());
            }
            start += len;
        }
    }
}

/// The bracket that this one looks like from right to left. Readers take it for what it looks like.
fn mirrored(c: char) -> char {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»')];
    let other = |(open, close): &(char, char)| match c {
        _ if c == *open => Some(*close),
        _ if c == *close => Some(*open),
        _ => None,
    };
    PAIRS.iter().find_map(other).unwrap_or(c)
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Font units and pixels stay far below the 24 bits that an `f32` holds exactly.
#[expect(clippy::cast_precision_loss, reason = "font units are small")]
pub fn to_f32(number: i32) -> f32 {
    number as f32
}

#[cfg(test)]
mod tests;
