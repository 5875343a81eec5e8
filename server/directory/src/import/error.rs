//! Errors of a file, in words for the person who has it.

use std::fmt;

use domain::grid::Unreadable;

/// Where in a file something is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ImportError {
    /// Counted from 1; 0 is the file as a whole.
    pub line: u64,
    /// The column's name in a table, a field's path in JSON and YAML: `[12].terms[-1].district`.
    pub column: String,
    pub reason: String,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, reason } = self;
        match (line, column.as_str()) {
            (0, WHOLE) => write!(f, "{reason}"),
            (0, _) => write!(f, "{column}: {reason}"),
            (_, WHOLE) => write!(f, "line {line}: {reason}"),
            _ => write!(f, "line {line}, column {column}: {reason}"),
        }
    }
}

/// The column of an error that is not in one.
const WHOLE: &str = "all";

impl ImportError {
    pub(crate) fn new(line: u64, column: impl Into<String>, reason: impl fmt::Display) -> Self {
        let reason = reason.to_string();
        // A reason may quote what stands in the file, and a file may hold anything.
        let cut = reason.char_indices().nth(REASON_MAX).map(|(at, _)| format!("{}…", &reason[..at]));
        Self { line, column: column.into(), reason: cut.unwrap_or(reason) }
    }

    /// Something that is wrong with a record as a whole, or with the file.
    pub(crate) fn whole(line: u64, reason: impl fmt::Display) -> Self {
        Self::new(line, WHOLE, reason)
    }
}

impl From<Unreadable> for ImportError {
    fn from(Unreadable { line, fault }: Unreadable) -> Self {
        Self::whole(line, fault)
    }
}

/// What is wrong with a file, as a reader of bytes hands it on.
#[derive(Debug, Clone)]
pub(super) struct Wrong(pub(super) Unreadable);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ImportError::from(self.0.clone()).fmt(f)
    }
}

impl std::error::Error for Wrong {}

/// Everything that is wrong with a file, of which nothing is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused {
    /// The first hundred errors, in the file's order.
    pub errors: Vec<ImportError>,
    /// How many more there are.
    pub more: usize,
}

impl Refused {
    pub(crate) fn add(&mut self, error: ImportError) {
        if self.errors.len() < ERRORS_MAX { self.errors.push(error) } else { self.more += 1 }
    }

    /// Adds an error that follows from any other, unless there is one.
    pub(crate) fn add_to_none(&mut self, error: ImportError) {
        if self.errors.is_empty() {
            self.add(error);
        }
    }

    /// Takes the value of a check, or adds its error.
    pub(crate) fn check<T>(&mut self, checked: Result<T, ImportError>) -> Option<T> {
        checked.map_err(|error| self.add(error)).ok()
    }

    /// Gives what was read, if nothing was wrong.
    pub(crate) fn or<T>(self, read: T) -> Result<T, Self> {
        if self.errors.is_empty() { Ok(read) } else { Err(self) }
    }
}

impl From<ImportError> for Refused {
    fn from(error: ImportError) -> Self {
        Self { errors: vec![error], more: 0 }
    }
}

/// A line for each error.
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for error in &self.errors {
            writeln!(f, "{error}")?;
        }
        if self.more > 0 {
            writeln!(f, "and {} more", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

/// How many errors are kept: a person mends a few and tries again.
const ERRORS_MAX: usize = 100;

/// The longest reason, in characters.
const REASON_MAX: usize = 240;
