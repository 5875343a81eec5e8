//! Why a use case did not do what it was asked for. There is one type for all, since a page and an API answer each in
//! one place. Each says what to do next.

use domain::{
    Date,
    campaign::{DocumentError, Revision, ZoneName},
    checked::FieldError,
    form::{Field, Form as _},
    letter::Draft,
    paper::PaperFormat,
    problem::Problem,
    template::Template,
};
use jiff::SignedDuration;

use crate::{desk::Named, ports::StoreError, ports::press::PressError, post::Excess};

/// For people it is put into words where it is shown; for logs and the command line it is its code, with the cause.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nothing has that name.
    #[error("{}", self.code())]
    NotFound(Missing),
    /// Fields that the person can correct.
    #[error("{}", self.code())]
    Invalid(Vec<FieldError>),
    /// The campaign opens on this day.
    #[error("{}", self.code())]
    NotYetOpen(Date, ZoneName),
    /// The campaign closed on this day.
    #[error("{}", self.code())]
    Closed(Date, ZoneName),
    /// The campaign is paused.
    #[error("{}", self.code())]
    Paused,
    /// The campaign has reached its aim.
    #[error("{}", self.code())]
    Won,
    /// The office cannot be reached by this channel.
    #[error("{}", self.code())]
    ChannelUnavailable,
    #[error("{}", self.code())]
    TokenSpent(Spent),
    /// An idempotency key came with another request before.
    #[error("{}", self.code())]
    KeyReused,
    /// Signed in, but without this right.
    #[error("{}", self.code())]
    Forbidden(Named),
    /// The act is dangerous, and the sign-in was some time ago.
    #[error("{}", self.code())]
    SignInAgain,
    /// The site would have no owner any more.
    #[error("{}", self.code())]
    LastOwner,
    /// The person works elsewhere on the site too, so that only its owners may hold a link of theirs.
    #[error("{}", self.code())]
    Elsewhere,
    /// No mail server is set, so that no link can be mailed.
    #[error("{}", self.code())]
    NoMailServer,
    /// Links or codes were tried too often. Try again when this much time has passed.
    #[error("{}", self.code())]
    TooManyTries { again_in: SignedDuration },
    /// Others have saved the campaign meanwhile. Theirs is this revision.
    #[error("{}", self.code())]
    Overtaken(Revision),
    /// Others have imported or corrected targets since the preview was made.
    #[error("{}", self.code())]
    DirectoryChanged,
    /// No further letter is sent until this much time has passed.
    #[error("{}", self.code())]
    TooMany { of: Excess, again_in: SignedDuration },
    /// The line of documents is too long. Try again after this many seconds.
    #[error("{}", self.code())]
    Busy { again_in: u8 },
    #[error("the document could not be made: {0}")]
    Press(#[source] PressError),
    #[error("the store failed: {0}")]
    Store(#[from] StoreError),
    /// The campaigns that come with the program cannot be read.
    #[error("the starter campaigns cannot be read: {0}")]
    Starter(#[source] DocumentError),
}

impl Refusal {
    /// Its name for programs. It is the same in every version and language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound(missing) => missing.code(),
            Self::Invalid(_) => "invalid",
            Self::NotYetOpen(..) => "not-yet-open",
            Self::Closed(..) => "closed",
            Self::Paused => "paused",
            Self::Won => "won",
            Self::ChannelUnavailable => "channel-unavailable",
            Self::TokenSpent(Spent::Used) => "link-used",
            Self::TokenSpent(Spent::Expired) => "link-expired",
            Self::TokenSpent(Spent::Moved) => "link-moved",
            Self::TokenSpent(Spent::Code) => "link-code",
            Self::KeyReused => "key-reused",
            Self::Forbidden(_) => "forbidden",
            Self::SignInAgain => "sign-in-again",
            Self::LastOwner => "last-owner",
            Self::Elsewhere => "works-elsewhere",
            Self::NoMailServer => "no-mail-server",
            Self::TooManyTries { .. } => "too-many-tries",
            Self::Overtaken(_) => "overtaken",
            Self::DirectoryChanged => "directory-changed",
            Self::TooMany { .. } => "too-many",
            Self::Busy { .. } => "busy",
            Self::Press(_) => "press",
            Self::Store(_) => "store",
            Self::Starter(_) => "starter",
        }
    }
}

/// The thing that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Campaign,
    Target,
    Language,
    Letter,
    /// The letter behind a link in a mail of ours. There are many good reasons for that.
    MailedLetter,
    Token,
    State,
    Treaty,
    ClassCode,
    Artwork,
    /// A file that was uploaded.
    File,
    Person,
    Session,
    Page,
}

impl Missing {
    /// As [`Refusal::code`].
    pub const fn code(self) -> &'static str {
        match self {
            Self::Campaign => "no-campaign",
            Self::Target => "no-target",
            Self::Language => "no-language",
            Self::Letter => "no-letter",
            Self::MailedLetter => "no-mailed-letter",
            Self::Token => "no-link",
            Self::State => "no-state",
            Self::Treaty => "no-treaty",
            Self::ClassCode => "no-class-code",
            Self::Artwork => "no-artwork",
            Self::File => "no-file-kept",
            Self::Person => "no-person",
            Self::Session => "no-session",
            Self::Page => "no-page",
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
    /// The link was followed, and the code was not typed in time, or too many codes were wrong.
    Code,
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
            Self::MissingGlyph { characters, wanted } => (Field::Note, Problem::NoFont { characters, wanted }),
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
