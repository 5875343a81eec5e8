//! A letter that our server sends, on its way: how far it came, and the mails that it takes.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayState {
    AwaitingConfirmation,
    Queued,
    Accepted,
    /// Given up; the supporter was told, with their text.
    Failed,
}

impl RelayState {
    pub const ALL: [Self; 4] = [Self::AwaitingConfirmation, Self::Queued, Self::Accepted, Self::Failed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::Queued => "queued",
            Self::Accepted => "accepted",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Why a letter was given up whose office the directory does not have any more. It is kept where else stands what a mail
/// server said.
pub const OFFICE_MOVED: &str = "office moved";

/// The purpose of a mail in the queue. With the letter's id it names the mail: there is at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To the supporter: please confirm.
    Confirmation,
    /// To the target.
    Letter,
    /// To the supporter: it could not be delivered, here is your text.
    FailureNotice,
}

impl Purpose {
    pub const ALL: [Self; 3] = [Self::Confirmation, Self::Letter, Self::FailureNotice];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Letter => "letter",
            Self::FailureNotice => "failure_notice",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }
}
