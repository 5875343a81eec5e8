//! A shaped paragraph in lines: where each ends, and how it then stands.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use usecases::ports::press::PressError;

use super::{Glyph, Line, Mark, Paragraph, Run, Span, Typesetter};
use crate::{
    fonts::{family::Family, said::Said},
    text::missing::Missing,
};

/// A paragraph's lines as ranges of its text.
#[derive(Debug)]
pub struct Filled {
    pub lines: Vec<Range<usize>>,
    /// A word was longer than a line.
    pub broke_a_word: bool,
}

impl Paragraph {
    /// The width of some clusters, the space at their end left out.
    fn advance(&self, clusters: Range<usize>) -> f32 {
        let clusters = &self.clusters[clusters];
        let trailing = clusters.iter().rev().take_while(|cluster| cluster.space).count();
        clusters[..clusters.len() - trailing].iter().map(|cluster| cluster.advance).sum()
    }

    /// The first cluster after the line that begins with `first`, if nothing changes where it is cut.
    fn line_end(&self, first: usize, width: f32) -> Option<usize> {
        let mut pen = 0.0;
        for (index, cluster) in self.clusters.iter().enumerate().skip(first) {
            pen += cluster.advance;
            // A space may hang over the edge: nobody sees it.
            if !cluster.space && pen > width {
                return self.last_break(first, index);
            }
        }
        Some(self.clusters.len())
    }

    /// The last place up to `end` where the line that begins with `first` may end; inside a word if it is but one.
    fn last_break(&self, first: usize, end: usize) -> Option<usize> {
        let between = (first + 1..=end).rev().find(|index| self.clusters[*index].may_begin_line);
        between.or((end > first).then_some(end))
    }

    /// The text of some clusters.
    fn range(&self, clusters: Range<usize>) -> Range<usize> {
        let start = |index: usize| self.clusters.get(index).map_or(self.text.len(), |cluster| cluster.start);
        start(clusters.start)..start(clusters.end)
    }

    /// The part of a line that is seen: not the space at its end.
    fn seen(&self, range: &Range<usize>) -> Range<usize> {
        range.start..range.start + self.text[range.clone()].trim_end().len()
    }

    /// The width of the whole paragraph on one line.
    pub fn width(&self) -> f32 {
        self.advance(0..self.clusters.len())
    }
}

