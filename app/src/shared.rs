//! Pieces that both pages and islands are made of: the only views that compile to WebAssembly.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

mod card;
mod counted;
mod letter;
mod remarks;

pub use card::{CardPicture, CardWords};
pub use counted::Counted;
pub use letter::{LetterText, Spans};
pub use remarks::{LengthRow, LengthTable, Mark, Offered, Place, Remarks};
