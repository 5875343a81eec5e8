//! Lines, shapes and drawings in their places: the sides of cards, letters, the cover sheet and the test page. The places
//! are [`domain::paper`]'s; nothing here knows how a file is written.

pub mod card;
mod cover;
mod fit;
pub mod letter;
mod scale;
pub mod sheet;
pub mod test_page;

use usecases::ports::press::PressError;
use words::{Locale, Words};

/// Lays out in English what has no font here in the reader's script. `None` if that is not the fault, or no cure: then it
/// was something that a person typed.
fn in_english<T>(words: Words, lay_out: impl Fn(Words) -> Result<T, PressError>) -> Option<T> {
    if words.locale() == Locale::En {
        return None;
    }
    let english = lay_out(Words::new(Locale::En)).ok()?;
    tracing::warn!(
        language = words.locale().tag(),
        "no font on this server has the letters of a reader's language: it is printed in English"
    );
    Some(english)
}
