//! A letter that our server sends, on its way: how far it came, and the mails that it takes.

mod blame;
mod life;
pub mod other_path;
pub mod pace;
pub mod parcel;
mod purpose;
pub mod return_path;
pub mod returned;
pub mod review;

pub use self::{
    blame::{Blame, blame},
    life::{LetterState, Move},
    purpose::Purpose,
};

/// Why a letter was given up whose office the directory does not have any more. It is kept where else stands what a mail
/// server said.
pub const OFFICE_MOVED: &str = "office moved";

/// Why a letter was taken out that organisers looked at and did not want to send.
pub const REJECTED: &str = "rejected by the organisers";

/// Why a letter was given up that an organiser had to look at, and nobody did in time.
pub const LAPSED: &str = "no organiser looked at it in time";

/// Why a letter was given up that its campaign, its target or the site kept back for too long.
pub const KEPT_BACK: &str = "it was kept back for too long";

/// The writer's answer to the one question that we ask: did the office answer?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reply {
    Yes,
    No,
    /// Something came that is no answer: a receipt, a form letter.
    NotReally,
}

impl Reply {
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::NotReally];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotReally => "not_really",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reply| reply.as_str() == text)
    }
}
