//! Mails that come back: reading them.

use std::fmt::Debug;

use domain::post::returned::{Diagnostic, EnhancedStatus, ReturnClass};

/// What a returned mail says. Nothing in it is to be trusted: anybody can write one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedMail {
    pub class: ReturnClass,
    pub status: Option<EnhancedStatus>,
    pub diagnostic: Option<Diagnostic>,
    /// On one line, at most [`Self::SUBJECT_MAX`] characters.
    pub subject: String,
    /// The beginning of what it says to a person, at most [`Self::TEXT_MAX`] bytes.
    pub text: String,
    /// The addresses that it was delivered to by its own headers, the most telling first.
    pub delivered_to: Vec<String>,
}

impl ReturnedMail {
    pub const SUBJECT_MAX: usize = 200;
    pub const TEXT_MAX: usize = 4096;
}

/// Reads a mail that came back.
pub trait ReturnReader: Send + Sync + Debug {
    /// Whatever the bytes are, in a bounded time.
    fn read(&self, raw: &[u8]) -> ReturnedMail;
}
