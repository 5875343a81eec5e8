//! Templates: a letter's subject and body with merge fields `{{target.salutation}}`, which we fill, and
//! blanks `[[your reason]]`, which the supporter fills.

mod blank;
mod check;
mod doubt;
mod error;
mod field;
mod insert;
mod offer;
mod only;
mod pieces;
mod spot;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use self::check::Wrong;
pub use self::{
    blank::Blank,
    check::{Fault, check},
    doubt::{Doubt, Personal, doubts},
    error::{Instead, TemplateError},
    field::MergeField,
    insert::{is_paragraph, to_insert},
    offer::{Becomes, Offer, apply, apply_all, offers, text_of_highlights},
    pieces::Piece,
    spot::{At, Spot, Text},
};
pub(crate) use self::{
    only::marked,
    pieces::{is_note, paragraphs, pieces},
};
use crate::{
    checked::{mended, mended_line},
    language::Language,
    treaty::Status,
};

/// A letter's text before it is filled in, checked: every field is known, every blank well formed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Template {
    subject: String,
    body: String,
}

impl Template {
    /// Refuses with the first of all faults that [`check()`] finds but those of a language.
    pub fn parse(subject: &str, body: &str) -> Result<Self, TemplateError> {
        Self::without(subject, body, |_| true)
    }

    /// As a template is read that was stored. Faults that were none when it was written are left to who edits it next.
    fn stored(subject: &str, body: &str) -> Result<Self, TemplateError> {
        Self::without(subject, body, |wrong| !wrong.was_taken)
    }

    fn without(subject: &str, body: &str, refused: impl Fn(&Wrong) -> bool) -> Result<Self, TemplateError> {
        let (subject, body) = (mended_line(subject), mended(body));
        let first = check::wrong(&subject, &body).into_iter().find(refused);
        first.map_or(Ok(Self { subject, body }), |wrong| Err(wrong.error))
    }

