//! Places in a template as it was typed.
//!
//! A template is read from its text as it was meant ([`mended`]); what is said of it is marked in the text as it was typed.
//! Mending makes no bracket, takes none away and keeps their order. So the n-th bracket of the one is the n-th of the
//! other, and whatever is said of a template is said of brackets.

use std::ops::Range;

use crate::checked::{is_blank, mended, mended_line, with_line_feeds};

/// Which text of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
    Subject,
    Body,
}

/// A place in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub text: Text,
    /// In bytes of the text as it was typed.
    pub range: Range<usize>,
    /// Where it begins: the line, and in it the character, both from 1.
    pub line: usize,
    pub column: usize,
}

/// What is to be said of a place in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    pub spot: Spot,
    pub what: T,
}

/// A text as it was typed and as it was meant.
#[derive(Debug)]
pub(super) struct Typed<'a> {
    raw: &'a str,
    pub(super) mended: String,
    /// The bytes of all brackets, in both.
    brackets: [Vec<usize>; 2],
}

fn brackets(text: &str) -> Vec<usize> {
    text.match_indices(['{', '}', '[', ']']).map(|(at, _)| at).collect()
}

impl<'a> Typed<'a> {
    pub(super) fn subject(raw: &'a str) -> Self {
        Self::new(raw, mended_line(raw))
    }

    pub(super) fn body(raw: &'a str) -> Self {
        Self::new(raw, mended(raw))
    }

    fn new(raw: &'a str, mended: String) -> Self {
        Self { brackets: [brackets(raw), brackets(&mended)], raw, mended }
    }

    /// The place of a range of the mended text that begins and ends with a bracket, or begins with the first end of a line
    /// and goes to the end.
    pub(super) fn spot(&self, text: Text, mended: &Range<usize>) -> Spot {
        let range = self.between_brackets(mended).unwrap_or_else(|| self.after_first_line());
        let before = with_line_feeds(&self.raw[..range.start]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Spot { text, range, line, column }
    }

    fn between_brackets(&self, mended: &Range<usize>) -> Option<Range<usize>> {
        let [raw, known] = &self.brackets;
        let first = known.binary_search(&mended.start).ok()?;
        let last = known.partition_point(|at| *at < mended.end).checked_sub(1)?;
        Some(*raw.get(first)?..raw.get(last)? + 1)
    }

    fn after_first_line(&self) -> Range<usize> {
        let end = self.raw.trim_end_matches(is_blank).len();
        let start = self.raw.len() - self.raw.trim_start_matches(is_blank).len();
        let line_end = self.raw[start..].find(['\n', '\r']).map_or(start, |at| start + at);
        line_end..end.max(line_end)
    }
}
