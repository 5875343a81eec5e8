//! What is wrong in an organiser's Markdown: where, and what to write in its place.

use crate::{checked::shown, problem::Problem};

/// Something that is not read, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Line {line}, “{near}”: {fault}")]
pub struct ProseProblem {
    /// As its writer counts them, from 1.
    pub line: usize,
    /// How it begins.
    pub near: String,
    pub fault: ProseFault,
}

macro_rules! faults {
    ($($(#[$about:meta])* $fault:ident = $code:literal, $message:literal;)*) => {
        /// Why it is not read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        pub enum ProseFault {
            $($(#[$about])* #[error($message)] $fault,)*
        }

        impl ProseFault {
            pub const ALL: &'static [Self] = &[$(Self::$fault),*];

            /// As [`Problem::code`](crate::problem::Problem::code).
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$fault => $code,)*
                }
            }
        }
    };
}

faults! {
    Html = "prose-html", "HTML is not read here. Take it out. To show the sign itself, write a backslash before it: \\<";
    /// Between backticks, or behind `~~~`.
    Code = "prose-code", "This is code, which is not shown here. Take out the signs ` and ~~~, and for an apostrophe write ’.";
    /// By four spaces.
    Indented = "prose-indented", "With so much space before it, this line is code, which is not shown here. Take the space out.";
    Table = "prose-table", "Tables are not shown here. Write a list, with a line for each row.";
    Footnote = "prose-footnote", "Footnotes are not shown here. Write the note in the text.";
    Rule = "prose-rule", "Lines across the page are not shown here. Take it out, or write a heading, as in # Heading.";
    /// More than two levels.
    HeadingDepth = "prose-heading-depth", "Headings have two levels, # and ##. Write one of these, or **strong** words.";
    HeadingEmpty = "prose-heading-empty", "This heading has no words. Write them after the mark. To show the sign # itself, write \\# in its place.";
    /// In a list or a quotation.
    HeadingInside = "prose-heading-inside", "A heading cannot stand in a list or in a quotation. Write **strong** words here.";
    Nesting = "prose-nesting", "Too many marks stand one in another here. Take some of them out.";
    /// No scheme that is followed.
    LinkScheme = "prose-link-scheme", "A link leads to an address that begins with https://, http:// or mailto:. Write it in full, as in [our page](https://example.org).";
    /// The right scheme, and no address behind it.
    LinkAddress = "prose-link-address", "This is not a whole address. Copy it again, without spaces, quotation marks and backslashes.";
    LinkEmpty = "prose-link-empty", "This link has no words. Write between [ and ] where it leads.";
    LinkTitle = "prose-link-title", "Take out what stands in quotation marks after the address. It would not be shown.";
    /// `[1]: https://…` on a line of its own.
    LinkApart = "prose-link-apart", "Write the address beside the words of the link, as in [our page](https://example.org), and take this line out. To show the line as it is, begin it with \\[.";
    PictureElsewhere = "prose-picture-elsewhere", "Only the campaign’s own pictures are shown. Add the picture to the campaign, then write its name, as in ![what it shows](artwork:…).";
    PictureText = "prose-picture-text", "Write between ![ and ] what the picture shows, in at most 300 characters, for those who cannot see it.";
    /// Text beside it, or in a list or a quotation.
    PictureBeside = "prose-picture-beside", "A picture stands alone. Put an empty line before it and after it, outside of lists and quotations.";
    /// `&#…;` for something that is not seen.
    Entity = "prose-entity", "This stands for a character that nobody sees. Take it out. To show the sign & itself, write \\& in its place.";
}

impl ProseProblem {
    /// The most of a text that is quoted, in characters.
    const NEAR_MAX: usize = 40;

    /// `part` is what the problem is, from its beginning.
    pub(super) fn new(line: usize, part: &str, fault: ProseFault) -> Self {
        let first = shown(part.trim_start().lines().next().unwrap_or_default());
        let mut near: String = first.chars().take(Self::NEAR_MAX).collect();
        if near.len() < first.len() {
            near.push('…');
        }
        Self { line, near, fault }
    }
}

/// For whoever reads a file: each with what to do.
pub(super) fn listed(problems: &[Problem]) -> String {
    let said = problems.iter().map(|problem| match problem {
        Problem::Prose(problem) => problem.to_string(),
        Problem::Text(error) => error.to_string(),
        other => other.code().to_owned(),
    });
    said.collect::<Vec<_>>().join(" ")
}
