//! Story: what a visitor reads, in one language.

use domain::{
    campaign::{Document, Part, Source},
    checked::{FieldError, collect, one_line},
    form::Field,
    problem::Problem,
    prose::Prose,
};

use super::{At, PartForm, edition, line_or_nothing, prose};

domain::form! {
    /// What a visitor reads, in one language.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct StoryForm {
        title: String = Title,
        summary: String = Summary,
        story: String = Story,
        why: String = Why,
        what_to_do: String = WhatToDo,
        talking_points: String = TalkingPoints,
        /// One a line: a title, and the address at the end of the line.
        sources: String = Sources,
    }
}

/// In characters.
pub const TITLE_MAX: usize = 100;
/// In characters.
pub const SUMMARY_MAX: usize = 300;
/// The most sources of an edition.
pub const SOURCES_MAX: usize = 30;
/// The longest title of a source and the longest address, in characters.
pub const SOURCE_MAX: usize = 500;

impl PartForm for StoryForm {
    const PART: Part = Part::Story;

    fn of(document: &Document, at: At) -> Self {
        let Some(edition) = document.edition(at.language) else { return Self::default() };
        let text = |prose: &Prose| prose.source().to_owned();
        Self {
            title: edition.title.clone(),
            summary: edition.summary.clone(),
            story: text(&edition.story),
            why: text(&edition.why),
            what_to_do: text(&edition.what_to_do),
            talking_points: text(&edition.talking_points),
            sources: edition.sources.iter().map(|Source { title, url }| format!("{title} {url}")).collect::<Vec<_>>().join("\n"),
        }
    }

    fn put(&self, document: &mut Document, at: At) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let title = collect(&mut errors, Field::Title, one_line(&self.title, TITLE_MAX));
        let summary = collect(&mut errors, Field::Summary, line_or_nothing(&self.summary, SUMMARY_MAX));
        let story = prose(&mut errors, Field::Story, &self.story);
        let why = prose(&mut errors, Field::Why, &self.why);
        let what_to_do = prose(&mut errors, Field::WhatToDo, &self.what_to_do);
        let talking_points = prose(&mut errors, Field::TalkingPoints, &self.talking_points);
        let sources = collect(&mut errors, Field::Sources, sources(&self.sources));
        let (Some(title), Some(summary), Some(sources)) = (title, summary, sources) else { return Err(errors) };
        let (Some(story), Some(why), Some(what_to_do), Some(talking_points)) = (story, why, what_to_do, talking_points) else {
            return Err(errors);
        };
        let edition = edition(document, at)?;
        (edition.title, edition.summary, edition.sources) = (title, summary, sources);
        (edition.story, edition.why, edition.what_to_do, edition.talking_points) = (story, why, what_to_do, talking_points);
        Ok(())
    }
}

fn sources(typed: &str) -> Result<Vec<Source>, Problem> {
    let lines = typed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let sources = lines.map(|(place, line)| source(line).ok_or(Problem::SourceLine { line: place + 1 }));
    let sources: Vec<Source> = sources.collect::<Result<_, _>>()?;
    if sources.len() > SOURCES_MAX { Err(Problem::SourceLine { line: SOURCES_MAX + 1 }) } else { Ok(sources) }
}

/// A title, and an address at the end.
fn source(line: &str) -> Option<Source> {
    let line = one_line(line, SOURCE_MAX * 2).ok()?;
    let (title, url) = line.rsplit_once(char::is_whitespace)?;
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |c: char| !c.is_control() && !"<>\"'`\\".contains(c);
    let title = title.trim_end_matches([' ', ':', '–', '-', ',', '|']);
    (host.contains('.') && url.chars().all(plain) && !title.is_empty())
        .then(|| Source { title: title.to_owned(), url: url.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_title_and_an_address_a_line() {
        let typed = "Landmine Monitor 2025: https://monitor.example/2025?x=1\n\n  The treaty’s text  http://treaty.example \r\n";
        let found: Vec<_> = sources(typed).unwrap().into_iter().map(|source| (source.title, source.url)).collect();
        let expected =
            [("Landmine Monitor 2025", "https://monitor.example/2025?x=1"), ("The treaty’s text", "http://treaty.example")];
        assert_eq!(found, expected.map(|(title, url)| (title.to_owned(), url.to_owned())));
    }

    #[test]
    fn a_line_that_is_no_source_is_named() {
        for wrong in [
            "https://only.example",
            "No address",
            "A title javascript:alert(1)",
            "A title https://",
            "A title https://a.example/\"onload=",
            "A title ftp://a.example",
        ] {
            let typed = format!("One https://one.example\n{wrong}");
            assert_eq!(sources(&typed), Err(Problem::SourceLine { line: 2 }), "{wrong}");
        }
    }
}