impl Typesetter<'_> {
    /// Breaks a paragraph, from a byte on at which a line begins, into lines that are at most so wide. `None` if a single
    /// cluster is wider.
    pub fn fill(&self, paragraph: &Paragraph, start: usize, width: f32) -> Option<Filled> {
        let inner = width - paragraph.tall.map_or(0.0, |tall| tall.left + tall.right);
        let mut filled = Filled { lines: Vec::new(), broke_a_word: false };
        let mut firsts = Vec::new();
        let mut first = paragraph.clusters.partition_point(|cluster| cluster.start < start);
        while first < paragraph.clusters.len() {
            let mut next = paragraph.line_end(first, inner)?;
            while !self.fits(paragraph, first..next, width) {
                next = paragraph.last_break(first, next - 1)?;
            }
            filled.broke_a_word |= paragraph.clusters.get(next).is_some_and(|cluster| !cluster.may_begin_line);
            firsts.push(first);
            first = next;
        }
        self.mend_widow(paragraph, &mut firsts, width);
        firsts.push(paragraph.clusters.len());
        filled.lines.extend(firsts.windows(2).map(|ends| paragraph.range(ends[0]..ends[1])));
        if paragraph.clusters.is_empty() {
            filled.lines.push(0..0);
        }
        Some(filled)
    }

    /// Whether a line fits as it is cut: without their neighbours letters may be wider, and those of installed faces may
    /// reach out of it. One that cannot be shaped does not fit.
    fn fits(&self, paragraph: &Paragraph, clusters: Range<usize>, width: f32) -> bool {
        let range = paragraph.range(clusters);
        let seen = paragraph.seen(&range);
        let torn = |run: &Run| run.is_torn(&run.part(&seen));
        let known = paragraph.tall.is_none() && !paragraph.runs_in(&seen).iter().any(torn);
        known || self.line(paragraph, &range).is_ok_and(|line| line.left + line.width + line.right <= width)
    }

    /// A single short word on the last line gets the word before it for company, where both fit and the line above is
    /// still more than half full. It costs no line.
    fn mend_widow(&self, paragraph: &Paragraph, firsts: &mut [usize], width: f32) {
        /// Of the line.
        const SHORT: f32 = 0.2;
        let [.., above, last] = firsts else { return };
        let count = paragraph.clusters.len();
        let breaks = |index: &usize| paragraph.clusters[*index].may_begin_line;
        let alone = breaks(last) && !(*last + 1..count).any(|index| breaks(&index));
        let Some(earlier) = (*above + 1..*last).rev().find(breaks).filter(|_| alone) else { return };
        let short = paragraph.advance(*last..count) < SHORT * width;
        let both = paragraph.advance(earlier..count) <= width && self.fits(paragraph, earlier..count, width);
        if short && both && paragraph.advance(*above..earlier) > width / 2.0 && self.fits(paragraph, *above..earlier, width) {
            *last = earlier;
        }
    }

    /// Lays a range of a paragraph on a line.
    pub fn line(&self, paragraph: &Paragraph, range: &Range<usize>) -> Result<Line, PressError> {
        let range = paragraph.seen(range);
        let sides = paragraph.tall.unwrap_or_default();
        let mut line = Line { left: sides.left, right: sides.right, rtl: paragraph.rtl, ..Line::default() };
        if range.is_empty() {
            return Ok(line);
        }
        let runs = paragraph.runs_in(&range);
        if paragraph.mixed {
            // In the order in which they stand, not in which they are read.
            let levels: Vec<Level> = runs.iter().map(|run| run.level).collect();
            for index in BidiInfo::reorder_visual(&levels) {
                self.add(&mut line, paragraph, &runs[index], &range)?;
            }
        } else {
            for run in runs {
                self.add(&mut line, paragraph, run, &range)?;
            }
        }
        for mark in line.marks.iter().filter(|mark| !mark.face.is_built_in()) {
            let ink = self.fonts.face(mark.face).bounds(mark.glyph);
            line.left = line.left.max(-(mark.x + ink.left));
            line.right = line.right.max(mark.x + ink.right - line.width);
        }
        Ok(line)
    }

    /// Puts a space after a line whose text goes on. Nobody sees it. Without it, a reader that joins lines by their text and
    /// not by their places would make one word of two.
    pub fn end_word(&self, line: &mut Line, family: Family) {
        let Some(glyph) = self.fonts.face(family).font.charmap().map_unicode(' ') else { return };
        let glyph = u16::try_from(glyph.to_u32()).unwrap_or(0);
        line.marks.push(Mark { face: family.into(), glyph, x: line.width, y: 0.0, said: Said::Char(' ') });
    }

    /// Adds what a run has in the range to the end of a line.
    fn add(&self, line: &mut Line, paragraph: &Paragraph, run: &Run, range: &Range<usize>) -> Result<(), PressError> {
        let range = run.part(range);
        if range.is_empty() {
            return Ok(());
        }
        if run.is_torn(&range) {
            let again = self.shape(&paragraph.text, range.clone(), run, &mut Missing::default())?;
            line.extend(run, &again, &paragraph.text, &range);
        } else {
            line.extend(run, run.within(&range), &paragraph.text, &range);
        }
        Ok(())
    }
}

impl Line {
    /// Adds the glyphs of a part of a run.
    fn extend(&mut self, run: &Run, glyphs: &[Glyph], text: &str, range: &Range<usize>) {
        let first = self.marks.len();
        self.marks.reserve(glyphs.len());
        for glyph in glyphs {
            self.marks.push(Mark {
                face: run.face,
                glyph: glyph.id,
                x: self.width + glyph.dx,
                y: glyph.dy,
                said: glyph.said.clone(),
            });
            self.width += glyph.advance;
        }
        if !run.face.is_built_in() || run.level.is_rtl() || glyphs.iter().any(Glyph::is_mark) {
            self.spans.extend(
                spans(run, glyphs, text, range).map(|(marks, said)| Span { marks: first + marks.start..first + marks.end, said }),
            );
        }
    }
}

