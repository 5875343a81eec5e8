//! Why a use case did not do what it was asked for. There is one type for all, since a page and an API answer each in
//! one place. Each says what to do next.

use domain::{
    Date,
    campaign::ZoneName,
    checked::FieldError,
    form::{Field, Form as _},
    letter::Draft,
    paper::PaperFormat,
    problem::Problem,
    template::Template,
};
use jiff::SignedDuration;

use crate::{ports::StoreError, ports::press::PressError, post::Excess};

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nothing has that name.
    #[error("{}", .0.message())]
    NotFound(Missing),
    /// Fields that the person can correct.
    #[error("Some of what was entered needs a change.")]
    Invalid(Vec<FieldError>),
    #[error("This campaign opens on {0} ({place} time). Letters can be written from that day on.", place = .1.place())]
    NotYetOpen(Date, ZoneName),
    #[error("This campaign closed on {0} ({place} time) and takes no more letters. Other campaigns are on the front page.", place = .1.place())]
    Closed(Date, ZoneName),
    #[error("This office cannot be reached that way. Choose one of the other ways on the letter's page.")]
    ChannelUnavailable,
    #[error("{}", .0.message())]
    TokenSpent(Spent),
    #[error("This Idempotency-Key was used for another request. Use a new key for a new request.")]
    KeyReused,
    /// Signed in, but not for this.
    #[error("{0}")]
    Forbidden(&'static str),
    /// No further letter is sent until this much time has passed.
    #[error("{}", too_many(*.of, *.again_in))]
    TooMany { of: Excess, again_in: SignedDuration },
    /// The line of documents is too long. Try again after this many seconds.
    #[error("Many documents are being made right now. Please try again in {again_in} seconds; nothing was lost.")]
    Busy { again_in: u8 },
    #[error("The document could not be made. Please try again; if it happens again, tell the organiser.")]
    Press(#[source] PressError),
    #[error("Something on our side did not work. Nothing was lost and nothing was sent; please try again in a minute.")]
    Store(#[from] StoreError),
    /// The campaigns that come with the program cannot be read.
    #[error("The starter campaigns cannot be read: {0}")]
    Starter(#[source] serde_json::Error),
}

/// The sentence that says which limit was exceeded, what can be done at once, and when to try again.
fn too_many(of: Excess, again_in: SignedDuration) -> String {
    let time = in_words(again_in);
    match of {
        Excess::MailboxUnanswered => format!(
            "Several mails of ours wait in this mailbox. Open one, follow its link and press the button there: then you can write on at once. Otherwise try again {time}."
        ),
        Excess::Mailbox => format!(
            "Many letters were asked for with this email address today. Please go on {time}; you can print a card at once."
        ),
        Excess::NetworkUnanswered => format!(
            "Many letters were asked for from your network today, and wait for a yes from their writers’ mailboxes. If one is yours, follow the link in your mail. Please try again {time}; you can print a card or use your own mail at once."
        ),
        Excess::Network => format!(
            "Many letters were asked for from your network today. Please try again {time}; you can print a card or use your own mail at once."
        ),
    }
}

/// A time to wait, in words. It is rounded up, so that nobody comes too early.
fn in_words(time: SignedDuration) -> String {
    let minutes = (time.as_secs().max(1) + 59) / 60;
    let of = |count: i64, unit: &str| format!("in {count} {unit}{}", if count == 1 { "" } else { "s" });
    if minutes < 120 { of(minutes, "minute") } else { of((minutes + 59) / 60, "hour") }
}

/// The thing that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Campaign,
    Target,
    Language,
    Letter,
    Token,
    State,
    Treaty,
    ClassCode,
    Artwork,
    Page,
}

impl Missing {
    pub const fn message(self) -> &'static str {
        match self {
            Self::Campaign => "There is no campaign of that name. All campaigns are on the front page.",
            Self::Target => "This campaign does not write to that office. Choose one from the campaign's list.",
            Self::Language => "This campaign has no letter in that language. Choose one of its languages.",
            Self::Letter => "We know no such letter. Begin again from the campaign's page.",
            Self::Token => "This link is not one of ours, or it was cut short. Copy it again from the mail, whole.",
            Self::State => "There is no state with that code in our list of 197. All of them are on the page of the states.",
            Self::Treaty => "We know no treaty of that name. The map of the front page offers those that we know.",
            Self::ClassCode => {
                "There is no class set with that code. Check the twelve digits: they stand on the cover sheet of the set."
            }
            Self::Artwork => "There is no artwork of that name, or not any more: it was taken out of its campaign.",
            Self::Page => "There is no such page.",
        }
    }
}

/// Why a link that once worked no longer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spent {
    Used,
    Expired,
    /// The office moved its mailbox, was left, or is no longer one that the campaign writes to.
    Moved,
}

