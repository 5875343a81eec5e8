//! The islands: parts of pages that move. Besides them, only what they are made of reaches WebAssembly.

mod copy;
mod editor;
mod preview;

pub use copy::CopyButton;
pub use editor::{EDITOR_FORM, EditorWords, Insertion, LetterEditor};
pub use preview::{FORM, LetterPreview, PreviewWords, Sheet};
