//! From Markdown to the tree. No step calls itself: however deep a text nests, the stack of the program stays as it is, and what is
//! nested more than [`Prose::NESTING_MAX`] times is a problem.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag};

use super::{
    Block, Inline, Level, Link, LinkTarget, List, Picture, Prose, ProseFault, ProseProblem, link::linked, plain::words_of,
};
use crate::{
    artwork::{AlternativeText, ArtworkId},
    checked::{is_blank, one_line},
    problem::Problem,
};

/// What stands before the name of an artwork in a picture's address.
const ARTWORK: &str = "artwork:";

/// Takes the space before lines that are in no list: people begin paragraphs with it, and Markdown would read code. In a list it
/// says what belongs to what, and stays, counted from where the list begins.
pub(super) fn without_idle_indentation(text: &str) -> String {
    // Where the list begins that the line may belong to.
    let mut list: Option<usize> = None;
    let mut after_empty = true;
    let lines = text.split('\n').map(|line| {
        let rest = line.trim_start_matches(' ');
        let indentation = line.len() - rest.len();
        let begins_item = is_item(rest);
        if !rest.is_empty() && !begins_item && indentation == 0 && after_empty {
            list = None;
        }
        after_empty = rest.is_empty();
        if begins_item && list.is_none() {
            list = Some(indentation);
        }
        let kept = list.map_or(0, |begin| indentation.saturating_sub(begin));
        &line[indentation - kept..]
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn is_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marks = if digits == 0 { ['-', '+', '*'].as_slice() } else { ['.', ')'].as_slice() };
    line[digits..].strip_prefix(marks).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Reads a mended text.
pub(super) fn read(source: &str) -> Result<Vec<Block>, Vec<Problem>> {
    // These are switched on to be refused: else they would be shown as rows of signs.
    let parser = Parser::new_ext(source, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES);
    let mut apart: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
    apart.sort_by_key(|span| span.start);
    let mut reader = Reader { source, ..Reader::default() };
    for (event, place) in parser.into_offset_iter() {
        if reader.problems.len() == Prose::PROBLEMS_MAX {
            break;
        }
        reader.event(event, place);
    }
    let Reader { blocks, mut problems, .. } = reader;
    problems.extend(apart.into_iter().take(Prose::PROBLEMS_MAX).map(|span| problem(source, &span, ProseFault::LinkApart)));
    problems.sort_by_key(|problem| problem.line);
    problems.truncate(Prose::PROBLEMS_MAX);
    if problems.is_empty() { Ok(blocks) } else { Err(problems.into_iter().map(Problem::Prose).collect()) }
}

fn problem(source: &str, place: &Range<usize>, fault: ProseFault) -> ProseProblem {
    let (before, from) = source.split_at(place.start);
    let skipped = from.len() - from.trim_start_matches(['\n', ' ']).len();
    let line = before.matches('\n').count() + from[..skipped].matches('\n').count() + 1;
    ProseProblem::new(line, &source[place.clone()], fault)
}

/// What is being read and has not ended yet.
#[derive(Debug)]
struct Open {
    what: What,
    place: Range<usize>,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    items: Vec<Vec<Block>>,
    /// The picture that a paragraph holds, with its place.
    picture: Option<(Picture, Range<usize>)>,
    /// Something in it was a problem, so that what is left says nothing about it.
    lacks: bool,
}

#[derive(Debug)]
enum What {
    Heading(Level),
    Paragraph,
    List(Option<u64>),
    Item,
    Quotation,
    Strong,
    Emphasis,
    Link(LinkTarget),
    Picture(ArtworkId),
}

impl What {
    /// Counts for [`Prose::NESTING_MAX`].
    const fn nests(&self) -> bool {
        matches!(self, Self::List(_) | Self::Quotation | Self::Strong | Self::Emphasis | Self::Link(_))
    }
}

impl Open {
    const fn new(what: What, place: Range<usize>) -> Self {
        Self { what, place, blocks: Vec::new(), inlines: Vec::new(), items: Vec::new(), picture: None, lacks: false }
    }

    /// The words of a list's item come without a paragraph around them if no empty line is in the list.
    fn end_paragraph(&mut self) {
        if !self.inlines.is_empty() {
            let inlines = std::mem::take(&mut self.inlines);
            self.blocks.push(Block::Paragraph(inlines));
        }
    }
}

#[derive(Debug, Default)]
struct Reader<'a> {
    source: &'a str,
    /// What has ended, of the outermost.
    blocks: Vec<Block>,
    /// From the outermost to the innermost.
    open: Vec<Open>,
    /// How many things are open of which only the outermost is a problem.
    passed_over: usize,
    /// The headings above, as they are marked.
    outline: Vec<HeadingLevel>,
    problems: Vec<ProseProblem>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(_) if self.passed_over > 0 => self.passed_over += 1,
            Event::Start(tag) => match self.begun(tag) {
                Ok(what) if what.nests() && self.nested() == Prose::NESTING_MAX => self.pass_over(&place, ProseFault::Nesting),
                Ok(what) => self.open.push(Open::new(what, place)),
                Err(fault) => self.pass_over(&place, fault),
            },
            Event::End(_) if self.passed_over > 0 => self.passed_over -= 1,
            Event::End(_) => self.end(),
            _ if self.passed_over > 0 => {}
            Event::Text(text) => self.text(&text, &place),
            Event::SoftBreak | Event::HardBreak => self.inline(Inline::LineBreak),
            Event::Html(_) | Event::InlineHtml(_) => self.refuse(&place, ProseFault::Html),
            Event::Rule => self.refuse(&place, ProseFault::Rule),
            Event::FootnoteReference(_) => self.refuse(&place, ProseFault::Footnote),
            // All but the first are extensions that are not switched on.
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {
                self.refuse(&place, ProseFault::Code);
            }
        }
    }

    fn begun(&mut self, tag: Tag<'_>) -> Result<What, ProseFault> {
        let titled = |title: &str, what| if title.is_empty() { what } else { Err(ProseFault::LinkTitle) };
        match tag {
            Tag::Paragraph => Ok(What::Paragraph),
            Tag::Heading { level, .. } => self.heading(level).map(What::Heading),
            Tag::List(first) => Ok(What::List(first)),
            Tag::Item => Ok(What::Item),
            Tag::BlockQuote(_) => Ok(What::Quotation),
            Tag::Strong => Ok(What::Strong),
            Tag::Emphasis => Ok(What::Emphasis),
            Tag::Link { link_type, dest_url, title, .. } => {
                let target = if link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.into_string() };
                titled(&title, LinkTarget::parse(&target).map(What::Link))
            }
            Tag::Image { dest_url, title, .. } => {
                let artwork = dest_url.strip_prefix(ARTWORK).and_then(|id| ArtworkId::parse(id).ok());
                titled(&title, artwork.map(What::Picture).ok_or(ProseFault::PictureElsewhere))
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => Err(ProseFault::Indented),
            Tag::HtmlBlock => Err(ProseFault::Html),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => Err(ProseFault::Table),
            Tag::FootnoteDefinition(_) => Err(ProseFault::Footnote),
            // All but the first are extensions that are not switched on.
            Tag::CodeBlock(CodeBlockKind::Fenced(_))
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => Err(ProseFault::Code),
        }
    }

    /// The level by the headings above it, whichever marks they have: no level is left out on the way down.
    fn heading(&mut self, marked: HeadingLevel) -> Result<Level, ProseFault> {
        if !self.open.is_empty() {
            return Err(ProseFault::HeadingInside);
        }
        self.outline.retain(|above| *above < marked);
        let level = match self.outline.len() {
            0 => Level::First,
            1 => Level::Second,
            _ => return Err(ProseFault::HeadingDepth),
        };
        self.outline.push(marked);
        Ok(level)
    }

    fn nested(&self) -> usize {
        self.open.iter().filter(|open| open.what.nests()).count()
    }

    fn refuse(&mut self, place: &Range<usize>, fault: ProseFault) {
        self.open.iter_mut().for_each(|open| open.lacks = true);
        let found = problem(self.source, place, fault);
        // `<b>` and `</b>` are one problem for who reads the list.
        let is_of_it = |known: &ProseProblem| fault == ProseFault::Html && (known.line, known.fault) == (found.line, fault);
        if !self.problems.iter().any(|known| *known == found || is_of_it(known)) {
            self.problems.push(found);
        }
    }

    fn pass_over(&mut self, place: &Range<usize>, fault: ProseFault) {
        self.refuse(place, fault);
        self.passed_over = 1;
    }

    fn inline(&mut self, inline: Inline) {
        let Some(open) = self.open.last_mut() else { return };
        match (open.inlines.last_mut(), inline) {
            (Some(Inline::Text(text)), Inline::Text(more)) => text.push_str(&more),
            (_, inline) => open.inlines.push(inline),
        }
    }

    fn text(&mut self, text: &str, place: &Range<usize>) {
        let is_entity = text != &self.source[place.clone()];
        if is_entity && !is_seen(text) {
            self.refuse(place, ProseFault::Entity);
        }
        self.inline(Inline::Text(text.to_owned()));
    }

    fn block(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(open) => {
                open.end_paragraph();
                open.blocks.push(block);
            }
            None => self.blocks.push(block),
        }
    }

    fn end(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        let has_own_link = |open: &Open| matches!(open.what, What::Link(_) | What::Picture(_));
        if !has_own_link(&open) && !self.open.iter().any(has_own_link) && self.nested() < Prose::NESTING_MAX {
            open.inlines = linked(std::mem::take(&mut open.inlines));
        }
        let is_empty = !open.lacks && words_of(&open.inlines).chars().all(is_blank);
        if matches!(open.what, What::Item | What::Quotation) {
            open.end_paragraph();
        }
        let Open { what, place, blocks, inlines, items, picture, lacks } = open;
        match what {
            What::Heading(_) if is_empty => self.refuse(&place, ProseFault::HeadingEmpty),
            What::Heading(level) => self.block(Block::Heading(level, inlines)),
            What::Paragraph => match picture {
                None => self.block(Block::Paragraph(inlines)),
                Some((picture, _)) if inlines.is_empty() => self.block(Block::Picture(picture)),
                Some((_, place)) => self.refuse(&place, ProseFault::PictureBeside),
            },
            What::List(first) => self.block(Block::List(List { first, items })),
            What::Item => {
                if let Some(list) = self.open.last_mut() {
                    list.items.push(blocks);
                }
            }
            What::Quotation => self.block(Block::Quotation(blocks)),
            What::Strong => self.inline(Inline::Strong(inlines)),
            What::Emphasis => self.inline(Inline::Emphasis(inlines)),
            What::Link(_) if is_empty => self.refuse(&place, ProseFault::LinkEmpty),
            What::Link(target) => self.inline(Inline::Link(Link { target, text: inlines })),
            What::Picture(_) if lacks => {}
            What::Picture(artwork) => self.picture(artwork, &inlines, place),
        }
    }

    fn picture(&mut self, artwork: ArtworkId, shows: &[Inline], place: Range<usize>) {
        let Ok(alternative_text) = AlternativeText::parse(&words_of(shows).replace('\n', " ")) else {
            return self.refuse(&place, ProseFault::PictureText);
        };
        match self.open.as_mut_slice() {
            [Open { what: What::Paragraph, inlines, picture: known @ None, .. }] if inlines.is_empty() => {
                *known = Some((Picture { artwork, alternative_text }, place));
            }
            _ => self.refuse(&place, ProseFault::PictureBeside),
        }
    }
}

/// Whether what stands for a character stands for one that may be in a text of ours.
fn is_seen(text: &str) -> bool {
    let between = format!("x{text}x");
    one_line(&between, Prose::MAX).is_ok_and(|line| line == between)
}
