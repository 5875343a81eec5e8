//! A mail that came back to us, and what it says about the one that we sent.

use std::fmt;

use super::{Blame, blame};

/// What a returned mail means for the mail that it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReturnClass {
    /// Given up: there is no such address, or its server takes no mail. Another mail would end the same way.
    Hard,
    /// Given up, but another mail may get through: a full mailbox, a server that did not answer for days, a refusal of ours
    /// or of this text.
    Soft,
    /// Not there yet; a server goes on trying.
    Delayed,
    /// Written by a program, and changes nothing: an absence, a receipt, a ticket's number.
    AutoReply,
    /// For a person to look at.
    Unknown,
}

impl ReturnClass {
    pub const ALL: [Self; 5] = [Self::Hard, Self::Soft, Self::Delayed, Self::AutoReply, Self::Unknown];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
            Self::Delayed => "delayed",
            Self::AutoReply => "auto_reply",
            Self::Unknown => "unknown",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == text)
    }

    /// Whether the mail that came back will not arrive any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Hard | Self::Soft)
    }
}

/// An enhanced status code (RFC 3463), such as 5.1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnhancedStatus {
    class: u8,
    subject: u16,
    detail: u16,
}

impl EnhancedStatus {
    /// Reads exactly one code.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |digits: &str| -> Option<u16> {
            let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            if is_number { digits.parse().ok() } else { None }
        };
        let mut parts = text.split('.');
        let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
        let class = match class {
            "2" => 2,
            "4" => 4,
            "5" => 5,
            _ => return None,
        };
        if parts.next().is_some() { None } else { Some(Self { class, subject: number(subject)?, detail: number(detail)? }) }
    }

    pub(super) const fn subject(self) -> u16 {
        self.subject
    }

    pub(super) const fn detail(self) -> u16 {
        self.detail
    }

    pub const fn is_success(self) -> bool {
        self.class == 2
    }

    /// Whether it says no more than that something failed: `5.0.0`.
    pub const fn is_vague(self) -> bool {
        self.subject == 0
    }

    /// Whether it says that nobody reads mail at the address: `5.1.x`, `5.2.x`, and what a large provider says of an address
    /// that it does not know, `5.4.1`. What it says of a sender, of a full mailbox or of what is in the mail is none of it.
    pub const fn is_of_nobody(self) -> bool {
        match (self.class, self.subject, self.detail) {
            (5, 1, 7 | 8) | (5, 2, 2 | 3) => false,
            (5, 1 | 2, _) | (5, 4, 1) => true,
            _ => false,
        }
    }

    /// The class of a mail that was given up with this code. `None` where the code speaks of success.
    ///
    /// Hard is what another mail to the same address would meet again. A 5.x.x about a full mailbox or a full disk, about a
    /// server that could not be reached in time, or about us or the text ([`blame()`]) says nothing of the sort.
    pub fn class_of_failure(self) -> Option<ReturnClass> {
        match (self.class, self.subject, self.detail) {
            (2, ..) => None,
            (5, 2, 2) | (5, 3, 1) | (5, 4, 3 | 5 | 7) => Some(ReturnClass::Soft),
            (5, ..) if blame(None, Some(self), "") == Blame::Recipient => Some(ReturnClass::Hard),
            _ => Some(ReturnClass::Soft),
        }
    }
}

impl fmt::Display for EnhancedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// What a server said, on one line: at most 300 characters, without controls. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic(String);

impl Diagnostic {
    /// In characters.
    pub const MAX: usize = 300;

    /// `None` where nothing is left of the text.
    pub fn new(text: &str) -> Option<Self> {
        let line = one_line(text, Self::MAX);
        if line.is_empty() { None } else { Some(Self(line)) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What strangers wrote, on one line of at most so many characters: a space for each run of spaces and controls, and none of
/// the marks that turn the direction of what follows.
pub fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
    for word in words.filter(|word| !word.is_empty()) {
        let seen = word.chars().filter(|c| !turns(*c));
        for c in (!line.is_empty()).then_some(' ').into_iter().chain(seen) {
            if length == limit {
                return line.trim_end().to_owned();
            }
            line.push(c);
            length += 1;
        }
    }
    line.trim().to_owned()
}

/// Whether a character only turns the direction of text, or is the sign of a broken text's beginning.
const fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(status: &str) -> Option<ReturnClass> {
        EnhancedStatus::parse(status).unwrap().class_of_failure()
    }

    #[test]
    fn a_full_mailbox_is_soft_whatever_its_first_digit() {
        assert_eq!((class("4.2.2"), class("5.2.2")), (Some(ReturnClass::Soft), Some(ReturnClass::Soft)));
    }

    #[test]
    fn an_address_that_is_not_there_and_a_server_that_takes_nothing_are_hard() {
        for status in ["5.1.1", "5.1.10", "5.4.1", "5.7.13", "5.0.0", "5.2.1", "5.4.4", "5.3.2"] {
            assert_eq!(class(status), Some(ReturnClass::Hard), "{status}");
        }
    }

    #[test]
    fn time_that_ran_out_and_what_is_said_about_us_or_the_text_are_soft() {
        for status in
            ["4.4.7", "5.4.7", "4.7.0", "5.1.8", "4.0.0", "5.7.1", "5.7.20", "5.7.26", "5.7.27", "5.6.1", "5.6.7", "5.3.4"]
        {
            assert_eq!(class(status), Some(ReturnClass::Soft), "{status}");
        }
        assert_eq!(class("2.0.0"), None);
    }

    #[test]
    fn a_code_of_nobody_is_about_the_address_and_not_about_the_mail_or_us() {
        let of_nobody = |status: &str| EnhancedStatus::parse(status).unwrap().is_of_nobody();
        for status in ["5.1.0", "5.1.1", "5.1.2", "5.1.10", "5.2.1", "5.4.1"] {
            assert!(of_nobody(status), "{status}");
        }
        for status in ["4.1.1", "2.1.5", "5.0.0", "5.1.7", "5.1.8", "5.2.2", "5.2.3", "5.3.4", "5.4.7", "5.7.1"] {
            assert!(!of_nobody(status), "{status}");
        }
    }

    #[test]
    fn what_is_no_status_code_is_not_read_as_one() {
        for text in ["", "5", "5.1", "5.1.1.1", "3.1.1", "5.1.", "5..1", "5.1234.1", "5.1.x", "+5.1.1", " 5.1.1"] {
            assert_eq!(EnhancedStatus::parse(text), None, "{text}");
        }
        assert_eq!(EnhancedStatus::parse("5.7.509").unwrap().to_string(), "5.7.509");
    }

    #[test]
    fn a_diagnostic_is_one_line_of_bounded_length() {
        assert_eq!(Diagnostic::new("550\r\n\t5.1.1 \u{202E}no\u{0}such  user\u{85}").unwrap().as_str(), "550 5.1.1 no such user");
        assert_eq!(Diagnostic::new(&"ł".repeat(1000)).unwrap().as_str().chars().count(), Diagnostic::MAX);
        assert_eq!(Diagnostic::new(&"a ".repeat(1000)).unwrap().as_str().len(), Diagnostic::MAX - 1);
        assert_eq!(Diagnostic::new(" \r\n\u{202E} "), None);
    }

    #[test]
    fn every_class_is_read_as_it_is_written() {
        for class in ReturnClass::ALL {
            assert_eq!(ReturnClass::parse(class.as_str()), Some(class));
        }
    }
}
