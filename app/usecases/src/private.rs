//! What supporters and organisers must not find in a log or at the desk: what a server quotes of a mail that we sent.

use std::{fmt, iter};

use crate::ports::{Outgoing, RelayLetter, ToOrganiser};

/// The texts of a mail that a server may quote back to us. They must not stand in an error, because errors are logged,
/// stored and shown at the desk.
pub struct Private(Vec<String>);

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Private").finish_non_exhaustive()
    }
}

/// What stands in the place of what is private.
const CUT: &str = "(left out)";

impl Private {
    pub fn of(letter: &RelayLetter) -> Self {
        /// Shorter pieces of a letter are words of the language, and a server's answer may hold them too.
        const TELLING: usize = 12;
        let pieces =
            iter::once(letter.subject.as_str()).chain(letter.body.lines()).map(str::trim).filter(|piece| piece.len() >= TELLING);
        let person = [letter.email.as_str().to_owned(), letter.email.shown(), letter.name.as_str().to_owned()];
        Self(person.into_iter().chain(pieces.map(str::to_owned)).collect())
    }

    /// Of all letters that are in a mail.
    pub fn of_mail(mail: &Outgoing) -> Self {
        let others = mail.parcel.iter().flat_map(|parcel| &parcel.others);
        Self(iter::once(&mail.letter).chain(others).flat_map(|letter| Self::of(letter).0).collect())
    }

    /// Whoever has the link can sign in.
    pub fn of_organiser(mail: &ToOrganiser) -> Self {
        Self(vec![mail.link.as_str().to_owned(), mail.to.as_str().to_owned()])
    }

    /// Of a mail that nobody typed.
    pub const fn nothing() -> Self {
        Self(Vec::new())
    }

    /// A text without any of it, in whatever letters it is written.
    pub fn removed_from(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, piece| without(&text, piece))
    }
}

/// Every place where the piece stands as a word or words of its own is cut: short names are parts of other words.
fn without(text: &str, piece: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let begins_a_word = !left.ends_with(char::is_alphanumeric);
        let is_word = |after: &&str| begins_a_word && !after.starts_with(char::is_alphanumeric);
        if let Some(after) = begins_with(rest, piece).filter(is_word) {
            left.push_str(CUT);
            rest = after;
        } else {
            left.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    left
}

/// What follows the piece if the text begins with it, in capitals or small letters.
fn begins_with<'a>(text: &'a str, piece: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    let is_same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    let begins = !piece.is_empty() && piece.chars().all(|c| rest.next().is_some_and(|next| is_same(next, c)));
    begins.then_some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn private() -> Private {
        Private(["lucja@home.example", "Łucja Żak", "Li", "I write from Łódź."].map(str::to_owned).to_vec())
    }

    #[test]
    fn every_place_is_cut_in_whatever_letters_it_is_written() {
        for (said, left) in [
            ("550 <Lucja@HOME.example>: lucja@home.example is no member", "550 <(left out)>: (left out) is no member"),
            ("ŁUCJA ŻAK (łucja żak) is unknown", "(left out) ((left out)) is unknown"),
            ("550 \"I write from Łódź.\" is spam", "550 \"(left out)\" is spam"),
            ("Li, the list has no Li", "(left out), the list has no (left out)"),
            ("the mailbox is full", "the mailbox is full"),
            ("notlucja@home.example lucja@home.examples", "notlucja@home.example lucja@home.examples"),
            ("", ""),
        ] {
            assert_eq!(private().removed_from(said), left, "{said}");
        }
        assert_eq!(Private::nothing().removed_from("lucja@home.example"), "lucja@home.example");
    }

    #[test]
    fn what_is_private_does_not_show_itself() {
        assert_eq!(format!("{:?}", private()), "Private(..)");
    }
}