/// The words of a part of a run whose glyphs do not stand for one character each. A reader that puts such a word together
/// from its glyphs gets its letters in the order in which they are drawn.
fn spans(run: &Run, glyphs: &[Glyph], text: &str, range: &Range<usize>) -> impl Iterator<Item = (Range<usize>, Box<str>)> {
    let rtl = run.level.is_rtl();
    let mut words: Vec<Range<usize>> = Vec::new();
    for (index, c) in text[range.clone()].char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let at = range.start + index;
        match words.last_mut() {
            Some(word) if word.end == at => word.end = at + c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    if rtl {
        words.reverse();
    }
    words.into_iter().filter_map(move |word| {
        let inside = |glyph: &Glyph| word.contains(&glyph.cluster);
        let first = glyphs.iter().position(inside)?;
        let count = glyphs[first..].iter().take_while(|glyph| inside(glyph)).count();
        let plain = glyphs[first..first + count].iter().enumerate().all(|(index, glyph)| {
            matches!(glyph.said, Said::Char(_))
                && !glyph.is_mark()
                && (index == 0 || glyphs[first + index - 1].cluster != glyph.cluster)
        });
        // Readers take what is written beside glyphs from right to left for visual order, and turn it round.
        let said: Box<str> = if rtl { text[word].chars().rev().collect() } else { text[word].into() };
        (!plain).then_some((first..first + count, said))
    })
}

#[cfg(test)]
mod tests {
    use crate::text::tests::{said, with};

    #[test]
    fn lines_are_no_wider_than_asked_and_say_the_whole_text() {
        let text = "The quick brown fox jumps over the lazy dog, and Łódź, İstanbul, Αθήνα, Київ answer: an officer’s waffle.";
        with(text, |typesetter, paragraph| {
            for width in [4.0, 7.5, 20.0, 100.0] {
                let lines: Vec<_> = typesetter.fill(&paragraph, 0, width).unwrap().lines;
                let lines: Vec<_> = lines.iter().map(|range| typesetter.line(&paragraph, range).unwrap()).collect();
                assert!(lines.iter().all(|line| line.width <= width + 0.001), "{width}");
                assert_eq!(lines.iter().map(said).collect::<Vec<_>>().join(" ").replace(' ', ""), text.replace(' ', ""));
            }
        });
    }

    #[test]
    fn a_short_last_word_gets_company_at_no_cost_in_lines() {
        let lines = |text: &str, width: f32| {
            let mut lines = Vec::new();
            with(text, |typesetter, paragraph| {
                let filled = typesetter.fill(&paragraph, 0, width).unwrap();
                lines = filled.lines.iter().map(|range| text[range.clone()].trim_end().to_owned()).collect();
            });
            lines
        };
        // Greedily, “so” would stand alone; where the line above is one word, it has to.
        assert_eq!(lines("They lay one field of mines so", 12.0), ["They lay one field of", "mines so"]);
        assert_eq!(
            lines("Aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbb so", 10.5),
            ["Aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", "so"]
        );
        assert_eq!(
            lines("They lay one field of mines yesterday", 12.0),
            ["They lay one field of mines", "yesterday"],
            "not short"
        );
        assert_eq!(lines("One line", 12.0), ["One line"]);
    }

    #[test]
    fn a_space_that_is_joined_to_something_does_not_hang_over_the_edge() {
        with("officer\u{a0}\u{200d} waffle", |typesetter, paragraph| {
            for width in (0_i16..200).map(|step| 2.5 + f32::from(step) / 50.0) {
                for range in typesetter.fill(&paragraph, 0, width).unwrap().lines {
                    assert!(typesetter.line(&paragraph, &range).unwrap().width <= width + 0.001, "{width}");
                }
            }
        });
    }

    #[test]
    fn a_line_fits_as_it_is_cut() {
        // Kerning is lost where a line ends; so is a ligature.
        with("To AV-AV-To Ty-AV-fl-AV-Ty-AV-To-fAVTyAVffAV", |typesetter, paragraph| {
            for width in (0_i16..300).map(|step| 1.5 + f32::from(step) / 50.0) {
                for range in typesetter.fill(&paragraph, 0, width).unwrap().lines {
                    let line = typesetter.line(&paragraph, &range).unwrap();
                    assert!(line.width <= width + 0.001, "{} of {width}: {}", line.width, said(&line));
                }
            }
        });
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_and_reported() {
        with(&"x".repeat(50), |typesetter, paragraph| {
            let filled = typesetter.fill(&paragraph, 0, 10.0).unwrap();
            assert!(filled.broke_a_word && filled.lines.len() > 1);
            assert!(typesetter.fill(&paragraph, 0, 0.1).is_none(), "one letter is wider");
        });
    }
}
