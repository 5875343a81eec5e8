//! The parts of a campaign that are edited each by itself: what a form shows of a document, and what it makes of it.

mod dates;
mod difference;
mod letters;
mod look;
mod pace;
mod share;
mod story;
mod ways;

use domain::{
    campaign::{Document, Edition, Part},
    checked::{FieldError, TextError, one_line},
    form::{Field, Form},
    language::Language,
    problem::Problem,
    target::TargetKind,
};

pub use self::{
    dates::{DatesForm, GOAL_MAX},
    difference::{Difference, carry_over, difference},
    letters::{BODY_MAX, LettersForm, SUBJECT_MAX},
    look::{LookForm, SLOGAN_MAX},
    pace::PaceForm,
    share::{SHARE_TEXT_MAX, ShareForm, WON_MAX},
    story::{SOURCE_MAX, SOURCES_MAX, SUMMARY_MAX, StoryForm, TITLE_MAX},
    ways::WaysForm,
};

/// Where in a document a form is at home: in an edition, and there in the letter to a kind of targets. Parts that have
/// no words do not look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    pub language: Language,
    pub kind: Option<TargetKind>,
}

/// The form of a part.
pub trait PartForm: Form {
    const PART: Part;

    /// The form as the document fills it in.
    fn of(document: &Document, at: At) -> Self;

    /// Puts what was typed into the document: all of it, or nothing and every error.
    fn put(&self, document: &mut Document, at: At) -> Result<(), Vec<FieldError>>;
}

/// Looks at a document from elsewhere as if somebody had typed its parts: nothing comes in by a file that a form refuses. A
/// title may be missing, as in a draft. Letters are looked at where the document is read, and may have the faults of older
/// ones.
pub fn check(document: &Document) -> Result<(), Vec<FieldError>> {
    fn of<F: PartForm>(errors: &mut Vec<FieldError>, document: &Document, at: At) {
        if let Err(wrong) = F::of(document, at).put(&mut document.clone(), at) {
            let untitled = FieldError::new(Field::Title, TextError::Empty);
            errors.extend(wrong.into_iter().filter(|error| *error != untitled));
        }
    }
    let mut errors = Vec::new();
    for language in document.languages() {
        let at = At { language, kind: None };
        of::<StoryForm>(&mut errors, document, at);
        of::<LookForm>(&mut errors, document, at);
        of::<DatesForm>(&mut errors, document, at);
        of::<WaysForm>(&mut errors, document, at);
        of::<PaceForm>(&mut errors, document, at);
        of::<ShareForm>(&mut errors, document, at);
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// The edition of a place. Everything but a document that was changed meanwhile has it.
fn edition(document: &mut Document, at: At) -> Result<&mut Edition, Vec<FieldError>> {
    let gone = || vec![FieldError::new(Field::Languages, Problem::NotALanguage)];
    document.edition_mut(at.language).ok_or_else(gone)
}

/// One line that may be empty.
fn line_or_nothing(text: &str, limit: usize) -> Result<String, TextError> {
    match one_line(text, limit) {
        Err(TextError::Empty) => Ok(String::new()),
        line => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_shows_changes_nothing_when_it_is_saved() {
        fn check<F: PartForm>(document: &Document, at: At) {
            let mut saved = document.clone();
            F::of(document, at).put(&mut saved, at).unwrap();
            assert_eq!(saved, *document, "{:?}", F::PART);
        }
        for file in crate::starter::campaigns().unwrap() {
            let document = file.document;
            for language in document.languages() {
                let at = At { language, kind: None };
                check::<StoryForm>(&document, at);
                check::<LettersForm>(&document, at);
                check::<LookForm>(&document, at);
                check::<DatesForm>(&document, at);
                check::<WaysForm>(&document, at);
                check::<PaceForm>(&document, at);
                check::<ShareForm>(&document, at);
            }
        }
    }
}
