//! What the files about members of Congress have in common.

use domain::{checked::TextError, target::TargetId};

/// A member, by the key of the Biographical Directory of Congress.
pub(super) fn member(bioguide: &str) -> Result<TargetId, TextError> {
    let mut bytes = bioguide.bytes();
    let fits =
        bytes.next().is_some_and(|first| first.is_ascii_uppercase()) && bytes.len() == 6 && bytes.all(|b| b.is_ascii_digit());
    if fits {
        TargetId::parse(&format!("congress-{bioguide}"))
    } else {
        Err(TextError::Malformed("a Bioguide ID is written S000033"))
    }
}

/// A number in the United States, as it is dialled from anywhere.
pub(super) fn phone(text: &str) -> Result<String, &'static str> {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    if shape == "999-999-9999" { Ok(format!("+1 {text}")) } else { Err("a phone number is written 202-224-5141") }
}