impl Spent {
    pub const fn message(self) -> &'static str {
        match self {
            Self::Used => "This link was used already. It works once.",
            Self::Expired => "This link is too old. Ask for a new one.",
            Self::Moved => {
                "The directory changed since you wrote: the letter would not reach this office any more. Nothing was sent. Begin again from the campaign's page."
            }
        }
    }
}

impl Refusal {
    /// The press's refusal of a letter on a paper, beside the field that has to be changed.
    pub fn of_letter(error: PressError, format: PaperFormat, draft: &Draft, template: &Template) -> Self {
        let paper = Some(format);
        let (field, problem) = match &error {
            PressError::TooLong { over } => too_long(*over, format, draft.longest(template)),
            PressError::ReturnAddressTooLong { over } => (Field::Address, Problem::ReturnAddressOver { over: *over, paper }),
            // The writer cannot shorten the office's address.
            PressError::AddressTooLong { over } => (Field::Format, Problem::AddressOver { over: *over, paper }),
            PressError::MissingGlyph { characters, .. } => match field_with(draft, characters) {
                Some(field) => return error.at(field),
                None => return error.into(),
            },
            _ => return error.into(),
        };
        Self::Invalid(vec![FieldError::new(field, problem)])
    }
}

/// The first field in which one of these characters was typed.
fn field_with(draft: &Draft, characters: &str) -> Option<Field> {
    let own = [Field::Note, Field::Name, Field::Place, Field::Address].map(|field| (field.clone(), draft.get(&field)));
    let mut fields = draft.blanks.pairs().into_iter().chain(own);
    // Addresses are printed in capitals.
    let is_missing = |c: char| characters.contains(c) || c.to_uppercase().any(|capital| characters.contains(capital));
    fields.find(|(_, typed)| typed.chars().any(is_missing)).map(|(field, _)| field)
}

/// The field to shorten when a text is this many characters too long for a paper, and the problem of it.
pub(crate) fn too_long(over: usize, format: PaperFormat, field: Option<Field>) -> (Field, Problem) {
    let problem = |own| Problem::TextOver { over, paper: Some(format), own };
    match field {
        Some(field) => (field, problem(true)),
        // All of the text is the campaign's.
        None => (Field::Format, problem(false)),
    }
}

impl PressError {
    /// Its refusal, at the field that was found to cause it. What nobody who writes can change is ours.
    pub fn at(self, field: Field) -> Refusal {
        match self.problem() {
            Some((_, problem)) => Refusal::Invalid(vec![FieldError::new(field, problem)]),
            None => Refusal::Press(self),
        }
    }

    /// What the writer can change, and the field that mostly causes it.
    fn problem(&self) -> Option<(Field, Problem)> {
        let paper = None;
        Some(match self.clone() {
            Self::Nothing | Self::FrontTooLong | Self::Failed(_) => return None,
            Self::AddressTooLong { over } => (Field::Target, Problem::AddressOver { over, paper }),
            Self::ReturnAddressTooLong { over } => (Field::Address, Problem::ReturnAddressOver { over, paper }),
            Self::NameTooLong { card } => (Field::Names, Problem::NameOnListTooLong { card }),
            Self::CreditTooLong => (Field::Credit, Problem::CreditTooLong),
            Self::CodeTooLong => (Field::Qr, Problem::CodeTooLong),
            Self::TooLong { over } => (Field::Note, Problem::TextOver { over, paper, own: true }),
            Self::HeadingTooLong => (Field::Note, Problem::HeadingTooLong),
            Self::MissingGlyph { script, characters, font } => (Field::Note, Problem::NoFont { script, characters, font }),
        })
    }
}

impl From<PressError> for Refusal {
    /// The writer can change what does not fit and what no font here has; any other failure is ours.
    fn from(error: PressError) -> Self {
        match error.problem() {
            Some((field, problem)) => Self::Invalid(vec![FieldError::new(field, problem)]),
            None => Self::Press(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_told_to_wait_is_told_for_how_long_and_never_too_short() {
        for (seconds, words) in [
            (0, "in 1 minute"),
            (60, "in 1 minute"),
            (61, "in 2 minutes"),
            (7140, "in 119 minutes"),
            (7141, "in 2 hours"),
            (7201, "in 3 hours"),
            (86_400, "in 24 hours"),
        ] {
            assert_eq!(in_words(SignedDuration::from_secs(seconds)), words, "{seconds}");
        }
    }
}
