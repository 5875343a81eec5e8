//! What shaping makes of a text: glyphs in runs of one face and direction, and the clusters between which lines can break.

use std::ops::Range;

use harfrust::Script;
use unicode_bidi::Level;

use super::breaks::breaks;
use crate::fonts::{FaceId, said::Said};

#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) id: u16,
    /// Byte index in the paragraph.
    pub(super) cluster: usize,
    pub(super) advance: f32,
    pub(super) dx: f32,
    pub(super) dy: f32,
    /// A line may not begin here without shaping what follows again.
    pub(super) unsafe_to_break: bool,
    pub(super) said: Said,
}

impl Glyph {
    /// Whether it stands on or under the letter before it, and takes no room of its own: readers put such marks before
    /// their letter, or into a line of their own.
    pub(super) fn is_mark(&self) -> bool {
        self.dy != 0.0 || self.advance == 0.0 && self.said != Said::Nothing
    }
}

/// Text of one direction, script and face.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) range: Range<usize>,
    pub(super) face: FaceId,
    pub(super) script: Script,
    pub(super) level: Level,
    /// Emoji, and nothing else.
    pub(super) is_pictures: bool,
    /// In visual order.
    pub(super) glyphs: Vec<Glyph>,
}

impl Run {
    pub(super) const fn new(range: Range<usize>, face: FaceId, script: Script, level: Level) -> Self {
        Self { range, face, script, level, is_pictures: false, glyphs: Vec::new() }
    }

    /// The glyphs of a range of the text. Clusters rise along the run, or fall from right to left.
    pub(super) fn within(&self, range: &Range<usize>) -> &[Glyph] {
        let (first, last) = if self.level.is_rtl() {
            let before = |at: usize| self.glyphs.partition_point(|glyph| glyph.cluster >= at);
            (before(range.end), before(range.start))
        } else {
            let before = |at: usize| self.glyphs.partition_point(|glyph| glyph.cluster < at);
            (before(range.start), before(range.end))
        };
        &self.glyphs[first..last]
    }

    /// Whether what stands on the two sides of a place was shaped as one.
    pub(super) fn joins(&self, at: usize) -> bool {
        self.within(&(at..at + 1)).iter().any(|glyph| glyph.unsafe_to_break)
    }

    pub(super) fn part(&self, range: &Range<usize>) -> Range<usize> {
        range.start.max(self.range.start)..range.end.min(self.range.end)
    }

    /// Whether its letters may be taller and deeper than those that the leading was made for: they are from an installed
    /// face, or marks are piled on them.
    pub(super) fn may_be_tall(&self) -> bool {
        !self.face.is_built_in() || self.glyphs.iter().any(|glyph| glyph.dy != 0.0)
    }

    /// Whether a part of it looks different alone: it begins or ends where letters are joined, or kerned over the cut.
    pub(super) fn is_torn(&self, part: &Range<usize>) -> bool {
        !part.is_empty() && *part != self.range && (self.joins(part.start) || self.joins(part.end))
    }
}

/// Glyphs that cannot be taken apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    pub(super) start: usize,
    pub(super) advance: f32,
    pub(super) space: bool,
    pub(super) may_begin_line: bool,
}

/// The clusters of all runs in the order of the text, with what is needed to break lines.
pub(super) fn clusters(text: &str, runs: &[Run]) -> Vec<Cluster> {
    let breaks = breaks(text);
    let mut next_break = breaks.iter().copied().peekable();
    let mut clusters: Vec<Cluster> = Vec::with_capacity(text.len());
    for run in runs {
        let first = clusters.len();
        for glyph in &run.glyphs {
            match clusters[first..].last_mut() {
                Some(cluster) if cluster.start == glyph.cluster => cluster.advance += glyph.advance,
                _ => {
                    let start = glyph.cluster;
                    clusters.push(Cluster { start, advance: glyph.advance, space: false, may_begin_line: false });
                }
            }
        }
        if run.level.is_rtl() {
            clusters[first..].reverse();
        }
    }
    let mut end = text.len();
    for cluster in clusters.iter_mut().rev() {
        // All of it: a space that is joined to something is not cut off the end of a line.
        cluster.space = text.get(cluster.start..end).is_some_and(|cluster| cluster.trim().is_empty());
        end = cluster.start;
    }
    for cluster in &mut clusters {
        while next_break.next_if(|at| *at < cluster.start).is_some() {}
        cluster.may_begin_line = next_break.peek() == Some(&cluster.start);
    }
    clusters
}
