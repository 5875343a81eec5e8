//! What a mail in the queue is for.

use super::LetterState;

/// The purpose of a mail in the queue. With the letter's id it names the mail: there is at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// To the supporter: please confirm.
    Confirmation,
    /// To the supporter, once, a day later: it still waits.
    Reminder,
    /// To the target.
    Letter,
    /// To the supporter: the target's mail server took it, and this is what it took.
    Copy,
    /// To the supporter: it could not be delivered, here is your text.
    FailureNotice,
    /// To the supporter, if they wished it: did the office answer?
    Question,
}

impl Purpose {
    pub const ALL: [Self; 6] =
        [Self::Confirmation, Self::Reminder, Self::Letter, Self::Copy, Self::FailureNotice, Self::Question];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Reminder => "reminder",
            Self::Letter => "letter",
            Self::Copy => "copy",
            Self::FailureNotice => "failure_notice",
            Self::Question => "question",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }

    /// Whether a mail of this purpose still says what is true of a letter in that state. The letter moves on while its mails
    /// wait: whoever has confirmed is not reminded, and nobody is asked about an answer to a letter that came back.
    pub const fn is_wanted(self, state: LetterState) -> bool {
        match self {
            Self::Confirmation | Self::Reminder => matches!(state, LetterState::AwaitingConfirmation),
            Self::Letter => matches!(state, LetterState::Queued | LetterState::Sending),
            Self::Copy | Self::Question => matches!(state, LetterState::Accepted | LetterState::Settled),
            Self::FailureNotice => matches!(state, LetterState::Failed | LetterState::Bounced | LetterState::Withdrawn),
        }
    }
}
