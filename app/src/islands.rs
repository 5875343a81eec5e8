//! The islands: parts of pages that move. Besides them, only what they are made of reaches WebAssembly.

mod copy;
mod preview;

pub use copy::CopyButton;
pub use preview::{FORM, LetterPreview, PreviewWords, Sheet};
