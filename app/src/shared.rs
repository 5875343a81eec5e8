//! Pieces that both pages and islands are made of: the only views that compile to WebAssembly.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

mod card;
mod letter;

pub use card::CardPicture;
pub use letter::{LetterText, Spans};
