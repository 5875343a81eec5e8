//! Lines, shapes and drawings in their places: the sides of cards, letters, the cover sheet and the test page. The places
//! are [`domain::paper`]'s; nothing here knows how a file is written.

pub mod card;
mod cover;
mod fit;
pub mod letter;
mod scale;
pub mod sheet;
pub mod test_page;
