//! The envelope sender of a mail that we send. A mail server that cannot deliver it writes to this address, so that which
//! mail it was need not be read out of anybody's words.

use std::fmt;

use super::Purpose;
use crate::checked::{LetterId, hexadecimal};

/// Names a mail of ours to whoever has to send it back. Its tag is a signature of the site: nobody who has not seen
/// the mail can say that it came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnPath {
    purpose: Purpose,
    letter: LetterId,
    tag: Tag,
}

/// Twelve lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    pub const DIGITS: usize = 12;

    /// The beginning of a signature.
    pub fn of_digest(digest: &[u8; 32]) -> Self {
        Self(hexadecimal(&digest[..Self::DIGITS / 2]))
    }

    fn parse(digits: &str) -> Option<Self> {
        let is_tag = digits.len() == Self::DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit());
        is_tag.then(|| Self(digits.to_ascii_lowercase()))
    }
}

/// What stands before the code. A mail server that delivers `bounce+anything` to the mailbox `bounce` needs no other
/// setting.
pub(super) const PREFIX: &str = "bounce";
const ID_DIGITS: usize = 32;
const CODE: usize = 1 + ID_DIGITS + Tag::DIGITS;

impl ReturnPath {
    pub const fn new(purpose: Purpose, letter: LetterId, tag: Tag) -> Self {
        Self { purpose, letter, tag }
    }

    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    pub const fn letter(&self) -> &LetterId {
        &self.letter
    }

    /// Whether the tags are the same. It takes the same time wherever they differ.
    pub fn has_tag_of(&self, other: &Self) -> bool {
        self.tag.0.bytes().zip(other.tag.0.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
    }

    /// What stands before the `@`: 52 characters, of the 64 that RFC 5321 allows.
    pub fn local_part(&self) -> String {
        format!("{PREFIX}+{self}")
    }

    /// Reads an address, however servers hand it over ([`code_of`]).
    pub fn parse(address: &str) -> Option<Self> {
        let code = code_of(address)?;
        if code.len() != CODE || !code.is_ascii() {
            return None;
        }
        let (purpose, rest) = code.split_at(1);
        let (letter, tag) = rest.split_at(ID_DIGITS);
        let purpose = Purpose::ALL.into_iter().find(|known| sign(*known) == purpose)?;
        Some(Self { purpose, letter: LetterId::parse(letter).ok()?, tag: Tag::parse(tag)? })
    }
}

/// The code in an address, in small letters: in angle brackets or without, in capitals or small letters, with its domain or
/// without. Servers hand over what they delimit in their own ways: `bounce+CODE`, `bounce-CODE` and `CODE` alone are the same.
pub(super) fn code_of(address: &str) -> Option<String> {
    let address = address.trim();
    let address = address.strip_prefix('<').map_or(address, |inside| inside.strip_suffix('>').unwrap_or(inside));
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local).trim_matches('"').to_ascii_lowercase();
    let code = local.strip_prefix(PREFIX).map_or(Some(local.as_str()), |rest| rest.strip_prefix(['+', '-', '=', '_', '.']));
    code.map(str::to_owned)
}

/// The code alone.
impl fmt::Display for ReturnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", sign(self.purpose), self.letter, self.tag.0)
    }
}

/// Mails that are under way have it in their envelopes: it never changes.
const fn sign(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Confirmation => "c",
        Purpose::Letter => "l",
        Purpose::FailureNotice => "n",
        Purpose::Reminder => "r",
        Purpose::Copy => "y",
        Purpose::Question => "q",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(purpose: Purpose) -> ReturnPath {
        ReturnPath::new(purpose, LetterId::from_bytes([0x5a; 16]), Tag::parse("0123456789ab").unwrap())
    }

    #[test]
    fn an_address_is_read_as_it_was_written_whatever_a_server_made_of_it() {
        for purpose in Purpose::ALL {
            let path = path(purpose);
            let local = path.local_part();
            let code = path.to_string();
            assert_eq!(local, format!("bounce+{}{}0123456789ab", sign(purpose), "5a".repeat(16)));
            for address in [
                local.clone(),
                code.clone(),
                format!("{local}@letters.example"),
                format!("<{local}@letters.example>"),
                format!("  <{}>\r\n", local.to_uppercase()),
                format!("\"{local}\"@letters.example"),
                format!("bounce-{code}@letters.example"),
                format!("BOUNCE={code}"),
                format!("{code}@letters.example"),
            ] {
                assert_eq!(ReturnPath::parse(&address), Some(path.clone()), "{address}");
            }
        }
    }

    #[test]
    fn other_addresses_are_no_return_paths() {
        let code = path(Purpose::Letter).to_string();
        for address in [
            "",
            "<>",
            "bounce",
            "bounce+",
            "bounce+l@letters.example",
            "postmaster@letters.example",
            &format!("x{code}"),
            &format!("{code}0"),
            &code[1..],
            &code[..44],
            &format!("z{}", &code[1..]),
            &format!("{}g", &code[..44]),
            &format!("other+{code}"),
            &format!("bounce{code}"),
            &format!("{}é", &code[..43]),
        ] {
            assert_eq!(ReturnPath::parse(address), None, "{address}");
        }
    }

    #[test]
    fn every_purpose_has_a_sign_of_its_own_and_the_local_part_is_short_enough() {
        let signs: std::collections::BTreeSet<_> = Purpose::ALL.into_iter().map(sign).collect();
        assert_eq!(signs.len(), Purpose::ALL.len());
        assert!(Purpose::ALL.into_iter().all(|purpose| path(purpose).local_part().len() <= 64));
    }

    #[test]
    fn a_tag_is_compared_as_a_whole() {
        let of = |tag| ReturnPath { tag, ..path(Purpose::Letter) };
        let path = path(Purpose::Letter);
        assert!(path.has_tag_of(&of(Tag::parse("0123456789AB").unwrap())));
        for other in ["0123456789ac", "1123456789ab"] {
            assert!(!path.has_tag_of(&of(Tag::parse(other).unwrap())), "{other}");
        }
        assert!(!path.has_tag_of(&of(Tag::of_digest(&[0; 32]))));
    }
}
