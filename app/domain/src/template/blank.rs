//! Blanks: what the supporter fills in.

/// A blank: `[[label]]`, or `[[label|limit]]` with a limit of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The label with everything but letters and digits made hyphens: `your-reason`.
    pub name: String,
    /// As it stands in the template: "your reason".
    pub label: String,
    /// The most characters it takes.
    pub max: usize,
}

impl Blank {
    /// The limit of a blank for which the template names none.
    pub const MAX: usize = 200;

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (label, max) = match text.rsplit_once('|') {
            Some((label, max)) => (label.trim(), max.trim().parse().ok().filter(|max| (1..=1000).contains(max))?),
            None => (text.trim(), Self::MAX),
        };
        let name: String = label
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
            .join("-");
        (!name.is_empty() && label.chars().count() <= 80).then(|| Self { name, label: label.to_owned(), max })
    }
}
