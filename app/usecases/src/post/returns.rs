//! Mails that come back.

use domain::post::{
    Purpose,
    return_path::{ReturnPath, Tag},
};

use crate::{digest::sha256, ports::RelayLetter};

/// The envelope sender of a mail. Who got the confirmation cannot say that the letter came back: each purpose has a tag of
/// its own.
pub fn return_path(letter: &RelayLetter, purpose: Purpose) -> ReturnPath {
    ReturnPath::new(purpose, letter.id.clone(), tag(letter, purpose))
}

fn tag(letter: &RelayLetter, purpose: Purpose) -> Tag {
    Tag::of_digest(&sha256(&[b"return path", letter.token.as_str().as_bytes(), purpose.as_str().as_bytes()]))
}
