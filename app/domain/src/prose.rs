//! Text that an organiser writes in Markdown, read into a small closed tree. Views, mails and paper render the tree; nobody
//! makes a string of HTML of it.
//!
//! ```text
//! # A heading        ## A smaller one
//! A line ends where yours ends; after an empty line begins a new paragraph.
//! **strong**         *emphasis*
//! [the treaty](https://un.example/treaty), https://un.example or [write to us](mailto:us@un.example)
//! - A list, with 1. in place of the hyphen a numbered one; with spaces before it, a list within a list
//! > Somebody's own words
//! ![A field of poppies](artwork:0a0a…), a picture of the campaign's own, between two empty lines
//! \* A backslash before a sign shows the sign
//! ```
//!
//! That is all. Whatever else Markdown has (HTML, code, tables, footnotes, lines across the page, links elsewhere) is a
//! [problem](ProseProblem) with its line and what to write in its place: nothing that somebody wrote is left out in silence.

mod fault;
mod link;
mod plain;
#[cfg(test)]
mod properties;
mod read;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use self::{
    fault::{ProseFault, ProseProblem},
    link::LinkTarget,
};
use crate::{
    artwork::{AlternativeText, ArtworkId},
    checked::{indented_lines, several_lines},
    problem::Problem,
};

/// A checked text with the tree that was read from it. It is stored as its source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    source: String,
    blocks: Vec<Block>,
}

/// What stands below what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Only at the top.
    Heading(Level, Vec<Inline>),
    Paragraph(Vec<Inline>),
    List(List),
    Quotation(Vec<Block>),
    /// Only at the top.
    Picture(Picture),
}

/// A second level stands only under a first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    First,
    Second,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The number of the first item; none has a list with bullets.
    pub first: Option<u64>,
    pub items: Vec<Vec<Block>>,
}

/// What stands side by side in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Link(Link),
    LineBreak,
}

/// Its text has no link in it, and says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub target: LinkTarget,
    pub text: Vec<Inline>,
}

/// An artwork of the campaign, with what it shows in this place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub artwork: ArtworkId,
    pub alternative_text: AlternativeText,
}

impl Prose {
    /// In characters of the source.
    pub const MAX: usize = 20_000;
    /// How many lists, quotations, links and stresses stand one in another at most.
    pub const NESTING_MAX: usize = 6;
    /// How many problems are listed at once.
    pub const PROBLEMS_MAX: usize = 20;

    /// Reads Markdown as it was typed. `Err` lists what is wrong, in the order of the lines.
    pub fn parse(typed: &str) -> Result<Self, Vec<Problem>> {
        let text = indented_lines(typed, Self::MAX).map_err(|error| vec![error.into()])?;
        let source = read::without_idle_indentation(&text);
        let blocks = read::read(&source)?;
        Ok(Self { source: source.trim_matches('\n').to_owned(), blocks })
    }

    /// The Markdown of paragraphs of plain text, which reads as they do.
    pub fn from_paragraphs(paragraphs: &[String]) -> Result<Self, Vec<Problem>> {
        let mended = paragraphs.iter().map(|paragraph| several_lines(paragraph, Self::MAX));
        let mended: Vec<String> = mended.collect::<Result<_, _>>().map_err(|error| vec![error.into()])?;
        let escaped: Vec<String> = mended.iter().map(|paragraph| plain::escaped(paragraph)).collect();
        Self::parse(&escaped.join("\n\n"))
    }

    /// The Markdown, mended: what an editor shows, and what is stored.
    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Plain text: paragraphs between empty lines, lists with bullets or numbers, `text (address)` for a link, what a
    /// picture shows in square brackets.
    pub fn to_text(&self) -> String {
        plain::text(&self.blocks)
    }

    /// The artworks that it shows, in their order.
    pub fn pictures(&self) -> impl Iterator<Item = &ArtworkId> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Picture(picture) => Some(&picture.artwork),
            Block::Heading(..) | Block::Paragraph(_) | Block::List(_) | Block::Quotation(_) => None,
        })
    }
}

impl Serialize for Prose {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = String::deserialize(deserializer)?;
        Self::parse(&source).map_err(|problems| serde::de::Error::custom(fault::listed(&problems)))
    }
}
