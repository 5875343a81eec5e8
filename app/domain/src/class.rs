//! Class sets: many cards at one time, for a class whose children have no accounts and leave no trace.
//!
//! Of a set we keep the code and which card goes to whom. First names are printed and forgotten.

mod names;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::names::{NAME_MAX, NamesError, cut, names_apart, parse_names};
use crate::checked::{Shape, TextError, code};

/// The most cards of a set: two classes of thirty.
pub const CARDS_MAX: u8 = 60;

/// Names a class set: twelve digits. Digits are read aloud without a mistake in every language, and a million million
/// of them are too many to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassCode(u64);

impl ClassCode {
    const ALL: u64 = 1_000_000_000_000;
    const DIGITS: usize = 12;
    /// As it is shown and typed: with a space or a hyphen after every fourth digit.
    pub const LENGTH: usize = 14;

    /// A code from random bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let (low, _) = bytes.split_at(8);
        Self(low.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte)) % Self::ALL)
    }

    /// As it was typed: spaces and hyphens do not count, and digits are digits in every script.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let digits = code(text).replace([' ', '-'], "");
        let malformed = TextError::Malformed(Shape::ClassCode);
        if digits.len() != Self::DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(malformed);
        }
        digits.parse().map(Self).map_err(|_| malformed)
    }

    /// As it stands in addresses and in the database: twelve digits and nothing else.
    pub fn digits(self) -> String {
        format!("{:012}", self.0)
    }
}

/// As it is read: `4821 0937 5516`.
impl fmt::Display for ClassCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        write!(f, "{} {} {}", &digits[..4], &digits[4..8], &digits[8..])
    }
}

impl std::str::FromStr for ClassCode {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::parse(text)
    }
}

impl Serialize for ClassCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.digits())
    }
}

impl<'de> Deserialize<'de> for ClassCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&<String as Deserialize>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// How many cards, as it was typed.
pub fn parse_count(text: &str) -> Result<u8, TextError> {
    match code(text).parse() {
        Ok(count @ 1..=CARDS_MAX) => Ok(count),
        _ => Err(TextError::Malformed(Shape::CardCount)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for text in [
            "4821 0937 5516",
            "482109375516",
            " 4821-0937-5516 ",
            "4821–0937–5516",
            "48 21 09 37 55 16",
            "４８２１\u{3000}０９３７−５５１６",
            "٤٨٢١٠٩٣٧٥٥١٦",
            "\u{FEFF}4821\u{A0}0937\u{200B}\u{202F}5516\u{200E}\t",
        ] {
            assert_eq!(ClassCode::parse(text).unwrap().to_string(), "4821 0937 5516", "{text}");
        }
        assert_eq!(ClassCode::parse("000000000007").unwrap().digits(), "000000000007");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "4821", "4821 0937 551", "4821 0937 55160", "4821 0937 551O", "+82109375516"] {
            assert_eq!(ClassCode::parse(text), Err(TextError::Malformed(Shape::ClassCode)), "{text}");
        }
    }

    #[test]
    fn a_set_has_1_to_60_cards() {
        assert_eq!((parse_count("1"), parse_count(" 60 ")), (Ok(1), Ok(60)));
        for text in ["", "0", "61", "-1", "1.5", "thirty", "999999999999"] {
            assert!(parse_count(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_code_reads_back_as_it_is_shown(bytes in any::<[u8; 16]>()) {
            let code = ClassCode::from_bytes(bytes);
            prop_assert_eq!(ClassCode::parse(&code.to_string()), Ok(code));
            prop_assert_eq!(ClassCode::parse(&code.digits()), Ok(code));
            prop_assert_eq!(code.to_string().len(), ClassCode::LENGTH);
        }
    }
}