    /// The template for a target whose state has this status: without the paragraphs that are for others, and without
    /// marks. Where the status is not known, or there is no treaty, no marked paragraph stands.
    pub fn for_status(&self, status: Option<Status>) -> Cow<'_, Self> {
        if !paragraphs(&self.body).any(|paragraph| marked(paragraph).is_some()) {
            return Cow::Borrowed(self);
        }
        let stands = |paragraph| match marked(paragraph) {
            None => Some(paragraph),
            Some((statuses, text)) => status.is_some_and(|status| statuses.contains(&status)).then_some(text),
        };
        let body: Vec<&str> = paragraphs(&self.body).filter_map(stands).collect();
        Cow::Owned(Self { subject: self.subject.clone(), body: body.join("\n\n") })
    }

    /// The statuses for which it has paragraphs, in the order of the statuses.
    pub fn statuses(&self) -> Vec<Status> {
        let named: Vec<Status> = paragraphs(&self.body).filter_map(marked).flat_map(|(statuses, _)| statuses).collect();
        Status::ALL.into_iter().filter(|status| named.contains(status)).collect()
    }

    pub fn subject(&self) -> &str {
        &self.subject
    }

    pub fn body(&self) -> &str {
        &self.body
    }

    /// The blanks in the order in which a reader meets them, each once, also those of paragraphs for some states alone.
    pub fn blanks(&self) -> Vec<Blank> {
        let mut blanks: Vec<Blank> = Vec::new();
        for piece in pieces(&self.subject).chain(pieces(&self.body)).flatten() {
            if let Piece::Blank(blank) = piece
                && !blanks.iter().any(|known| known.name == blank.name)
            {
                blanks.push(blank);
            }
        }
        blanks
    }

    /// Refuses a field that we cannot fill in in the language of the letter: it would leave a hole in it.
    pub fn check_language(&self, language: Language) -> Result<(), TemplateError> {
        check::lacking(&self.subject, &self.body, language).next().map_or(Ok(()), |wrong| Err(wrong.error))
    }

    /// Whether the supporter may add a paragraph of their own.
    pub fn takes_note(&self) -> bool {
        paragraphs(&self.body).any(|paragraph| is_note(marked(paragraph).map_or(paragraph, |(_, text)| text)))
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw {
            subject: String,
            body: String,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::stored(&raw.subject, &raw.body).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_may_bring_its_limit_and_is_listed_once() {
        let template = Template::parse("On [[your town]]", "[[your reason|120]] [[your town]]").unwrap();
        let blanks: Vec<_> = template.blanks().into_iter().map(|blank| (blank.name, blank.max)).collect();
        assert_eq!(blanks, [("your-town".to_owned(), 200), ("your-reason".to_owned(), 120)]);
    }

    #[test]
    fn what_is_misspelt_is_refused_with_what_would_be_right() {
        let error = Template::parse("s", "{{target.nmae}}").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("{{target.nmae}} is not a field. Perhaps you mean {{target.name}}. These are: {{target.name}}, "),
            "{error}"
        );
        assert_eq!(Template::parse("s", "a {{b"), Err(TemplateError::NeverClosed("{{")));
        assert_eq!(Template::parse("s", "a [[b"), Err(TemplateError::NeverClosed("[[")));
        for blank in ["[[]]", "[[ ]]", "[[a|0]]", "[[a|1001]]", "[[a|x]]"] {
            assert!(matches!(Template::parse("s", blank), Err(TemplateError::NotABlank(_))), "{blank}");
        }
    }

    #[test]
    fn a_field_that_the_language_lacks_is_refused_with_what_to_write_in_its_place() {
        let jarai = Language::parse("jra").unwrap();
        for (field, instead) in [
            ("target.salutation", "Write the greeting in the template."),
            ("target.close", "Write the closing words in the template."),
            ("target.country", "Write the country’s name in the template."),
            ("treaty.name", "Write the treaty’s name in the template."),
            ("treaty.ask", "Write what is asked in the template."),
            ("treaty.request", "Write what is asked in the template."),
            ("target.country.object", "Write the country’s name in the template."),
        ] {
            let text = format!("a {{{{{field}}}}}");
            for template in [Template::parse(&text, "b"), Template::parse("s", &text)].map(Result::unwrap) {
                let error = template.check_language(jarai).unwrap_err().to_string();
                assert_eq!(error, format!("We have no words for {{{{{field}}}}} in the language “jra”. {instead}"));
                assert_eq!(template.check_language(Language::parse("es-419").unwrap()), Ok(()));
                // In another script than our words are written in.
                template.check_language(Language::parse("fr-Arab").unwrap()).unwrap_err();
            }
        }
        // Where names decline, the whole request is one field.
        let ask = Template::parse("s", "{{treaty.ask}} {{treaty.name}}").unwrap();
        assert_eq!(ask.check_language(Language::PT), Ok(()));
        let error = ask.check_language(Language::DE).unwrap_err().to_string();
        assert_eq!(error, "We have no words for {{treaty.ask}} in the language “de”. Write {{treaty.request}} in the template.");
        let own = "{{target.name}} [[why]]\n\n{{note}}\n\n{{sender.name}} {{sender.place}}";
        assert_eq!(Template::parse("s", own).unwrap().check_language(jarai), Ok(()));
    }

    #[test]
    fn the_own_paragraph_stands_alone_and_once() {
        assert!(Template::parse("s", "a\n\n{{note}}\n\nb").unwrap().takes_note());
        assert!(!Template::parse("s", "a\n\nb").unwrap().takes_note());
        assert_eq!(Template::parse("s", "a {{note}}"), Err(TemplateError::Note));
        assert_eq!(Template::parse("s", "{{note}}\n\n{{note}}"), Err(TemplateError::Note));
        assert_eq!(Template::parse("{{note}}", "a"), Err(TemplateError::Note));
        assert_eq!(Template::parse("a\nb", "a"), Err(TemplateError::SubjectLines));
    }

    #[test]
    fn a_marked_paragraph_stands_for_its_states_alone_and_its_mark_for_nobody() {
        let body = "{{target.salutation}}\n\n{{only signatory}}\nYou signed. [[a]]\nRatify.\n\n\n{{only not_party, withdrawn}}\n[[b]]\n\n{{only party}}\n{{note}}\n\nYours,\n{{sender.name}}";
        let template = Template::parse("About [[c]]", body).unwrap();
        let (first, last) = ("{{target.salutation}}\n\n", "\n\nYours,\n{{sender.name}}");
        for (status, between, blanks) in [
            (Some(Status::Signatory), "You signed. [[a]]\nRatify.", vec!["c", "a"]),
            (Some(Status::NotParty), "[[b]]", vec!["c", "b"]),
            (Some(Status::Withdrawn), "[[b]]", vec!["c", "b"]),
            (Some(Status::Party), "{{note}}", vec!["c"]),
        ] {
            let decided = template.for_status(status);
            assert_eq!((decided.subject(), decided.body()), ("About [[c]]", format!("{first}{between}{last}").as_str()));
            assert_eq!(decided.blanks().into_iter().map(|blank| blank.name).collect::<Vec<_>>(), blanks);
            assert_eq!(decided.takes_note(), status == Some(Status::Party));
            assert!(matches!(decided.for_status(None), Cow::Borrowed(_)), "it is decided once");
        }
        assert_eq!(template.for_status(None).body(), format!("{}{last}", first.trim_end()));
        assert_eq!((template.blanks().len(), template.takes_note()), (3, true));
        assert_eq!(template.statuses(), Status::ALL);
        let plain = Template::parse("s", "a\n\n\nb").unwrap();
        assert!(matches!(plain.for_status(Some(Status::Party)), Cow::Borrowed(_)), "a template without marks stays as it is");
        assert_eq!(plain.statuses(), []);
        let some = Template::parse("s", "{{only withdrawn, signatory}}\na\n\n{{only signatory}}\nb").unwrap();
        assert_eq!(some.statuses(), [Status::Signatory, Status::Withdrawn]);
    }

    #[test]
    fn what_was_taken_once_is_read_where_it_is_stored_and_no_longer_taken() {
        let read = |body: &str| serde_json::from_str::<Template>(&serde_json::json!({"subject": "s", "body": body}).to_string());
        for body in ["[[why|20]] [[why]]", "[[a [[b]]", "[[x[0]]", "[[a\nb]]"] {
            Template::parse("s", body).unwrap_err();
            assert_eq!(read(body).unwrap().blanks().len(), 1, "{body}");
        }
        assert_eq!(read("[[why|20]] [[why]]").unwrap().blanks()[0].max, 20, "the first limit counts, as it did");
        let error = read("{{only friends}}\na").unwrap_err().to_string();
        assert!(error.starts_with("“friends” is not a status."), "{error}");
    }
}
