//! What moves. The only code that reaches WebAssembly, besides the components and the domain it is made of.

mod copy;
mod preview;

pub use copy::CopyButton;
pub use preview::{FORM, LetterPreview, Sheet};
