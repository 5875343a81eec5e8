//! The envelope sender of a mail that is about no letter: one to an organiser, or one by which an operator tries the mail
//! server. It begins as the others do ([`ReturnPath`]), so that one rule of the mail server brings back all of them.

use std::fmt;

use super::return_path::{PREFIX, ReturnPath, code_of};
use crate::checked::Token;

/// What a mail is for that is about no letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherMail {
    /// A link to sign in with, or an invitation.
    Organiser,
    /// `postbag mail test`.
    Trial,
}

impl OtherMail {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organiser => "organiser",
            Self::Trial => "test",
        }
    }

    /// Mails that are under way have it in their envelopes: it never changes. No purpose of a letter's mail has the same.
    const fn sign(self) -> &'static str {
        match self {
            Self::Organiser => "o",
            Self::Trial => "t",
        }
    }
}

/// Names such a mail to whoever has to send it back. Nothing follows from one but a line in the log, so that anybody may make
/// one up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherPath {
    pub mail: OtherMail,
    pub id: Token,
}

impl OtherPath {
    /// What stands before the `@`.
    pub fn local_part(&self) -> String {
        format!("{PREFIX}+{self}")
    }

    /// As [`ReturnPath::parse`] reads an address.
    pub fn parse(address: &str) -> Option<Self> {
        let code = code_of(address)?;
        [OtherMail::Organiser, OtherMail::Trial].into_iter().find_map(|mail| {
            let id = Token::parse(code.strip_prefix(mail.sign())?).ok()?;
            Some(Self { mail, id })
        })
    }
}

/// The code alone.
impl fmt::Display for OtherPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.mail.sign(), self.id.as_str())
    }
}

/// Whether mail to an address is returned mail of ours, by its form alone.
pub fn is_return_path(address: &str) -> bool {
    ReturnPath::parse(address).is_some() || OtherPath::parse(address).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        checked::LetterId,
        post::{Purpose, return_path::Tag},
    };

    #[test]
    fn an_address_is_read_as_it_was_written_whatever_a_server_made_of_it() {
        for (mail, sign) in [(OtherMail::Organiser, "o"), (OtherMail::Trial, "t")] {
            let path = OtherPath { mail, id: Token::from_bytes([0x5a; 16]) };
            let (local, code) = (path.local_part(), path.to_string());
            assert_eq!(local, format!("bounce+{sign}{}", "5a".repeat(16)));
            for address in [
                local.clone(),
                code.clone(),
                format!("<{}@letters.example>\r\n", local.to_uppercase()),
                format!("\"{local}\"@letters.example"),
                format!("bounce-{code}@letters.example"),
            ] {
                assert_eq!(OtherPath::parse(&address), Some(path.clone()), "{address}");
                assert!(is_return_path(&address));
            }
        }
    }

    #[test]
    fn no_address_is_of_two_kinds_and_others_are_of_none() {
        for purpose in Purpose::ALL {
            let path = ReturnPath::new(purpose, LetterId::from_bytes([0x5a; 16]), Tag::of_digest(&[7; 32])).local_part();
            assert_eq!(OtherPath::parse(&path), None);
            assert!(is_return_path(&path));
        }
        let code = format!("o{}", "5a".repeat(16));
        assert_eq!(ReturnPath::parse(&code), None);
        for address in
            ["", "<>", "bounce", "bounce+o", "postbag@x.example", &code[..32], &format!("{code}0"), &format!("x{code}")]
        {
            assert!(!is_return_path(address), "{address}");
        }
    }
}
